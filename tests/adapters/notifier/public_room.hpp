#pragma once
/// The public: a room where people can follow and contribute, and a notifier that tells them.

#include "adapters/notifier/letters.hpp"
#include "adapters/notifier/mail_folder.hpp"
#include "adapters/notifier/notice.hpp"
#include "adapters/store/personal_records.hpp"
#include "engine/record.hpp"
#include "tests/adapters/notifier/notices.hpp"

#include <set>

namespace full_circle::notifier {

class MovedClock final : public Clock {
 public:
  Instant now() const override { return m_now; }
  Instant m_now = *parse_instant("2027-06-14T00:00:00.000Z");
};

/// A notice to the public, in a room where people can follow and contribute.
struct Public {
  Public() {
    options.public_addresses.clear();
    start();
  }
  /// Anew, as after a restart.
  void start() { adapter = make_notifier(into_folder(mail.path()), options, parts()); }
  NotifierParts parts() { return {people, *followers, *ledger, *store, clock, texting}; }
  Letters letters() { return letters(into_folder(mail.path())); }
  Letters letters(OpenCarrier open) {
    return Letters({.open = std::move(open),
                    .options = options,
                    .followers = *followers,
                    .ledger = *ledger,
                    .people = *records,
                    .clock = clock,
                    .scope_name = [](const std::string&) { return std::string("Kōwhai Bay"); },
                    .warn = [](const std::string&) {},
                    .texting = texting});
  }
  void follow(const std::string& address, const std::string& scope = "project:p-1",
              Rhythm rhythm = Rhythm::at_once, std::string_view channel = email_channel) {
    REQUIRE_FALSE(followers->ask(channel, address, {scope, rhythm}, clock.now()));
    for (const auto& one : followers->to_confirm(clock.now(), 50)) {
      followers->keep_secret(one.id, "hash", one.asked_for);
      followers->letter_left(one.id, clock.now());
      REQUIRE(followers->confirm(one.id, "hash", clock.now()));
    }
  }
  /// Somebody who agreed to one thing, like "contact".
  void contribute(const std::string& id, const std::string& contributor, const std::string& consent) {
    auto writer = store->writer();
    writer->begin();
    writer->add({.project = "p-1",
                 .book = "contributions",
                 .id = id,
                 .received_at = clock.now(),
                 .data = json::serialize(json::object{{"consents", json::object{{consent, true}}}}),
                 .personal = contributor});
    writer->commit();
  }
  static json::object payload(bool telling = false) {
    json::object out = notice("public");
    out["scopes"] = json::array{"everything", "project:p-1", "local_board:kowhai-bay"};
    if (telling) out["then"] = json::object{{"command", "record_people_told"}};
    return out;
  }
  Delivered deliver(const json::object& what = payload(), const std::string& key = "p-1/1/x") {
    return adapter->deliver(
        {.key = key, .project = "p-1", .adapter = "notifier", .payload = json::serialize(what)});
  }
  std::vector<json::object> messages() const {
    std::vector<json::object> out;
    for (const auto& item : std::filesystem::directory_iterator(mail.path()))
      out.push_back(read_message(item.path().string()));
    return out;
  }
  std::multiset<std::string> told() const {
    std::multiset<std::string> out;
    for (const auto& one : messages()) out.insert(text(one.at("to")));
    return out;
  }
  std::int64_t count(RecipientState state, const std::string& key = "p-1/1/x",
                     std::string_view channel = email_channel) {
    for (const auto& one : ledger->progress(key).counts)
      if (one.state == state && one.channel == channel) return one.count;
    return 0;
  }

  TemporaryFolder folder;
  TemporaryFolder mail;
  People people;
  MovedClock clock;
  MailOptions options = mail_options();
  Texting texting;
  std::unique_ptr<Store> store = store::open_sqlite_store(folder / "full-circle.db");
  std::unique_ptr<Followers> followers = store::open_sqlite_followers(folder / "full-circle.db");
  std::unique_ptr<Ledger> ledger = store::open_sqlite_ledger(folder / "full-circle.db");
  std::unique_ptr<PersonalRecords> records = store::open_sqlite_personal_records(folder / "full-circle.db");
  std::unique_ptr<Adapter> adapter;
};

/// The secret at the end of a link in a message, hashed, and the id before it.
inline std::pair<std::string, std::string> link_in(const std::string& message, const std::string& start) {
  const std::size_t at = message.find(start + "fc_");
  REQUIRE(at != std::string::npos);
  const std::size_t from = at + start.size() + 3;
  const std::string token = message.substr(from, message.find_first_of(">\n\r ", from) - from);
  REQUIRE(token.size() > 44);
  return {token.substr(0, token.size() - 44), sha256_hex(token.substr(token.size() - 43))};
}

}  // namespace full_circle::notifier
