#include "adapters/store/follower_store.hpp"
#include "adapters/store/identity_store.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "tests/conformance/followers.hpp"
#include "tests/conformance/identity.hpp"
#include "tests/conformance/ledger.hpp"
#include "tests/conformance/store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace full_circle;

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
