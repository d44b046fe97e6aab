#include "adapters/store/follower_store.hpp"
#include "config/compose.hpp"
#include "config/demo.hpp"
#include "tests/config/support.hpp"
#include "tests/support/mail_server.hpp"
#include "tests/support/receiver.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/null_sink.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <map>
#include <set>
#include <sstream>
#include <thread>

using namespace full_circle;
using namespace full_circle::config;
using full_circle::config::testing::Answer;
using full_circle::config::testing::command_line;
using full_circle::config::testing::Program;

namespace {

using Folder = full_circle::config::testing::TemporaryFolder;

constexpr std::size_t people = 300;

std::unique_ptr<Application> application(const Folder& folder) {
  ApplicationParts parts;
  parts.settings.listen = "127.0.0.1:0";
  parts.settings.data = folder / "data";
  parts.logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>());
  return std::make_unique<Application>(std::move(parts));
}

std::string address_of(std::string_view channel, std::size_t one) {
  if (channel == text_channel) return "+6421000" + std::to_string(1000 + one);
  return "follower-" + std::to_string(one) + "@tauira.example";
}

/// Examples, followers who have confirmed, and one project that is stopped, which they have to be told.
std::string prepare(const Folder& folder, std::string_view channel, std::size_t followed_by) {
  {
    const auto examples = application(folder);
    examples->start_deliveries();
    std::ostringstream out;
    load_demo(*examples, out);
    examples->deliveries().settle(std::chrono::seconds(60));
  }
  const auto followers = store::open_sqlite_followers(
      folder / "data/full-circle.db", {.durability = store::SqliteOptions::Durability::normal});
  const Instant now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  for (std::size_t one = 0; one < followed_by; ++one)
    REQUIRE_FALSE(followers->ask(channel, address_of(channel, one), {"everything"}, now));
  for (const Follower& one : followers->to_confirm(now, static_cast<int>(followed_by))) {
    followers->keep_secret(one.id, "hash", one.asked_for);
    followers->letter_left(one.id, now);
    REQUIRE(followers->confirm(one.id, "hash", now));
  }
  const auto quiet = application(folder);  // its deliveries do not start
  const auto rows = quiet->store().reader()->projects({.search_text = "shoreline"});
  REQUIRE(rows.size() == 1);
  const Caller caller{.person = "lead-person",
                      .grants = {{"lead", "", ""}, {"decision_maker", "", ""}, {"administrator", "", ""}}};
  const Reply reply = quiet->engine().ask({.project = rows[0].project,
                                           .name = "withdraw_project",
                                           .body = R"({"reason":"The road is closed for good."})",
                                           .caller = caller});
  if (const auto* refusal = std::get_if<Refusal>(&reply)) FAIL(refusal->message);
  return rows[0].project;
}

/// How often each message left, by its address and Message-ID.
std::map<std::pair<std::string, std::string>, int> left(const MailServer& server) {
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const auto& path : server.messages()) {
    const auto envelope = boost::json::parse(full_circle::read_file(path + ".json"));
    const std::string text = full_circle::read_file(path + ".eml");
    const std::size_t at = text.find("Message-Id: ");
    REQUIRE(at != std::string::npos);
    ++counts[{std::string(envelope.at("to").at(0).as_string()), text.substr(at, text.find("\r\n", at) - at)}];
  }
  return counts;
}

full_circle::config::testing::HttpAnswer get(const std::string& address, const std::string& target,
                                             const std::string& key) {
  return full_circle::config::testing::http("GET", address, target, key);
}

template <class Condition>
bool comes_true(Condition condition, std::chrono::seconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace

TEST_CASE("Telling: a kill in the middle of sending costs nobody their message, and gives nobody two") {
  const Folder folder;
  const MailServer server({"plain"});
  const std::string project = prepare(folder, email_channel, people);
  full_circle::config::testing::write_file(
      folder / "settings.yaml", "notifier: {kind: smtp, smtp: {host: 127.0.0.1, tls: none, port: " +
                                    std::to_string(server.port()) + "}}\n");
  const std::vector<std::string> serve{"serve",       "--config", folder / "settings.yaml", "--listen",
                                       "127.0.0.1:0", "--data",   folder / "data"};
  std::size_t before = 0;
  {
    Program program(folder, serve);
    const bool halfway =
        comes_true([&] { return server.messages().size() >= people / 3; }, std::chrono::seconds(60));
    INFO(program.out() << program.err());
    REQUIRE(halfway);
    program.signal(SIGKILL);
    program.wait();
    before = server.messages().size();
  }
  REQUIRE(before < people);
  Program program(folder, serve);
  const std::string address = program.address();
  const auto keys = boost::json::parse(full_circle::read_file(folder / "data/demo-keys.json")).as_object();
  const std::string lead(keys.at("lead").as_string());
  const auto history = [&] {
    return command_line({"project", "history", project, "--data", folder / "data"}).out;
  };
  CHECK(comes_true([&] { return history().find("people_told_of_withdrawal") != std::string::npos; },
                   std::chrono::seconds(60)));
  INFO(get(address, "/api/v1/incidents", lead).body);
  std::set<std::string> told;
  std::size_t second_copies = 0;
  for (const auto& [message, times] : left(server)) {
    if (message.first.starts_with("follower-")) CHECK(told.insert(message.first).second);
    second_copies += static_cast<std::size_t>(times - 1);
  }
  CHECK(told.size() == people);
  // What the server had taken when the note of it was lost: one at most, and under the same Message-ID.
  CHECK(second_copies <= 1);

  const auto deliveries =
      boost::json::parse(get(address, "/api/v1/projects/" + project + "/deliveries?limit=200", lead).body);
  std::string id;
  for (const auto& one : deliveries.at("items").as_array())
    if (one.at("adapter") == "notifier" &&
        one.at("name").as_string().starts_with("notice_project_withdrawn") &&
        boost::json::serialize(one.at("payload").at("audiences")).find("public") != std::string::npos)
      id = boost::json::serialize(one.at("id"));
  std::erase(id, '"');
  const auto answer = get(address, "/api/v1/deliveries/" + id + "/recipients", lead);
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  const auto progress = boost::json::parse(answer.body);
  CHECK(progress.at("queued") == 0);
  CHECK(progress.at("sent").to_number<std::size_t>() >= people);
  CHECK(progress.at("per_minute").to_number<int>() > 0);
  CHECK(answer.body.find('@') == std::string::npos);

  const Answer numbers = command_line({"project", "told", project, "--data", folder / "data"});
  CHECK(numbers.out.find(" sent") != std::string::npos);
  CHECK(numbers.out.find('@') == std::string::npos);
}

TEST_CASE(
    "Telling: the program ends in the middle of sending when it is asked to, and goes on where it was") {
  constexpr std::size_t followed_by = 60;
  const Folder folder;
  MailServer server({"plain"});
  const std::string project = prepare(folder, email_channel, followed_by);
  full_circle::config::testing::write_file(
      folder / "settings.yaml", "notifier: {kind: smtp, smtp: {host: 127.0.0.1, tls: none, port: " +
                                    std::to_string(server.port()) + "}}\n");
  const std::vector<std::string> serve{"serve",       "--config", folder / "settings.yaml", "--listen",
                                       "127.0.0.1:0", "--data",   folder / "data"};
  server.slow();
  {
    Program program(folder, serve);
    REQUIRE(comes_true([&] { return server.messages().size() >= 2; }, std::chrono::seconds(60)));
    program.signal(SIGTERM);
    CHECK(program.wait(std::chrono::seconds(10)) == 0);
  }
  CHECK(server.messages().size() < followed_by);
  server.fast();
  Program program(folder, serve);
  const auto history = [&] {
    return command_line({"project", "history", project, "--data", folder / "data"}).out;
  };
  CHECK(comes_true([&] { return history().find("people_told_of_withdrawal") != std::string::npos; },
                   std::chrono::seconds(60)));
  std::set<std::string> told;
  for (const auto& [message, times] : left(server)) {
    CHECK(times == 1);
    if (message.first.starts_with("follower-")) told.insert(message.first);
  }
  CHECK(told.size() == followed_by);
}

TEST_CASE(
    "Telling: a kill in the middle of texting costs nobody their text, and a second copy has the first's "
    "name") {
  constexpr std::size_t texted = 60;
  const Folder folder;
  const Receiver gateway;
  const std::string project = prepare(folder, text_channel, texted);
  full_circle::config::testing::write_file(folder / "secret", "tauira-tauira-tauira\n");
  full_circle::config::testing::write_file(
      folder / "settings.yaml",
      "sms: {url: '" + gateway.url("/send") +
          "', allow_private_addresses: true, inbound_secret_file: " + (folder / "secret") + "}\n");
  const std::vector<std::string> serve{"serve",       "--config", folder / "settings.yaml", "--listen",
                                       "127.0.0.1:0", "--data",   folder / "data"};
  {
    Program program(folder, serve);
    const bool halfway =
        comes_true([&] { return gateway.taken().size() >= texted / 3; }, std::chrono::seconds(60));
    INFO(program.out() << program.err());
    REQUIRE(halfway);
    program.signal(SIGKILL);
    program.wait();
  }
  REQUIRE(gateway.taken().size() < texted);
  Program program(folder, serve);
  const std::string address = program.address();
  const auto history = [&] {
    return command_line({"project", "history", project, "--data", folder / "data"}).out;
  };
  CHECK(comes_true([&] { return history().find("people_told_of_withdrawal") != std::string::npos; },
                   std::chrono::seconds(60)));
  std::set<std::string> numbers;
  std::set<std::string> references;
  for (const auto& one : gateway.taken()) {
    const auto body = boost::json::parse(Receiver::text(one, "body"));
    numbers.insert(std::string(body.at("to").as_string()));
    references.insert(std::string(body.at("reference").as_string()));
  }
  CHECK(numbers.size() == texted);
  CHECK(references.size() == texted);
  // Whoever the gateway had taken when the note was lost: one at most, and it knows the reference.
  CHECK(gateway.taken().size() <= texted + 1);
  CHECK(command_line({"project", "told", project, "--data", folder / "data"}).out.find("(60 by text)") !=
        std::string::npos);
  CHECK((program.out() + program.err()).find("+6421000") == std::string::npos);
}
