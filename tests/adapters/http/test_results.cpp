// The answer before it is published: who may see it, and that looking keeps and changes nothing.
#include "tests/support/open_fixture.hpp"
#include "tests/workflows/cycle_story.hpp"

namespace full_circle::testing {

namespace {

void answer_it(engagement::testing::Story& story) {
  engagement::testing::answer_the_branch(story);
  engagement::testing::decide_it(story);
  story.accept("publisher", "begin_closing", R"({"headline":"Planting <first>"})");
  story.accept(
      "publisher", "answer_theme",
      R"({"theme":"theme-1","verdict":"not_adopted","we_decided":"No.","because":"Roots need one winter to hold."})");
  story.accept(
      "adviser", "translate_results",
      R"({"language":"fr","blocks":[{"block":"headline","text":"Planter d’abord","state":"checked"}]})");
}

}  // namespace

TEST_CASE("Preview: staff see the answer as it would be, in each language, and nothing keeps it") {
  OpenFixture fixture("standard", "2027-07-18", answer_it);
  const std::string results = "/api/v1/projects/p01/results/";
  const auto publisher = fixture.key("pub", {"publisher", "", ""});
  const auto page = fixture.get(results + "preview", publisher, "Accept: text/html\r\n");
  REQUIRE(page.status == 200);
  CHECK(page.field("content-type").starts_with("text/html"));
  CHECK(page.field("cache-control").find("no-store") != std::string::npos);
  CHECK(page.field("x-robots-tag") == "noindex");
  CHECK(page.body.find("This is a preview") != std::string::npos);
  CHECK(page.body.find("Planting &lt;first&gt;") != std::string::npos);
  const auto french = fixture.get(results + "preview?language=fr", publisher);
  CHECK(french.body.find("<html lang=\"fr\">") != std::string::npos);
  CHECK(french.body.find("Planter d’abord") != std::string::npos);

  const auto changes = HttpFixture::json(fixture.get(results + "changes", publisher)).at("items").as_array();
  CHECK(std::any_of(changes.begin(), changes.end(), [](const auto& change) {
    return change.at("block") == "headline" && change.at("language") == "fr" && change.at("now").is_null();
  }));
  CHECK(HttpFixture::json(fixture.get("/api/v1/projects/p01", publisher)).at("place").as_array().size() == 3);
}

TEST_CASE("Preview: says what a sign-off of it names, and a sign-off of anything else is a conflict") {
  OpenFixture fixture("standard", "2027-07-18", answer_it);
  const std::string project = "/api/v1/projects/p01/";
  const auto publisher = fixture.key("pub", {"publisher", "", ""});
  const auto read = [&] {
    const auto changes = HttpFixture::json(fixture.get(project + "results/changes", publisher));
    return std::string(changes.at("answer_hash").as_string());
  };
  const auto sign_off = [&](const std::string& hash) {
    return fixture.post(project + "sign-off-results", fixture.lead(), R"({"answer_hash":")" + hash + R"("})")
        .status;
  };
  const auto first = read();
  CHECK(fixture.get(project + "results/preview", publisher).field("answer-hash") == first);
  REQUIRE(fixture.post(project + "edit-results", publisher, R"({"headline":"We plant first"})").status ==
          200);
  CHECK(read() != first);
  CHECK(sign_off(first) == 409);
  CHECK(sign_off(read()) == 200);
}

TEST_CASE("Preview: nobody outside the council sees what is not published") {
  OpenFixture fixture("standard", "2027-07-18", answer_it);
  const auto entity = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
  for (const std::string path : {"preview", "changes"}) {
    CHECK(fixture.get("/api/v1/projects/p01/results/" + path, "").status == 401);
    CHECK(fixture.get("/api/v1/projects/p01/results/" + path, entity).status == 403);
    CHECK(fixture.get("/api/v1/projects/p99/results/" + path, fixture.lead()).status == 404);
  }
}

}  // namespace full_circle::testing
