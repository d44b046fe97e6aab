// What a receipt shows: to programs, and on the page behind its private address.
#include "workflows/engagement/attachments.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/results.hpp"
#include "workflows/engagement/survey.hpp"
#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

std::string_view text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::adopted:
      return "Adopted";
    case Verdict::partly_adopted:
      return "Partly adopted";
    case Verdict::not_adopted:
      return "Not adopted";
    case Verdict::out_of_scope:
      return "Outside what could be decided here";
  }
  return "";
}

/// The answers to the themes it was grouped under, once they are published.
json::array outcomes(const Entry& entry, const Project& project) {
  json::array themes;
  if (project.editions.empty() || project.taken_down) return themes;
  for (const Theme& theme : project.themes) {
    const bool raised =
        std::find(entry.labels.begin(), entry.labels.end(), Label{"theme", theme.id}) != entry.labels.end();
    if (!raised || !theme.verdict) continue;
    themes.push_back(json::object{{"title", std::string_view(theme.title)},
                                  {"verdict", boost::describe::enum_to_string(*theme.verdict, "")},
                                  {"verdict_text", text_of(*theme.verdict)},
                                  {"we_decided", words_of(project, ResultBlock::we_decided, theme.id)},
                                  {"because", words_of(project, ResultBlock::because, theme.id)}});
  }
  return themes;
}

json::array answers_of(const json::object& data, const Definition* definition) {
  json::array shown;
  const auto* answers = data.if_contains("answers");
  if (!answers || !answers->is_array()) return shown;
  for (const auto& answer : answers->as_array()) {
    const auto name = json::value_to<std::string>(answer.at("question"));
    const Question* question = definition ? definition->contributions.question(name) : nullptr;
    std::string given;
    for (const auto& one : answer.at("given").as_array())
      given += (given.empty() ? "" : "; ") + json::value_to<std::string>(one);
    shown.push_back(json::object{{"question", question ? question->text : name}, {"given", given}});
  }
  return shown;
}

json::array files_of(const Entry& entry) {
  json::array shown;
  for (const Attachment& one : attachments_of(entry))
    shown.push_back(
        json::object{{"name", one.name}, {"hash", one.hash}, {"size_text", size_text(one.bytes)}});
  return shown;
}

struct Known {
  json::object data;
  std::shared_ptr<const Definition> definition;
  std::string page;  ///< of the project, or empty
  std::string received_text;
};

Known known_of(const Entry& entry, const Project& project, const Context& context) {
  auto definition = context.definitions->by_hash(project.about->definition_hash);
  const bool shown = definition && has_public_page(project, *definition);
  return {
      json::parse(entry.data).as_object(), std::move(definition),
      shown ? "/have-your-say/" + project.about->slug + "/" : "",
      day_text(day_in(entry.received_at, context.zone)) + ", " + clock_text(entry.received_at, context.zone)};
}

}  // namespace

json::object receipt_view(const Entry& entry, const Project& project, const Context& context) {
  const Known known = known_of(entry, project, context);
  return {
      {"reference", entry.id},
      {"project", json::object{{"title", std::string_view(project.about->title)}, {"url", known.page}}},
      {"received_at", to_text(entry.received_at)},
      {"received_text", known.received_text},
      {"late", known.data.at("late")},
      {"words", known.data.at("words")},
      {"answers", answers_of(known.data, known.definition.get())},
      {"attachments", attachments_view(entry)},
      {"consents", known.data.at("consents")},
      {"hear_back_by", project.scope ? json::value(to_text(project.scope->answer_by)) : json::value(nullptr)},
      {"answered", !project.editions.empty()},
      {"outcomes", outcomes(entry, project)}};
}

json::object receipt_page(const Entry& entry, const Project& project, const Context& context) {
  const Known known = known_of(entry, project, context);
  const auto lines = [](const json::value& text) { return json::object{{"lines", text}}; };
  const json::object& consents = known.data.at("consents").as_object();
  const auto agreed = [&](std::string_view purpose) {
    const auto* said = consents.if_contains(purpose);
    return said && said->is_bool() && said->as_bool();
  };
  const bool answered = !project.editions.empty();
  json::object page{
      {"title", "What you said: " + project.about->title},
      {"heading", answered ? "You had your say, and here is the answer" : "Thank you, we have it"},
      {"project_title", std::string_view(project.about->title)},
      {"project_url", known.page.empty() ? "" : ".." + known.page},
      {"reference", entry.id},
      {"received_text", known.received_text},
      {"late", known.data.at("late")},
      {"waiting", !answered},
      {"words", lines(known.data.at("words"))},
      {"contact", agreed("contact")},
      {"no_contact", !agreed("contact")},
      {"publish_words", agreed("publish_words")},
      {"publish_name", agreed("publish_name")},
      {"no_publish_words", !agreed("publish_words")},
      {"sample", project.about->sample.value_or(false)}};
  if (answered && !known.page.empty()) page["answer_url"] = ".." + known.page + "result/";
  if (!known.page.empty() && takes_survey(project, context))
    page["survey_url"] = ".." + known.page + "survey";
  if (project.scope) page["hear_back_text"] = day_text(project.scope->answer_by);
  if (auto answers = answers_of(known.data, known.definition.get()); !answers.empty())
    page["answers"] = json::object{{"answer", std::move(answers)}};
  if (auto files = files_of(entry); !files.empty()) page["files"] = json::object{{"file", std::move(files)}};
  json::array themes = outcomes(entry, project);
  for (auto& theme : themes) {
    json::object& one = theme.as_object();
    one["we_decided"] = lines(one.at("we_decided"));
    one["because"] = lines(one.at("because"));
  }
  if (!themes.empty()) page["outcomes"] = json::object{{"theme", std::move(themes)}};
  return page;
}

}  // namespace full_circle::engagement
