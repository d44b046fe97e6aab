#pragma once
/// Counting in working days under one calendar and, where it matters, one region. The day of receipt is day
/// 0: the first working day after it is day 1 (MfE's guide on the RMA; whether a notice day counts under
/// other Acts: verify). "Not less than one month" is no working-day period: plus_months (council_time.hpp)
/// counts it. Nothing is guessed: days outside the rules' years, or from before a calendar
/// held, are refused.

#include "engine/result.hpp"
#include "workflows/engagement/calendar/holidays.hpp"

#include <cstdint>

namespace full_circle::engagement {

enum class SkippedKind { weekend, holiday, closed_period, council_day };
std::string_view kind_text(SkippedKind kind);

/// A day that is no working day, and why. A day with several reasons has the first kind of the enum that
/// fits, and all of the reasons in words.
struct SkippedDay {
  Day day;
  SkippedKind kind = SkippedKind::weekend;
  std::string why;  ///< "Saturday", "Easter Monday; Anzac Day (observed)"
};

/// Immutable; may be shared between threads. Refusals are `malformed` and name "/start", "/end" or
/// "/working_days".
class WorkingDays {
 public:
  /// `region` is a key, or empty for none. Refused: "/calendar" or "/region" that the rules do not know.
  static Result<WorkingDays> create(const HolidayRules& rules, std::string_view calendar,
                                    std::string_view region);

  const CalendarRule& calendar() const { return m_calendar; }
  const std::string& region() const { return m_region; }
  /// What whoever relies on an answer should know: the calendar's notes, and what the region does to it.
  std::vector<std::string> notes() const;

  /// Refused: outside the rules' years, or before the calendar's `since`.
  Result<bool> is_working_day(Day day) const;
  /// The `working_days`th working day after `start`; `start` itself for 0.
  Result<Day> add(Day start, std::int64_t working_days) const;
  /// The `working_days`th working day before `start`; `start` itself for 0.
  Result<Day> subtract(Day start, std::int64_t working_days) const;
  /// How many working days lie after `start`, up to and including `end`. Refused: `end` before `start`.
  Result<std::int64_t> count(Day start, Day end) const;

  /// What was passed over from the day after `start` to `end`, in order: after add and count. Days outside
  /// the rules' years are left out.
  std::vector<SkippedDay> skipped_after(Day start, Day end) const;
  /// What was passed over from `end` to the day before `start`, in order: after subtract.
  std::vector<SkippedDay> skipped_before(Day start, Day end) const;

 private:
  WorkingDays(const HolidayRules& rules, const CalendarRule& calendar, std::string_view region);
  bool left_out(const Holiday& holiday) const;
  template <class Because>
  void each_reason(Day day, Because because) const;
  bool is_off(Day day) const;
  std::optional<SkippedDay> reason(Day day) const;
  std::optional<Refusal> outside(Day day, const char* field) const;
  std::optional<Refusal> too_many(std::int64_t working_days) const;
  std::size_t index(Day day) const;
  Day day_at(std::size_t index) const;
  std::vector<SkippedDay> skipped(Day from, Day to) const;

  CalendarRule m_calendar;
  std::string m_region;
  Day m_first;
  Day m_last;
  std::vector<Holiday> m_holidays;          ///< those left out, in order
  std::vector<CouncilDays> m_council_days;  ///< those of this calendar
  std::vector<std::size_t> m_working_to;    ///< for each day from the first: working days up to and with it
  std::vector<std::size_t> m_working;       ///< each working day: how many days after the first
};

}  // namespace full_circle::engagement
