#include "adapters/shared/posting.hpp"
#include "adapters/webhook/webhook.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/receiver.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <map>
#include <string>

namespace full_circle::webhook {
namespace {

namespace json = boost::json;

const std::string k_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string k_older = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

struct StandingClock final : Clock {
  Instant now() const override { return Instant{std::chrono::milliseconds{1'811'811'811'500}}; }
};

struct House {
  House() {
    options.name = "tauira";
    options.url = receiver.url();
    options.secrets = {k_secret};
    options.outbound.timeout = std::chrono::seconds(10);
    options.outbound.private_addresses = shared::PrivateAddresses::allow;
  }
  Delivered deliver(const std::string& payload, const std::string& key = "p-1/7/webhook") const {
    return make_webhook(options, clock)
        ->deliver({.key = key, .project = "p-1", .adapter = "webhook:tauira", .payload = payload});
  }
  Receiver receiver;
  StandingClock clock;
  WebhookOptions options;
};

class Bench final : public conformance::AdapterBench {
 public:
  Bench() { restart(); }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override { m_adapter = make_webhook(m_house.options, m_house.clock); }
  /// As a receiver that keeps to the standard: what has an id that it has seen is not taken again.
  std::string effects() override {
    std::map<std::string, std::string> by_id;
    for (const auto& request : m_house.receiver.taken())
      by_id.emplace(Receiver::header(request, "webhook-id"), Receiver::text(request, "body"));
    std::string all = "Taken:\n";
    for (const auto& [id, body] : by_id) all += id + " " + body + "\n";
    return all;
  }
  std::string payload(int version) override { return event_payload("Version " + std::to_string(version)); }
  std::string hostile_payload() override {
    return event_payload("x\r\nwebhook-id: msg_2\r\n\r\n{}</script>");
  }
  void check_hostile() override {
    const auto taken = m_house.receiver.taken();
    REQUIRE(taken.size() == 1);
    const auto body = json::parse(Receiver::text(taken[0], "body"));
    CHECK(body.at("data").at("title") == "x\r\nwebhook-id: msg_2\r\n\r\n{}</script>");
  }
  std::vector<Malformed> malformed() override {
    return {{R"({"type":"","timestamp":"2027-06-01T01:02:03.000Z","data":{}})", "/type"},
            {R"({"type":"x","timestamp":"now","data":{}})", "/timestamp"},
            {R"({"type":"x","timestamp":"2027-06-01T01:02:03.000Z","data":[]})", "/data"}};
  }
  Order order() const override { return Order::each_counts; }
  void break_halfway() override { m_house.receiver.answer(503); }
  void mend() override { m_house.receiver.answer(204); }

 private:
  House m_house;
  std::unique_ptr<Adapter> m_adapter;
};

}  // namespace

TEST_CASE("Webhook: keeps to what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("Webhook: signs as the standard's own example does") {
  CHECK(signature(k_secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", R"({"test": 2432232314})") ==
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("Webhook: id, time and signature go with the message, and the id is the same over every retry") {
  House house;
  house.options.secrets = {k_secret, k_older};
  CHECK(house.deliver(event_payload("Kōwhai Bay")).kind == Delivered::Kind::done);
  CHECK(house.deliver(event_payload("Kōwhai Bay")).kind == Delivered::Kind::done);
  CHECK(house.deliver(event_payload("Kōwhai Bay"), "p-1/8/webhook").kind == Delivered::Kind::done);
  const auto taken = house.receiver.taken();
  REQUIRE(taken.size() == 3);
  const std::string id = Receiver::header(taken[0], "webhook-id");
  CHECK(id == shared::webhook_id("p-1/7/webhook"));
  CHECK(Receiver::header(taken[1], "webhook-id") == id);
  CHECK(Receiver::header(taken[2], "webhook-id") != id);
  CHECK(Receiver::header(taken[0], "webhook-timestamp") == "1811811811");
  const std::string body = Receiver::text(taken[0], "body");
  CHECK(Receiver::header(taken[0], "webhook-signature") ==
        "v1," + signature(k_secret, id, "1811811811", body) + " v1," +
            signature(k_older, id, "1811811811", body));
  CHECK(Receiver::text(taken[0], "method") == "POST");
  CHECK(Receiver::header(taken[0], "content-type") == "application/json");
}

TEST_CASE("Webhook: what a receiver's answer means") {
  House house;
  const auto [status, kind] = GENERATE(table<int, Delivered::Kind>({{202, Delivered::Kind::done},
                                                                    {404, Delivered::Kind::retry},
                                                                    {401, Delivered::Kind::retry},
                                                                    {429, Delivered::Kind::retry},
                                                                    {500, Delivered::Kind::retry},
                                                                    {410, Delivered::Kind::give_up},
                                                                    {302, Delivered::Kind::give_up}}));
  CAPTURE(status);
  house.receiver.answer(status, "what it says is not ours to repeat");
  const Delivered delivered = house.deliver(event_payload("Kōwhai Bay"));
  CHECK(delivered.kind == kind);
  CHECK(delivered.reason.find("ours to repeat") == std::string::npos);
  CHECK(delivered.reason.find("127.0.0.1") == std::string::npos);
}

TEST_CASE("Webhook: an address inside the network is not asked unless the settings allow it") {
  House house;
  house.options.outbound.private_addresses = shared::PrivateAddresses::refuse;
  CHECK(house.deliver(event_payload("Kōwhai Bay")).kind == Delivered::Kind::give_up);
  CHECK(house.receiver.taken().empty());
}

TEST_CASE("Webhook: a secret that is none ends the start, and is not shown") {
  House house;
  for (const std::string secret : {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_kort", "whsec_*"}) {
    CAPTURE(secret);
    house.options.secrets = {secret};
    try {
      make_webhook(house.options, house.clock);
      FAIL("it was taken");
    } catch (const std::invalid_argument& problem) {
      if (!secret.empty()) CHECK(std::string(problem.what()).find(secret) == std::string::npos);
    }
  }
}

}  // namespace full_circle::webhook
