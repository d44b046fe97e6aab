#pragma once
/// A whole application on a clock that is moved by hand, and a story that is told to it.

#include "adapters/store/follower_store.hpp"
#include "config/compose.hpp"
#include "tests/config/support.hpp"
#include "tests/support/story.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace full_circle::testing {

struct ToldHouse {
  explicit ToldHouse(bool with_webhook = false) {
    config::ApplicationParts parts;
    parts.settings.listen = "127.0.0.1:0";
    parts.settings.data = folder / "data";
    if (with_webhook) add_webhook(parts.settings);
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
    parts.logger = std::make_shared<spdlog::logger>("test", std::move(sink));
    parts.logger->set_level(spdlog::level::trace);
    parts.simulated_from = story.now();
    application = std::make_unique<config::Application>(std::move(parts));
    application->start_deliveries();
    application->start_serving();
    tell();
  }

  /// Nobody listens there: what it would be told stays where it is kept.
  void add_webhook(config::Settings& settings) {
    config::testing::write_file(folder / "hook.secret", "whsec_" + std::string(43, 'A') + "=\n");
    config::HookSettings hook;
    hook.name = "tauira";
    hook.url = "http://127.0.0.1:9/";
    hook.secret_files = {folder / "hook.secret"};
    hook.audience = engagement::EventHook::Audience::staff;
    hook.private_addresses = shared::PrivateAddresses::allow;
    settings.hooks.push_back(std::move(hook));
  }

  /// What the story did since; what the system does in it, the server does by itself.
  void tell() {
    for (; m_told < story.given().size(); ++m_told) {
      const auto& given = story.given()[m_told];
      REQUIRE(application->advance(given.at, std::chrono::seconds(60)));
      if (given.role == "system") continue;
      const Reply reply = application->engine().ask({.project = "p01",
                                                     .target = given.target,
                                                     .name = given.command,
                                                     .body = given.body,
                                                     .caller = engagement::testing::as(given.role)});
      if (const auto* refusal = std::get_if<Refusal>(&reply))
        FAIL(given.command << " was refused: " << engagement::testing::Story::explain(*refusal));
    }
    application->deliveries().settle(std::chrono::seconds(60));
  }

  std::string key(const std::string& person, RoleGrant grant) {
    REQUIRE(application->identity()
                .add_person(
                    {.id = person, .name = person, .email = person + "@tauira.example", .grants = {grant}})
                .ok());
    return application->identity().add_key(person, "test", application->clock().now()).value().secret;
  }
  config::testing::HttpAnswer get(const std::string& target, const std::string& secret = "") {
    return config::testing::http("GET", application->address(), target, secret);
  }
  config::testing::HttpAnswer post(const std::string& target, const std::string& secret,
                                   const std::string& body) {
    return config::testing::http("POST", application->address(), target, secret, body);
  }
  /// Somebody gives something over the public page; the answer.
  boost::json::object give(const std::string& body) {
    const auto answer = post("/api/v1/have-your-say/" + slug() + "/contributions", "", body);
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    return boost::json::parse(answer.body).as_object();
  }
  std::string slug() const { return story.project().about->slug; }
  std::string data() const { return folder / "data"; }
  std::string database() const { return data() + "/full-circle.db"; }
  /// Somebody follows this project and has confirmed it.
  void follow(const std::string& address) {
    const auto followers = store::open_sqlite_followers(database());
    const Instant now = application->clock().now();
    REQUIRE_FALSE(followers->ask("email", address, {"project:p01"}, now));
    for (const Follower& one : followers->to_confirm(now, 10)) {
      followers->keep_secret(one.id, "hash", one.asked_for);
      followers->letter_left(one.id, now);
      REQUIRE(followers->confirm(one.id, "hash", now));
    }
  }

  config::testing::TemporaryFolder folder;
  std::ostringstream log;
  engagement::testing::Story story;
  std::unique_ptr<config::Application> application;

 private:
  std::size_t m_told = 0;
};

}  // namespace full_circle::testing
