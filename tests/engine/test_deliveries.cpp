#include "adapters/store/sqlite_store.hpp"
#include "engine/deliveries.hpp"
#include "tests/support/small_workflow.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <functional>
#include <future>
#include <thread>

using namespace full_circle;
using namespace std::chrono_literals;
using tickets::command;

namespace {

/// Keeps what it was given, and answers what the test says.
struct Outside {
  std::mutex mutex;
  std::vector<Work> works;
  std::function<Delivered(const Work&)> answer = [](const Work&) { return Delivered::done(); };

  std::vector<std::string> keys() {
    const std::lock_guard lock(mutex);
    std::vector<std::string> all;
    for (const Work& work : works) all.push_back(work.key);
    return all;
  }
};

class OutsideAdapter final : public Adapter {
 public:
  OutsideAdapter(std::string name, Outside& outside) : m_name(std::move(name)), m_outside(outside) {}
  std::string_view name() const override { return m_name; }
  Delivered deliver(const Work& work) override {
    {
      const std::lock_guard lock(m_outside.mutex);
      m_outside.works.push_back(work);
    }
    return m_outside.answer(work);
  }

 private:
  std::string m_name;
  Outside& m_outside;
};

struct House {
  House() : engine(workflow, *store, clock, {}) {
    std::vector<std::unique_ptr<Adapter>> adapters;
    adapters.push_back(std::make_unique<OutsideAdapter>("lines", lines));
    adapters.push_back(std::make_unique<OutsideAdapter>("mail", mail));
    deliveries = std::make_unique<Deliveries>(engine, workflow, *store, clock, std::move(adapters),
                                              DeliveriesOptions{.attempts_max = 4});
  }

  void accept(CommandRequest request) {
    const Reply reply = engine.ask(std::move(request));
    if (const auto* refusal = std::get_if<Refusal>(&reply)) FAIL("refused: " << refusal->message);
    if (const auto* cause = std::get_if<std::exception_ptr>(&reply)) std::rethrow_exception(*cause);
  }
  void ask(const std::string& project, const std::string& adapter, const std::string& name,
           const std::string& more = "") {
    accept(command(project, "ask", R"({"adapter":")" + adapter + R"(","name":")" + name + "\"" + more + "}"));
  }
  void settle() {
    deliveries->start();
    REQUIRE(deliveries->settle(20s));
  }
  void pass(std::chrono::milliseconds time) {
    clock.pass(time);
    deliveries->wake();
    REQUIRE(deliveries->settle(20s));
  }
  Delivery only(const std::string& project) {
    const auto all = store->reader()->deliveries({.project = project});
    REQUIRE(all.size() == 1);
    return all.front();
  }
  std::int64_t total(const std::string& project) { return tickets::as_ticket(*engine.load(project)).total; }

  Outside lines, mail;
  TemporaryFolder folder;
  tickets::TicketWorkflow workflow;
  tickets::SetClock clock{tickets::a_morning()};
  std::unique_ptr<Store> store = store::open_sqlite_store(folder / "store.db");
  Engine engine;
  std::unique_ptr<Deliveries> deliveries;
};

}  // namespace

TEST_CASE("Deliveries: due work is made with the newest state, carried once and marked done",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "lines", "note", R"(,"payload":{"kind":"note"})");
  house.accept(command("t1", "add", R"({"amount":7})"));
  house.settle();
  REQUIRE(house.lines.works.size() == 1);
  const Work& work = house.lines.works.front();
  CHECK(work.key == "t1/2/note");
  CHECK(work.project == "t1");
  CHECK(work.adapter == "lines");
  CHECK(work.attempt == 1);
  CHECK(work.payload == R"({"kind":"note","total":7})");
  CHECK(house.only("t1").state == DeliveryState::done);
  CHECK(house.only("t1").attempts == 1);
  house.settle();
  CHECK(house.lines.works.size() == 1);
  CHECK(house.deliveries->adapter_names() == std::vector<std::string>{"lines", "mail"});
}

TEST_CASE("Deliveries: what is due later waits for the clock", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "lines", "note", R"(,"due":"2027-06-15T00:00:00Z")");
  house.settle();
  CHECK(house.lines.works.empty());
  house.pass(24h - 1ms);
  CHECK(house.lines.works.empty());
  house.pass(1ms);
  CHECK(house.lines.works.size() == 1);
}

TEST_CASE("Deliveries: a failure is tried again after a wait that doubles, then becomes an incident",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  const bool by_throwing = GENERATE(false, true);
  house.lines.answer = [by_throwing](const Work&) -> Delivered {
    if (by_throwing) throw std::runtime_error("the printer is on fire");
    return Delivered::retry("the printer is on fire");
  };
  house.ask("t1", "lines", "note");
  house.settle();
  for (const auto wait : {1'000ms, 2'000ms, 4'000ms}) {
    const Delivery delivery = house.only("t1");
    CHECK(delivery.state == DeliveryState::waiting);
    CHECK(delivery.due_at == house.clock.now() + wait);
    CHECK(delivery.note == "the printer is on fire");
    house.pass(wait - 1ms);
    CHECK(house.only("t1").attempts == delivery.attempts);
    house.pass(1ms);
  }
  CHECK(house.only("t1").state == DeliveryState::incident);
  CHECK(house.only("t1").attempts == 4);
  REQUIRE(house.lines.works.size() == 4);
  CHECK(house.lines.works.back().attempt == 4);
  CHECK(house.lines.works.back().key == house.lines.works.front().key);
  house.pass(24h);
  CHECK(house.lines.works.size() == 4);

  SECTION("a person can have it tried again, with another payload") {
    house.lines.answer = [](const Work&) { return Delivered::done(); };
    std::promise<bool> resolved;
    house.engine.write(
        [&](StoreWriter& writer) {
          CHECK(writer.retry(house.only("t1").id, R"({"kind":"mended"})", house.clock.now(), "lead: edited"));
        },
        [&](std::exception_ptr) { resolved.set_value(true); });
    resolved.get_future().wait();
    house.settle();
    CHECK(house.only("t1").state == DeliveryState::done);
    CHECK(house.lines.works.back().payload == R"({"kind":"mended","total":0})");
  }
}

TEST_CASE("Deliveries: giving up is an incident at once, with the reason", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.mail.answer = [](const Work&) { return Delivered::give_up("the address does not exist"); };
  house.ask("t1", "mail", "note");
  house.settle();
  CHECK(house.only("t1").state == DeliveryState::incident);
  CHECK(house.only("t1").note == "the address does not exist");
}

TEST_CASE("Deliveries: an adapter nobody set up is an incident that names it", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "pigeon", "note");
  house.settle();
  CHECK(house.only("t1").state == DeliveryState::incident);
  CHECK(house.only("t1").note.find("pigeon") != std::string::npos);
}

TEST_CASE("Deliveries: a payload that cannot be made is tried again", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "lines", "note", R"(,"payload":{"unmakeable":true})");
  house.settle();
  CHECK(house.only("t1").state == DeliveryState::waiting);
  CHECK(house.only("t1").note == "this payload cannot be made");
  CHECK(house.lines.works.empty());
}

TEST_CASE("Deliveries: order holds within a project, and one that fails holds up only its own project",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.accept(command("t2", "open"));
  std::atomic<bool> broken = true;
  house.lines.answer = [&](const Work& work) {
    return broken && work.key == "t1/2/first" ? Delivered::retry("not now") : Delivered::done();
  };
  house.ask("t1", "lines", "first");
  house.ask("t1", "lines", "second");
  house.ask("t2", "lines", "other");
  house.ask("t1", "mail", "letter");
  house.settle();
  CHECK(house.lines.keys() == std::vector<std::string>{"t1/2/first", "t2/2/other"});
  CHECK(house.mail.keys() == std::vector<std::string>{"t1/4/letter"});
  broken = false;
  house.pass(1s);
  CHECK(house.lines.keys() ==
        std::vector<std::string>{"t1/2/first", "t2/2/other", "t1/2/first", "t1/3/second"});
}

TEST_CASE("Deliveries: a slow adapter does not hold up another", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  std::mutex mutex;
  std::condition_variable changed;
  bool lines_done = false;
  house.mail.answer = [&](const Work&) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 20s, [&] { return lines_done; }) ? Delivered::done()
                                                                   : Delivered::give_up("nobody came");
  };
  house.lines.answer = [&](const Work&) {
    const std::lock_guard lock(mutex);
    lines_done = true;
    changed.notify_all();
    return Delivered::done();
  };
  house.ask("t1", "mail", "letter");
  house.ask("t1", "lines", "note");
  house.settle();
  for (const Delivery& delivery : house.store->reader()->deliveries({}))
    CHECK(delivery.state == DeliveryState::done);
}

TEST_CASE("Deliveries: a replaced one is not carried", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "lines", "page", R"(,"due":"2027-06-14T01:00:00Z")");
  house.ask("t1", "lines", "page", R"(,"replaces":"page")");
  house.settle();
  house.pass(2h);
  CHECK(house.lines.keys() == std::vector<std::string>{"t1/3/page"});
}

TEST_CASE("Deliveries: one replaced while another was carried is not carried any more", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.lines.answer = [&](const Work& work) {
    if (work.key.ends_with("/first")) house.ask("t1", "lines", "third", R"(,"replaces":"second")");
    return Delivered::done();
  };
  house.ask("t1", "lines", "first");
  house.ask("t1", "lines", "second");
  house.settle();
  CHECK(house.lines.keys() == std::vector<std::string>{"t1/2/first", "t1/4/third"});
}

TEST_CASE("Deliveries: a timer comes back as a command of the system, once", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "timer", "reminder",
            R"(,"due":"2027-06-14T01:00:00Z","payload":{"command":"add","target":"","body":{"amount":3}})");
  house.settle();
  CHECK(house.total("t1") == 0);
  house.pass(1h);
  CHECK(house.total("t1") == 3);
  CHECK(house.only("t1").state == DeliveryState::done);
  const auto events = house.store->reader()->events_of("t1", 2, 10);
  REQUIRE(events.size() == 1);
  CHECK(events[0].by == "system");
  CHECK(events[0].request_id == "t1/2/reminder");
  house.pass(24h);
  CHECK(house.total("t1") == 3);
}

TEST_CASE("Deliveries: while too many commands wait a timer waits too, and no attempt is counted",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "timer", "reminder", R"(,"payload":{"command":"queue"})");
  house.deliveries->start();
  CHECK_FALSE(house.deliveries->settle(300ms));
  CHECK(house.only("t1").state == DeliveryState::waiting);
  CHECK(house.only("t1").attempts == 0);
}

TEST_CASE("Deliveries: a timer that comes too early is put off, and holds up nothing until then",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "timer", "early",
            R"(,"payload":{"command":"too_early","body":{"again_at":"2027-06-20T00:00:00Z"}})");
  house.ask("t1", "timer", "later",
            R"(,"due":"2027-06-15T00:00:00Z","payload":{"command":"add","body":{"amount":5}})");
  house.settle();
  const auto named = [&](const std::string& name) {
    for (const Delivery& one : house.store->reader()->deliveries({}))
      if (one.name == name) return one;
    throw std::logic_error("no delivery " + name);
  };
  CHECK(named("early").state == DeliveryState::waiting);
  CHECK(named("early").attempts == 0);
  CHECK(to_text(named("early").due_at) == "2027-06-20T00:00:00.000Z");
  house.pass(48h);
  CHECK(house.total("t1") == 5);
  CHECK(named("early").state == DeliveryState::waiting);
  house.pass(240h);
  CHECK(named("early").state == DeliveryState::done);
}

TEST_CASE("Deliveries: a timer's refused command is an incident with everything that is unmet",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "timer", "reminder", R"(,"payload":{"command":"wait"})");
  house.settle();
  const Delivery delivery = house.only("t1");
  CHECK(delivery.state == DeliveryState::incident);
  CHECK(delivery.note.find("The tea is made") != std::string::npos);
  CHECK(delivery.note.find("the kettle is cold") != std::string::npos);
  CHECK(delivery.note.find("The cups are out") == std::string::npos);
}

TEST_CASE("Deliveries: a timer whose command breaks is tried again; one that is none is an incident",
          "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "timer", "reminder", R"(,"payload":{"command":"break"})");
  house.accept(command("t2", "open"));
  house.ask("t2", "timer", "reminder", R"(,"payload":{"body":{}})");
  house.settle();
  CHECK(house.only("t1").state == DeliveryState::waiting);
  CHECK(house.only("t1").note == "this command always breaks");
  CHECK(house.only("t2").state == DeliveryState::incident);
  CHECK(house.only("t2").note.find("names no command") != std::string::npos);
}

TEST_CASE("Deliveries: after an outage everything due is done once, in order of due time", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  for (int hour = 9; hour >= 1; --hour)
    house.ask("t1", "lines", "h" + std::to_string(hour),
              R"(,"due":"2027-06-14T0)" + std::to_string(hour) + R"(:00:00Z")");
  house.clock.pass(10h);
  CHECK(house.deliveries->lag().overdue == 9);
  CHECK(house.deliveries->lag().oldest == 9h);
  house.settle();
  const auto keys = house.lines.keys();
  REQUIRE(keys.size() == 9);
  for (std::size_t i = 0; i < 9; ++i) CHECK(keys[i].ends_with("/h" + std::to_string(i + 1)));
  CHECK(house.deliveries->lag().overdue == 0);
  CHECK(house.deliveries->lag().oldest == 0ms);
}

TEST_CASE("Deliveries: what follows a delivery is asked once it is done", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  const std::string then = R"(,"payload":{"then":{"command":"add","body":{"amount":5}}})";
  SECTION("accepted") {
    house.ask("t1", "lines", "note", then);
    house.settle();
    CHECK(house.total("t1") == 5);
    CHECK(house.only("t1").state == DeliveryState::done);
  }
  SECTION("not while the delivery fails") {
    std::atomic<bool> broken = true;
    house.lines.answer = [&](const Work&) {
      return broken ? Delivered::retry("not now") : Delivered::done();
    };
    house.ask("t1", "lines", "note", then);
    house.settle();
    CHECK(house.total("t1") == 0);
    broken = false;
    house.pass(1s);
    CHECK(house.total("t1") == 5);
  }
  SECTION("refused: a person has to look") {
    house.ask("t1", "lines", "note", R"(,"payload":{"then":{"command":"wait"}})");
    house.settle();
    CHECK(house.only("t1").state == DeliveryState::incident);
    CHECK(house.only("t1").note.find("delivered, but \"wait\" did not follow") == 0);
  }
}

TEST_CASE("Deliveries: a chain of timers runs to its end within one settle", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.ask("t1", "timer", "first",
            R"(,"payload":{"command":"ask","body":{"adapter":"timer","name":"second","payload":)"
            R"({"command":"ask","body":{"adapter":"lines","name":"third"}}}})");
  house.settle();
  CHECK(house.lines.keys() == std::vector<std::string>{"t1/4/third"});
}

TEST_CASE("Deliveries: their end waits for the delivery in hand", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  std::atomic<bool> begun = false;
  house.lines.answer = [&](const Work&) {
    begun = true;
    std::this_thread::sleep_for(50ms);
    return Delivered::done();
  };
  house.ask("t1", "lines", "note");
  house.deliveries->start();
  while (!begun) std::this_thread::yield();
  house.deliveries.reset();
  CHECK(house.only("t1").state == DeliveryState::done);
  house.ask("t1", "lines", "unheard");  // the bell outlives the threads it rang for
}

TEST_CASE("Deliveries: long work pauses when the program ends, and no attempt is counted", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  std::promise<void> begun;
  house.lines.answer = [&](const Work& work) {
    begun.set_value();
    while (!work.stopping()) std::this_thread::sleep_for(1ms);
    return Delivered::paused(house.clock.now());
  };
  house.ask("t1", "lines", "note");
  house.deliveries->start();
  begun.get_future().wait();
  house.deliveries.reset();
  CHECK(house.only("t1").state == DeliveryState::waiting);
  CHECK(house.only("t1").attempts == 0);
}

TEST_CASE("Deliveries: long work that pauses lets others go in between", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  house.accept(command("t2", "open"));
  int parts = 3;
  house.lines.answer = [&](const Work& work) {
    const bool rests = work.project == "t1" && --parts > 0;
    return rests ? Delivered::paused(house.clock.now()) : Delivered::done();
  };
  house.ask("t1", "lines", "long");
  house.ask("t2", "lines", "short");
  house.settle();
  CHECK(house.lines.keys() == std::vector<std::string>{"t1/2/long", "t2/2/short", "t1/2/long", "t1/2/long"});
  CHECK(house.only("t1").attempts == 1);
}

TEST_CASE("Deliveries: a long reason is cut between characters", "[deliveries]") {
  House house;
  house.accept(command("t1", "open"));
  std::string reason = "x";
  for (int i = 0; i < 3'000; ++i) reason += "ā";
  house.lines.answer = [&](const Work&) { return Delivered::give_up(reason); };
  house.ask("t1", "lines", "note");
  house.settle();
  const std::string note = house.only("t1").note;
  CHECK(note.size() < 2'010);
  CHECK(note.ends_with("ā…"));
}
