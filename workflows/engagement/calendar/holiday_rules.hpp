#pragma once
/// Holidays and working days as data: dated rules with source and confidence. new_zealand.yaml holds those
/// that come with the program and says what each key means; a council adds days of its own
/// (read_council_days). Both readers tell every problem with its line and column, and neither guesses.

#include "workflows/engagement/calendar/council_time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace full_circle::engagement {

struct YearlyDay {
  std::chrono::month_day day;
};
/// The fourth Monday of October, and `plus` days.
struct NthWeekday {
  std::chrono::month_weekday day;
  int plus = 0;
};
enum class OnEasterMonday { stays, next_day };
struct NearestMonday {
  std::chrono::month_day near;
  OnEasterMonday on_easter_monday = OnEasterMonday::stays;
};
struct FromEaster {
  int days = 0;  ///< from Easter Sunday
};
struct ListedDays {
  std::vector<Day> days;
};
using DayRule = std::variant<YearlyDay, NthWeekday, NearestMonday, FromEaster, ListedDays>;

/// Where a holiday goes that falls on a weekend.
enum class Mondayised { never, monday, monday_or_tuesday };

enum class Confidence { high, medium, unsourced };
std::string_view confidence_text(Confidence confidence);

struct HolidayRule {
  std::string key;  ///< "waitangi"; rules that follow one another in time share it
  std::string name;
  DayRule rule;
  Mondayised mondayised = Mondayised::never;
  int mondayised_from = 0;           ///< year
  int since = 0;                     ///< year
  int until = 9999;                  ///< year
  std::vector<std::string> regions;  ///< keys; empty: the whole country
  std::vector<Day> instead;          ///< takes the place of the rule's day in that year
  std::string source;
  Confidence confidence = Confidence::unsourced;
  std::string note;
};

struct Region {
  std::string key;  ///< "hawkes-bay"
  std::string name;
};

/// The same days every year; may run over New Year. Both ends are closed.
struct YearlyPeriod {
  std::chrono::month_day from;
  std::chrono::month_day to;
};

enum class PublicHolidays { listed, all };
enum class RegionalDays { working, left_out };

/// What one Act, or working life, calls a working day.
struct CalendarRule {
  std::string name;  ///< "RMA-1991"
  std::string title;
  PublicHolidays holidays = PublicHolidays::listed;
  std::vector<std::string> leaves_out;  ///< keys of holidays, where they are listed
  RegionalDays regional = RegionalDays::working;
  std::optional<YearlyPeriod> closed;
  std::optional<Day> since;  ///< nothing before it is counted so, where a source says from when
  std::string source;
  Confidence confidence = Confidence::unsourced;
  std::vector<std::string> notes;
};

enum class CouncilDayKind { holiday, closed };

/// Days on which a council does not work. They count only in the calendars they name: an Act's clock runs on.
struct CouncilDays {
  std::string name;
  Day from;
  Day to;
  CouncilDayKind kind = CouncilDayKind::closed;
  std::vector<std::string> calendars;
  std::string source;
};

struct HolidayRules {
  std::string name;
  int version = 0;
  int first_year = 0;
  int last_year = 0;
  std::vector<Region> regions;
  std::vector<HolidayRule> holidays;
  std::vector<CalendarRule> calendars;
  std::vector<CouncilDays> council_days;

  const Region* region(std::string_view key) const;
  const CalendarRule* calendar(std::string_view calendar_name) const;
  Day first_day() const;
  Day last_day() const;
};

struct RulesProblem {
  int line = 0;  ///< from 1; columns too
  int column = 0;
  std::string message;
};

struct RulesReading {
  HolidayRules rules;  ///< whole only when there are no problems
  std::vector<RulesProblem> problems;
};

RulesReading read_holiday_rules(std::string_view yaml);

/// Adds a council's own days to `rules`:
///   days:
///     - {name: Summer close-down, from: 2026-12-24, to: 2027-01-08, kind: closed, calendars: [employment],
///        source: Leadership team 3 March 2026}
/// `to` may be left out for a single day. Nothing is added when there are problems.
std::vector<RulesProblem> read_council_days(std::string_view yaml, HolidayRules& rules);

/// new_zealand.yaml as it came with the program.
std::string_view shipped_holiday_rules_text();
/// Read once. Throws std::logic_error when the file that came with the program is wrong.
const HolidayRules& shipped_holiday_rules();

}  // namespace full_circle::engagement
