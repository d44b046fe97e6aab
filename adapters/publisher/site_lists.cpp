#include "adapters/publisher/site.hpp"

#include <algorithm>

namespace full_circle::publisher {

namespace {

using Dictionary = ctemplate::TemplateDictionary;

struct GroupWords {
  Group group;
  const char* id;
  const char* title;
  const char* empty;  ///< said when there is none; nullptr: the group is left out
};

constexpr GroupWords k_groups[] = {
    {Group::open, "open", "Open now", "Nothing is open for feedback right now."},
    {Group::coming, "coming", "Coming up", nullptr},
    {Group::waiting, "waiting", "Closed: you will hear back", nullptr},
    {Group::answered, "answered", "Answered",
     "No answer has been published yet. When a project is decided, it is here."},
    {Group::stopped, "stopped", "Paused or withdrawn", nullptr},
};

void add_fact(Dictionary& card, const char* name, const std::string& value) {
  if (value.empty()) return;
  auto* fact = card.AddSectionDictionary("FACT");
  fact->SetValue("FACT_NAME", name);
  fact->SetValue("FACT_VALUE", value);
}

void put_card(Dictionary& cards, const Page& page, const std::string& page_url) {
  auto* card = cards.AddSectionDictionary("CARD");
  card->SetValue("URL", page_url);
  card->SetValue("TITLE", page.title);
  if (!page.status_text.empty()) {
    auto* status = card->AddSectionDictionary("STATUS");
    status->SetValue("STATUS_TEXT", page.status_text);
    show(*status, "IS_LATE", page.late.has_value());
  }
  if (!page.summary.empty()) put_text(*card->AddSectionDictionary("SUMMARY"), "TEXT", page.summary);
  const Group group = group_of(page);
  if (group != Group::answered) add_fact(*card, "Who decides", page.decision_maker);
  if (group == Group::answered) add_fact(*card, "Answered", day_text(page.answer->published_on));
  if (group != Group::answered && group != Group::stopped)
    add_fact(*card, was_promised(page) ? "The answer was due by" : "You hear back by", page.hear_back_text);
  if (page.answer) show_value(*card, "ANSWERED", "ANSWER_URL", page_url + "result/");
}

}  // namespace

std::string Site::index(const std::vector<Page>& pages) const {
  Dictionary values("index");
  const bool sample = std::any_of(pages.begin(), pages.end(),
                                  [](const Page& page) { return page.content == Page::Content::sample; });
  Dictionary& head = frame(values, "Have your say", "", "/updates.atom",
                           sample ? Page::Content::sample : Page::Content::real);
  show_value(head, "FEED_OF_ALL", "JSON_FEED_URL", url("/feed.json"));
  bool tint = true;
  for (const GroupWords& words : k_groups) {
    const auto count = std::count_if(pages.begin(), pages.end(),
                                     [&](const Page& page) { return group_of(page) == words.group; });
    if (count == 0 && words.empty == nullptr) continue;
    auto* group = values.AddSectionDictionary("GROUP");
    group->SetValue("GROUP_ID", words.id);
    group->SetValue("GROUP_TITLE", words.title);
    group->SetValue("GROUP_COUNT", std::to_string(count));
    show(*group, "TINT", tint);
    tint = !tint;
    if (count == 0) {
      show_value(*group, "EMPTY", "EMPTY_TEXT", words.empty);
      continue;
    }
    Dictionary* cards = group->AddSectionDictionary("CARDS");
    for (const Page& page : pages) {
      if (group_of(page) == words.group) put_card(*cards, page, url("/" + page.slug + "/"));
    }
  }
  return m_templates.expand("index.tpl", values);
}

}  // namespace full_circle::publisher
