#include "tests/adapters/notifier/public_room.hpp"

namespace full_circle::notifier {
namespace {

const std::string ana = R"({"name":"Ana","email":"ana@tauira.example"})";

}  // namespace

TEST_CASE("Telling: the public is who follows and who agreed to be contacted, each address once") {
  Public house;
  house.follow("project@tauira.example");
  house.follow("board@tauira.example", "local_board:kowhai-bay");
  house.follow("all@tauira.example", "everything");
  house.follow("elsewhere@tauira.example", "project:p-2");
  house.follow("ana@tauira.example");
  house.contribute("c1", ana, "contact");
  house.contribute("c2", R"({"email":"ben@tauira.example"})", "contact");
  house.contribute("c3", R"({"email":"silent@tauira.example"})", "publish_words");
  house.contribute("c4", R"({"telephone":"09 000 0000"})", "contact");
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told() == std::multiset<std::string>{"all@tauira.example", "ana@tauira.example",
                                                   "ben@tauira.example", "board@tauira.example",
                                                   "project@tauira.example"});
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told().size() == 5);
  CHECK(house.count(RecipientState::sent) == 5);
}

TEST_CASE("Telling: each contribution counts once as told, whoever gave several or follows as well") {
  Public house;
  house.follow("ana@tauira.example");
  house.follow("board@tauira.example");
  house.contribute("c1", ana, "contact");
  house.contribute("c2", ana, "contact");
  house.contribute("c3", R"({"email":"ben@tauira.example"})", "contact");
  house.contribute("c4", R"({"email":"cat@tauira.example"})", "publish_words");
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told().size() == 3);
  const auto progress = house.ledger->progress("p-1/1/x");
  CHECK(progress.contributions == 3);
  CHECK(progress.contributions_sent == 3);
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
  house.followers->stop_hashed(recipient->channel, recipient->address_hash, house.clock.now());
  CHECK(house.followers->stopped("email", "ana@tauira.example"));
  CHECK(recipient->source.find("ana") == std::string::npos);
}

TEST_CASE("Telling: a stop holds for what is queued already, and for every way to that address") {
  Public house;
  house.follow("ana@tauira.example");
  house.contribute("c1", ana, "contact");
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

TEST_CASE("Telling: whoever stopped and confirms one project again is told of that one alone") {
  Public house;
  house.contribute("c1", ana, "contact");
  house.followers->stop("email", "ana@tauira.example", house.clock.now());
  house.follow("ana@tauira.example", "project:p-2");
  CHECK(house.deliver().reason == "There is nobody to write to.");
  json::object other = Public::payload();
  other["scopes"] = json::array{"project:p-2"};
  REQUIRE(house.deliver(other, "p-1/2/x").kind == Delivered::Kind::done);
  CHECK(house.told() == std::multiset<std::string>{"ana@tauira.example"});
}

TEST_CASE("Telling: telling nobody of the public is not telling, whoever else had the message") {
  Public house;
  house.people.m_addresses["role:lead"] = {{"Lead", "lead@tauira.example"}};
  house.contribute("c1", ana, "contact");
  json::object what = Public::payload(true);
  what["audiences"] = json::array{"role:lead", "public"};
  const std::vector<Recipient> queued{{.id = delivery_hash("p-1/1/x", "ana@tauira.example"),
                                       .key = "p-1/1/x",
                                       .source = "entry:c1",
                                       .address = "ana@tauira.example"}};
  house.ledger->queue(queued, house.clock.now());
  house.followers->stop("email", "ana@tauira.example", house.clock.now());
  CHECK(house.deliver(what).kind == Delivered::Kind::give_up);
  CHECK(house.told() == std::multiset<std::string>{"Lead <lead@tauira.example>"});
}

TEST_CASE("Telling: the council's own list leaves out whoever stopped, and staff are told all the same") {
  Public house;
  house.options.public_addresses = {"ana@tauira.example", "news@tauira.example"};
  house.people.m_addresses["role:lead"] = {{"Ana", "Ana@tauira.example"}};
  house.start();
  house.followers->stop("email", "ana@tauira.example", house.clock.now());
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.told() == std::multiset<std::string>{"news@tauira.example"});
  const auto seen = preview(json::serialize(Public::payload()), "p-1", house.options, house.parts());
  CHECK(seen->at("email").to_number<int>() == 1);
  json::object both = Public::payload();
  both["audiences"] = json::array{"role:lead", "public"};
  REQUIRE(house.deliver(both, "p-1/2/x").kind == Delivered::Kind::done);
  CHECK(house.told().count("Ana <Ana@tauira.example>") == 1);
}

TEST_CASE("Telling: whoever stops while letters before theirs leave gets none") {
  /// Stops everybody else as soon as one message is offered.
  class Stopping final : public Carrier {
   public:
    Stopping(Followers& followers, std::multiset<std::string>& told) : m_followers(followers), m_told(told) {}
    Sent carry(const std::string&, const std::string&, const std::string& to, const std::string&) override {
      m_told.insert(to);
      for (const std::string one : {"ana@tauira.example", "ben@tauira.example"})
        if (one != to) m_followers.stop("email", one, *parse_instant("2027-06-14T00:00:00Z"));
      return {};
    }

   private:
    Followers& m_followers;
    std::multiset<std::string>& m_told;
  };
  Public house;
  std::multiset<std::string> told;
  const bool digests = GENERATE(false, true);
  for (const auto* one : {"ana@tauira.example", "ben@tauira.example"}) {
    if (digests)
      house.follow(one, "everything", Rhythm::weekly);
    else
      REQUIRE_FALSE(house.followers->ask("email", one, {"everything"}, house.clock.now()));
  }
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  house.clock.m_now += std::chrono::hours{digests ? 7 * 24 : 0};
  Letters letters =
      house.letters([&](const std::string&) { return std::make_unique<Stopping>(*house.followers, told); });
  CHECK(letters.send_due());
  CHECK(told.size() == 1);
}

TEST_CASE("Telling: an address gets five receipts a day at most, and one press of a button ends them") {
  Public house;
  Letters letters = house.letters();
  const auto give = [&](const std::string& id) {
    house.contribute(id, R"({"email":"cy@tauira.example"})", "copy");
    CHECK(letters.send_due());
  };
  for (const auto* id : {"c1", "c2", "c3", "c4", "c5", "c6", "c7"}) give(id);
  CHECK(house.told().size() == 5);
  house.clock.m_now += std::chrono::hours{25};
  CHECK(letters.send_due());
  CHECK(house.told().size() == 5);  // what was too much is not kept for another day
  give("c8");
  CHECK(house.told().size() == 6);
  const auto [id, hash] = link_in(text(house.messages().at(0).at("stop")), "/stop/");
  const auto recipient = house.ledger->recipient_by_secret(id, hash);
  REQUIRE(recipient);
  house.followers->stop_hashed(recipient->channel, recipient->address_hash, house.clock.now());
  give("c9");
  CHECK(house.told().size() == 6);
}

TEST_CASE("Telling: a digest that left before the program ended is not sent once more") {
  Public house;
  house.follow("weekly@tauira.example", "everything", Rhythm::weekly);
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  house.clock.m_now += std::chrono::hours{7 * 24};
  const auto waits = house.followers->digests_due(house.clock.now(), 1);
  REQUIRE(waits.size() == 1);
  // As if the program had ended before what it held was dropped.
  const std::string at = std::to_string(waits[0].items[0].position);
  const std::string key = "digest/" + waits[0].follower.id + "/" + at + "-" + at;
  const std::vector<Recipient> left{
      {.id = delivery_hash(key, "weekly@tauira.example"), .key = key, .source = "x"}};
  house.ledger->queue(left, house.clock.now());
  house.ledger->note(left[0].id, RecipientState::sent, house.clock.now());
  Letters letters = house.letters();
  CHECK(letters.send_due());
  CHECK(house.told().empty());
  CHECK(house.followers->digests_due(house.clock.now(), 1).empty());
}

TEST_CASE("Telling: a long sending lets others go in between, and puts nobody off twice in one round") {
  /// Takes everything but what goes to somebody whose server says "later".
  class Counting final : public Carrier {
   public:
    explicit Counting(std::map<std::string, int>& offered) : m_offered(offered) {}
    Sent carry(const std::string&, const std::string&, const std::string& to, const std::string&) override {
      ++m_offered[to];
      return to.starts_with("later") ? Sent{Sent::Kind::later, "Not now."} : Sent{};
    }

   private:
    std::map<std::string, int>& m_offered;
  };
  Public house;
  std::map<std::string, int> offered;
  house.adapter = make_notifier([&](const std::string&) { return std::make_unique<Counting>(offered); },
                                house.options, house.parts());
  for (int one = 0; one < 500; ++one) {
    const std::string id = std::to_string(one);
    house.contribute("c" + id, R"({"email":")" + (one % 50 == 0 ? "later-" + id : id) + "@tauira.example\"}",
                     "contact");
  }
  int pauses = 0;
  Delivered delivered = house.deliver();
  for (; delivered.again_at; delivered = house.deliver()) {
    ++pauses;
    CHECK(delivered.kind == Delivered::Kind::retry);
    CHECK(*delivered.again_at == house.clock.now());
  }
  CHECK(pauses > 0);
  CHECK(delivered.kind == Delivered::Kind::retry);  // for the ten who are put off; this one counts
  CHECK(delivered.reason == "Not now.");
  CHECK(house.count(RecipientState::sent) == 490);
  CHECK(offered.size() == 500);
  CHECK(std::all_of(offered.begin(), offered.end(), [](const auto& one) { return one.second == 1; }));
  delivered = house.deliver();  // nobody is left but them, and nothing is done: no pause
  CHECK_FALSE(delivered.again_at);
  CHECK(offered["later-0@tauira.example"] == 2);
}

TEST_CASE("Telling: whoever is forgotten between queueing and sending gets nothing") {
  Public house;
  house.contribute("c1", ana, "contact");
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
  house.contribute("c0", R"({"email":"weekly@tauira.example"})", "contact");  // hears of it as a follower
  house.contribute("c1", ana, "contact");
  house.contribute("c2", R"({"email":"ben@tauira.example"})", "contact");
  house.contribute("c3", R"({"telephone":"09 000 0000"})", "contact");
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
  Letters letters = house.letters();
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
  Letters letters = house.letters();
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

TEST_CASE("Telling: whoever reads the text of a message alone misses nothing, and sees no tags") {
  Public house;
  Letters letters = house.letters();
  REQUIRE_FALSE(house.followers->ask("email", "ben@tauira.example", {"project:p-1"}, house.clock.now()));
  CHECK(letters.send_due());  // the letter that asks to confirm
  house.follow("ana@tauira.example");
  house.follow("weekly@tauira.example", "everything", Rhythm::weekly);
  json::object hostile = Public::payload();
  hostile["subject"] = "Pūkeko & herons: 3 < 4";
  REQUIRE(house.deliver(hostile).kind == Delivered::Kind::done);
  house.contribute("c1", R"({"email":"cy@tauira.example"})", "copy");
  house.clock.m_now += std::chrono::hours{7 * 24};
  CHECK(letters.send_due());  // the digest and the receipt
  REQUIRE(house.told() == std::multiset<std::string>{"ana@tauira.example", "ben@tauira.example",
                                                     "cy@tauira.example", "weekly@tauira.example"});
  for (const auto& message : house.messages()) {
    INFO(json::serialize(message));
    CHECK(message.at("only_in_html").as_array().empty());
    const std::string plain = text(message.at("plain"));
    for (const char* tag : {"<p>", "<br>", "<a ", "</", "&amp;", "&lt;"})
      CHECK(plain.find(tag) == std::string::npos);
  }
}

}  // namespace full_circle::notifier
