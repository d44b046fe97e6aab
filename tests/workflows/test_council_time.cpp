// Days in council time, across clock changes and leap days.
#include "workflows/engagement/calendar/council_time.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using namespace full_circle::engagement;

namespace {
constexpr auto auckland = "Pacific/Auckland";
Day day(std::string_view text) {
  return *parse_day(text);
}
}  // namespace

TEST_CASE("Council time: a closing day ends with that day as people understand it") {
  CHECK(to_text(end_of(day("2027-07-11"), auckland)) == "2027-07-11T12:00:00.000Z");
  CHECK(to_text(end_of(day("2024-02-28"), auckland)) == "2024-02-28T11:00:00.000Z");
}

TEST_CASE("Council time: the days on which clocks change have 23 and 25 hours") {
  CHECK(end_of(day("2026-09-27"), auckland) - start_of(day("2026-09-27"), auckland) ==
        std::chrono::hours{23});
  CHECK(end_of(day("2026-04-05"), auckland) - start_of(day("2026-04-05"), auckland) ==
        std::chrono::hours{25});
}

TEST_CASE("Council time: a month on is the same day, or the last of a shorter month") {
  CHECK(plus_months(day("2024-02-28"), 1) == day("2024-03-28"));
  CHECK(plus_months(day("2024-01-31"), 1) == day("2024-02-29"));
  CHECK(plus_months(day("2023-12-31"), 2) == day("2024-02-29"));
}

TEST_CASE("Council time: is written as people say it") {
  CHECK(day_text(day("2027-07-03")) == "Saturday 3 July 2027");
  const auto from = *parse_instant("2027-07-03T10:00:00+12:00");
  CHECK(span_text(from, from + std::chrono::hours{3}, auckland) == "Saturday 3 July 2027, 10 am to 1 pm");
  CHECK(clock_text(*parse_instant("2027-07-03T12:05:00+12:00"), auckland) == "12:05 pm");
  CHECK(day_in(*parse_instant("2027-07-02T13:00:00Z"), auckland) == day("2027-07-03"));
}
