// Reading rules and a council's own days: every problem with its place, and nothing guessed.
#include "tests/workflows/calendar_rules.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Texts = std::vector<std::string>;

namespace {

Texts texts(const std::vector<RulesProblem>& problems) {
  Texts all;
  for (const RulesProblem& problem : problems) {
    all.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
                  problem.message);
  }
  return all;
}

Texts council_problems(std::string_view yaml) {
  HolidayRules rules = shipped_holiday_rules();
  const auto problems = texts(read_council_days(yaml, rules));
  if (!problems.empty()) CHECK(rules.council_days.empty());
  return problems;
}

}  // namespace

TEST_CASE("Holiday rules: those that come with the program have no problems") {
  CHECK(texts(read_holiday_rules(shipped_holiday_rules_text()).problems).empty());
  CHECK(to_text(shipped_holiday_rules().first_day()) == "1990-01-01");
  CHECK(to_text(shipped_holiday_rules().last_day()) == "2052-12-31");
}

TEST_CASE("Holiday rules: every problem is told at once, with its line and column") {
  const auto problems = texts(read_holiday_rules("name: Test\n"
                                                 "version: 1\n"
                                                 "years: {first: 2030, last: 2020}\n"
                                                 "sources: {act: An Act}\n"
                                                 "regions: []\n"
                                                 "holidays:\n"
                                                 "  - key: leap\n"
                                                 "    name: Leap Day\n"
                                                 "    rule: {day: 02-29}\n"
                                                 "    source: [hearsay]\n"
                                                 "    confidence: certain\n"
                                                 "    colour: red\n"
                                                 "calendars: []\n")
                                  .problems);
  CHECK(problems == Texts{"3:28: 'last' lies before 'first'", "12:5: a holiday has no 'colour'",
                          "9:17: 'day' has to be a month and a day that every year has, like 02-06",
                          "9:11: a rule needs 'day', 'weekday', 'monday_nearest', 'easter' or 'days'",
                          "10:13: 'source' names 'hearsay', which is not among 'sources'",
                          "11:17: 'confidence' has to be one of unsourced, medium, high"});
}

TEST_CASE("A council's days: they count in the calendars they name and in no other") {
  HolidayRules rules = shipped_holiday_rules();
  REQUIRE(texts(read_council_days(
                    "days:\n"
                    "  - {name: Summer close-down, from: 2026-12-24, to: 2027-01-08, kind: closed,\n"
                    "     calendars: [employment], source: Leadership team 3 March 2026}\n"
                    "  - {name: Founders' Day, from: 2026-08-03, kind: holiday,\n"
                    "     calendars: [employment], source: Council 5 May 2026}\n",
                    rules))
              .empty());
  const auto employment = WorkingDays::create(rules, "employment", "").value();
  const auto rma = WorkingDays::create(rules, "RMA-1991", "").value();
  CHECK_FALSE(employment.is_working_day(day("2026-08-03")).value());
  CHECK(rma.is_working_day(day("2026-08-03")).value());
  CHECK(to_text(employment.add(day("2026-12-23"), 1).value()) == "2027-01-11");
  const auto skipped = employment.skipped_after(day("2026-12-23"), day("2026-12-24"));
  REQUIRE(skipped.size() == 1);
  CHECK(skipped.front().kind == SkippedKind::council_day);
  CHECK(skipped.front().why == "Summer close-down");
  const auto holidays = holidays_between(rules, 2026, 2026, "").value();
  const Holiday expected{day("2026-08-03"), "council", "Founders' Day", HolidayKind::council};
  CHECK(std::count(holidays.begin(), holidays.end(), expected) == 1);
  CHECK(std::none_of(holidays.begin(), holidays.end(),
                     [](const Holiday& holiday) { return holiday.name == "Summer close-down"; }));
}

TEST_CASE("A council's days: mistakes are told, and then none of them counts") {
  CHECK(
      council_problems(
          "days:\n"
          "  - {name: A, from: 2026-02-30, kind: closed, calendars: [employment], source: s}\n"
          "  - {name: B, from: 2026-02-03, to: 2026-02-01, kind: shut, calendars: [all], source: s}\n"
          "  - {name: C, from: 2060-01-01, kind: closed, calendars: [employment]}\n") ==
      Texts{"2:21: 'from' has to be a date like 2026-12-24", "3:55: 'kind' has to be one of holiday, closed",
            "3:72: 'calendars' names 'all', which is no calendar", "3:37: 'to' lies before 'from'",
            "4:5: an entry of 'days' needs 'source'", "4:21: 'from' lies outside 1990-01-01 to 2052-12-31"});
}

TEST_CASE("A council's days: hostile files are problems and not crashes") {
  CHECK(council_problems("").empty());
  CHECK(council_problems("days: []").empty());
  CHECK(council_problems("- a\n").size() == 1);
  CHECK(council_problems("days: yes\n").size() == 1);
  CHECK(council_problems("days: [1, [2], {}]\n").size() >= 3);
  CHECK(council_problems("days: [a\nb: ").size() == 1);
  CHECK(council_problems(std::string(300'000, 'a')).size() == 1);
  CHECK(council_problems("days: " + std::string(20'000, '[')).size() == 1);
  CHECK(council_problems("days: [\xff]\n") == Texts{"1:8: not UTF-8"});
  CHECK(council_problems(
            "days:\n  - {name: \"\\e[2J\", from: 2026-01-05, kind: closed, calendars: [employment], "
            "source: s}\n") == Texts{"2:12: 'name' has to be one line of text"});
  CHECK(council_problems(
            "days:\n  - {name: Tūī, from: 2026-01-05, kind: closed, calendars: [], source: s}\n") ==
        Texts{"2:60: 'calendars' names no calendar"});
  CHECK(council_problems("x: &a [1]\ndays: [*a, *a]\n").size() >= 2);
  CHECK(council_problems("days:\n  - {name: A, from: 1990-01-01, to: 2052-01-01, kind: closed,\n"
                         "     calendars: [employment], source: s}\n")
            .size() == 1);
}
