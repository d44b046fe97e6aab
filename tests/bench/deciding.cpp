// Deciding and applying one command of a project with 200 events, against reading and writing its body as
// JSON.
#include "engine/record.hpp"
#include "tests/bench/filling.hpp"
#include "tests/bench/machine.hpp"
#include "tests/bench/measures.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/json.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace full_circle::bench {

namespace {

namespace json = boost::json;

constexpr std::int64_t events_wanted = 200;
constexpr int times = 500;

/// A project that is told command by command, without engine or store.
class Told {
 public:
  using EngagementWorkflow = engagement::EngagementWorkflow;

  Told() : m_workflow(shipped_context()) {
    go_to("2027-03-01");
    tell("lead", "create_project", project_body(1));
    plan();
    branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
    branch("tauira-ki-uta", "Ngāti Tauira ki Uta");
    prepare();
    tell("lead", "announce_project");
    tell("lead", "schedule_engagement");
    go_to("2027-06-14");
    tell("system", "open_engagement");
    for (int number = 0; version() < events_wanted; ++number) {
      const std::string text = std::to_string(number);
      if (number % 2 == 0)
        tell("lead", "post_update",
             R"({"title":"What happened in week )" + text +
                 R"(","text":"People came and said what they think."})");
      else
        tell("lead", "attach_document",
             R"({"kind":"background","title":"Paper )" + text + R"(","url":"https://example.org/paper/)" +
                 text + R"("})");
    }
  }

  Result<Outcome> ask(const std::string& role, const std::string& name, const std::string& body = "",
                      const std::string& target = "") const {
    Caller caller =
        role == "system" ? Caller::system() : Caller{.person = role + "-person", .grants = {{role, "", ""}}};
    const CommandRequest request{
        .project = "p01", .target = target, .name = name, .body = body, .caller = std::move(caller)};
    return m_workflow.decide(m_state, request, m_now);
  }

  const std::vector<StoredEvent>& history() const { return m_history; }
  const EngagementWorkflow& workflow() const { return m_workflow; }

 private:
  std::int64_t version() const { return m_state ? m_state->version() : 0; }
  void go_to(const std::string& day) {
    m_now = engagement::start_of(*parse_day(day), m_workflow.context().zone) + std::chrono::hours{12};
  }
  void tell(const std::string& role, const std::string& name, const std::string& body = "",
            const std::string& target = "");
  void plan();
  void branch(const std::string& entity, const std::string& name);
  void prepare();
  void finish_activities(const std::string& stage) {
    for (const auto& activity : m_workflow.context().definitions->current("standard")->activities) {
      if (activity.stage == stage)
        tell("lead", "waive_activity",
             R"({"activity":")" + activity.name + R"(","reason":"Not needed here."})");
    }
  }

  EngagementWorkflow m_workflow;
  std::shared_ptr<const Aggregate> m_state;
  std::vector<StoredEvent> m_history;
  Instant m_now{};
};

void Told::tell(const std::string& role, const std::string& name, const std::string& body,
                const std::string& target) {
  auto outcome = ask(role, name, body, target);
  if (!outcome.ok()) throw std::logic_error(name + " was refused: " + outcome.refusal().message);
  for (const NewEvent& event : outcome.value().events)
    m_history.push_back({.project = "p01",
                         .seq = static_cast<std::int64_t>(m_history.size()) + 1,
                         .type = event.type,
                         .type_version = event.type_version,
                         .data = event.data,
                         .recorded_at = m_now,
                         .by = role});
  m_state = outcome.value().after;
}

void Told::plan() {
  tell("lead", "assess_significance",
       R"({"level":"medium","reasons":"Many people use the shore.","policy_version":"2022",
           "extent_reason":"Enough to hear those who use it.","land_or_water":true})");
  tell("lead", "identify_communities",
       R"({"groups":[{"community":"young-people","interest":"They swim there."}]})");
  tell("lead", "record_earlier_insights",
       R"({"insights":["Hard to reach with a pram."],"looked_in":"2024 results"})");
  tell("lead", "check_calendar", R"({"finding":"Nothing else is open there.","clashes":[]})");
  tell("maori_specialist", "assess_significance_to_maori",
       R"({"conclusion":"engage","reasons":"It is about the shore."})");
  finish_activities("plan");
  tell("lead", "begin_preparation");
}

void Told::branch(const std::string& entity, const std::string& name) {
  tell("maori_specialist", "open_branch", R"({"entity_name":")" + name + R"("})", entity);
  tell("maori_specialist", "assess_needed", R"({"assessment":"The shore is theirs to speak for."})", entity);
  tell("maori_specialist", "identify_entities",
       R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[]})", entity);
  tell("maori_specialist", "approve_offer", "", entity);
  tell("lead", "send_offer",
       R"({"kaupapa":"A path along the shore.","resourcing":"Time and travel are paid.",
           "information_handling":"Yours stays yours.","respond_by":"2027-05-01"})",
       entity);
}

void Told::prepare() {
  tell("lead", "set_scope",
       R"({"purpose":"Where the path goes.","can_change":["Its width"],"cannot_change":["The budget"],
           "decision_maker":"Kōwhai Bay Local Board","decision_on":"2027-08-19","answer_by":"2027-09-16",
           "ways":[{"title":"Online","text":"Fill in the form."}]})");
  tell("lead", "set_period", R"({"opens_on":"2027-06-14","closes_on":"2027-07-18"})");
  for (const std::string number : {"1", "2", "3"})
    tell("lead", "plan_session",
         R"({"kind":"hearing","title":"Hearing )" + number + R"(","starts_at":"2027-07-03T10:00:00+12:00",
             "ends_at":"2027-07-03T13:00:00+12:00","place":"Surf club","accessibility":["Step-free"],
             "sign_language":true,"remote_link":true})");
  for (const std::string kind : {"privacy_statement", "feedback_form", "background"})
    tell("lead", "attach_document",
         R"({"kind":")" + kind + R"(","title":"Paper","url":"https://example.org/paper"})");
  tell("lead", "record_options",
       R"({"options":[{"title":"Build","text":"Build it."},{"title":"Wait","text":"Wait."}]})");
  finish_activities("prepare");
}

double nanoseconds_to_decide(const Told& told, const std::string& name, const std::string& body) {
  std::size_t size = 0;
  const auto began = SteadyClock::now();
  for (int i = 0; i < times; ++i) {
    const auto outcome = told.ask("lead", name, body);
    if (!outcome.ok()) throw std::logic_error(name + " was refused: " + outcome.refusal().message);
    size += outcome.value().reply.size();
  }
  const double took = milliseconds_since(began);
  return size == 0 ? 0 : took * 1e6 / times;
}

double nanoseconds_for_json(const std::string& body) {
  std::size_t size = 0;
  const auto began = SteadyClock::now();
  for (int i = 0; i < times; ++i) size += engagement::canonical(json::parse(body)).size();
  const double took = milliseconds_since(began);
  return size == 0 ? 0 : took * 1e6 / times;
}

double nanoseconds_to_replay(const Told& told) {
  const auto began = SteadyClock::now();
  const auto state = told.workflow().replay(nullptr, told.history());
  const double took = milliseconds_since(began);
  if (state->version() != events_wanted) throw std::logic_error("the history led elsewhere");
  return took * 1e6;
}

}  // namespace

void measure_deciding(const Options& options, Report& report) {
  const Told told;
  struct Asked {
    std::string name;
    std::string body;
  };
  for (const Asked& asked :
       {Asked{"assign_activity",
              R"({"activity":"gather_everything","person":"lead-person","due_on":"2027-08-01"})"},
        Asked{"post_update",
              R"({"title":"Two more evenings","text":"Come to the surf club on Tuesday or Thursday."})"}}) {
    Rounds decide;
    Rounds parse;
    Rounds ratio;
    for (int round = 0; round < 2 * options.rounds; ++round) {
      const double peer = nanoseconds_for_json(asked.body);
      const double one = nanoseconds_to_decide(told, asked.name, asked.body);
      decide.add(one);
      parse.add(peer);
      ratio.add(one / peer);
    }
    report.add({"deciding", "decide and evolve " + asked.name + " after 200 events", decide.median(), "ns"});
    report.add({"deciding", "parse its body and write it canonically", parse.median(), "ns"});
    report.add({"deciding", "decide and evolve / parse and write", ratio.median(), "times"});
  }
  Rounds replay;
  for (int round = 0; round < 5 * options.rounds; ++round) replay.add(nanoseconds_to_replay(told) / 1e3);
  report.add({"deciding", "rebuild the project from its 200 events", replay.median(), "µs"});
}

}  // namespace full_circle::bench
