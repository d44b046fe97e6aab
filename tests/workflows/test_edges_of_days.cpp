// Clock changes, leap days and the end of the day, as periods, sessions and working days meet them.
#include "tests/support/story.hpp"
#include "tests/workflows/calendar_rules.hpp"
#include "workflows/engagement/calendar/day_count.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using std::chrono::hours;
using std::chrono::milliseconds;

namespace {

/// A project with these dates, announced and scheduled in good time.
Story scheduled(const std::string& today, const std::string& opens_on, const std::string& closes_on,
                const std::string& zone = "Pacific/Auckland") {
  Story story("standard", today, shipped_context({}, zone));
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare(opens_on, closes_on);
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  return story;
}

std::string opens_at(const Story& story) {
  return to_text(story.project().period->opens_at);
}
std::string closes_at(const Story& story) {
  return to_text(story.project().period->closes_at);
}

}  // namespace

TEST_CASE("Days: a period may open on the day the clocks go forward and close on the day they go back") {
  const Story story = scheduled("2026-08-01", "2026-09-27", "2027-04-04");
  CHECK(opens_at(story) == "2026-09-26T12:00:00.000Z");   // 00:00 standard time: the change is at 2 am
  CHECK(closes_at(story) == "2027-04-04T12:00:00.000Z");  // 24:00, standard time again
}

TEST_CASE("Days: a period that closes on the day the clocks go forward is an hour shorter, and back longer") {
  const Story forward = scheduled("2026-08-01", "2026-08-27", "2026-09-27");
  CHECK(closes_at(forward) == "2026-09-27T11:00:00.000Z");
  const auto& period = *forward.project().period;
  CHECK(period.closes_at - period.opens_at == hours(32 * 24 - 1));
  const Story back = scheduled("2026-02-01", "2026-03-05", "2026-04-05");
  CHECK(back.project().period->closes_at - back.project().period->opens_at == hours(32 * 24 + 1));
}

TEST_CASE("Days: a session over the clock change lasts as long as it lasts") {
  Story story;
  story.plan();
  const auto plan = [&](const std::string& from, const std::string& to) {
    story.accept("lead", "plan_session",
                 R"({"kind":"other","title":"Overnight","starts_at":")" + from + R"(","ends_at":")" + to +
                     R"(","place":"Marae","accessibility":[],"sign_language":false,"remote_link":false})");
    const auto& session = story.project().sessions.back();
    return session.ends_at - session.starts_at;
  };
  story.accept("lead", "set_period", R"({"opens_on":"2027-06-14","closes_on":"2027-10-18"})");
  CHECK(plan("2027-09-26T01:00:00+12:00", "2027-09-26T04:00:00+13:00") == hours(2));
  CHECK(plan("2028-04-02T01:00:00+13:00", "2028-04-02T04:00:00+12:00") == hours(4));
  const auto& last = story.project().sessions.back();
  CHECK(span_text(last.starts_at, last.ends_at, "Pacific/Auckland") == "Sunday 2 April 2028, 1 am to 4 am");
}

TEST_CASE("Days: “Sunday 11 July” closes with the end of that day, and a moment before it is open") {
  Story story = scheduled("2027-03-01", "2027-06-14", "2027-07-11");
  story.go_to("2027-06-14");
  story.accept("system", "open_engagement");
  const auto closes = story.project().period->closes_at;
  CHECK(to_text(closes) == "2027-07-11T12:00:00.000Z");
  CHECK(closes == start_of(day("2027-07-12"), "Pacific/Auckland"));
  story.go_to(closes - milliseconds(1));
  CHECK(story.refuse("system", "close_engagement").requirements.front().name == "period_over");
  CHECK(story.status() == "open");
  story.go_to(closes);
  story.accept("system", "close_engagement");
}

TEST_CASE("Days: a period opens with the first moment of its day, and not one before") {
  Story story = scheduled("2026-08-01", "2026-09-27", "2026-11-01");
  const auto opens = story.project().period->opens_at;
  story.go_to(opens - milliseconds(1));
  CHECK(story.refuse("system", "open_engagement").requirements.front().name == "period_started");
  story.go_to(opens);
  story.accept("system", "open_engagement");
}

TEST_CASE("Days: on the Chatham Islands days begin and end three quarters of an hour earlier") {
  const Story story = scheduled("2026-08-01", "2026-09-27", "2027-04-04", "Pacific/Chatham");
  CHECK(opens_at(story) == "2026-09-26T11:15:00.000Z");
  CHECK(closes_at(story) == "2027-04-04T11:15:00.000Z");
  const auto chatham_day = day_in(*parse_instant("2027-04-03T10:15:00Z"), "Pacific/Chatham");
  CHECK(to_text(chatham_day) == "2027-04-04");
}

TEST_CASE("Days: months and working days pass the leap day as people count") {
  CHECK(to_text(plus_months(day("2028-01-31"), 1)) == "2028-02-29");
  CHECK(to_text(plus_months(day("2028-02-29"), 12)) == "2029-02-28");
  CHECK(to_text(plus_months(day("2028-01-29"), 1)) == "2028-02-29");
  const auto calendars = shipped_working_calendars();
  // Tuesday 29 February 2028 is a working day like any other.
  const auto on = counted(*calendars, day("2028-02-28"), {1, "LGA-2002"}, Counting::onwards);
  CHECK(to_text(on.value()) == "2028-02-29");
  const auto back = counted(*calendars, day("2028-03-01"), {1, "LGA-2002"}, Counting::back);
  CHECK(to_text(back.value()) == "2028-02-29");
}

TEST_CASE("Days: a month that begins on the last of January ends with the leap day") {
  Story story("special_consultative_procedure");
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2028-01-31", "2028-02-28");
  story.accept("lead", "announce_project");
  const auto refusal = story.refuse("lead", "schedule_engagement");
  const auto found = std::find_if(refusal.requirements.begin(), refusal.requirements.end(),
                                  [](const Requirement& one) { return one.name == "period_long_enough"; });
  REQUIRE(found != refusal.requirements.end());
  CHECK(found->by_when == "2028-02-29");
}
