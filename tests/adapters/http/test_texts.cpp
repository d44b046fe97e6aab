// Following by text message, and what people answer to one.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using full_circle::testing::HttpAnswer;
using full_circle::testing::HttpFixture;

namespace {

const std::string number = "+64211234567";

/// Numbers are taken as they are when they begin with +64.
void with_texts(HttpFixture& house) {
  house.texts = {.secret = "tauira-tauira-tauira",
                 .from = "from",
                 .text = "text",
                 .number = [](std::string_view written) -> std::optional<std::string> {
                   if (!written.starts_with("+64")) return std::nullopt;
                   return std::string(written);
                 }};
}

HttpAnswer ask(HttpFixture& house, const std::string& address, const std::string& more = "") {
  return house.post("/api/v1/subscriptions", "",
                    R"({"channel":"sms","scope":"everything","address":")" + address + "\"" + more + "}");
}

HttpAnswer bring(HttpFixture& house, const std::string& body, const std::string& type = "application/json",
                 const std::string& secret = "tauira-tauira-tauira") {
  return house.send("POST /texts/" + secret + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + type +
                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

std::string answered(const std::string& text) {
  return R"({"from":")" + number + R"(","text":")" + text + "\"}";
}

}  // namespace

TEST_CASE("Following by text: asked for with a mobile number, and only where there are texts") {
  HttpFixture house(with_texts);
  const HttpAnswer asked = ask(house, number);
  INFO(asked.body);
  CHECK(asked.status == 202);
  CHECK(asked.body.find("a text to this number") != std::string::npos);
  const auto due = house.followers->to_confirm(house.clock.now(), 5);
  REQUIRE(due.size() == 1);
  CHECK(due[0].channel == text_channel);
  CHECK(due[0].address == number);
  CHECK(ask(house, "09 123 4567").status == 400);
  CHECK(ask(house, number, R"(,"rhythm":"weekly")").status == 400);
  CHECK(house.logged().find("211234567") == std::string::npos);
  HttpFixture without;
  const HttpAnswer refused = ask(without, number);
  CHECK(refused.status == 400);
  CHECK(HttpFixture::json(refused).at("errors").at(0).at("field") == "/channel");
  CHECK(bring(without, answered("STOP")).status == 404);
}

TEST_CASE("Following by text: STOP stops texts, however it is written, and nothing else does") {
  HttpFixture house(with_texts);
  house.followers->stop(email_channel, "ben@tauira.example", house.clock.now());
  for (const char* text : {"Thank you", "Stop the road works", "", "stōp"}) {
    const HttpAnswer kept = bring(house, answered(text));
    CHECK(kept.status == 200);
    CHECK(kept.body == R"({"stopped":false})");
    CHECK_FALSE(house.followers->stopped(text_channel, number));
  }
  for (const char* text :
       {"STOP", "stop", " Stop. ", "s t o p", "STOP please", "Unsubscribe me", "\u00a0STOP\u00a0"}) {
    HttpFixture fresh(with_texts);
    CHECK(bring(fresh, answered(text)).body == R"({"stopped":true})");
    CHECK(fresh.followers->stopped(text_channel, number));
    CHECK_FALSE(fresh.followers->stopped(email_channel, number));
  }
  CHECK(bring(house, "from=%2B64211234567&text=Stop", "application/x-www-form-urlencoded").status == 200);
  CHECK(house.followers->stopped(text_channel, number));
}

TEST_CASE("Following by text: answers come in with the secret alone, and no number reaches the log") {
  HttpFixture house(with_texts);
  CHECK(bring(house, answered("STOP"), "application/json", "tauira-tauira-tauirb").status == 404);
  CHECK_FALSE(house.followers->stopped(text_channel, number));
  CHECK(bring(house, R"({"from":"09 123","text":"STOP"})").status == 400);
  CHECK(bring(house, "{").status == 400);
  CHECK(bring(house, answered("STOP")).status == 200);
  const std::string log = house.logged();
  CHECK(log.find("211234567") == std::string::npos);
  CHECK(log.find("tauira-tauira") == std::string::npos);
}

TEST_CASE("Following by text: a gateway's own names for its fields are told by pointers") {
  HttpFixture house([](HttpFixture& one) {
    with_texts(one);
    one.texts->from = "/message/sender";
    one.texts->text = "/message/body";
  });
  const HttpAnswer stopped = bring(house, R"({"message":{"sender":")" + number + R"(","body":"stop"}})",
                                   "application/json; charset=utf-8");
  CHECK(stopped.body == R"({"stopped":true})");
}
