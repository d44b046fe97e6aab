// Definitions: the policy a project is held to, as people read it and as the file it is.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;
using engagement::Definition;

namespace {

json::array strings(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

template <class T>
void add_if(json::object& object, std::string_view name, const std::optional<T>& value) {
  if (value) object[name] = *value;
}

/// Plain days have no calendar.
json::value named_or_null(const std::string& calendar) {
  return calendar.empty() ? json::value(nullptr) : json::value(calendar);
}

json::object head_json(const Definition& definition) {
  return {{"name", definition.name},       {"version", definition.version},   {"title", definition.title},
          {"summary", definition.summary}, {"internal", definition.internal}, {"source", definition.source},
          {"hash", definition.hash}};
}

json::array activities_json(const Definition& definition) {
  json::array activities;
  for (const engagement::Activity& activity : definition.activities) {
    json::object row{{"name", activity.name},         {"stage", activity.stage},
                     {"title", activity.title},       {"guidance", activity.guidance},
                     {"role", activity.role},         {"evidence", activity.evidence},
                     {"required", activity.required}, {"waits_for", strings(activity.waits_for)},
                     {"source", activity.source},     {"due", nullptr}};
    if (activity.due) {
      row["due"] = json::object{{"days", activity.due->count.days},
                                {"calendar", named_or_null(activity.due->count.calendar)},
                                {"when", activity.due->before ? "before" : "after"},
                                {"anchor", activity.due->anchor}};
    }
    activities.push_back(std::move(row));
  }
  return activities;
}

json::array requirements_json(const Definition& definition) {
  json::array requirements;
  for (const engagement::AddedRequirement& added : definition.requirements) {
    json::object arguments;
    add_if(arguments, "months", added.arguments.months);
    add_if(arguments, "days", added.arguments.days);
    add_if(arguments, "count", added.arguments.count);
    if (!added.arguments.values.empty()) arguments["values"] = strings(added.arguments.values);
    requirements.push_back(json::object{{"move", kebab_case(added.move)},
                                        {"requirement", added.requirement},
                                        {"arguments", std::move(arguments)},
                                        {"source", added.source}});
  }
  return requirements;
}

json::array notices_json(const Definition& definition) {
  json::array notices;
  for (const engagement::NoticeRule& notice : definition.notices) {
    notices.push_back(json::object{{"on", notice.on},
                                   {"audiences", strings(notice.audiences)},
                                   {"subject", notice.subject},
                                   {"paragraphs", strings(notice.paragraphs)},
                                   {"source", notice.source}});
  }
  return notices;
}

json::value meeting_json(const Definition& definition) {
  if (!definition.meeting) return nullptr;
  const engagement::MeetingRule& rule = *definition.meeting;
  return json::object{{"calendar", rule.calendar},
                      {"report_working_days_min", rule.report_working_days_min},
                      {"notice_days_min", rule.notice_days_min},
                      {"notice_days_max", rule.notice_days_max},
                      {"late_in_month_from", rule.late_in_month_from},
                      {"late_notice_working_days_min", rule.late_notice_working_days_min},
                      {"late_notice_working_days_max", rule.late_notice_working_days_max},
                      {"source", rule.source}};
}

json::array escalation_json(const Definition& definition) {
  json::array rules;
  for (const engagement::EscalationRule& rule : definition.escalation) {
    rules.push_back(json::object{{"overdue", rule.overdue},
                                 {"days", rule.after.days},
                                 {"calendar", named_or_null(rule.after.calendar)},
                                 {"tell", strings(rule.tell)},
                                 {"source", rule.source}});
  }
  return rules;
}

json::object definition_json(const Definition& definition) {
  json::object view = head_json(definition);
  json::object guidance;
  for (const auto& [stage, text] : definition.guidance) guidance[stage] = text;
  view["guidance"] = std::move(guidance);
  json::object may_give;
  for (const auto& [command, roles] : definition.may_give) may_give[kebab_case(command)] = strings(roles);
  view["may_give"] = std::move(may_give);
  view["activities"] = activities_json(definition);
  view["requirements"] = requirements_json(definition);
  json::object period{{"source", definition.period.source}};
  add_if(period, "months_min", definition.period.months_min);
  add_if(period, "days_min", definition.period.days_min);
  add_if(period, "days_max", definition.period.days_max);
  add_if(period, "notice_days_min", definition.period.notice_days_min);
  add_if(period, "working_days_min", definition.period.working_days_min);
  add_if(period, "notice_working_days_min", definition.period.notice_working_days_min);
  period["calendar"] = named_or_null(definition.period.calendar);
  view["period"] = std::move(period);
  view["branch"] = json::object{{"response_days_min", definition.branch.response_days_min},
                                {"calendar", named_or_null(definition.branch.calendar)},
                                {"contact_attempts_min", definition.branch.contact_attempts_min},
                                {"contact_channels_min", definition.branch.contact_channels_min},
                                {"reminder_days", definition.branch.reminder_days},
                                {"source", definition.branch.source}};
  view["notices"] = notices_json(definition);
  view["meeting"] = meeting_json(definition);
  view["escalation"] = escalation_json(definition);
  return view;
}

Response list_definitions(const Desk& desk) {
  json::array items;
  for (const auto& definition : desk.services.context->definitions->all()) {
    items.push_back(head_json(*definition));
  }
  return json_response(json::serialize(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

Response read_definition(const Desk& desk, const Request& request) {
  const auto definition = desk.services.context->definitions->current(request.parameters[0]);
  if (!definition) return refused(request, unknown("definition"));
  Response response;
  const std::string* format = request.asked("format");
  if (!format || *format == "json") {
    response = json_response(json::serialize(definition_json(*definition)));
  } else if (*format == "yaml") {
    response = json_response(definition->text);
    response.content_type = media::yaml;
  } else {
    return bad_parameter(request, "format", "has to be json or yaml");
  }
  return response.with("ETag", '"' + definition->hash + '"');
}

}  // namespace

std::vector<Route> definition_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(Route{.pattern = "/api/v1/definitions",
                         .operation = "list_definitions",
                         .summary = "The definitions a project can be begun under",
                         .handler = AtOnce{[&desk](const Request&) { return list_definitions(desk); }},
                         .group = "Definitions"});
  routes.push_back(
      Route{.pattern = "/api/v1/definitions/{name}",
            .operation = "read_definition",
            .summary = "One definition, with guidance, activities, requirements and their sources",
            .handler = AtOnce{[&desk](const Request& request) { return read_definition(desk, request); }},
            .query = {{"format", "json, or yaml for the file itself",
                       R"({"type": "string", "enum": ["json", "yaml"], "default": "json"})"}},
            .produces = {media::json, media::yaml},
            .group = "Definitions"});
  return routes;
}

}  // namespace full_circle::http
