#include "workflows/engagement/calendar/council_time.hpp"

#include <date/date.h>
#include <date/tz.h>

namespace full_circle::engagement {

namespace {

using std::chrono::days;

date::local_days local(Day day) {
  return date::local_days{std::chrono::sys_days{day}.time_since_epoch()};
}

Instant instant_of(date::local_days midnight, std::string_view zone) {
  // Where a clock change skips or repeats midnight, the earlier reading opens and closes a day.
  const auto at = date::locate_zone(zone)->to_sys(midnight, date::choose::earliest);
  return Instant{at.time_since_epoch()};
}

auto local_time(Instant instant, std::string_view zone) {
  return date::locate_zone(zone)->to_local(
      date::sys_time<std::chrono::milliseconds>{instant.time_since_epoch()});
}

}  // namespace

Instant start_of(Day day, std::string_view zone) {
  return instant_of(local(day), zone);
}
Instant end_of(Day day, std::string_view zone) {
  return instant_of(local(day) + days{1}, zone);
}

Day day_in(Instant instant, std::string_view zone) {
  const auto midnight = date::floor<days>(local_time(instant, zone));
  return Day{std::chrono::sys_days{midnight.time_since_epoch()}};
}

Day plus_days(Day day, int count) {
  return Day{std::chrono::sys_days{day} + days{count}};
}

Day plus_months(Day day, int months) {
  const auto later = day + std::chrono::months{months};
  if (later.ok()) return later;
  return Day{later.year() / later.month() / std::chrono::last};
}

int days_between(Day from, Day to) {
  return static_cast<int>((std::chrono::sys_days{to} - std::chrono::sys_days{from}).count());
}

std::string day_text(Day day) {
  const date::sys_days at{std::chrono::sys_days{day}.time_since_epoch()};
  return date::format("%A ", at) + std::to_string(unsigned{day.day()}) + date::format(" %B %Y", at);
}

std::string clock_text(Instant instant, std::string_view zone) {
  const auto time = local_time(instant, zone);
  const auto minutes =
      std::chrono::duration_cast<std::chrono::minutes>(time - date::floor<days>(time)).count();
  const auto hour = minutes / 60;
  const auto minute = minutes % 60;
  std::string text = std::to_string(hour % 12 == 0 ? 12 : hour % 12);
  if (minute != 0) text += (minute < 10 ? ":0" : ":") + std::to_string(minute);
  return text + (hour < 12 ? " am" : " pm");
}

std::string span_text(Instant from, Instant to, std::string_view zone) {
  const auto first = day_in(from, zone);
  const auto last = day_in(to, zone);
  const auto start = day_text(first) + ", " + clock_text(from, zone) + " to ";
  return first == last ? start + clock_text(to, zone) : start + day_text(last) + ", " + clock_text(to, zone);
}

}  // namespace full_circle::engagement
