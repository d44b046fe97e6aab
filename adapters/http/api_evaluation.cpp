// What is learned: a project's evaluation and survey, the register of insights, and the service report.
#include "adapters/http/contributions_door.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/evaluation.hpp"
#include "workflows/engagement/insights.hpp"
#include "workflows/engagement/service_report.hpp"
#include "workflows/engagement/survey.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;

namespace {

std::string asked_text(const Request& request, std::string_view name) {
  const std::string* asked = request.asked(name);
  return asked ? *asked : std::string();
}

auto loading(const Desk& desk) {
  return [&desk](const std::string& project) { return desk.services.engine.load(project); };
}

Response read_evaluation(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto& project = *visible.value().project;
  constexpr auto contributions = engagement::contributions_book;
  return json_response(json::serialize(
      engagement::evaluation_view(project, *desk.services.context,
                                  {.contributions = reader.entry_counts(project.id, contributions),
                                   .contribution_kinds = reader.entry_kind_counts(project.id, contributions),
                                   .survey = reader.entry_counts(project.id, engagement::survey_book)},
                                  visible.value().view_class)));
}

Response read_survey(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  const std::string* cursor = request.asked("cursor");
  const auto after = cursor ? read_number(*cursor) : std::optional<std::int64_t>(0);
  if (!after) return bad_parameter(request, "cursor", "has to be the `next` of the page before");
  const std::string book(engagement::survey_book);
  const auto& project = *visible.value().project;
  const auto found =
      reader.entries({.project = project.id, .book = book, .after = *after, .limit = limit.value()});
  json::array items;
  for (const Entry& entry : found)
    items.push_back(engagement::survey_answer_view(entry, *desk.services.context));
  const bool full = found.size() == static_cast<std::size_t>(limit.value());
  return json_response(json::serialize(json::object{
      {"counts", engagement::survey_counts(reader.entry_counts(project.id, book))},
      {"items", std::move(items)},
      {"next", full ? json::value(std::to_string(found.back().position)) : json::value(nullptr)}}));
}

Response read_insights(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  engagement::InsightQuery query{.words = asked_text(request, "q"),
                                 .kind = asked_text(request, "kind"),
                                 .after = asked_text(request, "after"),
                                 .limit = limit.value()};
  if (!query.kind.empty() && query.kind != "lesson" && query.kind != "theme" && query.kind != "result")
    return bad_parameter(request, "kind", "has to be lesson, theme or result");
  for (const std::string_view kind : {"community", "local_board", "topic"})
    if (auto value = asked_text(request, kind); !value.empty())
      query.labels.push_back({std::string(kind), std::move(value)});
  const bool sees_all = engagement::sees_every_project(request.visitor->caller);
  const auto reader_of = [&](const std::string& project) {
    const bool sees = sees_all || desk.door.find_by_id(project, *request.visitor);
    return sees ? engagement::InsightReader::of_the_project : engagement::InsightReader::anybody;
  };
  const auto found =
      engagement::find_insights(query, reader, *desk.services.context, loading(desk), reader_of);
  if (!found.ok()) return refused(request, found.refusal());
  return json_response(json::serialize(found.value()));
}

Response read_service_report(const Desk& desk, const Request& request, StoreReader& reader) {
  if (!engagement::sees_every_project(request.visitor->caller))
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "The service report is for staff who see every project."});
  const auto period = engagement::read_report_period(asked_text(request, "from"), asked_text(request, "to"));
  if (!period.ok()) return refused(request, period.refusal());
  engagement::ServiceReport report(*desk.services.context, period.value(), desk.services.clock.now());
  report.add_all(reader, desk.services.telling.ledger, loading(desk));
  return json_response(json::serialize(report.view()));
}

}  // namespace

std::vector<Route> evaluation_routes(Desk& desk) {
  const auto reading = [&desk](std::string pattern, std::string operation, std::string summary,
                               Response (*answer)(const Desk&, const Request&, StoreReader&)) {
    return Route{.pattern = std::move(pattern),
                 .operation = std::move(operation),
                 .summary = std::move(summary),
                 .handler = Reading{[&desk, answer](const Request& request, StoreReader& reader) {
                   return answer(desk, request, reader);
                 }},
                 .group = "Evaluation"};
  };
  std::vector<Route> routes;
  routes.push_back(reading("/api/v1/projects/{id}/evaluation", "read_evaluation",
                           "Targets beside results, how long the answer took, and what can be filled in",
                           read_evaluation));
  Route survey = reading("/api/v1/projects/{id}/survey", "read_survey",
                         "What those who took part say of it: counts, and their words", read_survey);
  survey.query = {{"cursor", "The `next` of the page before"}, limit_parameter};
  routes.push_back(std::move(survey));
  Route insights = reading("/api/v1/insights", "find_insights",
                           "Lessons, themes and results of every project; of projects that the caller may "
                           "not see, what is published",
                           read_insights);
  insights.query = {{"q", "Words that all occur, with or without macrons"},
                    {"community", "Only of projects with this community"},
                    {"local_board", "Only of projects in this place"},
                    {"topic", "Only of projects on this topic"},
                    {"kind", "Only these", R"({"type": "string", "enum": ["lesson", "theme", "result"]})"},
                    {"after", "The `next` of the page before"},
                    limit_parameter};
  routes.push_back(std::move(insights));
  Route report =
      reading("/api/v1/service-report", "read_service_report",
              "How long answers take, who was told, who took part, and what is overdue", read_service_report);
  constexpr std::string_view day = R"({"type": "string", "format": "date"})";
  report.query = {{"from", "Answers published on this day or later", day},
                  {"to", "Answers published on this day or earlier", day}};
  routes.push_back(std::move(report));
  return routes;
}

}  // namespace full_circle::http
