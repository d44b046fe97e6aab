#include "adapters/store/database.hpp"
#include "tests/config/support.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>
#include <csignal>

using namespace full_circle::config;
using namespace full_circle::config::testing;
using Catch::Contains;

namespace {

std::string key_for(const TemporaryFolder& folder, const std::string& role) {
  const std::string data = folder / "data";
  REQUIRE(command_line({"user", "add", "--id", role, "--name", role, "--role", role, "--data", data}).exit ==
          Exit::done);
  const Answer made = command_line({"key", "add", role, "--json", "--data", data});
  REQUIRE(made.exit == Exit::done);
  return std::string(made.json().at("secret").as_string());
}

const std::string a_project =
    R"({"title":"A path","summary":"A path by the sea.","definition":"standard","local_boards":["kowhai-bay"],)"
    R"("communities":["residents"],"topics":["parks"]})";

std::vector<std::string> serve(const TemporaryFolder& folder, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"serve", "--listen", "127.0.0.1:0", "--data", folder / "data"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("Serve: answers, stops when told, and finds everything again") {
  const TemporaryFolder folder;
  const std::string key = key_for(folder, "lead");
  std::string id;
  {
    Program program(folder, serve(folder));
    const std::string address = program.address();
    CHECK(http("GET", address, "/healthz").status == 200);
    CHECK(http("GET", address, "/api/v1/projects").status == 401);
    const HttpAnswer made = http("POST", address, "/api/v1/projects", key, a_project);
    REQUIRE(made.status == 201);
    id = boost::json::parse(made.body).at("project").as_string();
    program.signal(SIGTERM);
    CHECK(program.wait() == 0);
    CHECK_THAT(program.err(), Contains("stopped"));
  }
  Program program(folder, serve(folder));
  CHECK(http("GET", program.address(), "/api/v1/projects/" + id, key).status == 200);
  program.signal(SIGINT);
  CHECK(program.wait() == 0);

  const std::string data = folder / "data";
  CHECK_THAT(command_line({"project", "list", "--data", data}).out, Contains("A path"));
  CHECK_THAT(command_line({"project", "show", id, "--data", data}).out, Contains("A path by the sea."));
  CHECK_THAT(command_line({"project", "moves", id, "--data", data}).out,
             Contains("blocked  begin-preparation") && Contains("significance"));
  CHECK_THAT(command_line({"project", "history", id, "--data", data}).out, Contains("project_created"));
  CHECK_THAT(command_line({"project", "clocks", id, "--data", data}).out,
             Contains("Read what people have already told us") && Contains("SA step 1"));
  CHECK_THAT(command_line({"project", "forecast", id, "--opens-on", "2036-06-14", "--data", data}).out,
             Contains("is due 15 days before it opens") && Contains("changes: open"));
  CHECK(command_line({"project", "forecast", id, "--opens-on", "soon", "--data", data}).exit == Exit::usage);
  CHECK(command_line({"project", "forecast", id, "--hui", "nobody:2036-06-14", "--data", data}).exit ==
        Exit::answer_is_no);
  CHECK(command_line({"project", "show", id, "--at", "2020-01-01", "--data", data}).exit ==
        Exit::answer_is_no);
  CHECK(command_line({"project", "show", id, "--at", "soon", "--data", data}).exit == Exit::answer_is_no);
  CHECK(command_line({"project", "show", "nothing", "--data", data}).exit == Exit::answer_is_no);
}

TEST_CASE("Serve: pages and calendars come back where only the database was restored") {
  const TemporaryFolder folder;
  const std::string data = folder / "data";
  const std::vector<std::string> demo{"serve", "--demo", "--listen", "127.0.0.1:0", "--data", data};
  const auto seen = [&](Program& program) {
    program.address();
    const std::string list = read_file(data + "/public/have-your-say/index.html");
    CHECK(std::filesystem::exists(data + "/calendar/all.ics"));
    program.signal(SIGTERM);
    CHECK(program.wait() == 0);
    return list.find("Kōwhai Bay") != std::string::npos;
  };
  {
    Program program(folder, demo);
    REQUIRE(seen(program));
  }
  const auto pages = [&] {
    std::size_t count = 0;
    for (const auto& item : std::filesystem::recursive_directory_iterator(data + "/public"))
      count += item.path().filename() == "index.html";
    return count;
  };
  const std::size_t before = pages();
  std::filesystem::remove_all(data + "/public");
  std::filesystem::remove_all(data + "/calendar");
  Program again(folder, serve(folder));
  CHECK(seen(again));
  CHECK(pages() == before);
}

TEST_CASE(
    "Serve: a calendar that cannot be brought in is told once in the log, and how it stands over HTTP") {
  const TemporaryFolder folder;
  const std::string key = key_for(folder, "lead");
  const std::string theirs = folder / "meetings.ics";
  write_file(folder / "s.yaml", "calendar: {imports: [{name: board, file: " + theirs +
                                    ", kind: meetings, local_boards: [kowhai-bay]}]}\n");
  /// As it stands once a member of it is, or is not, null.
  const auto board_of = [&](Program& program, const char* member, bool null) {
    const std::string address = program.address();
    boost::json::value board;
    for (int i = 0; i < 500; ++i) {
      board =
          boost::json::parse(http("GET", address, "/api/v1/calendar/imports", key).body).at("items").at(0);
      if (board.at(member).is_null() == null) break;
      ::usleep(20'000);
    }
    program.signal(SIGTERM);
    CHECK(program.wait() == 0);
    return board;
  };
  {
    Program program(folder, serve(folder, {"--config", folder / "s.yaml"}));
    const auto board = board_of(program, "problem", false);
    CHECK(board.at("name") == "board");
    CHECK(board.at("problem") == "There is no such file.");
    CHECK(board.at("read_at").is_null());
    CHECK_THAT(program.err(), Contains("calendar import=board failed: There is no such file."));
  }
  write_file(theirs,
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tauira//Board//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n"
             "DTSTART:20270701T060000Z\r\nSUMMARY:Tauira board meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  Program program(folder, serve(folder, {"--config", folder / "s.yaml"}));
  CHECK_FALSE(board_of(program, "problem", true).at("read_at").is_null());
  CHECK(program.err().find("failed") == std::string::npos);
}

TEST_CASE("Serve: one server a data directory") {
  const TemporaryFolder folder;
  Program first(folder, serve(folder));
  first.address();
  Program second(folder, serve(folder));
  CHECK(second.wait() == 3);
  CHECK_THAT(second.err(), Contains("another server"));
}

TEST_CASE("Serve: an address that cannot be had, a wrong option, a wrong setting") {
  const TemporaryFolder folder;
  Program first(folder, serve(folder));
  const std::string address = first.address();
  const std::string taken = address.substr(address.find("//") + 2);
  Program second(folder, {"serve", "--listen", taken, "--data", folder / "other"});
  CHECK(second.wait() == 3);
  CHECK_THAT(second.err(), Contains("listen: "));
  CHECK(command_line({"serve", "--listen", "nowhere"}).exit == Exit::usage);
  CHECK(command_line({"serve", "--clock", "yesterday"}).exit == Exit::usage);
  CHECK(command_line({"serve", "--clock", "simulated:2024"}).exit == Exit::usage);
  CHECK(command_line({"serve", "--demo", "--clock", "simulated:2024-02-01T00:00:00Z"}).exit == Exit::usage);
  CHECK(command_line({"serve", "--data", "/proc/nothing"}).exit == Exit::unusable);
}

TEST_CASE("Serve: a key that is revoked while it runs stops within two seconds") {
  const TemporaryFolder folder;
  const std::string key = key_for(folder, "lead");
  Program program(folder, serve(folder));
  const std::string address = program.address();
  REQUIRE(http("GET", address, "/api/v1/me", key).status == 200);
  const std::string data = folder / "data";
  const auto keys = command_line({"key", "list", "--json", "--data", data}).json();
  const std::string id(keys.at("items").at(0).at("id").as_string());
  REQUIRE(Program(folder, {"key", "revoke", id, "--data", data}).wait() == 0);
  ::usleep(2'300'000);
  CHECK(http("GET", address, "/api/v1/me", key).status == 401);
}

TEST_CASE("Serve: the command line beside a running server leaves it its log") {
  const TemporaryFolder folder;
  const std::string key = key_for(folder, "lead");
  const std::string data = folder / "data";
  {
    Program program(folder, serve(folder));
    const std::string address = program.address();
    // In processes of their own: the last one to leave a database takes its log away.
    for (const char* what : {"user", "project", "key"}) {
      CHECK(Program(folder, {what, "list", "--data", data}).wait() == 0);
      REQUIRE(http("POST", address, "/api/v1/projects", key, a_project).status == 201);
    }
    CHECK(std::filesystem::exists(data + "/full-circle.db-wal"));
    program.signal(SIGKILL);
    program.wait();
  }
  CHECK(command_line({"project", "list", "--json", "--data", data}).json().at("items").as_array().size() ==
        3);
}

TEST_CASE("Serve: a simulated clock stands, and an administrator moves it on") {
  const TemporaryFolder folder;
  const std::string lead = key_for(folder, "lead");
  const std::string administrator = key_for(folder, "administrator");
  Program program(folder, serve(folder, {"--clock", "simulated:2024-02-01T00:00:00Z"}));
  const std::string address = program.address();
  const auto move = [&](const std::string& key, const std::string& to) {
    return http("POST", address, "/api/v1/clock", key, "{\"now\":\"" + to + "\"}").status;
  };
  CHECK(move(lead, "2024-02-02T00:00:00Z") == 403);
  CHECK(move(administrator, "2024-03-01T00:00:00Z") == 200);
  CHECK(move(administrator, "2024-02-15T00:00:00Z") >= 400);
  const HttpAnswer made = http("POST", address, "/api/v1/projects", lead, a_project);
  REQUIRE(made.status == 201);
  const auto history = http(
      "GET", address,
      "/api/v1/projects/" + std::string(boost::json::parse(made.body).at("project").as_string()) + "/history",
      lead);
  CHECK_THAT(history.body, Contains("2024-03-01T00:00:00.000Z"));
}

TEST_CASE("Serve: without a simulated clock nobody moves the time") {
  const TemporaryFolder folder;
  const std::string administrator = key_for(folder, "administrator");
  Program program(folder, serve(folder));
  CHECK(http("POST", program.address(), "/api/v1/clock", administrator, R"({"now":"2099-01-01T00:00:00Z"})")
            .status >= 400);
}

TEST_CASE("Serve: killed between commit and reply, it keeps what it committed") {
  const TemporaryFolder folder;
  const std::string key = key_for(folder, "lead");
  {
    Program program(folder, serve(folder), {{"FULL_CIRCLE_FAILPOINT", "after_commit"}});
    const std::string address = program.address();
    CHECK_THROWS(http("POST", address, "/api/v1/projects", key, a_project));
    CHECK(program.wait() == 128 + SIGKILL);
  }
  const std::string data = folder / "data";
  CHECK(command_line({"verify", "--data", data}).exit == Exit::done);
  CHECK(command_line({"project", "list", "--json", "--data", data}).json().at("items").as_array().size() ==
        1);
}

TEST_CASE("Verify: the record is whole, until somebody changes it; and so is its export") {
  const TemporaryFolder folder;
  const std::string key = key_for(folder, "lead");
  const std::string data = folder / "data";
  std::string id;
  {
    Program program(folder, serve(folder));
    const HttpAnswer made = http("POST", program.address(), "/api/v1/projects", key, a_project);
    REQUIRE(made.status == 201);
    id = boost::json::parse(made.body).at("project").as_string();
    program.signal(SIGTERM);
    REQUIRE(program.wait() == 0);
  }
  const Answer whole = command_line({"verify", "--data", data});
  CHECK(whole.exit == Exit::done);
  CHECK_THAT(whole.out, Contains("1 project, 1 event: the record is whole"));
  CHECK(command_line({"verify", "--data", data, "--project", id}).exit == Exit::done);
  CHECK(command_line({"verify", "--data", data, "--project", "nothing"}).exit == Exit::answer_is_no);

  std::string record = command_line({"project", "export", id, "--data", data}).out;
  write_file(folder / "record.jsonl", record);
  CHECK(command_line({"verify", folder / "record.jsonl"}).exit == Exit::done);
  record.replace(record.find("A path"), 6, "A road");
  write_file(folder / "record.jsonl", record);
  const Answer changed = command_line({"verify", folder / "record.jsonl", "--json"});
  CHECK(changed.exit == Exit::answer_is_no);
  CHECK(changed.json().at("faults").at(0).at("project").as_string() == id);
  CHECK(changed.json().at("faults").at(0).at("seq").as_int64() == 1);
  write_file(folder / "record.jsonl", record.substr(0, record.find('\n') + 1));
  CHECK_THAT(command_line({"verify", folder / "record.jsonl"}).out, Contains("ends with is missing"));
  write_file(folder / "record.jsonl", "");
  const Answer nothing = command_line({"verify", folder / "record.jsonl"});
  CHECK(nothing.exit == Exit::answer_is_no);
  CHECK_THAT(nothing.out, Contains("holds no events"));
  CHECK(command_line({"verify", folder.path().string()}).exit == Exit::unusable);
  const auto change = [&](const char* sql) {
    full_circle::store::Connection connection(data + "/full-circle.db", {});
    full_circle::store::Statement(connection, sql, {}, {}).run();
  };
  change("update projects set version = 3");
  CHECK_THAT(command_line({"verify", "--data", data}).out, Contains("events 2 to 3 are missing"));
  change("delete from projects");
  CHECK_THAT(command_line({"verify", "--data", data}).out, Contains("there are events, but no project"));
  write_file(folder / "record.jsonl", "{}\nnot json\n");
  CHECK(command_line({"verify", folder / "record.jsonl"}).exit == Exit::answer_is_no);
}
