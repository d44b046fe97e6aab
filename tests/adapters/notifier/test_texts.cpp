// Being told by text message, beside mail.
#include "tests/adapters/notifier/public_room.hpp"

#include <algorithm>

namespace full_circle::notifier {
namespace {

struct Text {
  std::string name;
  std::string number;
  std::string words;
};

/// A gateway that takes numbers as they are, and does as it is told.
struct TextedPublic : Public {
  TextedPublic() {
    texting = {.send =
                   [this](const std::string& name, const std::string& number, const std::string& words) {
                     if (answer.kind == Sent::Kind::accepted) texts.push_back({name, number, words});
                     return answer;
                   },
               .number = [](std::string_view written) -> std::optional<std::string> {
                 if (!written.starts_with("+64")) return std::nullopt;
                 return std::string(written);
               },
               .parts = [](const std::string&) { return std::size_t{2}; }};
    start();
  }
  std::multiset<std::string> texted() const {
    std::multiset<std::string> out;
    for (const auto& one : texts) out.insert(one.number);
    return out;
  }
  void follow_by_text(const std::string& number) {
    follow(number, "project:p-1", Rhythm::at_once, text_channel);
  }
  std::vector<Text> texts;
  Sent answer;
};

using Numbers = std::multiset<std::string>;

}  // namespace

TEST_CASE("Texts: reach who follows by text and who left nothing but a number, each number once") {
  TextedPublic house;
  house.follow("ana@tauira.example");
  house.follow_by_text("+64210000001");
  house.contribute("c1", R"({"telephone":"+64210000001"})", "contact");
  house.contribute("c2", R"({"telephone":"+64210000002"})", "contact");
  house.contribute("c3", R"({"telephone":"+64210000003"})", "publish_words");
  house.contribute("c4", R"({"email":"ben@tauira.example","telephone":"+64210000004"})", "contact");
  house.contribute("c5", R"({"telephone":"09 000 0000"})", "contact");
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.texted() == Numbers{"+64210000001", "+64210000002"});
  CHECK(house.told() == Numbers{"ana@tauira.example", "ben@tauira.example"});
  CHECK(house.count(RecipientState::sent) == 2);
  CHECK(house.count(RecipientState::sent, "p-1/1/x", text_channel) == 2);
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.texts.size() == 2);
}

TEST_CASE("Texts: say who writes, what of, where to read it and how to stop, and name nobody") {
  TextedPublic house;
  house.follow_by_text("+64210000001");
  REQUIRE(house.deliver().kind == Delivered::Kind::done);
  REQUIRE(house.texts.size() == 1);
  CHECK(house.texts[0].words ==
        "Waitauira Council: Open for feedback: Kōwhai Bay\n"
        "https://engage.tauira.example/have-your-say/kowhai-bay\nTo stop these texts, reply STOP");
  CHECK(house.texts[0].name.find("64210000001") == std::string::npos);
}

TEST_CASE("Texts: a stop of texts leaves mail alone, a stop of mail leaves texts alone, queued or not") {
  TextedPublic house;
  house.follow("ana@tauira.example");
  house.follow_by_text("+64210000001");
  house.contribute("c1", R"({"telephone":"+64210000002"})", "contact");
  const bool stops_texts = GENERATE(true, false);
  // The gateway is away: its rows are queued and wait. Mail went.
  house.answer = {Sent::Kind::server_away, "The gateway does not answer."};
  CHECK(house.deliver().reason == "The gateway does not answer.");
  CHECK(house.told() == Numbers{"ana@tauira.example"});
  if (stops_texts) {
    house.followers->stop(text_channel, "+64210000001", house.clock.now());
    house.followers->stop(text_channel, "+64210000002", house.clock.now());
  } else {
    house.followers->stop(email_channel, "ana@tauira.example", house.clock.now());
  }
  house.answer = {};
  CHECK(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.texts.size() == (stops_texts ? 0 : 2));
  CHECK(house.count(RecipientState::stopped, "p-1/1/x", text_channel) == (stops_texts ? 2 : 0));
  CHECK(house.deliver(Public::payload(), "p-1/2/x").kind == Delivered::Kind::done);
  CHECK(house.told().size() == (stops_texts ? 2 : 1));
  CHECK(house.texts.size() == (stops_texts ? 0 : 4));
}

TEST_CASE("Texts: are taken up where they broke off, under the name they had") {
  TextedPublic house;
  for (const char* number : {"+64210000001", "+64210000002", "+64210000003"}) house.follow_by_text(number);
  const auto takes = house.texting.send;
  std::vector<std::string> names;
  house.texting.send = [&](const std::string& name, const std::string& number, const std::string& words) {
    names.push_back(name);
    return house.texts.size() == 1 ? Sent{Sent::Kind::server_away, "away"} : takes(name, number, words);
  };
  house.start();
  CHECK(house.deliver().kind == Delivered::Kind::retry);
  CHECK(names.size() == 2);  // whoever is away is not asked for each of thousands
  house.texting.send = [&](const std::string& name, const std::string& number, const std::string& words) {
    names.push_back(name);
    return takes(name, number, words);
  };
  house.start();
  CHECK(house.deliver().kind == Delivered::Kind::done);
  CHECK(house.texted() == Numbers{"+64210000001", "+64210000002", "+64210000003"});
  REQUIRE(names.size() == 4);
  CHECK(names[1] == names[2]);
}

TEST_CASE("Texts: a number that is refused for good is an incident, and holds up nobody") {
  TextedPublic house;
  house.follow("ana@tauira.example");
  house.follow_by_text("+64210000001");
  house.answer = {Sent::Kind::refused, "no"};
  const Delivered ended = house.deliver();
  CHECK(ended.kind == Delivered::Kind::give_up);
  CHECK(ended.reason ==
        "The text message gateway refused 1 address for good; everybody else has their message.");
  CHECK(house.told().size() == 1);
}

TEST_CASE("Texts: telling a number counts as telling, and without a gateway nothing changes") {
  TextedPublic house;
  house.follow_by_text("+64210000001");
  CHECK(house.deliver(Public::payload(true)).kind == Delivered::Kind::done);
  house.texting = {};
  house.start();
  CHECK(house.deliver(Public::payload(true), "p-1/2/x").kind == Delivered::Kind::give_up);
  const auto seen = preview(json::serialize(Public::payload()), "p-1", house.options, house.parts());
  REQUIRE(seen);
  CHECK(seen->at("sms").is_null());
  CHECK(seen->at("not_reached").at(0).at("people") == 1);
}

TEST_CASE("Texts: a dry run says how many get one, what it says and what it costs, and no number") {
  TextedPublic house;
  house.follow_by_text("+64210000001");
  house.contribute("c1", R"({"telephone":"+64210000001"})", "contact");
  house.contribute("c2", R"({"telephone":"+64210000002"})", "contact");
  house.contribute("c3", R"({"telephone":"09 000 0000"})", "contact");
  const auto seen = preview(json::serialize(Public::payload()), "p-1", house.options, house.parts());
  REQUIRE(seen);
  const auto& sms = seen->at("sms");
  CHECK(sms.at("followers") == 1);
  CHECK(sms.at("contributors") == 1);
  CHECK(sms.at("parts") == 2);
  CHECK(sms.at("parts_in_all") == 4);
  CHECK(seen->at("email") == 0);
  CHECK(seen->at("not_reached").as_array().size() == 1);
  CHECK(json::serialize(*seen).find("2100000") == std::string::npos);
  CHECK(house.texts.empty());
}

TEST_CASE("Texts: one asks whether they are wanted, and its link is what confirms") {
  TextedPublic house;
  REQUIRE_FALSE(house.followers->ask(text_channel, "+64210000001", {"project:p-1"}, house.clock.now()));
  REQUIRE_FALSE(
      house.followers->ask(email_channel, "ana@tauira.example", {"project:p-1"}, house.clock.now()));
  Letters letters = house.letters();
  house.answer = {Sent::Kind::server_away, "away"};
  CHECK(letters.send_due());
  CHECK(house.told() == Numbers{"ana@tauira.example"});
  house.clock.m_now += std::chrono::minutes{1};
  house.answer = {};
  CHECK(letters.send_due());
  CHECK(letters.send_due());
  REQUIRE(house.texts.size() == 1);
  CHECK(house.texts[0].words.starts_with("Waitauira Council: did you ask for texts about Kōwhai Bay?"));
  CHECK(house.texts[0].words.find("2100000") == std::string::npos);
  const auto [id, hash] = link_in(house.texts[0].words, "https://engage.tauira.example/follow/");
  CHECK(house.deliver().reason == "There is nobody to write to.");
  REQUIRE(house.followers->confirm(id, hash, house.clock.now()));
  CHECK(house.deliver(Public::payload(), "p-1/2/x").kind == Delivered::Kind::done);
  CHECK(house.texts.size() == 2);
}

}  // namespace full_circle::notifier
