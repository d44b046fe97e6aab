#include "adapters/publisher/site.hpp"

#include <algorithm>

namespace full_circle::publisher {

namespace {

using Dictionary = ctemplate::TemplateDictionary;

constexpr std::size_t k_feed_entries_max = 100;

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
  show_value(*card, "STATUS", "STATUS_TEXT", page.status_text);
  if (!page.summary.empty()) put_text(*card->AddSectionDictionary("SUMMARY"), "TEXT", page.summary);
  const Group group = group_of(page);
  if (group != Group::answered) add_fact(*card, "Who decides", page.decision_maker);
  if (group == Group::answered) add_fact(*card, "Answered", day_text(page.answer->published_on));
  if (group != Group::answered && group != Group::stopped)
    add_fact(*card, "You hear back by", page.hear_back_text);
  if (page.answer) show_value(*card, "ANSWERED", "ANSWER_URL", page_url + "result/");
}

struct FeedEntry {
  std::string id;
  std::string title;
  Instant updated_at{};
  std::string url;
  std::string text;
};

/// What is published has no time of day; midnight in UTC is the middle of that day in New Zealand.
Instant middle_of(const std::string& published_on) {
  const auto day = parse_day(published_on);
  return day ? Instant(std::chrono::sys_days(*day)) : Instant{};
}

std::vector<FeedEntry> entries_of(const Page& page, const std::string& page_url) {
  std::vector<FeedEntry> entries;
  for (const Update& update : page.updates) {
    const std::string id = page_url + "#" + update.id;
    entries.push_back({id, update.title, update.posted_at, id, update.text});
  }
  if (page.answer) {
    const std::string id = page_url + "result/";
    entries.push_back({id, "What you said, what we decided, and why", middle_of(page.answer->published_on),
                       id, page.answer->headline});
    for (const Change& change : page.answer->changes) {
      const std::string edition = std::to_string(change.edition);
      entries.push_back({id + "#edition-" + edition, "Corrected: edition " + edition, middle_of(change.on),
                         id + "#edition-" + edition, change.what});
    }
  }
  return entries;
}

void put_entries(Dictionary& values, std::vector<FeedEntry> entries, Instant updated_at) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const FeedEntry& a, const FeedEntry& b) { return a.updated_at > b.updated_at; });
  if (entries.size() > k_feed_entries_max) entries.resize(k_feed_entries_max);
  for (const FeedEntry& entry : entries) {
    auto* item = values.AddSectionDictionary("ENTRY");
    item->SetValue("ENTRY_ID", entry.id);
    item->SetValue("ENTRY_TITLE", entry.title);
    item->SetValue("ENTRY_UPDATED", to_text(entry.updated_at));
    item->SetValue("ENTRY_URL", entry.url);
    item->SetValue("ENTRY_TEXT", entry.text);
    updated_at = std::max(updated_at, entry.updated_at);
  }
  values.SetValue("FEED_UPDATED", to_text(updated_at));
}

}  // namespace

std::string Site::index(const std::vector<Page>& pages) const {
  Dictionary values("index");
  const bool sample = std::any_of(pages.begin(), pages.end(),
                                  [](const Page& page) { return page.content == Page::Content::sample; });
  frame(values, "Have your say", "", "/updates.atom", sample ? Page::Content::sample : Page::Content::real);
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

std::string Site::feed(const Page& page) const {
  Dictionary values("feed");
  const std::string page_url = absolute("/" + page.slug + "/");
  values.SetValue("FEED_ID", page_url + "updates.atom");
  values.SetValue("FEED_TITLE", page.title);
  values.SetValue("FEED_PAGE", page_url);
  values.SetValue("COUNCIL", m_options.council_name);
  put_entries(values, entries_of(page, page_url), page.updated_at);
  return m_templates.expand("atom.tpl", values);
}

std::string Site::feed_of_notice(const Notice& notice) const {
  Dictionary values("feed");
  const std::string page_url = absolute("/" + notice.slug + "/");
  values.SetValue("FEED_ID", page_url + "updates.atom");
  values.SetValue("FEED_TITLE", notice.title);
  values.SetValue("FEED_PAGE", page_url);
  values.SetValue("COUNCIL", m_options.council_name);
  put_entries(values, {}, Instant{});
  return m_templates.expand("atom.tpl", values);
}

std::string Site::feed_of_all(const std::vector<Page>& pages) const {
  Dictionary values("feed");
  values.SetValue("FEED_ID", absolute("/updates.atom"));
  values.SetValue("FEED_TITLE", "Have your say – " + m_options.council_name);
  values.SetValue("FEED_PAGE", absolute("/"));
  values.SetValue("COUNCIL", m_options.council_name);
  std::vector<FeedEntry> entries;
  for (const Page& page : pages) {
    const std::string page_url = absolute("/" + page.slug + "/");
    entries.push_back({page_url, page.title, page.updated_at, page_url, page.status_text});
    for (FeedEntry& entry : entries_of(page, page_url)) {
      entry.title = page.title + ": " + entry.title;
      entries.push_back(std::move(entry));
    }
  }
  put_entries(values, std::move(entries), Instant{});
  return m_templates.expand("atom.tpl", values);
}

}  // namespace full_circle::publisher
