// What is due by when, under which calendar and by whose rule.
#include "tests/support/story.hpp"
#include "workflows/engagement/clocks.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;
namespace json = boost::json;

namespace {

std::vector<ProjectClock> clocks(const Story& story) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  return clocks_of(story.project(), *definition, story.context(), story.now());
}

std::optional<ProjectClock> find(const Story& story, const std::string& name) {
  const auto all = clocks(story);
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const ProjectClock& clock) { return clock.name == name; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

ProjectClock clock(const Story& story, const std::string& name) {
  const auto found = find(story, name);
  INFO(name);
  REQUIRE(found);
  return *found;
}

std::string due(const Story& story, const std::string& name) {
  const auto found = clock(story, name);
  return found.due_on ? to_text(*found.due_on) : found.note;
}

std::string state(const Story& story, const std::string& name) {
  return std::string(state_text(clock(story, name).state));
}

json::object row(const json::object& view, const std::string& name) {
  for (const auto& item : view.at("items").as_array())
    if (item.at("name").as_string() == name) return item.as_object();
  FAIL("no clock " << name);
  return {};
}

const std::string meeting =
    R"({"body":"Local board","starts_at":"2027-08-19T10:00:00+12:00","place":"Hall"})";

}  // namespace

TEST_CASE("Clocks: the period waits, runs, and is met when it closes; its shortest length says from when") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  CHECK_FALSE(find(story, "period"));
  story.prepare();
  CHECK(state(story, "period") == "waiting");
  CHECK(due(story, "period") == "2027-07-18");
  CHECK(due(story, "period_minimum") == "2027-06-27");  // 14 days, both ends counted
  CHECK(state(story, "notice_before_opening") == "waiting");
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  CHECK(due(story, "notice_before_opening") == "2027-03-08");
  CHECK(state(story, "notice_before_opening") == "running");
  story.go_to("2027-06-14");
  CHECK(state(story, "notice_before_opening") == "met");
  story.accept("system", "open_engagement");
  CHECK(state(story, "period") == "running");
  CHECK(state(story, "period_minimum") == "running");
  story.go_to("2027-06-27");
  CHECK(state(story, "period_minimum") == "met");
  story.go_to("2027-07-19");
  CHECK(state(story, "period") == "overdue");  // nothing has closed it yet
  story.accept("system", "close_engagement");
  CHECK(state(story, "period") == "met");
}

TEST_CASE("Clocks: an activity is due by its rule or the day it was assigned with, and met when done") {
  Story story;
  CHECK(due(story, "activity_read_earlier_feedback") == "2027-03-11");
  CHECK(state(story, "activity_read_earlier_feedback") == "running");
  CHECK(state(story, "activity_write_page_text") == "waiting");  // there is no period yet
  story.go_to("2027-03-12");
  CHECK(state(story, "activity_read_earlier_feedback") == "overdue");
  story.accept("lead", "assign_activity",
               R"({"activity":"read_earlier_feedback","person":"a","due_on":"2027-03-20"})");
  CHECK(state(story, "activity_read_earlier_feedback") == "running");
  story.accept("lead", "complete_activity", R"({"activity":"read_earlier_feedback","note":"Read."})");
  CHECK(state(story, "activity_read_earlier_feedback") == "met");
  CHECK(clock(story, "activity_read_earlier_feedback").source == "SA step 1");
}

TEST_CASE("Clocks: an optional activity of a stage that was left is nobody's worry any more") {
  Story story;
  story.open();
  CHECK(find(story, "activity_check_who_is_missing"));
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  story.accept("lead", "waive_activity", R"({"activity":"gather_everything","reason":"None came."})");
  story.accept("lead", "record_feedback_totals", R"({"total":0,"by_type":[],"by_channel":[],"source":"x"})");
  story.accept("lead", "begin_analysis");
  CHECK_FALSE(find(story, "activity_check_who_is_missing"));
}

TEST_CASE("Clocks: before the meeting the report is public two working days, as LGOIMA counts them") {
  Story story;
  story.open();
  CHECK_FALSE(find(story, "report_public"));
  story.accept("adviser", "set_decision_meeting", meeting);
  const auto report = clock(story, "report_public");
  CHECK(due(story, "report_public") == "2027-08-17");
  CHECK(report.calendar == "LGOIMA-1987-amended-2019");
  CHECK_THAT(report.source, Contains("46A"));
  // Of a meeting on the first working day after the summer, the day lies before it.
  story.accept("adviser", "set_decision_meeting",
               R"({"body":"Local board","starts_at":"2028-01-11T10:00:00+13:00","place":"Hall"})");
  CHECK(due(story, "report_public") == "2027-12-16");
  const auto view = clocks_view(story.project(), story.context(), "staff", story.now(), SkippedDays::listed);
  const auto skipped = row(view, "report_public").at("skipped").as_array();
  CHECK(skipped.size() == 24);  // Saturday 18 December to Monday 10 January
  CHECK(std::any_of(skipped.begin(), skipped.end(), [](const json::value& day) {
    return day.at("why").as_string() == "20 December to 10 January";
  }));
}

TEST_CASE("Clocks: the meeting is made known in its window, late in the month in either of two") {
  Story story;
  story.open();
  story.accept("adviser", "set_decision_meeting", meeting);
  auto notice = clock(story, "meeting_notice");
  CHECK(to_text(*notice.starts_on) == "2027-07-17");  // 14 days before 31 July
  CHECK(to_text(*notice.due_on) == "2027-07-26");
  CHECK(notice.state == ClockState::waiting);
  story.accept("adviser", "set_decision_meeting",
               R"({"body":"Local board","starts_at":"2027-08-26T10:00:00+12:00","place":"Hall"})");
  notice = clock(story, "meeting_notice");
  CHECK(to_text(*notice.due_on) == "2027-08-19");  // 5 working days before
  CHECK_THAT(notice.note, Contains("Saturday 17 July 2027 and Monday 26 July 2027") &&
                              Contains("Thursday 12 August 2027 and Thursday 19 August 2027"));
  story.accept("adviser", "set_decision_meeting",
               R"({"body":"Local board","starts_at":"2027-08-26T10:00:00+12:00","place":"Hall",
                   "public_notice":"https://example.org/notice"})");
  CHECK(state(story, "meeting_notice") == "met");
}

TEST_CASE("Clocks: a suspension is shown to stop no statutory clock and no promise; activities are held") {
  Story story;
  story.open();
  story.accept("adviser", "set_decision_meeting", meeting);
  story.accept("lead", "suspend_project", R"({"reason":"A slip on the path."})");
  for (const std::string name : {"period", "period_minimum", "report_public", "answer_promised"}) {
    INFO(name);
    CHECK(state(story, name) == "running");
    CHECK_THAT(clock(story, name).note, Contains("does not stop it"));
    CHECK(clock(story, name).due_on);
  }
  CHECK(state(story, "activity_gather_everything") == "on_hold");
  CHECK(state(story, "branch_response_tauira-ki-tai") == "on_hold");
  story.go_to("2027-07-25");
  CHECK(state(story, "period") == "overdue");
  CHECK(state(story, "activity_gather_everything") == "on_hold");
}

TEST_CASE("Clocks: people hear back by the council's own standard, counted from the decision") {
  Story story;
  CHECK(state(story, "answer_standard") == "waiting");
  const auto standard = clock(story, "answer_standard");
  CHECK(standard.source == "the council's own standard");
  CHECK_THAT(standard.what, Contains("20 working days under employment"));
}

TEST_CASE("Clocks: an entity sees its own time to answer and no other's; staff see them all") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.open_branch("tauira-ki-uta", "Ngāti Tauira ki Uta");
  const auto seen = [&](const std::string& view_class) {
    std::vector<std::string> names;
    const auto view =
        clocks_view(story.project(), story.context(), view_class, story.now(), SkippedDays::left_out);
    for (const auto& item : view.at("items").as_array())
      if (const std::string name(item.at("name").as_string()); name.starts_with("branch_"))
        names.push_back(name.substr(std::string("branch_response_").size()));
    CHECK((view_class == "staff" || json::serialize(view).find("ki Uta") == std::string::npos));
    return names;
  };
  CHECK(seen("staff") == std::vector<std::string>{"tauira-ki-tai", "tauira-ki-uta"});
  CHECK(seen("entity:tauira-ki-tai") == std::vector<std::string>{"tauira-ki-tai"});
  CHECK(seen("entity:tauira-ki") == std::vector<std::string>{});
}

TEST_CASE("Clocks: an entity that pauses has its time held") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  CHECK(state(story, "branch_response_tauira-ki-tai") == "running");
  story.accept("mana_whenua_representative", "pause", "", "tauira-ki-tai");
  CHECK(state(story, "branch_response_tauira-ki-tai") == "on_hold");
  story.accept("mana_whenua_representative", "resume", "", "tauira-ki-tai");
  CHECK(state(story, "branch_response_tauira-ki-tai") == "running");
}

TEST_CASE("Clocks: days left are told in plain and in working days, and go below zero") {
  Story story("standard", "2027-03-01", shipped_context([](Definition& definition) {
                for (auto& activity : definition.activities)
                  if (activity.name == "read_earlier_feedback") activity.due->count = {10, "employment"};
              }));
  const auto left = [&] {
    const auto view =
        clocks_view(story.project(), story.context(), "staff", story.now(), SkippedDays::left_out);
    const auto one = row(view, "activity_read_earlier_feedback");
    CHECK(one.at("due_on").as_string() == "2027-03-15");
    CHECK_FALSE(one.contains("skipped"));
    return std::pair(one.at("days_left").as_int64(), one.at("working_days_left").as_int64());
  };
  CHECK(left() == std::pair<std::int64_t, std::int64_t>(14, 10));
  story.go_to("2027-03-15");
  CHECK(left() == std::pair<std::int64_t, std::int64_t>(0, 0));
  story.go_to("2027-03-22");
  CHECK(left() == std::pair<std::int64_t, std::int64_t>(-7, -5));
}

TEST_CASE("Clocks: what cannot be counted is said, and no day is guessed") {
  Story story("standard", "2027-03-01", shipped_context([](Definition& definition) {
                definition.activities.front().due->count = {20'000, "RMA-1991"};
              }));
  const auto found = clock(story, "activity_read_earlier_feedback");
  CHECK_FALSE(found.due_on);
  CHECK(found.state == ClockState::waiting);
  CHECK_THAT(found.note, Contains("It cannot be counted: ") && Contains("working days"));
}

TEST_CASE("Clocks: a project that was stopped has none") {
  Story story;
  story.accept("lead", "withdraw_project", R"({"reason":"There is no money."})");
  CHECK(clocks(story).empty());
}
