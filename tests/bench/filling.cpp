#include "tests/bench/filling.hpp"

#include "adapters/http/project_ids.hpp"
#include "config/compose.hpp"
#include "engine/engine.hpp"
#include "tests/bench/asks.hpp"
#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/lifecycle.hpp"

#include <future>
#include <stdexcept>

namespace full_circle::bench {

namespace {

config::Settings settings_for(const std::filesystem::path& folder) {
  config::Settings settings;
  settings.data = folder.string();
  settings.store.durability = config::Durability::normal;
  return settings;
}

void check(const Reply& reply) {
  if (const auto* refusal = std::get_if<Refusal>(&reply)) {
    std::string text = refusal->message;
    for (const FieldProblem& field : refusal->fields) text += " [" + field.field + ": " + field.message + "]";
    throw std::runtime_error("refused: " + text);
  }
  if (const auto* thrown = std::get_if<std::exception_ptr>(&reply)) std::rethrow_exception(*thrown);
}

/// Gives commands and keeps the writer's queue filled.
class Giving {
 public:
  explicit Giving(Engine& engine) : m_engine(engine) {}

  void give(CommandRequest command) {
    command.caller = lead();
    command.request_id = "bench";
    auto answer = std::make_shared<std::promise<Reply>>();
    m_answers.push_back(answer->get_future());
    m_engine.submit(std::move(command), [answer](Reply reply) { answer->set_value(std::move(reply)); });
    if (m_answers.size() >= waiting_most) finish();
  }
  void finish() {
    for (auto& answer : m_answers) check(answer.get());
    m_answers.clear();
  }

 private:
  static constexpr std::size_t waiting_most = 4'096;
  Engine& m_engine;
  std::vector<std::future<Reply>> m_answers;
};

std::string key_for_lead(Identity& identity, Instant now) {
  Person person;
  person.id = lead().person;
  person.name = "Lead of all projects";
  person.grants = lead().grants;
  if (!identity.add_person(person).ok()) throw std::runtime_error("the lead cannot be added");
  auto key = identity.add_key(person.id, "bench", now);
  if (!key.ok()) throw std::runtime_error("the key cannot be added");
  return std::move(key).value().secret;
}

}  // namespace

Caller lead() {
  return Caller{.person = "lead-person", .grants = {{"lead", "", ""}}};
}

std::string project_body(std::size_t number) {
  return R"({"title":"Kōwhai Bay shoreline path, part )" + std::to_string(number) +
         R"(","summary":"A path along the shore for people on foot, with prams and on wheels.",)"
         R"("local_boards":["kowhai-bay"],"communities":["young-people","disabled-people"],)"
         R"("topics":["parks","transport"],"definition":"standard","sample":true})";
}

std::shared_ptr<const engagement::Context> shipped_context() {
  auto found = config::find_definitions(config::Settings{});
  const std::vector<std::string> adapters{"notifier", "publisher", "calendar"};
  return std::make_shared<const engagement::Context>(engagement::Context{
      .project_chart = engagement::explore_project_chart(),
      .branch_chart = engagement::explore_branch_chart(),
      .definitions =
          std::make_shared<const engagement::Definitions>(std::move(found.definitions), nullptr, adapters)});
}

Filled fill_calendar(const std::filesystem::path& folder, std::size_t projects) {
  const Filled filled = fill(folder, projects);
  const config::Settings settings = settings_for(folder);
  const config::Kept kept = config::open_kept(settings, config::WhenMissing::refuse);
  const engagement::EngagementWorkflow workflow(config::make_context(settings, *kept.store));
  const auto reader = kept.store->reader();
  const auto writer = kept.store->writer();
  writer->begin();
  for (std::size_t number = 0; number < projects; ++number) {
    const std::string& project = filled.projects[number];
    engagement::CalendarPart part = engagement_of(number, Spread::even);
    part.owner = project;
    for (auto& ask : part.asks) ask.owner = project;
    Commit commit{.project = project};
    commit.projection = workflow.project(*workflow.replay(nullptr, reader->events_of(project, 0, 10)));
    commit.projection.calendar = engagement::write_calendar_part(part);
    if (!writer->append(commit)) throw std::runtime_error("a project's dates cannot be written");
  }
  writer->commit();
  return filled;
}

Filled fill(const std::filesystem::path& folder, std::size_t projects) {
  const config::Settings settings = settings_for(folder);
  const config::Kept kept = config::open_kept(settings, config::WhenMissing::make_it);
  const config::ServerClock clock;
  Filled filled;
  filled.key = key_for_lead(*kept.identity, clock.now());
  const engagement::EngagementWorkflow workflow(config::make_context(settings, *kept.store));
  Engine engine(workflow, *kept.store, clock, {});
  Giving giving(engine);
  http::ProjectIds ids;
  for (std::size_t number = 0; number < projects; ++number) {
    filled.projects.push_back(ids.next(clock.now()));
    giving.give({.project = filled.projects.back(), .name = "create_project", .body = project_body(number)});
  }
  giving.finish();
  return filled;
}

}  // namespace full_circle::bench
