// Ends a process without warning at each named point, many times over, and looks at what is left.

#include "adapters/store/sqlite_store.hpp"
#include "engine/record.hpp"
#include "tests/support/temporary_folder.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

extern char** environ;

using namespace full_circle;

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// How the child ended: a signal's number, or 0 for an ordinary end with success.
int run_child(const std::filesystem::path& folder, const std::string& point, int passings) {
  std::string program = CRASH_CHILD;
  std::string where = folder.string();
  std::string at = point;
  std::string times = std::to_string(passings);
  char* arguments[] = {program.data(), where.data(), at.data(), times.data(), nullptr};
  pid_t child = 0;
  REQUIRE(::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ) == 0);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) return WTERMSIG(status);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  return 0;
}

/// True of any moment: the chain holds, the projection fits the events, and what was acknowledged is there.
void check_nothing_half_done(const std::filesystem::path& folder) {
  const auto store = store::open_sqlite_store(folder / "store.db");
  const auto reader = store->reader();
  auto writer = store->writer();
  for (const std::string& project : reader->project_ids("", 200)) {
    const auto events = reader->events_of(project, 0, 10'000);
    CHECK(verify_chain(events).empty());
    CHECK(reader->project(project)->version == static_cast<std::int64_t>(events.size()));
    const auto asked =
        std::count_if(events.begin(), events.end(), [](const auto& each) { return each.type == "asked"; });
    CHECK(reader->deliveries({.project = project, .limit = 200}).size() == static_cast<std::size_t>(asked));
  }
  for (const std::string& line : lines_of(folder / "acknowledged.txt")) {
    const std::string key = line.substr(0, line.find(' '));
    const auto reply = writer->reply_for("tester", key);
    INFO(line);
    REQUIRE(reply);
    CHECK(std::to_string(reply->version) == line.substr(line.find(' ') + 1));
    CHECK(reader->project(reply->project)->version >= reply->version);
  }
}

/// Once everything has been asked for again and settled: all of it is done, and done once.
void check_everything_done_once(const std::filesystem::path& folder) {
  const auto store = store::open_sqlite_store(folder / "store.db");
  const auto reader = store->reader();
  const auto lines = lines_of(folder / "lines.txt");
  CHECK(std::set<std::string>(lines.begin(), lines.end()).size() == lines.size());
  CHECK(lines.size() == 4 * 4);
  for (int project = 0; project < 4; ++project) {
    const auto row = reader->project("p" + std::to_string(project));
    REQUIRE(row);
    // 12 commands, and one that follows each of the 4 deliveries; 7 adds of 1 and 4 of 100.
    CHECK(row->version == 12 + 4);
    CHECK(row->summary.find("\"total\":407") != std::string::npos);
  }
  for (const Delivery& delivery : reader->deliveries({.limit = 200}))
    CHECK(delivery.state == DeliveryState::done);
}

}  // namespace

TEST_CASE("Ending the process loses nothing acknowledged, leaves nothing half done and repeats no effect",
          "[store][crash]") {
  const std::string point = GENERATE("before_commit", "after_commit", "after_adapter");
  const int passings = GENERATE(1, 2, 3, 5, 9);
  INFO(point << ", passing " << passings);
  TemporaryFolder folder;
  REQUIRE(run_child(folder.path(), point, passings) == SIGKILL);
  check_nothing_half_done(folder.path());
  // And again while taking up the rest, if that passes the point often enough.
  const int again = run_child(folder.path(), point, passings);
  CHECK((again == SIGKILL || again == 0));
  check_nothing_half_done(folder.path());
  REQUIRE(run_child(folder.path(), "never", 1) == 0);
  check_nothing_half_done(folder.path());
  check_everything_done_once(folder.path());
}
