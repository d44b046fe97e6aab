#pragma once
/// A store's promises: all of a commit or nothing, stored answers, documents.

#include "tests/conformance/store_parts.hpp"

namespace full_circle::conformance {

inline void check_commits(const FreshStore& fresh) {
  using namespace detail;
  SECTION("what was appended is read back as it was, in order") {
    const auto store = fresh();
    const Commit first = commit("p1", 1, 3);
    REQUIRE(write(*store, first));
    REQUIRE(write(*store, commit("p2", 1, 1)));
    REQUIRE(write(*store, commit("p1", 4, 4)));
    const auto events = store->reader()->events_of("p1", 0, 100);
    REQUIRE(events.size() == 4);
    for (std::size_t i = 0; i < 3; ++i) CHECK(same(events[i], first.events[i]));
    CHECK(store->reader()->events_of("p1", 2, 100).front().seq == 3);
    CHECK(store->reader()->events_of("p1", 0, 2).size() == 2);
    CHECK(store->reader()->events_of("nobody", 0, 100).empty());
    CHECK(change(*store, [](StoreWriter& w) { return w.events_of("p1", 3).size(); }) == 1);
  }
  SECTION("a number that is taken turns the whole commit down, and the transaction goes on") {
    const auto store = fresh();
    REQUIRE(write(*store, commit("p1", 1, 2)));
    auto writer = store->writer();
    writer->begin();
    const Commit late = full_commit("p1", 2, 3);
    CHECK_FALSE(writer->append(late));
    CHECK_FALSE(writer->append(full_commit("p1", 1, 1)));
    CHECK(writer->append(commit("p2", 1, 1)));
    writer->commit();
    nothing_of(*store, late, 2);
    CHECK(store->reader()->project("p1")->version == 2);
    CHECK(store->reader()->events_of("p2", 0, 10).size() == 1);
  }
  SECTION("a number that leaves a gap is turned down") {
    const auto store = fresh();
    REQUIRE(write(*store, commit("p1", 1, 1)));
    CHECK_FALSE(write(*store, full_commit("p1", 3, 3)));
    CHECK_FALSE(write(*store, full_commit("p2", 2, 2)));
    CHECK_FALSE(store->reader()->project("p2"));
  }
  SECTION("a slug of another project turns the whole commit down") {
    const auto store = fresh();
    REQUIRE(write(*store, commit("p1", 1, 1)));
    REQUIRE(write(*store, commit("p2", 1, 1)));
    Commit created = full_commit("p3", 1, 1);
    created.projection.slug = "slug-of-p1";
    CHECK_FALSE(write(*store, created));
    nothing_of(*store, created, 0);
    Commit changed = full_commit("p2", 2, 2);
    changed.projection.slug = "slug-of-p1";
    CHECK_FALSE(write(*store, changed));
    nothing_of(*store, changed, 1);
    changed.projection.slug = "slug-of-p2-after-all";
    CHECK(write(*store, changed));
    CHECK(store->reader()->project("slug-of-p2-after-all")->project == "p2");
    CHECK_FALSE(store->reader()->project("slug-of-p2"));
  }
}

inline void check_transactions(const FreshStore& fresh) {
  using namespace detail;
  SECTION("what is rolled back was never there; reads inside see the writes inside") {
    const auto store = fresh();
    auto writer = store->writer();
    const Commit lost = full_commit("p1", 1, 2);
    writer->begin();
    CHECK(writer->append(lost));
    CHECK(writer->events_of("p1", 0).size() == 2);
    CHECK(writer->reply_for("ana", lost.idempotency_key).has_value());
    writer->rollback();
    nothing_of(*store, lost, 0);
    CHECK_FALSE(store->reader()->project("p1"));
    CHECK(store->reader()->delivery_counts().front().second == 0);
    writer->begin();
    CHECK(writer->append(lost));
    writer->commit();
    CHECK(store->reader()->events_of("p1", 0, 10).size() == 2);
  }
  SECTION("a commit without events writes the projection anew, and needs its project") {
    const auto store = fresh();
    Commit first = commit("p1", 1, 2);
    first.projection.labels = {{"stage", "plan"}};
    REQUIRE(write(*store, first));
    Commit again;
    again.project = "p1";
    again.projection = {
        .slug = "other", .summary = "{}", .search_text = "kowhai", .labels = {{"stage", "prepare"}}};
    CHECK(write(*store, again));
    CHECK(store->reader()->project("other")->version == 2);
    CHECK(store->reader()->projects({.labels = {{"stage", "plan"}}}).empty());
    CHECK(store->reader()->projects({.labels = {{"stage", "prepare"}}, .search_text = "kowhai"}).size() == 1);
    again.project = "nobody";
    again.projection.slug = "nobody";
    CHECK_FALSE(write(*store, again));
  }
}

inline void check_appending(const FreshStore& fresh) {
  check_commits(fresh);
  check_transactions(fresh);
}

inline void check_replies(const FreshStore& fresh) {
  using namespace detail;
  SECTION("a stored answer is found by caller and key, with its project") {
    const auto store = fresh();
    Commit kept = full_commit("p1", 1, 2);
    kept.reply.reply = R"({"total":1})";
    REQUIRE(write(*store, kept));
    const auto found =
        change(*store, [&](StoreWriter& w) { return w.reply_for("ana", kept.idempotency_key); });
    REQUIRE(found);
    CHECK(found->request_hash == "hash");
    CHECK(found->version == 2);
    CHECK(found->reply == R"({"total":1})");
    CHECK(found->project == "p1");
    CHECK_FALSE(change(*store, [&](StoreWriter& w) { return w.reply_for("ben", kept.idempotency_key); }));
    CHECK_FALSE(change(*store, [](StoreWriter& w) { return w.reply_for("ana", "another"); }));
  }
  SECTION("old answers are forgotten, newer ones stay") {
    const auto store = fresh();
    Commit old = full_commit("p1", 1, 1);
    Commit newer = full_commit("p2", 1, 1);
    newer.decided_at = at(10);
    REQUIRE(write(*store, old));
    REQUIRE(write(*store, newer));
    change(*store, [](StoreWriter& w) { return w.forget_replies_before(at(10)), 0; });
    CHECK_FALSE(change(*store, [&](StoreWriter& w) { return w.reply_for("ana", old.idempotency_key); }));
    CHECK(change(*store, [&](StoreWriter& w) { return w.reply_for("ana", newer.idempotency_key); }));
  }
  SECTION("documents are kept under their hash, the first text for good") {
    const auto store = fresh();
    change(*store, [](StoreWriter& w) {
      w.keep_document("abc", "name: kōwhai\n");
      w.keep_document("abc", "another text");
      return 0;
    });
    CHECK(store->reader()->document("abc") == "name: kōwhai\n");
    CHECK_FALSE(store->reader()->document("abd"));
  }
}

}  // namespace full_circle::conformance
