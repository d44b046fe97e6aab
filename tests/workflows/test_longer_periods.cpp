// Extension and reopening: with a reason, told again, and with calendars and timers that follow.
#include "tests/support/story.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;

namespace {

const NewDelivery* delivery(const Outcome& outcome, const std::string& name) {
  for (const auto& one : outcome.deliveries)
    if (one.name == name) return &one;
  return nullptr;
}

void close(Story& story) {
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
}

std::shared_ptr<const Context> without_notices() {
  return shipped_context([](Definition& definition) {
    std::erase_if(definition.notices, [](const NoticeRule& rule) {
      return rule.on == "period_extended" || rule.on == "period_reopened";
    });
  });
}

}  // namespace

TEST_CASE("Engage: an extension moves the timer and the calendar, and says why to the public") {
  Story story;
  story.open();
  CHECK(story.refuse("lead", "extend_engagement", R"({"closes_on":"2027-08-01"})").fields.front().field ==
        "/reason");
  const auto extended = story.accept("lead", "extend_engagement",
                                     R"({"closes_on":"2027-08-01","reason":"Roads were closed."})");
  const auto* timer = delivery(extended, "close_timer");
  REQUIRE(timer);
  CHECK(timer->replaces == "close_timer");
  CHECK(to_text(timer->due_at) == "2027-08-01T12:00:00.000Z");
  CHECK(delivery(extended, "calendar"));
  CHECK(delivery(extended, "page"));
  const auto* notice = delivery(extended, "notice_period_extended");
  REQUIRE(notice);
  CHECK_THAT(notice->payload,
             Contains("\"public\"") && Contains("Sunday 1 August 2027") && Contains("Roads were closed."));
  CHECK(story.project().period->sequence == 1);
}

TEST_CASE("Engage: a reopening moves the timer and the calendar, and says why to the public") {
  Story story;
  story.open();
  close(story);
  const auto reopened =
      story.accept("lead", "reopen_engagement", R"({"closes_on":"2027-08-01","reason":"Mail was lost."})");
  const auto* timer = delivery(reopened, "close_timer");
  REQUIRE(timer);
  CHECK(to_text(timer->due_at) == "2027-08-01T12:00:00.000Z");
  CHECK(delivery(reopened, "calendar"));
  const auto* notice = delivery(reopened, "notice_period_reopened");
  REQUIRE(notice);
  CHECK_THAT(notice->payload, Contains("\"public\"") && Contains("Mail was lost."));
  story.go_to("2027-08-02");
  story.accept("system", "close_engagement");
}

TEST_CASE("Engage: people are told of more time even where a definition says nothing of it") {
  Story story("standard", "2027-03-01", without_notices());
  story.open();
  const auto extended = story.accept("lead", "extend_engagement",
                                     R"({"closes_on":"2027-08-01","reason":"Roads were closed."})");
  const auto* notice = delivery(extended, "notice_period_extended");
  REQUIRE(notice);
  CHECK_THAT(notice->payload, Contains("\"public\"") && Contains("\"entity:tauira-ki-tai\"") &&
                                  Contains("Roads were closed.") && Contains("Sunday 1 August 2027"));
  story.go_to("2027-08-02");
  story.accept("system", "close_engagement");
  const auto reopened =
      story.accept("lead", "reopen_engagement", R"({"closes_on":"2027-08-20","reason":"Mail was lost."})");
  CHECK(delivery(reopened, "notice_period_reopened"));
}

TEST_CASE("Engage: a definition that tells only its own people does not keep it from the public") {
  Story story("standard", "2027-03-01", shipped_context([](Definition& definition) {
                for (auto& rule : definition.notices)
                  if (rule.on == "period_extended") rule.audiences = {"role:lead"};
              }));
  story.open();
  const auto extended = story.accept("lead", "extend_engagement",
                                     R"({"closes_on":"2027-08-01","reason":"Roads were closed."})");
  const auto* own = delivery(extended, "notice_period_extended");
  const auto* core = delivery(extended, "notice_period_extended_2");
  REQUIRE(own);
  REQUIRE(core);
  CHECK(own->payload.find("\"public\"") == std::string::npos);
  CHECK_THAT(core->payload, Contains("\"public\""));
}

TEST_CASE("Engage: entities and the lead hear of more time too where a definition tells only the public") {
  Story story;
  story.open();
  const auto extended = story.accept("lead", "extend_engagement",
                                     R"({"closes_on":"2027-08-01","reason":"Roads were closed."})");
  const auto* rest = delivery(extended, "notice_period_extended_2");
  REQUIRE(rest);
  CHECK_THAT(rest->payload, Contains("\"entity:tauira-ki-tai\"") && Contains("\"role:lead\"") &&
                                Contains("Roads were closed.") && !Contains("\"public\""));
}

TEST_CASE("Engage: the longest period holds for an extension and a reopening too") {
  Story story("standard", "2027-03-01",
              shipped_context([](Definition& definition) { definition.period.days_max = 40; }));
  story.open();
  const auto refusal = story.refuse("lead", "extend_engagement",
                                    R"({"closes_on":"2027-07-24","reason":"Roads were closed."})");
  CHECK(refusal.reason == Reason::not_ready);
  CHECK(refusal.requirements.front().name == "period_long_enough");
  story.accept("lead", "extend_engagement", R"({"closes_on":"2027-07-23","reason":"Roads were closed."})");
}

TEST_CASE("Engage: a reopened period stays open for as long as the notice people get of an opening") {
  Story story;
  story.open();
  close(story);
  const auto refusal =
      story.refuse("lead", "reopen_engagement", R"({"closes_on":"2027-07-25","reason":"Mail was lost."})");
  CHECK(refusal.reason == Reason::not_ready);
  REQUIRE(refusal.requirements.size() == 1);
  CHECK(refusal.requirements.front().by_when == "2027-07-26");  // seven days from the 19th
  CHECK_THAT(refusal.requirements.front().why, Contains("Monday 26 July 2027"));
  story.accept("lead", "reopen_engagement", R"({"closes_on":"2027-07-26","reason":"Mail was lost."})");
}

TEST_CASE("Engage: a reopening held up until its day has passed is refused, not back-dated") {
  Story story;
  story.open();
  close(story);
  story.go_to("2027-08-10");
  CHECK(story.refuse("lead", "reopen_engagement", R"({"closes_on":"2027-08-01","reason":"Mail was lost."})")
            .fields.front()
            .field == "/closes_on");
}
