// What stands still while a project is suspended or a branch paused, and what does not.
#include "tests/support/story.hpp"
#include "workflows/engagement/clocks.hpp"
#include "workflows/engagement/due_days.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;

namespace {

const std::string slip = R"({"reason":"A slip on the path."})";

ProjectClock clock(const Story& story, const std::string& name) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  for (const auto& one : clocks_of(story.project(), *definition, story.context(), story.now()))
    if (one.name == "activity_" + name) return one;
  FAIL("no clock of " << name);
  return {};
}
std::string due(const Story& story, const std::string& name) {
  return to_text(*clock(story, name).due_on);
}

void suspend(Story& story, const std::string& from, const std::string& to) {
  story.go_to(from);
  story.accept("lead", "suspend_project", slip);
  story.go_to(to);
  story.accept("lead", "resume_project");
}

/// When somebody is told next; empty: nothing is to be told.
std::string told_next(const Story& story) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  const auto all = escalations_to_come(story.project(), *definition, story.context());
  return all.empty() ? "" : to_text(day_in(all.front().at, story.context().zone));
}

std::string respond_by(const Story& story) {
  return to_text(story.project().branch("tauira-ki-tai")->offer->respond_by);
}

/// A branch that was sent an offer on this day; `before_offer` comes just before it is sent.
void offer(Story& story, const std::string& on, const std::string& respond_by,
           const std::function<void()>& before_offer = {}) {
  const std::string entity = "tauira-ki-tai";
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira ki Tai"})", entity);
  story.accept("maori_specialist", "assess_needed", R"({"assessment":"Theirs to speak for."})", entity);
  story.accept("maori_specialist", "identify_entities",
               R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[]})", entity);
  story.accept("maori_specialist", "approve_offer", "", entity);
  if (before_offer) before_offer();
  story.go_to(on);
  story.accept("lead", "send_offer",
               R"({"kaupapa":"A path.","resourcing":"Time is paid.","information_handling":"Yours.",
                   "respond_by":")" +
                   respond_by + R"("})",
               entity);
}

void by_entity(Story& story, const std::string& on, const std::string& command) {
  story.go_to(on);
  story.accept("mana_whenua_representative", command, "", "tauira-ki-tai");
}

}  // namespace

TEST_CASE(
    "Suspension: activities are due as many days later as the project stood still, and nobody is told") {
  Story story;  // 1 March 2027
  CHECK(due(story, "read_earlier_feedback") == "2027-03-11");
  story.go_to("2027-03-05");
  story.accept("lead", "suspend_project", slip);
  CHECK(state_text(clock(story, "read_earlier_feedback").state) == "on_hold");
  CHECK_THAT(clock(story, "read_earlier_feedback").note, Contains("moves on by as long as that lasts"));
  story.go_to("2027-05-05");
  story.accept("lead", "resume_project");
  CHECK(due(story, "read_earlier_feedback") == "2027-05-11");
  CHECK(state_text(clock(story, "read_earlier_feedback").state) == "running");
  CHECK_THAT(clock(story, "read_earlier_feedback").note, Contains("Put off by 61 days"));
  CHECK(story.refuse("system", "escalate_overdue").reason == Reason::out_of_turn);
  CHECK(told_next(story) > "2027-05-11");
  story.go_to("2027-05-10");
  suspend(story, "2027-05-10", "2027-05-12");  // and once more
  CHECK(due(story, "read_earlier_feedback") == "2027-05-13");
  const auto again = story.workflow().replay(nullptr, story.history());
  CHECK(as_project(*again).stood_still.size() == 2);
}

TEST_CASE("Suspension: what was overdue before stays overdue, and is not told a second time") {
  Story story;
  story.go_to("2027-03-30");
  CHECK(story.accept("system", "escalate_overdue").events.size() == 4);
  suspend(story, "2027-03-30", "2027-05-05");
  CHECK(due(story, "read_earlier_feedback") == "2027-03-11");
  CHECK(state_text(clock(story, "read_earlier_feedback").state) == "overdue");
  CHECK(story.refuse("system", "escalate_overdue").reason == Reason::out_of_turn);
}

TEST_CASE("Suspension: a day that somebody set moves on too, when it was set before") {
  Story story;
  const auto assign = [&](const std::string& day) {
    story.accept("lead", "assign_activity",
                 R"({"activity":"read_earlier_feedback","person":"a","due_on":")" + day + R"("})");
  };
  assign("2027-03-20");
  suspend(story, "2027-03-05", "2027-03-15");
  CHECK(due(story, "read_earlier_feedback") == "2027-03-30");
  assign("2027-03-20");
  CHECK(due(story, "read_earlier_feedback") == "2027-03-20");
}

TEST_CASE("Suspension: what is counted back from a day that stays is not put off; who is told hears later") {
  Story story;
  story.plan();
  story.accept("lead", "set_scope",
               R"({"purpose":"Where the path goes.","can_change":["Its width"],"cannot_change":[],
                   "decision_maker":"Board","decision_on":"2027-08-19","answer_by":"2027-09-16","ways":[]})");
  story.accept("lead", "set_period", R"({"opens_on":"2027-06-14","closes_on":"2027-07-18"})");
  CHECK(due(story, "write_page_text") == "2027-05-30");
  story.go_to("2027-05-20");
  story.accept("lead", "suspend_project", slip);
  CHECK_THAT(clock(story, "write_page_text").note, Contains("does not stop it"));
  CHECK(state_text(clock(story, "write_page_text").state) == "running");
  story.go_to("2027-06-10");
  story.accept("lead", "resume_project");
  CHECK(due(story, "write_page_text") == "2027-05-30");
  CHECK(state_text(clock(story, "write_page_text").state) == "overdue");
  CHECK(story.refuse("system", "escalate_overdue").reason == Reason::out_of_turn);
  CHECK(told_next(story) > "2027-06-10");
}

TEST_CASE("Suspension: a stage goes on where it was, and what counts from its beginning does so too") {
  Story story("standard", "2027-03-01", shipped_context([](Definition& definition) {
                for (auto& activity : definition.activities)
                  if (activity.name == "write_page_text")
                    activity.due = DueRule{{10, "employment"}, false, "stage_begun"};
              }));
  story.go_to("2027-04-05");
  story.plan();
  const auto begun = story.project().stage_since;
  CHECK(due(story, "write_page_text") == "2027-04-19");
  suspend(story, "2027-04-08", "2027-04-13");  // five days: to Saturday 24 April
  CHECK(story.project().stage_since == begun);
  CHECK(due(story, "write_page_text") == "2027-04-27");  // Monday is Anzac Day's
}

TEST_CASE("Suspension: an offer that was sent during it loses only the days since the offer") {
  Story story;
  story.plan();
  offer(story, "2027-04-30", "2027-05-31", [&] { story.accept("lead", "suspend_project", slip); });
  by_entity(story, "2027-05-01", "pause");
  by_entity(story, "2027-05-08", "resume");
  CHECK(respond_by(story) == "2027-05-31");  // it stands still yet
  story.go_to("2027-05-10");
  story.accept("lead", "resume_project");
  CHECK(respond_by(story) == "2027-06-10");
}

TEST_CASE("Suspension: days on which a branch was paused as well count once, and none is lost") {
  Story story;
  story.plan();
  offer(story, "2027-04-30", "2027-06-30");
  by_entity(story, "2027-05-05", "pause");
  story.go_to("2027-05-10");
  story.accept("lead", "suspend_project", slip);
  by_entity(story, "2027-05-20", "resume");
  CHECK(respond_by(story) == "2027-06-30");
  story.go_to("2027-05-30");
  story.accept("lead", "resume_project");
  CHECK(respond_by(story) == "2027-07-25");  // 5 to 30 May
  by_entity(story, "2027-06-01", "pause");
  suspend(story, "2027-06-02", "2027-06-04");
  CHECK(respond_by(story) == "2027-07-25");
  by_entity(story, "2027-06-06", "resume");
  CHECK(respond_by(story) == "2027-07-30");
}
