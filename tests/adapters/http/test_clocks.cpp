// The clocks of a project over HTTP: for whoever sees the project, without another entity's.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using namespace full_circle::testing;

namespace json = boost::json;

namespace {

json::array items(const HttpAnswer& answer) {
  REQUIRE(answer.status == 200);
  return HttpFixture::json(answer).at("items").as_array();
}

const json::object* named(const json::array& clocks, std::string_view name) {
  for (const json::value& clock : clocks)
    if (clock.at("name").as_string() == name) return &clock.as_object();
  return nullptr;
}

/// An offer that waits for an answer.
void ask_entity(HttpFixture& fixture, const std::string& project, const std::string& entity) {
  const std::string specialist = fixture.key("specialist-person", {"maori_specialist", "", ""});
  const auto give = [&](const std::string& command, const std::string& body) {
    const auto answer =
        fixture.post("/api/v1/projects/" + project + "/branches/" + entity + "/" + command, specialist, body);
    INFO(answer.body);
    REQUIRE(answer.status == 200);
  };
  give("open-branch", R"({"entity_name":"Ngāti )" + entity + R"("})");
  give("assess-needed", R"({"assessment":"Theirs to speak for."})");
  give("identify-entities",
       R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[]})");
  give("approve-offer", "{}");
  give(
      "send-offer",
      R"({"kaupapa":"A path.","resourcing":"Paid.","information_handling":"Yours.","respond_by":"2027-06-30"})");
}

}  // namespace

TEST_CASE("Clocks: are read by whoever sees the project, with what was skipped when asked") {
  HttpFixture fixture;
  const std::string path = "/api/v1/projects/" + fixture.project() + "/clocks";
  const json::array clocks = items(fixture.get(path, fixture.lead()));
  const json::object* activity = named(clocks, "activity_read_earlier_feedback");
  REQUIRE(activity);
  CHECK(activity->at("state").as_string() == "running");
  CHECK(activity->at("days_left").as_int64() == 10);
  CHECK(activity->at("calendar").is_null());
  CHECK(named(clocks, "answer_standard")->at("calendar").as_string() == "employment");
  CHECK(fixture.get(path + "?skipped=true", fixture.lead()).status == 200);
  CHECK(fixture.get(path + "?skipped=perhaps", fixture.lead()).status == 400);
  CHECK(fixture.get("/api/v1/projects/none/clocks", fixture.lead()).status == 404);
  CHECK(fixture.get(path, "").status == 401);
}

TEST_CASE("Clocks: an entity's representative sees its own time to answer and nothing of another's") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  REQUIRE(fixture
              .post("/api/v1/projects/" + project + "/assess-significance-to-maori", fixture.lead(),
                    R"({"conclusion":"engage","reasons":"The shore matters to them."})")
              .status == 200);
  ask_entity(fixture, project, "tauira-ki-tai");
  ask_entity(fixture, project, "tauira-ki-uta");
  const std::string path = "/api/v1/projects/" + project + "/clocks";
  const std::string own = fixture.key("own-person", {"mana_whenua_representative", "", "tauira-ki-tai"});
  for (const std::string& target : {path, path + "?skipped=true"}) {
    const auto answer = fixture.get(target, own);
    CHECK(named(items(answer), "branch_response_tauira-ki-tai"));
    CHECK(answer.body.find("ki-uta") == std::string::npos);
  }
  CHECK(named(items(fixture.get(path, fixture.lead())), "branch_response_tauira-ki-uta"));
  const std::string stranger =
      fixture.key("other-person", {"mana_whenua_representative", "", "tauira-elsewhere"});
  CHECK(fixture.get(path, stranger).status == 404);
}
