#include "adapters/chat/chat.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/receiver.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <string>

namespace full_circle::chat {
namespace {

namespace json = boost::json;

struct House {
  explicit House(Kind kind = Kind::slack) {
    options.name = "tauira";
    options.kind = kind;
    options.url = receiver.url("/services/T0/B0/tauira-secret");
    options.base_url = "https://engage.tauira.example";
    options.done_folder = folder / "done";
    options.outbound.timeout = std::chrono::seconds(10);
    options.outbound.private_addresses = shared::PrivateAddresses::allow;
  }
  Delivered deliver(const std::string& payload) const {
    return make_chat(options)->deliver(
        {.key = "p-1/7/chat", .project = "p-1", .adapter = "chat:tauira", .payload = payload});
  }
  json::value posted() const {
    const auto taken = receiver.taken();
    REQUIRE(taken.size() == 1);
    return json::parse(Receiver::text(taken[0], "body"));
  }
  Receiver receiver;
  TemporaryFolder folder;
  ChatOptions options;
};

class Bench final : public conformance::AdapterBench {
 public:
  Bench() { restart(); }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override { m_adapter = make_chat(m_house.options); }
  std::string effects() override {
    std::string all = "Posted:\n";
    for (const auto& request : m_house.receiver.taken()) all += Receiver::text(request, "body") + "\n";
    return all;
  }
  std::string payload(int version) override { return event_payload("Version " + std::to_string(version)); }
  std::string hostile_payload() override {
    return event_payload("<!channel> & <https://evil.tauira.example|click> *x* </script>\r\n\x01");
  }
  void check_hostile() override {
    CHECK(m_house.posted().at("text") ==
          "&lt;!channel&gt; &amp; &lt;https://evil.tauira.example|click&gt; *x* &lt;/script&gt;: It was "
          "announced.\nhttps://engage.tauira.example/have-your-say/kowhai-bay");
    CHECK(m_house.posted().at("mrkdwn") == false);
  }
  std::vector<Malformed> malformed() override {
    json::value bad_page = json::parse(event_payload("x"));
    bad_page.at("data").as_object()["page"] = "javascript:alert(1)";
    return {{event_payload(""), "/data/title"}, {json::serialize(bad_page), "/data/page"}};
  }
  Order order() const override { return Order::each_counts; }
  void break_halfway() override { m_house.receiver.answer(503); }
  void mend() override { m_house.receiver.answer(200, "ok"); }

 private:
  House m_house;
  std::unique_ptr<Adapter> m_adapter;
};

}  // namespace

TEST_CASE("Chat: keeps to what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("Chat: Teams gets one adaptive card whose words are shown as they are") {
  const House house(Kind::teams);
  CHECK(house.deliver(event_payload("Kōwhai Bay *path* [x](https://evil.tauira.example)")).kind ==
        Delivered::Kind::done);
  const json::value posted = house.posted();
  CHECK(posted.at("type") == "message");
  const json::value& attachment = posted.at("attachments").at(0);
  CHECK(attachment.at("contentType") == "application/vnd.microsoft.card.adaptive");
  const json::value& card = attachment.at("content");
  CHECK(card.at("type") == "AdaptiveCard");
  // A TextBlock would read Markdown in it.
  CHECK(card.at("body").at(0).at("type") == "RichTextBlock");
  CHECK(card.at("body").at(0).at("inlines").at(0).at("text") ==
        "Kōwhai Bay *path* [x](https://evil.tauira.example)");
  CHECK(card.at("actions").at(0).at("url") == "https://engage.tauira.example/have-your-say/kowhai-bay");
}

TEST_CASE("Chat: a channel that refuses is an incident, and its address is in no reason") {
  House house;
  house.receiver.answer(403, "invalid_token");
  const Delivered refused = house.deliver(event_payload("Kōwhai Bay"));
  CHECK(refused.kind == Delivered::Kind::give_up);
  CHECK(refused.reason == "The channel tauira: it refuses this (403).");
  house.options.url = "http://127.0.0.1:1/services/tauira-secret";
  const Delivered away = house.deliver(event_payload("Kōwhai Bay"));
  CHECK(away.kind == Delivered::Kind::retry);
  CHECK(away.reason.find("tauira-secret") == std::string::npos);
}

}  // namespace full_circle::chat
