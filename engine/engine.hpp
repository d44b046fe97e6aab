#pragma once
/// Load, decide, append: the only way anything changes. One thread writes; it takes what has queued up,
/// decides each command in turn, commits once, and only then answers.

#include "engine/ports/clock.hpp"
#include "engine/ports/store.hpp"
#include "engine/workflow.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace full_circle {

/// Called at named points ("before_commit", "after_commit", "after_adapter") so that tests can end the
/// process there.
using Failpoint = std::function<void(std::string_view)>;

struct Accepted {
  std::string project;
  std::int64_t version = 0;
  std::string reply;      ///< JSON object
  bool replayed = false;  ///< a stored answer to the same idempotency key
};

/// Accepted, refused, or broken (the store is unavailable, or a bug).
using Reply = std::variant<Accepted, Refusal, std::exception_ptr>;

/// What was just committed, for listeners (server-sent events, waking the deliveries).
struct Committed {
  std::vector<StoredEvent> events;
  bool deliveries_changed = false;  ///< some were asked for
};

struct EngineOptions {
  std::size_t queue_limit = 10'000;  ///< commands waiting; beyond: Reason::too_many
  std::size_t group_limit = 256;     ///< commands in one transaction
  std::size_t cache_projects = 10'000;
  Failpoint failpoint;
};

class Engine {
 public:
  Engine(const Workflow& workflow, Store& store, const Clock& clock, EngineOptions options);
  ~Engine();  ///< finishes what is queued
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Any thread. `answer` is called exactly once, on the writer thread, after the commit; a full queue is
  /// answered at once, on the caller's thread. It must not throw, block or wait for the engine.
  void submit(CommandRequest command, std::function<void(Reply)> answer);
  /// Waits for the answer; for the CLI, deliveries and tests.
  Reply ask(CommandRequest command);

  /// What the command would lead to now; nothing is kept, nobody is told. Any thread.
  Result<Outcome> rehearse(const CommandRequest& command);

  /// A change of bookkeeping that is no command (a delivery's outcome): runs in the writer's next
  /// transaction. What `change` throws rolls back and comes to `done`; when something beside it failed, it is
  /// rolled back and run once more. Listeners hear nothing of it: who changes deliveries wakes them.
  void write(std::function<void(StoreWriter&)> change, std::function<void(std::exception_ptr)> done);

  /// The newest committed state, or null; from memory or by replay. Any thread.
  std::shared_ptr<const Aggregate> load(std::string_view project);
  /// As it was: only events recorded at or before `instant`.
  std::shared_ptr<const Aggregate> load_at(std::string_view project, Instant instant);

  /// Listeners are called on the writer thread after each commit and must not block. Call before the first
  /// submit.
  void listen(std::function<void(const Committed&)> listener);

  std::size_t queued() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

}  // namespace full_circle
