#include "engine/record.hpp"
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using full_circle::testing::HttpAnswer;
using full_circle::testing::HttpFixture;

namespace {

const std::string secret(43, 's');

HttpAnswer ask(HttpFixture& house, const std::string& body) {
  return house.post("/api/v1/subscriptions", "", body);
}

std::string asking(const std::string& address, const std::string& scope = "everything") {
  return R"({"address":")" + address + R"(","scope":")" + scope + R"("})";
}

HttpAnswer press(HttpFixture& house, const std::string& target) {
  return house.send("POST " + target +
                    " HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    "Content-Length: 26\r\n\r\nList-Unsubscribe=One-Click");
}

/// The one who waits to confirm, with a secret in their letter.
Follower letter(HttpFixture& house) {
  const auto due = house.followers->to_confirm(house.clock.now(), 5);
  REQUIRE(due.size() == 1);
  house.followers->keep_secret(due[0].id, sha256_hex(secret), due[0].asked_for);
  house.followers->letter_left(due[0].id, house.clock.now());
  return due[0];
}

}  // namespace

TEST_CASE("Following: the answer is the same whether or not the address is known") {
  HttpFixture house;
  const HttpAnswer first = ask(house, asking("ana@tauira.example"));
  CHECK(first.status == 202);
  letter(house);
  const HttpAnswer again = ask(house, asking("ana@tauira.example"));
  CHECK(again.status == first.status);
  CHECK(again.body == first.body);
  CHECK(first.body.find("ana") == std::string::npos);
  CHECK(house.logged().find("ana@") == std::string::npos);
}

TEST_CASE("Following: what cannot be followed is refused with its field") {
  HttpFixture house;
  const std::string kept_back = house.project();  // not announced: nobody outside may know of it
  const auto wrong = [&](const std::string& body) {
    const HttpAnswer answer = ask(house, body);
    CHECK(answer.status == 400);
    return std::string(HttpFixture::json(answer).at("errors").at(0).at("field").as_string());
  };
  CHECK(wrong(asking("nobody")) == "/address");
  CHECK(wrong(asking("a@b.example\\r\\nBcc: x@y.example")) == "/address");
  CHECK(wrong(asking("a@b.example", "hui")) == "/scope");
  CHECK(wrong(R"({"address":"a@b.example","scope":"project","of":")" + kept_back + "\"}") == "/of");
  CHECK(wrong(R"({"address":"a@b.example","scope":"local_board","of":"../x"})") == "/of");
  CHECK(wrong(R"({"address":"a@b.example","scope":"local_board","of":"kowhaibay-typo"})") == "/of");
  CHECK(wrong(R"({"address":"a@b.example","scope":"everything","rhythm":"hourly"})") == "/rhythm");
  CHECK(wrong(R"({"address":"a@b.example","scope":"everything","name":"x"})") == "/name");
}

TEST_CASE("Following: looking at a link changes nothing, its button confirms") {
  HttpFixture house;
  REQUIRE(ask(house, asking("ana@tauira.example")).status == 202);
  const Follower follower = letter(house);
  const std::string link = "/follow/fc_" + follower.id + "_" + secret;
  const HttpAnswer page = house.get(link, "");
  CHECK(page.status == 200);
  CHECK(page.body.find("<form method=\"post\">") != std::string::npos);
  CHECK(house.followers->find(follower.id)->confirmed.empty());
  CHECK(press(house, link).status == 200);
  CHECK(house.followers->find(follower.id)->confirmed.size() == 1);
  CHECK(house.get("/follow/fc_" + follower.id + "_" + std::string(43, 'x'), "").status == 404);
  CHECK(press(house, "/follow/fc_" + follower.id + "_" + std::string(43, 'x')).status == 404);
  CHECK(house.get("/follow/nothing", "").status == 404);
  CHECK(house.logged().find(secret) == std::string::npos);
}

TEST_CASE("Following: one POST stops, as mail programs send it, and a look does not") {
  HttpFixture house;
  REQUIRE(ask(house, asking("ana@tauira.example")).status == 202);
  const Follower follower = letter(house);
  REQUIRE(house.followers->confirm(follower.id, sha256_hex(secret), house.clock.now()));
  const std::string id(32, 'a');
  const std::vector<Recipient> sent{
      {.id = id, .key = "p/1/x", .source = "follower:x", .address = "Ana@tauira.example"}};
  house.ledger->queue(sent, house.clock.now());
  const std::vector<std::pair<std::string, std::string>> hash{{id, sha256_hex(secret)}};
  house.ledger->keep_secrets(hash);
  const std::string link = "/stop/fc_" + id + "_" + secret;
  // As RFC 8058 s 3.2 recommends it.
  const std::string form =
      "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
  const auto press_as_form = [&](const std::string& target) {
    return house.send("POST " + target +
                      " HTTP/1.1\r\nHost: test\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                      "Content-Length: " +
                      std::to_string(form.size()) + "\r\n\r\n" + form);
  };
  CHECK(house.get(link, "").body.find("Stop writing to me") != std::string::npos);
  for (const std::string& nobody :
       {"/stop/fc_" + id + "_" + std::string(43, 'x'), std::string("/stop/garbage")}) {
    CHECK(house.get(nobody, "").status == 404);
    const HttpAnswer answer = press(house, nobody);
    CHECK(answer.status == 404);
    CHECK(answer.body.find("We have stopped") == std::string::npos);
  }
  CHECK(house.followers->find(follower.id));
  CHECK(press_as_form(link).status == 200);
  CHECK_FALSE(house.followers->find(follower.id));
  CHECK(house.followers->stopped("email", "ana@tauira.example"));
  CHECK(press(house, link).status == 200);
  // Whoever follows once more is somebody new here; the link of an old message stops them all the same.
  house.clock.set(house.clock.now() + std::chrono::hours{1});
  REQUIRE(ask(house, asking("ana@tauira.example")).status == 202);
  const Follower again = letter(house);
  REQUIRE(house.followers->confirm(again.id, sha256_hex(secret), house.clock.now()));
  CHECK(press(house, link).body.find("We have stopped") != std::string::npos);
  CHECK_FALSE(house.followers->find(again.id));
}

TEST_CASE("Telling: a bounce is noted by its Message-ID, with the right key") {
  HttpFixture house;
  const std::string id(32, 'b');
  const std::vector<Recipient> sent{{.id = id, .key = "p/1/x", .source = "named"}};
  house.ledger->queue(sent, house.clock.now());
  const std::string body = R"({"message_id":"<)" + id + R"(@tauira.example>"})";
  const std::string key = house.key("admin", {"administrator", "", ""});
  CHECK(house.post("/api/v1/bounces", "", body).status == 401);
  CHECK(house.post("/api/v1/bounces", house.lead(), body).status == 403);
  CHECK(house.post("/api/v1/bounces", key, body).status == 404);  // it has not left yet
  house.ledger->note(id, RecipientState::sent, house.clock.now());
  const HttpAnswer noted = house.post("/api/v1/bounces", key, body);
  CHECK(noted.status == 200);
  CHECK(noted.body == R"({"state":"bounced","bounces":1})");
  CHECK(house.post("/api/v1/bounces", key, R"({"message_id":"x"})").status == 400);
}

TEST_CASE("Telling: who would be told is rehearsed, and nothing is kept") {
  HttpFixture house;
  const std::string project = house.project();
  const std::string target = "/api/v1/projects/" + project + "/telling";
  const HttpAnswer shown =
      house.post(target + "?command=describe-project", house.lead(), R"({"title":"Another title"})");
  INFO(shown.body);
  CHECK(shown.status == 200);
  CHECK(HttpFixture::json(house.get("/api/v1/projects/" + project, house.lead())).at("title") !=
        "Another title");
  CHECK(house.post(target + "?command=publish_results", house.lead(), "{}").status == 403);
  const std::string publisher = house.key("publisher", {"publisher", "", ""});
  CHECK(house.post(target + "?command=publish_results", publisher, "{}").status == 409);
  CHECK(house.post(target, house.lead(), "{}").status == 400);
  const std::string stranger = house.key("stranger", {"lead", "another-project", ""});
  CHECK(house.post(target + "?command=describe_project", stranger, "{}").status >= 403);
}
