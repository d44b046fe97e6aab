#pragma once
/// History in, command, events or refusal out: a project told step by step, without engine or store.

#include "engine/workflow.hpp"
#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/definitions/shipped.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/lifecycle.hpp"
#include "workflows/engagement/results.hpp"
#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace full_circle::engagement::testing {

/// `change` may alter the definitions after they are read.
inline std::shared_ptr<const Context> shipped_context(
    const std::function<void(Definition&)>& change = {}, const std::string& zone = "Pacific/Auckland",
    std::shared_ptr<const EngagementCalendar> calendar = nullptr) {
  std::vector<Definition> definitions;
  for (const auto& [file, text] : shipped_definitions()) {
    auto reading = read_definition(text, {"notifier", "publisher", "calendar"});
    REQUIRE(reading.definition);
    reading.definition->hash = "hash-of-" + reading.definition->name;
    if (change) change(*reading.definition);
    definitions.push_back(*std::move(reading.definition));
  }
  return std::make_shared<const Context>(
      Context{.project_chart = explore_project_chart(),
              .branch_chart = explore_branch_chart(),
              .definitions = std::make_shared<const Definitions>(
                  std::move(definitions), nullptr, std::vector<std::string>{"notifier", "publisher"}),
              .zone = zone,
              .calendar = std::move(calendar)});
}

/// The person a role is played by; a representative speaks for "tauira-ki-tai" unless another entity follows
/// a colon. "lead:second" is another lead, by that id.
inline Caller as(const std::string& role) {
  const auto colon = role.find(':');
  if (role.starts_with("mana_whenua_representative")) {
    const auto entity = colon == std::string::npos ? "tauira-ki-tai" : role.substr(colon + 1);
    return Caller{.person = "rep-" + entity, .grants = {{"mana_whenua_representative", "", entity}}};
  }
  if (role == "system") return Caller::system();
  const bool another = colon != std::string::npos;
  return Caller{.person = another ? role.substr(colon + 1) : role + "-person",
                .grants = {{role.substr(0, colon), "", ""}}};
}

/// A command that was accepted, for a test that gives it to a server too.
struct Given {
  std::string role;
  std::string command;
  std::string body;
  std::string target;
  Instant at{};
};

class Story {
 public:
  explicit Story(std::string definition = "standard", std::string today = "2027-03-01",
                 std::shared_ptr<const Context> context = shipped_context())
      : m_workflow(std::move(context)) {
    go_to(today);
    accept(
        "lead", "create_project",
        R"({"title":"Kōwhai Bay shoreline path","summary":"A path along the shore.","local_boards":["kowhai-bay"],
               "communities":["young-people"],"topics":["parks"],"definition":")" +
            definition + R"(","sample":true})");
  }

  /// Noon of a day in council time.
  void go_to(const std::string& day) {
    m_now = start_of(*parse_day(day), m_workflow.context().zone) + std::chrono::hours{12};
  }

  void go_to(Instant now) { m_now = now; }

  Result<Outcome> give(const std::string& role, const std::string& command, const std::string& body = "",
                       const std::string& target = "") {
    CommandRequest request{
        .project = "p01", .target = target, .name = command, .body = body, .caller = as(role)};
    auto result = m_workflow.decide(m_state, request, m_now);
    if (result.ok()) {
      m_given.push_back({role, command, body, target, m_now});
      std::int64_t seq = m_state ? m_state->version() : 0;
      for (const auto& event : result.value().events)
        m_history.push_back({.project = "p01",
                             .seq = ++seq,
                             .type = event.type,
                             .type_version = event.type_version,
                             .data = event.data,
                             .recorded_at = m_now,
                             .by = request.caller.person,
                             .on_behalf_of = event.on_behalf_of});
      m_state = result.value().after;
    }
    return result;
  }

  Outcome accept(const std::string& role, const std::string& command, const std::string& body = "",
                 const std::string& target = "") {
    auto result = give(role, command, body, target);
    if (!result.ok()) FAIL(command << " was refused: " << explain(result.refusal()));
    return std::move(result).value();
  }

  Refusal refuse(const std::string& role, const std::string& command, const std::string& body = "",
                 const std::string& target = "") {
    auto result = give(role, command, body, target);
    if (result.ok()) FAIL(command << " was accepted");
    return std::move(result).refusal();
  }

  /// Does what a refused move asks for, activity by activity, for stories about something else.
  void finish_activities(const std::string& stage) {
    const auto definition = context().definitions->by_hash(project().about->definition_hash);
    for (const auto& activity : definition->activities)
      if (activity.stage == stage)
        accept("lead", "waive_activity",
               R"({"activity":")" + activity.name + R"(","reason":"Not what this is about."})");
  }

  /// The body of a sign-off by somebody who has read the answer as it stands.
  std::string as_read() const { return R"({"answer_hash":")" + answer_hash(project(), context()) + R"("})"; }
  /// By the lead, who wrote none of it.
  Outcome sign_off() { return accept("lead", "sign_off_results", as_read()); }

  const Project& project() const { return as_project(*m_state); }
  const Context& context() const { return m_workflow.context(); }
  const EngagementWorkflow& workflow() const { return m_workflow; }
  const std::vector<StoredEvent>& history() const { return m_history; }
  const std::vector<Given>& given() const { return m_given; }
  std::shared_ptr<const Aggregate> state() const { return m_state; }
  Instant now() const { return m_now; }
  std::string status() const { return std::string(status_of(project().place, context().project_chart)); }
  bool in(const std::string& state) const { return context().project_chart.is_in(project().place, state); }

  static std::string explain(const Refusal& refusal) {
    std::string text = refusal.message;
    for (const auto& field : refusal.fields) text += " [" + field.field + ": " + field.message + "]";
    for (const auto& requirement : refusal.requirements)
      text += " {" + requirement.name + ": " + requirement.why + "}";
    return text;
  }

  // ── Stretches of road that many stories walk ──

  void plan() {
    accept("lead", "assess_significance",
           R"({"level":"medium","reasons":"Many people use the shore.","policy_version":"2022",
               "extent_reason":"Enough to hear those who use it.","land_or_water":true})");
    accept("lead", "identify_communities",
           R"({"groups":[{"community":"young-people","interest":"They swim there."}]})");
    accept("lead", "record_earlier_insights",
           R"({"insights":["Hard to reach with a pram."],"looked_in":"2024 results"})");
    accept("lead", "check_calendar", R"({"finding":"Nothing else is open there.","clashes":[]})");
    accept("maori_specialist", "assess_significance_to_maori",
           R"({"conclusion":"engage","reasons":"It is about the shore."})");
    finish_activities("plan");
    accept("lead", "begin_preparation");
  }

  void open_branch(const std::string& entity, const std::string& name) {
    accept("maori_specialist", "open_branch", R"({"entity_name":")" + name + R"("})", entity);
    accept("maori_specialist", "assess_needed", R"({"assessment":"The shore is theirs to speak for."})",
           entity);
    accept("maori_specialist", "identify_entities",
           R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[]})", entity);
    accept("maori_specialist", "approve_offer", "", entity);
    accept("lead", "send_offer",
           R"({"kaupapa":"A path along the shore.","resourcing":"Time and travel are paid.",
               "information_handling":"Yours stays yours.","respond_by":")" +
               to_text(plus_days(day_in(m_now, context().zone), 60)) + R"("})",
           entity);
  }

  void prepare(const std::string& opens_on = "2027-06-14", const std::string& closes_on = "2027-07-18") {
    accept("lead", "set_scope",
           R"({"purpose":"Where the path goes.","can_change":["Its width"],"cannot_change":["The budget"],
               "decision_maker":"Kōwhai Bay Local Board","decision_on":"2027-08-19","answer_by":"2027-09-16",
               "ways":[{"title":"Online","text":"Fill in the form."}]})");
    accept("lead", "set_period", R"({"opens_on":")" + opens_on + R"(","closes_on":")" + closes_on + R"("})");
    accept("lead", "plan_session",
           R"({"kind":"hearing","title":"Hearing","starts_at":"2027-07-03T10:00:00+12:00",
               "ends_at":"2027-07-03T13:00:00+12:00","place":"Surf club","accessibility":["Step-free"],
               "sign_language":true,"remote_link":true})");
    for (const std::string kind : {"statement_of_proposal", "summary_of_proposal", "privacy_statement",
                                   "feedback_form", "draft_plan", "options_analysis", "background"})
      accept(
          "lead", "attach_document",
          R"({"kind":")" + kind + R"(","title":"Paper","url":"https://example.org/paper","fair_summary":true,
                 "says_where_full":true,"states_period":true})");
    accept("lead", "record_options",
           R"({"options":[{"title":"Build","text":"Build it."},{"title":"Wait","text":"Wait."}]})");
    finish_activities("prepare");
  }

  /// From nothing to open, with one entity asked.
  void open(const std::string& closes_on = "2027-07-18") {
    plan();
    open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
    prepare("2027-06-14", closes_on);
    accept("lead", "announce_project");
    accept("lead", "schedule_engagement");
    go_to("2027-06-14");
    accept("system", "open_engagement");
  }

 private:
  EngagementWorkflow m_workflow;
  std::shared_ptr<const Aggregate> m_state;
  std::vector<StoredEvent> m_history;
  std::vector<Given> m_given;
  Instant m_now{};
};

}  // namespace full_circle::engagement::testing
