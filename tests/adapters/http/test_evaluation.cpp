// What is learned, over the API and on the pages: the survey, the register of insights, the service report.
#include "tests/support/open_fixture.hpp"
#include "tests/workflows/cycle_story.hpp"

namespace full_circle::testing {

namespace {

namespace json = boost::json;
using engagement::testing::Story;

/// A project whose answer is published, and where a lesson is recorded when it is asked for.
struct Answered : OpenFixture {
  explicit Answered(const std::function<void(Story&)>& then = {},
                    const std::function<void(HttpFixture&)>& change = {})
      : OpenFixture(
            "standard", "2027-07-18",
            [&](Story& told) {
              engagement::testing::answer_people(told);
              if (then) then(told);
            },
            change) {}
  std::string survey() { return "/have-your-say/" + story.project().about->slug + "/survey"; }
  HttpAnswer submit(const std::string& fields) {
    return send(head("POST", survey(), "",
                     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                         std::to_string(fields.size()) + "\r\n") +
                "\r\n" + fields);
  }
  json::object read(const std::string& path) {
    const auto answer = get(path, lead());
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return HttpFixture::json(answer);
  }
};

bool holds(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("Survey: it is asked once the answer is published, and sending twice is one answer") {
  Answered fixture;
  const auto page = fixture.get(fixture.survey(), "");
  REQUIRE(page.status == 200);
  CHECK(holds(page.body, "Was the answer clear?"));
  for (int i = 0; i < 2; ++i)
    CHECK(fixture.submit("key=tauira&clear=partly&words=Say+%3Cb%3Ewhen%3C%2Fb%3E.").status == 200);
  CHECK(fixture.submit("key=other&easy=yes").status == 200);
  const auto survey = fixture.read("/api/v1/projects/p01/survey");
  CHECK(survey.at("counts").at("answers") == 2);
  CHECK(survey.at("counts").at("clear").at("partly") == 1);
  REQUIRE(survey.at("items").as_array().size() == 2);
  CHECK(survey.at("items").at(0).at("words") == "Say <b>when</b>.");
  const auto first = fixture.read("/api/v1/projects/p01/survey?limit=1");
  const auto next = json::value_to<std::string>(first.at("next"));
  CHECK(fixture.read("/api/v1/projects/p01/survey?limit=1&cursor=" + next).at("items").as_array().size() ==
        1);
  CHECK(fixture.read("/api/v1/projects/p01/evaluation").at("survey").at("answers") == 2);
}

TEST_CASE("Survey: what is wrong is said beside what was written, and nothing is kept") {
  Answered fixture;
  const auto none = fixture.submit("key=tauira&words=++");
  CHECK(none.status == 422);
  CHECK(holds(none.body, "Answer one of the questions"));
  const auto wrong = fixture.submit("key=tauira&clear=perhaps&words=%22%3E%3Cscript%3E");
  CHECK(wrong.status == 422);
  CHECK(holds(wrong.body, "&lt;script&gt;"));
  CHECK_FALSE(holds(wrong.body, "<script>"));
  CHECK(fixture.read("/api/v1/projects/p01/survey").at("counts").at("answers") == 0);
  CHECK(fixture.get("/have-your-say/nothing/survey", "").status == 404);
  OpenFixture open;
  const auto early = "/have-your-say/" + open.story.project().about->slug + "/survey";
  CHECK(open.get(early, "").status == 409);
}

TEST_CASE("Evaluate: survey and evaluation are for those who work with what people said") {
  Answered fixture;
  const auto publisher = fixture.key("pub", {"publisher", "", ""});
  const auto representative = fixture.key("rep", {"mana_whenua_representative", "", "tauira-ki-tai"});
  for (const auto& secret : {publisher, representative})
    for (const char* path : {"/survey", "/evaluation"})
      CHECK(fixture.get(std::string("/api/v1/projects/p01") + path, secret).status == 403);
  CHECK(fixture.get("/api/v1/service-report", representative).status == 403);
}

TEST_CASE("Insights: projects that somebody may not see tell them what is published, and no more") {
  Answered fixture(engagement::testing::learn_from_it);
  const auto all = fixture.read("/api/v1/insights?q=t%C5%AB%C4%AB");
  REQUIRE(all.at("items").as_array().size() == 1);
  CHECK(all.at("items").at(0).at("kind") == "lesson");
  const auto elsewhere = fixture.key("elsewhere", {"lead", "p99", ""});
  const auto seen = HttpFixture::json(fixture.get("/api/v1/insights", elsewhere)).at("items").as_array();
  REQUIRE(seen.size() == 2);
  for (const auto& insight : seen) CHECK(insight.at("public") == true);
  CHECK(fixture.get("/api/v1/insights?kind=rumour", elsewhere).status == 400);
  CHECK(fixture.get("/api/v1/insights?after=p01", elsewhere).status == 400);
  CHECK(fixture.get("/api/v1/insights", "").status == 401);
}

TEST_CASE("Insights: they are found by the place, community and topic of their project") {
  Answered fixture;
  Commit rows{.project = "p01", .decided_at = fixture.clock.now(), .events = {}};
  rows.projection = fixture.story.workflow().project(*fixture.story.state());
  auto writer = fixture.store->writer();
  writer->begin();
  REQUIRE(writer->append(rows));
  writer->commit();
  const auto found = [&](const std::string& query) {
    return fixture.read("/api/v1/insights?" + query).at("items").as_array().size();
  };
  CHECK(found("topic=parks&local_board=kowhai-bay&community=young-people") == 2);
  CHECK(found("topic=parks&local_board=elsewhere") == 0);
  CHECK(found("topic=parks&q=fence") == 1);
}

TEST_CASE("Service report: staff read it, and the public does where the council wishes") {
  Answered fixture;
  const auto report = fixture.read("/api/v1/service-report?from=2027-09-01");
  CHECK(report.at("answered") == 1);
  CHECK(report.at("median_working_days") == 10.0);
  CHECK(fixture.get("/api/v1/service-report?from=soon", fixture.lead()).status == 400);
  CHECK(fixture.get("/have-your-say/performance", "").status == 404);
  Answered in_public({},
                     [](HttpFixture& made) { made.options.service_report = http::ServiceReportDoor::open; });
  const auto page = in_public.get("/have-your-say/performance", "");
  REQUIRE(page.status == 200);
  CHECK(holds(page.body, "<dt>Half were answered within</dt><dd>10 working days</dd>"));
  CHECK(holds(page.body, "20 working days of the decision"));
}

}  // namespace full_circle::testing
