// Going round again, and putting right what is published.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

TEST_CASE(
    "Another round: each entity is asked again, and what it said before stands as the earlier round's") {
  Story story;
  const std::string tai = "tauira-ki-tai";
  story.open();
  answer_the_branch(story);
  decide_it(story);
  const auto started =
      story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  CHECK(calls_for(started, "calendar", "calendar"));
  const auto& branch = *story.project().branch(tai);
  CHECK(state_of(branch, story.context().branch_chart) == "preparing_offer");
  CHECK_FALSE(branch.offered_at.has_value());
  CHECK(branch.record.empty());
  CHECK(branch.published_words.empty());
  REQUIRE(branch.earlier_rounds.size() == 1);
  CHECK(branch.earlier_rounds[0].state == "views_before_decision_maker");
  CHECK(branch.earlier_rounds[0].record == "Plant first, then build.");
  // They were never given the reasons for the first round: they are still owed them.
  CHECK_FALSE(answered(branch, story.context().branch_chart));
  CHECK(story.refuse("mana_whenua_representative", "confirm_record", R"({"record":"The draft suits."})", tai)
            .reason == Reason::out_of_turn);

  story.accept("maori_specialist", "approve_offer", "", tai);
  story.accept("maori_specialist", "send_offer",
               R"({"kaupapa":"The draft.","resourcing":"Hui costs.","information_handling":"Yours.",
                   "respond_by":"2027-12-01"})",
               tai);
  story.accept("mana_whenua_representative", "pause", "", tai);
  const EngagementWorkflow again(std::make_shared<const Context>(story.context()));
  const auto replayed = again.replay(nullptr, story.history());
  CHECK(as_project(*replayed).branch(tai)->earlier_rounds.size() == 1);
  CHECK(as_project(*replayed).branch(tai)->round == 2);
}

TEST_CASE("Another round: a branch that is paused is asked again once it resumes") {
  Story story;
  const std::string tai = "tauira-ki-tai";
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("mana_whenua_representative", "pause", "", tai);
  story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  const auto stands = [&] { return state_of(*story.project().branch(tai), story.context().branch_chart); };
  CHECK(stands() == "paused_by_mana_whenua");
  story.accept("mana_whenua_representative", "resume", "", tai);
  CHECK(stands() == "preparing_offer");
}

TEST_CASE("Another round: sessions and themes of the last one do not count for this one") {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  REQUIRE(story.project().themes.at(0).round == 1);
  story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  const auto is_met = [&](std::string_view move, std::string_view name) {
    const auto all =
        requirements_of(move, story.project(), *definition, story.context(), story.project().updated_at);
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    REQUIRE(found != all.end());
    return found->met;
  };
  CHECK_FALSE(is_met("submit_advice", "themes_recorded"));
  CHECK_FALSE(is_met("open_engagement", "branches_offered"));
  CHECK_FALSE(story.project().calendar_check.has_value());
}

TEST_CASE("Corrections: what is published changes when a second person has signed it off") {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("publisher", "begin_closing", R"({"headline":"The path goes ahead"})");
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"adopted","we_decided":"Yes.","because":"Roots need one winter to hold."})");
  story.accept("maori_specialist", "decide",
               R"({"responses":[{"issue":"Planting","response":"It comes first."}]})", "tauira-ki-tai");
  story.accept("adviser", "sign_off_results");
  story.accept("publisher", "publish_results");
  CHECK(story.refuse("adviser", "sign_off_results").reason == Reason::out_of_turn);

  const auto drafted =
      story.accept("publisher", "correct_results",
                   R"({"what_changed":"A spelling.","headline":"The path comes","answers":[]})");
  CHECK(drafted.deliveries.empty());
  CHECK(std::string(story.project().headline) == "The path goes ahead");
  CHECK(story.project().editions.size() == 1);
  const auto corrected = story.accept("adviser", "sign_off_results");
  CHECK(calls_for(corrected, "publisher", "page"));
  CHECK(std::string(story.project().headline) == "The path comes");
  CHECK(story.project().editions.size() == 2);
  CHECK_FALSE(story.project().correction.has_value());
  CHECK(corrected.events.at(0).data.find(R"("drafted_by":"publisher-person")") != std::string::npos);
}
