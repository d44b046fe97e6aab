#include "adapters/notifier/letters.hpp"
#include "adapters/notifier/mail_folder.hpp"
#include "adapters/notifier/notice.hpp"
#include "adapters/store/personal_records.hpp"
#include "engine/record.hpp"
#include "tests/adapters/notifier/notices.hpp"

#include <set>

namespace full_circle::notifier {
namespace {

class MovedClock final : public Clock {
 public:
  Instant now() const override { return m_now; }
  Instant m_now = *parse_instant("2027-06-14T00:00:00.000Z");
};

/// A notice to the public, in a room where people can follow and contribute.
struct Public {
  Public() {
    options.public_addresses.clear();
    adapter = make_notifier(into_folder(mail.path()), options, parts());
  }
  NotifierParts parts() { return {people, *followers, *ledger, *store, clock}; }
  void follow(const std::string& address, const std::string& scope = "project:p-1",
              Rhythm rhythm = Rhythm::at_once) {
    REQUIRE_FALSE(followers->ask("email", address, {scope, rhythm}, clock.now()));
    for (const auto& one : followers->to_confirm(clock.now(), 50)) {
      followers->keep_secret(one.id, "hash", clock.now());
      followers->letter_left(one.id, clock.now());
      REQUIRE(followers->confirm(one.id, "hash", clock.now()));
    }
  }
  void contribute(const std::string& id, const std::string& contributor, bool contact) {
    auto writer = store->writer();
    writer->begin();
    writer->add({.project = "p-1",
                 .book = "contributions",
                 .id = id,
                 .received_at = clock.now(),
                 .data = json::serialize(json::object{{"consents", {{"contact", contact}}}}),
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
  std::int64_t count(RecipientState state, const std::string& key = "p-1/1/x") {
    for (const auto& one : ledger->progress(key).counts)
      if (one.state == state) return one.count;
    return 0;
  }

  TemporaryFolder folder;
  TemporaryFolder mail;
  People people;
  MovedClock clock;
  MailOptions options = mail_options();
  std::unique_ptr<Store> store = store::open_sqlite_store(folder / "full-circle.db");
  std::unique_ptr<Followers> followers = store::open_sqlite_followers(folder / "full-circle.db");
  std::unique_ptr<Ledger> ledger = store::open_sqlite_ledger(folder / "full-circle.db");
  std::unique_ptr<PersonalRecords> records = store::open_sqlite_personal_records(folder / "full-circle.db");
  std::unique_ptr<Adapter> adapter;
};

const std::string ana = R"({"name":"Ana","email":"ana@tauira.example"})";

/// The secret at the end of a link in a message, hashed, and the id before it.
std::pair<std::string, std::string> link_in(const std::string& message, const std::string& start) {
  const std::size_t at = message.find(start + "fc_");
  REQUIRE(at != std::string::npos);
  const std::size_t from = at + start.size() + 3;
  const std::string token = message.substr(from, message.find_first_of(">\n\r ", from) - from);
  REQUIRE(token.size() > 44);
  return {token.substr(0, token.size() - 44), sha256_hex(token.substr(token.size() - 43))};
}

}  // namespace

TEST_CASE("Telling: the public is who follows and who agreed to be contacted, each address once") {
  Public house;
  house.follow("project@tauira.example");
  house.follow("board@tauira.example", "local_board:kowhai-bay");
  house.follow("all@tauira.example", "everything");
  house.follow("elsewhere@tauira.example", "project:p-2");
  house.follow("ana@tauira.example");
  house.contribute("c1", ana, true);
  house.contribute("c2", R"({"email":"ben@tauira.example"})", true);
  house.contribute("c3", R"({"email":"silent@tauira.example"})", false);
  house.contribute("c4", R"({"telephone":"09 000 0000"})", true);
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told() == std::multiset<std::string>{"all@tauira.example", "ana@tauira.example",
                                                   "ben@tauira.example", "board@tauira.example",
                                                   "project@tauira.example"});
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told().size() == 5);
  CHECK(house.count(RecipientState::sent) == 5);
}

TEST_CASE("Telling: who asked to follow and has not confirmed gets nothing") {
  Public house;
  REQUIRE_FALSE(house.followers->ask("email", "new@tauira.example", {"everything"}, house.clock.now()));
  CHECK(house.deliver().reason == "There is nobody to write to.");
  CHECK(house.deliver(Public::payload(true), "p-1/2/x").kind == Delivered::Kind::give_up);
  house.follow("other@tauira.example");  // and with that letter, what the first asked for
  CHECK(house.deliver(Public::payload(true), "p-1/2/x").kind == Delivered::Kind::done);
}

TEST_CASE("Telling: a message says why it came and how to stop, and names nobody where it could leak") {
  Public house;
  house.follow("ana@tauira.example");
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  const auto message = house.messages().at(0);
  const std::string stop = text(message.at("stop"));
  CHECK(stop.starts_with("<https://engage.tauira.example/stop/fc_"));
  CHECK(stop.find("ana") == std::string::npos);
  CHECK(text(message.at("stop_by")) == "List-Unsubscribe=One-Click");
  const std::string plain = text(message.at("plain"));
  CHECK(plain.find("You get this because you follow") != std::string::npos);
  CHECK(plain.find(stop.substr(1, stop.size() - 2)) != std::string::npos);
  CHECK(message.at("defects").as_array().empty());
  const auto [id, hash] = link_in(stop, "/stop/");
  const auto recipient = house.ledger->recipient_by_secret(id, hash);
  REQUIRE(recipient);
  CHECK(address_behind(*recipient, house.parts()) == "ana@tauira.example");
  CHECK(recipient->source.find("ana") == std::string::npos);
}

TEST_CASE("Telling: a stop holds for what is queued already, and for every way to that address") {
  Public house;
  house.follow("ana@tauira.example");
  house.contribute("c1", ana, true);
  house.follow("ben@tauira.example");
  const auto queue = [&](const std::string& key) {
    std::vector<Recipient> all;
    for (const auto& follower : house.followers->following(std::vector<std::string>{"project:p-1"}, "", 9))
      all.push_back(
          {.id = delivery_hash(key, follower.address), .key = key, .source = "follower:" + follower.id});
    house.ledger->queue(all, house.clock.now());
    house.ledger->close_list(key, house.clock.now());
  };
  queue("p-1/1/x");
  house.followers->stop("email", "ANA@tauira.example", house.clock.now());
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told() == std::multiset<std::string>{"ben@tauira.example"});
  CHECK(house.count(RecipientState::stopped) == 1);
  REQUIRE(house.deliver(Public::payload(), "p-1/2/x").kind == Delivered::Kind::done);
  CHECK(house.told().count("ana@tauira.example") == 0);
}

TEST_CASE("Telling: whoever is forgotten between queueing and sending gets nothing") {
  Public house;
  house.contribute("c1", ana, true);
  const std::vector<Recipient> queued{
      {.id = delivery_hash("p-1/1/x", "ana@tauira.example"), .key = "p-1/1/x", .source = "entry:c1"}};
  house.ledger->queue(queued, house.clock.now());
  house.ledger->close_list("p-1/1/x", house.clock.now());
  auto writer = house.store->writer();
  writer->begin();
  CHECK(writer->forget_personal("c1"));
  writer->commit();
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told().empty());
  CHECK(house.count(RecipientState::stopped) == 1);
}

TEST_CASE("Telling: a dry run counts who would get what, shows no address and sends nothing") {
  Public house;
  house.people.m_addresses["role:lead"] = {{"Lead", "lead@tauira.example"}};
  house.follow("ana@tauira.example");
  house.follow("weekly@tauira.example", "everything", Rhythm::weekly);
  house.contribute("c1", ana, true);
  house.contribute("c2", R"({"email":"ben@tauira.example"})", true);
  house.contribute("c3", R"({"telephone":"09 000 0000"})", true);
  json::object what = Public::payload();
  what["audiences"] = json::array{"role:lead", "public"};
  const auto seen = preview(json::serialize(what), "p-1", house.options, house.parts());
  REQUIRE(seen);
  CHECK(seen->at("public") ==
        json::object{{"list", 0}, {"followers", 1}, {"in_digest", 1}, {"contributors", 1}});
  CHECK(seen->at("email").to_number<int>() == 3);
  CHECK(seen->at("not_reached").as_array().size() == 1);
  CHECK(json::serialize(*seen).find('@') == std::string::npos);
  CHECK(house.told().empty());
  REQUIRE(house.deliver(what).kind == Delivered::Kind::done);
  CHECK(house.told().size() == 3);
}

TEST_CASE("Telling: weekly followers get one message of what happened, and the answer at once") {
  Public house;
  house.follow("weekly@tauira.example", "everything", Rhythm::weekly);
  Letters letters({.open = into_folder(house.mail.path()),
                   .options = house.options,
                   .followers = *house.followers,
                   .ledger = *house.ledger,
                   .people = *house.records,
                   .clock = house.clock,
                   .scope_name = [](const std::string& scope) { return scope; },
                   .warn = [](const std::string&) {}});
  REQUIRE(house.deliver(Public::payload(), "p-1/1/x").kind == Delivered::Kind::done);
  REQUIRE(house.deliver(Public::payload(), "p-1/2/x").kind == Delivered::Kind::done);
  CHECK(house.count(RecipientState::in_digest) == 1);
  CHECK(letters.send_due());
  CHECK(house.told().empty());
  house.clock.m_now += std::chrono::hours{7 * 24};
  CHECK(letters.send_due());
  CHECK(letters.send_due());
  REQUIRE(house.told() == std::multiset<std::string>{"weekly@tauira.example"});
  const std::string plain = text(house.messages().at(0).at("plain"));
  CHECK(plain.find("Open for feedback: Kōwhai Bay") != plain.rfind("Open for feedback: Kōwhai Bay"));
  CHECK(text(house.messages().at(0).at("stop")).find("/stop/fc_") != std::string::npos);
  REQUIRE(house.deliver(Public::payload(true), "p-1/3/x").kind == Delivered::Kind::done);
  CHECK(house.told().size() == 2);
}

TEST_CASE("Telling: a letter asks for confirmation, and its link is what confirms") {
  Public house;
  Letters letters({.open = into_folder(house.mail.path()),
                   .options = house.options,
                   .followers = *house.followers,
                   .ledger = *house.ledger,
                   .people = *house.records,
                   .clock = house.clock,
                   .scope_name = [](const std::string&) { return std::string("Kōwhai Bay"); },
                   .warn = [](const std::string&) {}});
  REQUIRE_FALSE(house.followers->ask("email", "ana@tauira.example", {"project:p-1"}, house.clock.now()));
  CHECK(letters.send_due());
  CHECK(letters.send_due());
  REQUIRE(house.told() == std::multiset<std::string>{"ana@tauira.example"});
  const std::string plain = text(house.messages().at(0).at("plain"));
  CHECK(plain.find("Kōwhai Bay, each time something happens.") != std::string::npos);
  const auto [id, hash] = link_in(plain, "https://engage.tauira.example/follow/");
  CHECK(house.followers->confirm(id, hash, house.clock.now()));
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told().size() == 2);
}

}  // namespace full_circle::notifier
