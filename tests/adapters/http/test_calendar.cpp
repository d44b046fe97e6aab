#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace full_circle::testing {

namespace {

namespace json = boost::json;
using engagement::Ask;
using engagement::AskKind;
using engagement::People;
using engagement::PeopleKind;

Ask an_ask(const std::string& owner, const char* first, const char* last, AskKind kind = AskKind::period) {
  Ask ask{
      .uid = owner + "/" + boost::describe::enum_to_string(kind, "") + "-1",
      .owner = owner,
      .title = "Title of " + owner,
      .summary = "Open for feedback: " + owner,
      .kind = kind,
      .state = engagement::AskState::confirmed,
      .first_on = *parse_day(first),
      .last_on = *parse_day(last),
      .people = {{PeopleKind::local_board, "kowhai-bay"}},
  };
  ask.slug = owner;
  return ask;
}

void put(HttpFixture& fixture, Ask ask) {
  fixture.calendar->replace({.owner = ask.owner, .title = ask.title, .asks = {ask}, .settled = {}});
}

std::string text(const json::value& value) {
  return std::string(value.as_string());
}

const std::string june = "/api/v1/calendar?local_board=kowhai-bay&from=2027-06-14&weeks=4";

}  // namespace

TEST_CASE("API: the calendar shows who asks a local board, and how many at once", "[http][calendar]") {
  HttpFixture fixture;
  put(fixture, an_ask("parking", "2027-06-07", "2027-06-27"));
  put(fixture, an_ask("library", "2027-06-21", "2027-07-25"));
  Ask district = an_ask("rates", "2027-06-22", "2027-06-23");
  district.people.clear();
  district.whole_district = true;
  put(fixture, district);
  const auto answer = fixture.get(june, fixture.lead());
  REQUIRE(answer.status == 200);
  const auto view = HttpFixture::json(answer);
  CHECK(view.at("from") == "2027-06-14");
  CHECK(view.at("to") == "2027-07-11");
  REQUIRE(view.at("items").as_array().size() == 3);
  CHECK(text(view.at("items").at(0).at("owner")) == "parking");
  const auto& weeks = view.at("weeks").as_array();
  REQUIRE(weeks.size() == 4);
  CHECK(weeks[0].at("asks_at_once") == 1);
  CHECK(weeks[0].at("level") == "light");
  CHECK(weeks[1].at("asks_at_once") == 3);
  CHECK(weeks[1].at("level") == "heavy");
  CHECK(weeks[3].at("asks_at_once") == 1);
  SECTION("and says when nothing has changed") {
    CHECK(fixture.get(june, fixture.lead(), "If-None-Match: " + answer.field("etag") + "\r\n").status == 304);
    put(fixture, an_ask("pool", "2027-06-14", "2027-06-20"));
    CHECK(fixture.get(june, fixture.lead(), "If-None-Match: " + answer.field("etag") + "\r\n").status == 200);
  }
  SECTION("without people it lists everything, with the load of each board on request") {
    const auto all = HttpFixture::json(
        fixture.get("/api/v1/calendar?from=2027-06-14&weeks=2&loads=local_board", fixture.lead()));
    CHECK(all.at("items").as_array().size() == 3);
    CHECK(all.at("weeks").is_null());
    REQUIRE(all.at("loads").as_array().size() == 1);
    CHECK(all.at("loads").at(0).at("people") == "local_board:kowhai-bay");
    CHECK(all.at("loads").at(0).at("weeks").at(1).at("asks_at_once") == 3);
  }
}

TEST_CASE("API: who sees no projects sees only what is public in the calendar", "[http][calendar]") {
  HttpFixture fixture;
  put(fixture, an_ask("secret", "2027-06-07", "2027-06-27"));
  Ask open = an_ask("open", "2027-06-21", "2027-07-25");
  open.is_public = true;
  put(fixture, open);
  const auto rep = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
  const auto answer = fixture.get(june, rep);
  CHECK(answer.body.find("secret") == std::string::npos);
  const auto view = HttpFixture::json(answer);
  REQUIRE(view.at("items").as_array().size() == 1);
  CHECK(view.at("weeks").at(1).at("asks_at_once") == 1);
  CHECK(fixture.get("/api/v1/calendar/clashes", rep).status == 403);
  CHECK(fixture.get("/api/v1/calendar/candidate?first_on=2027-06-14&local_board=kowhai-bay", rep).status ==
        403);
  CHECK(fixture.get(june, "").status == 401);
}

TEST_CASE("API: questions to the calendar that cannot be answered name the parameter", "[http][calendar]") {
  HttpFixture fixture;
  const auto faults = std::to_array<std::pair<const char*, const char*>>({
      {"calendar?from=14-06-2027", "?from"},
      {"calendar?weeks=54", "?weeks"},
      {"calendar?weeks=-1", "?weeks"},
      {"calendar?local_board=", "?local_board"},
      {"calendar?local_board=a&community=b", "?community"},
      {"calendar?loads=everybody", "?loads"},
      {"calendar/candidate?local_board=a", "?first_on"},
      {"calendar/candidate?first_on=2027-06-14", "?local_board"},
      {"calendar/candidate?first_on=2027-06-14&last_on=2027-06-01&local_board=a", "?last_on"},
      {"calendar/candidate?first_on=2027-06-14&last_on=2037-06-01&local_board=a", "?last_on"},
      {"calendar/candidate?first_on=2027-06-14&kind=party&local_board=a", "?kind"},
      {"calendar/candidate?first_on=2027-06-14&whole_district=maybe", "?whole_district"},
      {"calendar/clashes?from=2027-06-14&to=2027-06-01", "?to"},
  });
  for (const auto& [target, field] : faults) {
    CAPTURE(target);
    const auto answer = fixture.get("/api/v1/" + std::string(target), fixture.lead());
    CHECK(answer.status == 400);
    CHECK(answer.body.find(field) != std::string::npos);
  }
}

TEST_CASE("API: dates that might be are tried against the calendar", "[http][calendar]") {
  HttpFixture fixture;
  put(fixture, an_ask("parking", "2027-06-07", "2027-07-04"));
  const auto view = HttpFixture::json(fixture.get(
      "/api/v1/calendar/candidate?first_on=2027-06-14&last_on=2027-07-11&local_board=kowhai-bay,harbourside",
      fixture.lead()));
  REQUIRE(view.at("items").as_array().size() == 1);
  CHECK(view.at("items").at(0).at("with") == "parking");
  CHECK(view.at("items").at(0).at("to_settle") == true);
  CHECK(view.at("asks_at_once").at(1).at("asks_at_once") == 2);
  CHECK(view.at("ways_out").at(0).at("first_on") == "2027-07-05");
}

TEST_CASE("API: a project's clash is settled by a reason, and both sides show it", "[http][calendar]") {
  HttpFixture fixture;
  const auto id = fixture.project();
  put(fixture, an_ask("parking", "2027-08-01", "2027-08-28"));
  Ask mine = an_ask(id, "2027-08-14", "2027-09-12");
  const auto council = HttpFixture::json(
      fixture.get("/api/v1/calendar/clashes?from=2027-08-01&to=2027-09-30", fixture.lead()));
  CHECK(council.at("total") == 0);
  put(fixture, mine);
  const auto clashing = HttpFixture::json(
      fixture.get("/api/v1/calendar/clashes?from=2027-08-01&to=2027-09-30", fixture.lead()));
  REQUIRE(clashing.at("items").as_array().size() == 1);
  CHECK(clashing.at("items").at(0).at("days") == 15);
  CHECK(clashing.at("items").at(0).at("settled").is_null());
  CHECK(fixture.get("/api/v1/projects/" + id + "/clashes", fixture.lead()).status == 200);
  CHECK(fixture.get("/api/v1/projects/nothing/clashes", fixture.lead()).status == 404);
}

TEST_CASE("Feeds: a local board's public calendar shows what is public, and nothing else",
          "[http][calendar][feeds]") {
  HttpFixture fixture;
  fixture.clock.set(*parse_instant("2027-06-01T00:00:00Z"));
  Ask open = an_ask("open", "2027-06-21", "2027-07-25");
  open.is_public = true;
  open.summary = "Open for feedback: Kōwhai Bay shoreline path, which has a long name that has to be folded";
  put(fixture, open);
  put(fixture, an_ask("secret", "2027-06-07", "2027-06-27"));
  const auto answer = fixture.get("/calendar/local-boards/kowhai-bay.ics", "");
  REQUIRE(answer.status == 200);
  CHECK(answer.field("content-type") == "text/calendar; charset=utf-8");
  CHECK(answer.body.find("BEGIN:VEVENT") != std::string::npos);
  CHECK(answer.body.find("UID:open/period-1@") != std::string::npos);
  CHECK(answer.body.find("DTEND;VALUE=DATE:20270726") != std::string::npos);
  CHECK(answer.body.find("REFRESH-INTERVAL") != std::string::npos);
  CHECK(answer.body.find("METHOD") == std::string::npos);
  CHECK(answer.body.find("secret") == std::string::npos);
  const std::string tag = "If-None-Match: " + answer.field("etag") + "\r\n";
  CHECK(fixture.get("/calendar/local-boards/kowhai-bay.ics", "", tag).status == 304);
  put(fixture, an_ask("other", "2027-06-07", "2027-06-27"));
  CHECK(fixture.get("/calendar/local-boards/kowhai-bay.ics", "", tag).status == 304);  // it is not public
  CHECK(fixture.get("/calendar/communities/kowhai-bay.ics", "").body.find("VEVENT") == std::string::npos);
  CHECK(fixture.get("/calendar/local-boards/..%2Fstaff.ics", "").status == 404);
  CHECK(fixture.get("/calendar/local-boards/kowhai-bay", "").status == 404);
}

TEST_CASE("Feeds: a private calendar opens by its own key, shows what its person may see, and can be revoked",
          "[http][calendar][feeds]") {
  HttpFixture fixture;
  fixture.clock.set(*parse_instant("2027-06-01T00:00:00Z"));
  put(fixture, an_ask("secret", "2027-06-07", "2027-06-27"));
  const auto made =
      fixture.post("/api/v1/calendar/feeds", fixture.lead(), R"({"scope":"council","label":"phone"})");
  REQUIRE(made.status == 201);
  const auto url = text(HttpFixture::json(made).at("url"));
  const auto path = url.substr(url.find("/calendar/"));
  const auto answer = fixture.get(path, "");
  REQUIRE(answer.status == 200);
  CHECK(answer.body.find("secret") != std::string::npos);
  const auto secret = path.substr(path.rfind('/') + 1, path.size() - path.rfind('/') - 5);
  CHECK(fixture.get("/api/v1/me", secret).status == 401);
  CHECK(fixture.get("/calendar/private/fc_nothing.ics", "").status == 404);
  SECTION("and no log holds it") {
    CHECK(fixture.logged().find(secret) == std::string::npos);
  }
  SECTION("an entity's representative sees in theirs only what is public and their own") {
    const auto rep = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
    const auto theirs = fixture.post("/api/v1/calendar/feeds", rep, R"({"scope":"council"})");
    const auto their_url = text(HttpFixture::json(theirs).at("url"));
    CHECK(fixture.get(their_url.substr(their_url.find("/calendar/")), "").body.find("secret") ==
          std::string::npos);
  }
  SECTION("revoked by the one it is of, it opens nothing") {
    const auto id = text(HttpFixture::json(made).at("id"));
    const auto stranger = fixture.key("adviser-person", {"adviser", "", ""});
    CHECK(fixture.post("/api/v1/calendar/feeds/" + id + "/revoke", stranger, "").status == 404);
    CHECK(fixture.post("/api/v1/calendar/feeds/" + id + "/revoke", fixture.lead(), "").status == 200);
    CHECK(fixture.get(path, "").status == 404);
    CHECK(text(HttpFixture::json(fixture.get("/api/v1/calendar/feeds", fixture.lead()))
                   .at("items")
                   .at(0)
                   .at("scope")) == "council");
  }
  SECTION("a scope that is none is refused by name") {
    for (const char* scope : {"everything", "entity:", "board:x", "body:x", ""}) {
      const auto refused = fixture.post("/api/v1/calendar/feeds", fixture.lead(),
                                        R"({"scope":")" + std::string(scope) + R"("})");
      CHECK(refused.status == 400);
      CHECK(refused.body.find("/scope") != std::string::npos);
    }
  }
}

}  // namespace full_circle::testing
