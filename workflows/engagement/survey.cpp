#include "workflows/engagement/survey.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <array>

namespace full_circle::engagement {

namespace {

constexpr std::array<std::string_view, 2> asked{"clear", "easy"};

struct Choice {
  std::string_view value;
  std::string_view label;
};
constexpr std::array<Choice, 3> choices{{{"yes", "Yes"}, {"partly", "Partly"}, {"no", "No"}}};

std::string name_of(SurveyAnswer answer) {
  return boost::describe::enum_to_string(answer, "");
}

json::array options_of(std::string_view name, const json::object& said) {
  const auto* chosen = said.if_contains(name);
  json::array options;
  for (const Choice& choice : choices)
    options.push_back(json::object{{"name", name},
                                   {"value", choice.value},
                                   {"label", choice.label},
                                   {"chosen", chosen && *chosen == json::value(choice.value)}});
  return options;
}

}  // namespace

bool takes_survey(const Project& project, const Context& context) {
  return !project.editions.empty() && !context.project_chart.is_in(project.place, "complete") &&
         has_public_page(project, *definition_of(project, context));
}

Result<Entry> take_in_survey(const AnswerSurvey& answer, std::string id, std::string key,
                             const Project& project, const Context& context, Instant now) {
  if (!takes_survey(project, context))
    return Refusal{.reason = Reason::out_of_turn,
                   .message =
                       "These questions are asked once the answer is published, until the project is "
                       "over."};
  if (!answer.clear && !answer.easy && !answer.words)
    return malformed("/words", "Answer one of the questions, or write something.");
  Entry entry{.project = project.id,
              .book = std::string(survey_book),
              .id = std::move(id),
              .key = std::move(key),
              .received_at = now,
              .data = json::serialize(codec::write(answer)),
              .search_text = answer.words ? fold(*answer.words) : std::string(),
              .labels = {{"answered", "yes"}}};
  if (answer.clear) entry.labels.push_back({"clear", name_of(*answer.clear)});
  if (answer.easy) entry.labels.push_back({"easy", name_of(*answer.easy)});
  return entry;
}

json::object survey_counts(const std::vector<LabelCount>& counts) {
  const auto count_of = [&](std::string_view kind, std::string_view value) {
    const auto found = std::find_if(counts.begin(), counts.end(), [&](const LabelCount& one) {
      return one.label.kind == kind && one.label.value == value;
    });
    return found == counts.end() ? std::int64_t{0} : found->count;
  };
  const std::int64_t answers = count_of("answered", "yes");
  json::object view{{"answers", answers}};
  for (const auto question : asked) {
    json::object row;
    std::int64_t said = 0;
    for (const Choice& choice : choices) {
      const std::int64_t count = count_of(question, choice.value);
      row[choice.value] = count;
      said += count;
    }
    row["not_said"] = answers - said;
    view[question] = std::move(row);
  }
  return view;
}

json::object survey_answer_view(const Entry& entry, const Context& context) {
  const json::object data = json::parse(entry.data).as_object();
  json::object view{{"received_on", to_text(day_in(entry.received_at, context.zone))}};
  for (const std::string_view field : {"clear", "easy", "words"}) {
    const auto* said = data.if_contains(field);
    view[field] = said ? *said : json::value(nullptr);
  }
  return view;
}

json::object survey_page(const Project& project, const std::string& key, const json::object& said,
                         const std::vector<FieldProblem>& faults) {
  json::object page{{"title", "How was it for you? " + project.about->title},
                    {"project_title", std::string_view(project.about->title)},
                    {"key", key},
                    {"clear", json::object{{"option", options_of("clear", said)}}},
                    {"easy", json::object{{"option", options_of("easy", said)}}},
                    {"words", said.contains("words") ? said.at("words") : json::value("")},
                    {"sample", project.about->sample.value_or(false)}};
  json::array errors;
  for (const FieldProblem& fault : faults)
    errors.push_back(json::object{{"field", fault.field.empty() ? fault.field : fault.field.substr(1)},
                                  {"message", fault.message}});
  if (!errors.empty()) page["errors"] = json::object{{"error", std::move(errors)}};
  return page;
}

}  // namespace full_circle::engagement
