#include "workflows/engagement/results.hpp"

#include "engine/record.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr std::array of_all{ResultBlock::headline, ResultBlock::decision, ResultBlock::reasons};
constexpr std::array of_theme{ResultBlock::title, ResultBlock::you_said, ResultBlock::we_decided,
                              ResultBlock::because};

std::string_view name_of(ResultBlock block) {
  return boost::describe::enum_to_string(block, "");
}

std::string_view plain_or(const std::optional<Text>& plain, const Text& advisers) {
  return plain ? *plain : advisers;
}

std::string_view words_of(const Theme& theme, ResultBlock block) {
  switch (block) {
    case ResultBlock::title:
      return theme.title;
    case ResultBlock::you_said:
      return plain_or(theme.plain.you_said, theme.you_said);
    case ResultBlock::we_decided:
      return plain_or(theme.plain.we_decided, theme.we_decided);
    case ResultBlock::because:
      return plain_or(theme.plain.because, theme.because);
    case ResultBlock::headline:
    case ResultBlock::decision:
    case ResultBlock::reasons:
      break;
  }
  return {};
}

/// What is published of a block in a language.
std::string_view published(const Project& project, std::string_view language, ResultBlock block,
                           std::string_view theme) {
  const auto* found = translation_of(project, language, block, theme);
  const bool stands = found && found->state == TranslationState::checked && !is_out_of_date(project, *found);
  return stands ? std::string_view(found->text) : std::string_view();
}

}  // namespace

bool is_of_theme(ResultBlock block) {
  return std::find(of_theme.begin(), of_theme.end(), block) != of_theme.end();
}

std::string_view words_of(const Project& project, ResultBlock block, std::string_view theme) {
  if (is_of_theme(block)) {
    const auto* found = project.theme(theme);
    return found ? words_of(*found, block) : std::string_view();
  }
  if (block == ResultBlock::headline) return project.headline;
  if (project.decisions.empty()) return {};
  const auto& decision = project.decisions.back();
  return block == ResultBlock::decision ? decision.decision : decision.reasons;
}

const Translation* translation_of(const Project& project, std::string_view language, ResultBlock block,
                                  std::string_view theme) {
  const auto found = std::find_if(
      project.translations.begin(), project.translations.end(), [&](const Translation& translation) {
        return translation.language == language && translation.block == block && translation.theme == theme;
      });
  return found == project.translations.end() ? nullptr : &*found;
}

bool is_out_of_date(const Project& project, const Translation& translation) {
  return words_of(project, translation.block, translation.theme) != translation.source;
}

void take_translations(Project& project, const TranslateResults& said, std::string_view by) {
  auto& all = project.translations.edit();
  for (const auto& block : said.blocks) {
    const Name theme = block.theme.value_or(Name());
    auto found = std::find_if(all.begin(), all.end(), [&](const Translation& one) {
      return one.language == said.language && one.block == block.block && one.theme == theme;
    });
    if (found == all.end()) {
      all.push_back({.language = said.language, .block = block.block, .theme = theme});
      found = std::prev(all.end());
    }
    if (block.text) {
      found->text = *block.text;
      found->by = by;
    }
    found->state = block.state;
    found->checked_by = block.state == TranslationState::checked ? by : "";
    found->source = words_of(project, block.block, theme);
  }
}

json::array translations_view(const Project& project) {
  json::array all;
  for (const auto& one : project.translations)
    all.push_back(json::object{
        {"language", std::string_view(one.language)},
        {"block", name_of(one.block)},
        {"theme", one.theme.empty() ? json::value(nullptr) : json::value(one.theme.c_str())},
        {"text", std::string_view(one.text)},
        {"state", codec::write(one.state)},
        {"out_of_date", is_out_of_date(project, one)},
        {"translated_from", one.source},
        {"words", words_of(project, one.block, one.theme)},
        {"by", one.by},
        {"checked_by", one.checked_by.empty() ? json::value(nullptr) : json::value(one.checked_by)}});
  return all;
}

json::array published_translations(const Project& project) {
  std::vector<std::string> languages;
  for (const auto& one : project.translations)
    if (one.state == TranslationState::checked) languages.push_back(one.language);
  std::sort(languages.begin(), languages.end());
  languages.erase(std::unique(languages.begin(), languages.end()), languages.end());
  json::array all;
  for (const auto& language : languages) {
    json::object texts{{"language", language}};
    for (const auto block : of_all) texts[name_of(block)] = published(project, language, block, "");
    json::array themes;
    for (const auto& theme : project.themes) {
      if (!theme.verdict) continue;
      json::object row{{"id", std::string_view(theme.id)}};
      for (const auto block : of_theme) row[name_of(block)] = published(project, language, block, theme.id);
      themes.push_back(std::move(row));
    }
    texts["themes"] = std::move(themes);
    all.push_back(std::move(texts));
  }
  return all;
}

Project as_if_published(const Project& project, const Context& context, Instant now) {
  Project then = project;
  const Recorded recorded{project.version, now, ""};
  const int edition = static_cast<int>(project.editions.size()) + 1;
  const auto apply = [&](const Event& event) {
    evolve(then, event, recorded, context.project_chart, context.branch_chart);
  };
  if (project.editions.empty()) apply(ResultsPublished{{}, edition});
  if (project.correction)
    apply(ResultsCorrected{*project.correction, edition, Name(project.correction->by), Name()});
  return then;
}

json::array answered_themes(const Project& project) {
  json::array themes;
  for (const auto& theme : project.themes) {
    if (!theme.verdict) continue;
    json::object row{{"id", std::string_view(theme.id)},
                     {"people", theme.people},
                     {"verdict", codec::write(*theme.verdict)}};
    for (const auto block : of_theme) row[name_of(block)] = words_of(theme, block);
    themes.push_back(std::move(row));
  }
  return themes;
}

std::string answer_hash(const Project& project, const Context& context) {
  const auto then = as_if_published(project, context, project.updated_at);
  json::object texts{{"title", std::string_view(then.about->title)},
                     {"summary", std::string_view(then.about->summary)},
                     {"what_changed", then.editions.back().what_changed},
                     {"themes", answered_themes(then)},
                     {"translations", published_translations(then)}};
  for (const auto block : of_all) texts[name_of(block)] = words_of(then, block, "");
  return sha256_hex(canonical(texts));
}

bool wrote_some_of_it(const Project& project, std::string_view person) {
  const auto& answered = *project.answered_by;
  return std::find(answered.begin(), answered.end(), person) != answered.end() ||
         std::any_of(project.themes.begin(), project.themes.end(),
                     [&](const Theme& theme) { return theme.by == person; }) ||
         (!project.decisions.empty() && project.decisions.back().recorded_by == person);
}

namespace {

/// Language, theme and block, as they are told apart in a list of changes.
using Texts = std::map<std::tuple<std::string, std::string, std::string>, std::string>;

void take(Texts& texts, const std::string& language, const json::object& from, const std::string& theme,
          const auto& blocks) {
  for (const ResultBlock block : blocks)
    if (const auto* text = from.if_contains(name_of(block)); text && !text->as_string().empty())
      texts[{language, theme, std::string(name_of(block))}] = json::value_to<std::string>(*text);
}

Texts texts_of(const json::object& page) {
  Texts texts;
  for (const auto* name : {"title", "summary"})
    texts[{"en", "", name}] = json::value_to<std::string>(page.at(name));
  const auto* result = page.at("result").if_object();
  if (!result) return texts;
  const auto whole = [&](const std::string& language, const json::object& from) {
    take(texts, language, from, "", of_all);
    for (const auto& theme : from.at("themes").as_array()) {
      const auto& row = theme.as_object();
      const auto id = json::value_to<std::string>(row.at("id"));
      take(texts, language, row, id, of_theme);
      if (const auto* verdict = row.if_contains("verdict"))
        texts[{language, id, "verdict"}] = json::value_to<std::string>(*verdict);
    }
  };
  whole("en", *result);
  for (const auto& translation : result->at("translations").as_array())
    whole(json::value_to<std::string>(translation.at("language")), translation.as_object());
  return texts;
}

json::value text_or_null(const Texts& texts, const Texts::key_type& key) {
  const auto found = texts.find(key);
  return found == texts.end() ? json::value(nullptr) : json::value(found->second);
}

}  // namespace

json::array result_changes(const json::object& page_now, const json::object& page_then) {
  const Texts now = texts_of(page_now);
  const Texts then = texts_of(page_then);
  Texts every = now;
  every.insert(then.begin(), then.end());
  json::array changes;
  for (const auto& entry : every) {
    const auto& [language, theme, block] = entry.first;
    auto before = text_or_null(now, entry.first);
    auto after = text_or_null(then, entry.first);
    if (before == after) continue;
    changes.push_back(json::object{{"language", language},
                                   {"block", block},
                                   {"theme", theme.empty() ? json::value(nullptr) : json::value(theme)},
                                   {"now", std::move(before)},
                                   {"then", std::move(after)}});
  }
  return changes;
}

}  // namespace full_circle::engagement
