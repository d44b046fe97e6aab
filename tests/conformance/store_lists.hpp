#pragma once
/// A store's promises: finding and listing projects.

#include "tests/conformance/store_parts.hpp"

#include <algorithm>

namespace full_circle::conformance {

inline void check_finding(const FreshStore& fresh) {
  using namespace detail;
  SECTION("a project is found by id and by slug") {
    const auto store = fresh();
    REQUIRE(write(*store, commit("p1", 1, 2)));
    const auto row = store->reader()->project("p1");
    REQUIRE(row);
    CHECK(row->version == 2);
    CHECK(row->summary == R"({"id":"p1","version":2})");
    CHECK(store->reader()->project("slug-of-p1")->project == "p1");
    CHECK_FALSE(store->reader()->project("p"));
    CHECK_FALSE(store->reader()->project(""));
    CHECK_FALSE(store->reader()->project("' or 1=1 --"));
  }
  SECTION("lists go newest first, page by page, without gap or repetition") {
    const auto store = fresh();
    for (int i = 100; i < 125; ++i) REQUIRE(write(*store, commit("p" + std::to_string(i), 1, 1)));
    const auto reader = store->reader();
    Texts seen;
    ProjectQuery query{.limit = 10};
    for (auto page = ids(reader->projects(query)); !page.empty(); page = ids(reader->projects(query))) {
      CHECK(page.size() <= 10);
      seen.insert(seen.end(), page.begin(), page.end());
      query.cursor = page.back();
    }
    CHECK(seen.size() == 25);
    CHECK(seen.front() == "p124");
    CHECK(std::is_sorted(seen.rbegin(), seen.rend()));
    CHECK(reader->project_ids("", 10).front() == "p100");
    CHECK(reader->project_ids("p109", 100).front() == "p110");
    CHECK(reader->project_ids("p109", 100).size() == 15);
  }
  SECTION("a project's part of the calendar stays until a command brings another") {
    const auto store = fresh();
    Commit first = commit("p1", 1, 1);
    first.projection.calendar = "[1]";
    REQUIRE(write(*store, first));
    REQUIRE(write(*store, commit("p2", 1, 1)));
    REQUIRE(write(*store, commit("p1", 2, 2)));
    const auto reader = store->reader();
    auto rows = reader->calendars("", 10);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].project == "p1");
    CHECK(rows[0].calendar == "[1]");
    CHECK_FALSE(rows[1].calendar);
    Commit third = commit("p1", 3, 3);
    third.projection.calendar = "[2]";
    REQUIRE(write(*store, third));
    CHECK(reader->calendars("", 10)[0].calendar == "[2]");
    CHECK(reader->calendars("p1", 10).size() == 1);
    CHECK(reader->calendars("", 1).size() == 1);
  }
  SECTION("all labels must hold, and they follow the project") {
    const auto store = fresh();
    REQUIRE(write(*store, labelled("p1", 1, {{"stage", "plan"}, {"topic", "parks"}, {"topic", "water"}})));
    REQUIRE(write(*store, labelled("p2", 1, {{"stage", "plan"}, {"topic", "parks"}, {"stage", "plan"}})));
    REQUIRE(write(*store, labelled("p3", 1, {{"stage", "engage"}})));
    const auto reader = store->reader();
    CHECK(ids(reader->projects({.labels = {{"stage", "plan"}}})) == Texts{"p2", "p1"});
    CHECK(ids(reader->projects({.labels = {{"stage", "plan"}, {"topic", "water"}}})) == Texts{"p1"});
    CHECK(ids(reader->projects({.labels = {{"topic", "water"}, {"stage", "plan"}}, .cursor = "p2"})) ==
          Texts{"p1"});
    CHECK(reader->projects({.labels = {{"stage", "plan"}, {"stage", "engage"}}}).empty());
    CHECK(reader->projects({.labels = {{"plan", "stage"}}}).empty());
    REQUIRE(write(*store, labelled("p1", 2, {{"stage", "engage"}, {"topic", "parks"}})));
    CHECK(ids(reader->projects({.labels = {{"stage", "plan"}}})) == Texts{"p2"});
    CHECK(ids(reader->projects({.labels = {{"stage", "engage"}}})) == Texts{"p3", "p1"});
    CHECK(reader->projects({.labels = {{"topic", "water"}}}).empty());
    REQUIRE(write(*store, labelled("p1", 3, {})));
    CHECK(ids(reader->projects({.labels = {{"topic", "parks"}}})) == Texts{"p2"});
  }
}

inline void check_findings(const FreshStore& fresh) {
  using namespace detail;
  const auto found = [](const std::vector<FindingsRow>& rows) {
    Texts ids;
    for (const auto& row : rows) ids.push_back(row.project + (row.content ? "=" + *row.content : ""));
    return ids;
  };
  SECTION("what is found in a project stays until a command brings other, and is found by its words") {
    const auto store = fresh();
    Commit first = labelled("p1", 1, {{"topic", "parks"}});
    first.projection.findings = Findings{"[1]", "plant kowhai"};
    REQUIRE(write(*store, first));
    Commit second = labelled("p2", 1, {{"topic", "parks"}, {"topic", "water"}});
    second.projection.findings = Findings{"[2]", "fence the dunes"};
    REQUIRE(write(*store, second));
    REQUIRE(write(*store, labelled("p1", 2, {{"topic", "parks"}})));
    const auto reader = store->reader();
    CHECK(found(reader->findings({})) == Texts{"p2=[2]", "p1=[1]"});
    CHECK(found(reader->findings({.search_text = "kowhai pla"})) == Texts{"p1=[1]"});
    CHECK(found(reader->findings({.search_text = "kowhai dunes"})).empty());
    CHECK(found(reader->findings({.labels = {{"topic", "parks"}, {"topic", "water"}}})) == Texts{"p2=[2]"});
    CHECK(found(reader->findings({.newest = "p1"})) == Texts{"p1=[1]"});
    CHECK(found(reader->findings({.limit = 1})) == Texts{"p2=[2]"});
    Commit third = labelled("p1", 3, {});
    third.projection.findings = Findings{"[3]", ""};
    REQUIRE(write(*store, third));
    CHECK(found(reader->findings({.search_text = "kowhai"})).empty());
    CHECK(found(reader->findings({.newest = "p1"})) == Texts{"p1=[3]"});
  }
  SECTION("a project stored before there were findings is in every answer, to be read by its events") {
    const auto store = fresh();
    REQUIRE(write(*store, labelled("p1", 1, {{"topic", "parks"}})));
    CHECK(found(store->reader()->findings({.search_text = "kowhai"})) == Texts{"p1"});
    CHECK(found(store->reader()->findings({.labels = {{"topic", "water"}}})).empty());
  }
}

inline void check_searching(const FreshStore& fresh) {
  using namespace detail;
  SECTION("every word of a search must occur, as it stands") {
    const auto store = fresh();
    REQUIRE(write(*store, labelled("p1", 1, {{"stage", "plan"}}, "kowhai bay shoreline path")));
    REQUIRE(write(*store, labelled("p2", 1, {}, "kowhai reserve 100% pest free_zone")));
    const auto reader = store->reader();
    CHECK(ids(reader->projects({.search_text = "kowhai"})) == Texts{"p2", "p1"});
    CHECK(ids(reader->projects({.search_text = "  path   kowhai "})) == Texts{"p1"});
    CHECK(ids(reader->projects({.search_text = "shore"})) == Texts{"p1"});
    CHECK(reader->projects({.search_text = "kowhai missing"}).empty());
    CHECK(ids(reader->projects({.search_text = "100%"})) == Texts{"p2"});
    CHECK(ids(reader->projects({.search_text = "e_z"})) == Texts{"p2"});
    CHECK(reader->projects({.search_text = "k%i"}).empty());
    CHECK(ids(reader->projects({.labels = {{"stage", "plan"}}, .search_text = "kowhai"})) == Texts{"p1"});
    CHECK(reader->projects({.search_text = "' or '1'='1"}).empty());
  }
  SECTION("many shapes of a question are answered one after the other") {
    const auto store = fresh();
    REQUIRE(write(*store, labelled("p1", 1, {{"a", "1"}}, "one two three")));
    const auto reader = store->reader();
    std::vector<Label> labels;
    std::string words_of_all;
    for (int i = 0; i < 5'000; ++i) {
      labels.push_back({"a", std::to_string(i)});
      words_of_all += "w" + std::to_string(i) + " ";
    }
    CHECK(reader->projects({.labels = labels}).empty());
    CHECK(reader->projects({.search_text = words_of_all}).empty());
    for (int words = 0; words < 50; ++words) {
      std::string text;
      for (int i = 0; i < words; ++i) text += " w" + std::to_string(i);
      CHECK(reader->projects({.search_text = text}).size() == (words == 0 ? 1 : 0));
    }
  }
}

inline void check_lists(const FreshStore& fresh) {
  check_finding(fresh);
  check_findings(fresh);
  check_searching(fresh);
}

}  // namespace full_circle::conformance
