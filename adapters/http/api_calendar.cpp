// The engagement calendar: windows with their load, clashes, and the ways out of them.
#include "adapters/http/desk.hpp"
#include "adapters/http/seeing.hpp"
#include "adapters/http/text.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace full_circle::http {

namespace json = boost::json;
using engagement::Ask;
using engagement::Day;
using engagement::People;
using engagement::PeopleKind;

namespace {

constexpr std::array<std::pair<std::string_view, PeopleKind>, 5> people_kinds{
    {{"local_board", PeopleKind::local_board},
     {"community", PeopleKind::community},
     {"topic", PeopleKind::topic},
     {"entity", PeopleKind::entity},
     {"body", PeopleKind::body}}};
constexpr std::string_view day_schema = R"({"type": "string", "format": "date", "examples": ["2027-06-14"]})";
constexpr std::size_t people_max = 100;
constexpr int days_max = 3 * 366;

const engagement::EngagementCalendar* calendar_of(const Desk& desk) {
  const auto& calendar = desk.services.context->calendar;
  return calendar && calendar->complete() ? calendar.get() : nullptr;
}

Day today(const Desk& desk) {
  return engagement::day_in(desk.services.clock.now(), desk.services.context->zone);
}

Result<Day> asked_day(const Request& request, std::string_view name, std::optional<Day> otherwise) {
  const std::string* text = request.asked(name);
  if (!text && otherwise) return *otherwise;
  const auto day = text ? parse_day(*text) : std::nullopt;
  if (day) return *day;
  return malformed("?" + std::string(name), std::string(name) + " has to be a day, like 2027-06-14");
}

std::string people_id(PeopleKind kind, const std::string& text) {
  return kind == PeopleKind::body ? engagement::fold(text) : text;
}

Result<engagement::CalendarWindow> read_window(const Desk& desk, const Request& request) {
  engagement::CalendarWindow window;
  const auto from = asked_day(request, "from", today(desk));
  if (!from.ok()) return from.refusal();
  window.from = from.value();
  if (const std::string* weeks = request.asked("weeks")) {
    const auto number = read_number(*weeks);
    if (!number || *number < 1 || *number > engagement::calendar_weeks_max)
      return malformed("?weeks", "weeks has to be a number from 1 to 53");
    window.weeks = static_cast<int>(*number);
  }
  for (const auto& [name, kind] : people_kinds) {
    const std::string* id = request.asked(name);
    if (!id) continue;
    if (id->empty() || id->size() > 300)
      return malformed("?" + std::string(name), std::string(name) + " has to be 1 to 300 characters");
    if (window.people) return malformed("?" + std::string(name), "ask for one kind of people at a time");
    window.people = People{kind, people_id(kind, *id)};
  }
  if (const std::string* loads = request.asked("loads")) {
    const auto found = std::find_if(people_kinds.begin(), people_kinds.end(),
                                    [&](const auto& one) { return one.first == *loads; });
    if (found == people_kinds.end() || window.people)
      return malformed("?loads",
                       "loads has to be local_board, community, topic, entity or body, and asked "
                       "for without people");
    window.loads = found->second;
  }
  if (const std::string* cursor = request.asked("cursor")) {
    if (cursor->size() > 300) return malformed("?cursor", "cursor has to be the next of an earlier answer");
    window.after = *cursor;
  }
  return window;
}

std::string tag_of(std::string_view body) {
  return '"' + sha256_hex(body).substr(0, 32) + '"';
}

Response tagged(const Request& request, ViewCache::Rendered rendered) {
  const std::string_view known = request.header(boost::beast::http::field::if_none_match);
  const bool unchanged = !known.empty() && tag_listed(known, rendered.tag);
  Response response = unchanged ? empty_response(304) : json_response(std::move(rendered.body));
  return response.with("ETag", rendered.tag);
}

Response read_window_now(Desk& desk, const Request& request) {
  const auto* calendar = calendar_of(desk);
  if (!calendar) return calendar_not_read(request);
  const auto window = read_window(desk, request);
  if (!window.ok()) return refused(request, window.refusal());
  const auto render = [&] {
    ViewCache::Rendered rendered;
    rendered.body = std::make_shared<const std::string>(engagement::calendar_window(
        *calendar, *desk.services.context, window.value(), may_see(desk, *request.visitor)));
    rendered.tag = tag_of(*rendered.body);
    return rendered;
  };
  // Everybody who sees everything sees the same.
  if (!engagement::sees_every_project(request.visitor->caller)) return tagged(request, render());
  const Instant now = desk.services.clock.now();
  std::string key = "calendar";
  for (const auto& [name, value] : request.query)
    key.append(1, '\n').append(name).append(1, '=').append(value);
  const std::int64_t edition = calendar->edition();
  auto rendered = desk.views.find(key, edition, now);
  if (!rendered.body) {
    rendered = render();
    desk.views.keep(std::move(key), edition, now, rendered);
  }
  return tagged(request, std::move(rendered));
}

// ── Clashes ─────────────────────────────────────────────────────────────────────────────────────────────

/// What shows other people's projects by name is for those who see them all.
std::optional<Response> closed_to(const Desk& desk, const Request& request) {
  if (!engagement::sees_every_project(request.visitor->caller))
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "This is for people who see every project."});
  if (!calendar_of(desk)) return calendar_not_read(request);
  return std::nullopt;
}

Result<std::vector<People>> asked_people(const Request& request) {
  std::vector<People> people;
  for (const auto& [name, kind] : people_kinds) {
    for (const auto& [asked, value] : request.query) {
      if (asked != name) continue;
      std::string_view rest = value;
      while (!rest.empty()) {
        const auto comma = kind == PeopleKind::body ? std::string_view::npos : rest.find(',');
        const std::string_view id = rest.substr(0, comma);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        if (id.empty() || id.size() > 300 || people.size() == people_max)
          return malformed("?" + std::string(name), "has to be ids with commas between, 100 at most");
        people.push_back({kind, people_id(kind, std::string(id))});
      }
    }
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

Result<Ask> read_candidate(Desk& desk, const Request& request) {
  Ask ask;
  const auto first = asked_day(request, "first_on", std::nullopt);
  if (!first.ok()) return first.refusal();
  const auto last = asked_day(request, "last_on", first.value());
  if (!last.ok()) return last.refusal();
  ask.first_on = first.value();
  ask.last_on = last.value();
  const int days = engagement::days_between(ask.first_on, ask.last_on);
  if (days < 0) return malformed("?last_on", "last_on has to be first_on or later");
  if (days > days_max) return malformed("?last_on", "last_on has to be within three years of first_on");
  auto people = asked_people(request);
  if (!people.ok()) return people.refusal();
  ask.people = std::move(people).value();
  if (const std::string* owner = request.asked("leaving_out")) {
    const auto left_out = desk.door.find(*owner, *request.visitor);
    if (!left_out) return malformed("?leaving_out", "there is no project " + *owner);
    ask.owner = left_out->project->id;
  }
  if (const std::string* kind = request.asked("kind")) {
    const bool known =
        *kind == "period" || *kind == "session" || *kind == "hui" || *kind == "decision_meeting";
    if (!known || !boost::describe::enum_from_string(kind->c_str(), ask.kind))
      return malformed("?kind", "kind has to be period, session, hui or decision_meeting");
  }
  if (const std::string* district = request.asked("whole_district")) {
    if (*district != "true" && *district != "false")
      return malformed("?whole_district", "whole_district has to be true or false");
    ask.whole_district = *district == "true";
  }
  if (ask.people.empty() && !ask.whole_district)
    return malformed("?local_board",
                     "say who is asked: local_board, community, topic, entity, body or "
                     "whole_district=true");
  return ask;
}

Response read_candidate_clashes(Desk& desk, const Request& request) {
  if (auto closed = closed_to(desk, request)) return *std::move(closed);
  const auto candidate = read_candidate(desk, request);
  if (!candidate.ok()) return refused(request, candidate.refusal());
  return json_response(
      json::serialize(engagement::candidate_view(candidate.value(), *desk.services.context, today(desk))));
}

Response read_council_clashes(const Desk& desk, const Request& request) {
  if (auto closed = closed_to(desk, request)) return *std::move(closed);
  const auto first = asked_day(request, "from", today(desk));
  if (!first.ok()) return refused(request, first.refusal());
  const auto last = asked_day(request, "to", engagement::plus_days(first.value(), 12 * 7 - 1));
  if (!last.ok()) return refused(request, last.refusal());
  const int days = engagement::days_between(first.value(), last.value());
  if (days < 0) return bad_parameter(request, "to", "has to be from or later");
  if (days > days_max) return bad_parameter(request, "to", "has to be within the three years after from");
  const auto limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  return json_response(json::serialize(engagement::council_clashes_view(
      *desk.services.context, first.value(), last.value(), static_cast<std::size_t>(limit.value()))));
}

Response read_project_clashes(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return refused(request, unknown("project"));
  if (!calendar_of(desk)) return calendar_not_read(request);
  return json_response(json::serialize(engagement::project_clashes_view(
      *visible->project, *desk.services.context, today(desk), may_see(desk, *request.visitor))));
}

std::vector<QueryParameter> people_parameters(std::string_view summary) {
  std::vector<QueryParameter> parameters;
  parameters.reserve(people_kinds.size());
  for (const auto& [name, kind] : people_kinds) parameters.push_back({name, summary});
  return parameters;
}

Route calendar_route(std::string pattern, std::string operation, std::string summary, Handler handler) {
  return Route{.pattern = "/api/v1/" + std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .statuses = {200, 503},
               .group = "Calendar"};
}

}  // namespace

std::vector<Route> calendar_routes(Desk& desk) {
  std::vector<Route> routes;
  Route window = calendar_route(
      "calendar", "read_engagement_calendar", "Who is asked what, week by week, and how many ask at once",
      AtOnce{[&desk](const Request& request) { return read_window_now(desk, request); }});
  window.statuses = {200, 304, 503};
  window.query = people_parameters("Only what asks these people, with their load; one kind at a time");
  window.query.push_back({"from", "A day of the first week; today when absent", day_schema});
  window.query.push_back(
      {"weeks", "How many weeks", R"({"type": "integer", "minimum": 1, "maximum": 53, "default": 12})"});
  window.query.push_back(
      {"loads", "The load of each of this kind, too",
       R"({"type": "string", "enum": ["local_board", "community", "topic", "entity", "body"]})"});
  window.query.push_back({"cursor", "The next of an earlier answer"});
  routes.push_back(std::move(window));

  Route clashes = calendar_route(
      "calendar/clashes", "list_clashes", "Every clash of these days that has to be settled",
      Reading{[&desk](const Request& request, StoreReader&) { return read_council_clashes(desk, request); }});
  clashes.query = {{"from", "The first day; today when absent", day_schema},
                   {"to", "The last day; twelve weeks when absent", day_schema},
                   limit_parameter};
  routes.push_back(std::move(clashes));

  Route candidate = calendar_route(
      "calendar/candidate", "try_dates", "What would clash with dates that might be, and the ways out",
      AtOnce{[&desk](const Request& request) { return read_candidate_clashes(desk, request); }});
  candidate.query = people_parameters("Who would be asked; several with commas between");
  candidate.query.push_back({"first_on", "The first day", day_schema});
  candidate.query.push_back({"last_on", "The last day; the first when absent", day_schema});
  candidate.query.push_back({"whole_district", "Whether everybody is asked", R"({"type": "boolean"})"});
  candidate.query.push_back(
      {"kind", "What it would be",
       R"({"type": "string", "enum": ["period", "session", "hui", "decision_meeting"], "default": "period"})"});
  candidate.query.push_back({"leaving_out", "A project whose own dates do not count"});
  routes.push_back(std::move(candidate));

  routes.push_back(calendar_route("projects/{id}/clashes", "list_project_clashes",
                                  "What clashes with a project's dates, and the ways out",
                                  Reading{[&desk](const Request& request, StoreReader& reader) {
                                    return read_project_clashes(desk, request, reader);
                                  }}));
  return routes;
}

}  // namespace full_circle::http
