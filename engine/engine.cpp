#include "engine/engine.hpp"

#include "engine/group.hpp"
#include "engine/readers.hpp"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <span>
#include <thread>

namespace full_circle {
namespace {

constexpr int replay_page = 1'000;

void fail(Task& task, const std::exception_ptr& cause) {
  if (auto* command = std::get_if<CommandTask>(&task))
    command->answer(cause);
  else
    std::get<WriteTask>(task).done(cause);
}

}  // namespace

struct Engine::Inside {
  Inside(const Workflow& the_workflow, Store& store, const Clock& the_clock, EngineOptions the_options)
      : workflow(the_workflow),
        clock(the_clock),
        options(std::move(the_options)),
        writer(store.writer()),
        readers(store),
        states(options.cache_projects) {
    thread = std::thread([this] { write_until_stopped(); });
  }
  ~Inside() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    work_waiting.notify_one();
    thread.join();
  }

  enum class Queue { limited, unlimited };
  /// False when the queue is full; the task is the caller's still.
  bool enqueue(Task& task, Queue kind);
  void write_until_stopped();
  void write_group(std::span<Task> tasks);
  struct Failure {
    std::exception_ptr cause;  ///< null: committed and answered
    bool whole_group = false;
  };
  Failure try_group(std::span<Task> tasks);
  void reach(std::string_view point) const {
    if (options.failpoint) options.failpoint(point);
  }
  ProjectState replay(std::string_view project, std::optional<Instant> until);

  const Workflow& workflow;
  const Clock& clock;
  const EngineOptions options;
  std::unique_ptr<StoreWriter> writer;
  Readers readers;
  ProjectStates states;
  std::vector<std::function<void(const Committed&)>> listeners;

  mutable std::mutex mutex;
  std::condition_variable work_waiting;
  std::vector<Task> queue;
  std::size_t in_hand = 0;  ///< taken from the queue, not yet written
  bool stopping = false;
  std::thread thread;
};

bool Engine::Inside::enqueue(Task& task, Queue kind) {
  bool first = false;
  {
    const std::lock_guard lock(mutex);
    if (kind == Queue::limited && queue.size() + in_hand >= options.queue_limit) return false;
    first = queue.empty();
    queue.push_back(std::move(task));
  }
  if (first) work_waiting.notify_one();
  return true;
}

void Engine::Inside::write_until_stopped() {
  std::vector<Task> taken;
  while (true) {
    {
      std::unique_lock lock(mutex);
      work_waiting.wait(lock, [this] { return !queue.empty() || stopping; });
      if (queue.empty()) return;
      taken.swap(queue);
      in_hand = taken.size();
    }
    // Everything that queued up while the last group was written becomes the next one.
    std::span<Task> rest(taken);
    while (!rest.empty()) {
      const std::size_t size = std::min(rest.size(), std::max<std::size_t>(options.group_limit, 1));
      write_group(rest.first(size));
      rest = rest.subspan(size);
      const std::lock_guard lock(mutex);
      in_hand = rest.size();
    }
    taken.clear();
  }
}

void Engine::Inside::write_group(std::span<Task> tasks) {
  const Failure failure = try_group(tasks);
  if (!failure.cause) return;
  // Nobody knows which of them the store could not take; alone, only that one fails. When the transaction
  // itself cannot begin or commit, the store is what is broken.
  if (failure.whole_group || tasks.size() == 1) {
    for (Task& task : tasks) fail(task, failure.cause);
  } else {
    for (Task& task : tasks) write_group({&task, 1});
  }
}

Engine::Inside::Failure Engine::Inside::try_group(std::span<Task> tasks) {
  Group group(workflow, *writer, clock, states);
  bool whole_group = true;
  try {
    writer->begin();
    whole_group = false;
    for (Task& task : tasks) group.add(task);
    whole_group = true;
    reach("before_commit");
    writer->commit();
  } catch (...) {
    writer->rollback();
    return {std::current_exception(), whole_group};
  }
  group.publish();
  reach("after_commit");
  for (const auto& listener : listeners) listener(group.committed());
  group.answer(tasks);
  return {};
}

ProjectState Engine::Inside::replay(std::string_view project, std::optional<Instant> until) {
  ProjectState state;
  std::int64_t after = 0;
  auto reader = readers.lend();
  while (true) {
    auto events = reader->events_of(project, after, replay_page);
    const bool last_page = events.size() < static_cast<std::size_t>(replay_page);
    const auto end = std::find_if(events.begin(), events.end(), [&](const StoredEvent& event) {
      return until && event.recorded_at > *until;
    });
    const bool reached_end = last_page || end != events.end();
    events.erase(end, events.end());
    if (!events.empty()) {
      state.aggregate = workflow.replay(state.aggregate, events);
      state.last_hash = events.back().hash;
      after = events.back().seq;
    }
    if (reached_end) return state;
  }
}

Engine::Engine(const Workflow& workflow, Store& store, const Clock& clock, EngineOptions options)
    : m_inside(std::make_unique<Inside>(workflow, store, clock, std::move(options))) {}

Engine::~Engine() = default;

void Engine::submit(CommandRequest command, std::function<void(Reply)> answer) {
  Task task = CommandTask{std::move(command), std::move(answer)};
  if (!m_inside->enqueue(task, Inside::Queue::limited))
    std::get<CommandTask>(task).answer(
        Refusal{.reason = Reason::too_many, .message = "too many commands are waiting; try again shortly"});
}

Reply Engine::ask(CommandRequest command) {
  // Shared: the writer thread may still be inside set_value when get() returns here.
  const auto promise = std::make_shared<std::promise<Reply>>();
  auto future = promise->get_future();
  submit(std::move(command), [promise](Reply reply) { promise->set_value(std::move(reply)); });
  return future.get();
}

Result<Outcome> Engine::rehearse(const CommandRequest& command) {
  const auto before = load(command.project);
  if (auto refusal = stale(command, before.get())) return *std::move(refusal);
  return m_inside->workflow.decide(before, command, m_inside->clock.now());
}

void Engine::write(std::function<void(StoreWriter&)> change, std::function<void(std::exception_ptr)> done) {
  Task task = WriteTask{std::move(change), std::move(done)};
  m_inside->enqueue(task, Inside::Queue::unlimited);
}

std::shared_ptr<const Aggregate> Engine::load(std::string_view project) {
  auto [state, mark] = m_inside->states.find(project);
  if (state.aggregate) return state.aggregate;
  state = m_inside->replay(project, std::nullopt);
  if (state.aggregate) m_inside->states.keep_if_unchanged(project, state, mark);
  return state.aggregate;
}

std::shared_ptr<const Aggregate> Engine::load_at(std::string_view project, Instant instant) {
  return m_inside->replay(project, instant).aggregate;
}

void Engine::listen(std::function<void(const Committed&)> listener) {
  m_inside->listeners.push_back(std::move(listener));
}

std::size_t Engine::queued() const {
  const std::lock_guard lock(m_inside->mutex);
  return m_inside->queue.size() + m_inside->in_hand;
}

}  // namespace full_circle
