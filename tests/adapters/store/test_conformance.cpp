#include "adapters/store/follower_store.hpp"
#include "adapters/store/identity_store.hpp"
#include "adapters/store/personal_records.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "tests/conformance/followers.hpp"
#include "tests/conformance/identity.hpp"
#include "tests/conformance/ledger.hpp"
#include "tests/conformance/personal_records.hpp"
#include "tests/conformance/store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <sstream>

using namespace full_circle;

namespace {

/// Whether a text stands anywhere in the database, or in its log.
bool holds_bytes(const std::filesystem::path& file, const std::string& text) {
  for (const char* ending : {"", "-wal"}) {
    std::ifstream in(file.string() + ending, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    if (all.str().find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("SQLite keeps every promise of a store", "[store][conformance]") {
  TemporaryFolder folder;
  int made = 0;
  conformance::check_store(
      [&] { return store::open_sqlite_store(folder / ("store" + std::to_string(++made) + ".db")); });
}

TEST_CASE("SQLite keeps every promise of an identity store", "[store][conformance]") {
  TemporaryFolder folder;
  conformance::check_identity([&] { return store::open_sqlite_identity(folder / "store.db"); });
}

TEST_CASE("SQLite keeps every promise about people who follow", "[store][conformance]") {
  TemporaryFolder folder;
  conformance::check_followers([&] { return store::open_sqlite_followers(folder / "store.db"); });
}

TEST_CASE("SQLite keeps every promise of a ledger", "[store][conformance]") {
  TemporaryFolder folder;
  conformance::check_ledger([&] { return store::open_sqlite_ledger(folder / "store.db"); });
}

TEST_CASE("SQLite keeps every promise about what is kept of people", "[store][conformance]") {
  TemporaryFolder folder;
  int made = 0;
  conformance::check_personal_records([&] {
    const auto file = folder / ("people" + std::to_string(++made) + ".db");
    return conformance::PeopleKept{
        .store = store::open_sqlite_store(file),
        .followers = store::open_sqlite_followers(file),
        .ledger = store::open_sqlite_ledger(file),
        .records = store::open_sqlite_personal_records(file),
        .holds = [file](const std::string& text) { return holds_bytes(file, text); }};
  });
}
