#include "adapters/calendar/imports.hpp"
#include "tests/support/child_program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace full_circle::calendar {
namespace {

using namespace std::chrono_literals;

class StillClock final : public Clock {
 public:
  Instant now() const override { return *parse_instant("2027-06-14T00:00:00Z"); }
};

std::string meeting(const std::string& title) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tauira//Board//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n"
         "DTSTART:20270701T060000Z\r\nSUMMARY:" +
         title + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

class CalendarServer {
 public:
  CalendarServer()
      : m_program(
            {"/usr/bin/python3", std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/support/calendar_server.py",
             m_folder.path().string()},
            (m_folder / "log").string()),
        m_port(m_program.first_line()) {
    offer(meeting("Tauira board meeting"));
  }
  void offer(const std::string& text) { write_file(m_folder / "good.ics", text); }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + m_port + "/" + path; }
  bool was_asked() const { return std::filesystem::exists(m_folder / "requests"); }
  std::string requests() const { return read_file(m_folder / "requests"); }

 private:
  TemporaryFolder m_folder;
  ChildProgram m_program;
  std::string m_port;
};

/// Imports with a folder of their own, and what they handed on.
struct Desk {
  explicit Desk(std::vector<ImportSource> from) : sources(std::move(from)) {
    options.folder = folder / "calendar-imports";
    options.zone = "Pacific/Auckland";
    options.private_addresses = shared::PrivateAddresses::allow;
    options.timeout = 5s;
    begin();
  }
  void begin() {
    imports = std::make_unique<Imports>(
        options, sources, clock,
        [this](const std::string& name, const std::vector<ImportedEntry>& entries) {
          const std::lock_guard lock(mutex);
          ++changes;
          titles[name].clear();
          for (const auto& entry : entries) titles[name].push_back(entry.title);
          if (!entries.empty()) updated_at = entries.front().updated_at;
        },
        [this](const ImportState& state) { told.push_back(state.problem); });
  }
  std::vector<std::string> handed_on() {
    const std::lock_guard lock(mutex);
    return titles["board"];
  }

  TemporaryFolder folder;
  ImportsOptions options;
  std::vector<ImportSource> sources;
  StillClock clock;
  std::mutex mutex;
  int changes = 0;
  std::map<std::string, std::vector<std::string>> titles;
  std::optional<Instant> updated_at;
  std::vector<std::string> told;  ///< problems, and "" for well again
  std::unique_ptr<Imports> imports;
};

ImportSource board(const std::string& url) {
  return {.name = "board", .url = url, .file = {}};
}

const std::vector<std::string> k_first{"Tauira board meeting"};

}  // namespace

TEST_CASE("Imports: a calendar is fetched, kept, and asked for again only if it has changed") {
  CalendarServer server;
  Desk desk({board(server.url("good.ics"))});
  const auto state = desk.imports->refresh("board");
  CHECK(state.problem.empty());
  CHECK(state.entries == 1);
  CHECK(state.read_at == desk.clock.now());
  CHECK(desk.handed_on() == k_first);
  CHECK(desk.imports->refresh("board").problem.empty());
  CHECK(desk.changes == 1);
  server.offer(meeting("Tauira board meeting, another hall"));
  CHECK(desk.imports->refresh("board").problem.empty());
  CHECK(desk.changes == 2);
  CHECK(desk.handed_on() == std::vector<std::string>{"Tauira board meeting, another hall"});
  const std::string requests = server.requests();
  CHECK(requests.starts_with("/good.ics -\n/good.ics \""));
}

TEST_CASE("Imports: after a restart the last good copy counts before anything is fetched") {
  CalendarServer server;
  Desk desk({board(server.url("good.ics"))});
  desk.imports->refresh("board");
  desk.titles.clear();
  desk.begin();
  CHECK(desk.handed_on() == k_first);
  CHECK(desk.imports->states().at(0).entries == 1);
  const auto kept = kept_import_states(desk.options.folder, desk.sources);
  CHECK(kept.at(0).read_at == desk.clock.now());
  const auto only_owner = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  CHECK(std::filesystem::status(desk.options.folder / "board.ics").permissions() == only_owner);
  desk.sources = {board(server.url("moved"))};
  desk.titles.clear();
  desk.begin();
  CHECK(desk.handed_on().empty());  // a copy of another calendar is none of this one
}

TEST_CASE("Imports: whatever goes wrong is said, and the last good copy stays in use") {
  struct Case {
    const char* path;
    const char* problem;
  };
  const auto one = GENERATE(Case{"missing", "answers 404"}, Case{"loop", "from one address to the next"},
                            Case{"to-file", "not one of the web"}, Case{"garbage", "is not text"},
                            Case{"slow", "took too long"}, Case{"endless", "is larger than"},
                            Case{"cut-short", "broke off"});
  CAPTURE(one.path);
  CalendarServer server;
  Desk desk({board(server.url("good.ics"))});
  REQUIRE(desk.imports->refresh("board").problem.empty());
  // The same calendar, whose server changes its mind.
  const std::string notes = (desk.options.folder / "board.json").string();
  const std::string url = server.url(one.path);
  std::string content = read_file(notes);
  content.replace(content.find(server.url("good.ics")), server.url("good.ics").size(), url);
  write_file(notes, content);
  desk.sources = {board(url)};
  desk.options.timeout = 1s;
  desk.begin();
  const auto state = desk.imports->refresh("board");
  CHECK(state.problem.find(one.problem) != std::string::npos);
  CHECK(state.problem.find("127.0.0.1") == std::string::npos);
  CHECK(state.entries == 1);
  CHECK(desk.handed_on() == k_first);
  CHECK(read_file(desk.options.folder / "board.ics") == meeting("Tauira board meeting"));
  CHECK(kept_import_states(desk.options.folder, desk.sources).at(0).problem == state.problem);
}

TEST_CASE("Imports: a problem is told when it comes, when it is another, and when it is over") {
  TemporaryFolder theirs;
  Desk desk({{.name = "board", .url = "", .file = theirs / "meetings.ics"}});
  const auto look = [&] { desk.imports->refresh("board"); };
  look();
  look();
  CHECK(desk.told == std::vector<std::string>{"There is no such file."});
  write_file(theirs / "meetings.ics", "nonsense");
  look();
  REQUIRE(desk.told.size() == 2);
  write_file(theirs / "meetings.ics", meeting("Tauira board meeting"));
  look();
  look();
  CHECK(desk.told.size() == 3);
  CHECK(desk.told.back().empty());
}

TEST_CASE("Imports: an entry whose calendar does not say when it changed has changed when it was read") {
  TemporaryFolder theirs;
  Desk desk({{.name = "board", .url = "", .file = theirs / "meetings.ics"}});
  write_file(theirs / "meetings.ics", meeting("Tauira board meeting"));
  desk.imports->refresh("board");
  CHECK(desk.updated_at == desk.clock.now());
  desk.imports->refresh("board");
  CHECK(desk.changes == 1);  // reading it again changes nothing
  write_file(theirs / "meetings.ics", meeting("Tauira board meeting\r\nLAST-MODIFIED:20270501T000000Z"));
  desk.imports->refresh("board");
  CHECK(desk.updated_at == parse_instant("2027-05-01T00:00:00Z"));
}

TEST_CASE("Imports: redirects on the web are followed") {
  CalendarServer server;
  Desk desk({board(server.url("moved"))});
  CHECK(desk.imports->refresh("board").problem.empty());
  CHECK(desk.handed_on() == k_first);
}

TEST_CASE("Imports: an address inside a private network is not asked unless the settings allow it") {
  CalendarServer server;
  std::string named = server.url("good.ics");
  named.replace(named.find("127.0.0.1"), 9, "localhost");
  for (const std::string& url : {server.url("good.ics"), named}) {
    Desk desk({board(url)});
    desk.options.private_addresses = shared::PrivateAddresses::refuse;
    desk.begin();
    CHECK(desk.imports->refresh("board").problem.find("private network") != std::string::npos);
  }
  CHECK_FALSE(server.was_asked());
}

TEST_CASE("Imports: only the web is asked, whatever the address says") {
  for (const std::string url :
       {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "nonsense"}) {
    CAPTURE(url);
    Desk desk({board(url)});
    CHECK_FALSE(desk.imports->refresh("board").problem.empty());
    CHECK(desk.handed_on().empty());
  }
}

TEST_CASE("Imports: a calendar may be a file") {
  TemporaryFolder theirs;
  Desk desk({{.name = "board", .url = "", .file = theirs / "meetings.ics"}});
  CHECK(desk.imports->refresh("board").problem == "There is no such file.");
  write_file(theirs / "meetings.ics", meeting("Tauira board meeting"));
  CHECK(desk.imports->refresh("board").problem.empty());
  CHECK(desk.handed_on() == k_first);
}

TEST_CASE("Imports: looks by itself, and stops at once although a server is slow") {
  CalendarServer server;
  Desk desk({board(server.url("good.ics")), {.name = "slow", .url = server.url("slow"), .file = {}}});
  desk.options.timeout = 60s;
  desk.begin();
  desk.imports->start();
  for (int i = 0; i < 100 && desk.handed_on().empty(); ++i) std::this_thread::sleep_for(50ms);
  CHECK(desk.handed_on() == k_first);
  const auto began = std::chrono::steady_clock::now();
  desk.imports->stop();
  CHECK(std::chrono::steady_clock::now() - began < 5s);
}

}  // namespace full_circle::calendar
