#pragma once
/// One transaction's worth of work on the writer thread: commands decided one after the other, each seeing
/// what those before it did, and nobody else seeing anything before the commit.

#include "engine/engine.hpp"
#include "engine/project_states.hpp"

#include <functional>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

namespace full_circle {

struct CommandTask {
  CommandRequest command;
  std::function<void(Reply)> answer;
};
struct WriteTask {
  std::function<void(StoreWriter&)> change;
  std::function<void(std::exception_ptr)> done;
};
using Task = std::variant<CommandTask, WriteTask>;

/// Nothing when the project is at the version the command expects, or it expects none.
std::optional<Refusal> stale(const CommandRequest& command, const Aggregate* before);

class Group {
 public:
  Group(const Workflow& workflow, StoreWriter& writer, const Clock& clock, ProjectStates& states)
      : m_workflow(workflow), m_writer(writer), m_clock(clock), m_states(states) {}

  /// Decides and appends inside the open transaction. What decide() throws belongs to this command alone and
  /// is its answer; what the store throws leaves the transaction unusable and comes out of here.
  void add(Task& task);
  /// After the commit: makes the new states visible to everybody.
  void publish();
  const Committed& committed() const { return m_committed; }
  /// Answers every task in order; tasks are those given to add().
  void answer(std::span<Task> tasks);

 private:
  Reply run(const CommandRequest& command);
  std::optional<Reply> stored_answer(const CommandRequest& command, const std::string& request_hash);
  std::optional<Reply> attempt(const CommandRequest& command, const std::string& request_hash);
  ProjectState current(const std::string& project);
  void record(const CommandRequest& command, const std::string& last_hash, std::int64_t version, Instant now,
              Outcome& outcome, Commit& commit) const;

  const Workflow& m_workflow;
  StoreWriter& m_writer;
  const Clock& m_clock;
  ProjectStates& m_states;
  std::unordered_map<std::string, ProjectState> m_changed;
  std::vector<Reply> m_replies;
  Committed m_committed;
};

}  // namespace full_circle
