#include "config/settings_fields.hpp"
#include "config/settings_read.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace full_circle::config;

namespace {

const std::filesystem::path example = std::filesystem::path(FULL_CIRCLE_SOURCE_DIR) / "config/example.yaml";

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string example_text() {
  return "# Every setting with its meaning, its unit and its default. A file needs only what differs. Use it "
         "with\n"
         "# --config FILE or FULL_CIRCLE_CONFIG=FILE. The environment overrides it (http.body_bytes_max is\n"
         "# FULL_CIRCLE_HTTP_BODY_BYTES_MAX; lists with commas), the command line overrides both.\n\n" +
         settings_as_yaml(Settings{});
}

std::vector<std::string> problems_of(const std::string& text, const Environment& environment = {}) {
  SettingsReading reading;
  read_settings_text(text, "s.yaml", reading);
  read_settings_environment(environment, reading);
  check_settings(reading);
  std::vector<std::string> texts;
  for (const auto& problem : reading.problems) texts.push_back(problem.text());
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("The example lists every setting with its default") {
  if (std::getenv("FULL_CIRCLE_REGENERATE")) std::ofstream(example) << example_text();
  CHECK(contents(example) == example_text());
  for (const SettingField& field : setting_fields()) {
    const std::string key = field.path.substr(field.path.rfind('.') + 1) + ":";
    CHECK(example_text().find(key) != std::string::npos);
  }
}

TEST_CASE("Reading the example gives the defaults") {
  SettingsReading reading = load_settings(example.string(), {});
  REQUIRE(problems_of(contents(example)).empty());
  CHECK(reading.ok());
  CHECK(settings_as_yaml(reading.settings) == settings_as_yaml(Settings{}));
}

TEST_CASE("Every problem of a file is told at once, with its line and column") {
  const std::string text =
      "council:\n"
      "  nmae: Waitauira\n"
      "  zone: Mars/Olympus\n"
      "http:\n"
      "  body_bytes_max: 12\n"
      "  idle_seconds: soon\n"
      "notifier:\n"
      "  public_addresses: one\n"
      "  smtp:\n"
      "    password: secret\n"
      "lissen: 1\n";
  CHECK(problems_of(text) ==
        Texts{"s.yaml:2:3: there is no setting 'council.nmae'; did you mean 'council.name'?",
              "s.yaml:3:9: 'council.zone' is no time zone of this system's tz database",
              "s.yaml:5:19: 'http.body_bytes_max' out of range: 1024 to 67108864",
              "s.yaml:6:17: 'http.idle_seconds' a whole number is needed here",
              "s.yaml:8:21: 'notifier.public_addresses' needs a list",
              "s.yaml:10:5: 'notifier.smtp.password' does not belong in a file: use "
              "FULL_CIRCLE_NOTIFIER_SMTP_PASSWORD or notifier.smtp.password_file",
              "s.yaml:11:1: there is no setting 'lissen'; did you mean 'listen'?"});
}

TEST_CASE("A file that is no settings file is a problem and not a crash") {
  CHECK(problems_of("").empty());
  CHECK(problems_of("- a\n- b\n") == Texts{"s.yaml:1:1: a settings file is a map of sections"});
  CHECK(problems_of("council: 3\n") == Texts{"s.yaml:1:10: 'council' is a section: it holds settings"});
  CHECK(problems_of("http:\n").empty());
  CHECK(problems_of("a: [1, 2\nb").size() == 1);
  CHECK(problems_of("data: x\ndata: y\n") == Texts{"s.yaml:2:1: 'data' is set twice"});
  CHECK(problems_of("data: {a: 1}\n") == Texts{"s.yaml:1:7: 'data' needs one value"});
  CHECK(problems_of(std::string(2'000'000, 'a')).size() == 1);
  CHECK(load_settings("no/such/file.yaml", {}).problems.front().text() ==
        "no/such/file.yaml: cannot be read");
}

TEST_CASE("Programs need a name, an absolute path and a bounded time") {
  SettingsReading reading;
  read_settings_text(
      "exec:\n  - name: archive\n    command: [/usr/bin/archive, --now]\n    timeout_seconds: 5\n", "s.yaml",
      reading);
  REQUIRE(reading.ok());
  const std::vector<ExecSettings> expected{{"archive", {"/usr/bin/archive", "--now"}, 5}};
  CHECK(reading.settings.exec == expected);
  CHECK(
      problems_of("exec:\n  - name: Archive!\n    command: [archive]\n    timeout_seconds: 0\n    shell: x\n")
          .size() == 4);
  CHECK(problems_of("exec:\n  - {name: a, command: [/a]}\n  - {name: a, command: [/b]}\n") ==
        Texts{"s.yaml:3:5: there are two programs named a"});
}

TEST_CASE("Other people's calendars are listed with where they are and whom they concern") {
  const std::string text =
      "calendar:\n  imports:\n    - name: board-meetings\n      url: https://board.tauira.example/m.ics\n"
      "      local_boards: [tauira]\n      body: Tauira Local Board\n      refresh_hours: 12\n"
      "    - {name: partner, file: /srv/p.ics, kind: partner, topics: [parks], whole_district: true}\n";
  SettingsReading reading;
  read_settings_text(text, "s.yaml", reading);
  REQUIRE(reading.ok());
  const auto& imports = reading.settings.calendar.imports;
  REQUIRE(imports.size() == 2);
  CHECK(imports[0].url == "https://board.tauira.example/m.ics");
  CHECK(imports[0].local_boards == Texts{"tauira"});
  CHECK(imports[0].refresh_hours == 12);
  CHECK(imports[1].kind == ImportKind::partner);
  CHECK(imports[1].whole_district);
  SettingsReading again;
  read_settings_text(settings_as_yaml(reading.settings), "s.yaml", again);
  CHECK(again.ok());
  CHECK(again.settings.calendar.imports == imports);
  CHECK(settings_as_json(reading.settings).find("Tauira Local Board") != std::string::npos);
  CHECK(problems_of("calendar:\n  imports:\n    - {name: A b, url: file:///x, file: y, kind: z, topic: a}\n")
            .size() == 5);
  CHECK(problems_of("calendar: {imports: [{name: a, file: b}, {name: a, file: c}]}").size() == 1);
  CHECK(problems_of("calendar: {imports: [{name: a, file: b, refresh_hours: 0}]}").size() == 1);
  CHECK(problems_of("calendar: {imports: nothing}").size() == 1);
}

TEST_CASE("A CalDAV server is told a password only where nobody else can read it") {
  CHECK(problems_of("caldav: {url: 'http://dav.tauira.example/c', username: u}") ==
        Texts{"caldav.url: http would send the password in the clear"});
  CHECK(problems_of("caldav: {url: 'http://127.0.0.1:5232/c', username: u}").empty());
  CHECK(problems_of("caldav: {url: 'https://dav.tauira.example/c', username: u}").empty());
  CHECK(problems_of("caldav: {password_file: x}", {{"FULL_CIRCLE_CALDAV_PASSWORD", "y"}}).size() == 1);
}

TEST_CASE("The environment overrides the file, and its mistakes are told too") {
  SettingsReading reading;
  read_settings_text("data: one\n", "s.yaml", reading);
  read_settings_environment({{"FULL_CIRCLE_DATA", "two"},
                             {"FULL_CIRCLE_NOTIFIER_SMTP_PORT", "2525"},
                             {"FULL_CIRCLE_NOTIFIER_PUBLIC_ADDRESSES", "a@b.example, c@d.example"},
                             {"FULL_CIRCLE_REGENERATE", "1"}},
                            reading);
  CHECK(reading.ok());
  CHECK(reading.settings.data == "two");
  CHECK(reading.settings.notifier.smtp.port == 2525);
  CHECK(reading.settings.notifier.public_addresses == Texts{"a@b.example", "c@d.example"});
  CHECK(problems_of("", {{"FULL_CIRCLE_HTTP_IDLE_SECONDS", "-1"}, {"FULL_CIRCLE_HTTP_IDEL_SECONDS", "3"}}) ==
        Texts{"FULL_CIRCLE_HTTP_IDLE_SECONDS: out of range: 1 to 86400",
              "FULL_CIRCLE_HTTP_IDEL_SECONDS: there is no such setting; did you mean "
              "FULL_CIRCLE_HTTP_IDLE_SECONDS?"});
}

TEST_CASE("A variable of this program's name that nobody reads is a mistake") {
  CHECK(problems_of("", {{"FULL_CIRCLE_LISTN", "127.0.0.1:1"}}) ==
        Texts{"FULL_CIRCLE_LISTN: there is no such setting; did you mean FULL_CIRCLE_LISTEN?"});
  CHECK(problems_of("", {{"FULL_CIRCLE_FAILPOINT", "before_commit"}, {"FULL_CIRCLE_CONFIG", "s.yaml"}})
            .empty());
}

TEST_CASE("Settings that need one another are checked together") {
  CHECK(problems_of("notifier: {kind: smtp}") ==
        Texts{"notifier.smtp.host: needed because notifier.kind is smtp"});
  CHECK(problems_of("notifier: {smtp: {username: u, tls: none}}") ==
        Texts{"notifier.smtp.tls: none would send the password in the clear"});
  CHECK(problems_of("deliveries: {backoff_first_seconds: 100, backoff_most_seconds: 10}").size() == 1);
}

TEST_CASE("A secret is never shown") {
  SettingsReading reading;
  read_settings_environment({{"FULL_CIRCLE_NOTIFIER_SMTP_PASSWORD", "hunter22"}}, reading);
  CHECK(reading.settings.notifier.smtp.password == "hunter22");
  CHECK(settings_as_yaml(reading.settings).find("hunter22") == std::string::npos);
  CHECK(settings_as_json(reading.settings).find("hunter22") == std::string::npos);
  CHECK(settings_as_json(reading.settings).find("\"password\":\"(set)\"") != std::string::npos);
}

TEST_CASE("Addresses to listen on") {
  CHECK(listen_address("127.0.0.1:8080").port == 8080);
  CHECK(listen_address("[::1]:0").address == "::1");
  CHECK(listen_address("localhost:1").address == "127.0.0.1");
  for (const char* wrong : {"", "8080", ":80", "::1:80", "a:b", "a:70000", "a:-1", "a:"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(listen_address(wrong), std::invalid_argument);
  }
}

TEST_CASE("Hooks are listed with whom they tell, and a chat's address stays out of the settings") {
  const std::string text =
      "hooks:\n  - name: assets\n    kind: webhook\n    url: https://assets.tauira.example/hook\n"
      "    secret_files: [/run/new, /run/old]\n    events: [period_opened, results_published]\n"
      "  - {name: team, kind: slack, url_file: /run/slack, audience: staff}\n";
  SettingsReading reading;
  read_settings_text(text, "s.yaml", reading);
  REQUIRE(reading.ok());
  REQUIRE(reading.settings.hooks.size() == 2);
  CHECK(reading.settings.hooks[0].secret_files == Texts{"/run/new", "/run/old"});
  CHECK(reading.settings.hooks[1].kind == HookKind::slack);
  SettingsReading again;
  read_settings_text(settings_as_yaml(reading.settings), "s.yaml", again);
  CHECK(again.ok());
  CHECK(again.settings.hooks == reading.settings.hooks);
  CHECK(settings_as_json(reading.settings).find("assets.tauira.example") != std::string::npos);
  // The name, url and url_file, three secrets; an event that only staff are told of; a chat that signs.
  CHECK(problems_of("hooks: [{name: A b, url: ftp://x, url_file: y, secret_files: [a, b, c]}]").size() == 4);
  CHECK(problems_of(
            "hooks: [{name: a, url: 'https://x.example', secret_files: [a], events: [overdue_escalated]}]")
            .size() == 1);
  CHECK(problems_of("hooks: [{name: a, kind: teams, url: 'https://x.example'}]").size() == 1);
  CHECK(problems_of("hooks: [{name: a, kind: teams, url_file: x}, {name: a, kind: slack, url_file: y}]")
            .size() == 1);
}

TEST_CASE("A gateway for text messages is never told numbers in the clear") {
  CHECK(problems_of("sms: {url: 'http://sms.tauira.example/send', inbound_secret_file: x}") ==
        Texts{"sms.url: http would send people's numbers in the clear"});
  CHECK(problems_of(
            "sms: {url: 'https://sms.tauira.example/send', headers: ['X-To: {to}'], inbound_secret_file: x}")
            .size() == 1);
  CHECK(problems_of("sms: {url: 'https://sms.tauira.example/send', method: DELETE, inbound_secret_file: x}")
            .size() == 1);
  CHECK(problems_of("sms: {url: 'https://sms.tauira.example/send'}") ==
        Texts{"sms.inbound_secret_file: needed because of sms.url: people have to be able to answer STOP"});
  CHECK(problems_of("sms: {inbound_secret_file: x}", {{"FULL_CIRCLE_SMS_INBOUND_SECRET", "y"}}).size() == 1);
  CHECK(problems_of("sms: {secret_file: x}", {{"FULL_CIRCLE_SMS_SECRET", "y"}}).size() == 1);
}
