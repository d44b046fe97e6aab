#include "engine/deliveries.hpp"

#include "engine/deliveries_command.hpp"
#include "engine/readers.hpp"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <optional>
#include <thread>

namespace full_circle {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view timer_name = "timer";
constexpr int batch = 64;
/// Real time: so that a clock that is set, or another process's deliveries, are noticed without a wake-up.
constexpr milliseconds looks_anyway{10'000};
constexpr milliseconds pause_when_broken{1'000};
/// Commands come in by the hundred and each rings; looking less often than that costs nobody anything.
constexpr milliseconds between_looks{5};
constexpr std::size_t note_most = 2'000;

std::string reason_of(const std::exception_ptr& cause) {
  try {
    std::rethrow_exception(cause);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something was thrown that is no exception";
  }
}

/// The refusal's message and what is unmet, for the person who resolves the incident.
std::string sentences(const Refusal& refusal) {
  std::string text = refusal.message;
  for (const FieldProblem& field : refusal.fields)
    if (field.message != refusal.message) text += " " + field.field + ": " + field.message + ".";
  for (const Requirement& requirement : refusal.requirements) {
    if (requirement.met) continue;
    text += " " + requirement.what;
    if (!requirement.why.empty()) text += " (" + requirement.why + ")";
    text += ".";
  }
  return text;
}

/// Too many commands are waiting: look again in a while.
struct QueueFull {};

/// Cut between characters, never inside one.
std::string shortened(std::string text) {
  if (text.size() <= note_most) return text;
  std::size_t end = note_most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

}  // namespace

/// What the delivery threads wait for; outlives Deliveries because the engine keeps its listener.
struct Bell {
  std::mutex mutex;
  std::condition_variable rung;   ///< a new round, or stopping
  std::condition_variable quiet;  ///< a worker found nothing due in its round
  std::uint64_t round = 1;
  std::uint64_t carried = 0;  ///< deliveries made so far
  bool stopping = false;

  void ring() {
    {
      const std::lock_guard lock(mutex);
      ++round;
    }
    rung.notify_all();
  }
};

struct Deliveries::Inside {
  /// One thread and its reader. Without an adapter it is the timer's, which also finds the deliveries nobody
  /// is there for.
  struct Worker {
    std::string name;
    std::unique_ptr<Adapter> adapter;
    std::unique_ptr<StoreReader> reader;
    std::uint64_t quiet_round = 0;  ///< guarded by Bell::mutex
    std::thread thread;
  };

  Inside(Engine& the_engine, const Workflow& the_workflow, Store& the_store, const Clock& the_clock,
         DeliveriesOptions the_options)
      : engine(the_engine),
        workflow(the_workflow),
        store(the_store),
        clock(the_clock),
        options(std::move(the_options)),
        readers(the_store) {}

  void work(Worker& worker);
  bool carry_due(Worker& worker);
  bool fail_unclaimed(Worker& worker);
  milliseconds until_next(Worker& worker);
  bool stopping();

  DeliveryState carry(Worker& worker, const Delivery& delivery);
  /// Nothing when too many commands are waiting: it stays as it is, and no attempt is counted.
  std::optional<Delivered> deliver(Worker& worker, const Delivery& delivery);
  std::optional<Delivered> command(CommandRequest request);
  Delivered hand_over(Adapter& adapter, const Delivery& delivery);
  DeliveryState settle(const Delivery& delivery, const Delivered& delivered);
  void write(std::function<void(StoreWriter&)> change);

  Engine& engine;
  const Workflow& workflow;
  Store& store;
  const Clock& clock;
  const DeliveriesOptions options;
  Readers readers;
  std::vector<std::unique_ptr<Worker>> workers;
  std::shared_ptr<Bell> bell = std::make_shared<Bell>();
  bool started = false;
};

bool Deliveries::Inside::stopping() {
  const std::lock_guard lock(bell->mutex);
  return bell->stopping;
}

void Deliveries::Inside::work(Worker& worker) {
  while (true) {
    std::uint64_t round = 0;
    {
      const std::lock_guard lock(bell->mutex);
      if (bell->stopping) return;
      round = bell->round;
    }
    milliseconds pause = pause_when_broken;
    bool looked = false;
    try {
      while (carry_due(worker)) {
      }
      pause = until_next(worker);
      looked = true;
    } catch (...) {
      // The store cannot be read or written now, or the queue is full; whatever was in hand is due still.
    }
    std::unique_lock lock(bell->mutex);
    if (looked) {
      worker.quiet_round = std::max(worker.quiet_round, round);
      bell->quiet.notify_all();
    }
    bell->rung.wait_for(lock, std::min(pause, between_looks), [&] { return bell->stopping; });
    bell->rung.wait_for(lock, pause, [&] { return bell->stopping || bell->round != round; });
  }
}

/// False when nothing was due.
bool Deliveries::Inside::carry_due(Worker& worker) {
  const auto due = worker.reader->due_for(worker.name, clock.now(), batch);
  std::vector<std::string> held;
  for (const Delivery& listed : due) {
    if (stopping()) return false;
    // Something before it, of the same project, may have failed a moment ago: then this one waits its turn.
    if (std::find(held.begin(), held.end(), listed.project) != held.end()) continue;
    // Others before it may have taken a while, in which it was replaced.
    const auto delivery = worker.reader->delivery(listed.id);
    if (!delivery || delivery->state != DeliveryState::waiting) continue;
    if (carry(worker, *delivery) == DeliveryState::waiting) held.push_back(delivery->project);
  }
  const bool unclaimed = !worker.adapter && fail_unclaimed(worker);
  return !due.empty() || unclaimed;
}

bool Deliveries::Inside::fail_unclaimed(Worker& worker) {
  bool found = false;
  for (const std::string& name : worker.reader->waiting_adapters()) {
    const bool claimed =
        std::any_of(workers.begin(), workers.end(), [&](const auto& known) { return known->name == name; });
    if (claimed) continue;
    for (const Delivery& delivery : worker.reader->due_for(name, clock.now(), batch)) {
      settle(delivery, Delivered::give_up("no adapter named \"" + name + "\" is set up"));
      found = true;
    }
  }
  return found;
}

milliseconds Deliveries::Inside::until_next(Worker& worker) {
  const Instant now = clock.now();
  const auto next = worker.reader->next_due_for(worker.name, now);
  if (!next) return looks_anyway;
  return std::clamp(*next - now, milliseconds{1}, looks_anyway);
}

DeliveryState Deliveries::Inside::carry(Worker& worker, const Delivery& delivery) {
  const auto delivered = deliver(worker, delivery);
  if (!delivered) throw QueueFull{};
  const DeliveryState state = settle(delivery, *delivered);
  const std::lock_guard lock(bell->mutex);
  ++bell->carried;
  return state;
}

/// The second of the two places where what is thrown is caught: a delivery that breaks is tried again.
std::optional<Delivered> Deliveries::Inside::deliver(Worker& worker, const Delivery& delivery) {
  try {
    if (!worker.adapter) return command(command_of_timer(delivery.payload, delivery.project, delivery.key()));
    auto next = command_that_follows(delivery.payload, delivery.project, delivery.key() + "/then");
    Delivered delivered = hand_over(*worker.adapter, delivery);
    if (options.failpoint) options.failpoint("after_adapter");
    if (delivered.kind != Delivered::Kind::done || !next) return delivered;
    // Before this one is marked done, so that a crash in between asks again, which the key makes harmless.
    const std::string name = next->name;
    auto followed = command(std::move(*next));
    // It is handed over by now: asked again at the pace of any other failure.
    if (!followed) followed = Delivered::retry("too many commands are waiting");
    if (followed->kind == Delivered::Kind::done) return delivered;
    followed->reason = "delivered, but \"" + name + "\" did not follow: " + followed->reason;
    return followed;
  } catch (const std::invalid_argument& error) {
    return Delivered::give_up(error.what());
  } catch (...) {
    return Delivered::retry(reason_of(std::current_exception()));
  }
}

Delivered Deliveries::Inside::hand_over(Adapter& adapter, const Delivery& delivery) {
  const auto aggregate = engine.load(delivery.project);
  if (!aggregate) return Delivered::give_up("there is no project " + delivery.project);
  Work work{.key = delivery.key(),
            .project = delivery.project,
            .adapter = delivery.adapter,
            .payload = {},
            .attempt = delivery.attempts + 1,
            .stopping = [this] { return stopping(); }};
  try {
    work.payload = workflow.materialise(*aggregate, delivery.adapter, delivery.payload, clock.now());
    return adapter.deliver(work);
  } catch (...) {
    return Delivered::retry(reason_of(std::current_exception()));
  }
}

std::optional<Delivered> Deliveries::Inside::command(CommandRequest request) {
  const Reply reply = engine.ask(std::move(request));
  if (std::holds_alternative<Accepted>(reply)) return Delivered::done();
  if (const auto* cause = std::get_if<std::exception_ptr>(&reply)) return Delivered::retry(reason_of(*cause));
  const Refusal& refusal = std::get<Refusal>(reply);
  // A full queue empties; every other refusal stands until a person has looked.
  if (refusal.reason == Reason::too_many) return std::nullopt;
  if (refusal.again_at) return Delivered{Delivered::Kind::retry, sentences(refusal), refusal.again_at};
  return Delivered::give_up(sentences(refusal));
}

DeliveryState Deliveries::Inside::settle(const Delivery& delivery, const Delivered& delivered) {
  if (delivered.kind == Delivered::Kind::retry && delivered.again_at) {
    write([&delivery, at = *delivered.again_at](StoreWriter& writer) {
      // An attempt that counted would hold up every later delivery of the project until then.
      if (writer.settle(delivery.id, delivery.attempts + 1, DeliveryState::incident, at, delivery.note))
        writer.retry(delivery.id, std::nullopt, at, delivery.note);
    });
    return DeliveryState::waiting;
  }
  const int attempt = delivery.attempts + 1;
  DeliveryState state = DeliveryState::done;
  Instant due_at = delivery.due_at;
  // Before the first attempt a note is by the person who had it tried again.
  const bool by_a_person = delivery.attempts == 0 && !delivery.note.empty();
  std::string note = delivered.reason;
  if (by_a_person) note = delivery.note + (note.empty() ? "" : "; " + note);
  note = shortened(std::move(note));
  if (delivered.kind == Delivered::Kind::give_up ||
      (delivered.kind == Delivered::Kind::retry && attempt >= options.attempts_max)) {
    state = DeliveryState::incident;
  } else if (delivered.kind == Delivered::Kind::retry) {
    state = DeliveryState::waiting;
    milliseconds delay = options.backoff_first;
    for (int i = 1; i < attempt && delay < options.backoff_most; ++i) delay *= 2;
    due_at = clock.now() + std::min(delay, options.backoff_most);
  }
  write([id = delivery.id, attempt, state, due_at, note = std::move(note)](StoreWriter& writer) {
    // False: a person or a later commit was faster, and theirs stands.
    writer.settle(id, attempt, state, due_at, note);
  });
  return state;
}

void Deliveries::Inside::write(std::function<void(StoreWriter&)> change) {
  const auto promise = std::make_shared<std::promise<void>>();
  auto written = promise->get_future();
  engine.write(std::move(change), [promise](const std::exception_ptr& failure) {
    if (failure)
      promise->set_exception(failure);
    else
      promise->set_value();
  });
  written.get();
  bell->ring();
}

Deliveries::Deliveries(Engine& engine, const Workflow& workflow, Store& store, const Clock& clock,
                       std::vector<std::unique_ptr<Adapter>> adapters, DeliveriesOptions options)
    : m_inside(std::make_unique<Inside>(engine, workflow, store, clock, std::move(options))) {
  const auto add = [&](std::string name, std::unique_ptr<Adapter> adapter) {
    auto worker = std::make_unique<Inside::Worker>();
    worker->name = std::move(name);
    worker->adapter = std::move(adapter);
    worker->reader = store.reader();
    m_inside->workers.push_back(std::move(worker));
  };
  add(std::string(timer_name), nullptr);
  for (auto& adapter : adapters) {
    std::string name(adapter->name());
    const bool taken = std::any_of(m_inside->workers.begin(), m_inside->workers.end(),
                                   [&](const auto& worker) { return worker->name == name; });
    if (taken) throw std::invalid_argument("two adapters are named \"" + name + "\"");
    add(std::move(name), std::move(adapter));
  }
  engine.listen([bell = m_inside->bell](const Committed& committed) {
    if (committed.deliveries_changed) bell->ring();
  });
}

Deliveries::~Deliveries() {
  {
    const std::lock_guard lock(m_inside->bell->mutex);
    m_inside->bell->stopping = true;
  }
  m_inside->bell->rung.notify_all();
  for (auto& worker : m_inside->workers)
    if (worker->thread.joinable()) worker->thread.join();
}

void Deliveries::start() {
  if (m_inside->started) return;
  m_inside->started = true;
  for (auto& worker : m_inside->workers)
    worker->thread = std::thread([inside = m_inside.get(), each = worker.get()] { inside->work(*each); });
}

void Deliveries::wake() {
  m_inside->bell->ring();
}

bool Deliveries::settle(milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  Bell& bell = *m_inside->bell;
  while (true) {
    bell.ring();
    std::unique_lock lock(bell.mutex);
    const std::uint64_t round = bell.round;
    const std::uint64_t carried = bell.carried;
    const bool quiet = bell.quiet.wait_until(lock, deadline, [&] {
      return std::all_of(m_inside->workers.begin(), m_inside->workers.end(),
                         [&](const auto& worker) { return worker->quiet_round >= round; });
    });
    if (!quiet) return false;
    // What was carried meanwhile may have led to work for a thread that had already looked.
    if (bell.carried == carried) return true;
  }
}

DeliveryLag Deliveries::lag() {
  const Instant now = m_inside->clock.now();
  const Overdue overdue = m_inside->readers.lend()->overdue(now);
  return {.overdue = static_cast<std::size_t>(overdue.count),
          .oldest = overdue.oldest ? now - *overdue.oldest : milliseconds{0}};
}

std::vector<std::string> Deliveries::adapter_names() const {
  std::vector<std::string> names;
  for (const auto& worker : m_inside->workers)
    if (worker->adapter) names.push_back(worker->name);
  return names;
}

}  // namespace full_circle
