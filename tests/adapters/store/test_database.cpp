#include "adapters/store/database.hpp"
#include "adapters/store/migrations.hpp"
#include "tests/support/temporary_folder.hpp"

#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace full_circle;
using namespace full_circle::store;
using enum Holds;

namespace {

std::int64_t number_of(Connection& connection, const std::string& sql) {
  Statement statement(connection, sql, {}, {number});
  Rows rows = statement.query();
  REQUIRE(rows.next());
  return rows.number(0);
}

}  // namespace

TEST_CASE("A script runs every one of its statements", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  connection.run_script("create table t (x bigint); insert into t values (1); insert into t values (2);");
  CHECK(number_of(connection, "select count(*) from t") == 2);
}

TEST_CASE("The connection is set up as the store needs it", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  CHECK(number_of(connection, "pragma synchronous") == 2);
  Connection normal(folder / "a.db", {.durability = ConnectionOptions::Durability::normal});
  CHECK(number_of(normal, "pragma synchronous") == 1);
  Statement mode(connection, "pragma journal_mode", {}, {text});
  Rows rows = mode.query();
  REQUIRE(rows.next());
  CHECK(rows.text(0) == "wal");
}

TEST_CASE("The file and its log are for the owner alone", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  connection.run_script("create table t (x bigint);");
  for (const char* name : {"a.db", "a.db-wal", "a.db-shm"}) {
    struct stat status {};
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
}

TEST_CASE("A path may hold blanks and macrons; one with a quotation mark, or nowhere, is a clear error",
          "[database]") {
  TemporaryFolder folder;
  std::filesystem::create_directory(folder / "kōwhai bay  = 1");
  CHECK_NOTHROW(Connection(folder / "kōwhai bay  = 1" / "a b.db", {}));
  CHECK(std::filesystem::exists(folder / "kōwhai bay  = 1" / "a b.db"));
  CHECK_THROWS_WITH(Connection(folder / "a\"b.db", {}), Catch::Contains("quotation mark"));
  CHECK_THROWS_WITH(Connection(folder / "missing" / "a.db", {}), Catch::Contains("missing"));
}

TEST_CASE("Numbers keep 64 bits, texts their bytes, and nothing stays nothing", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  connection.run_script("create table t (n bigint, s text);");
  Statement insert(connection, "insert into t (n, s) values (:n, :s)", {number, text});
  CHECK(insert.run(std::int64_t{1'754'000'000'123'456}, "āe") == 1);
  insert.run(std::optional<std::int64_t>{}, std::string("a\0b", 3));
  Statement select(connection, "select n, s from t order by rowid", {}, {number, text});
  Rows rows = select.query();
  REQUIRE(rows.next());
  CHECK(rows.number(0) == 1'754'000'000'123'456);
  CHECK(rows.text(1) == "āe");
  REQUIRE(rows.next());
  CHECK_FALSE(rows.number_or_null(0));
  CHECK(rows.text(1) == std::string("a\0b", 3));
  CHECK_FALSE(rows.next());
}

TEST_CASE("A query left half read pins no snapshot", "[database]") {
  TemporaryFolder folder;
  Connection writer(folder / "a.db", {});
  writer.run_script("create table t (x bigint); insert into t values (1), (2), (3);");
  Connection reader(folder / "a.db", {});
  Statement select(reader, "select x from t", {}, {number});
  {
    Rows rows = select.query();
    REQUIRE(rows.next());
  }
  writer.run_script("insert into t values (4);");
  CHECK(number_of(reader, "select count(*) from t") == 4);
}

TEST_CASE("A transaction takes the write lock at once, and lets go without a commit", "[database]") {
  TemporaryFolder folder;
  Connection one(folder / "a.db", {});
  one.run_script("create table t (x bigint);");
  Connection other(folder / "a.db", {.busy_timeout = std::chrono::milliseconds(20)});
  {
    Transaction transaction(one);
    one.run_script("insert into t values (1);");
    CHECK_THROWS_AS(other.begin(), StoreError);
  }
  CHECK(number_of(other, "select count(*) from t") == 0);
  {
    Transaction transaction(other);
    other.run_script("insert into t values (1);");
    transaction.commit();
  }
  CHECK(number_of(one, "select count(*) from t") == 1);
}

TEST_CASE("What waits for the lock gets it once it is free", "[database]") {
  TemporaryFolder folder;
  Connection one(folder / "a.db", {});
  one.run_script("create table t (x bigint);");
  one.begin();
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    one.commit();
  });
  Connection other(folder / "a.db", {});
  CHECK_NOTHROW(other.begin());
  other.rollback();
  later.join();
}

TEST_CASE("A failure carries the database's extended code and none of the values", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  connection.run_script("create table t (s text not null unique);");
  Statement insert(connection, "insert into t (s) values (:s)", {text});
  insert.run("private words");
  try {
    insert.run("private words");
    FAIL("the second one was taken");
  } catch (const StoreError& error) {
    CHECK(error.code() == 2067);
    CHECK(std::string(error.what()).find("private words") == std::string::npos);
    CHECK(std::string(error.what()).find("UNIQUE") != std::string::npos);
  }
  CHECK(insert.run("other words") == 1);
  CHECK_THROWS_AS(Statement(connection, "select nonsense from nowhere", {}, {text}), StoreError);
  CHECK_THROWS_AS(connection.run_script("nonsense;"), StoreError);
}

TEST_CASE("A reading connection cannot write", "[database]") {
  TemporaryFolder folder;
  Connection one(folder / "a.db", {});
  one.run_script("create table t (x bigint);");
  Connection reader(folder / "a.db", {.access = ConnectionOptions::Access::read_only});
  CHECK_THROWS_AS(reader.run_script("insert into t values (1);"), StoreError);
  CHECK(number_of(reader, "select count(*) from t") == 0);
}

TEST_CASE("Migrations run once each, in order, whole or not at all", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  const std::vector<Migration> first = {{1, "one", "create table a (x bigint); insert into a values (1);"}};
  migrate(connection, first);
  migrate(connection, first);
  CHECK(number_of(connection, "select count(*) from a") == 1);

  std::vector<Migration> more = first;
  more.push_back({2, "two", "create table b (x bigint); insert into nowhere values (1);"});
  CHECK_THROWS_AS(migrate(connection, more), StoreError);
  CHECK(number_of(connection, "select max(number) from schema_migrations") == 1);
  CHECK(number_of(connection, "select count(*) from sqlite_master where name = 'b'") == 0);

  more.back().sql = "create table b (x bigint);";
  migrate(connection, more);
  CHECK(number_of(connection, "select count(*) from sqlite_master where name = 'b'") == 1);
  CHECK_THROWS_WITH(migrate(connection, first), Catch::Contains("newer version"));
}

TEST_CASE("Labels of entries are kept when their table takes another order", "[database]") {
  TemporaryFolder folder;
  Connection connection(folder / "a.db", {});
  std::vector<Migration> before = migrations();
  while (before.back().number >= 20) before.pop_back();
  migrate(connection, before);
  connection.run_script(
      "insert into entry_labels (project, book, kind, value, entry) values "
      "('p', 'contributions', 'theme', 'trees', 1), ('p', 'contributions', 'theme', 'trees', 2), "
      "('p', 'contributions', 'channel', 'post', 2);");
  migrate(connection, migrations());
  CHECK(number_of(connection, "select count(*) from entry_labels") == 3);
  CHECK(number_of(connection,
                  "select sum(entry) from entry_labels where kind = 'theme' and value = 'trees'") == 3);
}

TEST_CASE("Several processes may bring one database up to date at once", "[database][threads]") {
  TemporaryFolder folder;
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      try {
        Connection connection(folder / "a.db", {});
        migrate(connection, migrations());
      } catch (const std::exception&) {
        ++failed;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(failed == 0);
  Connection connection(folder / "a.db", {});
  CHECK(number_of(connection, "select count(*) from schema_migrations") ==
        static_cast<std::int64_t>(migrations().size()));
}
