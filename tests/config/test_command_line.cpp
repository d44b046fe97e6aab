#include "tests/config/support.hpp"

#include <catch2/catch.hpp>

using namespace full_circle::config;
using namespace full_circle::config::testing;
using Catch::Contains;

namespace {

const std::string definitions = std::string(FULL_CIRCLE_SOURCE_DIR) + "/workflows/engagement/definitions/";

}  // namespace

TEST_CASE("Help is an answer; what is not understood is 2 and says so on the error stream") {
  CHECK(command_line({"--help"}).exit == Exit::done);
  CHECK_THAT(command_line({"--help"}).out, Contains("Examples:") && Contains("Exit codes"));
  for (const char* command : {"serve", "workflow", "user", "key", "project", "dates", "verify", "adapters",
                              "settings", "version"}) {
    CAPTURE(command);
    const Answer help = command_line({command, "--help"});
    CHECK(help.exit == Exit::done);
    CHECK_THAT(help.out, Contains("Usage:"));
  }
  CHECK(command_line({}).exit == Exit::usage);
  CHECK(command_line({"dance"}).exit == Exit::usage);
  CHECK(command_line({"user"}).exit == Exit::usage);
  const Answer unknown = command_line({"version", "--what"});
  CHECK(unknown.exit == Exit::usage);
  CHECK(unknown.out.empty());
  CHECK_FALSE(unknown.err.empty());
}

TEST_CASE("Version, for people and for scripts") {
  CHECK_THAT(command_line({"version"}).out, Contains("fullcircle " + program_version()));
  CHECK(command_line({"version", "--json"}).json().at("version").as_string() == program_version());
  CHECK_THAT(command_line({"--version"}).out, Contains(program_version()));
}

TEST_CASE("Settings that are wrong end every command with 3 and every problem") {
  const TemporaryFolder folder;
  write_file(folder / "s.yaml", "http:\n  idle_seconds: soon\n  bodi_seconds: 3\n");
  const Answer answer = command_line({"settings", "--config", folder / "s.yaml"});
  CHECK(answer.exit == Exit::unusable);
  CHECK_THAT(answer.err, Contains("s.yaml:2:17:") && Contains("s.yaml:3:3:") && Contains("body_seconds"));
  CHECK(command_line({"user", "list", "--data", folder / "nothing"}).exit == Exit::unusable);
  CHECK_FALSE(std::filesystem::exists(folder / "nothing"));
}

TEST_CASE("The command line overrides the environment, and the environment the file") {
  const TemporaryFolder folder;
  write_file(folder / "s.yaml", "data: from-file\nlisten: 127.0.0.1:1\n");
  const Environment environment{{"FULL_CIRCLE_DATA", "from-environment"},
                                {"FULL_CIRCLE_CONFIG", folder / "s.yaml"}};
  const auto all = command_line({"settings", "--json"}, environment).json();
  CHECK(all.at("data").as_string() == "from-environment");
  CHECK(all.at("listen").as_string() == "127.0.0.1:1");
  CHECK(command_line({"settings", "--json", "--data", "given"}, environment).json().at("data").as_string() ==
        "given");
}

TEST_CASE("Adapters are listed with what the settings make of them, and no secret") {
  const Environment environment{{"FULL_CIRCLE_NOTIFIER_KIND", "smtp"},
                                {"FULL_CIRCLE_NOTIFIER_SMTP_HOST", "mail.example"},
                                {"FULL_CIRCLE_NOTIFIER_SMTP_USERNAME", "council"},
                                {"FULL_CIRCLE_NOTIFIER_SMTP_PASSWORD", "s3cret-word"}};
  const Answer text = command_line({"adapters"}, environment);
  CHECK(text.exit == Exit::done);
  CHECK_THAT(text.out, Contains("calendar") && Contains("publisher") && Contains("timer") &&
                           Contains("mail.example:587"));
  CHECK(text.out.find("s3cret-word") == std::string::npos);
  CHECK(command_line({"adapters", "--json"}, environment).json().at("items").as_array().size() == 4);
}

TEST_CASE("Every definition that comes with the program is checked and proved") {
  const Answer list = command_line({"workflow", "list", "--json"});
  REQUIRE(list.exit == Exit::done);
  const boost::json::value listed = list.json();
  CHECK(listed.at("items").as_array().size() >= 5);
  for (const auto& item : listed.at("items").as_array()) {
    const std::string name(item.at("name").as_string());
    CAPTURE(name);
    const Answer checked = command_line({"workflow", "check", definitions + name + ".yaml"});
    CHECK(checked.exit == Exit::done);
    CHECK_THAT(checked.out, Contains("no problems; proved"));
    CHECK_THAT(command_line({"workflow", "diagram", name}).out, Contains("flowchart"));
    CHECK_THAT(command_line({"workflow", "show", name}).out, Contains("Added requirements"));
  }
}

TEST_CASE("A definition with mistakes is 1, with the line and column of each") {
  const TemporaryFolder folder;
  write_file(folder / "bad.yaml", "name: bad\nversion: one\ntitel: Bad\n");
  const Answer text = command_line({"workflow", "check", folder / "bad.yaml"});
  CHECK(text.exit == Exit::answer_is_no);
  CHECK_THAT(text.out, Contains("bad.yaml:2:10: ") && Contains("bad.yaml:3:1: "));
  const Answer json =
      command_line({"workflow", "check", "--json", folder / "bad.yaml", folder / "none.yaml"});
  CHECK(json.exit == Exit::answer_is_no);
  CHECK(json.json().at("items").as_array().size() == 2);
  CHECK_FALSE(json.json().at("items").at(0).at("ok").as_bool());
  CHECK(command_line({"workflow", "diagram", "no_such_definition"}).exit == Exit::answer_is_no);
}

TEST_CASE("A council's own definition takes the place of the one that comes with the program") {
  const TemporaryFolder folder;
  std::string text = read_file(definitions + "standard.yaml");
  const std::size_t at = text.find("\ntitle: ");
  REQUIRE(at != std::string::npos);
  text.replace(at, text.find('\n', at + 1) - at, "\ntitle: Our own way");
  write_file(folder / "standard.yaml", text);
  const Environment environment{{"FULL_CIRCLE_DEFINITIONS_FOLDER", folder.path().string()}};
  CHECK_THAT(command_line({"workflow", "list"}, environment).out, Contains("Our own way"));
  CHECK(command_line({"workflow", "list"}).out.find("Our own way") == std::string::npos);
}

TEST_CASE("Charts and the schema come out as they went in") {
  CHECK_THAT(command_line({"workflow", "chart", "project"}).out, Contains("stateDiagram-v2"));
  CHECK_THAT(command_line({"workflow", "chart", "branch", "--form", "scxml"}).out, Contains("<scxml"));
  CHECK(command_line({"workflow", "chart", "project", "--form", "table"}).json().at("places").is_array());
  CHECK(command_line({"workflow", "chart", "dance"}).exit == Exit::usage);
  CHECK(command_line({"workflow", "schema"}).out == read_file(definitions + "schema.json"));
}

TEST_CASE("People, roles and keys are kept; a key's secret is shown once") {
  const TemporaryFolder folder;
  const std::string data = folder / "data";
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data});
    return command_line(std::move(words));
  };
  REQUIRE(run({"user", "add", "--id", "lead-1", "--name", "Engagement lead", "--role", "lead"}).exit ==
          Exit::done);
  CHECK(run({"user", "add", "--id", "lead-1", "--name", "Again"}).exit == Exit::answer_is_no);
  CHECK(run({"user", "add", "--id", "Not an id", "--name", "x"}).exit == Exit::answer_is_no);
  CHECK(run({"user", "add", "--id", "a", "--name", "x", "--role", "king"}).exit == Exit::usage);
  CHECK(run({"user", "grant", "lead-1", "--role", "mana_whenua_representative"}).exit == Exit::usage);
  const Answer no_project = run({"user", "grant", "lead-1", "--role", "publisher", "--project", "p1"});
  CHECK(no_project.exit == Exit::answer_is_no);
  CHECK_THAT(no_project.err, Contains("there is no project 'p1'"));
  CHECK(run({"user", "add", "--id", "b", "--name", "x", "--role", "lead", "--project", "p1"}).exit ==
        Exit::answer_is_no);
  CHECK(run({"user", "grant", "lead-1", "--role", "publisher"}).exit == Exit::done);
  CHECK_THAT(run({"user", "show", "lead-1"}).out, Contains("publisher on all projects"));
  CHECK(run({"user", "revoke-grant", "lead-1", "--role", "publisher"}).exit == Exit::done);
  CHECK(run({"user", "show", "lead-1"}).out.find("publisher") == std::string::npos);
  CHECK(run({"user", "show", "nobody"}).exit == Exit::answer_is_no);
  CHECK(run({"user", "list", "--json"}).json().at("items").as_array().size() == 1);

  const auto made = run({"key", "add", "lead-1", "--label", "laptop", "--json"}).json();
  const std::string secret(made.at("secret").as_string());
  const std::string id(made.at("id").as_string());
  CHECK(secret.starts_with("fc_" + id + "_"));
  CHECK(run({"key", "list"}).out.find(secret) == std::string::npos);
  CHECK_THAT(run({"key", "list"}).out, Contains(id) && Contains("laptop"));
  CHECK(run({"key", "revoke", id}).exit == Exit::done);
  CHECK_THAT(run({"key", "list", "--person", "lead-1"}).out, Contains("revoked"));
  CHECK(run({"key", "add", "nobody"}).exit == Exit::answer_is_no);
  CHECK(run({"key", "revoke", "nothing"}).exit == Exit::answer_is_no);
}
