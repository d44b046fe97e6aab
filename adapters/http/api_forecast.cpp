// When a project can open, decide and answer at the earliest, and what other days would break. Kept nowhere:
// every question may try other days.
#include "adapters/http/desk.hpp"
#include "workflows/engagement/calendar/forecast.hpp"

namespace full_circle::http {

namespace {

constexpr std::string_view a_day = R"({"type": "string", "format": "date", "examples": ["2027-06-14"]})";
constexpr std::string_view days_by_entity =
    R"({"type": "string", "examples": ["tauira-ki-tai:2027-06-14"], "maxLength": 2000})";
constexpr std::size_t hui_bytes_max = 2000;

/// A refusal of what is to be tried names a query parameter as its field.
Response refused_parameter(const Request& request, const Refusal& refusal) {
  return bad_parameter(request, std::string_view(refusal.fields.front().field).substr(1), refusal.message);
}

Response read_forecast(Desk& desk, const Request& request) {
  const std::string* hui = request.asked("hui");
  if (hui && hui->size() > hui_bytes_max)
    return bad_parameter(request, "hui", "has to be at most 2000 bytes");
  const auto what_if = engagement::read_what_if([&](std::string_view name) { return request.asked(name); });
  if (!what_if.ok()) return refused_parameter(request, what_if.refusal());
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor);
  if (!visible) return refused(request, unknown("project"));
  const auto forecast =
      engagement::forecast_view(*visible->project, *desk.services.context, visible->view_class,
                                desk.services.clock.now(), what_if.value());
  if (!forecast.ok()) return refused_parameter(request, forecast.refusal());
  return json_response(boost::json::serialize(forecast.value()));
}

}  // namespace

std::vector<Route> forecast_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(Route{
      .pattern = "/api/v1/projects/{id}/forecast",
      .operation = "read_forecast",
      .summary = "The earliest day of each step to come, the rule behind it, and what other days would break",
      .handler = AtOnce{[&desk](const Request& request) { return read_forecast(desk, request); }},
      .query = {{"opens_on", "As if it opened on this day", a_day},
                {"closes_on", "As if this were its last day", a_day},
                {"decision_on", "As if it were decided on this day", a_day},
                {"answer_by", "As if people were promised an answer by this day", a_day},
                {"hui", "As if the hui with this entity were on this day; several with commas between",
                 days_by_entity}},
      .group = "Projects"});
  return routes;
}

}  // namespace full_circle::http
