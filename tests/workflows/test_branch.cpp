// Mana whenua consultation branches: each entity has its own, and its own say.
#include "tests/support/story.hpp"
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/json.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

constexpr auto tai = "tauira-ki-tai";
constexpr auto uta = "tauira-ki-uta";

struct TwoBranches : Story {
  TwoBranches() {
    plan();
    open_branch(tai, "Ngāti Tauira ki Tai");
    open_branch(uta, "Ngāti Tauira ki Uta");
  }
  std::string stands(const std::string& entity) const {
    return state_of(*project().branch(entity), context().branch_chart);
  }
  void try_to_reach(const std::string& entity) {
    for (const std::string channel : {"email", "letter", "phone"})
      accept("maori_specialist", "record_contact_attempt",
             R"({"channel":")" + channel + R"(","on":"2027-03-01","note":"Left a message."})", entity);
  }
};

const std::string date_body =
    R"({"starts_at":"2027-04-10T10:00:00+12:00","ends_at":"2027-04-10T14:00:00+12:00","place":"Tauira marae")";

}  // namespace

TEST_CASE("Branch: no timer answers for an entity") {
  TwoBranches story;
  story.go_to("2027-12-01");
  for (const std::string command : {"accept", "decline", "comment_only", "confirm_no_response", "pause"}) {
    const auto refusal = story.refuse(
        "system", command, command == "confirm_no_response" ? R"({"note":"Time is up."})" : "", tai);
    CAPTURE(command);
    CHECK(refusal.reason == Reason::not_permitted);
  }
  CHECK(story.stands(tai) == "offered");
  story.accept("system", "remind", "", tai);
  CHECK(story.stands(tai) == "offered");
}

TEST_CASE(
    "Branch: an answer the council enters is recorded on the entity's behalf, with evidence and a copy to "
    "it") {
  TwoBranches story;
  const auto refusal = story.refuse("maori_specialist", "accept", R"({"words":"Yes."})", tai);
  CHECK(refusal.fields.at(0).field == "/recorded_on_behalf");
  const auto outcome =
      story.accept("maori_specialist", "accept",
                   R"({"words":"Yes.","recorded_on_behalf":{"evidence":"Letter of 3 March"}})", tai);
  CHECK(outcome.events.at(0).on_behalf_of == tai);
  CHECK(story.project().branch(tai)->on_behalf);
  const auto copy = std::find_if(
      outcome.deliveries.begin(), outcome.deliveries.end(),
      [](const NewDelivery& one) { return one.payload.find("entity:tauira-ki-tai") != std::string::npos; });
  CHECK(copy != outcome.deliveries.end());
}

TEST_CASE("Branch: the entity's own representative answers without evidence, and only for that entity") {
  TwoBranches story;
  CHECK(story.refuse("mana_whenua_representative:" + std::string(uta), "accept", "", tai).reason ==
        Reason::not_permitted);
  const auto outcome = story.accept("mana_whenua_representative", "accept", "", tai);
  CHECK(outcome.events.at(0).on_behalf_of.empty());
  CHECK(story.stands(tai) == "arranging");
  CHECK(story.stands(uta) == "offered");
}

TEST_CASE("Branch: only the entity confirms its record") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "comment_only", R"({"words":"Plant first."})", tai);
  for (const std::string role :
       {"maori_specialist", "lead", "administrator", "mana_whenua_representative:tauira-ki-uta"})
    CHECK(story.refuse(role, "confirm_record", R"({"record":"They agree."})", tai).reason ==
          Reason::not_permitted);
  story.accept("mana_whenua_representative", "confirm_record", R"({"record":"Plant first."})", tai);
  CHECK(story.stands(tai) == "views_recorded");
}

TEST_CASE("Branch: 'no response' takes enough tries in enough ways, one person to person, and a specialist") {
  TwoBranches story;
  auto refusal = story.refuse("maori_specialist", "confirm_no_response", R"({"note":"Nothing heard."})", tai);
  CHECK(refusal.requirements.size() == 4);
  story.try_to_reach(tai);
  refusal = story.refuse("maori_specialist", "confirm_no_response", R"({"note":"Nothing heard."})", tai);
  REQUIRE(refusal.requirements.size() == 1);
  CHECK(refusal.requirements.at(0).name == "window_over");
  story.go_to("2027-06-01");
  CHECK(story.refuse("lead", "confirm_no_response", R"({"note":"Nothing heard."})", tai).reason ==
        Reason::not_permitted);
  story.accept("maori_specialist", "confirm_no_response", R"({"note":"Nothing heard."})", tai);
  CHECK(story.stands(tai) == "no_response");

  SECTION("and it is never told as agreement") {
    const auto text = state_text(*story.project().branch(tai), story.context().branch_chart);
    CHECK(text == "No response received. This is not agreement.");
    const auto page = canonical(public_page(story.project(), story.context(), story.now()));
    CHECK(page.find("This is not agreement") != std::string::npos);
  }
  SECTION("and the door stays open") {
    story.accept("mana_whenua_representative", "respond_late", R"({"words":"We are here."})", tai);
    CHECK(story.stands(tai) == "arranging");
  }
}

TEST_CASE("Branch: one entity's answer never moves another's branch") {
  TwoBranches story;
  const auto before = story.project().branch(uta)->place;
  story.accept("mana_whenua_representative", "defer_to",
               R"({"entity":"tauira-ki-uta","entity_name":"Ngāti Tauira ki Uta","stay_informed":true})", tai);
  CHECK(story.stands(tai) == "deferred_to_other");
  CHECK(story.project().branch(uta)->place == before);
  CHECK(story.in("consulting"));
}

TEST_CASE("Branch: deferring to an entity without a branch opens one for it") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "defer_to",
               R"({"entity":"ropu-tauira","entity_name":"Te Rōpū Tauira","stay_informed":true})", tai);
  REQUIRE(story.project().branch("ropu-tauira"));
  CHECK(story.stands("ropu-tauira") == "assessing_significance");
}

TEST_CASE("Branch: a hui date stands when both have confirmed the same one") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "accept", "", tai);
  story.accept("lead", "agree_date", date_body + R"(,"koha":"Approved by the manager on 2 March"})", tai);
  CHECK(story.stands(tai) == "arranging");
  story.accept(
      "mana_whenua_representative", "agree_date",
      R"({"starts_at":"2027-04-11T10:00:00+12:00","ends_at":"2027-04-11T14:00:00+12:00","place":"Tauira marae"})",
      tai);
  CHECK(story.stands(tai) == "arranging");
  story.accept(
      "lead", "agree_date",
      R"({"starts_at":"2027-04-11T10:00:00+12:00","ends_at":"2027-04-11T14:00:00+12:00","place":"Tauira marae"})",
      tai);
  CHECK(story.stands(tai) == "hui_scheduled");
  REQUIRE(story.project().branch(tai)->hui.size() == 1);
  CHECK(to_text(story.project().branch(tai)->hui.front().starts_at) == "2027-04-10T22:00:00.000Z");

  SECTION("the council has to say why it moves it; the entity need not") {
    CHECK(story.refuse("lead", "move_hui", "", tai).fields.at(0).field == "/reason");
    story.accept("mana_whenua_representative", "move_hui", "", tai);
    CHECK(story.stands(tai) == "arranging");
    CHECK(story.project().branch(tai)->hui.front().cancelled);
  }
}

TEST_CASE(
    "Branch: no entity is left out by one person, asked or not, nor before it is known what is touched") {
  Story early;
  early.plan();
  early.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira ki Uta"})", uta);
  const std::string mistake = R"({"reason":"Opened by mistake.","entity_told":"By phone"})";
  early.accept("lead", "withdraw", mistake, uta);
  CHECK(early.refuse("lead", "withdraw", mistake, uta).requirements.at(0).name == "second_person");
  CHECK(state_of(*early.project().branch(uta), early.context().branch_chart) == "assessing_significance");
  // The story's project is about the shore.
  CHECK(early.refuse("maori_specialist", "assess_not_needed", R"({"reason":"Small."})", uta)
            .requirements.at(0)
            .name == "not_land_or_water");
  // Even when two have closed the only branch, nobody is asked before mana whenua are.
  early.accept("maori_specialist", "withdraw", mistake, uta);
  early.prepare();
  const auto refusal = early.refuse("lead", "announce_project");
  const auto found = std::find_if(refusal.requirements.begin(), refusal.requirements.end(),
                                  [](const Requirement& one) { return one.name == "branches_offered"; });
  REQUIRE(found != refusal.requirements.end());
  CHECK(found->fix == "open-branch");
}

TEST_CASE("Branch: two people leave an entity out, and never of what turns out to touch land or water") {
  Story story;
  const auto assess = [&](const std::string& land) {
    return story.give("lead", "assess_significance",
                      R"({"level":"low","reasons":"Small.","policy_version":"2022","extent_reason":"Small.",
                          "land_or_water":)" +
                          land + "}");
  };
  REQUIRE(assess("false").ok());
  story.accept("maori_specialist", "assess_significance_to_maori",
               R"({"conclusion":"engage","reasons":"To be sure."})");
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira ki Uta"})", uta);
  const auto stands = [&] { return state_of(*story.project().branch(uta), story.context().branch_chart); };
  story.accept("maori_specialist", "assess_not_needed", R"({"reason":"Hours only."})", uta);
  CHECK(stands() == "assessing_significance");
  CHECK(story.refuse("maori_specialist", "assess_not_needed", R"({"reason":"Hours only."})", uta)
            .requirements.at(0)
            .name == "second_person");
  REQUIRE(assess("false").ok());
  story.accept("lead", "assess_not_needed", R"({"reason":"Hours only."})", uta);
  CHECK(stands() == "assessing_significance");  // the assessment is new, so the lead is the first to say so
  story.accept("maori_specialist", "assess_not_needed", R"({"reason":"Hours only."})", uta);
  CHECK(stands() == "not_engaged_recorded");
  CHECK(assess("true").refusal().requirements.at(0).source == "LGA s 77(1)(c)");
}

TEST_CASE("Branch: each side states its own difference") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "comment_only", R"({"words":"Plant first."})", tai);
  story.accept("mana_whenua_representative", "confirm_record", R"({"record":"Plant first."})", tai);
  Project project = story.project();
  for (const std::string step : {"report", "decide"})
    project.branches.edit().at(tai).place =
        *story.context().branch_chart.next(project.branch(tai)->place, step);
  const auto& definition = *story.context().definitions->by_hash(project.about->definition_hash);
  const auto give = [&](const std::string& role, const std::string& body) {
    const auto command = read_branch_command("record_difference", body);
    REQUIRE(command.ok());
    const Caller caller = as(role);
    auto events = decide_branch(command.value(), tai,
                                {project, definition, story.context(), caller, project.updated_at});
    REQUIRE(events.ok());
    for (const auto& event : events.value())
      evolve(project, event, {project.version + 1, project.updated_at, caller.person},
             story.context().project_chart, story.context().branch_chart);
  };
  const auto stands = [&] { return state_of(*project.branch(tai), story.context().branch_chart); };
  give("mana_whenua_representative", R"({"statement":"It is our road.","sensitivity":"in_confidence"})");
  CHECK(stands() == "responded");
  CHECK(project.branch(tai)->council_statement.empty());
  give("lead", R"({"statement":"It stays.","sensitivity":"may_be_published"})");
  CHECK(stands() == "outcome_differs");
  CHECK(project.branch(tai)->entity_statement == "It is our road.");
}

TEST_CASE("Branch: the time to answer stands still while the council has suspended the project") {
  TwoBranches story;
  const auto before = story.project().branch(tai)->offer->respond_by;
  story.go_to("2027-03-11");
  story.accept("lead", "suspend_project", R"({"reason":"A storm."})");
  story.go_to("2027-12-01");
  const auto refusal =
      story.refuse("maori_specialist", "confirm_no_response", R"({"note":"Nothing came."})", tai);
  CHECK(refusal.requirements.at(0).name == "project_going_on");
  story.accept("lead", "resume_project", R"({"note":"On again."})");
  CHECK(story.project().branch(tai)->offer->respond_by > plus_days(before, 200));
}

TEST_CASE("Branch: a late word after the decision leaves what may be published as it was") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "decline",
               R"({"reason":"Our people are grieving.","sensitivity":"may_be_published"})", tai);
  Project project = story.project();
  project.decisions.edit().push_back(Decision{});
  const auto& definition = *story.context().definitions->by_hash(project.about->definition_hash);
  const auto command = read_branch_command("respond_late", R"({"words":"Thank you for asking."})");
  const Caller caller = as("mana_whenua_representative");
  for (const bool suspended : {false, true}) {
    if (suspended) project.place = *story.context().project_chart.next(project.place, "project_suspended");
    auto events = decide_branch(command.value(), tai,
                                {project, definition, story.context(), caller, project.updated_at});
    REQUIRE(events.ok());
    evolve(project, events.value().at(0), {project.version + 1, project.updated_at, caller.person},
           story.context().project_chart, story.context().branch_chart);
    CHECK(state_of(*project.branch(tai), story.context().branch_chart) == "declined");
    CHECK(project.branch(tai)->published_words == "Our people are grieving.");
  }
}

TEST_CASE("Branch: an entity that was asked is not left out while the project goes on") {
  TwoBranches story;
  CHECK(story.refuse("lead", "withdraw", R"({"reason":"We do not like it.","entity_told":"No"})", tai)
            .requirements.at(0)
            .name == "project_stopped");
}

TEST_CASE("Branch: a pause moves the time to answer on, and contact before the offer is no try") {
  TwoBranches story;
  const auto before = story.project().branch(tai)->offer->respond_by;
  story.accept("mana_whenua_representative", "pause", "", tai);
  story.go_to("2027-03-11");
  story.accept("mana_whenua_representative", "resume", "", tai);
  CHECK(story.project().branch(tai)->offer->respond_by == plus_days(before, 10));
  CHECK(story
            .refuse("maori_specialist", "record_contact_attempt",
                    R"({"channel":"phone","on":"1990-01-01","note":"Long ago."})", tai)
            .fields.at(0)
            .field == "/on");
}

TEST_CASE("Branch: a pause that the council records does not let a report pass an entity by") {
  TwoBranches story;
  const auto& chart = story.context().branch_chart;
  story.accept("maori_specialist", "pause", R"({"recorded_on_behalf":{"evidence":"A call"}})", tai);
  CHECK_FALSE(reportable(*story.project().branch(tai), chart));
  story.accept("mana_whenua_representative:tauira-ki-uta", "pause", "", uta);
  CHECK(reportable(*story.project().branch(uta), chart));
}

TEST_CASE("Branch: only the entity lets its words be published") {
  TwoBranches story;
  CHECK(
      story
          .refuse(
              "maori_specialist", "decline",
              R"({"reason":"No time.","sensitivity":"may_be_published","recorded_on_behalf":{"evidence":"Letter"}})",
              tai)
          .fields.at(0)
          .field == "/sensitivity");
  story.accept("mana_whenua_representative", "decline",
               R"({"reason":"No time.","sensitivity":"may_be_published"})", tai);
  CHECK(story.project().branch(tai)->published_words == "No time.");
}

TEST_CASE("Branch: somebody who speaks for two entities sees and answers for both, on their project only") {
  TwoBranches story;
  const Caller both{
      .person = "duo",
      .grants = {{"mana_whenua_representative", "", tai}, {"mana_whenua_representative", "", uta}}};
  const auto cls = view_class(both, story.project());
  CHECK_FALSE(branch_view(story.project(), story.context(), tai, cls).at("withheld").as_bool());
  CHECK_FALSE(branch_view(story.project(), story.context(), uta, cls).at("withheld").as_bool());
  CHECK_FALSE(
      represents({.person = "other", .grants = {{"mana_whenua_representative", "p99", tai}}}, tai, "p01"));
}

TEST_CASE("Branch: a pause needs no reason, and coming back is to where it was left") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "accept", "", tai);
  const auto before = story.project().branch(tai)->place;
  story.accept("mana_whenua_representative", "pause", "", tai);
  CHECK(story.stands(tai) == "paused_by_mana_whenua");
  story.accept("mana_whenua_representative", "resume", "", tai);
  CHECK(story.project().branch(tai)->place == before);
}

TEST_CASE("Branch: what is said in confidence is seen by the entity and the specialist only") {
  TwoBranches story;
  story.accept("mana_whenua_representative", "add_note",
               R"({"text":"SECRETPLACE is where they rest.","sensitivity":"in_confidence"})", tai);
  story.accept("mana_whenua_representative", "comment_only", R"({"words":"SECRETWORDS"})", tai);
  const auto shown = [&](const std::string& role) {
    const auto cls = view_class(as(role), story.project());
    REQUIRE_FALSE(cls.empty());
    return canonical(project_view(story.project(), story.context(), cls, story.now())) +
           canonical(history_view(story.history(), story.project(), cls)) +
           canonical(branches_view(story.project(), story.context(), cls)) +
           canonical(moves_view(story.project(), story.context(), as(role), story.now())) +
           canonical(branch_moves_view(story.project(), story.context(), as(role), tai, story.now()));
  };
  for (const std::string role : {"maori_specialist", "mana_whenua_representative"}) {
    // The project's own page shows every branch's state; the words are on the entity's branch.
    const auto cls = view_class(as(role), story.project());
    const auto text = canonical(branch_view(story.project(), story.context(), tai, cls));
    CHECK(text.find("SECRETPLACE") != std::string::npos);
    CHECK(text.find("SECRETWORDS") != std::string::npos);
  }
  for (const std::string role :
       {"lead", "adviser", "publisher", "administrator", "mana_whenua_representative:tauira-ki-uta"}) {
    CAPTURE(role);
    CHECK(shown(role).find("SECRET") == std::string::npos);
  }
  const auto in_public = canonical(public_page(story.project(), story.context(), story.now())) +
                         canonical(calendar_entries(story.project(), story.context())) +
                         story.workflow().project(*story.state()).summary +
                         story.workflow().project(*story.state()).search_text;
  CHECK(in_public.find("SECRET") == std::string::npos);
}

TEST_CASE(
    "Branch: an offer gives not less than the definition's days to answer, and waits for the specialist") {
  Story story;
  story.plan();
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira ki Tai"})", tai);
  story.accept("maori_specialist", "assess_needed", R"({"assessment":"Theirs."})", tai);
  story.accept("maori_specialist", "identify_entities",
               R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[]})", tai);
  const std::string offer =
      R"({"kaupapa":"A path.","resourcing":"Paid.","information_handling":"Yours.","respond_by":)";
  CHECK(story.refuse("lead", "send_offer", offer + R"("2027-12-01"})", tai).requirements.at(0).name ==
        "offer_approved");
  story.accept("maori_specialist", "approve_offer", "", tai);
  CHECK(story.refuse("lead", "send_offer", offer + R"("2027-03-10"})", tai).fields.at(0).field ==
        "/respond_by");
  story.accept("lead", "send_offer", offer + R"("2027-04-30"})", tai);
}

TEST_CASE("Branch: what comes after the decision is kept as a note, and nobody is turned away") {
  TwoBranches story;
  story.try_to_reach(tai);
  story.try_to_reach(uta);
  story.go_to("2027-06-01");
  story.accept("maori_specialist", "confirm_no_response", R"({"note":"Nothing heard."})", tai);
  story.accept("maori_specialist", "confirm_no_response", R"({"note":"Nothing heard."})", uta);
  story.prepare();
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  story.go_to("2027-06-14");
  story.accept("system", "open_engagement");
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  story.finish_activities("engage");
  story.accept("lead", "record_feedback_totals",
               R"({"total":0,"by_type":[],"by_channel":[],"source":"None came"})");
  story.accept("lead", "begin_analysis");
  story.accept("adviser", "record_theme", R"({"title":"None","you_said":"Nothing came in.","people":0})");
  story.accept("adviser", "set_decision_meeting",
               R"({"body":"Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
  story.accept("adviser", "submit_advice",
               R"({"title":"Advice","url":"https://example.org/a","significance_statement":"Low."})");
  story.go_to("2027-08-20");
  story.finish_activities("report");
  story.accept(
      "decision_maker", "record_decision",
      R"({"body":"Board","decided_on":"2027-08-19","decision":"Go on.","reasons":"Nobody objected or agreed."})");
  const auto late =
      story.accept("mana_whenua_representative", "respond_late", R"({"words":"We are here."})", tai);
  CHECK(late.events.at(0).type == "branch_noted");
  CHECK(story.stands(tai) == "no_response");
  CHECK(story.project().branch(tai)->notes.back().text == "We are here.");
  story.accept("lead", "notify_outcome", R"({"words":"This is what was decided."})", tai);
  CHECK(story.stands(tai) == "relationship_ongoing");
  CHECK(
      state_text(*story.project().branch(tai), story.context().branch_chart).find("This is not agreement") !=
      std::string::npos);
  CHECK(story.in("consulting"));
  story.accept("lead", "notify_outcome", R"({"words":"This is what was decided."})", uta);
  CHECK(story.in("concluded"));
}

TEST_CASE("Branch: a representative of an entity without a branch sees nothing of an unannounced project") {
  Story story;
  CHECK(view_class(as("mana_whenua_representative:nobody-here"), story.project()).empty());
  CHECK(story.refuse("mana_whenua_representative:nobody-here", "post_update", R"({"title":"A","text":"B"})")
            .reason == Reason::unknown);
}

TEST_CASE("Branch: once the project has ended, no move is offered that would be refused") {
  Story story;
  story.plan();
  story.open_branch(tai, "Ngāti Tauira ki Tai");
  const auto moves = [&] {
    return branch_moves_view(story.project(), story.context(), as("lead"), tai, story.now())
        .at("items")
        .as_array()
        .size();
  };
  CHECK(moves() > 0);
  story.accept("lead", "withdraw_project", R"({"reason":"No money."})");
  REQUIRE(story.in("withdrawn"));
  CHECK(moves() == 0);
  CHECK(story.refuse("lead", "withdraw", R"({"reason":"It stops.","entity_told":"By phone."})", tai).reason ==
        Reason::out_of_turn);
}
