#pragma once
/// A store's promises: deliveries, their order and their states.

#include "tests/conformance/store_parts.hpp"

namespace full_circle::conformance {

inline void check_due(const FreshStore& fresh) {
  using namespace detail;
  SECTION("a delivery carries what was given and the number of its event") {
    const auto store = fresh();
    Commit both = commit("p1", 1, 2);
    both.deliveries = {delivery("notifier", "opened_notice", 5)};
    REQUIRE(write(*store, both));
    const auto all = store->reader()->deliveries({});
    REQUIRE(all.size() == 1);
    const Delivery& one = all.front();
    CHECK(one.key() == "p1/2/opened_notice");
    CHECK(one.adapter == "notifier");
    CHECK(one.payload == R"({"kind":"note"})");
    CHECK(one.state == DeliveryState::waiting);
    CHECK(one.attempts == 0);
    CHECK(one.due_at == at(5));
    CHECK(one.created_at == at(0));
    CHECK(one.note.empty());
    CHECK(store->reader()->delivery(one.id)->key() == one.key());
    CHECK_FALSE(store->reader()->delivery(one.id + 1));
  }
  SECTION("what is due comes oldest first, then in order of creation") {
    const auto store = fresh();
    REQUIRE(write(*store, with("p1", 1, {delivery("b", "late", 30), delivery("a", "first", 10)})));
    REQUIRE(write(*store, with("p2", 1, {delivery("b", "second", 10), delivery("a", "third", 20)})));
    const auto reader = store->reader();
    CHECK(names(reader->due(at(9), 10)).empty());
    CHECK(names(reader->due(at(20), 10)) == Texts{"first", "second", "third"});
    CHECK(names(reader->due(at(20), 2)) == Texts{"first", "second"});
    CHECK(names(reader->due_for("a", at(100), 10)) == Texts{"first", "third"});
    CHECK(names(reader->due_for("b", at(100), 10)) == Texts{"second", "late"});
    CHECK(reader->due_for("c", at(100), 10).empty());
    CHECK(reader->waiting_adapters() == Texts{"a", "b"});
    CHECK(reader->next_due() == at(10));
    CHECK(reader->next_due_for("b", at(10)) == at(30));
    CHECK_FALSE(reader->next_due_for("b", at(30)));
    CHECK(reader->overdue(at(20)).count == 3);
    CHECK(reader->overdue(at(20)).oldest == at(10));
    CHECK(reader->overdue(at(0)).count == 0);
    CHECK_FALSE(reader->overdue(at(0)).oldest);
  }
}

inline void check_settling(const FreshStore& fresh) {
  using namespace detail;
  SECTION("a delivery is settled once, at the attempt it stands at") {
    const auto store = fresh();
    REQUIRE(write(*store, with("p1", 1, {delivery("a", "note", 0)})));
    const auto reader = store->reader();
    const std::int64_t id = reader->due(at(0), 1).front().id;
    const auto settle = [&](int attempt, DeliveryState state, int due) {
      return change(*store, [&](StoreWriter& w) { return w.settle(id, attempt, state, at(due), "why"); });
    };
    CHECK_FALSE(settle(2, DeliveryState::done, 0));
    CHECK(settle(1, DeliveryState::waiting, 10));
    CHECK_FALSE(settle(1, DeliveryState::done, 0));
    CHECK(reader->delivery(id)->attempts == 1);
    CHECK(reader->delivery(id)->note == "why");
    CHECK(reader->due(at(9), 10).empty());
    CHECK(reader->due(at(10), 10).size() == 1);
    CHECK(settle(2, DeliveryState::done, 10));
    CHECK_FALSE(settle(3, DeliveryState::done, 10));
    CHECK(reader->delivery(id)->state == DeliveryState::done);
    CHECK(reader->waiting_adapters().empty());
    CHECK_FALSE(reader->next_due());
    CHECK_FALSE(
        change(*store, [](StoreWriter& w) { return w.settle(99, 1, DeliveryState::done, at(0), ""); }));
  }
  SECTION("an incident is tried again or skipped by a person, and nothing else is") {
    const auto store = fresh();
    REQUIRE(write(*store, with("p1", 1, {delivery("a", "one", 0), delivery("a", "two", 0)})));
    const auto reader = store->reader();
    const auto both = reader->due(at(0), 10);
    const auto retry = [&](std::int64_t id, std::optional<std::string> payload) {
      return change(*store,
                    [&](StoreWriter& w) { return w.retry(id, payload, at(60), "lead: tried again"); });
    };
    const auto skip = [&](std::int64_t id) {
      return change(*store, [&](StoreWriter& w) { return w.skip(id, "the address is gone"); });
    };
    CHECK_FALSE(retry(both[0].id, std::nullopt));
    CHECK_FALSE(skip(both[0].id));
    for (const Delivery& each : both)
      CHECK(change(*store, [&](StoreWriter& w) {
        return w.settle(each.id, 1, DeliveryState::incident, each.due_at, "no such address");
      }));
    CHECK(reader->deliveries({.state = DeliveryState::incident}).size() == 2);
    CHECK(retry(both[0].id, R"({"kind":"mended"})"));
    CHECK(reader->delivery(both[0].id)->note == "lead: tried again");
    CHECK_FALSE(retry(both[0].id, std::nullopt));
    const auto again = reader->delivery(both[0].id);
    CHECK(again->state == DeliveryState::waiting);
    CHECK(again->attempts == 0);
    CHECK(again->due_at == at(60));
    CHECK(again->payload == R"({"kind":"mended"})");
    CHECK(skip(both[1].id));
    CHECK_FALSE(skip(both[1].id));
    CHECK(reader->delivery(both[1].id)->state == DeliveryState::skipped);
    CHECK(reader->delivery(both[1].id)->note == "the address is gone");
    CHECK_FALSE(retry(both[1].id, std::nullopt));
  }
}

inline void check_replacing_and_order(const FreshStore& fresh) {
  using namespace detail;
  SECTION("a later commit replaces what waits under a name, in its own project, not its own deliveries") {
    const auto store = fresh();
    REQUIRE(write(*store, with("p1", 1, {delivery("a", "page", 50), delivery("b", "page", 60)})));
    REQUIRE(write(*store, with("p2", 1, {delivery("a", "page", 50)})));
    auto newer = delivery("a", "page", 70);
    newer.replaces = "page";
    auto second = delivery("b", "page", 70);
    second.replaces = "page";
    REQUIRE(write(*store, with("p1", 2, {newer, second})));
    const auto reader = store->reader();
    const auto of_p1 = reader->deliveries({.project = "p1", .state = DeliveryState::waiting});
    REQUIRE(of_p1.size() == 2);
    CHECK(of_p1[0].seq == 2);
    CHECK(reader->deliveries({.project = "p1", .state = DeliveryState::replaced}).size() == 2);
    CHECK(reader->deliveries({.project = "p2", .state = DeliveryState::waiting}).size() == 1);
  }
  SECTION("without an adapter it only takes back what waits") {
    const auto store = fresh();
    REQUIRE(write(*store, with("p1", 1, {delivery("timer", "close", 50)})));
    auto taken_back = delivery("", "close", 0);
    taken_back.replaces = "close";
    REQUIRE(write(*store, with("p1", 2, {taken_back})));
    const auto reader = store->reader();
    CHECK(reader->deliveries({.project = "p1"}).size() == 1);
    CHECK(reader->deliveries({.project = "p1", .state = DeliveryState::waiting}).empty());
  }
  SECTION("what failed holds up younger ones of its project and adapter until it is settled") {
    const auto store = fresh();
    REQUIRE(write(
        *store,
        with("p1", 1, {delivery("a", "first", 0), delivery("a", "second", 1), delivery("b", "other", 1)})));
    REQUIRE(write(*store, with("p2", 1, {delivery("a", "elsewhere", 1)})));
    const auto reader = store->reader();
    const std::int64_t first = reader->due(at(0), 1).front().id;
    const auto settle = [&](int attempt, DeliveryState state, int due) {
      CHECK(change(*store, [&](StoreWriter& w) { return w.settle(first, attempt, state, at(due), ""); }));
    };
    CHECK(names(reader->due_for("a", at(2), 10)) == Texts{"first", "second", "elsewhere"});
    settle(1, DeliveryState::waiting, 10);
    CHECK(names(reader->due_for("a", at(2), 10)) == Texts{"elsewhere"});
    CHECK(names(reader->due_for("b", at(2), 10)) == Texts{"other"});
    CHECK(names(reader->due_for("a", at(10), 10)) == Texts{"elsewhere", "first"});
    settle(2, DeliveryState::incident, 10);
    CHECK(names(reader->due_for("a", at(10), 10)) == Texts{"second", "elsewhere"});
  }
}

inline void check_delivery_lists(const FreshStore& fresh) {
  using namespace detail;
  SECTION("lists of deliveries go by id, by project and by state, page by page") {
    const auto store = fresh();
    for (std::int64_t seq = 1; seq <= 6; ++seq) {
      REQUIRE(write(*store, with("p1", seq, {delivery("a", "n" + std::to_string(seq), 0)})));
      REQUIRE(write(*store, with("p2", seq, {delivery("a", "m" + std::to_string(seq), 0)})));
    }
    const auto reader = store->reader();
    const auto page = reader->deliveries({.project = "p1", .limit = 4});
    CHECK(names(page) == Texts{"n1", "n2", "n3", "n4"});
    CHECK(names(reader->deliveries({.project = "p1", .after_id = page.back().id, .limit = 4})) ==
          Texts{"n5", "n6"});
    CHECK(reader->deliveries({}).size() == 12);
    CHECK(reader->deliveries({.state = DeliveryState::done}).empty());
    CHECK(reader->deliveries({.project = "nobody"}).empty());
  }
  SECTION("the counts by state follow every change") {
    const auto store = fresh();
    const auto count = [&](DeliveryState state) {
      for (const auto& [each, total] : store->reader()->delivery_counts())
        if (each == state) return total;
      return std::int64_t{0};
    };
    REQUIRE(
        write(*store,
              with("p1", 1, {delivery("a", "one", 0), delivery("a", "two", 0), delivery("a", "three", 0)})));
    CHECK(count(DeliveryState::waiting) == 3);
    const auto all = store->reader()->due(at(0), 10);
    change(*store, [&](StoreWriter& w) {
      w.settle(all[0].id, 1, DeliveryState::done, at(0), "");
      w.settle(all[1].id, 1, DeliveryState::incident, at(0), "");
      w.settle(all[2].id, 1, DeliveryState::waiting, at(1), "");
      return 0;
    });
    auto newer = delivery("a", "four", 0);
    newer.replaces = "three";
    REQUIRE(write(*store, with("p1", 2, {newer})));
    change(*store, [&](StoreWriter& w) { return w.skip(all[1].id, "no"); });
    CHECK(count(DeliveryState::waiting) == 1);
    CHECK(count(DeliveryState::done) == 1);
    CHECK(count(DeliveryState::incident) == 0);
    CHECK(count(DeliveryState::skipped) == 1);
    CHECK(count(DeliveryState::replaced) == 1);
  }
}

inline void check_deliveries(const FreshStore& fresh) {
  check_due(fresh);
  check_settling(fresh);
  check_replacing_and_order(fresh);
  check_delivery_lists(fresh);
}

}  // namespace full_circle::conformance
