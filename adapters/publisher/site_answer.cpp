#include "adapters/publisher/site.hpp"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

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

/// The texts of a page in one language: what is not translated stays in English, and says so.
class Language {
 public:
  explicit Language(const Translation* in) : m_in(in) {}

  /// The translation where there is one, else the English; `section` carries the language of the text on a
  /// page that is not in English.
  const std::string& pick(Dictionary& to, const char* section, const std::string& english,
                          const std::string& translated) const {
    if (!m_in) return english;
    to.AddSectionDictionary(section)->SetValue("LANGUAGE", translated.empty() ? "en" : m_in->language);
    return translated.empty() ? english : translated;
  }
  const Translation& whole() const { return m_in ? *m_in : none; }
  const ThemeWords& theme(const std::string& id) const {
    const auto& all = whole().themes;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const ThemeWords& one) { return one.id == id; });
    return found == all.end() ? no_words : *found;
  }

 private:
  inline static const Translation none{};
  inline static const ThemeWords no_words{};
  const Translation* m_in;
};

/// Whether anything of the answer is not in this language.
bool leaves_english(const Answer& answer, const Translation& in) {
  const auto lacks = [](const std::string& english, const std::string& translated) {
    return !english.empty() && translated.empty();
  };
  if (lacks(answer.headline, in.headline) || lacks(answer.decision, in.decision) ||
      lacks(answer.reasons, in.reasons))
    return true;
  const Language language(&in);
  return std::any_of(answer.themes.begin(), answer.themes.end(), [&](const Theme& theme) {
    const ThemeWords& words = language.theme(theme.id);
    return lacks(theme.title, words.title) || lacks(theme.you_said, words.you_said) ||
           lacks(theme.we_decided, words.we_decided) || lacks(theme.because, words.because);
  });
}

/// A language as its own speakers call it, where that is known; else as it is called in English.
struct LanguageName {
  std::string text;
  bool own = false;
};
LanguageName name_of(const std::string& tag) {
  std::array<char16_t, 100> name{};
  const auto named = [&](const char* in, UErrorCode& error) {
    const auto length = uloc_getDisplayName(tag.c_str(), in, name.data(), name.size(), &error);
    std::string text;
    return icu::UnicodeString(name.data(), length).toUTF8String(text);
  };
  UErrorCode error = U_ZERO_ERROR;
  std::string own = named(tag.c_str(), error);
  if (error == U_ZERO_ERROR || error == U_USING_FALLBACK_WARNING) return {own, true};
  error = U_ZERO_ERROR;
  std::string english = named("en", error);
  return {U_SUCCESS(error) ? english : tag, false};
}

void put_theme(Dictionary& themes, const Theme& theme, const VerdictWords& words, const Language& language) {
  const ThemeWords& in = language.theme(theme.id);
  auto* item = themes.AddSectionDictionary("THEME");
  item->SetValue("THEME_ID", theme.id);
  item->SetValue("THEME_TITLE", language.pick(*item, "TITLE_IN", theme.title, in.title));
  item->SetValue("VERDICT_CLASS", words.css_class);
  item->SetValue("VERDICT_TEXT", words.text);
  item->ShowSection(words.icon);
  put_text(*item, "SAID_TEXT", language.pick(*item, "SAID_IN", theme.you_said, in.you_said));
  put_text(*item, "DID_TEXT", language.pick(*item, "DID_IN", theme.we_decided, in.we_decided));
  put_text(*item, "WHY_TEXT", language.pick(*item, "WHY_IN", theme.because, in.because));
  if (theme.people > 0) {
    show_value(*item, "PEOPLE", "PEOPLE_TEXT",
               grouped(theme.people) + (theme.people == 1 ? " person" : " people"));
  }
}

void put_sums_and_themes(Dictionary& values, const Page& page, const Language& language) {
  const Answer& answer = *page.answer;
  if (page.totals) add_sum(values, "took part", grouped(page.totals->total), "");
  Dictionary* themes = answer.themes.empty() ? nullptr : values.AddSectionDictionary("THEMES");
  for (const VerdictWords& words : k_verdicts) {
    std::string first;
    std::int64_t count = 0;
    for (const Theme& theme : answer.themes) {
      if (theme.verdict != words.verdict) continue;
      if (count++ == 0) first = theme.id;
      put_theme(*themes, theme, words, language);
    }
    if (count > 0) add_sum(values, words.summary, std::to_string(count), first);
  }
}

void put_decision(Dictionary& values, const Answer& answer, const Language& language) {
  if (answer.decision.empty()) return;
  Dictionary* decision = values.AddSectionDictionary("DECISION");
  show_value(*decision, "DECISION_BY", "DECISION_MAKER", answer.decision_maker);
  const Translation& in = language.whole();
  put_text(*decision, "DECISION_TEXT", language.pick(*decision, "DECISION_IN", answer.decision, in.decision));
  if (answer.reasons.empty()) return;
  Dictionary* reasons = decision->AddSectionDictionary("REASONS");
  put_text(*reasons, "REASONS_TEXT", language.pick(*reasons, "REASONS_IN", answer.reasons, in.reasons));
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

void Site::put_languages(Dictionary& values, Dictionary& head, const Page& page, const Translation* in,
                         Shown shown) const {
  const auto& translations = page.answer->translations;
  if (translations.empty()) return;
  const std::string path = "/" + page.slug + "/result/";
  Dictionary* list = values.AddSectionDictionary("LANGUAGES");
  const auto add = [&](const std::string& tag, bool current) {
    const bool english = tag == "en";
    auto* item = list->AddSectionDictionary("ITEM");
    const auto name = name_of(tag);
    item->SetValue("LANGUAGE", tag);
    item->SetValue("LANGUAGE_NAME", name.text);
    item->SetValue("LANGUAGE_URL",
                   shown == Shown::preview ? "?language=" + tag : url(path + (english ? "" : tag + "/")));
    show(*item, "NAME_IN", name.own);
    show(*item, "CURRENT", current);
    if (shown == Shown::preview) return;
    auto* alternate = head.AddSectionDictionary("ALTERNATE");
    alternate->SetValue("LANGUAGE", tag);
    alternate->SetValue("LANGUAGE_URL", absolute(path + (english ? "" : tag + "/")));
  };
  add("en", in == nullptr);
  for (const Translation& one : translations) add(one.language, in == &one);
}

std::string Site::answer(const Page& page, const Translation* in) const {
  return answer_as(page, in, Shown::published);
}

std::string Site::answer_preview(const Page& page, const Translation* in) const {
  return answer_as(page, in, Shown::preview);
}

std::string Site::answer_as(const Page& page, const Translation* in, Shown shown) const {
  const Answer& answer = *page.answer;
  const Language language(in);
  Dictionary values("answer");
  const std::string path = "/" + page.slug;
  const std::string own_path = path + "/result" + (in ? "/" + in->language : "");
  const bool published = shown == Shown::published;
  Dictionary& head =
      frame(values, "What you said, what we decided, and why: " + page.title,
            published ? std::optional(own_path) : std::nullopt, path + "/updates.atom", page.content);
  if (!published) {
    head.ShowSection("NO_INDEX");
    values.ShowSection("PREVIEW");
  }
  if (in) {
    // The page is in their language; our own words around it are English, and are marked as such.
    values.SetTemplateGlobalValue("PAGE_LANGUAGE", in->language);
    values.ShowTemplateGlobalSection("TRANSLATED");
    show(values, "UNTRANSLATED", leaves_english(answer, *in));
  }
  put_languages(values, head, page, in, shown);
  values.SetValue("TITLE", page.title);
  values.SetValue("PROJECT_URL", url(path + "/"));
  values.SetValue("PUBLISHED_TEXT", day_text(answer.published_on));
  show_value(values, "DECIDED", "DECIDED_TEXT", answer.decided_text);
  if (!answer.headline.empty()) {
    auto* headline = values.AddSectionDictionary("HEADLINE");
    headline->SetValue("HEADLINE_TEXT",
                       language.pick(*headline, "IN", answer.headline, language.whole().headline));
  }
  put_days(values, answer, m_options.answer_working_days);
  put_sums_and_themes(values, page, language);
  put_decision(values, answer, language);
  put_mana_whenua(values, answer);
  put_heard(values, page);
  put_page_changes(values, answer);
  if (answer.survey) show_value(values, "SURVEY", "SURVEY_URL", url(path + "/survey"));
  return m_templates.expand("result.tpl", values);
}

}  // namespace full_circle::publisher
