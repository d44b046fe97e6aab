// The whole cycle, and what stops it on the way.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

std::vector<std::string> unmet(const Refusal& refusal) {
  std::vector<std::string> names;
  for (const auto& requirement : refusal.requirements) names.push_back(requirement.name);
  return names;
}

}  // namespace

TEST_CASE("Cycle: a project goes from Plan to Complete and every step is kept") {
  Story story;
  story.open();
  CHECK(story.status() == "open");
  answer_the_branch(story);
  decide_it(story);
  story.accept("publisher", "begin_closing", R"({"headline":"The path goes ahead, planting first"})");
  story.accept("publisher", "answer_theme",
               R"({"theme":"theme-1","verdict":"adopted","we_decided":"Planting starts in May.",
                   "because":"Roots need one winter to hold the sand."})");
  story.accept("maori_specialist", "decide",
               R"({"responses":[{"issue":"Planting","response":"It comes first."}]})", "tauira-ki-tai");
  story.sign_off();
  const auto published = story.accept("publisher", "publish_results");
  CHECK(calls_for(published, "publisher", "page"));
  CHECK(calls_for(published, "notifier", "notice_results_published"));
  CHECK(story.status() == "published");
  story.finish_activities("close_the_loop");

  const auto early = story.refuse("lead", "begin_evaluation");
  CHECK(unmet(early) == std::vector<std::string>{"people_told"});
  story.accept("system", "record_people_told", R"({"how":"By a message to: public"})");
  story.accept("lead", "begin_evaluation");
  story.accept("lead", "record_evaluation", R"({"findings":"We heard few young people.","targets":[]})");
  story.accept("lead", "record_lesson", R"({"title":"Go to schools","lesson":"Ask at school next time."})");
  story.finish_activities("evaluate");

  const auto waits = story.refuse("lead", "complete_project");
  CHECK(unmet(waits) == std::vector<std::string>{"mana_whenua_settled"});
  story.accept("maori_specialist", "close", R"({"evaluation_asked":"By phone"})", "tauira-ki-tai");
  CHECK(story.in("concluded"));
  story.accept("lead", "complete_project");
  CHECK(story.status() == "complete");

  SECTION("and replaying its events leads to the same place and the same projection") {
    const auto again = story.workflow().replay(nullptr, story.history());
    CHECK(as_project(*again).place == story.project().place);
    CHECK(as_project(*again).version == story.project().version);
    CHECK(story.workflow().project(*again).summary == story.workflow().project(*story.state()).summary);
    CHECK(canonical(project_view(as_project(*again), story.context(), "specialist", story.now())) ==
          canonical(project_view(story.project(), story.context(), "specialist", story.now())));
  }
}

TEST_CASE("Plan: preparation waits for the assessment, the communities and what people said before") {
  Story story;
  const auto refusal = story.refuse("lead", "begin_preparation");
  CHECK(refusal.reason == Reason::not_ready);
  const auto names = unmet(refusal);
  for (const std::string expected : {"significance_assessed", "communities_identified",
                                     "mana_whenua_assessed", "earlier_insights_recorded", "calendar_checked"})
    CHECK(std::find(names.begin(), names.end(), expected) != names.end());
  for (const auto& requirement : refusal.requirements) {
    CAPTURE(requirement.name);
    CHECK_FALSE(requirement.what.empty());
    CHECK_FALSE(requirement.why.empty());
    CHECK_FALSE(requirement.source.empty());
    CHECK_FALSE(requirement.who.empty());
  }
  CHECK(story.project().version == 1);
}

TEST_CASE("Plan: a project about land or water cannot leave mana whenua out") {
  Story story;
  story.accept(
      "lead", "assess_significance",
      R"({"level":"low","reasons":"Small.","policy_version":"2022","extent_reason":"Small.","land_or_water":true})");
  const auto refusal = story.refuse("maori_specialist", "assess_significance_to_maori",
                                    R"({"conclusion":"not_needed","reasons":"Small."})");
  CHECK(refusal.reason == Reason::not_ready);
  CHECK(refusal.requirements.at(0).source == "LGA s 77(1)(c)");
}

TEST_CASE("Plan: 'not needed' takes a second person") {
  Story story;
  const std::string body = R"({"conclusion":"not_needed","reasons":"About a form."})";
  CHECK(unmet(story.refuse("maori_specialist", "assess_significance_to_maori", body)) ==
        std::vector<std::string>{"significance_assessed"});
  const auto assess = [&](bool land) {
    return story.give(
        "lead", "assess_significance",
        R"({"level":"low","reasons":"Small.","policy_version":"2022","extent_reason":"Small.","land_or_water":)" +
            std::string(land ? "true}" : "false}"));
  };
  REQUIRE(assess(false).ok());
  story.accept("maori_specialist", "assess_significance_to_maori", body);
  CHECK(story.in("unassessed"));
  CHECK(unmet(story.refuse("maori_specialist", "assess_significance_to_maori", body)) ==
        std::vector<std::string>{"second_person"});
  // A new assessment is a new question: what was said about the old one lapses.
  REQUIRE(assess(false).ok());
  story.accept("lead", "assess_significance_to_maori", body);
  CHECK(story.in("unassessed"));
  story.accept("maori_specialist", "assess_significance_to_maori", body);
  CHECK(story.in("not_engaged"));
  CHECK(story.project().not_needed_proposed_by.empty());
  CHECK(assess(true).refusal().requirements.at(0).source == "LGA s 77(1)(c)");
}

TEST_CASE("Prepare: people are asked in public only after mana whenua were asked") {
  Story story;
  story.plan();
  story.prepare();
  const auto refusal = story.refuse("lead", "announce_project");
  CHECK(unmet(refusal) == std::vector<std::string>{"branches_offered"});
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.accept("lead", "announce_project");
  CHECK(story.in("public"));
}

TEST_CASE("Engage: the period opens on its day and closes when its last day has ended, council time") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare();
  story.accept("lead", "announce_project");
  const auto scheduled = story.accept("lead", "schedule_engagement");
  const auto timer = std::find_if(scheduled.deliveries.begin(), scheduled.deliveries.end(),
                                  [](const NewDelivery& delivery) { return delivery.name == "open_timer"; });
  REQUIRE(timer != scheduled.deliveries.end());
  CHECK(to_text(timer->due_at) == "2027-06-13T12:00:00.000Z");  // midnight of the 14th, UTC+12

  CHECK(unmet(story.refuse("system", "open_engagement")) == std::vector<std::string>{"period_started"});
  story.go_to("2027-06-14");
  const auto opened = story.accept("system", "open_engagement");
  CHECK(calls_for(opened, "timer", "close_timer"));
  story.go_to("2027-07-18");
  CHECK(unmet(story.refuse("system", "close_engagement")) == std::vector<std::string>{"period_over"});
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  CHECK(story.status() == "closed");
}

TEST_CASE("Engage: dates that people were given are changed only for ones that keep the rules") {
  Story story("special_consultative_procedure");
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2027-06-14", "2027-07-14");
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  CHECK(unmet(story.refuse("lead", "set_period", R"({"opens_on":"2027-06-14","closes_on":"2027-07-01"})")) ==
        std::vector<std::string>{"period_long_enough"});
  story.accept("lead", "set_period", R"({"opens_on":"2027-06-21","closes_on":"2027-07-21"})");
  story.accept("lead", "cancel_session", R"({"session":"session-1","reason":"No room."})");
  story.go_to("2027-06-21");
  CHECK(unmet(story.refuse("system", "open_engagement")) ==
        std::vector<std::string>{"spoken_interaction_offered"});
}

TEST_CASE("Engage: people get their notice of dates that are moved, too") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare();
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  story.go_to("2027-04-01");
  const auto refusal =
      story.refuse("lead", "set_period", R"({"opens_on":"2027-04-07","closes_on":"2027-05-07"})");
  CHECK(unmet(refusal) == std::vector<std::string>{"notice_given"});
  CHECK(refusal.requirements.at(0).by_when == "2027-04-08");
  story.accept("lead", "set_period", R"({"opens_on":"2027-04-08","closes_on":"2027-05-07"})");
}

TEST_CASE("Prepare: a session lies ahead") {
  Story story;
  story.plan();
  CHECK(story
            .refuse("lead", "plan_session",
                    R"({"kind":"hearing","title":"Past","starts_at":"1990-06-20T10:00:00+12:00",
                         "ends_at":"1990-06-20T11:00:00+12:00","place":"Hall","accessibility":[]})")
            .fields.at(0)
            .field == "/starts_at");
}

TEST_CASE("Engage: totals that do not add up are refused and name the list") {
  Story story;
  story.open();
  const auto refusal = story.refuse(
      "lead", "record_feedback_totals",
      R"({"total":27978,"by_type":[{"name":"individuals","count":22079},{"name":"pro_forma","count":485}],
                       "by_channel":[],"source":"Newspaper"})");
  CHECK(refusal.fields.at(0).field == "/by_type");
}

TEST_CASE("Engage: a closing day can move later, with a reason, never earlier") {
  Story story;
  story.open();
  CHECK(story.refuse("lead", "extend_engagement", R"({"closes_on":"2027-07-10","reason":"Rain."})")
            .fields.at(0)
            .field == "/closes_on");
  CHECK(story.refuse("lead", "extend_engagement", R"({"closes_on":"2027-08-01"})").fields.at(0).field ==
        "/reason");
  const auto extended =
      story.accept("lead", "extend_engagement", R"({"closes_on":"2027-08-01","reason":"Rain."})");
  CHECK(calls_for(extended, "timer", "close_timer"));
  CHECK(story.project().period->closes_on == *parse_day("2027-08-01"));
}

TEST_CASE("Close the loop: results wait for every answer, a second person and each entity's reasons") {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("publisher", "begin_closing", R"({"headline":"The path goes ahead"})");
  const auto names = unmet(story.refuse("publisher", "publish_results"));
  CHECK(names == std::vector<std::string>{"every_theme_answered", "results_signed_off", "branches_answered"});

  CHECK(story
            .refuse("publisher", "answer_theme",
                    R"({"theme":"theme-1","verdict":"adopted","we_decided":"Yes.","because":"Noted."})")
            .fields.at(0)
            .field == "/because");
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"adopted","we_decided":"Yes.","because":"Roots need one winter to hold."})");
  story.sign_off();
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"adopted","we_decided":"Yes, in May.","because":"Roots need one winter to hold."})");
  CHECK_FALSE(story.project().signed_off_by.has_value());
}

TEST_CASE("Close the loop: nobody signs off their own answer") {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("publisher", "begin_closing", R"({"headline":"The path goes ahead"})");
  story.accept(
      "adviser", "answer_theme",
      R"({"theme":"theme-1","verdict":"adopted","we_decided":"Yes.","because":"Roots need one winter to hold."})");
  CHECK(story.refuse("adviser", "sign_off_results", story.as_read()).requirements.at(0).name ==
        "second_person");
  story.sign_off();
}

TEST_CASE("Suspended: people can still be told, and a session be called off") {
  Story story;
  story.open();
  story.accept("lead", "suspend_project", R"({"reason":"A slip."})");
  story.accept("lead", "cancel_session", R"({"session":"session-1","reason":"The road is closed."})");
  story.accept("lead", "post_update", R"({"title":"The slip","text":"We will find another day."})");
  CHECK(story.project().sessions.at(0).cancelled);
  Story unseen;
  unseen.accept("lead", "suspend_project", R"({"reason":"A slip."})");
  CHECK(unseen.refuse("lead", "post_update", R"({"title":"A","text":"B."})").reason == Reason::out_of_turn);
}

TEST_CASE("Withdrawal: people who were asked must be told before a public project ends") {
  Story story;
  story.open();
  const auto withdrawn = story.accept("lead", "withdraw_project", R"({"reason":"The money is gone."})");
  CHECK(story.status() == "withdrawing");
  CHECK(calls_for(withdrawn, "notifier", "notice_project_withdrawn"));
  CHECK(calls_for(withdrawn, "publisher", "page"));
  story.accept("system", "confirm_people_told_of_withdrawal", R"({"how":"By a message to: public"})");
  CHECK(story.status() == "withdrawn");
  CHECK(story.refuse("lead", "resume_project").reason == Reason::out_of_turn);
}

TEST_CASE("Withdrawal: entities that were asked are told even when the public never heard") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  const auto withdrawn = story.accept("lead", "withdraw_project", R"({"reason":"The money is gone."})");
  const auto told =
      std::find_if(withdrawn.deliveries.begin(), withdrawn.deliveries.end(),
                   [](const NewDelivery& one) { return one.name == "notice_project_withdrawn"; });
  REQUIRE(told != withdrawn.deliveries.end());
  CHECK(told->payload.find("entity:tauira-ki-tai") != std::string::npos);
  CHECK(told->payload.find("\"public\"") == std::string::npos);
}

TEST_CASE("Withdrawal: a project nobody has seen ends at once") {
  Story story;
  const auto withdrawn = story.accept("lead", "withdraw_project", R"({"reason":"Not needed."})");
  CHECK(story.status() == "withdrawn");
  CHECK_FALSE(calls_for(withdrawn, "notifier", "notice_project_withdrawn"));
}

TEST_CASE("Notices: nobody hears of a project before the announcement, and no entity before its offer") {
  Story story;
  story.plan();
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira ki Tai"})",
               "tauira-ki-tai");
  story.prepare();
  const auto writes_to = [](const Outcome& outcome, const std::string& audience) {
    return std::any_of(outcome.deliveries.begin(), outcome.deliveries.end(), [&](const NewDelivery& one) {
      return one.payload.find('"' + audience + '"') != std::string::npos;
    });
  };
  const auto cancelled =
      story.accept("lead", "cancel_session", R"({"session":"session-1","reason":"Rain."})");
  CHECK_FALSE(writes_to(cancelled, "public"));
  const auto suspended = story.accept("lead", "suspend_project", R"({"reason":"A storm."})");
  CHECK_FALSE(writes_to(suspended, "public"));
  CHECK_FALSE(writes_to(suspended, "entity:tauira-ki-tai"));
}

TEST_CASE("Suspension: remembers where everything stood, and its timers stop and start again") {
  Story story;
  story.open();
  const auto before = story.project().place;
  const auto suspended =
      story.accept("lead", "suspend_project", R"({"reason":"A storm.","until":"2027-07-01"})");
  CHECK(story.status() == "suspended");
  const auto stopped = std::find_if(suspended.deliveries.begin(), suspended.deliveries.end(),
                                    [](const NewDelivery& one) { return one.replaces == "close_timer"; });
  REQUIRE(stopped != suspended.deliveries.end());
  CHECK(stopped->adapter.empty());
  const auto refusal = story.refuse("lead", "close_engagement");
  CHECK(refusal.reason == Reason::out_of_turn);
  CHECK(std::find(refusal.allowed.begin(), refusal.allowed.end(), "resume-project") != refusal.allowed.end());
  const auto resumed = story.accept("lead", "resume_project");
  CHECK(story.project().place == before);
  CHECK(calls_for(resumed, "timer", "close_timer"));
}

TEST_CASE("Going back: needs a reason, and another round raises the round number") {
  Story story;
  story.plan();
  CHECK(story.refuse("lead", "reopen_plan").fields.at(0).field == "/reason");
  story.accept("lead", "reopen_plan", R"({"reason":"A community was missed."})");
  CHECK(story.status() == "plan");

  Story other;
  other.open();
  answer_the_branch(other);
  decide_it(other);
  other.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  CHECK(other.project().round == 2);
  CHECK(other.status() == "prepare");
  CHECK_FALSE(other.project().period.has_value());
  CHECK(other.project().earlier_periods.size() == 1);
  CHECK(other.project().activities.contains("read_earlier_feedback"));
  CHECK_FALSE(other.project().activities.contains("write_page_text"));
}

TEST_CASE("Special consultative procedure: not less than one month, and the papers it asks for") {
  Story story("special_consultative_procedure");
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2027-06-14", "2027-07-13");
  const auto refusal = story.refuse("lead", "schedule_engagement");
  const auto found = std::find_if(refusal.requirements.begin(), refusal.requirements.end(),
                                  [](const Requirement& one) { return one.name == "period_long_enough"; });
  REQUIRE(found != refusal.requirements.end());
  CHECK(found->by_when == "2027-07-14");
  CHECK(found->source.find("83") != std::string::npos);
  story.accept("lead", "set_period", R"({"opens_on":"2027-06-14","closes_on":"2027-07-14"})");
  const auto again = story.give("lead", "schedule_engagement");
  if (!again.ok()) {
    const auto names = unmet(again.refusal());
    CHECK(std::find(names.begin(), names.end(), "period_long_enough") == names.end());
  }
}
