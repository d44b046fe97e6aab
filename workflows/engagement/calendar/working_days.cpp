#include "workflows/engagement/calendar/working_days.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {
namespace {

using std::chrono::sys_days;
using std::chrono::weekday;

std::string iso(Day day) {
  return to_text(day);
}

/// "20 December to 10 January".
std::string period_text(const YearlyPeriod& period) {
  const auto text = [](std::chrono::month_day day) {
    const std::string whole = day_text(Day{std::chrono::year{2024} / day});  // "Friday 20 December 2024"
    const std::size_t first = whole.find(' ') + 1;
    return whole.substr(first, whole.rfind(' ') - first);
  };
  return text(period.from) + " to " + text(period.to);
}

bool lies_in(const YearlyPeriod& period, Day day) {
  const auto at = day.month() / day.day();
  return period.from <= period.to ? period.from <= at && at <= period.to
                                  : period.from <= at || at <= period.to;
}

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

std::string_view kind_text(SkippedKind kind) {
  constexpr std::array<std::string_view, 4> words{"weekend", "holiday", "closed_period", "council_day"};
  return words.at(static_cast<std::size_t>(kind));
}

Result<WorkingDays> WorkingDays::create(const HolidayRules& rules, std::string_view calendar,
                                        std::string_view region) {
  const CalendarRule* rule = rules.calendar(calendar);
  if (!rule) {
    std::string message = "there is no calendar '" + std::string(calendar) + "'; there are";
    for (const CalendarRule& known : rules.calendars) message += " " + known.name;
    return malformed("/calendar", message);
  }
  if (!region.empty() && !rules.region(region)) return unknown_region(rules, region);
  return WorkingDays(rules, *rule, region);
}

WorkingDays::WorkingDays(const HolidayRules& rules, const CalendarRule& calendar, std::string_view region)
    : m_calendar(calendar),
      m_region(region),
      m_first(std::max(rules.first_day(), calendar.since.value_or(rules.first_day()))),
      m_last(rules.last_day()) {
  const auto holidays = holidays_between(rules, rules.first_year, rules.last_year, region);
  for (const Holiday& holiday : holidays.value()) {
    if (left_out(holiday)) m_holidays.push_back(holiday);
  }
  for (const CouncilDays& own : rules.council_days) {
    if (names(own.calendars, m_calendar.name)) m_council_days.push_back(own);
  }
  const std::size_t all = index(m_last) + 1;
  m_working_to.reserve(all);
  for (std::size_t at = 0; at < all; ++at) {
    if (!is_off(day_at(at))) m_working.push_back(at);
    m_working_to.push_back(m_working.size());
  }
}

bool WorkingDays::left_out(const Holiday& holiday) const {
  switch (holiday.kind) {
    case HolidayKind::council:
      return false;  // m_council_days has them, for the calendars they name
    case HolidayKind::regional:
      return m_calendar.regional == RegionalDays::left_out;
    case HolidayKind::national:
    case HolidayKind::observed:
      break;
  }
  return m_calendar.holidays == PublicHolidays::all || names(m_calendar.leaves_out, holiday.key);
}

/// Each reason why `day` is no working day, to `because(kind, words)`; `words()` makes the sentence.
template <class Because>
void WorkingDays::each_reason(Day day, Because because) const {
  const weekday on{sys_days{day}};
  if (on == std::chrono::Saturday) because(SkippedKind::weekend, [] { return std::string("Saturday"); });
  if (on == std::chrono::Sunday) because(SkippedKind::weekend, [] { return std::string("Sunday"); });
  auto holiday = std::lower_bound(m_holidays.begin(), m_holidays.end(), day,
                                  [](const Holiday& known, Day sought) { return known.day < sought; });
  for (; holiday != m_holidays.end() && holiday->day == day; ++holiday)
    because(SkippedKind::holiday, [&] { return holiday->name; });
  if (m_calendar.closed && lies_in(*m_calendar.closed, day))
    because(SkippedKind::closed_period, [&] { return period_text(*m_calendar.closed); });
  for (const CouncilDays& own : m_council_days)
    if (own.from <= day && day <= own.to) because(SkippedKind::council_day, [&] { return own.name; });
}

/// Asked of every day there is when a calendar is made, so it makes no words.
bool WorkingDays::is_off(Day day) const {
  bool off = false;
  each_reason(day, [&](SkippedKind, const auto&) { off = true; });
  return off;
}

std::optional<SkippedDay> WorkingDays::reason(Day day) const {
  std::optional<SkippedDay> skipped;
  each_reason(day, [&](SkippedKind kind, const auto& words) {
    if (!skipped)
      skipped = SkippedDay{day, kind, words()};
    else
      skipped->why += "; " + words();
  });
  return skipped;
}

std::vector<std::string> WorkingDays::notes() const {
  std::vector<std::string> all = m_calendar.notes;
  if (m_calendar.regional == RegionalDays::left_out && m_region.empty()) {
    all.emplace_back("No region is named, so no regional anniversary day is left out.");
  }
  if (m_calendar.regional == RegionalDays::working && !m_region.empty()) {
    all.emplace_back("Regional anniversary days are working days under this calendar.");
  }
  return all;
}

std::size_t WorkingDays::index(Day day) const {
  return static_cast<std::size_t>(days_between(m_first, day));
}
Day WorkingDays::day_at(std::size_t index) const {
  return plus_days(m_first, static_cast<int>(index));
}

std::optional<Refusal> WorkingDays::outside(Day day, const char* field) const {
  if (day.ok() && m_first <= day && day <= m_last) return std::nullopt;
  return malformed(field, (m_calendar.since ? "under " + m_calendar.name + " " : "") +
                              "working days are known from " + iso(m_first) + " to " + iso(m_last));
}

std::optional<Refusal> WorkingDays::too_many(std::int64_t working_days) const {
  if (working_days < 0)
    return malformed("/working_days", "has to be 0 or more: the other direction is another command");
  if (static_cast<std::uint64_t>(working_days) <= m_working.size()) return std::nullopt;
  return malformed("/working_days", "is more than the " + std::to_string(m_working.size()) +
                                        " working days there are from " + iso(m_first) + " to " +
                                        iso(m_last));
}

Result<bool> WorkingDays::is_working_day(Day day) const {
  if (auto refusal = outside(day, "/start")) return std::move(*refusal);
  const std::size_t at = index(day);
  return m_working_to[at] > (at == 0 ? 0 : m_working_to[at - 1]);
}

Result<Day> WorkingDays::add(Day start, std::int64_t working_days) const {
  if (auto refusal = outside(start, "/start")) return std::move(*refusal);
  if (auto refusal = too_many(working_days)) return std::move(*refusal);
  if (working_days == 0) return start;
  const std::size_t sought = m_working_to[index(start)] + static_cast<std::size_t>(working_days);
  if (sought > m_working.size()) {
    return malformed("/working_days", "leads past " + iso(m_last) + ", and later working days are not known");
  }
  return day_at(m_working[sought - 1]);
}

Result<Day> WorkingDays::subtract(Day start, std::int64_t working_days) const {
  if (auto refusal = outside(start, "/start")) return std::move(*refusal);
  if (auto refusal = too_many(working_days)) return std::move(*refusal);
  if (working_days == 0) return start;
  const std::size_t at = index(start);
  const std::size_t before = at == 0 ? 0 : m_working_to[at - 1];
  const auto back = static_cast<std::size_t>(working_days);
  if (back > before) {
    return malformed("/working_days",
                     "leads to before " + iso(m_first) + ", and earlier working days are not known");
  }
  return day_at(m_working[before - back]);
}

Result<std::int64_t> WorkingDays::count(Day start, Day end) const {
  if (auto refusal = outside(start, "/start")) return std::move(*refusal);
  if (auto refusal = outside(end, "/end")) return std::move(*refusal);
  if (end < start) return malformed("/end", "lies before " + iso(start) + ", the day it is counted from");
  return static_cast<std::int64_t>(m_working_to[index(end)] - m_working_to[index(start)]);
}

std::vector<SkippedDay> WorkingDays::skipped(Day from, Day to) const {
  std::vector<SkippedDay> all;
  const Day end = std::min(to, m_last);
  for (Day day = std::max(from, m_first); day <= end; day = plus_days(day, 1)) {
    if (auto because = reason(day)) all.push_back(std::move(*because));
  }
  return all;
}

std::vector<SkippedDay> WorkingDays::skipped_after(Day start, Day end) const {
  return skipped(plus_days(start, 1), end);
}
std::vector<SkippedDay> WorkingDays::skipped_before(Day start, Day end) const {
  return skipped(end, plus_days(start, -1));
}

}  // namespace full_circle::engagement
