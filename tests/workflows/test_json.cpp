// Commands read from JSON: every fault named by its field; events kept for ever.
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/workflow.hpp"

#include <catch2/catch.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>

using namespace full_circle;
using namespace full_circle::engagement;

namespace {

Refusal refused(const std::string& command, const std::string& body) {
  auto result = read_command(command, body);
  REQUIRE_FALSE(result.ok());
  return std::move(result).refusal();
}

std::set<std::string> fields(const Refusal& refusal) {
  std::set<std::string> names;
  for (const auto& problem : refusal.fields) names.insert(problem.field);
  return names;
}

}  // namespace

TEST_CASE("JSON: every problem of a body is reported at once, each with its field") {
  const auto refusal =
      refused("set_scope", R"({"purpose":"","can_change":["A",7],"decision_maker":"Board\nof two",
                                               "decision_on":"2027-02-30","answer_by":20270916,"colour":"green","ways":[{"title":"Online"}]})");
  CHECK(refusal.reason == Reason::malformed);
  CHECK(fields(refusal) == std::set<std::string>{"/purpose", "/can_change/1", "/decision_maker",
                                                 "/decision_on", "/answer_by", "/colour", "/ways/0/text"});
}

TEST_CASE("JSON: bodies that are not JSON are refused and say where") {
  for (const std::string body :
       {"{", "{\"reason\":}", "[1,2", "nonsense", "{} trailing", "{\"reason\":\"\xff\xfe\"}"}) {
    CAPTURE(body);
    const auto refusal = refused("reopen_plan", body);
    CHECK(refusal.reason == Reason::malformed);
    CHECK(refusal.message.find("not JSON") != std::string::npos);
  }
  CHECK(refused("reopen_plan", std::string(200, '[') + std::string(200, ']')).reason == Reason::malformed);
  CHECK(refused("reopen_plan", "[]").fields.at(0).message.find("object") != std::string::npos);
}

TEST_CASE("JSON: numbers out of range, fractions and infinities are refused") {
  for (const std::string total :
       {"-1", "1.5", "5e555", "1000000001", "99999999999999999999", "\"12\"", "null", "true"}) {
    CAPTURE(total);
    const auto refusal = refused("record_feedback_totals",
                                 R"({"total":)" + total + R"(,"by_type":[],"by_channel":[],"source":"Us"})");
    CHECK((fields(refusal) == std::set<std::string>{"/total"} ||
           refusal.message.find("not JSON") != std::string::npos));
  }
}

TEST_CASE("JSON: dates exist and lie from 1990 to 2037; times carry an offset") {
  for (const std::string day :
       {"2027-02-29", "1989-12-31", "2038-01-01", "2027-6-1", "tomorrow", "2027-06-14T00:00:00Z"})
    CHECK(fields(refused("set_period", R"({"opens_on":")" + day + R"(","closes_on":"2027-07-01"})"))
              .count("/opens_on"));
  CHECK(fields(refused("set_decision_meeting",
                       R"({"body":"B","starts_at":"2027-08-19T18:00:00","place":"P"})")) ==
        std::set<std::string>{"/starts_at"});
}

TEST_CASE("JSON: addresses are web addresses or paths, names are plain") {
  for (const std::string url :
       {"javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", "ftp://x", ""})
    CHECK(fields(refused("attach_document", R"({"kind":"advice","title":"T","url":")" + url + R"("})")) ==
          std::set<std::string>{"/url"});
  CHECK(fields(refused("complete_activity", R"({"activity":"../etc"})")) ==
        std::set<std::string>{"/activity"});
  CHECK(fields(refused("attach_document", R"({"kind":"ADVICE","title":"T","url":"/a"})")) ==
        std::set<std::string>{"/kind"});
}

TEST_CASE("JSON: text is counted in characters, and macrons are one each") {
  std::string title;
  for (int i = 0; i < 300; ++i) title += "ā";
  CHECK(read_command("record_lesson", R"({"title":")" + title + R"(","lesson":"L"})").ok());
  CHECK_FALSE(read_command("record_lesson", R"({"title":")" + title + R"(ā","lesson":"L"})").ok());
}

TEST_CASE("JSON: an event reads back to the same bytes") {
  BranchMoved moved{Name("tauira-ki-tai"), "accept", Side::entity,
                    Accept{Text("Āe"), OnBehalf{Text("Letter")}}};
  const auto data = write_event(moved);
  CHECK(
      data ==
      R"({"entity":"tauira-ki-tai","said":{"accept":{"recorded_on_behalf":{"evidence":"Letter"},"words":"Āe"}},"side":"entity","step":"accept"})");
  CHECK(write_event(read_event("branch_moved", 1, data)) == data);
}

TEST_CASE("JSON: an event of an unknown type or version cannot be read and says so") {
  CHECK_THROWS_WITH(read_event("project_exploded", 1, "{}"), Catch::Contains("project_exploded"));
  CHECK_THROWS_WITH(read_event("period_closed", 99, "{}"), Catch::Contains("99"));
  CHECK_THROWS_WITH(read_event("period_closed", 1, "{}"), Catch::Contains("period_closed"));
}

TEST_CASE("JSON: every command has a schema whose required fields are the ones it misses") {
  for (const auto& description : command_descriptions()) {
    CAPTURE(description.name);
    const auto schema = boost::json::parse(description.schema_json).as_object();
    std::set<std::string> required;
    if (const auto* list = schema.if_contains("required"))
      for (const auto& name : list->as_array()) required.insert("/" + std::string(name.as_string()));
    Refusal refusal;
    if (description.branch) {
      auto result = read_branch_command(description.name, "{}");
      if (!result.ok()) refusal = result.refusal();
    } else {
      auto result = read_command(description.name, "{}");
      if (!result.ok()) refusal = result.refusal();
    }
    CHECK(fields(refusal) == required);
  }
}

TEST_CASE("Search folds macrons and double vowels to one") {
  CHECK(fold("Ngāti") == fold("Ngaati"));
  CHECK(fold("Ngāti") == "ngati");
  CHECK(fold("KŌWHAI Bay") == "kowhai bay");
  CHECK(fold("a\u0304") == "a");
  CHECK(fold("日本") == "日本");
}
