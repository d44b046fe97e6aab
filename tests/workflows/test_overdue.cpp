// What is overdue is told to whom the definition says: once, by a timer that follows the dates.
#include "tests/support/story.hpp"
#include "workflows/engagement/due_days.hpp"

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

/// The instant for which the timer was set; empty when it was taken back, "-" when it was left alone.
std::string timer(const Outcome& outcome) {
  const auto* found = delivery(outcome, "escalation_timer");
  if (!found) return "-";
  return found->adapter == "timer" ? to_text(found->due_at) : "";
}

std::string at_start(const std::string& day) {
  return to_text(start_of(*parse_day(day), "Pacific/Auckland"));
}

/// Only these two, so that a story can be told without the others' timers.
std::shared_ptr<const Context> two_rules() {
  return shipped_context([](Definition& definition) {
    std::erase_if(definition.activities,
                  [](const Activity& one) { return one.name != "read_earlier_feedback"; });
    std::erase_if(definition.requirements,
                  [](const AddedRequirement& one) { return one.requirement == "activities_done"; });
    definition.escalation = {{"activity", {1, "employment"}, {"lead"}, "tauira"},
                             {"activity", {5, ""}, {"administrator"}, "tauira"},
                             {"answer", {1, ""}, {"lead", "publisher"}, "tauira"}};
  });
}

const std::string assigned = R"({"activity":"read_earlier_feedback","person":"a","due_on":"2027-03-19"})";

}  // namespace

TEST_CASE("Overdue: a timer waits for the first working day after the due day, and roles are told once") {
  Story story("standard", "2027-03-01", two_rules());
  // Due on Friday 19 March: nobody is written to at the weekend.
  CHECK(timer(story.accept("lead", "assign_activity", assigned)) == at_start("2027-03-22"));
  story.go_to("2027-03-22");
  const auto told = story.accept("system", "escalate_overdue");
  REQUIRE(told.events.size() == 1);
  CHECK(told.events.front().type == "overdue_escalated");
  CHECK_THAT(told.events.front().data,
             Contains("activity_read_earlier_feedback") && Contains("2027-03-19") && Contains("lead"));
  const auto* message = delivery(told, "overdue_lead");
  REQUIRE(message);
  CHECK_THAT(message->payload, Contains("role:lead") && Contains("Friday 19 March 2027") &&
                                   Contains("Read what people have already told us"));
  CHECK(timer(told) == at_start("2027-03-24"));  // who is told after five days
  CHECK(story.refuse("system", "escalate_overdue").reason == Reason::out_of_turn);
}

TEST_CASE("Overdue: what is done takes the timer back, and a new day sets it anew") {
  Story story("standard", "2027-03-01", two_rules());
  story.accept("lead", "assign_activity", assigned);
  CHECK(timer(story.accept("lead", "assign_activity",
                           R"({"activity":"read_earlier_feedback","person":"a","due_on":"2027-03-23"})")) ==
        at_start("2027-03-24"));
  CHECK(timer(story.accept("lead", "attach_document",
                           R"({"kind":"other","title":"Paper","url":"https://example.org"})")) == "-");
  story.go_to("2027-03-24");
  story.accept("system", "escalate_overdue");
  story.accept("lead", "assign_activity", assigned);  // another day: it is told again
  CHECK(story.accept("system", "escalate_overdue").events.size() == 2);
  CHECK(timer(story.accept("lead", "assign_activity",
                           R"({"activity":"read_earlier_feedback","person":"a","due_on":"2027-03-30"})")) ==
        at_start("2027-03-31"));
  CHECK(timer(story.accept("lead", "complete_activity",
                           R"({"activity":"read_earlier_feedback","note":"Done."})")) == "");
}

TEST_CASE("Overdue: after an outage each role hears of all of it in one message, in order of the days") {
  Story story("standard", "2027-03-01");
  story.go_to("2027-04-30");
  const auto told = story.accept("system", "escalate_overdue");
  REQUIRE(told.events.size() == 4);  // the four of Plan; those that count from dates not yet set are not
  int messages = 0;
  for (const auto& one : told.deliveries) messages += one.adapter == "notifier" ? 1 : 0;
  CHECK(messages == 1);
  const auto* message = delivery(told, "overdue_lead");
  REQUIRE(message);
  const auto first = message->payload.find("Read what people have already told us");
  const auto last = message->payload.find("Settle who makes the decision");
  CHECK(first < last);
  CHECK(last != std::string::npos);
  CHECK(timer(told) == "");
}

TEST_CASE("Overdue: a timer that comes too early says when it is due now; with nothing to come it does not") {
  Story story("standard", "2027-03-01", two_rules());
  story.accept("lead", "assign_activity", assigned);
  const auto refusal = story.refuse("system", "escalate_overdue");
  REQUIRE(refusal.again_at);
  CHECK(to_text(*refusal.again_at) == at_start("2027-03-22"));
  story.accept("lead", "complete_activity", R"({"activity":"read_earlier_feedback","note":"Done."})");
  CHECK_FALSE(story.refuse("system", "escalate_overdue").again_at);
}

TEST_CASE("Overdue: commands that can change no due day do not have them counted") {
  Story story("standard", "2027-03-01", two_rules());
  const auto changes = [&](const std::string& command, const std::string& body) {
    const Project before = story.project();
    story.accept("lead", command, body);
    return !same_due_days(before, story.project());
  };
  CHECK_FALSE(changes("attach_document", R"({"kind":"other","title":"Paper","url":"https://example.org"})"));
  CHECK_FALSE(changes("describe_project", R"({"title":"Another"})"));
  CHECK(changes("assign_activity", assigned));
  CHECK(changes("suspend_project", R"({"reason":"A slip."})"));
  CHECK(changes("resume_project", ""));
}

TEST_CASE("Overdue: nothing is told of a suspended project, and resuming sets the timer again") {
  Story story("standard", "2027-03-01", two_rules());
  story.accept("lead", "assign_activity", assigned);
  CHECK(timer(story.accept("lead", "suspend_project", R"({"reason":"A slip."})")) == "");
  story.go_to("2027-03-25");
  CHECK(story.refuse("system", "escalate_overdue").reason == Reason::out_of_turn);
  // 24 days in which it stood still: due on Monday 12 April.
  CHECK(timer(story.accept("lead", "resume_project")) == at_start("2027-04-13"));
  story.go_to("2027-04-17");
  CHECK(story.accept("system", "escalate_overdue").events.size() == 2);
}

TEST_CASE("Overdue: an answer that is late is told inside and on the public page") {
  Story story("standard", "2027-03-01", two_rules());
  story.open();
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  const auto page = [&] {
    return std::string(
        public_page(story.project(), story.context(), story.now()).at("status_text").as_string());
  };
  story.go_to("2027-09-16");
  CHECK(page() == "Closed: we are reading what you said");
  story.go_to("2027-09-17");
  const auto told = story.accept("system", "escalate_overdue");
  CHECK(delivery(told, "overdue_lead_publisher"));
  CHECK(delivery(told, "page"));
  CHECK(page() == "The answer is late: it was promised by Thursday 16 September 2027");
}

TEST_CASE("Overdue: only the program's own timer escalates, and every shipped definition says to whom") {
  Story story;
  story.go_to("2027-04-30");
  CHECK(story.refuse("lead", "escalate_overdue").reason == Reason::not_permitted);
  for (const auto& definition : story.context().definitions->all()) {
    INFO(definition->name);
    CHECK(definition->may("system", "escalate_overdue"));
    CHECK(std::any_of(definition->escalation.begin(), definition->escalation.end(),
                      [](const EscalationRule& rule) { return rule.overdue == "answer"; }));
  }
}

TEST_CASE("Overdue: a project's memory of what was told is rebuilt from its record") {
  Story story("standard", "2027-03-01", two_rules());
  story.accept("lead", "assign_activity", assigned);
  story.go_to("2027-03-30");
  story.accept("system", "escalate_overdue");
  const auto again = story.workflow().replay(nullptr, story.history());
  CHECK(*as_project(*again).escalated == *story.project().escalated);
  CHECK(as_project(*again).escalated.size() == 2);
}
