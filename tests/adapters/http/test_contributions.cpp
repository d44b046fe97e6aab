// What people give: taken in, listed, counted, and shown to them behind their receipt.
#include "tests/support/open_fixture.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace full_circle::testing {

namespace {

namespace json = boost::json;

constexpr const char* words = R"({"words":"Pūkeko live there.","contributor":{"name":"Ana Tauira"}})";

}  // namespace

TEST_CASE("Contributions: anybody gives to what is open, and reads their own behind the receipt") {
  OpenFixture fixture;
  const auto given = fixture.give(words);
  CHECK(given.at("late") == false);
  const auto receipt = fixture.get(OpenFixture::below_root(given.at("receipt")), "");
  REQUIRE(receipt.status == 200);
  const auto seen = json::parse(receipt.body);
  CHECK(seen.at("words") == "Pūkeko live there.");
  CHECK(seen.at("reference") == given.at("reference"));
  CHECK(seen.at("hear_back_by") == "2027-09-16");
  CHECK(receipt.body.find("Ana") == std::string::npos);
  CHECK(receipt.field("cache-control").find("private") != std::string::npos);
  SECTION("another secret opens nothing") {
    auto address = OpenFixture::below_root(given.at("receipt"));
    address.back() = address.back() == 'A' ? 'B' : 'A';
    CHECK(fixture.get(address, "").status == 404);
    CHECK(fixture.get("/api/v1/receipts/" + json::value_to<std::string>(given.at("reference")), "").status ==
          404);
  }
  SECTION("and no log holds it") {
    const auto address = OpenFixture::below_root(given.at("receipt"));
    fixture.post(address, "", "{}");
    CHECK(fixture.logged().find(address.substr(address.size() - 20)) == std::string::npos);
  }
}

TEST_CASE("Contributions: sending twice with one key is one contribution") {
  OpenFixture fixture;
  const std::string key = "Idempotency-Key: 6a8f1c1e-0d52-4f0e-9b0b-5d7b3f1f2a11\r\n";
  const auto first = fixture.give(words, key);
  const auto again = fixture.give(words, key);
  CHECK(again.at("reference") == first.at("reference"));
  CHECK(again.at("receipt").is_null());
  fixture.give(words);
  const auto counts = json::parse(fixture.get(fixture.of_project + "/counts", fixture.lead()).body);
  CHECK(counts.at("total") == 2);
  CHECK(counts.at("by_channel").at("online") == 2);
  SECTION("and no key makes somebody else's words vanish") {
    const auto other = fixture.post(fixture.in_public(), "", R"({"words":"Something else."})", key);
    CHECK(other.status == 400);
    CHECK(other.body.find("used before with another request") != std::string::npos);
    CHECK(fixture.post(fixture.in_public(), "", words, "Idempotency-Key: 1\r\n").status == 400);
  }
}

TEST_CASE("Contributions: staff take in what came by post, and find it by its words") {
  OpenFixture fixture;
  const auto answer = fixture.post(
      fixture.of_project, fixture.lead(),
      R"({"words":"Keep the Pōhutukawa.","channel":"post","received_on":"2027-06-14","local_board":"kowhai-bay"})");
  REQUIRE(answer.status == 201);
  fixture.give(words);
  const auto list = [&](const std::string& query) {
    return json::parse(fixture.get(fixture.of_project + query, fixture.lead()).body).at("items").as_array();
  };
  CHECK(list("").size() == 2);
  REQUIRE(list("?channel=post&q=pohutukawa").size() == 1);
  CHECK(list("?channel=post&q=pohutukawa")[0].at("taken_in_by") == "lead-person");
  CHECK(list("?channel=online")[0].at("contributor").at("name") == "Ana Tauira");
  CHECK(list("?late=yes").empty());
  const auto page = json::parse(fixture.get(fixture.of_project + "?limit=1", fixture.lead()).body);
  CHECK(list("?limit=1&after=" + json::value_to<std::string>(page.at("next"))).size() == 1);
  const auto reference = json::value_to<std::string>(json::parse(answer.body).at("reference"));
  CHECK(fixture.get(fixture.of_project + "/" + reference, fixture.lead()).status == 200);
  CHECK(fixture.get(fixture.of_project + "/nothing", fixture.lead()).status == 404);
}

TEST_CASE("Contributions: nobody else reads them, or takes them in") {
  OpenFixture fixture;
  fixture.give(words);
  const auto entity = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
  const auto publisher = fixture.key("pub", {"publisher", "", ""});
  for (const auto& secret : {entity, publisher}) {
    for (const std::string path : {"", "/counts"})
      CHECK(fixture.get(fixture.of_project + path, secret).status == 403);
    CHECK(fixture.post(fixture.of_project, secret, words).status == 403);
  }
  CHECK(fixture.get(fixture.of_project, "").status == 401);
  CHECK(fixture.post("/api/v1/have-your-say/nothing-here/contributions", "", words).status == 404);
}

TEST_CASE("Contributions: what comes late is kept, and said to be") {
  OpenFixture fixture;
  fixture.clock.set(fixture.story.project().period->closes_at);
  CHECK(fixture.give(words).at("late") == true);
  const auto refused = fixture.post(fixture.in_public(), "", R"({"words":""})");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("/words") != std::string::npos);
}

}  // namespace full_circle::testing
