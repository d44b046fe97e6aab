#pragma once
/// A store's promises: entries.

#include "tests/conformance/store_parts.hpp"

namespace full_circle::conformance {

inline void check_entries(const FreshStore& fresh) {
  using namespace detail;
  const auto entry = [](const std::string& id, std::vector<Label> labels = {}, std::string key = "") {
    return Entry{.project = "p1",
                 .book = "contributions",
                 .id = id,
                 .key = std::move(key),
                 .received_at = at(7),
                 .data = R"({"words":"Māori macrons: ā ē ī ō ū 'quoted'"})",
                 .personal = R"({"name":"Ana"})",
                 .search_text = "maori macrons quoted",
                 .labels = std::move(labels)};
  };
  const auto add = [](Store& store, const Entry& one) {
    return change(store, [&](StoreWriter& writer) { return writer.add(one); });
  };
  SECTION("an entry comes back as it was given") {
    const auto store = fresh();
    CHECK(add(*store, entry("c1", {{"channel", "post"}, {"channel", "email"}}, "once")) == "c1");
    const auto found = store->reader()->entry("c1");
    REQUIRE(found);
    CHECK(found->position > 0);
    CHECK(found->project == "p1");
    CHECK(found->book == "contributions");
    CHECK(found->key == "once");
    CHECK(found->received_at == at(7));
    CHECK(found->data == entry("").data);
    CHECK(found->personal == R"({"name":"Ana"})");
    CHECK(found->labels == std::vector<Label>{{"channel", "email"}, {"channel", "post"}});
    CHECK_FALSE(store->reader()->entry("c"));
  }
  SECTION("a key that is given twice is one entry, and no key is never the same") {
    const auto store = fresh();
    CHECK(add(*store, entry("c1", {}, "once")) == "c1");
    CHECK(add(*store, entry("c2", {}, "once")) == "c1");
    CHECK_FALSE(store->reader()->entry("c2"));
    Entry elsewhere = entry("c3", {}, "once");
    elsewhere.project = "p2";
    CHECK(add(*store, elsewhere) == "c3");
    CHECK(add(*store, entry("c4")) == "c4");
    CHECK(add(*store, entry("c5")) == "c5");
    CHECK(add(*store, entry("c5")).empty());
  }
  SECTION("whose it is can be forgotten, and the entry stays") {
    const auto store = fresh();
    add(*store, entry("c1"));
    const auto forget = [&](const char* id) {
      return change(*store, [&](StoreWriter& writer) { return writer.forget_personal(id); });
    };
    CHECK(forget("c1"));
    CHECK(store->reader()->entry("c1")->personal.empty());
    CHECK(store->reader()->entry("c1")->data == entry("").data);
    CHECK_FALSE(forget("c9"));
  }
  SECTION("lists go in the order they came, page by page, by labels and words") {
    const auto store = fresh();
    for (int i = 10; i < 30; ++i) {
      Entry one =
          entry("c" + std::to_string(i), {{"channel", i % 2 == 0 ? "post" : "online"}, {"late", "no"}});
      one.search_text = i % 5 == 0 ? "more benches please" : "fewer cars";
      add(*store, one);
    }
    const auto reader = store->reader();
    EntryQuery query{.project = "p1", .book = "contributions", .limit = 7};
    Texts seen;
    for (auto page = reader->entries(query); !page.empty(); page = reader->entries(query)) {
      CHECK(page.size() <= 7);
      for (const Entry& one : page) seen.push_back(one.id);
      query.after = page.back().position;
    }
    CHECK(seen.size() == 20);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    query = {.project = "p1", .book = "contributions", .labels = {{"channel", "post"}, {"late", "no"}}};
    CHECK(reader->entries(query).size() == 10);
    query.search_text = "benches please";
    CHECK(reader->entries(query).size() == 2);
    query.labels.push_back({"channel", "online"});
    CHECK(reader->entries(query).empty());
    CHECK(reader->entries({.project = "p2", .book = "contributions"}).empty());
    CHECK(reader->entries({.project = "p1", .book = "other"}).empty());
  }
  SECTION("labels are counted") {
    const auto store = fresh();
    add(*store, entry("c1", {{"channel", "post"}}));
    add(*store, entry("c2", {{"channel", "post"}, {"late", "yes"}}));
    const auto counts = store->reader()->entry_counts("p1", "contributions");
    REQUIRE(counts.size() == 2);
    CHECK(counts[0].label == Label{"channel", "post"});
    CHECK(counts[0].count == 2);
    CHECK(counts[1].count == 1);
    CHECK(store->reader()->entry_counts("p2", "contributions").empty());
  }
  SECTION("an entry of a transaction that was rolled back is not there") {
    const auto store = fresh();
    auto writer = store->writer();
    writer->begin();
    CHECK(writer->add(entry("c1", {{"late", "no"}}, "once")) == "c1");
    writer->rollback();
    CHECK_FALSE(store->reader()->entry("c1"));
    CHECK(store->reader()->entry_counts("p1", "contributions").empty());
    CHECK(add(*store, entry("c2", {}, "once")) == "c2");
  }
}

}  // namespace full_circle::conformance
