#pragma once
/// A store's promises: labels on many entries at once, taken back exactly, and counted together.

#include "tests/conformance/store_parts.hpp"

namespace full_circle::conformance {

namespace detail {

/// A store with entries of one book, whose labels are changed in batches.
struct Coded {
  std::unique_ptr<Store> store;

  explicit Coded(const FreshStore& fresh) : store(fresh()) {
    const auto fill = [](StoreWriter& writer) {
      for (const char* id : {"c1", "c2", "c3", "c4"}) {
        const std::string channel = id[1] < '3' ? "post" : "online";
        writer.add({.project = "p1",
                    .book = "contributions",
                    .id = id,
                    .received_at = at(1),
                    .data = "{}",
                    .labels = {{"channel", channel}, {"community", "a"}, {"community", "b"}}});
      }
      writer.add({.project = "p1", .book = "contributions", .id = "c5", .data = "{}"});
      return true;
    };
    change(*store, fill);
  }
  LabelBatch take(LabelStep step, const std::vector<std::string>& ids, const std::string& value = "dogs") {
    LabelBatch batch{.project = "p1",
                     .book = "contributions",
                     .label = {"theme", value},
                     .step = step,
                     .by = "ana",
                     .at = at(5)};
    change(*store, [&](StoreWriter& writer) {
      std::vector<Entry> entries;
      for (const auto& id : ids) entries.push_back(writer.entry(id).value());
      writer.change_labels(batch, entries);
      return true;
    });
    return batch;
  }
  std::int64_t undo(const LabelBatch& batch, int page = 100) {
    std::int64_t undone = 0;
    std::optional<std::int64_t> after = 0;
    while (after) {
      const auto done = change(*store, [&](StoreWriter& writer) {
        return writer.undo_labels({.batch = batch.id, .by = "tama", .at = at(9)}, *after, page);
      });
      undone += done.undone;
      after = done.next;
    }
    return undone;
  }
  std::string coded(const std::string& value = "dogs") {
    std::string ids;
    for (const auto& entry :
         store->reader()->entries({.project = "p1", .book = "contributions", .labels = {{"theme", value}}})) {
      CHECK(std::count(entry.labels.begin(), entry.labels.end(), Label{"theme", value}) == 1);
      ids += entry.id + " ";
    }
    return ids;
  }
};

}  // namespace detail

inline void check_labels(const FreshStore& fresh) {
  using namespace detail;
  Coded coded(fresh);
  SECTION("a label is put on those that lack it, and the batch says how many") {
    const auto first = coded.take(LabelStep::add, {"c1", "c2"});
    CHECK(first.changed == 2);
    const auto second = coded.take(LabelStep::add, {"c2", "c3"});
    CHECK(second.changed == 1);
    CHECK(second.id > first.id);
    CHECK(coded.coded() == "c1 c2 c3 ");
    CHECK(coded.take(LabelStep::add, {"c1"}).id == 0);
    CHECK(coded.take(LabelStep::remove, {"c1", "c4"}).changed == 1);
    CHECK(coded.coded() == "c2 c3 ");
    const auto batches = coded.store->reader()->label_batches("p1", "contributions", 0, 2);
    REQUIRE(batches.size() == 2);
    CHECK(batches[0].step == LabelStep::remove);
    CHECK(batches[1].id == second.id);
    CHECK(batches[1].label == Label{"theme", "dogs"});
    CHECK(batches[1].by == "ana");
    CHECK(batches[1].at == at(5));
    CHECK(coded.store->reader()->label_batches("p1", "contributions", second.id, 9).size() == 1);
    CHECK(coded.store->reader()->label_batches("p2", "contributions", 0, 9).empty());
  }
  SECTION("undoing takes back what that batch changed, page by page, and nothing it found") {
    coded.take(LabelStep::add, {"c1"});
    const auto batch = coded.take(LabelStep::add, {"c1", "c2", "c3", "c4"});
    CHECK(coded.undo(batch, 2) == 3);
    CHECK(coded.coded() == "c1 ");
    CHECK(coded.undo(batch) == 0);
    const auto kept = coded.store->reader()->label_batch(batch.id);
    REQUIRE(kept);
    CHECK(kept->changed == 3);
    CHECK(kept->undone == 3);
    CHECK(kept->undone_by == "tama");
    CHECK(kept->undone_at == at(9));
    CHECK_FALSE(coded.store->reader()->label_batch(99));
    CHECK(coded.undo({.id = 99}) == 0);
  }
  SECTION("what somebody changed since stays as they left it") {
    const auto first = coded.take(LabelStep::add, {"c1", "c2"});
    coded.take(LabelStep::remove, {"c1"});
    const auto again = coded.take(LabelStep::add, {"c1"});
    coded.take(LabelStep::add, {"c2"}, "paths");
    CHECK(coded.undo(first) == 1);
    CHECK(coded.coded() == "c1 ");
    CHECK(coded.coded("paths") == "c2 ");
    CHECK(coded.undo(again) == 1);
    CHECK(coded.coded().empty());
  }
  SECTION("a later change that was undone stands in nobody's way") {
    const auto first = coded.take(LabelStep::add, {"c1", "c2"});
    const auto off = coded.take(LabelStep::remove, {"c1"});
    CHECK(coded.undo(off) == 1);
    CHECK(coded.undo(first) == 2);
    CHECK(coded.coded().empty());
  }
  SECTION("a batch of several transactions is one") {
    LabelBatch batch{
        .project = "p1", .book = "contributions", .label = {"theme", "dogs"}, .by = "ana", .at = at(5)};
    EntryQuery query{.project = "p1", .book = "contributions", .limit = 2};
    for (bool more = true; more;)
      more = change(*coded.store, [&](StoreWriter& writer) {
        const auto page = writer.entries(query);
        writer.change_labels(batch, page);
        if (!page.empty()) query.after = page.back().position;
        return !page.empty();
      });
    CHECK(batch.changed == 5);
    CHECK(coded.store->reader()->label_batch(batch.id)->changed == 5);
    CHECK(coded.undo(batch) == 5);
  }
  SECTION("a batch of a transaction that was rolled back is not there") {
    LabelBatch batch{.project = "p1", .book = "contributions", .label = {"theme", "dogs"}};
    auto writer = coded.store->writer();
    writer->begin();
    writer->change_labels(batch, {writer->entry("c1").value()});
    writer->rollback();
    CHECK(coded.coded().empty());
    CHECK(coded.store->reader()->label_batches("p1", "contributions", 0, 9).empty());
  }
  SECTION("two labels are counted together, and each entry once for a kind") {
    coded.take(LabelStep::add, {"c1", "c2", "c3"});
    coded.take(LabelStep::add, {"c3"}, "paths");
    const auto pairs = coded.store->reader()->entry_pair_counts("p1", "contributions", "theme");
    REQUIRE(pairs.size() == 7);
    CHECK(pairs[0].one == Label{"theme", "dogs"});
    CHECK(pairs[0].other == Label{"channel", "online"});
    CHECK(pairs[0].count == 1);
    CHECK(pairs[1].other == Label{"channel", "post"});
    CHECK(pairs[1].count == 2);
    CHECK(pairs[3].other == Label{"community", "b"});
    CHECK(pairs[3].count == 3);
    CHECK(pairs[4].one == Label{"theme", "paths"});
    CHECK(coded.store->reader()->entry_pair_counts("p2", "contributions", "theme").empty());
    const auto kinds = coded.store->reader()->entry_kind_counts("p1", "contributions");
    REQUIRE(kinds.size() == 3);
    CHECK(kinds[0].kind == "channel");
    CHECK(kinds[1].kind == "community");
    CHECK(kinds[1].count == 4);
    CHECK(kinds[2].count == 3);
  }
}

}  // namespace full_circle::conformance
