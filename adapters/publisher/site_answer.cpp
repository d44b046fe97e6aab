#include "adapters/publisher/site.hpp"

namespace full_circle::publisher {

namespace {

using Dictionary = ctemplate::TemplateDictionary;
using Verdict = Theme::Verdict;

struct VerdictWords {
  Verdict verdict;
  const char* text;       ///< on the answer itself
  const char* summary;    ///< in the row of sums
  const char* css_class;  ///< adopted or not, the size and type are the same
  const char* icon;
};

// In the order in which the page groups them.
constexpr VerdictWords k_verdicts[] = {
    {Verdict::adopted, "Adopted", "adopted", "yes", "ADOPTED"},
    {Verdict::partly_adopted, "Partly adopted", "partly adopted", "part", "PARTLY"},
    {Verdict::not_adopted, "Not adopted", "not adopted, and why", "no", "NOT_ADOPTED"},
    {Verdict::out_of_scope, "Outside what was asked", "outside what was asked", "no", "NOT_ADOPTED"},
};

void add_sum(Dictionary& values, const std::string& name, const std::string& count,
             const std::string& anchor) {
  auto* sum = values.AddSectionDictionary("SUM");
  sum->SetValue("SUM_COUNT", count);
  auto* label = sum->AddSectionDictionary(anchor.empty() ? "SUM_PLAIN" : "SUM_LINK");
  label->SetValue("SUM_NAME", name);
  label->SetValue("SUM_ANCHOR", anchor);
}

void put_theme(Dictionary& themes, const Theme& theme, const VerdictWords& words) {
  auto* item = themes.AddSectionDictionary("THEME");
  item->SetValue("THEME_ID", theme.id);
  item->SetValue("THEME_TITLE", theme.title);
  item->SetValue("VERDICT_CLASS", words.css_class);
  item->SetValue("VERDICT_TEXT", words.text);
  item->ShowSection(words.icon);
  put_text(*item, "SAID_TEXT", theme.you_said);
  put_text(*item, "DID_TEXT", theme.we_decided);
  put_text(*item, "WHY_TEXT", theme.because);
  if (theme.people > 0) {
    show_value(*item, "PEOPLE", "PEOPLE_TEXT",
               grouped(theme.people) + (theme.people == 1 ? " person" : " people"));
  }
}

void put_sums_and_themes(Dictionary& values, const Page& page) {
  const Answer& answer = *page.answer;
  if (page.totals) add_sum(values, "took part", grouped(page.totals->total), "");
  Dictionary* themes = answer.themes.empty() ? nullptr : values.AddSectionDictionary("THEMES");
  for (const VerdictWords& words : k_verdicts) {
    std::string first;
    std::int64_t count = 0;
    for (const Theme& theme : answer.themes) {
      if (theme.verdict != words.verdict) continue;
      if (count++ == 0) first = theme.id;
      put_theme(*themes, theme, words);
    }
    if (count > 0) add_sum(values, words.summary, std::to_string(count), first);
  }
}

void put_decision(Dictionary& values, const Answer& answer) {
  if (answer.decision.empty()) return;
  Dictionary* decision = values.AddSectionDictionary("DECISION");
  show_value(*decision, "DECISION_BY", "DECISION_MAKER", answer.decision_maker);
  put_text(*decision, "DECISION_TEXT", answer.decision);
  if (!answer.reasons.empty())
    put_text(*decision->AddSectionDictionary("REASONS"), "REASONS_TEXT", answer.reasons);
}

void put_mana_whenua(Dictionary& values, const Answer& answer) {
  if (answer.mana_whenua.empty()) return;
  Dictionary* section = values.AddSectionDictionary("MANA_WHENUA");
  for (const ManaWhenua& entity : answer.mana_whenua) {
    auto* item = section->AddSectionDictionary("ENTITY");
    item->SetValue("ENTITY_NAME", entity.name);
    if (!entity.text.empty()) put_text(*item->AddSectionDictionary("WORDS"), "ENTITY_WORDS", entity.text);
    show_value(*item, "ENTITY_STATED", "ENTITY_STATE", entity.state_text);
  }
}

void put_heard(Dictionary& values, const Page& page) {
  if (!page.totals) return;
  Dictionary* heard = values.AddSectionDictionary("HEARD");
  heard->SetValue("TOTAL", grouped(page.totals->total));
  for (const Total& total : page.totals->by_type) {
    auto* row = heard->AddSectionDictionary("TYPE");
    row->SetValue("TYPE_NAME", total.name);
    row->SetValue("TYPE_COUNT", grouped(total.count));
  }
}

/// How long the answer took, beside the standard when both are counted in working days.
void put_days(Dictionary& values, const Answer& answer, int standard) {
  const bool working = answer.working_days_taken > 0;
  const auto days = working ? answer.working_days_taken : answer.days_taken;
  if (days <= 0) return;
  const std::string unit = std::string(working ? "working day" : "day") + (days == 1 ? "" : "s");
  show_value(values, "TAKEN", "DAYS_TEXT", " in " + std::to_string(days) + " " + unit);
  if (working) show_value(values, "STANDARD", "STANDARD_DAYS", std::to_string(standard));
}

void put_page_changes(Dictionary& values, const Answer& answer) {
  if (answer.changes.empty()) {
    values.ShowSection("NO_CHANGE");
    return;
  }
  Dictionary* changed = values.AddSectionDictionary("CHANGED");
  changed->SetValue("EDITION", std::to_string(answer.edition));
  for (const Change& change : answer.changes) {
    auto* item = changed->AddSectionDictionary("CHANGE");
    item->SetValue("EDITION_ID", "edition-" + std::to_string(change.edition));
    item->SetValue("CHANGE_WHEN", change.on_text);
    put_text(*item, "CHANGE_TEXT", change.what);
  }
}

}  // namespace

std::string Site::answer(const Page& page) const {
  const Answer& answer = *page.answer;
  Dictionary values("answer");
  const std::string path = "/" + page.slug;
  frame(values, "What you said, what we decided, and why: " + page.title, path + "/result",
        path + "/updates.atom", page.content);
  values.SetValue("TITLE", page.title);
  values.SetValue("PROJECT_URL", url(path + "/"));
  values.SetValue("PUBLISHED_TEXT", day_text(answer.published_on));
  show_value(values, "DECIDED", "DECIDED_TEXT", answer.decided_text);
  show_value(values, "HEADLINE", "HEADLINE_TEXT", answer.headline);
  put_days(values, answer, m_options.answer_working_days);
  put_sums_and_themes(values, page);
  put_decision(values, answer);
  put_mana_whenua(values, answer);
  put_heard(values, page);
  put_page_changes(values, answer);
  if (answer.survey) show_value(values, "SURVEY", "SURVEY_URL", url(path + "/survey"));
  return m_templates.expand("result.tpl", values);
}

}  // namespace full_circle::publisher
