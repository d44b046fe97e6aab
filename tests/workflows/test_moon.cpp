// The moon, held against published instants.
#include "tests/workflows/calendar_rules.hpp"
#include "workflows/engagement/calendar/moon.hpp"

#include <algorithm>
#include <map>

using namespace full_circle;
using namespace full_circle::engagement;
using full_circle::engagement::testing::day;

namespace {

constexpr std::string_view auckland = "Pacific/Auckland";

std::vector<std::string> days_of(MoonPhase phase, std::string_view from, std::string_view to,
                                 std::string_view zone = auckland) {
  std::vector<std::string> days;
  for (const PhaseInstant& one : moon_phases(phase, day(from), day(to), zone))
    days.push_back(to_text(one.day));
  return days;
}

}  // namespace

TEST_CASE("Moon: phases fall within three minutes of the published instants") {
  struct Published {
    MoonPhase phase;
    const char* at;
  };
  const auto [phase, at] = GENERATE(values<Published>({
      {MoonPhase::new_moon, "2000-01-06T18:14:00Z"},
      {MoonPhase::new_moon, "2017-08-21T18:30:00Z"},
      {MoonPhase::last_quarter, "2024-01-04T03:30:00Z"},
      {MoonPhase::new_moon, "2024-01-11T11:57:00Z"},
      {MoonPhase::first_quarter, "2024-01-18T03:53:00Z"},
      {MoonPhase::full_moon, "2024-01-25T17:54:00Z"},
      {MoonPhase::new_moon, "2024-04-08T18:21:00Z"},
      {MoonPhase::full_moon, "2025-03-14T06:55:00Z"},
      {MoonPhase::new_moon, "2025-06-25T10:31:00Z"},
      {MoonPhase::full_moon, "2025-09-07T18:09:00Z"},
      {MoonPhase::new_moon, "2026-08-12T17:37:00Z"},
      {MoonPhase::new_moon, "2027-08-02T10:05:00Z"},
  }));
  CAPTURE(at);
  const Instant published = *parse_instant(at);
  const Day on = day_in(published, auckland);
  const auto found = moon_phases(plus_days(on, -2), plus_days(on, 2), auckland);
  REQUIRE(found.size() == 1);
  CHECK(found.front().phase == phase);
  CHECK(found.front().day == on);
  CHECK(std::chrono::abs(found.front().at - published) < std::chrono::minutes{3});
}

TEST_CASE("Moon: the day of a new moon is the local one, and a zone may make it another") {
  // 12 August 2026 17:37 UTC.
  CHECK(days_of(MoonPhase::new_moon, "2026-08-01", "2026-08-31") == std::vector<std::string>{"2026-08-13"});
  CHECK(days_of(MoonPhase::new_moon, "2026-08-01", "2026-08-31", "Etc/UTC") ==
        std::vector<std::string>{"2026-08-12"});
}

TEST_CASE("Moon: a phase close to local midnight says that others may count the day beside it") {
  // 11 January 2024 11:57 UTC is 57 minutes into 12 January in Auckland, and 1:42 am in the Chathams.
  const auto in = [](std::string_view zone) {
    return moon_phases(MoonPhase::new_moon, day("2024-01-05"), day("2024-01-20"), zone).at(0);
  };
  CHECK(in(auckland).day == day("2024-01-12"));
  CHECK(in(auckland).near_midnight);
  CHECK(in("Pacific/Chatham").day == day("2024-01-12"));
  CHECK_FALSE(in("Pacific/Chatham").near_midnight);
}

TEST_CASE("Moon: the local days of seven years are those that another program counts") {
  // astronomy-engine, the 87 months from January 2024, days in Auckland: on which day of a month that begins
  // with the day of its new moon the full moon falls, and how many days the months have.
  const auto new_moons = moon_phases(MoonPhase::new_moon, day("2024-01-01"), day("2031-01-31"), auckland);
  const auto full_moons = moon_phases(MoonPhase::full_moon, day("2024-01-12"), day("2031-01-31"), auckland);
  REQUIRE(new_moons.size() == 88);
  REQUIRE(full_moons.size() >= 87);
  std::map<int, int> full_moon_on;
  std::map<int, int> length;
  for (std::size_t i = 0; i < 87; ++i) {
    ++full_moon_on[days_between(new_moons[i].day, full_moons[i].day) + 1];
    ++length[days_between(new_moons[i].day, new_moons[i + 1].day)];
  }
  CHECK(full_moon_on == std::map<int, int>{{15, 33}, {16, 41}, {17, 13}});
  CHECK(length == std::map<int, int>{{29, 42}, {30, 45}});
}

TEST_CASE("Moon: every phase of a span is there once, in order, whichever day the span begins") {
  const auto year = moon_phases(day("2027-01-01"), day("2027-12-31"), auckland);
  REQUIRE(year.size() >= 49);
  for (std::size_t i = 1; i < year.size(); ++i) {
    const auto apart = year[i].at - year[i - 1].at;
    CHECK(static_cast<int>(year[i].phase) == (static_cast<int>(year[i - 1].phase) + 1) % 4);
    CHECK((apart > std::chrono::hours{24 * 6} && apart < std::chrono::hours{24 * 9}));
  }
  for (const PhaseInstant& one : year) {
    const auto alone = moon_phases(one.day, one.day, auckland);
    REQUIRE(alone.size() == 1);
    CHECK(alone.front().phase == one.phase);
    CHECK(moon_phases(one.phase, one.day, one.day, auckland).size() == 1);
    CHECK(moon_phases(plus_days(one.day, 1), plus_days(one.day, 3), auckland).empty());
  }
}

TEST_CASE("Moon: seen from the south a growing moon is lit on its left, a shrinking one on its right") {
  const auto days = moon_on_days(day("2026-08-12"), day("2026-09-12"), auckland);
  REQUIRE(days.size() == 32);
  const auto on = [&](std::string_view text) {
    return *std::find_if(days.begin(), days.end(),
                         [&](const MoonOnDay& one) { return one.day == day(text); });
  };
  CHECK(on("2026-08-12").looks == "waning crescent");
  CHECK(on("2026-08-12").lit_side == LitSide::right);
  CHECK(on("2026-08-13").looks == "new moon");
  CHECK(on("2026-08-13").lit_side == LitSide::none);
  CHECK((on("2026-08-13").age_days > 0 && on("2026-08-13").age_days < 1));
  CHECK(on("2026-08-16").looks == "waxing crescent");
  CHECK(on("2026-08-16").lit_side == LitSide::left);
  const auto full = std::find_if(days.begin(), days.end(), [](const MoonOnDay& one) {
    return one.phase && one.phase->phase == MoonPhase::full_moon;
  });
  REQUIRE(full != days.end());
  CHECK(full->lit_side == LitSide::whole);
  CHECK(full->lit_percent >= 98);
  CHECK(std::next(full)->looks == "waning gibbous");
  CHECK(std::next(full)->lit_side == LitSide::right);
  for (std::size_t i = 1; i < days.size(); ++i) {
    const bool new_again = days[i].phase && days[i].phase->phase == MoonPhase::new_moon;
    CHECK(((days[i].age_days > days[i - 1].age_days) != new_again));
  }
}
