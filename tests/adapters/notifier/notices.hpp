#pragma once
/// What the tests of both notifiers share: people, a clock, payloads and another reader of messages.

#include "adapters/notifier/notifier.hpp"
#include "adapters/store/follower_store.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/identity.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <map>
#include <string>

namespace full_circle::notifier {

namespace json = boost::json;

class StillClock final : public Clock {
 public:
  Instant now() const override { return *parse_instant("2027-06-14T00:00:00.000Z"); }
};

/// Only `addresses` is asked for by a notifier, and who there is.
class People final : public Identity {
 public:
  std::optional<Caller> identify(std::string_view) override { return std::nullopt; }
  Result<Person> add_person(Person) override { return none<Person>(); }
  std::optional<Person> find_person(std::string_view) override { return std::nullopt; }
  std::vector<Person> list_people() override { return m_people; }
  Result<Person> grant(std::string_view, RoleGrant) override { return none<Person>(); }
  Result<Person> revoke_grant(std::string_view, RoleGrant) override { return none<Person>(); }
  std::optional<FeedFollower> identify_feed(std::string_view) override { return std::nullopt; }
  Result<NewApiKey> add_key(std::string_view, std::string, Instant) override { return none<NewApiKey>(); }
  Result<NewApiKey> add_feed_key(std::string_view, std::string, std::string, Instant) override {
    return none<NewApiKey>();
  }
  std::vector<ApiKey> list_keys(std::string_view) override { return {}; }
  Result<ApiKey> revoke_key(std::string_view, Instant) override { return none<ApiKey>(); }
  std::vector<Address> addresses(std::string_view audience, std::string_view project) override {
    CHECK(project == "p-1");
    const auto found = m_addresses.find(std::string(audience));
    return found == m_addresses.end() ? std::vector<Address>{} : found->second;
  }
  std::map<std::string, std::vector<Address>> m_addresses;
  std::vector<Person> m_people;

 private:
  template <class T>
  static Result<T> none() {
    return Refusal{.reason = Reason::unknown, .message = "not here"};
  }
};

/// Where a notifier finds people and keeps its notes: the real store, in a folder of its own.
struct PostRoom {
  std::unique_ptr<Adapter> notifier(const OpenCarrier& open, const MailOptions& options) {
    return make_notifier(open, options, parts());
  }
  NotifierParts parts() { return {people, *followers, *ledger, *store, clock}; }

  TemporaryFolder folder;
  People people;
  StillClock clock;
  std::unique_ptr<Store> store = store::open_sqlite_store(folder / "full-circle.db");
  std::unique_ptr<Followers> followers = store::open_sqlite_followers(folder / "full-circle.db");
  std::unique_ptr<Ledger> ledger = store::open_sqlite_ledger(folder / "full-circle.db");
};

inline MailOptions mail_options() {
  return {.base_url = "https://engage.tauira.example",
          .council_name = "Waitauira Council",
          .from_name = "",
          .from_address = "engage@tauira.example",
          .public_addresses = {"list@tauira.example"}};
}

inline json::object notice(const std::string& audience,
                           const std::string& subject = "Open for feedback: Kōwhai Bay") {
  return {{"kind", "engagement_opened"},
          {"audiences", json::array{json::value(audience)}},
          {"subject", subject},
          {"paragraphs", json::array{"Tell us what matters.", "Two lines\nin one paragraph."}},
          {"link", {{"text", "Read more and have your say"}, {"path", "/have-your-say/kowhai-bay"}}}};
}

inline json::object read_message(const std::string& path) {
  const std::string script = std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/notifier/read_message.py";
  const auto result = run_program("/usr/bin/python3 '" + script + "' '" + path + "'");
  INFO(result.output);
  REQUIRE(result.code == 0);
  return json::parse(result.output).as_object();
}

inline std::string text(const json::value& value) {
  return {value.as_string().data(), value.as_string().size()};
}

}  // namespace full_circle::notifier
