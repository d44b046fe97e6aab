// Calendars to follow: what is in them, whom a key may follow, and what is kept and logged.
#include "adapters/http/feeds.hpp"
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace full_circle::testing {

namespace {

namespace json = boost::json;
using engagement::Ask;
using engagement::AskKind;
using engagement::AskState;
using engagement::PeopleKind;

/// An ask of the local board kowhai-bay, in public.
Ask an_ask(const std::string& owner, const std::string& first, const std::string& last) {
  Ask ask;
  ask.uid = owner + "/period-1";
  ask.owner = owner;
  ask.title = "Title of " + owner;
  ask.summary = "Open for feedback: " + owner;
  ask.kind = AskKind::period;
  ask.state = AskState::confirmed;
  ask.first_on = *parse_day(first);
  ask.last_on = *parse_day(last);
  ask.people = {{PeopleKind::local_board, "kowhai-bay"}};
  ask.slug = owner;
  ask.is_public = true;
  return ask;
}

struct FeedFixture : HttpFixture {
  FeedFixture() { clock.set(*parse_instant("2027-06-01T00:00:00Z")); }

  void put(const std::string& owner, const std::vector<Ask>& asks) {
    calendar->replace({.owner = owner, .title = owner, .asks = asks, .settled = {}});
  }
  /// The address of a new private calendar, below the server's root.
  std::string follow(const std::string& scope) {
    const auto made = post("/api/v1/calendar/feeds", lead(), R"({"scope":")" + scope + R"("})");
    REQUIRE(made.status == 201);
    const auto url = json::value_to<std::string>(json(made).at("url"));
    return url.substr(url.find("/calendar/"));
  }
  std::string council() { return get(follow("council"), "").body; }
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
/// The entry of `uid`, as its lines.
std::string entry(const std::string& calendar, const std::string& uid) {
  const auto at = calendar.find("UID:" + uid + "@");
  REQUIRE(at != std::string::npos);
  const auto begin = calendar.rfind("BEGIN:VEVENT", at);
  return calendar.substr(begin, calendar.find("END:VEVENT", at) - begin);
}

}  // namespace

TEST_CASE("Feeds: each entry says of what kind it is, how sure, and whether it is for everybody",
          "[http][feeds]") {
  FeedFixture fixture;
  Ask open = an_ask("open", "2027-06-21", "2027-07-25");
  Ask closed = an_ask("closed", "2027-06-21", "2027-07-25");
  closed.is_public = false;
  closed.state = AskState::proposed;
  fixture.put("open", {open});
  fixture.put("closed", {closed});
  Ask partner = an_ask("import:buses", "2027-06-21", "2027-06-21");
  partner.kind = AskKind::partner;
  partner.state = AskState::cancelled;
  Ask meeting = partner;
  meeting.uid = "import:buses/2";
  meeting.kind = AskKind::meeting;
  fixture.put("import:buses", {partner, meeting});
  const auto all = fixture.council();
  CHECK(holds(entry(all, "open/period-1"), "STATUS:CONFIRMED"));
  CHECK(holds(entry(all, "open/period-1"), "CLASS:PUBLIC"));
  CHECK(holds(entry(all, "open/period-1"), "CATEGORIES:Feedback period"));
  CHECK(holds(entry(all, "closed/period-1"), "STATUS:TENTATIVE"));
  CHECK(holds(entry(all, "closed/period-1"), "CLASS:PRIVATE"));
  CHECK(holds(entry(all, "import:buses/period-1"), "CATEGORIES:Partner"));
  CHECK(holds(entry(all, "import:buses/period-1"), "STATUS:CANCELLED"));
  CHECK(holds(entry(all, "import:buses/2"), "CATEGORIES:Meeting"));
  CHECK_FALSE(holds(all, "X-WR-CALDESC"));
}

TEST_CASE("Feeds: a calendar that is too large keeps what is to come, and says what is left out",
          "[http][feeds]") {
  FeedFixture fixture;
  const auto many = [](const std::string& first, const std::string& last, int count) {
    std::vector<Ask> asks;
    for (int i = 0; i < count; ++i) {
      asks.push_back(an_ask("p", first, last));
      asks.back().uid = "p/" + first + "-" + std::to_string(i);
    }
    return asks;
  };
  auto asks = many("2027-04-01", "2027-04-02", 1'000);
  const auto going_on = many("2027-03-15", "2027-07-31", 1);
  const auto to_come = many("2027-09-01", "2027-09-02", 1'500);
  const auto just_over = many("2027-05-30", "2027-05-31", 400);
  for (const auto* more : {&going_on, &to_come, &just_over})
    asks.insert(asks.end(), more->begin(), more->end());
  fixture.put("p", asks);
  const auto count = [](const std::string& calendar, const std::string& uid) {
    std::size_t found = 0;
    for (auto at = calendar.find("UID:" + uid); at != std::string::npos;
         at = calendar.find("UID:" + uid, at + 1))
      ++found;
    return found;
  };
  for (const std::string scope : {"council", "local_board:kowhai-bay"}) {
    const auto calendar = fixture.get(fixture.follow(scope), "").body;
    CHECK(count(calendar, "") == 2'000);
    CHECK(count(calendar, "p/2027-03-15") == 1);
    CHECK(count(calendar, "p/2027-09-01") == 1'500);
    CHECK(count(calendar, "p/2027-05-30") == 400);
    CHECK(count(calendar, "p/2027-04-01") == 99);
    for (const std::string property : {"\r\nDESCRIPTION:", "\r\nX-WR-CALDESC"})
      CHECK(holds(calendar.substr(0, calendar.find("BEGIN:VEVENT")), property));
    CHECK(holds(calendar, "2000 entries at most: 901 are left out"));
  }
  SECTION("and when even that is too much, what is nearest") {
    fixture.put("q", many("2028-01-01", "2028-01-02", 600));
    const auto calendar = fixture.council();
    CHECK(count(calendar, "p/2027-09-01") == 1'500);
    CHECK(count(calendar, "p/2028-01-01") == 499);
    CHECK(count(calendar, "p/2027-05-30") == 0);
  }
}

TEST_CASE("Feeds: no key reaches the log, whatever is sent to its address", "[http][feeds]") {
  FeedFixture fixture;
  const auto path = fixture.follow("council");
  const auto file = path.substr(path.rfind('/') + 1);
  const auto secret = file.substr(0, file.size() - 4);
  auto escaped = file;
  escaped.replace(0, 3, "%66c%5F");
  for (const std::string method : {"GET", "POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"})
    for (const std::string& target :
         {path, path + "/", "/" + path, "/calendar/" + file, "/calendar/private/x/" + file + "?a=" + secret,
          "/calendar/private/" + escaped + "/", "/%00/" + escaped, "/%zz/" + file, "/\x01/" + file,
          "/calendar/private/%2e%2e/" + secret + secret})
      fixture.send(HttpFixture::request(method, target, ""));
  const auto log = fixture.logged();
  CHECK_FALSE(holds(log, secret.substr(3)));
  CHECK_FALSE(holds(log, secret.substr(20)));
  CHECK(holds(log, "method=PROPFIND path=/calendar/private/fc_... "));
  CHECK(holds(log, "path=//calendar/private/fc_... "));
  CHECK(holds(log, "path=/calendar/private/{key} "));
}

TEST_CASE("Feeds: only what there can be is followed, and a project by its id", "[http][feeds]") {
  FeedFixture fixture;
  const auto id = fixture.project();
  const auto slug = json::value_to<std::string>(
      HttpFixture::json(fixture.get("/api/v1/projects/" + id, fixture.lead())).at("slug"));
  for (const std::string& scope :
       {std::string("project:nosuch"), "project:" + id.substr(0, 5), std::string("local_board:x\\r\\nX:1"),
        std::string("topic:a b"), "topic:" + std::string(65, 'a'), std::string("community:a/b")}) {
    CAPTURE(scope);
    const auto refused =
        fixture.post("/api/v1/calendar/feeds", fixture.lead(), R"({"scope":")" + scope + R"("})");
    CHECK(refused.status == 400);
    CHECK(holds(refused.body, "/scope"));
  }
  for (const std::string& name : {id, slug}) {
    const auto made =
        fixture.post("/api/v1/calendar/feeds", fixture.lead(), R"({"scope":"project:)" + name + R"("})");
    REQUIRE(made.status == 201);
    CHECK(json::value_to<std::string>(HttpFixture::json(made).at("scope")) == "project:" + id);
  }
  SECTION("one that the caller may not see is not there") {
    const auto rep = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
    CHECK(fixture.post("/api/v1/calendar/feeds", rep, R"({"scope":"project:)" + id + R"("})").status == 400);
  }
}

TEST_CASE("Feeds: made-up ids push nothing out of what is kept", "[http][feeds]") {
  FeedFixture fixture;
  Ask district = an_ask("rates", "2027-06-21", "2027-07-25");
  district.people.clear();
  district.whole_district = true;
  fixture.put("rates", {district});
  fixture.put("open", {an_ask("open", "2027-06-21", "2027-07-25")});
  const http::Services services{*fixture.engine,
                                *fixture.deliveries,
                                *fixture.store,
                                *fixture.identity,
                                fixture.clock,
                                fixture.context,
                                fixture.logger,
                                {},
                                {}};
  http::Feeds feeds({"https://engage.tauira.example", "Waitauira Council", 6}, services);
  const auto ask_for = [&](const std::string& scope, const std::string& readers = "everybody") {
    const auto feed = feeds.find(scope, *http::read_feed_scope(scope), readers,
                                 [](const Ask& ask) { return ask.is_public; });
    REQUIRE(feed);
    return feed->body;
  };
  const auto known = ask_for("local_board:kowhai-bay");
  for (int i = 0; i < 1'000; ++i) {
    const auto made_up = ask_for("local_board:board-" + std::to_string(i));
    CHECK(holds(*made_up, "UID:rates/period-1@"));  // what asks everybody asks them
  }
  CHECK(ask_for("local_board:kowhai-bay") == known);
  SECTION("and when there are too many, the one that was not asked for the longest goes") {
    const auto other = ask_for("council");
    for (int i = 0; i < 400; ++i) {
      ask_for("council", "reader-" + std::to_string(i));
      CHECK(ask_for("local_board:kowhai-bay") == known);
    }
    CHECK(ask_for("council") != other);
  }
}

TEST_CASE("API: staff see how the calendars that are brought in stand", "[http][feeds]") {
  HttpFixture none;
  CHECK(HttpFixture::json(none.get("/api/v1/calendar/imports", none.lead())).at("items").as_array().empty());
  HttpFixture fixture([](HttpFixture& f) {
    f.imports = [] {
      return std::vector<http::ImportStanding>{
          {.name = "board",
           .tried_at = parse_instant("2027-06-01T06:00:00Z"),
           .read_at = parse_instant("2027-06-01T00:00:00Z"),
           .problem = "The server answers 404.",
           .entries = 12,
           .left_out = {"“Hall”: it ends before it starts."}},
          {.name = "buses", .tried_at = {}, .read_at = {}, .problem = "", .entries = 0, .left_out = {}}};
    };
  });
  const auto items = HttpFixture::json(fixture.get("/api/v1/calendar/imports", fixture.lead())).at("items");
  CHECK(items.at(0) == json::value({{"name", "board"},
                                    {"tried_at", "2027-06-01T06:00:00.000Z"},
                                    {"read_at", "2027-06-01T00:00:00.000Z"},
                                    {"problem", "The server answers 404."},
                                    {"entries", 12},
                                    {"left_out", {"“Hall”: it ends before it starts."}}}));
  CHECK(items.at(1).at("problem").is_null());
  CHECK(items.at(1).at("read_at").is_null());
  const auto rep = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
  CHECK(fixture.get("/api/v1/calendar/imports", rep).status == 403);
  CHECK(fixture.get("/api/v1/calendar/imports", "").status == 401);
}

}  // namespace full_circle::testing
