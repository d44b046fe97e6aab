#include "workflows/engagement/calendar/day_count.hpp"

namespace full_circle::engagement {

Result<Day> counted(const WorkingCalendars& calendars, Day start, const DayCount& count, Counting direction) {
  const bool back = direction == Counting::back;
  if (!count.in_working_days()) return plus_days(start, back ? -count.days : count.days);
  const WorkingDays* days = calendars.find(count.calendar);
  if (!days) return malformed("/calendar", "there is no calendar '" + count.calendar + "'");
  return back ? days->subtract(start, count.days) : days->add(start, count.days);
}

std::string count_text(const DayCount& count) {
  const std::string unit = std::string(count.in_working_days() ? "working " : "") + "day";
  const std::string text = std::to_string(count.days) + " " + unit + (count.days == 1 ? "" : "s");
  return count.in_working_days() ? text + " under " + count.calendar : text;
}

}  // namespace full_circle::engagement
