#pragma once
/// What every implementation of engine/ports/personal_records.hpp promises.

#include "engine/ports/personal_records.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>

namespace full_circle::conformance {

struct PeopleKept {
  std::unique_ptr<Store> store;
  std::unique_ptr<Followers> followers;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<PersonalRecords> records;
  /// Whether a text stands anywhere in what is written to the disk.
  std::function<bool(const std::string&)> holds;
};
using FreshPeopleKept = std::function<PeopleKept()>;

namespace people_parts {

inline Instant at(int hours) {
  return parse_instant("2027-06-14T00:00:00Z").value() + std::chrono::hours(hours);
}
inline void keep(Store& store, const std::string& id, const std::string& personal,
                 const std::string& data = "{}") {
  const auto writer = store.writer();
  writer->begin();
  REQUIRE(writer->add({.project = "p1",
                       .book = "contributions",
                       .id = id,
                       .key = "key-" + id,
                       .received_at = at(0),
                       .data = data,
                       .personal = personal,
                       .search_text = "words",
                       .labels = {{"channel", "online"}}}) == id);
  writer->commit();
}

}  // namespace people_parts

inline void check_entries_of_people(const FreshPeopleKept& fresh) {
  using namespace people_parts;
  const PeopleKept kept = fresh();
  keep(*kept.store, "a", R"({"email":"Ana@tauira.example"})");
  keep(*kept.store, "b", R"({"email":"bo@tauira.example"})");
  keep(*kept.store, "c", "");
  const auto found = kept.records->entries_with("ANA@tauira.example", 0, 10);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "a");
  CHECK(kept.records->entries_with("tauira", found[0].position, 10).size() == 1);
  CHECK(kept.records->projects_of_people() == std::vector<std::string>{"p1"});
  int done = 0;
  kept.records->when_nobody_has("bo@TAUIRA.example", [&] { ++done; });
  CHECK(done == 0);
  kept.records->when_nobody_has("nobody@tauira.example", [&] { ++done; });
  CHECK(done == 1);
  const auto forget = [](Entry& entry) {
    entry.personal.clear();
    entry.key.clear();
    entry.search_text.clear();
  };
  CHECK(kept.records->change("a", forget));
  CHECK(kept.records->change("a", forget));
  CHECK_FALSE(kept.records->change("nobody", forget));
  const auto after = kept.records->entry("a");
  REQUIRE(after);
  CHECK(after->personal.empty());
  CHECK(after->labels == std::vector<Label>{{"channel", "online"}});
  CHECK(kept.records->entries_of_people("p1", 10).size() == 1);
  CHECK(kept.records->forget_keys(at(0), "import/", 10) == 0);
  CHECK(kept.records->forget_keys(at(1), "import/", 10) == 2);
  CHECK(kept.records->forget_keys(at(1), "import/", 10) == 0);
}

inline void check_letters(const FreshPeopleKept& fresh) {
  using namespace people_parts;
  const PeopleKept kept = fresh();
  keep(*kept.store, "a", "{}", R"({"copy":true})");
  keep(*kept.store, "b", "{}", R"({"words":"\"copy\":true"})");
  for (int i = 0; i < 2; ++i) kept.records->look_for_letters(R"("copy":true)", at(0));
  const auto due = kept.records->letters_due(at(0), 10);
  REQUIRE(due.size() == 1);
  CHECK(due[0].id == "a");
  kept.records->letter_put_off("a", at(2));
  CHECK(kept.records->letters_due(at(1), 10).empty());
  CHECK(kept.records->letters_due(at(2), 10).size() == 1);
  kept.records->letter_left("a", "Ana@tauira.example", at(2));
  kept.records->look_for_letters(R"("copy":true)", at(3));
  CHECK(kept.records->letters_due(at(9), 10).empty());
  CHECK(kept.records->letters_left("ana@tauira.example", at(2)) == 1);
  CHECK(kept.records->letters_left("ana@tauira.example", at(3)) == 0);
}

inline void check_forgetting(const FreshPeopleKept& fresh) {
  using namespace people_parts;
  const PeopleKept kept = fresh();
  // Among so many that rows move between pages as they are kept.
  constexpr int people = 400;
  const auto address = [](int one) {
    return std::to_string(one * 7'919 % people) + "-somebody@tauira.example";
  };
  for (int one = 0; one < people; ++one)
    REQUIRE_FALSE(kept.followers->ask("email", address(one), {"project:p1"}, at(0)));
  const auto ana = kept.records->kept_of("email", address(5));
  REQUIRE(ana.follower);
  CHECK(ana.follower->asked_for.size() == 1);
  const std::string source = "follower:" + ana.follower->id;
  const std::array<Recipient, 1> row{
      Recipient{.id = "hash-of-ana", .key = "p1/1/x", .source = source, .state = RecipientState::queued}};
  kept.ledger->queue(row, at(0));
  CHECK(kept.records->recipients(source).size() == 1);
  CHECK(kept.records->forget_recipients(source) == 1);
  CHECK(kept.records->recipients(source).empty());
  CHECK_FALSE(kept.ledger->recipient("hash-of-ana"));
  CHECK(kept.ledger->progress("p1/1/x").counts.at(0).state == RecipientState::stopped);
  CHECK(kept.records->forget_recipients_before(at(9), 10) == 0);
  CHECK(kept.records->forget_follower(ana.follower->id));
  CHECK_FALSE(kept.records->forget_follower(ana.follower->id));
  CHECK(kept.records->clear_files());
  CHECK_FALSE(kept.holds(address(5)));
  CHECK(kept.holds(address(6)));
  CHECK(kept.records->scopes("project:") == std::vector<std::string>{"project:p1"});
  CHECK(kept.records->forget_follows("project:p1") == people - 1);
  CHECK(kept.records->clear_files());
  CHECK_FALSE(kept.holds("somebody@tauira.example"));
  kept.followers->stop("email", "ana@tauira.example", at(3));
  CHECK(kept.records->kept_of("email", "ANA@tauira.example").stopped_at == at(3));
  kept.records->note({.at = at(1), .by = "admin", .reason = "Asked.", .counts = "{}"});
  REQUIRE(kept.records->erasures(0, 10).size() == 1);
  CHECK(kept.records->erasures(0, 10)[0].reason == "Asked.");
}

inline void check_personal_records(const FreshPeopleKept& fresh) {
  SECTION("entries of people") {
    check_entries_of_people(fresh);
  }
  SECTION("letters") {
    check_letters(fresh);
  }
  SECTION("forgetting") {
    check_forgetting(fresh);
  }
}

}  // namespace full_circle::conformance
