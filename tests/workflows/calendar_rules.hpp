#pragma once
/// What tests of holidays and working days share.

#include "workflows/engagement/calendar/working_days.hpp"

#include <catch2/catch.hpp>

namespace full_circle::engagement::testing {

inline Day day(std::string_view text) {
  const auto read = parse_day(text);
  REQUIRE(read.has_value());
  return *read;
}

inline WorkingDays working_days(std::string_view calendar, std::string_view region = "") {
  auto made = WorkingDays::create(shipped_holiday_rules(), calendar, region);
  REQUIRE(made.ok());
  return std::move(made).value();
}

/// "2026-02-06" for each day on which a holiday of that name falls.
inline std::vector<std::string> days_named(int from_year, int to_year, std::string_view region,
                                           std::string_view name) {
  const auto found = holidays_between(shipped_holiday_rules(), from_year, to_year, region);
  REQUIRE(found.ok());
  std::vector<std::string> days;
  for (const Holiday& holiday : found.value()) {
    if (holiday.name == name) days.push_back(to_text(holiday.day));
  }
  return days;
}

}  // namespace full_circle::engagement::testing
