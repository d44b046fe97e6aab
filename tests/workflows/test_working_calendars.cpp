// The calendars of one council: worked out when asked for, and shared.
#include "tests/workflows/calendar_rules.hpp"
#include "workflows/engagement/calendar/working_calendars.hpp"

#include <thread>

using namespace full_circle::engagement;
using full_circle::engagement::testing::day;

TEST_CASE("Calendars: each is found by its name, of the council's region, and only once worked out") {
  const WorkingCalendars calendars(shipped_holiday_rules(), "auckland");
  const auto* days = calendars.find("LGOIMA-1987-amended-2019");
  REQUIRE(days != nullptr);
  CHECK(days->region() == "auckland");
  CHECK(days->is_working_day(day("2026-01-26")).value() == false);  // Auckland Anniversary Day
  CHECK(calendars.find("LGOIMA-1987-amended-2019") == days);
  CHECK(calendars.find("RMA-1991") != days);
  CHECK(calendars.find("rma-1991") == nullptr);
  CHECK(calendars.find("") == nullptr);
}

TEST_CASE("Calendars: a region that the rules do not know is told when they are made") {
  CHECK_THROWS_AS(WorkingCalendars(shipped_holiday_rules(), "atlantis"), std::invalid_argument);
}

TEST_CASE("Calendars: asked for by several threads at once, all get the same one") {
  const WorkingCalendars calendars(shipped_holiday_rules(), "");
  std::vector<const WorkingDays*> found(4);
  std::vector<std::thread> threads;
  threads.reserve(found.size());
  for (auto& one : found) threads.emplace_back([&calendars, &one] { one = calendars.find("RMA-1991"); });
  for (auto& thread : threads) thread.join();
  for (const auto* one : found) CHECK(one == found.front());
}
