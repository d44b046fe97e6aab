// Themes, codings and who has been heard, over the API.
#include "tests/support/open_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

namespace full_circle::testing {

namespace {

namespace json = boost::json;

/// The period is over, two themes are recorded, and four contributions came late.
struct Analysis : OpenFixture {
  Analysis()
      : OpenFixture("standard", "2027-07-18", [](engagement::testing::Story& told) {
          told.go_to("2027-07-19");
          told.accept("system", "close_engagement");
          told.finish_activities("engage");
          told.accept(
              "lead", "record_feedback_totals",
              R"({"total":4,"by_type":[{"name":"individuals","count":4}],"by_channel":[],"source":"Here"})");
          told.accept("lead", "begin_analysis");
          told.accept("adviser", "record_theme", R"({"title":"Dogs","you_said":"Leads on."})");
          told.accept("adviser", "record_theme", R"({"title":"Trees","you_said":"More."})");
        }) {
    give(R"({"words":"Dogs and the kōwhai.","local_board":"kowhai-bay","communities":["young-people"]})");
    give(R"({"words":"Dogs off the beach."})");
    give(R"({"words":"Plant a kowhai."})");
    post(of_project, lead(),
         R"({"words":"We sign for koowhai.","channel":"in_person","kind":"petition","signatures":120})");
  }
  const std::string project = "/api/v1/projects/p01";
  json::object read(const std::string& path) {
    const auto answer = get(project + path, lead());
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return HttpFixture::json(answer);
  }
  json::object code(const std::string& body) {
    const auto answer = post(project + "/codings", lead(), body);
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return HttpFixture::json(answer);
  }
  json::array found(const std::string& query) {
    return read("/contributions" + query).at("items").as_array();
  }
  json::object theme(std::size_t index) { return read("/themes").at("items").at(index).as_object(); }
};

constexpr const char* dogs = R"({"theme":"theme-1","change":"add","filter":{"q":"dogs"}})";

}  // namespace

TEST_CASE("Themes: words are found with and without macrons, and with double vowels") {
  Analysis fixture;
  for (const char* word : {"k%C5%8Dwhai", "koowhai", "kowhai", "KOWHAI"})
    CHECK(fixture.found(std::string("?q=") + word).size() == 3);
}

TEST_CASE("Themes: all that a filter finds is coded at once, listed, counted and taken back") {
  Analysis fixture;
  const auto made = fixture.code(dogs);
  CHECK(made.at("changed") == 2);
  CHECK(made.at("by") == "lead-person");
  CHECK(fixture.found("?theme=theme-1").size() == 2);
  CHECK(fixture.found("?theme=theme-1")[0].at("themes") == json::array{"theme-1"});
  CHECK(fixture.code(dogs).at("batch").is_null());
  CHECK(fixture.read("/contributions/counts").at("total") == 4);
  const auto batch = json::value_to<std::string>(made.at("batch"));
  const auto undone =
      HttpFixture::json(fixture.post(fixture.project + "/codings/" + batch + "/undo", fixture.lead(), ""));
  CHECK(undone.at("undone") == 2);
  CHECK(fixture.found("?theme=theme-1").empty());
  const auto history = fixture.read("/codings").at("items").as_array();
  REQUIRE(history.size() == 1);
  CHECK(history[0].at("undone_by") == "lead-person");
  CHECK(fixture.post(fixture.project + "/codings/99/undo", fixture.lead(), "").status == 404);
}

TEST_CASE("Themes: each is counted by where its contributions came from, petitions' signatures apart") {
  Analysis fixture;
  fixture.code(dogs);
  fixture.code(R"({"theme":"theme-2","change":"add","filter":{"q":"kōwhai"}})");
  const auto trees = fixture.theme(1);
  CHECK(trees.at("contributions") == 3);
  CHECK(trees.at("by_kind") == json::object{{"own_words", 2}, {"petition", 1}});
  CHECK(trees.at("signatures") == 120);
  CHECK(trees.at("by_community") == json::object{{"young-people", 1}});
  CHECK(trees.at("by_local_board") == json::object{{"kowhai-bay", 1}});
  CHECK(fixture.theme(0).at("signatures") == 0);
  CHECK(fixture.theme(0).at("by_channel") == json::object{{"online", 2}});
  CHECK(fixture.read("/themes").at("uncoded") == 0);
}

TEST_CASE("Themes: some are coded by their references, and a wrong one changes nothing") {
  Analysis fixture;
  const auto all = fixture.found("");
  const auto one = json::value_to<std::string>(all[0].at("reference"));
  const auto named = [&](const std::string& references) {
    return R"({"theme":"theme-1","change":"add","references":[)" + references + "]}";
  };
  const auto refused =
      fixture.post(fixture.project + "/codings", fixture.lead(), named("\"" + one + "\",\"nobodys\""));
  CHECK(refused.status == 400);
  CHECK(refused.body.find("/references/1") != std::string::npos);
  CHECK(fixture.found("?theme=theme-1").empty());
  CHECK(fixture.code(named("\"" + one + "\",\"" + one + "\"")).at("changed") == 1);
  CHECK(
      fixture.code(R"({"theme":"theme-1","change":"remove","references":[")" + one + "\"]}").at("changed") ==
      1);
}

TEST_CASE("Themes: what cannot be coded is said, and nobody else codes, counts or exports") {
  Analysis fixture;
  for (const std::string body :
       {R"({"theme":"theme-9","change":"add","filter":{}})", R"({"theme":"theme-1","change":"add"})",
        R"({"theme":"theme-1","change":"add","filter":{},"references":["a"]})",
        R"({"theme":"theme-1","change":"add","filter":{"sort":"x"}})",
        R"({"theme":"theme-1","change":"add","filter":{}})",
        R"({"theme":"theme-1","change":"add","all":false})",
        R"({"theme":"theme-1","change":"add","all":true,"filter":{"q":"dogs"}})",
        R"({"theme":"theme-1","change":"add","filter":{"channel":"pigeon"}})"})
    CHECK(fixture.post(fixture.project + "/codings", fixture.lead(), body).status == 400);
  CHECK(fixture.found("?theme=theme-1").empty());
  for (const char* query : {"channel=pigeon", "kind=letter", "late=perhaps", "round=a%20b"})
    CHECK(fixture.get(fixture.project + "/contributions?" + query, fixture.lead()).status == 400);
  CHECK(fixture.found("?late=yes&channel=in_person&kind=petition").size() == 1);
  const auto entity = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
  const auto publisher = fixture.key("pub", {"publisher", "", ""});
  for (const auto& secret : {entity, publisher}) {
    for (const char* path : {"/themes", "/codings", "/heard", "/contributions.csv", "/contributions.xlsx"})
      CHECK(fixture.get(fixture.project + path, secret).status == 403);
    CHECK(fixture.post(fixture.project + "/codings", secret, dogs).status == 403);
    CHECK(fixture.post(fixture.project + "/codings/1/undo", secret, "").status == 403);
  }
}

TEST_CASE("Themes: a coding longer than one transaction is one batch, and undone as one") {
  Analysis fixture;
  const auto first = json::value_to<std::string>(fixture.found("?limit=1")[0].at("reference"));
  Entry entry = fixture.store->reader()->entry(first).value();
  auto writer = fixture.store->writer();
  writer->begin();
  for (int i = 0; i < 450; ++i) {
    entry.id = "many-" + std::to_string(i);
    writer->add(entry);
  }
  writer->commit();
  const auto made = fixture.code(R"({"theme":"theme-2","change":"add","all":true})");
  CHECK(made.at("changed") == 454);
  CHECK(fixture.theme(1).at("contributions") == 454);
  CHECK(
      HttpFixture::json(fixture.post(fixture.project + "/codings/1/undo", fixture.lead(), "")).at("undone") ==
      454);
}

TEST_CASE("Heard: who has been heard is shown by community and board, and few people are nobody's business") {
  Analysis fixture;
  const auto heard = fixture.read("/heard");
  CHECK(heard.at("total").is_null());
  const auto& group = heard.at("communities").at("groups").at(0);
  CHECK(group.at("id") == "young-people");
  CHECK(group.at("hidden") == true);
  CHECK(group.at("contributions").is_null());
}

TEST_CASE("Contributions: a table says whose they are only when asked, and runs nothing") {
  OpenFixture fixture;
  fixture.give(R"json({"words":"=HYPERLINK(\"https://tauira.example\")",
                       "contributor":{"name":"Ana Tauira"}})json");
  const auto table = fixture.get(fixture.of_project + ".csv", fixture.lead());
  REQUIRE(table.status == 200);
  CHECK(table.field("content-type") == "text/csv; charset=utf-8");
  CHECK(table.field("content-disposition").find("-contributions.csv\"") != std::string::npos);
  CHECK(table.body.find("\"'=HYPERLINK(\"\"https") != std::string::npos);
  CHECK(table.body.find("Ana") == std::string::npos);
  CHECK(
      fixture.get(fixture.of_project + ".csv?contributors=yes", fixture.lead()).body.find("\"Ana Tauira\"") !=
      std::string::npos);
  CHECK(fixture.get(fixture.of_project + ".csv?contributors=maybe", fixture.lead()).status == 400);
  const auto none = fixture.get(fixture.of_project + ".csv?channel=post", fixture.lead()).body;
  CHECK(std::count(none.begin(), none.end(), '\n') == 1);
  CHECK(fixture.get(fixture.of_project + ".xlsx", fixture.lead()).body.starts_with("PK"));
}

TEST_CASE(
    "Contributions: a table has a column for each question, and what a form no longer asks beside them") {
  OpenFixture fixture("local_park_plan", "2027-08-14");
  const auto given = fixture.give(R"({"words":"Fewer lights.","answers":[
    {"question":"how_often","given":["Every week"]},
    {"question":"what_for","given":["Sport","Nature and quiet"]}]})");
  const auto table = fixture.get(fixture.of_project + ".csv", fixture.lead()).body;
  CHECK(table.find(R"("words","How often do you come here?","What do you come here for?","other_answers")") !=
        std::string::npos);
  CHECK(table.find(R"("Fewer lights.","Every week","Sport; Nature and quiet","",)") != std::string::npos);

  Entry entry = fixture.store->reader()->entry(json::value_to<std::string>(given.at("reference"))).value();
  auto data = json::parse(entry.data).as_object();
  data["answers"].as_array()[0].as_object()["question"] = "asked_before";
  entry.id = "earlier";
  entry.data = json::serialize(data);
  auto writer = fixture.store->writer();
  writer->begin();
  writer->add(entry);
  writer->commit();
  CHECK(fixture.get(fixture.of_project + ".csv", fixture.lead())
            .body.find(R"("","Sport; Nature and quiet","asked_before: Every week",)") != std::string::npos);
}

}  // namespace full_circle::testing
