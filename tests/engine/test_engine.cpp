#include "adapters/store/sqlite_store.hpp"
#include "engine/engine.hpp"
#include "engine/record.hpp"
#include "tests/support/faulty_store.hpp"
#include "tests/support/small_workflow.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <thread>

using namespace full_circle;
using tickets::command;

namespace {

struct House {
  explicit House(EngineOptions options = {}) : engine(workflow, store, clock, std::move(options)) {}

  Accepted accept(CommandRequest request) {
    const Reply reply = engine.ask(std::move(request));
    if (const auto* refusal = std::get_if<Refusal>(&reply)) FAIL("refused: " << refusal->message);
    if (const auto* cause = std::get_if<std::exception_ptr>(&reply)) std::rethrow_exception(*cause);
    return std::get<Accepted>(reply);
  }
  Refusal refuse(CommandRequest request) {
    const Reply reply = engine.ask(std::move(request));
    REQUIRE(std::holds_alternative<Refusal>(reply));
    return std::get<Refusal>(reply);
  }
  std::int64_t total(const std::string& project) { return tickets::as_ticket(*engine.load(project)).total; }
  std::vector<StoredEvent> events(const std::string& project) {
    return store.reader()->events_of(project, 0, 10'000);
  }

  TemporaryFolder folder;
  tickets::TicketWorkflow workflow;
  tickets::SetClock clock{tickets::a_morning()};
  std::unique_ptr<Store> sqlite = store::open_sqlite_store(folder / "store.db");
  FaultyStore store{*sqlite};
  Engine engine;
};

/// Holds the writer thread in one command's answer, so that what is submitted meanwhile becomes one group.
class Gate {
 public:
  void hold(Engine& engine) {
    engine.write([](StoreWriter&) {},
                 [this](std::exception_ptr) {
                   std::unique_lock lock(m_mutex);
                   m_held = true;
                   m_changed.notify_all();
                   m_changed.wait(lock, [this] { return m_open; });
                 });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_held; });
  }
  void open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_held = false;
  bool m_open = false;
};

/// Submits all of them as one group and waits for the answers.
std::vector<Reply> as_one_group(
    Engine& engine, std::vector<CommandRequest> requests,
    const std::function<void()>& before_it_runs = [] {}) {
  Gate gate;
  gate.hold(engine);
  std::vector<Reply> replies(requests.size());
  std::atomic<std::size_t> answered = 0;
  for (std::size_t i = 0; i < requests.size(); ++i)
    engine.submit(std::move(requests[i]), [&, i](Reply reply) {
      replies[i] = std::move(reply);
      ++answered;
    });
  before_it_runs();
  gate.open();
  while (answered < replies.size()) std::this_thread::yield();
  return replies;
}

}  // namespace

TEST_CASE("Engine: an accepted command is stored, numbered, chained and visible", "[engine]") {
  House house;
  const Accepted opened = house.accept(command("t1", "open", R"({"title":"Kōwhai"})"));
  CHECK(opened.project == "t1");
  CHECK(opened.version == 1);
  CHECK_FALSE(opened.replayed);
  house.clock.pass(std::chrono::seconds(1));
  const Accepted added = house.accept(command("t1", "add", R"({"amount":5,"times":2})"));
  CHECK(added.version == 3);
  CHECK(added.reply == R"({"total":10})");
  CHECK(house.total("t1") == 10);

  const auto events = house.events("t1");
  REQUIRE(events.size() == 3);
  CHECK(events[0].type == "opened");
  CHECK(events[0].data == R"({"slug":"t1","title":"Kōwhai"})");
  CHECK(events[0].recorded_at == tickets::a_morning());
  CHECK(events[0].by == "tester");
  CHECK(events[0].request_id == "request-1");
  CHECK(events[1].recorded_at == tickets::a_morning() + std::chrono::seconds(1));
  CHECK(verify_chain(events).empty());
}

TEST_CASE("Engine: a refusal changes nothing", "[engine]") {
  House house;
  CHECK(house.refuse(command("nobody", "add", R"({"amount":1})")).reason == Reason::unknown);
  house.accept(command("t1", "open"));
  CHECK(house.refuse(command("t1", "open")).reason == Reason::out_of_turn);
  const Refusal refusal = house.refuse(command("t1", "wait"));
  CHECK(refusal.reason == Reason::not_ready);
  CHECK(refusal.requirements.size() == 2);
  CHECK(house.events("t1").size() == 1);
  CHECK(house.engine.load("nobody") == nullptr);
}

TEST_CASE("Engine: an expected version that is not the current one is stale and names the current one",
          "[engine]") {
  House house;
  house.accept(command("t1", "open"));
  house.accept(command("t1", "add", R"({"amount":1})"));
  auto request = command("t1", "add", R"({"amount":1})");
  request.expected_version = 1;
  const Refusal refusal = house.refuse(request);
  CHECK(refusal.reason == Reason::stale);
  CHECK(refusal.message.find('2') != std::string::npos);
  request.expected_version = 2;
  CHECK(house.accept(request).version == 3);
}

TEST_CASE("Engine: the same idempotency key gives the first answer again", "[engine]") {
  House house;
  house.accept(command("t1", "open", "{}", "k0"));
  const auto first = house.accept(command("t1", "add", R"({"amount":5})", "k1"));
  const auto again = house.accept(command("t1", "add", R"({"amount":5})", "k1"));
  CHECK_FALSE(first.replayed);
  CHECK(again.replayed);
  CHECK(again.version == first.version);
  CHECK(again.reply == first.reply);
  CHECK(again.project == "t1");
  CHECK(house.total("t1") == 5);

  SECTION("another request under the key is refused and names the header") {
    const Refusal refusal = house.refuse(command("t1", "add", R"({"amount":6})", "k1"));
    CHECK(refusal.reason == Reason::malformed);
    REQUIRE(refusal.fields.size() == 1);
    CHECK(refusal.fields[0].field == "Idempotency-Key");
  }
  SECTION("the same request for another project is another request") {
    house.accept(command("t2", "open"));
    CHECK(house.refuse(command("t2", "add", R"({"amount":5})", "k1")).reason == Reason::malformed);
    CHECK(house.total("t2") == 0);
  }
  SECTION("a creation sent again under a new id answers with the project it made") {
    const auto made = house.accept(command("t9", "open", "{}", "k0"));
    CHECK(made.replayed);
    CHECK(made.project == "t1");
    CHECK(house.engine.load("t9") == nullptr);
  }
  SECTION("another caller's key is another key") {
    auto request = command("t1", "add", R"({"amount":1})", "k1");
    request.caller.person = "somebody-else";
    CHECK_FALSE(house.accept(request).replayed);
  }
  SECTION("a refused command keeps its key free") {
    CHECK(house.refuse(command("t1", "refuse", "{}", "k2")).reason == Reason::not_permitted);
    CHECK_FALSE(house.accept(command("t1", "add", R"({"amount":1})", "k2")).replayed);
  }
  SECTION("a command without events keeps its answer too") {
    CHECK_FALSE(house.accept(command("t1", "nothing", "{}", "k3")).replayed);
    CHECK(house.accept(command("t1", "nothing", "{}", "k3")).replayed);
    CHECK(house.events("t1").size() == 2);
  }
}

TEST_CASE("Engine: commands of one group see each other's effects and share their keys", "[engine]") {
  House house;
  std::atomic<int> commits = 0;
  house.engine.listen([&](const Committed&) { ++commits; });
  house.accept(command("t0", "open"));
  const int before = commits;
  const auto replies =
      as_one_group(house.engine, {command("t1", "open"), command("t1", "add", R"({"amount":1})", "k"),
                                  command("t1", "add", R"({"amount":1})", "k"), command("t1", "break"),
                                  command("t1", "refuse"), command("t1", "add", R"({"amount":2})"),
                                  command("t1", "miscount")});
  CHECK(commits - before == 2);  // the gate's and the group's
  CHECK(std::get<Accepted>(replies[0]).version == 1);
  CHECK(std::get<Accepted>(replies[1]).version == 2);
  CHECK(std::get<Accepted>(replies[2]).replayed);
  CHECK_THROWS_WITH(std::rethrow_exception(std::get<std::exception_ptr>(replies[3])),
                    Catch::Contains("always breaks"));
  CHECK(std::get<Refusal>(replies[4]).reason == Reason::not_permitted);
  CHECK(std::get<Accepted>(replies[5]).version == 3);
  CHECK(std::holds_alternative<std::exception_ptr>(replies[6]));
  CHECK(house.total("t1") == 3);
  CHECK(verify_chain(house.events("t1")).empty());
}

TEST_CASE("Engine: a commit that fails answers everybody and leaves nothing behind", "[engine]") {
  House house;
  house.accept(command("t1", "open"));
  const auto replies =
      as_one_group(house.engine, {command("t1", "add", R"({"amount":100})", "k"), command("t2", "open")},
                   [&] { house.store.fail_commits(1); });
  CHECK(std::holds_alternative<std::exception_ptr>(replies[0]));
  CHECK(std::holds_alternative<std::exception_ptr>(replies[1]));
  CHECK(house.total("t1") == 0);
  CHECK(house.engine.load("t2") == nullptr);
  CHECK(house.events("t1").size() == 1);
  const Accepted again = house.accept(command("t1", "add", R"({"amount":100})", "k"));
  CHECK_FALSE(again.replayed);
  CHECK(again.version == 2);
  CHECK(house.total("t1") == 100);
  CHECK(verify_chain(house.events("t1")).empty());
}

TEST_CASE("Engine: a change the store cannot take fails alone", "[engine]") {
  House house;
  house.accept(command("t1", "open"));
  Gate gate;
  gate.hold(house.engine);
  std::atomic<int> answered = 0;
  std::exception_ptr failure;
  Reply first, last;
  house.engine.submit(command("t1", "add", R"({"amount":1})"), [&](Reply reply) {
    first = std::move(reply);
    ++answered;
  });
  house.engine.write(
      [](StoreWriter& writer) {
        writer.keep_document("half", "done");
        throw std::runtime_error("cannot");
      },
      [&](std::exception_ptr cause) {
        failure = cause;
        ++answered;
      });
  house.engine.submit(command("t1", "add", R"({"amount":1})"), [&](Reply reply) {
    last = std::move(reply);
    ++answered;
  });
  gate.open();
  while (answered < 3) std::this_thread::yield();
  CHECK(std::get<Accepted>(first).version == 2);
  CHECK(std::get<Accepted>(last).version == 3);
  CHECK(failure != nullptr);
  CHECK_FALSE(house.store.reader()->document("half"));
  CHECK(house.total("t1") == 2);
}

TEST_CASE("Engine: when somebody else was first, it looks again and decides again", "[engine]") {
  House house;
  house.accept(command("t1", "open"));
  Engine other(house.workflow, house.store, house.clock, {});
  REQUIRE(std::holds_alternative<Accepted>(other.ask(command("t1", "add", R"({"amount":10})"))));
  CHECK(house.accept(command("t1", "add", R"({"amount":1})")).version == 3);
  CHECK(house.total("t1") == 11);
  CHECK(verify_chain(house.events("t1")).empty());
}

TEST_CASE("Engine: a slug that stays taken breaks the command and nothing else", "[engine]") {
  House house;
  house.accept(command("t1", "open", R"({"slug":"path"})"));
  CHECK(std::holds_alternative<std::exception_ptr>(
      house.engine.ask(command("t2", "open", R"({"slug":"path"})"))));
  house.accept(command("t2", "open", R"({"slug":"path-2"})"));
  CHECK(std::holds_alternative<std::exception_ptr>(
      house.engine.ask(command("t2", "change_slug", R"({"slug":"path"})"))));
  CHECK(house.accept(command("t2", "add", R"({"amount":1})")).version == 2);
}

TEST_CASE("Engine: a full queue refuses at once", "[engine]") {
  House house({.queue_limit = 2});
  house.accept(command("t1", "open"));
  Gate gate;
  gate.hold(house.engine);
  std::atomic<int> accepted = 0;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 5; ++i)
    house.engine.submit(command("t1", "add", R"({"amount":1})"), [&](Reply reply) {
      if (const auto* refusal = std::get_if<Refusal>(&reply)) {
        refused += refusal->reason == Reason::too_many;
      } else {
        ++accepted;
      }
    });
  CHECK(refused >= 3);
  gate.open();
  while (accepted + refused < 5) std::this_thread::yield();
  CHECK(house.engine.queued() <= 1);
  CHECK(house.total("t1") == accepted);
}

TEST_CASE("Engine: shows a project as it was", "[engine]") {
  House house;
  house.accept(command("t1", "open"));
  for (int i = 0; i < 5; ++i) {
    house.clock.pass(std::chrono::hours(1));
    house.accept(command("t1", "add", R"({"amount":1})"));
  }
  using namespace std::chrono_literals;
  CHECK(house.engine.load_at("t1", tickets::a_morning() - 1ms) == nullptr);
  CHECK(tickets::as_ticket(*house.engine.load_at("t1", tickets::a_morning())).total == 0);
  CHECK(tickets::as_ticket(*house.engine.load_at("t1", tickets::a_morning() + 3h)).total == 3);
  CHECK(tickets::as_ticket(*house.engine.load_at("t1", tickets::a_morning() + 4h - 1ms)).total == 3);
  CHECK(tickets::as_ticket(*house.engine.load_at("t1", tickets::a_morning() + 100h)).total == 5);
}

TEST_CASE("Engine: what memory forgot is replayed, over several pages", "[engine]") {
  House house({.cache_projects = 2});
  for (int i = 0; i < 6; ++i) house.accept(command("t" + std::to_string(i), "open"));
  house.accept(command("t0", "add", R"({"amount":1,"times":2500})"));
  for (int i = 1; i < 6; ++i) house.accept(command("t" + std::to_string(i), "add", R"({"amount":2})"));
  CHECK(house.total("t0") == 2500);
  CHECK(house.accept(command("t0", "add", R"({"amount":1})")).version == 2502);
  for (int i = 1; i < 6; ++i) CHECK(house.total("t" + std::to_string(i)) == 2);
}

TEST_CASE("Engine: many threads at once lose nothing and answer everybody", "[engine][threads]") {
  House house({.group_limit = 16, .cache_projects = 3});
  constexpr int threads = 6;
  constexpr int each = 120;
  for (int p = 0; p < 5; ++p) house.accept(command("p" + std::to_string(p), "open"));
  std::atomic<int> heard = 0;
  std::atomic<bool> reading = true;
  std::atomic<int> went_back = 0;
  std::thread reader([&] {
    std::vector<std::int64_t> seen(5, 0);
    while (reading)
      for (std::size_t p = 0; p < 5; ++p) {
        const auto version = house.engine.load("p" + std::to_string(p))->version();
        if (version < seen[p]) ++went_back;
        seen[p] = version;
      }
  });
  std::vector<std::thread> writers;
  for (int t = 0; t < threads; ++t)
    writers.emplace_back([&, t] {
      for (int i = 0; i < each; ++i)
        house.engine.submit(command("p" + std::to_string((t + i) % 5), "add", R"({"amount":1})",
                                    "k" + std::to_string(t) + "-" + std::to_string(i)),
                            [&](Reply reply) {
                              if (std::holds_alternative<Accepted>(reply)) ++heard;
                            });
    });
  for (auto& writer : writers) writer.join();
  while (house.engine.queued() > 0) std::this_thread::yield();
  house.accept(command("p0", "nothing"));
  reading = false;
  reader.join();
  CHECK(heard == threads * each);
  CHECK(went_back == 0);
  std::int64_t sum = 0;
  for (int p = 0; p < 5; ++p) {
    sum += house.total("p" + std::to_string(p));
    CHECK(verify_chain(house.events("p" + std::to_string(p))).empty());
  }
  CHECK(sum == threads * each);
}

TEST_CASE("Engine: its end finishes what is queued", "[engine]") {
  TemporaryFolder folder;
  tickets::TicketWorkflow workflow;
  tickets::SetClock clock{tickets::a_morning()};
  const auto store = store::open_sqlite_store(folder / "store.db");
  std::atomic<int> accepted = 0;
  {
    Engine engine(workflow, *store, clock, {});
    engine.submit(command("t1", "open"), [&](Reply) { ++accepted; });
    for (int i = 0; i < 50; ++i)
      engine.submit(command("t1", "add", R"({"amount":1})"),
                    [&](Reply reply) { accepted += std::holds_alternative<Accepted>(reply); });
  }
  CHECK(accepted == 51);
  CHECK(store->reader()->events_of("t1", 0, 100).size() == 51);
}

TEST_CASE("Engine: listeners hear every event once, in order", "[engine]") {
  House house;
  std::vector<std::int64_t> seqs;
  bool deliveries = false;
  house.engine.listen([&](const Committed& committed) {
    for (const auto& event : committed.events) seqs.push_back(event.seq);
    deliveries |= committed.deliveries_changed;
  });
  house.accept(command("t1", "open"));
  house.accept(command("t1", "add", R"({"amount":1,"times":3})"));
  CHECK_FALSE(deliveries);
  house.accept(command("t1", "ask", R"({"adapter":"lines","name":"n"})"));
  house.engine.ask(command("t1", "nothing"));
  CHECK(seqs == std::vector<std::int64_t>{1, 2, 3, 4, 5});
  CHECK(deliveries);
}
