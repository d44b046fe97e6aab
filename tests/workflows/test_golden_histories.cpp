// Released events replay to the same state for ever. tests/golden/histories holds whole histories as they
// were written and the state each led to. A changed meaning takes a new event version and an upcast, never a
// new golden file. FULL_CIRCLE_REGENERATE=1 writes them anew, for events that were never released.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

const std::string folder = std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/golden/histories/";

std::string read_file(const std::string& name) {
  std::ifstream file(folder + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string as_lines(const std::vector<StoredEvent>& events) {
  std::string lines;
  for (const auto& event : events)
    lines += canonical(boost::json::object{{"by", event.by},
                                           {"data", boost::json::parse(event.data)},
                                           {"recorded_at", to_text(event.recorded_at)},
                                           {"seq", event.seq},
                                           {"type", event.type},
                                           {"type_version", event.type_version}}) +
             "\n";
  return lines;
}

std::vector<StoredEvent> from_lines(const std::string& lines) {
  std::vector<StoredEvent> events;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    const auto object = boost::json::parse(line).as_object();
    events.push_back({.project = "p01",
                      .seq = object.at("seq").as_int64(),
                      .type = std::string(object.at("type").as_string()),
                      .type_version = static_cast<int>(object.at("type_version").as_int64()),
                      .data = canonical(object.at("data")),
                      .recorded_at = *parse_instant(object.at("recorded_at").as_string()),
                      .by = std::string(object.at("by").as_string())});
  }
  return events;
}

/// Everything the state holds that people ever see.
std::string state_of_all(const EngagementWorkflow& workflow, const Aggregate& aggregate) {
  const auto& project = as_project(aggregate);
  const auto& context = workflow.context();
  const auto later = *parse_instant("2030-01-01T00:00:00Z");
  boost::json::array branches;
  for (const auto& [entity, branch] : project.branches)
    branches.push_back(branch_view(project, context, entity, "entity:" + entity));
  auto view = project_view(project, context, "staff", later);
  view.erase("facts");  // depends on the definition of the day
  return canonical(boost::json::object{{"project", std::move(view)},
                                       {"branches", std::move(branches)},
                                       {"page", public_page(project, context, later)},
                                       {"calendar", calendar_entries(project, context)}}) +
         "\n";
}

void branch_steps(Story& story) {
  constexpr auto tai = "tauira-ki-tai";
  constexpr auto uta = "tauira-ki-uta";
  story.open_branch(uta, "Ngāti Tauira ki Uta");
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Te Rōpū Tauira"})", "ropu-tauira");
  story.accept("maori_specialist", "add_note", R"({"text":"Meets monthly.","sensitivity":"in_confidence"})",
               "ropu-tauira");
  for (const std::string role : {"lead", "maori_specialist"})
    story.accept(role, "withdraw", R"({"reason":"Opened twice by mistake.","entity_told":"By phone"})",
                 "ropu-tauira");
  story.accept("mana_whenua_representative", "accept", R"({"words":"Come and talk."})", tai);
  story.accept("mana_whenua_representative", "record_availability", R"({"days":["2027-04-10"]})", tai);
  const std::string date =
      R"({"starts_at":"2027-04-10T10:00:00+12:00","ends_at":"2027-04-10T14:00:00+12:00","place":"Tauira marae"})";
  story.accept("lead", "agree_date", date, tai);
  story.accept("mana_whenua_representative", "agree_date", date, tai);
  story.accept("mana_whenua_representative", "pause", R"({"words":"Tangihanga."})", tai);
  story.accept("mana_whenua_representative", "resume", "", tai);
  story.accept("lead", "move_hui", R"({"reason":"The road is closed."})", tai);
  story.accept("lead", "agree_date", date, tai);
  story.accept("mana_whenua_representative", "agree_date", date, tai);
  story.go_to("2027-04-12");
  story.accept("lead", "record_hui_held", R"({"people":12,"notes":"Planting matters."})", tai);
  story.accept(
      "lead", "request_assessment",
      R"({"scope":"Values","fee":"As agreed","knowledge_terms":"Theirs","due_on":"2027-05-10","accepted_by":"At the hui"})",
      tai);
  story.accept("mana_whenua_representative", "receive_assessment",
               R"({"title":"Values assessment","sensitivity":"to_be_checked"})", tai);
  story.accept("lead", "draft_record", R"({"record":"Plant first."})", tai);
  story.accept("mana_whenua_representative", "confirm_record",
               R"({"record":"Plant first.","published_words":"Plant first."})", tai);
  story.accept(
      "maori_specialist", "decline",
      R"({"reason":"No time.","sensitivity":"in_confidence","recorded_on_behalf":{"evidence":"Letter"}})",
      uta);
}

void finish(Story& story) {
  constexpr auto tai = "tauira-ki-tai";
  story.accept("publisher", "post_update", R"({"title":"Halfway","text":"Two weeks left."})");
  story.accept("lead", "extend_engagement", R"({"closes_on":"2027-07-25","reason":"Rain."})");
  story.accept(
      "lead", "move_session",
      R"({"session":"session-1","starts_at":"2027-07-04T10:00:00+12:00","ends_at":"2027-07-04T13:00:00+12:00","reason":"Rain."})");
  story.go_to("2027-07-05");
  story.accept("lead", "record_session_held", R"({"session":"session-1","people":40,"notes":"Lively."})");
  story.accept("lead", "suspend_project", R"({"reason":"A storm."})");
  story.accept("lead", "resume_project");
  story.go_to("2027-07-26");
  story.accept("system", "close_engagement");
  story.finish_activities("engage");
  story.accept("lead", "record_feedback_totals",
               R"({"total":3,"by_type":[{"name":"individuals","count":3}],"by_channel":[],"source":"Us"})");
  story.accept("lead", "begin_analysis");
  story.accept("adviser", "record_theme",
               R"({"title":"Plant first","you_said":"Fence the dunes.","people":2})");
  story.accept("adviser", "set_decision_meeting",
               R"({"body":"Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
  story.accept("adviser", "submit_advice",
               R"({"title":"Advice","url":"https://example.org/a","significance_statement":"Medium."})");
  story.accept("lead", "report", R"({"report":"Advice","shown_to_entity":"By e-mail"})", tai);
  story.finish_activities("report");
  story.go_to("2027-08-20");
  story.accept(
      "decision_maker", "record_decision",
      R"({"body":"Board","decided_on":"2027-08-19","decision":"Plant first.","reasons":"Roots hold the sand."})");
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"adopted","we_decided":"In May.","because":"Roots need one winter to hold."})");
  story.accept("maori_specialist", "decide", R"({"responses":[{"issue":"Planting","response":"First."}]})",
               tai);
  story.sign_off();
  story.accept("publisher", "publish_results");
  story.accept("publisher", "correct_results",
               R"({"what_changed":"A spelling.","headline":"Planting comes first","answers":[]})");
  story.sign_off();
  story.accept("system", "record_people_told", R"({"how":"By a message to: public"})");
  story.finish_activities("close_the_loop");
  const std::string outcome =
      R"({"outcome":"Planting is led together.","commitments":[{"what":"A planting day","owner":"Parks"}]})";
  story.accept("lead", "agree_outcome", outcome, tai);
  story.accept("mana_whenua_representative", "agree_outcome", outcome, tai);
  story.accept("maori_specialist", "close", R"({"evaluation_asked":"By phone"})", tai);
  story.accept("lead", "notify_outcome", R"({"words":"This was decided."})", "tauira-ki-uta");
  story.accept("lead", "begin_evaluation");
  story.accept("lead", "record_evaluation",
               R"({"findings":"Good.","targets":[{"target":"100 people","result":"3","met":false}]})");
  story.accept("lead", "record_lesson", R"({"title":"Go to schools","lesson":"Ask at school."})");
  story.finish_activities("evaluate");
  story.accept("lead", "complete_project");
}

Story whole_cycle() {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  branch_steps(story);
  story.prepare();
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  story.accept("lead", "reopen_preparation", R"({"reason":"A paper was missing."})");
  story.accept("lead", "schedule_engagement");
  story.go_to("2027-06-14");
  story.accept("system", "open_engagement");
  finish(story);
  return story;
}

/// One entity gave views and one is silent; the decision is to ask again, and both are.
Story two_rounds() {
  constexpr auto tai = "tauira-ki-tai";
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  offer_again(story, tai);
  story.accept("lead", "suspend_project", R"({"reason":"A slip."})");
  story.go_to("2027-09-01");
  story.accept("lead", "resume_project", R"({"note":"On again."})");
  story.accept("mana_whenua_representative", "decline", "", tai);
  story.go_to("2027-09-20");
  story.accept("system", "escalate_overdue");
  return story;
}

/// An entity says how it wishes to meet, and takes two kaupapa up in one hui.
Story joined_hui() {
  constexpr auto tai = "tauira-ki-tai";
  Story story;
  story.open();
  story.accept("mana_whenua_representative", "accept", "", tai);
  story.accept("mana_whenua_representative", "record_hui_wishes",
               R"({"notice_working_days":15,"maramataka":"best-3-williams"})", tai);
  const std::string date =
      R"({"starts_at":"2027-07-10T10:00:00+12:00","ends_at":"2027-07-10T14:00:00+12:00","place":"Tauira marae",
          "joins":{"project":"p02","hui":"hui-1"}})";
  story.accept("lead", "agree_date", date, tai);
  story.accept("mana_whenua_representative", "agree_date", date, tai);
  return story;
}

/// Said in plain words and in another language, signed off, and given a time to go out, twice.
Story published_at_a_time() {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("maori_specialist", "decide", R"({"responses":[{"issue":"Planting","response":"First."}]})",
               "tauira-ki-tai");
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"partly_adopted","we_decided":"In May.","because":"Roots need one winter to hold."})");
  story.accept(
      "publisher", "edit_results",
      R"({"headline":"We plant first","plain":[{"theme":"theme-1","you_said":"Keep people off the dunes."}]})");
  story.accept("maori_specialist", "translate_results",
               R"({"language":"fr","blocks":[{"block":"headline","text":"Planter d’abord","state":"checked"},
                   {"block":"you_said","theme":"theme-1","text":"Protéger les dunes.","state":"draft"}]})");
  story.sign_off();
  story.accept("publisher", "publish_results", R"({"at":"2027-09-01T21:00:00Z"})");
  story.accept("lead", "cancel_publication", R"({"reason":"One more look."})");
  story.accept("publisher", "publish_results", R"({"at":"2027-09-02T21:00:00Z"})");
  story.go_to("2027-09-03");
  story.accept("system", "publish_results");
  return story;
}

/// Its page was taken down while it was open, and put back.
Story page_taken_down() {
  Story story;
  story.open();
  story.accept("lead", "unpublish_page", R"({"reason":"A name was shown by mistake."})");
  story.accept("publisher", "publish_page_again", R"({"reason":"The name is gone."})");
  story.accept("administrator", "unpublish_page", R"({"reason":"The name is back."})");
  return story;
}

struct Golden {
  std::string name;
  Story (*tell)();  ///< null: nobody can do it any more in that way
};
const std::vector<Golden> goldens{
    {"whole-cycle", whole_cycle},   {"two-rounds", two_rounds},
    {"joined-hui", joined_hui},     {"published-at-a-time", published_at_a_time},
    {"signed-off-unread", nullptr}, {"page-taken-down", page_taken_down}};

}  // namespace

TEST_CASE("Golden histories: events as they were released replay to the state they led to") {
  const EngagementWorkflow workflow(shipped_context());
  for (const Golden& golden : goldens) {
    CAPTURE(golden.name);
    const bool regenerates = std::getenv("FULL_CIRCLE_REGENERATE") != nullptr;
    if (regenerates && golden.tell)
      std::ofstream(folder + golden.name + ".jsonl") << as_lines(golden.tell().history());
    const auto events = from_lines(read_file(golden.name + ".jsonl"));
    REQUIRE(events.size() > 30);
    const auto replayed = workflow.replay(nullptr, events);
    if (regenerates) std::ofstream(folder + golden.name + ".state.json") << state_of_all(workflow, *replayed);
    CHECK(state_of_all(workflow, *replayed) == read_file(golden.name + ".state.json"));
    for (const auto& event : events)
      CHECK(write_event(read_event(event.type, event.type_version, event.data)) == event.data);
  }
}

TEST_CASE("Golden histories: the stories told today write the events that were released") {
  for (const Golden& golden : goldens) {
    CAPTURE(golden.name);
    if (!golden.tell) continue;
    CHECK(as_lines(golden.tell().history()) == read_file(golden.name + ".jsonl"));
  }
}
