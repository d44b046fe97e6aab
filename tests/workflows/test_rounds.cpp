// Going round again, and putting right what is published.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/requirement_checks.hpp"
#include "workflows/engagement/requirements.hpp"
#include "workflows/engagement/views.hpp"

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
  CHECK(state_text(branch, story.context().branch_chart) ==
        "Round 1: Views given, and put before the decision-maker unedited. Round 2: We are preparing an "
        "invitation.");
  // They are told what becomes of it, although this round's offer is still to come; nobody says they came
  // back.
  CHECK(started.deliveries.end() ==
        std::find_if(started.deliveries.begin(), started.deliveries.end(), [](const NewDelivery& one) {
          return one.name.find("consultation_reopened") != std::string::npos;
        }));
  CHECK(branch.ever_asked);
  // They were never given the reasons for the first round: they are still owed them.
  CHECK_FALSE(answered(branch, story.context().branch_chart));
  CHECK(story.refuse("mana_whenua_representative", "confirm_record", R"({"record":"The draft suits."})", tai)
            .reason == Reason::out_of_turn);

  offer_again(story, tai);
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
  const Seen seen{story.project(), *definition, story.context(), {}, story.project().updated_at};
  CHECK_FALSE(session_planned(seen).met);
  CHECK_FALSE(spoken_interaction_offered(seen).met);
  REQUIRE(story.project().sessions.size() == 1);
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
  story.sign_off();
  story.accept("publisher", "publish_results");
  CHECK(story.refuse("adviser", "sign_off_results", story.as_read()).reason == Reason::out_of_turn);

  const auto drafted =
      story.accept("publisher", "correct_results",
                   R"({"what_changed":"A spelling.","headline":"The path comes","answers":[]})");
  CHECK(drafted.deliveries.empty());
  CHECK(std::string(story.project().headline) == "The path goes ahead");
  CHECK(story.project().editions.size() == 1);
  const auto corrected = story.sign_off();
  CHECK(calls_for(corrected, "publisher", "page"));
  CHECK(std::string(story.project().headline) == "The path comes");
  CHECK(story.project().editions.size() == 2);
  CHECK_FALSE(story.project().correction.has_value());
  CHECK(corrected.events.at(0).data.find(R"("drafted_by":"publisher-person")") != std::string::npos);
}

TEST_CASE("Another round: an offer for the first draft is no offer for the second") {
  Story story;
  const std::string uta = "tauira-ki-uta";
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.open_branch(uta, "Ngāti Tauira ki Uta");
  Project project = story.project();
  evolve(project, AnotherRoundStarted{{Text("Ask on the draft.")}, 2, {}},
         {project.version + 1, project.updated_at, "lead-person"}, story.context().project_chart,
         story.context().branch_chart);
  CHECK(state_of(*project.branch(uta), story.context().branch_chart) == "preparing_offer");
  CHECK_FALSE(project.branch(uta)->offer_approved);
  CHECK_FALSE(project.branch(uta)->offer.has_value());
}

TEST_CASE(
    "Another round: reasons owed for the first are given issue by issue, and what was said is published") {
  Story story;
  const std::string tai = "tauira-ki-tai";
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  offer_again(story, tai);
  story.accept("mana_whenua_representative", "decline", "", tai);
  Project project = story.project();
  project.decisions.edit().push_back(Decision{{}, Name("decision-2"), 2, "", {}});
  const auto& definition = *story.context().definitions->by_hash(project.about->definition_hash);
  const Caller caller = as("maori_specialist");
  const auto notify = [&](const std::string& body) {
    const auto command = read_branch_command("notify_outcome", body);
    REQUIRE(command.ok());
    return decide_branch(command.value(), tai,
                         {project, definition, story.context(), caller, project.updated_at});
  };
  CHECK(notify(R"({"words":"Noted."})").refusal().fields.at(0).field == "/responses");
  const auto told =
      notify(R"({"words":"This was decided.","responses":[{"issue":"Planting","response":"First."}]})");
  REQUIRE(told.ok());
  evolve(project, told.value().at(0), {project.version + 1, project.updated_at, caller.person},
         story.context().project_chart, story.context().branch_chart);
  CHECK(answered(*project.branch(tai), story.context().branch_chart));
  CHECK(project.branch(tai)->earlier_rounds.at(0).responses.size() == 1);
  project.editions.edit().push_back(Edition{});
  const auto page = public_page(project, story.context(), project.updated_at);
  const auto& row = page.at("result").at("mana_whenua").at(0);
  CHECK(row.at("text").as_string() == "Plant first.");
  CHECK(std::string(row.at("state_text").as_string()).find("Round 2: Chose not to take part.") !=
        std::string::npos);
}

TEST_CASE("Another round: answers to the first are not published under the words of the second") {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"adopted","we_decided":"Yes.","because":"Roots need one winter to hold."})");
  story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  CHECK_FALSE(story.project().themes.at(0).verdict.has_value());
  CHECK(story.project().answered_by.empty());
  // The meeting was held; one that is still to come is called off, not forgotten.
  const auto entries = [](const Project& project, const Context& context) {
    return boost::json::serialize(calendar_entries(project, context));
  };
  CHECK(story.project().earlier_meetings.size() == 1);
  CHECK_FALSE(story.project().earlier_meetings.at(0).called_off);
  CHECK(entries(story.project(), story.context()).find("decision-meeting-1") != std::string::npos);
}

TEST_CASE("Views: making the public page leaves the project as it was") {
  Story story;
  story.plan();
  story.accept("lead", "set_decision_meeting",
               R"({"body":"Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
  for (const std::string day : {"09", "05"})
    story.accept(
        "lead", "plan_session",
        R"({"kind":"walk","title":"Walk","starts_at":"2027-07-)" + day +
            R"(T10:00:00+12:00","ends_at":"2027-07-)" + day +
            R"(T11:00:00+12:00","place":"Shore","accessibility":[],"sign_language":false,"remote_link":false})");
  const auto now = story.project().updated_at;
  const auto before = project_view(story.project(), story.context(), "staff", now);
  const auto page = public_page(story.project(), story.context(), now);
  CHECK(page.at("sessions").at(0).at("id").as_string() == "session-2");
  CHECK(project_view(story.project(), story.context(), "staff", now) == before);
}

TEST_CASE("Views: an entity sees of another that it is asked, and nothing of when, where or how") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.open_branch("tauira-ki-uta", "Ngāti Tauira ki Uta");
  const auto own = branch_view(story.project(), story.context(), "tauira-ki-tai", "entity:tauira-ki-tai");
  const auto others = branch_view(story.project(), story.context(), "tauira-ki-tai", "entity:tauira-ki-uta");
  CHECK(own.as_object().contains("hui"));
  CHECK(others.at("withheld").as_bool());
  for (const char* field :
       {"hui", "respond_by", "commitments", "offer", "published_words", "contact_attempts"})
    CHECK_FALSE(others.as_object().contains(field));
}

TEST_CASE("Migration: a public project stays one that people see") {
  Story story;
  story.open();
  const auto refusal =
      story.refuse("administrator", "migrate_definition", R"({"definition":"internal","reason":"Quieter."})");
  CHECK(refusal.fields.at(0).field == "/definition");
}
