#include "adapters/store/identity_store.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "engine/engine.hpp"
#include "engine/record.hpp"
#include "tests/support/small_workflow.hpp"
#include "tests/support/temporary_folder.hpp"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <thread>

using namespace full_circle;

namespace {

/// The database through SQLite's own door.
class Raw {
 public:
  explicit Raw(const std::filesystem::path& file) {
    REQUIRE(sqlite3_open(file.c_str(), &m_database) == SQLITE_OK);
  }
  ~Raw() { sqlite3_close(m_database); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  std::string run(const std::string& sql) {
    std::string all;
    const auto collect = [](void* out, int columns, char** values, char**) {
      for (int i = 0; i < columns; ++i)
        *static_cast<std::string*>(out) += values[i] ? std::string(values[i]) + "\n" : "\n";
      return 0;
    };
    char* message = nullptr;
    const int code = sqlite3_exec(m_database, sql.c_str(), collect, &all, &message);
    INFO((message ? message : ""));
    sqlite3_free(message);
    REQUIRE(code == SQLITE_OK);
    return all;
  }

 private:
  sqlite3* m_database = nullptr;
};

/// While it lives this process cannot make a file longer than that, as on a full disk.
class SmallFiles {
 public:
  explicit SmallFiles(std::uintmax_t most) {
    ::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &m_before) == 0);
    const rlimit small{static_cast<rlim_t>(most), m_before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  ~SmallFiles() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  rlimit m_before{};
};

void run_commands(Store& store, const std::string& project, int count) {
  const tickets::TicketWorkflow workflow;
  const tickets::SetClock clock(tickets::a_morning());
  Engine engine(workflow, store, clock, {});
  std::get<Accepted>(engine.ask(tickets::command(project, "open")));
  for (int i = 0; i < count; ++i)
    std::get<Accepted>(engine.ask(tickets::command(project, "add", R"({"amount":1})")));
}

std::string whole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("SQLite: what was stored is there after closing and opening again", "[store]") {
  TemporaryFolder folder;
  run_commands(*store::open_sqlite_store(folder / "store.db"), "p1", 5);
  const auto again = store::open_sqlite_store(folder / "store.db");
  const auto events = again->reader()->events_of("p1", 0, 100);
  CHECK(events.size() == 6);
  CHECK(verify_chain(events).empty());
  CHECK(Raw(folder / "store.db").run("pragma integrity_check") == "ok\n");
}

TEST_CASE("SQLite: a database made by a newer program is left alone, with a clear error", "[store]") {
  TemporaryFolder folder;
  store::open_sqlite_store(folder / "store.db");
  Raw(folder / "store.db")
      .run("insert into schema_migrations (number, name) values (999, 'from_the_future')");
  CHECK_THROWS_WITH(store::open_sqlite_store(folder / "store.db"), Catch::Contains("newer version"));
  CHECK_THROWS_WITH(store::open_sqlite_identity(folder / "store.db"), Catch::Contains("newer version"));
}

TEST_CASE("SQLite: a file that is no database is a clear error", "[store]") {
  TemporaryFolder folder;
  std::ofstream(folder / "store.db")
      << "this is not a database, it only has its name, and is long enough to tell";
  CHECK_THROWS_WITH(store::open_sqlite_store(folder / "store.db"), Catch::Contains("not a database"));
}

TEST_CASE("SQLite: tampering with any column of an event is found by its chain", "[store]") {
  TemporaryFolder folder;
  const auto store = store::open_sqlite_store(folder / "store.db");
  run_commands(*store, "p1", 3);
  const std::string change =
      GENERATE("data = '{\"amount\":2}'", "data = data || ' '", "type = 'asked'", "type_version = 2",
               "recorded_at_utc = recorded_at_utc + 1", "by_person = 'other'", "on_behalf_of = 'other'",
               "request_id = 'other'", "previous_hash = hash", "hash = previous_hash", "seq = 30");
  INFO(change);
  CHECK(verify_chain(store->reader()->events_of("p1", 0, 100)).empty());
  Raw(folder / "store.db").run("update events set " + change + " where project = 'p1' and seq = 3");
  CHECK_FALSE(verify_chain(store->reader()->events_of("p1", 0, 100)).empty());
}

TEST_CASE("SQLite: the log stays short while commands keep coming", "[store]") {
  TemporaryFolder folder;
  const auto store =
      store::open_sqlite_store(folder / "store.db", {.checkpoint_pages = 50, .checkpoint_pages_most = 400});
  run_commands(*store, "p1", 1'500);
  // 4,120 bytes a page in the log; a group adds a few pages beyond the limit before the writer looks.
  CHECK(std::filesystem::file_size(folder / "store.db-wal") < 500 * 4'120);
  CHECK(store->reader()->events_of("p1", 0, 10'000).size() == 1'501);
}

TEST_CASE("SQLite: a full disk breaks the command in hand, loses nothing, and passes", "[store]") {
  TemporaryFolder folder;
  const auto store = store::open_sqlite_store(folder / "store.db");
  const tickets::TicketWorkflow workflow;
  const tickets::SetClock clock(tickets::a_morning());
  Engine engine(workflow, *store, clock, {});
  std::get<Accepted>(engine.ask(tickets::command("p1", "open")));
  std::int64_t accepted = 1;
  {
    const SmallFiles full(std::filesystem::file_size(folder / "store.db-wal") + 200'000);
    bool broken = false;
    for (int i = 0; i < 1'000 && !broken; ++i) {
      broken = std::holds_alternative<std::exception_ptr>(
          engine.ask(tickets::command("p1", "add", R"({"amount":1})")));
      if (!broken) ++accepted;
    }
    CHECK(broken);
    CHECK(engine.load("p1")->version() == accepted);
  }
  const Reply again = engine.ask(tickets::command("p1", "add", R"({"amount":1})"));
  REQUIRE(std::holds_alternative<Accepted>(again));
  CHECK(std::get<Accepted>(again).version == accepted + 1);
  CHECK(verify_chain(store->reader()->events_of("p1", 0, 2'000)).empty());
  CHECK(Raw(folder / "store.db").run("pragma integrity_check") == "ok\n");
}

TEST_CASE("SQLite: lists are read in the order of an index, never sorted", "[store]") {
  TemporaryFolder folder;
  store::open_sqlite_store(folder / "store.db");
  Raw raw(folder / "store.db");
  for (const char* sql : {"select p.id from project_labels first join projects p on p.id = first.project "
                          "where first.kind = 'a' and "
                          "first.value = 'b' and first.project < 'x' order by first.project desc limit 50",
                          "select id from projects p where p.id < 'x' order by p.id desc limit 50",
                          "select id from deliveries where state = 0 and adapter = 'a' and due_at_utc <= 5 "
                          "order by due_at_utc, id",
                          "select id from deliveries where id > 0 and state = 2 order by id limit 50",
                          "select min(adapter) from deliveries where state = 0 and adapter > ''",
                          "select seq from events where project = 'p' and seq > 5 order by seq"}) {
    const std::string plan = raw.run(std::string("explain query plan ") + sql);
    INFO(sql << "\n" << plan);
    CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    CHECK(plan.find("SCAN deliveries\n") == std::string::npos);
    CHECK(plan.find("SCAN events") == std::string::npos);
  }
}

TEST_CASE("SQLite: it says when it is not well", "[store]") {
  TemporaryFolder folder;
  const auto store = store::open_sqlite_store(folder / "store.db");
  CHECK(store->healthy());
  Raw(folder / "store.db").run("drop table delivery_totals");
  CHECK_FALSE(store->healthy());
}

TEST_CASE("Identity: secrets stand nowhere in the file, and another process's revocation holds", "[store]") {
  TemporaryFolder folder;
  const auto identity = store::open_sqlite_identity(folder / "store.db");
  Person ana;
  ana.id = "ana";
  ana.name = "Ana";
  REQUIRE(identity->add_person(ana).ok());
  const NewApiKey key = identity->add_key("ana", "laptop", tickets::a_morning()).value();
  REQUIRE(identity->identify(key.secret));
  const std::string random = key.secret.substr(key.secret.size() - 43);
  CHECK(whole(folder / "store.db").find(random) == std::string::npos);
  CHECK(whole(folder / "store.db-wal").find(random) == std::string::npos);
  CHECK(whole(folder / "store.db-wal").find(sha256_hex(key.secret)) != std::string::npos);

  const auto command_line = store::open_sqlite_identity(folder / "store.db");
  REQUIRE(command_line->revoke_key(key.key.id, tickets::a_morning()).ok());
  CHECK_FALSE(command_line->identify(key.secret));
  std::this_thread::sleep_for(std::chrono::milliseconds(1'050));
  CHECK_FALSE(identity->identify(key.secret));
}
