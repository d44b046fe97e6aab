// The advice over HTTP: as data, as a page and on paper, and to whom.
#include "tests/support/open_fixture.hpp"
#include "tests/support/program.hpp"
#include "tests/workflows/cycle_story.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace full_circle::testing {

namespace {

namespace json = boost::json;

constexpr const char* entity = "tauira-ki-tai";

/// Words that are nobody else's: each marks what one branch said in confidence, or what is not public yet.
constexpr std::array<const char*, 5> in_confidence{"Urupā-one", "Urupā-two", "Urupā-three", "Urupā-four",
                                                   "Urupā-five"};
constexpr const char* record_words = "Urupā-record";

/// Analysis is under way; a branch said things in confidence, and one thing that may be published.
struct Advice : OpenFixture {
  Advice()
      : OpenFixture("standard", "2027-07-18", [](engagement::testing::Story& told) {
          told.accept("mana_whenua_representative", "comment_only", R"({"words":"Urupā-one"})", entity);
          told.accept("maori_specialist", "add_note", R"({"text":"Urupā-two","sensitivity":"in_confidence"})",
                      entity);
          told.accept("maori_specialist", "add_note",
                      R"({"text":"Urupā-three","sensitivity":"to_be_checked"})", entity);
          told.accept("lead", "draft_record", R"({"record":"Urupā-four"})", entity);
          told.accept("mana_whenua_representative", "confirm_record",
                      R"({"record":"Urupā-record","published_words":"Plant <b>first</b>."})", entity);
          told.accept("lead", "report", R"({"report":"Advice","shown_to_entity":"Urupā-five"})", entity);
          told.go_to("2027-07-19");
          told.accept("system", "close_engagement");
          told.finish_activities("engage");
          told.accept(
              "lead", "record_feedback_totals",
              R"({"total":2,"by_type":[{"name":"individuals","count":2}],"by_channel":[],"source":"Here"})");
          told.accept("lead", "begin_analysis");
          told.accept("adviser", "record_theme", R"({"title":"Dogs","you_said":"Leads on."})");
          told.accept(
              "adviser", "set_decision_meeting",
              R"({"body":"Kōwhai Bay Local Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
        }) {
    give(R"({"words":"Dogs off the beach."})");
  }
  const std::string project = "/api/v1/projects/p01";
  std::string in_public_as(const std::string& ending) {
    return "/have-your-say/" + story.project().about->slug + "/advice" + ending;
  }
  std::int64_t coded() {
    return json::parse(get(project + "/advice", lead()).body)
        .at("document")
        .at("themes")
        .at("items")
        .at(0)
        .at("contributions")
        .as_int64();
  }
  void code() {
    REQUIRE(post(project + "/codings", lead(), R"({"theme":"theme-1","change":"add","filter":{"q":"dogs"}})")
                .status == 200);
  }
  void submit() {
    const auto answer =
        post(project + "/submit-advice", lead(),
             R"({"title":"Advice","url":"https://example.org/a","significance_statement":"Medium."})");
    INFO(answer.body);
    REQUIRE(answer.status == 200);
  }
  void go_to(const char* day) { clock.set(engagement::start_of(*parse_day(day), context->zone)); }
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool there(const char* program) {
  return run_program(std::string("command -v ") + program).code == 0;
}

}  // namespace

TEST_CASE("Advice: what is coded after it was submitted does not change it") {
  Advice fixture;
  // As many as it takes for the advice to show how many.
  for (int i = 0; i < 9; ++i) fixture.give(R"({"words":"More trees."})");
  CHECK(fixture.coded() == 0);
  fixture.code();
  CHECK(fixture.coded() == 1);
  fixture.submit();
  const auto frozen = fixture.get(fixture.project + "/advice", fixture.lead()).body;
  CHECK(json::parse(frozen).at("state") == "frozen");
  fixture.give(R"({"words":"Dogs are loved."})");
  fixture.code();
  CHECK(fixture.get(fixture.project + "/advice", fixture.lead()).body == frozen);
}

TEST_CASE("Advice: those who decide read it once it is submitted, everybody once the agenda is public") {
  Advice fixture;
  const auto member = fixture.key("member", {"decision_maker", "", ""});
  const auto representative = fixture.key("rep", {"mana_whenua_representative", "", entity});
  CHECK(fixture.get(fixture.project + "/advice", member).status == 404);
  fixture.submit();
  CHECK(fixture.get(fixture.project + "/advice", member).status == 200);
  CHECK(fixture.get(fixture.project + "/advice", representative).status == 404);
  fixture.go_to("2027-08-16");
  for (const char* form : {".json", ".html", ".pdf"})
    CHECK(fixture.get(fixture.in_public_as(form), "").status == 404);
  fixture.go_to("2027-08-17");
  CHECK(fixture.get(fixture.in_public_as(".json"), "").status == 200);
  CHECK(fixture.get(fixture.project + "/advice", representative).status == 200);
}

TEST_CASE("Advice: nothing that a branch said in confidence stands in it, in any form, for anybody") {
  if (!there("pdftotext") || !there("chromium")) {
    WARN("skipped: pdftotext (poppler-utils) or chromium is not installed");
    return;
  }
  Advice fixture;
  fixture.submit();
  fixture.go_to("2027-08-17");
  const auto text_of = [&](const std::string& path, const std::string& key) {
    const auto answer = fixture.get(path, key);
    REQUIRE(answer.status == 200);
    if (!answer.body.starts_with("%PDF")) return answer.body;
    const auto file = fixture.folder / "advice.pdf";
    write_file(file, answer.body);
    CHECK(holds(run_program("pdfinfo '" + file.string() + "'").output, "Tagged:          yes"));
    return run_program("pdftotext '" + file.string() + "' -").output;
  };
  for (const std::string form : {"", ".html", ".pdf"}) {
    CAPTURE(form);
    const auto of_staff = text_of(fixture.project + "/advice" + form, fixture.lead());
    const auto of_all = text_of(fixture.in_public_as(form.empty() ? ".json" : form), "");
    for (const char* words : in_confidence) {
      CHECK_FALSE(holds(of_staff, words));
      CHECK_FALSE(holds(of_all, words));
    }
    CHECK(holds(of_staff, record_words));
    CHECK_FALSE(holds(of_all, record_words));
    CHECK(holds(of_all, "Kōwhai Bay"));
    // Their words are text, whatever stands in them.
    CHECK(holds(of_all, form == ".html" ? "Plant &lt;b&gt;first&lt;/b&gt;." : "Plant <b>first</b>."));
  }
}

TEST_CASE(
    "Advice: the page is HTML another program finds nothing wrong with, with tables that say what they "
    "hold") {
  Advice fixture;
  fixture.code();
  const auto page = fixture.get(fixture.project + "/advice.html", fixture.lead());
  REQUIRE(page.status == 200);
  CHECK(holds(page.body, "<html lang=\"en-NZ\">"));
  CHECK_FALSE(holds(page.body, "<table><thead>"));  // none without a caption
  CHECK(holds(page.body, "<th scope=\"col\">Theme</th>"));
  CHECK(holds(page.body, "This is a draft."));
  if (!there("tidy")) {
    WARN("skipped: tidy is not installed");
    return;
  }
  const auto file = fixture.folder / "advice.html";
  write_file(file, page.body);
  const auto result = run_program("tidy -e -q --show-info no '" + file.string() + "'");
  INFO(result.output);
  CHECK(result.code == 0);
}

TEST_CASE("PDF: a program that is not there, that fails or that takes too long is told in words") {
  shared::PdfPress none({.command = {"/nowhere/chromium", "{html}"}});
  CHECK(holds(none.print("<p>").problem, "install Debian's package chromium"));
  shared::PdfPress fails({.command = {"/bin/sh", "-c", "echo 'no display' >&2; exit 1"}});
  CHECK(holds(fails.print("<p>").problem, "no display"));
  shared::PdfPress slow({.command = {"/bin/sleep", "30"}, .timeout = std::chrono::milliseconds{100}});
  CHECK(holds(slow.print("<p>").problem, "took too long"));
}

TEST_CASE("Advice: a document that was replaced is read by its hash, by whom it was there for") {
  Advice fixture;
  fixture.submit();
  const auto list = [&](const std::string& target, const std::string& secret) {
    const auto answer = fixture.get(target, secret);
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return json::parse(answer.body).at("items").as_array();
  };
  const auto frozen = list(fixture.project + "/advice/frozen", fixture.lead());
  REQUIRE(frozen.size() == 1);
  const std::string hash(frozen.front().at("hash").as_string());
  REQUIRE(fixture.post(fixture.project + "/reopen-analysis", fixture.lead(), R"({"reason":"Count again."})")
              .status == 200);
  const auto seen = fixture.get(fixture.project + "/advice/frozen/" + hash, fixture.lead());
  REQUIRE(seen.status == 200);
  CHECK(json::parse(seen.body).at("state") == "replaced");
  CHECK(json::parse(seen.body).at("document").at("advice").at("title") == "Advice");
  CHECK(fixture.get(fixture.project + "/advice/frozen/" + std::string(64, 'a'), fixture.lead()).status ==
        404);
  CHECK(list(fixture.in_public_as("/frozen.json"), "").empty());
  CHECK(fixture.get(fixture.in_public_as("/frozen/" + hash), "").status == 404);
}

}  // namespace full_circle::testing
