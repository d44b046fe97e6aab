// Working days of each Act: vectors, refusals, explanations, and properties over the whole range.
#include "tests/workflows/calendar_rules.hpp"

#include <random>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Texts = std::vector<std::string>;
using std::chrono::sys_days;

namespace {

const Texts acts{"RMA-1991", "LGOIMA-1987", "LGA-2002", "employment"};

struct Vector {
  const char* start;
  std::int64_t working_days;
  Texts expected;  ///< one for each of `acts`
};

std::string field_of(const Refusal& refusal) {
  REQUIRE(refusal.reason == Reason::malformed);
  return refusal.fields.front().field;
}

/// Looks at the holidays one by one, with none of the tables that are tested.
class Naive {
 public:
  Naive(const CalendarRule& calendar, std::string_view region)
      : m_calendar(calendar),
        m_holidays(holidays_between(shipped_holiday_rules(), 1990, 2052, region).value()) {}

  bool works(Day day) const {
    const std::chrono::weekday on{sys_days{day}};
    if (on == std::chrono::Saturday || on == std::chrono::Sunday) return false;
    if (m_calendar.closed && closed(day)) return false;
    return std::none_of(m_holidays.begin(), m_holidays.end(), [&](const Holiday& holiday) {
      if (holiday.day != day) return false;
      if (holiday.kind == HolidayKind::regional) return m_calendar.regional == RegionalDays::left_out;
      const auto& keys = m_calendar.leaves_out;
      return m_calendar.holidays == PublicHolidays::all ||
             std::find(keys.begin(), keys.end(), holiday.key) != keys.end();
    });
  }

 private:
  bool closed(Day day) const {
    const int today = static_cast<int>(unsigned{day.month()} * 100 + unsigned{day.day()});
    const auto number = [](std::chrono::month_day at) {
      return static_cast<int>(unsigned{at.month()} * 100 + unsigned{at.day()});
    };
    return today >= number(m_calendar.closed->from) || today <= number(m_calendar.closed->to);
  }

  CalendarRule m_calendar;
  std::vector<Holiday> m_holidays;
};

}  // namespace

TEST_CASE("Working days: each Act counts as its rules say") {
  for (const Vector& vector :
       std::vector<Vector>{{"2026-03-20", 20, {"2026-04-21", "2026-04-21", "2026-04-21", "2026-04-21"}},
                           {"2026-06-15", 20, {"2026-07-14", "2026-07-14", "2026-07-14", "2026-07-14"}},
                           {"2026-12-01", 20, {"2027-01-19", "2027-01-20", "2027-01-19", "2026-12-31"}}}) {
    for (std::size_t act = 0; act < acts.size(); ++act) {
      CAPTURE(acts[act], vector.start);
      const auto answer = working_days(acts[act]).add(day(vector.start), vector.working_days);
      REQUIRE(answer.ok());
      CHECK(to_text(answer.value()) == vector.expected[act]);
    }
  }
  for (const std::string& act : acts) {
    CHECK(to_text(working_days(act).subtract(day("2026-02-10"), 2).value()) == "2026-02-05");
  }
}

TEST_CASE("Working days: LGOIMA as amended in 2019 closes from 20 December to 10 January") {
  // The Ombudsman's notice: requests received on or after 22 November 2022 run into the holiday period of
  // 20 December to 10 January, those of 21 November only where Westland's or the Chathams' day is kept.
  const auto due = [](std::string_view region, std::string_view start) {
    return to_text(working_days("LGOIMA-1987-amended-2019", region).add(day(start), 20).value());
  };
  CHECK(due("", "2022-11-21") == "2022-12-19");
  CHECK(due("westland", "2022-11-21") == "2023-01-11");
  CHECK(due("chatham-islands", "2022-11-21") == "2023-01-11");
  CHECK(due("", "2022-11-22") == "2023-01-11");
}

TEST_CASE("Working days: the day of receipt is day 0, whether it is a working day or not") {
  const auto rma = working_days("RMA-1991");
  CHECK(to_text(rma.add(day("2026-03-20"), 1).value()) == "2026-03-23");  // Friday: Monday is day 1
  CHECK(to_text(rma.add(day("2026-03-21"), 1).value()) == "2026-03-23");
  CHECK(to_text(rma.add(day("2026-03-22"), 1).value()) == "2026-03-23");
  CHECK(to_text(rma.add(day("2026-03-21"), 0).value()) == "2026-03-21");
  CHECK(rma.count(day("2026-03-20"), day("2026-03-20")).value() == 0);
  CHECK(rma.count(day("2026-03-20"), day("2026-03-23")).value() == 1);
}

TEST_CASE("Working days: a regional anniversary day counts only where the Act leaves it out") {
  const auto is = [](std::string_view calendar, std::string_view region) {
    return working_days(calendar, region).is_working_day(day("2026-01-26")).value();  // Auckland's
  };
  CHECK(is("RMA-1991", "auckland"));
  CHECK_FALSE(is("LGA-2002", "auckland"));
  CHECK_FALSE(is("employment", "auckland"));
  CHECK(is("LGA-2002", "wellington"));
  CHECK(is("LGA-2002", ""));
  CHECK_THAT(working_days("LGA-2002").notes().back(), Catch::Contains("No region is named"));
  CHECK_THAT(working_days("RMA-1991", "auckland").notes().back(), Catch::Contains("are working days"));
}

TEST_CASE("Working days: an answer explains which days were skipped, and why") {
  const auto rma = working_days("RMA-1991");
  std::vector<std::pair<std::string, std::string>> said;
  for (const SkippedDay& skipped : rma.skipped_after(day("2038-04-22"), day("2038-04-27"))) {
    said.emplace_back(to_text(skipped.day), skipped.why);
  }
  CHECK(said == std::vector<std::pair<std::string, std::string>>{
                    {"2038-04-23", "Good Friday"},
                    {"2038-04-24", "Saturday"},
                    {"2038-04-25", "Sunday; Anzac Day"},
                    {"2038-04-26", "Easter Monday; Anzac Day (observed)"}});
  const auto summer = rma.skipped_before(day("2027-01-12"), day("2026-12-18"));
  REQUIRE(summer.size() == 23);
  CHECK(summer[1].why == "Sunday; 20 December to 10 January");
  CHECK(summer[2].kind == SkippedKind::closed_period);
  CHECK(summer[2].why == "20 December to 10 January");
}

TEST_CASE("Working days: what is not known is refused and never guessed") {
  const auto rma = working_days("RMA-1991");
  CHECK(field_of(rma.add(day("1989-12-31"), 1).refusal()) == "/start");
  CHECK(field_of(rma.add(day("2053-01-01"), 1).refusal()) == "/start");
  CHECK(field_of(rma.add(day("2052-12-19"), 1).refusal()) == "/working_days");
  CHECK(field_of(rma.add(day("2026-01-01"), 1'000'000'000'000).refusal()) == "/working_days");
  CHECK(field_of(rma.add(day("2026-01-01"), -1).refusal()) == "/working_days");
  CHECK(field_of(rma.subtract(day("1990-01-11"), 1).refusal()) == "/working_days");
  CHECK(field_of(rma.count(day("2026-01-01"), day("2053-01-01")).refusal()) == "/end");
  CHECK(field_of(rma.count(day("2026-01-02"), day("2026-01-01")).refusal()) == "/end");
  CHECK(field_of(rma.is_working_day(day("1989-12-29")).refusal()) == "/start");
  CHECK(field_of(WorkingDays::create(shipped_holiday_rules(), "RMA", "").refusal()) == "/calendar");
  CHECK(field_of(WorkingDays::create(shipped_holiday_rules(), "RMA-1991", "x").refusal()) == "/region");
}

TEST_CASE("Working days: every day of every calendar is what a look at the holidays says") {
  for (const CalendarRule& calendar : shipped_holiday_rules().calendars) {
    CAPTURE(calendar.name);
    const auto region = calendar.name == "employment" ? "otago" : "auckland";
    const auto tested = working_days(calendar.name, region);
    const Naive naive(calendar, region);
    std::size_t different = 0;
    std::int64_t counted = 0;
    const Day first = calendar.since.value_or(day("1990-01-01"));
    for (Day at = first; at <= day("2052-12-31"); at = plus_days(at, 1)) {
      const bool works = naive.works(at);
      if (works && at != first) ++counted;
      if (tested.is_working_day(at).value() != works) ++different;
      if (tested.count(first, at).value() != counted) ++different;
    }
    CHECK(different == 0);
  }
}

TEST_CASE("Working days: nothing is counted under an Act as amended before the amendment") {
  const auto amended = working_days("LGOIMA-1987-amended-2019", "");
  const auto refusal = amended.add(day("2015-12-18"), 10).refusal();
  CHECK(field_of(refusal) == "/start");
  CHECK(refusal.message ==
        "under LGOIMA-1987-amended-2019 working days are known from 2019-03-21 to 2052-12-31");
  CHECK_FALSE(amended.count(day("2019-03-20"), day("2019-04-01")).ok());
  CHECK_FALSE(amended.subtract(day("2019-03-22"), 2).ok());
  CHECK(amended.add(day("2019-03-21"), 1).ok());
  CHECK(working_days("LGOIMA-1987", "").add(day("2015-12-18"), 10).ok());
}

TEST_CASE("Working days: add and subtract are each other's inverse, and agree with count") {
  for (const CalendarRule& calendar : shipped_holiday_rules().calendars) {
    CAPTURE(calendar.name);
    const auto tested = working_days(calendar.name, "canterbury");
    std::size_t broken = 0;
    const Day from = calendar.since ? plus_days(*calendar.since, 366) : day("1991-01-01");
    for (Day at = from; at <= day("2051-12-31"); at = plus_days(at, 1)) {
      for (const std::int64_t n : {1, 2, 20, 130}) {
        const Day later = tested.add(at, n).value();
        const Day earlier = tested.subtract(at, n).value();
        if (!tested.is_working_day(later).value() || !tested.is_working_day(earlier).value()) ++broken;
        if (tested.count(at, later).value() != n) ++broken;
        if (!tested.is_working_day(at).value()) continue;
        if (tested.subtract(later, n).value() != at || tested.add(earlier, n).value() != at) ++broken;
      }
    }
    CHECK(broken == 0);
  }
}

TEST_CASE("Working days: a later start or more days never give an earlier answer") {
  for (const CalendarRule& calendar : shipped_holiday_rules().calendars) {
    CAPTURE(calendar.name);
    const auto tested = working_days(calendar.name, "southland");
    std::size_t broken = 0;
    const Day from = calendar.since ? plus_days(*calendar.since, 366) : day("1991-01-01");
    for (Day at = from; at <= day("2051-12-31"); at = plus_days(at, 1)) {
      const Day next = plus_days(at, 1);
      if (tested.add(next, 20).value() < tested.add(at, 20).value()) ++broken;
      if (tested.subtract(next, 20).value() < tested.subtract(at, 20).value()) ++broken;
      if (tested.add(at, 21).value() <= tested.add(at, 20).value()) ++broken;
    }
    CHECK(broken == 0);
  }
}

TEST_CASE("Working days: as many days are skipped as do not count") {
  std::mt19937 chance(20260320);
  std::uniform_int_distribution<int> length(0, 400);
  for (const CalendarRule& calendar : shipped_holiday_rules().calendars) {
    const auto tested = working_days(calendar.name, "nelson");
    const Day first = calendar.since.value_or(day("1990-01-01"));
    std::uniform_int_distribution<int> start(0, days_between(first, day("2050-01-01")));
    for (int round = 0; round < 200; ++round) {
      const Day from = plus_days(first, start(chance));
      const Day to = plus_days(from, length(chance));
      CAPTURE(calendar.name, to_text(from), to_text(to));
      const auto skipped = static_cast<std::int64_t>(tested.skipped_after(from, to).size());
      CHECK(skipped + tested.count(from, to).value() == days_between(from, to));
    }
  }
}
