#pragma once
/// The engagement calendar as the API shows it: windows with their load, clashes and the ways out. What a
/// reader may not see is not in it, or stands there without its name.

#include "workflows/engagement/calendar/engagement_calendar.hpp"
#include "workflows/engagement/calendar/hui_dates.hpp"

#include <boost/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::engagement {

struct Context;

using MaySee = std::function<bool(const Ask&)>;

inline constexpr int calendar_weeks_max = 53;
inline constexpr std::size_t calendar_items_max = 2'000;

/// What is asked of the calendar.
struct CalendarWindow {
  Day from{};  ///< its week is the first
  int weeks = 12;
  std::optional<People> people;     ///< only theirs, with their load
  std::optional<PeopleKind> loads;  ///< without people: the load of each of this kind
  std::string after;                ///< "FIRST_ON UID" of the last item there was, or empty
  std::size_t limit = calendar_items_max;
};

/// One ask as a row of JSON: {uid, owner, slug, title, summary, kind, state, first_on, last_on, starts_at,
/// ends_at, location, people: ["kind:id"], whole_district, public}.
std::string ask_row(const Ask& ask);

/// {"from", "to", "people", "weeks": [{starts_on, asks_at_once, level}], "loads": […], "items": [rows],
/// "next"}.
std::string calendar_window(const EngagementCalendar& calendar, const Context& context,
                            const CalendarWindow& window, const MaySee& may_see);

/// "none", "light", "steady", "heavy" or "too_many"; of an entity only "none", "some" or "too_many".
std::string_view load_level(int asks, PeopleKind kind, const Context& context);

/// A project's clashes, what was said of each, and the ways out: {"items", "to_settle", "ways_out"}.
boost::json::object project_clashes_view(const Project& project, const Context& context, Day today,
                                         const MaySee& may_see);
/// The clashes of an ask that might be: {"items", "total", "unknown", "asks_at_once",
/// "ways_out"}; `unknown` are people of whom nothing was ever asked. For readers who see
/// all.
boost::json::object candidate_view(const Ask& candidate, const Context& context, Day today);
/// Every clash of these days that has to be settled: {"items", "total"}. For readers who see all.
boost::json::object council_clashes_view(const Context& context, Day first, Day last, std::size_t limit);

/// Asks of one entity that go on or are to come, before it is asked again: {"asks_at_once", "level",
/// "items"}.
boost::json::object entity_load_view(const Context& context, std::string_view entity, Day today,
                                     const MaySee& may_see);

/// What else an entity is asked in these days, for choosing a hui's date; nothing while no calendar is read.
std::optional<std::vector<OtherAsk>> other_asks_of(const Context& context, std::string_view entity,
                                                   std::string_view project, Day from, Day to,
                                                   const MaySee& may_see);

}  // namespace full_circle::engagement
