// A period that opens late: people have their whole time, or it does not open.
#include "tests/support/story.hpp"
#include "workflows/engagement/clocks.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;

namespace {

/// Announced and scheduled; nothing has opened it.
Story scheduled(const std::string& definition, const std::string& opens_on, const std::string& closes_on,
                std::shared_ptr<const Context> context = shipped_context()) {
  Story story(definition, "2027-03-01", std::move(context));
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare(opens_on, closes_on);
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  return story;
}

ProjectClock clock(const Story& story, const std::string& name) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  for (const auto& one : clocks_of(story.project(), *definition, story.context(), story.now()))
    if (one.name == name) return one;
  FAIL("no clock " << name);
  return {};
}

}  // namespace

TEST_CASE("Late opening: a period that is over before it opened does not open, and its days are set anew") {
  Story story = scheduled("special_consultative_procedure", "2027-06-10", "2027-07-10");
  story.go_to("2027-09-01");
  const auto refusal = story.refuse("system", "open_engagement");
  CHECK(refusal.reason == Reason::not_ready);
  REQUIRE(refusal.requirements.size() == 1);
  const auto& unmet = refusal.requirements.front();
  CHECK(unmet.name == "period_long_enough");
  CHECK(unmet.fix == "set-period");
  CHECK(unmet.why == "Its last day, Saturday 10 July 2027, has passed: set other days.");
  CHECK(public_page(story.project(), story.context(), story.now()).at("status_text").as_string() ==
        "Not open yet: it was to open on Thursday 10 June 2027");
  story.accept("lead", "set_period", R"({"opens_on":"2027-10-01","closes_on":"2027-11-01"})");
  story.go_to("2027-10-01");
  story.accept("system", "open_engagement");
}

TEST_CASE("Late opening: a month is a month from the day it opens, by whomever it is opened") {
  Story story = scheduled("special_consultative_procedure", "2027-06-10", "2027-07-10");
  story.go_to("2027-06-11");
  for (const std::string who : {"system", "lead"}) {
    const auto refusal = story.refuse(who, "open_engagement");
    REQUIRE(refusal.requirements.size() == 1);
    CHECK(refusal.requirements.front().why ==
          "It was to open on Thursday 10 June 2027 and has not; opened today, Friday 11 June 2027, it has to "
          "stay open for not less than 1 month: close it on Sunday 11 July 2027 or later.");
    CHECK(refusal.requirements.front().by_when == "2027-07-11");
  }
}

TEST_CASE("Late opening: hours on the opening day cost nobody a day") {
  Story story = scheduled("special_consultative_procedure", "2027-06-10", "2027-07-10");
  story.go_to(start_of(*parse_day("2027-06-11"), "Pacific/Auckland") - std::chrono::milliseconds(1));
  story.accept("system", "open_engagement");
  CHECK(to_text(*clock(story, "period_minimum").due_on) == "2027-07-10");
}

TEST_CASE(
    "Late opening: some days late it opens where the shortest time still fits, which counts from then") {
  Story story = scheduled("standard", "2027-06-14", "2027-06-30");
  story.go_to("2027-06-16");
  const auto minimum = clock(story, "period_minimum");
  CHECK(state_text(minimum.state) == "waiting");
  CHECK_THAT(minimum.note, Contains("was to open on Monday 14 June 2027 and has not"));
  CHECK(state_text(clock(story, "period").state) == "waiting");
  story.accept("system", "open_engagement");
  CHECK(to_text(*clock(story, "period_minimum").counted_from) == "2027-06-16");
  CHECK(to_text(*clock(story, "period_minimum").due_on) == "2027-06-29");
  CHECK(to_text(*clock(story, "period").starts_on) == "2027-06-16");
  story.go_to("2027-06-28");
  CHECK(state_text(clock(story, "period_minimum").state) == "running");
  story.go_to("2027-06-29");
  CHECK(state_text(clock(story, "period_minimum").state) == "met");

  Story later = scheduled("standard", "2027-06-14", "2027-06-30");
  later.go_to("2027-06-18");
  CHECK_THAT(later.refuse("system", "open_engagement").requirements.front().why,
             Contains("open for 13 days from Friday 18 June 2027") && Contains("Thursday 1 July 2027"));
}

TEST_CASE("Late opening: a definition that asks for no length opens no period that is over either") {
  Story story = scheduled("standard", "2027-06-14", "2027-06-30",
                          shipped_context([](Definition& definition) { definition.period = {}; }));
  story.go_to("2027-07-01");
  CHECK(story.refuse("system", "open_engagement").requirements.front().name == "period_long_enough");
  story.go_to("2027-06-30");
  story.accept("system", "open_engagement");
}
