// Projects and commands over HTTP.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <spdlog/fmt/fmt.h>

using namespace full_circle;
using namespace full_circle::testing;

namespace json = boost::json;

namespace {

json::array items(const HttpAnswer& answer) {
  return HttpFixture::json(answer).at("items").as_array();
}

bool names_field(const HttpAnswer& answer, std::string_view field) {
  const json::object body = HttpFixture::json(answer);
  const json::value* errors = body.if_contains("errors");
  if (!errors) return false;
  for (const json::value& error : errors->as_array()) {
    if (error.at("field").as_string() == field) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("Projects: created with 201 and Location, read by id and by slug, with a tag that answers 304") {
  HttpFixture fixture;
  const auto made = fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body());
  REQUIRE(made.status == 201);
  const std::string id(HttpFixture::json(made).at("project").as_string());
  const std::string slug(HttpFixture::json(made).at("slug").as_string());
  CHECK(made.field("location") == "/api/v1/projects/" + id);
  const auto read = fixture.get(made.field("location"), fixture.lead());
  REQUIRE(read.status == 200);
  CHECK(made.field("etag") == "\"1\"");
  CHECK(read.field("etag").starts_with("\"1-"));
  CHECK(HttpFixture::json(read).at("title").as_string() == "Kōwhai Bay shoreline path");
  CHECK(fixture.get("/api/v1/projects/" + slug, fixture.lead()).body == read.body);

  const auto unchanged =
      fixture.get("/api/v1/projects/" + id, fixture.lead(), "If-None-Match: " + read.field("etag") + "\r\n");
  CHECK(unchanged.status == 304);
  CHECK(unchanged.body.empty());
  const auto changed = fixture.get("/api/v1/projects/" + id, fixture.lead(), "If-None-Match: \"99\"\r\n");
  CHECK(changed.status == 200);
}

TEST_CASE("Projects: a command is seen at once by who reads next, although views are kept") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  for (int round = 0; round < 5; ++round) {
    const std::string title = fmt::format("Title {}", round);
    const auto described = fixture.post("/api/v1/projects/" + id + "/describe-project", fixture.lead(),
                                        R"({"title":")" + title + R"("})");
    REQUIRE(described.status == 200);
    const auto read = fixture.get("/api/v1/projects/" + id, fixture.lead());
    CHECK(HttpFixture::json(read).at("title").as_string() == title);
    CHECK(read.field("etag").starts_with("\"" + std::to_string(round + 2) + "-"));
  }
}

TEST_CASE("Projects: as they were on a day or at an instant") {
  HttpFixture fixture;
  const std::string id = fixture.project("First title");
  const Instant first = fixture.clock.now();
  fixture.clock.set(first + std::chrono::hours{48});
  REQUIRE(
      fixture.post("/api/v1/projects/" + id + "/describe-project", fixture.lead(), R"({"title":"Second"})")
          .status == 200);
  const auto at = [&](const std::string& when) {
    return fixture.get("/api/v1/projects/" + id + "?at=" + when, fixture.lead());
  };
  CHECK(HttpFixture::json(at("2027-03-01")).at("title").as_string() == "First title");
  CHECK(HttpFixture::json(at("2027-03-03")).at("title").as_string() == "Second");
  CHECK(HttpFixture::json(at(to_text(first))).at("title").as_string() == "First title");
  CHECK(at("2027-02-01").status == 404);
  CHECK(names_field(at("yesterday"), "?at"));
  CHECK(at("2027-02-30").status == 400);
}

TEST_CASE("Projects: lists filter, page with a cursor, and refuse what they do not know") {
  HttpFixture fixture;
  for (int number = 0; number < 7; ++number) fixture.project(fmt::format("Whānau space {}", number));
  std::vector<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 5; ++page) {
    const auto answer = fixture.get("/api/v1/projects?limit=3" + cursor, fixture.lead());
    REQUIRE(answer.status == 200);
    for (const auto& item : items(answer)) seen.emplace_back(item.at("title").as_string());
    const json::value next = HttpFixture::json(answer).at("next");
    if (next.is_null()) break;
    cursor = "&cursor=" + std::string(next.as_string());
  }
  REQUIRE(seen.size() == 7);
  CHECK(seen.front() == "Whānau space 6");
  CHECK(seen.back() == "Whānau space 0");
  CHECK(items(fixture.get("/api/v1/projects?text=whaanau+SPACE", fixture.lead())).size() == 7);
  CHECK(items(fixture.get("/api/v1/projects?text=nowhere", fixture.lead())).empty());
  CHECK(items(fixture.get("/api/v1/projects?stage=plan&topic=parks&local_board=kowhai-bay", fixture.lead()))
            .size() == 7);
  CHECK(items(fixture.get("/api/v1/projects?stage=engage", fixture.lead())).empty());
  for (const std::string query : {"limit=0", "limit=201", "limit=x", "limit=-1", "colour=red",
                                  "cursor=%2F..%2F", "text=%ff", "stage=", "limit=1&limit=2"}) {
    INFO(query);
    const auto answer = fixture.get("/api/v1/projects?" + query, fixture.lead());
    CHECK(answer.status == 400);
  }
  CHECK(names_field(fixture.get("/api/v1/projects?colour=red", fixture.lead()), "?colour"));
}

TEST_CASE("Access: who has no part in a project cannot tell that it exists") {
  HttpFixture fixture;
  const std::string mine = fixture.project("Mine");
  const std::string other = fixture.project("Other");
  const std::string adviser = fixture.key("adviser-person", {"adviser", mine, ""});
  const std::string entity = fixture.key("rep-person", {"mana_whenua_representative", "", "tauira-ki-tai"});
  CHECK(fixture.get("/api/v1/projects/" + mine, adviser).status == 200);
  for (const std::string part :
       {"", "/moves", "/history", "/branches", "/deliveries", "/events", "/activities"}) {
    INFO(part);
    const auto hidden = fixture.get("/api/v1/projects/" + other + part, adviser);
    const auto missing = fixture.get("/api/v1/projects/p000" + part, adviser);
    CHECK(hidden.status == 404);
    CHECK(missing.status == 404);
    CHECK(HttpFixture::json(hidden).at("detail") == HttpFixture::json(missing).at("detail"));
  }
  const auto command =
      fixture.post("/api/v1/projects/" + other + "/describe-project", adviser, R"({"title":"Taken"})");
  CHECK(command.status == 404);
  CHECK(items(fixture.get("/api/v1/projects", adviser)).size() == 1);
  CHECK(items(fixture.get("/api/v1/projects", entity)).empty());
  CHECK(fixture.get("/api/v1/projects/" + mine, entity).status == 404);
}

TEST_CASE("Commands: a refusal says everything, in the words of the moves view") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  const auto refused = fixture.post("/api/v1/projects/" + id + "/begin-preparation", fixture.lead(), "{}");
  REQUIRE(refused.status == 422);
  CHECK(refused.field("content-type") == "application/problem+json");
  const json::object body = HttpFixture::json(refused);
  CHECK(body.at("type").as_string() == "urn:full-circle:problem:not-ready");
  CHECK(body.at("status").as_int64() == 422);
  CHECK(body.at("instance").as_string() == "urn:full-circle:request:" + refused.field("x-request-id"));
  const json::array moves = items(fixture.get("/api/v1/projects/" + id + "/moves", fixture.lead()));
  const auto move = std::find_if(moves.begin(), moves.end(), [](const json::value& one) {
    return one.at("command").as_string() == "begin-preparation";
  });
  REQUIRE(move != moves.end());
  CHECK(move->at("requirements") == body.at("requirements"));

  const auto early = fixture.post("/api/v1/projects/" + id + "/open-engagement", fixture.lead(), "{}");
  CHECK(early.status == 409);
  CHECK_FALSE(HttpFixture::json(early).at("allowed").as_array().empty());
}

TEST_CASE("Commands: bad bodies of every kind name what is wrong") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  const auto describe = [&](const std::string& body) {
    return fixture.post("/api/v1/projects/" + id + "/describe-project", fixture.lead(), body);
  };
  CHECK(names_field(describe(R"({"title":7})"), "/title"));
  CHECK(names_field(describe(R"({"colour":"red"})"), "/colour"));
  CHECK(names_field(describe(R"({"title":"a)" + std::string(400, 'b') + R"("})"), "/title"));
  for (const std::string& body :
       {std::string("{"), std::string("[]"), std::string("7"), std::string("{\"title\":\"\xff\"}"),
        std::string("{} {}"), std::string(5'000, '['), std::string("{\"title\":\"a\\u0000b\"}"),
        std::string("{\"title\":\"\\ud800\"}"), std::string("\0", 1)}) {
    INFO(body.substr(0, 40));
    const auto answer = describe(body);
    CHECK(answer.status == 400);
    CHECK(HttpFixture::json(answer).at("type").as_string() == "urn:full-circle:problem:malformed");
  }
  CHECK(fixture.post("/api/v1/projects/" + id + "/dance", fixture.lead(), "{}").status == 404);
  CHECK(fixture.post("/api/v1/projects/" + id + "/describe_project", fixture.lead(), "{}").status == 404);
}

TEST_CASE("Commands: If-Match with an older version is stale and changes nothing") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  const std::string path = "/api/v1/projects/" + id + "/describe-project";
  CHECK(fixture.post(path, fixture.lead(), R"({"title":"A"})", "If-Match: \"1\"\r\n").status == 200);
  CHECK(fixture.post(path, fixture.lead(), R"({"title":"B"})", "If-Match: \"1\"\r\n").status == 412);
  CHECK(fixture.post(path, fixture.lead(), R"({"title":"C"})", "If-Match: 2\r\n").status == 200);
  CHECK(fixture.post(path, fixture.lead(), R"({"title":"D"})", "If-Match: *\r\n").status == 200);
  CHECK(
      names_field(fixture.post(path, fixture.lead(), R"({"title":"E"})", "If-Match: \"x\"\r\n"), "If-Match"));
  const auto with = [&](const std::string& tags) {
    return fixture.post(path, fixture.lead(), R"({"title":"F"})", tags).status;
  };
  CHECK(with("If-Match: W/\"4\"\r\n") == 412);
  CHECK(with("If-Match: \"2\", \"3\"\r\n") == 412);
  CHECK(with("If-Match: \"2\", \"4-0f3a\", \"9\"\r\n") == 200);
  CHECK(with("If-Match: \"2\"\r\nIf-Match: \"5\"\r\n") == 200);
  CHECK(with("Idempotency-Key: a\r\nIdempotency-Key: b\r\n") == 400);
  CHECK(with("Authorization: Bearer x\r\n") == 400);
  CHECK(HttpFixture::json(fixture.get("/api/v1/projects/" + id, fixture.lead())).at("title").as_string() ==
        "F");
}

TEST_CASE("Commands: a dry run says what would happen, and keeps nothing") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  const std::string path = "/api/v1/projects/" + id + "/migrate-definition";
  const std::string administrator = fixture.key("administrator-person", {"administrator", "", ""});
  const std::string body = R"({"definition":"special_consultative_procedure","reason":"It is a bylaw."})";
  const auto rehearsed = fixture.post(path + "?dry_run=true", administrator, body);
  REQUIRE(rehearsed.status == 200);
  const auto answer = HttpFixture::json(rehearsed);
  CHECK(answer.at("dry_run").as_bool());
  CHECK(answer.at("would").at("events").at(0).at("type").as_string() == "definition_migrated");
  const auto& rules = answer.at("rules").as_array();
  const auto opening = std::find_if(rules.begin(), rules.end(), [](const auto& row) {
    return row.at("command").as_string() == "schedule-engagement";
  });
  REQUIRE(opening != rules.end());
  const auto& added = opening->at("added").as_array();
  CHECK(std::find(added.begin(), added.end(), boost::json::value("spoken_interaction_offered")) !=
        added.end());
  CHECK_FALSE(answer.at("moves").as_array().empty());
  const auto project = HttpFixture::json(fixture.get("/api/v1/projects/" + id, fixture.lead()));
  CHECK(project.at("definition").as_string() == "standard");
  CHECK(project.at("version").as_int64() == 1);
  CHECK(
      fixture.post(path + "?dry_run=true", administrator, R"({"definition":"none","reason":"A."})").status ==
      400);
  CHECK(fixture.post(path + "?dry_run=maybe", administrator, body).status == 400);
  CHECK(fixture.post(path + "?dry_run=true", administrator, body, "If-Match: \"9\"\r\n").status == 412);
}

TEST_CASE("Commands: the same idempotency key gives the same answer and happens once") {
  HttpFixture fixture;
  const std::string key = "Idempotency-Key: once-and-only\r\n";
  const auto first = fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body(), key);
  const auto again = fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body(), key);
  REQUIRE(first.status == 201);
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  CHECK(again.field("location") == first.field("location"));
  CHECK(first.field("idempotency-replayed").empty());
  CHECK(again.field("idempotency-replayed") == "true");
  CHECK(items(fixture.get("/api/v1/projects", fixture.lead())).size() == 1);
  const auto another =
      fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body("Another"), key);
  CHECK(another.status >= 400);
  CHECK(fixture
            .post("/api/v1/projects", fixture.lead(), HttpFixture::project_body(),
                  "Idempotency-Key: " + std::string(201, 'k') + "\r\n")
            .status == 400);
  CHECK(fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body(), "Idempotency-Key: \r\n")
            .status == 400);
}

TEST_CASE("Branches: opened, listed and moved on their own routes") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  const std::string specialist = fixture.key("specialist-person", {"maori_specialist", "", ""});
  const std::string branch = "/api/v1/projects/" + id + "/branches/tauira-ki-tai";
  CHECK(fixture.get(branch, specialist).status == 404);
  const std::string path = "/api/v1/projects/" + id;
  REQUIRE(fixture
              .post(path + "/assess-significance-to-maori", fixture.lead(),
                    R"({"conclusion":"engage","reasons":"The shore matters to them."})")
              .status == 200);
  REQUIRE(fixture
              .post(branch + "/open-branch", fixture.lead(),
                    R"({"entity_name":"Ngāti Tauira ki Tai","interest":"The shore."})")
              .status == 200);
  CHECK(HttpFixture::json(fixture.get(branch, specialist)).at("name").as_string() == "Ngāti Tauira ki Tai");
  CHECK(items(fixture.get(path + "/branches", specialist)).size() == 1);
  CHECK_FALSE(items(fixture.get(branch + "/moves", specialist)).empty());

  // An entity sees the project of its own branch, and may be asked nothing about another's.
  const std::string own = fixture.key("own-person", {"mana_whenua_representative", "", "tauira-ki-tai"});
  const std::string other = fixture.key("other-person", {"mana_whenua_representative", "", "tauira-ki-uta"});
  CHECK(fixture.get(path, own).status == 200);
  CHECK(fixture.get(branch, own).status == 200);
  CHECK(fixture.get(path + "/deliveries", own).status == 403);
  CHECK(fixture.get(path, other).status == 404);
  CHECK(fixture.get(branch, other).status == 404);
  CHECK(items(fixture.get("/api/v1/projects", own)).size() == 1);
  CHECK(fixture.post("/api/v1/projects/" + id + "/branches/A%20B/open-branch", specialist, "{}").status ==
        404);
}

TEST_CASE("History: pages through every event, oldest first") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  for (int number = 0; number < 5; ++number) {
    REQUIRE(fixture
                .post("/api/v1/projects/" + id + "/describe-project", fixture.lead(),
                      fmt::format(R"({{"title":"T{}"}})", number))
                .status == 200);
  }
  const auto first = fixture.get("/api/v1/projects/" + id + "/history?limit=4", fixture.lead());
  CHECK(items(first).size() == 4);
  CHECK(items(first).front().at("type").as_string() == "project_created");
  const std::string next(HttpFixture::json(first).at("next").as_string());
  const auto second =
      fixture.get("/api/v1/projects/" + id + "/history?limit=4&after=" + next, fixture.lead());
  CHECK(items(second).size() == 2);
  CHECK(HttpFixture::json(second).at("next").is_null());
}

TEST_CASE("Definitions, activities, decisions and me are readable") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  CHECK(items(fixture.get("/api/v1/definitions", fixture.lead())).size() == 5);
  const auto standard = fixture.get("/api/v1/definitions/standard", fixture.lead());
  CHECK_FALSE(HttpFixture::json(standard).at("activities").as_array().empty());
  const auto yaml = fixture.get("/api/v1/definitions/standard?format=yaml", fixture.lead());
  CHECK(yaml.field("content-type") == "application/yaml");
  CHECK(yaml.body == fixture.context->definitions->current("standard")->text);
  CHECK(fixture.get("/api/v1/definitions/standard?format=xml", fixture.lead()).status == 400);
  CHECK(fixture.get("/api/v1/definitions/none", fixture.lead()).status == 404);
  CHECK(fixture.get("/api/v1/projects/" + id + "/activities", fixture.lead()).status == 200);
  CHECK(fixture.get("/api/v1/projects/" + id + "/decisions", fixture.lead()).status == 200);
  const json::object me = HttpFixture::json(fixture.get("/api/v1/me", fixture.lead()));
  CHECK(me.at("person").as_string() == "lead-person");
  CHECK(me.at("grants").as_array().front().at("role").as_string() == "lead");
}

TEST_CASE("The clock: only an administrator moves it, only where it is simulated, only forward") {
  Instant asked{};
  HttpFixture fixture([&](HttpFixture& f) {
    f.set_clock = [&](Instant now) {
      asked = now;
      return now > f.clock.now();
    };
  });
  const std::string administrator = fixture.key("administrator-person", {"administrator", "", ""});
  CHECK(fixture.post("/api/v1/clock", fixture.lead(), R"({"now":"2027-05-01T00:00:00Z"})").status == 403);
  CHECK(fixture.post("/api/v1/clock", administrator, R"({"now":"2027-05-01T00:00:00Z"})").status == 200);
  CHECK(to_text(asked) == "2027-05-01T00:00:00.000Z");
  CHECK(fixture.post("/api/v1/clock", administrator, R"({"now":"2020-05-01T00:00:00Z"})").status == 400);
  CHECK(fixture.post("/api/v1/clock", administrator, R"({"then":"2027-05-01"})").status == 400);
  HttpFixture real;
  CHECK(real.post("/api/v1/clock", real.lead(), R"({"now":"2027-05-01T00:00:00Z"})").status == 405);
  CHECK(HttpFixture::json(real.get("/api/v1/clock", real.lead())).at("simulated").as_bool() == false);
}
