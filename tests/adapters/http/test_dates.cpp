// Candidate dates for a hui and the moon, over HTTP: who sees what.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using namespace full_circle::testing;

namespace json = boost::json;

namespace {

/// Two entities of one project, each with somebody who speaks for it.
struct TwoEntities : HttpFixture {
  TwoEntities() {
    require(post(path + "/assess-significance-to-maori", lead(),
                 R"({"conclusion":"engage","reasons":"The shore matters to them."})")
                .status == 200);
    for (const std::string entity : {"tauira-ki-tai", "tauira-ki-uta"}) {
      require(
          post(path + "/branches/" + entity + "/open-branch", lead(), R"({"entity_name":"Tauira"})").status ==
          200);
    }
    require(post(tai + "/record-availability", own, R"({"days":["2027-04-10","2027-05-03"]})").status == 200);
    require(
        post(tai + "/record-hui-wishes", own, R"({"notice_working_days":15,"maramataka":"best-3-williams"})")
            .status == 200);
  }
  const std::string path = "/api/v1/projects/" + project();
  const std::string tai = path + "/branches/tauira-ki-tai";
  const std::string own = key("own-person", {"mana_whenua_representative", "", "tauira-ki-tai"});
  const std::string other = key("other-person", {"mana_whenua_representative", "", "tauira-ki-uta"});
  const std::string april = "/hui-dates?from=2027-04-01&to=2027-04-30";
};

std::string field_of(const HttpAnswer& answer) {
  CHECK(answer.status == 400);
  return std::string(HttpFixture::json(answer).at("errors").at(0).at("field").as_string());
}

}  // namespace

TEST_CASE("Hui dates: for staff and for the entity itself, and for nobody else") {
  TwoEntities fixture;
  for (const std::string& key : {fixture.lead(), fixture.own}) {
    const auto answer = fixture.get(fixture.tai + fixture.april, key);
    REQUIRE(answer.status == 200);
    const json::object dates = HttpFixture::json(answer);
    CHECK(dates.at("basis") == "availability");
    REQUIRE(dates.at("items").as_array().size() == 1);
    const json::value& date = dates.at("items").at(0);
    CHECK(date.at("date") == "2027-04-10");
    CHECK(date.at("notice").at("wished") == 15);
    CHECK(date.at("night").at("name") == "Oue");
    CHECK(date.at("moon").at("lit_side") == "left");
  }
  CHECK(fixture.get(fixture.path + "/branches/tauira-ki-uta", fixture.other).status == 200);
  CHECK(fixture.get(fixture.tai + fixture.april, fixture.other).status == 404);
  CHECK(fixture.get(fixture.tai + fixture.april, "").status == 401);
  CHECK(fixture.get(fixture.path + "/branches/nobody/hui-dates", fixture.lead()).status == 404);
  CHECK(fixture.get("/api/v1/projects/p0/branches/tauira-ki-tai/hui-dates", fixture.lead()).status == 404);
}

TEST_CASE("Hui dates: what an entity wishes is its own to say over HTTP too") {
  TwoEntities fixture;
  CHECK(fixture.post(fixture.tai + "/record-hui-wishes", fixture.other, R"({"notice_working_days":1})")
            .status == 403);
  CHECK(field_of(fixture.post(fixture.tai + "/record-hui-wishes", fixture.own,
                              R"({"maramataka":"nobodys"})")) == "/maramataka");
}

TEST_CASE("Hui dates: the span has to be one that can be answered") {
  TwoEntities fixture;
  const auto field = [&](const std::string& query) {
    return field_of(fixture.get(fixture.tai + "/hui-dates?" + query, fixture.lead()));
  };
  CHECK(field("from=soon") == "?from");
  CHECK(field("from=2027-04-01&to=2027-02-30") == "?to");
  CHECK(field("from=2027-04-02&to=2027-04-01") == "?to");
  CHECK(field("from=2027-04-02&to=2028-04-02") == "?to");
  CHECK(field("from=2052-12-01&to=2053-01-10") == "?to");
  CHECK(field("colour=red") == "?colour");
  CHECK(fixture.get(fixture.tai + "/hui-dates", fixture.lead()).status == 200);
}

TEST_CASE("Moon: every day of a span, without nights while no maramataka is on") {
  HttpFixture fixture;
  const auto answer = fixture.get("/api/v1/calendar/moon?from=2026-08-12&to=2026-08-14", fixture.lead());
  REQUIRE(answer.status == 200);
  const json::object moon = HttpFixture::json(answer);
  CHECK(moon.at("maramataka").is_null());
  REQUIRE(moon.at("items").as_array().size() == 3);
  const json::value& second = moon.at("items").at(1);
  CHECK(second.at("looks") == "new moon");
  CHECK(second.at("phase").at("phase") == "new moon");
  CHECK(second.at("night").is_null());
  CHECK(fixture.get("/api/v1/calendar/moon", "").status == 401);
}

TEST_CASE("Moon: a maramataka that nobody switched on is looked at by the council's staff only") {
  TwoEntities fixture;
  const std::string target = "/api/v1/calendar/moon?from=2026-08-13&to=2026-08-13&maramataka=";
  const auto answer = fixture.get(target + "best-3-williams", fixture.lead());
  REQUIRE(answer.status == 200);
  const json::object moon = HttpFixture::json(answer);
  CHECK(moon.at("maramataka").at("sample") == true);
  CHECK(moon.at("items").at(0).at("night").at("name") == "Whiro");
  CHECK(field_of(fixture.get(target + "best-3-williams", fixture.own)) == "?maramataka");
  CHECK(field_of(fixture.get(target + "nobodys", fixture.lead())) == "?maramataka");
  CHECK(field_of(fixture.get("/api/v1/calendar/moon?from=2026-01-01&to=2027-01-02", fixture.lead())) ==
        "?to");
}
