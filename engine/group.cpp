#include "engine/group.hpp"

#include "engine/record.hpp"

#include <stdexcept>

namespace full_circle {
namespace {

/// Marks what the workflow threw, so that it is told apart from what the store throws.
struct DecisionFailed {
  std::exception_ptr cause;
};

std::string request_hash_of(const CommandRequest& command) {
  std::string text;
  text.reserve(command.target.size() + command.name.size() + command.body.size() + 2);
  text.append(command.target).append(1, '\n').append(command.name).append(1, '\n').append(command.body);
  return sha256_hex(text);
}

constexpr int attempts_most = 3;

}  // namespace

std::optional<Refusal> stale(const CommandRequest& command, const Aggregate* before) {
  if (!before || !command.expected_version || *command.expected_version == before->version())
    return std::nullopt;
  const std::string current = std::to_string(before->version());
  return Refusal{
      .reason = Reason::stale,
      .message = *command.expected_version < 0
                     ? "nothing that was named is a version of the project; the current one is " + current
                     : "the project has moved on: you expected version " +
                           std::to_string(*command.expected_version) + ", the current one is " + current};
}

void Group::add(Task& task) {
  if (auto* write = std::get_if<WriteTask>(&task)) {
    write->change(m_writer);
    m_replies.emplace_back(Accepted{});
    return;
  }
  try {
    m_replies.push_back(run(std::get<CommandTask>(task).command));
  } catch (const DecisionFailed& failed) {
    m_replies.emplace_back(failed.cause);
  }
}

Reply Group::run(const CommandRequest& command) {
  std::string request_hash;
  if (!command.idempotency_key.empty()) {
    request_hash = request_hash_of(command);
    if (auto answer = stored_answer(command, request_hash)) return std::move(*answer);
  }
  for (int i = 0; i < attempts_most; ++i) {
    if (auto reply = attempt(command, request_hash)) return std::move(*reply);
    // Another node or process was first: what is in memory is old.
    m_changed.erase(command.project);
    m_states.drop(command.project);
  }
  throw DecisionFailed{std::make_exception_ptr(
      std::runtime_error("others kept changing project " + command.project + " while it was being decided"))};
}

std::optional<Reply> Group::stored_answer(const CommandRequest& command, const std::string& request_hash) {
  auto stored = m_writer.reply_for(command.caller.person, command.idempotency_key);
  if (!stored) return std::nullopt;
  // A command that creates is sent again under a new project id, which then does not exist.
  const bool same_project = stored->project == command.project || !current(command.project).aggregate;
  if (stored->request_hash != request_hash || !same_project)
    return malformed("Idempotency-Key", "this key was used before with another request");
  return Accepted{.project = std::move(stored->project),
                  .version = stored->version,
                  .reply = std::move(stored->reply),
                  .replayed = true};
}

std::optional<Reply> Group::attempt(const CommandRequest& command, const std::string& request_hash) {
  const ProjectState before = current(command.project);
  if (auto refusal = stale(command, before.aggregate.get())) return *std::move(refusal);

  Commit commit;
  Outcome outcome;
  const std::int64_t version = before.aggregate ? before.aggregate->version() : 0;
  try {
    const Instant now = m_clock.now();
    auto decided = m_workflow.decide(before.aggregate, command, now);
    if (!decided.ok()) return std::move(decided).refusal();
    outcome = std::move(decided).value();
    record(command, before.aggregate ? before.last_hash : first_previous_hash(), version, now, outcome,
           commit);
  } catch (...) {
    throw DecisionFailed{std::current_exception()};
  }
  const std::int64_t version_after = version + static_cast<std::int64_t>(commit.events.size());
  if (!command.idempotency_key.empty()) {
    commit.caller = command.caller.person;
    commit.idempotency_key = command.idempotency_key;
    commit.reply = {.request_hash = request_hash, .version = version_after, .reply = outcome.reply};
  }
  if (!commit.events.empty() || !commit.idempotency_key.empty()) {
    if (!m_writer.append(commit)) return std::nullopt;
  }
  if (!commit.events.empty()) {
    m_changed[command.project] = {std::move(outcome.after), commit.events.back().hash};
    std::move(commit.events.begin(), commit.events.end(), std::back_inserter(m_committed.events));
  }
  m_committed.deliveries_changed |= !commit.deliveries.empty();
  return Accepted{.project = command.project, .version = version_after, .reply = std::move(outcome.reply)};
}

ProjectState Group::current(const std::string& project) {
  const auto changed = m_changed.find(project);
  if (changed != m_changed.end()) return changed->second;
  ProjectState state = m_states.find(project).state;
  if (state.aggregate) return state;
  const auto events = m_writer.events_of(project, 0);
  if (events.empty()) return {};
  try {
    state = {m_workflow.replay(nullptr, events), events.back().hash};
  } catch (...) {
    throw DecisionFailed{std::current_exception()};
  }
  m_changed.emplace(project, state);
  return state;
}

void Group::record(const CommandRequest& command, const std::string& last_hash, std::int64_t version,
                   Instant now, Outcome& outcome, Commit& commit) const {
  commit.project = command.project;
  commit.decided_at = now;
  if (outcome.events.empty()) {
    if (!outcome.deliveries.empty())
      throw std::logic_error("command " + command.name + " asks for deliveries without an event");
    return;
  }
  const std::int64_t last = version + static_cast<std::int64_t>(outcome.events.size());
  if (!outcome.after || outcome.after->version() != last)
    throw std::logic_error("command " + command.name +
                           " leaves the project at another version than its events");
  commit.events.reserve(outcome.events.size());
  const std::string* previous = &last_hash;
  for (NewEvent& decided : outcome.events) {
    StoredEvent& event = commit.events.emplace_back();
    event.project = command.project;
    event.seq = ++version;
    event.type = std::move(decided.type);
    event.type_version = decided.type_version;
    event.data = std::move(decided.data);
    event.recorded_at = now;
    event.by = command.caller.person;
    event.on_behalf_of = std::move(decided.on_behalf_of);
    event.request_id = command.request_id;
    event.previous_hash = *previous;
    event.hash = record_hash(event);
    previous = &event.hash;
  }
  commit.deliveries = std::move(outcome.deliveries);
  commit.projection = std::move(outcome.projection);
  commit.documents = std::move(outcome.documents);
}

void Group::publish() {
  for (auto& [project, state] : m_changed) m_states.publish(project, std::move(state));
}

void Group::answer(std::span<Task> tasks) {
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (auto* command = std::get_if<CommandTask>(&tasks[i]))
      command->answer(std::move(m_replies[i]));
    else
      std::get<WriteTask>(tasks[i]).done(nullptr);
  }
}

}  // namespace full_circle
