// One contribution after another, from the day it is given to the day its giver knows what became of it: for
// each way in and each verdict, by the program itself, with a real mail server.
#include "tests/config/support.hpp"
#include "tests/support/mail_server.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <thread>

using full_circle::MailServer;
using full_circle::config::testing::command_line;
using full_circle::config::testing::http;
using full_circle::config::testing::HttpAnswer;
using full_circle::config::testing::Program;
using full_circle::config::testing::read_file;
using full_circle::config::testing::write_file;
using Folder = full_circle::config::testing::TemporaryFolder;

namespace {

namespace json = boost::json;

std::string text_of(const json::value& of, std::string_view key) {
  return json::value_to<std::string>(of.at(key));
}

const std::array<std::string, 7> roles{"lead",           "adviser",   "maori_specialist", "coordinator",
                                       "decision_maker", "publisher", "administrator"};

/// The program, with one person for each role and a clock that is moved by hand.
class Council {
 public:
  Council() {
    for (const auto& role : roles) {
      command_line({"user", "add", "--id", dashed(role), "--name", role, "--role", role, "--data", data()});
      const auto key =
          command_line({"key", "add", dashed(role), "--label", "test", "--json", "--data", data()});
      m_keys[role] = json::value_to<std::string>(key.json().at("secret"));
    }
    write_file(m_folder / "settings.yaml",
               "notifier: {kind: smtp, smtp: {host: 127.0.0.1, tls: none, port: " +
                   std::to_string(m_mail.port()) + "}}\n");
    m_program.emplace(m_folder, std::vector<std::string>{"serve", "--config", m_folder / "settings.yaml",
                                                         "--listen", "127.0.0.1:0", "--data", data(),
                                                         "--clock", "simulated:2027-03-01T00:00:00Z"});
    m_address = m_program->address();
  }

  void go_to(const std::string& instant) {
    const auto moved = http("POST", m_address, "/api/v1/clock", m_keys["administrator"],
                            json::serialize(json::object{{"now", instant}}));
    INFO(moved.body);
    REQUIRE(moved.status < 300);
  }
  HttpAnswer get(const std::string& target, const std::string& role = "") {
    return http("GET", m_address, target, role.empty() ? "" : m_keys[role]);
  }
  json::value read(const std::string& target) { return json::parse(get(target, "lead").body); }
  HttpAnswer post(const std::string& role, const std::string& target, const std::string& body) {
    return http("POST", m_address, target, role.empty() ? "" : m_keys[role], body);
  }
  void give(const std::string& role, const std::string& command, const std::string& body = "{}") {
    const auto answer = post(role, project() + "/" + command, body);
    INFO(command << ": " << answer.body);
    REQUIRE(answer.status < 300);
  }
  void create(const std::string& body) {
    const auto answer = post("lead", "/api/v1/projects", body);
    INFO(answer.body);
    REQUIRE(answer.status < 300);
    const auto made = json::parse(answer.body);
    m_id = json::value_to<std::string>(made.at("project"));
    m_slug = json::value_to<std::string>(made.at("slug"));
  }
  void finish(const std::string& stage) {
    const auto activities = read(project() + "/activities");
    for (const auto& one : activities.at("items").as_array())
      if (text_of(one, "stage") == stage && one.at("state") == "open")
        give("lead", "waive-activity",
             json::serialize(
                 json::object{{"activity", one.at("activity")}, {"reason", "Not what this is about."}}));
  }
  /// The form as a browser sends it; where it leads.
  std::string submit(const std::string& fields) {
    const auto port = m_address.substr(m_address.rfind(':') + 1);
    full_circle::testing::RawHttp browser(static_cast<std::uint16_t>(std::stoi(port)));
    browser.send("POST /have-your-say/" + m_slug + "/contribute HTTP/1.1\r\nHost: 127.0.0.1:" + port +
                 "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                 std::to_string(fields.size()) + "\r\n\r\n" + fields);
    const auto answer = browser.answer();
    REQUIRE(answer);
    INFO(answer->head << answer->body);
    REQUIRE(answer->status == 303);
    const auto location = answer->field("location");
    return location.substr(location.find("/receipt/"));
  }
  std::string project() const { return "/api/v1/projects/" + m_id; }
  const std::string& slug() const { return m_slug; }

  /// Who got a message with this in it, and how often.
  std::map<std::string, int> told(const std::string& holding) const {
    std::map<std::string, int> people;
    for (const auto& path : m_mail.messages()) {
      auto text = read_file(path + ".eml");
      // Quoted-printable breaks long lines.
      for (auto at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n", at))
        text.erase(at, 3);
      if (text.find(holding) == std::string::npos) continue;
      ++people[json::value_to<std::string>(json::parse(read_file(path + ".json")).at("to").at(0))];
    }
    return people;
  }

 private:
  static std::string dashed(std::string name) {
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
  }
  std::string data() const { return m_folder / "data"; }

  Folder m_folder;
  MailServer m_mail{{"plain"}};
  std::map<std::string, std::string> m_keys;
  std::optional<Program> m_program;
  std::string m_address;
  std::string m_id;
  std::string m_slug;
};

void open(Council& council) {
  council.create(
      R"({"title":"Tauira path","summary":"A path.","local_boards":["tauira"],"communities":["young-people"],
          "topics":["parks"],"definition":"standard","sample":true})");
  council.give(
      "lead", "assess-significance",
      R"({"level":"medium","reasons":"Many walk there.","policy_version":"2022","extent_reason":"Enough.",
                   "land_or_water":false})");
  council.give("lead", "identify-communities",
               R"({"groups":[{"community":"young-people","interest":"They walk there."}]})");
  council.give("lead", "record-earlier-insights",
               R"({"insights":["Too narrow."],"looked_in":"2024 results"})");
  council.give("lead", "check-calendar", R"({"finding":"Nothing else is open there.","clashes":[]})");
  const std::string not_needed = R"({"conclusion":"not_needed","reasons":"Said by those who were asked."})";
  council.give("maori_specialist", "assess-significance-to-maori", not_needed);
  council.give("lead", "assess-significance-to-maori", not_needed);
  council.finish("plan");
  council.give("lead", "begin-preparation");
  council.give("lead", "set-scope",
               R"({"purpose":"Where the path goes.","can_change":["Its width"],"cannot_change":["The budget"],
                   "decision_maker":"Tauira Local Board","decision_on":"2027-08-19","answer_by":"2027-09-16",
                   "ways":[{"title":"Online","text":"Fill in the form."}]})");
  council.give("lead", "set-period", R"({"opens_on":"2027-06-14","closes_on":"2027-07-18"})");
  council.give("lead", "plan-session",
               R"({"kind":"hearing","title":"Hearing","starts_at":"2027-07-03T10:00:00+12:00",
                   "ends_at":"2027-07-03T13:00:00+12:00","place":"Hall","accessibility":["Step-free"],
                   "sign_language":true,"remote_link":true})");
  for (const std::string kind : {"summary_of_proposal", "privacy_statement", "feedback_form", "draft_plan",
                                 "options_analysis", "background", "statement_of_proposal"})
    council.give("lead", "attach-document",
                 R"({"kind":")" + kind +
                     R"(","title":"Paper","url":"https://tauira.example/paper","fair_summary":true,
                         "says_where_full":true,"states_period":true})");
  council.give("lead", "record-options", R"({"options":[{"title":"Build","text":"Build it."}]})");
  council.finish("prepare");
  council.give("lead", "announce-project");
  council.give("lead", "schedule-engagement");
  council.go_to("2027-06-14T01:00:00Z");
}

/// One way in: who gave it, and the receipt they were handed, which an import has none of.
struct Given {
  std::string person;
  std::string reference;
  std::string receipt;
};

std::string body_of(const std::string& person, const std::string& more) {
  return R"({"words":"Words of )" + person + R"(.",)" + more + R"("contributor":{"email":")" + person +
         R"(@tauira.example"},"consents":{"contact":true}})";
}

std::vector<Given> give_every_way(Council& council) {
  std::vector<Given> all;
  const auto taken = [&](const std::string& role, const std::string& target, const std::string& person,
                         const std::string& more) {
    const auto answer = council.post(role, target, body_of(person, more));
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    const auto value = json::parse(answer.body);
    const auto address = json::value_to<std::string>(value.at("receipt"));
    all.push_back({person, json::value_to<std::string>(value.at("reference")),
                   "/receipt" + address.substr(address.rfind('/'))});
  };
  const std::string by_staff = council.project() + "/contributions";
  taken("", "/api/v1/have-your-say/" + council.slug() + "/contributions", "online", "");
  for (const std::string channel : {"in_person", "post", "telephone", "hui"})
    taken("lead", by_staff, channel, R"("channel":")" + channel + R"(",)");
  taken("lead", by_staff, "partner", R"("channel":"partner","collected_by":"Tauira trust",)");
  const auto receipt = council.submit("words=Words+of+form.&email=form%40tauira.example&contact=yes&go=send");
  all.push_back({"form", "", receipt});
  const auto imported = council.post(
      "lead", by_staff + "/import",
      R"({"mapping":{"source":"survey","words":["said"],"email":"mail","channel":"online","contact":{"column":"ok","yes":["yes"]}},
          "csv":"said,mail,ok\nWords of import.,import@tauira.example,yes\n"})");
  INFO(imported.body);
  REQUIRE(imported.status == 200);
  all.push_back({"import", "", ""});
  const auto listed = council.read(by_staff + "?limit=100");
  for (auto& one : all)
    for (const auto& item : listed.at("items").as_array())
      if (text_of(item, "words") == "Words of " + one.person + ".")
        one.reference = json::value_to<std::string>(item.at("reference"));
  return all;
}

struct Outcome {
  std::string verdict;
  std::string shown;
  std::string because;
};
const std::array<Outcome, 4> outcomes{
    {{"adopted", "Adopted", "It costs no more than before."},
     {"partly_adopted", "Partly adopted", "Half of it fits the budget."},
     {"not_adopted", "Not adopted", "The slope is too steep there."},
     {"out_of_scope", "Outside what could be decided here", "Another body decides about buses."}}};

/// Every contribution under a theme: each verdict gets its share of the ways in.
void decide(Council& council, const std::vector<Given>& all) {
  council.go_to("2027-07-19T01:00:00Z");
  council.finish("engage");
  council.give("lead", "record-feedback-totals",
               R"({"total":8,"by_type":[{"name":"individuals","count":8}],"by_channel":[],"source":"Here"})");
  council.give("lead", "begin-analysis");
  for (std::size_t one = 0; one < outcomes.size(); ++one) {
    council.give(
        "adviser", "record-theme",
        R"({"title":"Theme )" + std::to_string(one + 1) + R"(","you_said":"You said so.","people":2})");
    json::array references;
    for (std::size_t at = one; at < all.size(); at += outcomes.size())
      references.emplace_back(all[at].reference);
    const auto coded = council.post(
        "adviser", council.project() + "/codings",
        json::serialize(json::object{
            {"theme", "theme-" + std::to_string(one + 1)}, {"change", "add"}, {"references", references}}));
    INFO(coded.body);
    REQUIRE(coded.status < 300);
  }
  council.give("adviser", "set-decision-meeting",
               R"({"body":"Tauira Local Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
  council.give(
      "adviser", "submit-advice",
      R"({"title":"Advice","url":"https://tauira.example/advice","significance_statement":"Medium."})");
  council.finish("report");
  council.go_to("2027-08-20T01:00:00Z");
  council.give("decision_maker", "record-decision",
               R"({"body":"Tauira Local Board","decided_on":"2027-08-19","decision":"Build some of it.",
                   "reasons":"It is wanted."})");
  council.give("publisher", "begin-closing", R"({"headline":"Some of it is built"})");
  for (std::size_t one = 0; one < outcomes.size(); ++one)
    council.give("publisher", "answer-theme",
                 json::serialize(json::object{{"theme", "theme-" + std::to_string(one + 1)},
                                              {"verdict", outcomes[one].verdict},
                                              {"we_decided", "We looked at it."},
                                              {"because", outcomes[one].because}}));
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Answers: whoever gave anything, in whatever way, is told and finds what became of it") {
  Council council;
  open(council);
  const auto all = give_every_way(council);
  for (const auto& one : all)
    if (!one.receipt.empty()) {
      const auto page = council.get(one.receipt).body;
      INFO(one.person << page);
      CHECK(holds(page, "Words of " + one.person + "."));
      CHECK_FALSE(holds(page, "What became of"));
    }
  decide(council, all);
  const auto results = council.project() + "/results";
  CHECK(holds(council.get(results + "/preview", "publisher").body, "This is a preview"));
  CHECK(council.get(results + "/preview").status == 401);
  const auto changes = json::parse(council.get(results + "/changes", "publisher").body);
  CHECK(changes.at("items").as_array().size() >= 15);
  council.give("lead", "sign-off-results",
               json::serialize(json::object{{"answer_hash", changes.at("answer_hash")}}));
  council.give("publisher", "publish-results", R"({"at":"2027-08-30T21:00:00Z"})");
  const std::string answer = "/have-your-say/" + council.slug() + "/result";
  council.go_to("2027-08-30T20:59:00Z");
  CHECK(council.get(answer + "/").status == 404);
  CHECK(council.told(answer).empty());
  council.go_to("2027-08-30T21:01:00Z");
  CHECK(council.get(answer + "/").status == 200);

  const auto told = council.told(answer);
  for (std::size_t at = 0; at < all.size(); ++at) {
    const auto& one = all[at];
    const auto& outcome = outcomes[at % outcomes.size()];
    INFO(one.person << " " << outcome.verdict);
    const auto found = told.find(one.person + "@tauira.example");
    REQUIRE(found != told.end());
    CHECK(found->second == 1);
    CHECK(holds(council.get(answer + "/").body, outcome.because));
    if (one.receipt.empty()) continue;
    const auto page = council.get(one.receipt).body;
    INFO(page);
    CHECK(holds(page, "What became of what you raised"));
    CHECK(holds(page, "<b>" + outcome.shown + "</b>"));
    CHECK(holds(page, outcome.because));
    CHECK(holds(page, "Words of " + one.person + "."));
  }
  const auto project = council.read(council.project());
  INFO(json::serialize(project.at("told")));
  CHECK(project.at("told").as_array().size() == 1);
}
