// Periods, notice and answers counted in working days, where a definition names the calendar.
#include "tests/support/story.hpp"
#include "tests/workflows/definition_files.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;

namespace {

std::shared_ptr<const Context> twenty_working_days() {
  return shipped_context([](Definition& definition) {
    definition.period = {.source = "RMA s 97", .working_days_min = 20, .calendar = "RMA-1991"};
  });
}

const Requirement* requirement(const Refusal& refusal, const std::string& name) {
  for (const auto& one : refusal.requirements)
    if (one.name == name) return &one;
  return nullptr;
}

std::string with_period(const std::string& lines) {
  std::string text;
  for (const auto& [file, content] : shipped_definitions())
    if (file == "standard.yaml") text = content;
  const auto at = text.find("  days_min: 14\n  notice_days_min: 7\n");
  REQUIRE(at != std::string::npos);
  return text.replace(at, std::string("  days_min: 14\n  notice_days_min: 7\n").size(), lines);
}

}  // namespace

TEST_CASE(
    "Working days: a definition names the calendar with the number, for due days, periods and answers") {
  const auto reading = read_definition(
      with_period("  working_days_min: 20\n  notice_working_days_min: 5\n  calendar: RMA-1991\n"),
      definition_files::adapters());
  INFO(definition_files::listed(reading.problems));
  REQUIRE(reading.definition);
  CHECK(reading.definition->period.working_min() == DayCount{20, "RMA-1991"});
  CHECK(reading.definition->period.notice_min() == DayCount{5, "RMA-1991"});
  CHECK_FALSE(reading.definition->period.days_min);
  const auto shipped = definition_files::shipped("standard");
  CHECK(shipped.period.notice_min() == DayCount{7});
  CHECK_FALSE(shipped.period.working_min());
  REQUIRE(shipped.meeting);
  CHECK(shipped.meeting->report_working_days_min == 2);
}

TEST_CASE("Prepare: a period in working days closes on or after the day its calendar gives, and says so") {
  Story story("standard", "2026-10-01", twenty_working_days());
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2026-12-01", "2027-01-18");
  story.accept("lead", "announce_project");
  const auto refusal = story.refuse("lead", "schedule_engagement");
  const auto* length = requirement(refusal, "period_long_enough");
  REQUIRE(length);
  CHECK(length->by_when == "2027-01-19");
  CHECK(length->source == "RMA s 97");
  CHECK_THAT(length->why, Contains("20 working days under RMA-1991") && Contains("Tuesday 19 January 2027"));
  story.accept("lead", "set_period", R"({"opens_on":"2026-12-01","closes_on":"2027-01-19"})");
  story.accept("lead", "schedule_engagement");
}

TEST_CASE("Prepare: a council's own day off moves the day only in the calendars it names") {
  HolidayRules rules = shipped_holiday_rules();
  REQUIRE(read_council_days("days:\n  - {name: Tauira day, from: 2026-12-02, kind: closed,"
                            " calendars: [RMA-1991], source: tauira}\n",
                            rules)
              .empty());
  const WorkingCalendars calendars(rules, "");
  const Day start{std::chrono::year{2026} / 12 / 1};
  CHECK(to_text(counted(calendars, start, {20, "RMA-1991"}, Counting::onwards).value()) == "2027-01-20");
  CHECK(to_text(counted(calendars, start, {20, "LGA-2002"}, Counting::onwards).value()) == "2027-01-19");
  CHECK(to_text(counted(calendars, start, {20}, Counting::onwards).value()) == "2026-12-21");
  CHECK_FALSE(counted(calendars, start, {20, "RMA"}, Counting::onwards).ok());
}

TEST_CASE("Engage: notice in working days holds the opening until they have passed") {
  Story story("standard", "2026-12-17", shipped_context([](Definition& definition) {
                definition.period = {
                    .source = "tauira", .notice_working_days_min = 3, .calendar = "LGA-2002"};
              }));
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2026-12-22", "2027-02-18");
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  story.go_to("2026-12-22");
  const auto refusal = story.refuse("lead", "open_engagement");
  const auto* notice = requirement(refusal, "notice_given");
  REQUIRE(notice);
  CHECK(notice->by_when == "2027-01-12");  // Friday 18 December, then nothing until 11 January
  CHECK_THAT(notice->why, Contains("3 working days under LGA-2002"));
  story.go_to("2027-01-12");
  story.accept("lead", "open_engagement");
}

TEST_CASE("Mana whenua: the shortest time to answer can be counted in working days") {
  Story story("standard", "2026-12-10", shipped_context([](Definition& definition) {
                definition.branch.response_days_min = 11;
                definition.branch.calendar = "employment";
              }));
  story.plan();
  const std::string entity = "tauira-ki-tai";
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira"})", entity);
  story.accept("maori_specialist", "assess_needed", R"({"assessment":"Theirs."})", entity);
  story.accept("maori_specialist", "identify_entities",
               R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[]})", entity);
  story.accept("maori_specialist", "approve_offer", "", entity);
  const auto offer = [](const std::string& until) {
    return R"({"kaupapa":"A path.","resourcing":"Paid.","information_handling":"Yours.","respond_by":")" +
           until + R"("})";
  };
  const auto refusal = story.refuse("lead", "send_offer", offer("2026-12-28"), entity);
  CHECK_THAT(refusal.fields.front().message,
             Contains("Tuesday 29 December 2026") && Contains("11 working days under employment"));
  story.accept("lead", "send_offer", offer("2026-12-29"), entity);
}

TEST_CASE("Working days: days that no table reaches are refused, never guessed") {
  Story story("standard", "2027-03-01", shipped_context([](Definition& definition) {
                definition.period = {.source = "tauira", .working_days_min = 3'650, .calendar = "LGA-2002"};
                definition.period.working_days_min = 9'000;
              }));
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare();
  story.accept("lead", "announce_project");
  const auto refusal = story.refuse("lead", "schedule_engagement");
  const auto* length = requirement(refusal, "period_long_enough");
  REQUIRE(length);
  CHECK_THAT(length->why, Contains("It cannot be counted: "));
  CHECK(length->by_when.empty());
}
