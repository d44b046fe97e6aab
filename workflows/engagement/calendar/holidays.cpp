#include "workflows/engagement/calendar/holidays.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;

Day monday_nearest(sys_days near) {
  const auto from_monday = (weekday{near} - std::chrono::Monday).count();  // 0 to 6
  return Day{near - days{from_monday <= 3 ? from_monday : from_monday - 7}};
}

struct DaysOf {
  year in;

  std::vector<Day> operator()(const YearlyDay& rule) const { return {Day{in / rule.day}}; }
  std::vector<Day> operator()(const NthWeekday& rule) const {
    return {Day{sys_days{in / rule.day} + days{rule.plus}}};
  }
  std::vector<Day> operator()(const NearestMonday& rule) const {
    const Day monday = monday_nearest(sys_days{in / rule.near});
    const bool moves = rule.on_easter_monday == OnEasterMonday::next_day &&
                       sys_days{monday} == sys_days{easter_sunday(in)} + days{1};
    return {moves ? plus_days(monday, 1) : monday};
  }
  std::vector<Day> operator()(const FromEaster& rule) const {
    return {plus_days(easter_sunday(in), rule.days)};
  }
  std::vector<Day> operator()(const ListedDays& rule) const {
    std::vector<Day> found;
    std::copy_if(rule.days.begin(), rule.days.end(), std::back_inserter(found),
                 [this](Day day) { return day.year() == in; });
    return found;
  }
};

std::vector<Day> days_of(const HolidayRule& holiday, year in) {
  const auto instead = std::find_if(holiday.instead.begin(), holiday.instead.end(),
                                    [in](Day day) { return day.year() == in; });
  if (instead != holiday.instead.end()) return {*instead};
  return std::visit(DaysOf{in}, holiday.rule);
}

/// The weekday on which it is kept; nothing when that is the day itself.
std::optional<Day> moved(const HolidayRule& holiday, Day day) {
  if (holiday.mondayised == Mondayised::never || int{day.year()} < holiday.mondayised_from) {
    return std::nullopt;
  }
  const weekday on{sys_days{day}};
  if (on == std::chrono::Saturday) return plus_days(day, 2);
  if (on != std::chrono::Sunday) return std::nullopt;
  return plus_days(day, holiday.mondayised == Mondayised::monday ? 1 : 2);
}

void add_year(std::vector<Holiday>& found, const HolidayRule& holiday, year in) {
  if (int{in} < holiday.since || int{in} > holiday.until) return;
  for (const Day day : days_of(holiday, in)) {
    const auto kind = holiday.regions.empty() ? HolidayKind::national : HolidayKind::regional;
    found.push_back({day, holiday.key, holiday.name, kind});
    if (const auto kept = moved(holiday, day)) {
      found.push_back({*kept, holiday.key, holiday.name + " (observed)", HolidayKind::observed});
    }
  }
}

bool kept_in(const HolidayRule& holiday, std::string_view region) {
  return holiday.regions.empty() ||
         std::find(holiday.regions.begin(), holiday.regions.end(), region) != holiday.regions.end();
}

}  // namespace

std::string_view kind_text(HolidayKind kind) {
  constexpr std::array<std::string_view, 4> names{"national", "observed", "regional", "council"};
  return names.at(static_cast<std::size_t>(kind));
}

Day easter_sunday(year in) {
  // The Gregorian computus: the Sunday after the Paschal full moon, which the tables put on or after 21
  // March.
  const int golden = int{in} % 19;  // years into the Metonic cycle, from 0
  const int century = int{in} / 100;
  const int solar = century - century / 4;    // leap days that centuries leave out
  const int lunar = (8 * century + 13) / 25;  // the moon's drift against the cycle
  const int epact = (19 * golden + solar - lunar + 15) % 30;
  const int full_moon = epact - (epact == 29 || (epact == 28 && golden > 10) ? 1 : 0);  // days after 21 March
  const sys_days moon = sys_days{in / std::chrono::March / 21} + days{full_moon};
  const int to_sunday = 7 - static_cast<int>(weekday{moon}.c_encoding());
  return Day{moon + days{to_sunday}};
}

Refusal unknown_region(const HolidayRules& rules, std::string_view region) {
  std::string message = "there is no region '" + std::string(region) + "'; there are";
  for (const Region& known : rules.regions) message += " " + known.key;
  return malformed("/region", message);
}

Result<std::vector<Holiday>> holidays_between(const HolidayRules& rules, int from_year, int to_year,
                                              std::string_view region) {
  const std::string years = "the holidays are known from " + std::to_string(rules.first_year) + " to " +
                            std::to_string(rules.last_year);
  if (from_year < rules.first_year || from_year > rules.last_year) return malformed("/from", years);
  if (to_year < rules.first_year || to_year > rules.last_year) return malformed("/to", years);
  if (to_year < from_year) return malformed("/to", "lies before the first year");
  if (!region.empty() && !rules.region(region)) return unknown_region(rules, region);
  std::vector<Holiday> found;
  for (int in = from_year; in <= to_year; ++in) {
    for (const HolidayRule& holiday : rules.holidays) {
      if (kept_in(holiday, region)) add_year(found, holiday, year{in});
    }
  }
  for (const CouncilDays& own : rules.council_days) {
    if (own.kind != CouncilDayKind::holiday) continue;
    for (Day day = own.from; day <= own.to; day = plus_days(day, 1)) {
      if (int{day.year()} < from_year || int{day.year()} > to_year) continue;
      found.push_back({day, "council", own.name, HolidayKind::council});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
  return found;
}

}  // namespace full_circle::engagement
