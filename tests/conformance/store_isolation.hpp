#pragma once
/// A store's promises: several threads, and texts of every kind.

#include "tests/conformance/store_parts.hpp"

#include <atomic>
#include <thread>

namespace full_circle::conformance {

inline void check_isolation(const FreshStore& fresh) {
  using namespace detail;
  SECTION("a reader neither waits for an open transaction nor sees into it") {
    const auto store = fresh();
    REQUIRE(write(*store, commit("p1", 1, 1)));
    const auto reader = store->reader();
    CHECK(reader->events_of("p1", 0, 10).size() == 1);
    auto writer = store->writer();
    writer->begin();
    REQUIRE(writer->append(commit("p1", 2, 2)));
    const auto begun = std::chrono::steady_clock::now();
    CHECK(reader->events_of("p1", 0, 10).size() == 1);
    CHECK(reader->project("p1")->version == 1);
    CHECK(store->reader()->projects({}).size() == 1);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
    writer->commit();
    CHECK(reader->events_of("p1", 0, 10).size() == 2);
    CHECK(reader->project("p1")->version == 2);
  }
  SECTION("a reader that read one row of many is not held at that moment") {
    const auto store = fresh();
    REQUIRE(write(*store, commit("p1", 1, 50)));
    const auto reader = store->reader();
    CHECK(reader->project("p1"));
    CHECK(reader->events_of("p1", 0, 1).size() == 1);
    CHECK(reader->waiting_adapters().empty());
    REQUIRE(write(*store, commit("p1", 51, 51)));
    CHECK(reader->project("p1")->version == 51);
  }
  SECTION("two writers take turns and neither loses anything") {
    const auto store = fresh();
    std::atomic<int> turned_down = 0;
    const auto many = [&](const std::string& prefix) {
      auto writer = store->writer();
      for (int i = 0; i < 40; ++i) {
        writer->begin();
        turned_down += writer->append(commit(prefix + std::to_string(i), 1, 2)) ? 0 : 1;
        turned_down += writer->append(commit(prefix + std::to_string(i), 3, 3)) ? 0 : 1;
        writer->commit();
      }
    };
    std::thread other([&] { many("b"); });
    many("a");
    other.join();
    CHECK(turned_down == 0);
    CHECK(store->reader()->project_ids("", 200).size() == 80);
    CHECK(store->reader()->events_of("a39", 0, 10).size() == 3);
  }
  SECTION("it says that it is well") {
    CHECK(fresh()->healthy());
  }
}

inline void check_hostile_content(const FreshStore& fresh) {
  using namespace detail;
  SECTION("texts of every kind come back as they went in") {
    std::string long_text(300'000, 'x');
    const Texts texts = {"'; drop table events; --",          "\"quoted\" and `ticked` and [bracketed]",
                         "Ngāti Tauira ki Tai – āēīōū ĀĒĪŌŪ", "🌊🌿👩🏽‍🌾",
                         ":name ?1 $1 %s {0} \\u0000 \\",     "line\r\nline\ttab\x01\x1f",
                         "\xE2\x80\xA8</script>\xEF\xBB\xBF", long_text};
    const auto store = fresh();
    const auto reader = store->reader();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string& text = texts[i];
      const std::string project = "p" + std::to_string(i);
      Commit hostile = full_commit(project, 1, 1);
      StoredEvent& event = hostile.events.front();
      event.data = text;
      event.by = event.on_behalf_of = event.request_id = event.type = text;
      hostile.projection = {
          .slug = "s" + text, .summary = text, .search_text = text, .labels = {{text, text}, {"1:a", text}}};
      hostile.deliveries = {delivery("a", text.substr(0, 200), 0)};
      hostile.deliveries.front().payload = text;
      hostile.caller = hostile.idempotency_key = text;
      hostile.reply.reply = text;
      INFO(text.substr(0, 100));
      REQUIRE(write(*store, hostile));
      CHECK(same(reader->events_of(project, 0, 10).front(), event));
      CHECK(reader->project("s" + text)->summary == text);
      CHECK(ids(reader->projects({.labels = {{text, text}, {"1:a", text}}})) == Texts{project});
      CHECK(reader->deliveries({.project = project}).front().payload == text);
      CHECK(reader->deliveries({.project = project}).front().name == text.substr(0, 200));
      CHECK(change(*store, [&](StoreWriter& w) { return w.reply_for(text, text); })->reply == text);
      Commit relabelled = commit(project, 2, 2);
      relabelled.projection.labels = {{"1:a", text}};
      REQUIRE(write(*store, relabelled));
      CHECK(reader->projects({.labels = {{text, text}}}).empty());
      CHECK(ids(reader->projects({.labels = {{"1:a", text}}})) == Texts{project});
    }
  }
  SECTION("numbers keep 64 bits") {
    const auto store = fresh();
    Commit far = commit("p1", 1, 1);
    far.events.front().recorded_at = parse_instant("2199-12-31T23:59:59.999Z").value();
    far.deliveries = {delivery("a", "n", 0)};
    far.deliveries.front().due_at = parse_instant("1900-01-01T00:00:00.001Z").value();
    REQUIRE(write(*store, far));
    CHECK(store->reader()->events_of("p1", 0, 1).front().recorded_at == far.events.front().recorded_at);
    CHECK(store->reader()->next_due() == far.deliveries.front().due_at);
    CHECK(store->reader()->due(far.deliveries.front().due_at, 1).size() == 1);
  }
}

}  // namespace full_circle::conformance
