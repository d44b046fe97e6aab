#include "adapters/sms/gateway.hpp"
#include "adapters/sms/numbers.hpp"
#include "adapters/sms/parts.hpp"
#include "tests/support/receiver.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <string>

namespace full_circle::sms {
namespace {

namespace json = boost::json;

std::string repeated(std::size_t times, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

Parts parts(const std::string& text) {
  const auto counted = count_parts(text);
  REQUIRE(counted.ok());
  return counted.value();
}

struct House {
  House() {
    options.url = receiver.url("/send");
    options.headers = {"Authorization: Bearer {secret}", "X-Reference: {key}"};
    options.secret = "s3cret";
    options.outbound.timeout = std::chrono::seconds(10);
    options.outbound.private_addresses = shared::PrivateAddresses::allow;
  }
  Delivered send(const std::string& text, const std::string& key = "p-1/7/sms/person-1") const {
    return Gateway(options).send({.to = "+64211234567", .text = text, .key = key});
  }
  Receiver receiver;
  GatewayOptions options;
};

}  // namespace

TEST_CASE("Text messages: GSM letters go 160 to a message and 153 to a part") {
  CHECK(parts("").parts == 0);
  CHECK(parts("Kia ora").alphabet == Alphabet::gsm);
  CHECK(parts(repeated(160, "a")).parts == 1);
  CHECK(parts(repeated(161, "a")).parts == 2);
  CHECK(parts(repeated(306, "a")).parts == 2);
  CHECK(parts(repeated(307, "a")).parts == 3);
  CHECK(parts("10 €").units == 5);
  CHECK(parts(repeated(80, "€")).parts == 1);
  // 76 of them fill 152 of 153 units: what is left over of each part is lost.
  CHECK(parts(repeated(152, "€")).parts == 2);
  CHECK(parts(repeated(153, "€")).parts == 3);
}

TEST_CASE("Text messages: one macron makes a message UCS-2, and nothing takes it away") {
  const Parts counted = parts("Kia ora Kōwhai Bay, ka kite anō āpōpō");
  CHECK(counted.alphabet == Alphabet::ucs2);
  CHECK(counted.outside_gsm == std::vector<std::string>{"ō", "ā"});
  CHECK(parts(repeated(70, "ā")).parts == 1);
  CHECK(parts(repeated(71, "ā")).parts == 2);
  CHECK(parts(repeated(134, "ā")).parts == 2);
  CHECK(parts(repeated(135, "ā")).parts == 3);
  CHECK(parts("ā" + repeated(69, "a")).parts == 1);
  CHECK(parts("ā" + repeated(70, "a")).parts == 2);
  // An emoji is two units and never parted: 33 of them fill 66 of 67.
  CHECK(parts(repeated(35, "🌊")).parts == 1);
  CHECK(parts(repeated(66, "🌊")).parts == 2);
  CHECK(parts(repeated(67, "🌊")).parts == 3);
  CHECK_FALSE(count_parts("\xff").ok());
}

TEST_CASE("Text messages: a gateway of JSON gets what is said, macrons and all") {
  const House house;
  const std::string text = "Kōwhai Bay: \"{secret}\" \\ {to}\nline";
  CHECK(house.send(text).kind == Delivered::Kind::done);
  const auto taken = house.receiver.taken();
  REQUIRE(taken.size() == 1);
  const auto body = json::parse(Receiver::text(taken[0], "body"));
  CHECK(body.at("to") == "+64211234567");
  CHECK(Receiver::text(body.as_object(), "text") == text);
  CHECK(Receiver::text(body.as_object(), "reference") == Receiver::header(taken[0], "x-reference"));
  CHECK(Receiver::header(taken[0], "authorization") == "Bearer s3cret");
}

TEST_CASE("Text messages: a gateway of forms, or of a bare address, gets it encoded") {
  House house;
  house.options.format = BodyFormat::form;
  house.options.body = "to={to}&message={text}&ref={key}";
  CHECK(house.send("a&to=+64 ō", "one").kind == Delivered::Kind::done);
  house.options.format = BodyFormat::none;
  house.options.method = "GET";
  house.options.url = house.receiver.url("/send?to={to}&text={text}");
  CHECK(house.send("a&b#c ō", "two").kind == Delivered::Kind::done);
  const auto taken = house.receiver.taken();
  REQUIRE(taken.size() == 2);
  CHECK(
      Receiver::text(taken[0], "body").starts_with("to=%2B64211234567&message=a%26to%3D%2B64%20%C5%8D&ref="));
  CHECK(Receiver::header(taken[0], "content-type") == "application/x-www-form-urlencoded");
  CHECK(Receiver::text(taken[1], "path") == "/send?to=%2B64211234567&text=a%26b%23c%20%C5%8D");
  CHECK(Receiver::text(taken[1], "method") == "GET");
}

TEST_CASE("Text messages: a message that is tried again has the reference it had, and no other has") {
  House house;
  house.receiver.answer(503);
  CHECK(house.send("Kia ora").kind == Delivered::Kind::retry);
  house.receiver.answer(200, "ok");
  CHECK(house.send("Kia ora").kind == Delivered::Kind::done);
  CHECK(house.send("Kia ora").kind == Delivered::Kind::done);
  CHECK(house.send("Kia ora", "another").kind == Delivered::Kind::done);
  const auto taken = house.receiver.taken();
  REQUIRE(taken.size() == 3);
  const auto reference = [&](std::size_t at) { return Receiver::header(taken[at], "x-reference"); };
  CHECK(reference(0) == reference(1));
  CHECK(reference(1) != reference(2));
}

TEST_CASE("Text messages: an answer of 200 that says no is no success") {
  House house;
  house.options.success_pointer = "/messages/0/status";
  house.options.success_value = "0";
  house.receiver.answer(200, R"({"messages":[{"status":9,"to":"+64211234567"}]})");
  const Delivered refused = house.send("Kia ora");
  CHECK(refused.kind == Delivered::Kind::give_up);
  CHECK(refused.reason.find("64211234567") == std::string::npos);
  house.receiver.answer(200, "no JSON");
  CHECK(house.send("Kia ora").kind == Delivered::Kind::give_up);
  house.receiver.answer(200, R"({"messages":[{"status":0}]})");
  CHECK(house.send("Kia ora").kind == Delivered::Kind::done);
}

TEST_CASE("Text messages: a gateway that does not let us in says nothing about a number") {
  House house;
  for (const int status : {401, 403}) {
    house.receiver.answer(status);
    CHECK(house.send("Kia ora").kind == Delivered::Kind::retry);
  }
  house.receiver.answer(400);
  CHECK(house.send("Kia ora").kind == Delivered::Kind::give_up);
}

TEST_CASE("Text messages: a mobile's number is the same however it is written") {
  for (const char* written : {"+64211234567", "021 123 4567", "(021) 123-4567", "021.123.4567",
                              "+64 21 123 4567", "+64 (0)21 123 4567", "64211234567"})
    CHECK(mobile_number(written) == "+64211234567");
  CHECK(mobile_number("+61 412 345 678") == "+61412345678");
  for (const char* other :
       {"09 123 4567", "+64 9 123 4567", "0800 123 456", "021 123", "021 123 456 789 0", "21 123 4567",
        "021 123 4567 ext 2", "+", "", "none", "+0211234567", "64", "\xd9\xa0\xd9\xa2"})
    CHECK_FALSE(mobile_number(other));
}

TEST_CASE("Text messages: only to a number with its country, and templates are checked at the start") {
  for (const char* number :
       {"0211234567", "+0211234567", "+6421", "+64 21 123 4567", "+64211234567\r\nX: y", ""})
    CHECK_FALSE(is_phone_number(number));
  CHECK(is_phone_number("+64211234567"));
  const House house;
  GatewayOptions wrong = house.options;
  wrong.body = "{to}";
  CHECK_THROWS_AS(Gateway(wrong), std::invalid_argument);
  wrong = house.options;
  wrong.url = "https://{text}.tauira.example/";
  CHECK_THROWS_AS(Gateway(wrong), std::invalid_argument);
  wrong = house.options;
  wrong.headers = {"X-To: {to}"};
  CHECK_THROWS_AS(Gateway(wrong), std::invalid_argument);
}

}  // namespace full_circle::sms
