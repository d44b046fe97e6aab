// Dates to come: candidates for a hui, and the moon.
#include "adapters/http/desk.hpp"
#include "adapters/http/seeing.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/calendar/hui_dates.hpp"
#include "workflows/engagement/calendar/moon_view.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;

using engagement::Day;
using engagement::MaramatakaVersion;

namespace {

constexpr std::string_view day_schema = R"({"type": "string", "format": "date", "examples": ["2027-06-14"]})";
constexpr int days_unless_asked = 60;

struct AskedDays {
  Day from{};
  Day to{};
};

Result<Day> asked_day(const Request& request, std::string_view name, Day otherwise) {
  const std::string* text = request.asked(name);
  if (!text) return otherwise;
  if (const auto day = parse_day(*text)) return *day;
  return malformed("?" + std::string(name), std::string(name) + " has to be a day like 2027-06-14");
}

/// The days from `from` (today when not asked for) to `to` (two months on), both included.
Result<AskedDays> asked_days(const Request& request, Day today, int days_max) {
  const auto from = asked_day(request, "from", today);
  if (!from.ok()) return from.refusal();
  const auto to = asked_day(request, "to", engagement::plus_days(from.value(), days_unless_asked));
  if (!to.ok()) return to.refusal();
  if (to.value() < from.value()) return malformed("?to", "to lies before from");
  if (engagement::days_between(from.value(), to.value()) >= days_max)
    return malformed("?to", "to lies more than " + std::to_string(days_max) + " days on");
  return AskedDays{from.value(), to.value()};
}

/// What the workflow calls a field is a query parameter here.
Refusal of_the_query(Refusal refusal) {
  for (FieldProblem& problem : refusal.fields) {
    if (problem.field.starts_with('/')) problem.field.front() = '?';
  }
  return refusal;
}

Response read_hui_dates(const Desk& desk, const Request& request, StoreReader& reader) {
  const engagement::Context& context = *desk.services.context;
  const Instant now = desk.services.clock.now();
  const std::string& entity = request.parameters[1];
  if (!is_plain_id(entity)) return refused(request, unknown("branch"));
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return refused(request, unknown("project"));
  const engagement::Branch* branch = visible->project->branch(entity);
  if (!branch || !engagement::sees_arrangements(visible->view_class, entity)) {
    return refused(request, unknown("branch"));
  }
  const auto days =
      asked_days(request, engagement::day_in(now, context.zone), engagement::hui_dates_days_max);
  if (!days.ok()) return refused(request, days.refusal());
  const auto [from, to] = days.value();
  // Whole weeks: a candidate shows what else its week holds.
  const auto others = engagement::other_asks_of(
      context, entity, visible->project->id, engagement::monday_of(from),
      engagement::plus_days(engagement::monday_of(to), 6), may_see(desk, *request.visitor));
  const auto view = engagement::hui_dates_view(*visible->project, *branch, context, from, to,
                                               others ? &*others : nullptr, now);
  if (!view.ok()) return refused(request, of_the_query(view.refusal()));
  return json_response(json::serialize(view.value()));
}

/// The version whose nights are shown: the council's, or another by its id for those who see everything. A
/// maramataka that nobody switched on is not shown to anybody else.
Result<const MaramatakaVersion*> asked_version(const Desk& desk, const Request& request) {
  const engagement::Maramataka& maramataka = *desk.services.context->maramataka;
  const std::string* id = request.asked("maramataka");
  if (!id) return maramataka.council_version();
  const MaramatakaVersion* version = maramataka.version(*id);
  const bool shown = version && (version == maramataka.council_version() ||
                                 engagement::sees_every_project(request.visitor->caller));
  if (!shown) return malformed("?maramataka", "there is no such maramataka that is on");
  return version;
}

Response read_moon(const Desk& desk, const Request& request) {
  const std::string& zone = desk.services.context->zone;
  const auto days =
      asked_days(request, engagement::day_in(desk.services.clock.now(), zone), engagement::moon_days_max);
  if (!days.ok()) return refused(request, days.refusal());
  const auto version = asked_version(desk, request);
  if (!version.ok()) return refused(request, version.refusal());
  const auto [from, to] = days.value();
  return json_response(json::serialize(engagement::moon_days_json(from, to, zone, version.value())));
}

Route reading_days(std::string pattern, std::string operation, std::string summary, std::string group,
                   Reading handler) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .query = {{"from", "The first day; today unless asked for", day_schema},
                         {"to", "The last day, which is included; at most 366 days in all", day_schema}},
               .group = std::move(group)};
}

}  // namespace

std::vector<Route> date_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(reading_days("/api/v1/projects/{id}/branches/{entity}/hui-dates", "list_hui_dates",
                                "Candidate dates for a hui with one entity, for staff and that entity",
                                "Projects", [&desk](const Request& request, StoreReader& reader) {
                                  return read_hui_dates(desk, request, reader);
                                }));
  Route moon =
      reading_days("/api/v1/calendar/moon", "list_moon_days",
                   "The moon of each day as seen from the south, with the nights of a maramataka", "Calendar",
                   [&desk](const Request& request, StoreReader&) { return read_moon(desk, request); });
  moon.query.push_back(
      {"maramataka", "Id of a version; the one that the council has switched on unless asked for"});
  routes.push_back(std::move(moon));
  return routes;
}

}  // namespace full_circle::http
