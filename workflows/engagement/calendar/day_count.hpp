#pragma once
/// A number of days as a rule states it: plain days, or the working days of a calendar that it names.

#include "engine/result.hpp"
#include "workflows/engagement/calendar/working_calendars.hpp"

#include <string>

namespace full_circle::engagement {

struct DayCount {
  int days = 0;
  std::string calendar{};  ///< whose working days; empty: plain days

  bool in_working_days() const { return !calendar.empty(); }
  friend bool operator==(const DayCount&, const DayCount&) = default;
};

enum class Counting { onwards, back };

/// The last of so many days from `start`, which itself is day 0. Refused (malformed): a calendar that the
/// rules do not have, and days outside their years. Plain days are never refused.
Result<Day> counted(const WorkingCalendars& calendars, Day start, const DayCount& count, Counting direction);

/// "20 working days under RMA-1991", "1 day".
std::string count_text(const DayCount& count);

}  // namespace full_circle::engagement
