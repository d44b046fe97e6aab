// When a project can open, decide and answer at the earliest, and which days break a rule.
#include "tests/support/story.hpp"
#include "workflows/engagement/calendar/forecast.hpp"
#include "workflows/engagement/due_days.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;
namespace json = boost::json;

namespace {

Day day(std::string_view text) {
  return parse_day(text).value();
}

const SeesBranch sees_all = [](std::string_view) { return true; };

Result<Forecast> ask(const Story& story, const WhatIf& what_if = {}) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  return forecast(story.project(), *definition, story.context(), story.now(), what_if, sees_all);
}

Forecast forecast_of(const Story& story, const WhatIf& what_if = {}) {
  auto told = ask(story, what_if);
  REQUIRE(told.ok());
  return std::move(told).value();
}

ForecastStep step(const Forecast& told, const std::string& name) {
  INFO(name);
  const auto* found = told.step(name);
  REQUIRE(found);
  return *found;
}

std::string earliest(const Forecast& told, const std::string& name) {
  const auto found = step(told, name);
  return found.earliest_on ? to_text(*found.earliest_on) : found.note;
}

std::vector<std::string> breaks(const Forecast& told) {
  std::vector<std::string> all;
  for (const auto* list : {&told.steps, &told.branches})
    for (const auto& one : *list)
      for (const auto& broken : one.breaks) all.push_back(one.name + ": " + broken);
  return all;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += text + "\n";
  return all;
}

bool waits_openly(const ForecastStep& step, const std::string& name) {
  return std::any_of(step.open_ends.begin(), step.open_ends.end(),
                     [&](const OpenEnd& one) { return one.name == name; });
}

/// Each day that can be set, at its earliest, one after the other as somebody would who follows the forecast.
WhatIf as_soon_as_can_be(const Story& story) {
  WhatIf soonest;
  soonest.opens_on = step(forecast_of(story, soonest), "open").earliest_on;
  soonest.closes_on = step(forecast_of(story, soonest), "close").earliest_on;
  soonest.decision_on = step(forecast_of(story, soonest), "decide").earliest_on;
  soonest.answer_by = step(forecast_of(story, soonest), "answer").earliest_on;
  return soonest;
}

/// In preparation, one entity taking part, a hui arranged with it.
void arrange_hui(Story& story, const std::string& on) {
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare();
  story.accept("mana_whenua_representative", "accept", R"({"words":"Yes."})", "tauira-ki-tai");
  for (const std::string role : {"lead", "mana_whenua_representative"})
    story.accept(role, "agree_date",
                 R"({"starts_at":")" + on + R"(T10:00:00+12:00","ends_at":")" + on +
                     R"(T12:00:00+12:00","place":"Their place"})",
                 "tauira-ki-tai");
}

}  // namespace

TEST_CASE(
    "Forecast: from nothing set, each step of the standard definition has its day and the rule behind it") {
  const Story story;  // 1 March 2027
  const auto told = forecast_of(story);
  CHECK(earliest(told, "announce") == "2027-03-01");
  CHECK(earliest(told, "open") == "2027-03-16");  // the page is due 15 days before, and not written
  CHECK(step(told, "open").rule.name == "activity_write_page_text");
  CHECK_THAT(step(told, "open").rule.says, Contains("is due 15 days before it opens"));
  CHECK(earliest(told, "close") == "2027-03-29");  // 14 days, both ends counted
  CHECK_THAT(step(told, "close").rule.source, Contains("LGA s 82(1)(d)"));
  CHECK(earliest(told, "advice") == "2027-03-30");
  CHECK(earliest(told, "decide") == "2027-04-19");  // 20 days to take out what is private
  CHECK(earliest(told, "answer") == "2027-04-29");  // 10 to write the answer
  CHECK(told.critical_path() == std::vector<std::string>{"open", "close", "decide", "answer"});
  CHECK(breaks(told).empty());
}

TEST_CASE("Forecast: what has no length is an open end without a day") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  const auto told = forecast_of(story);
  const auto advice = step(told, "advice");
  CHECK(waits_openly(advice, "branches_reportable"));
  CHECK(waits_openly(advice, "themes_recorded"));
  CHECK(waits_openly(step(told, "answer"), "every_theme_answered"));
  CHECK_FALSE(waits_openly(step(told, "open"), "notice_given"));  // that one is counted
  const auto window = step(told, "branch_response_tauira-ki-tai");
  CHECK_THAT(window.what, Contains("Silence is never agreement"));
  CHECK(to_text(*window.planned_on) == "2027-04-30");
  CHECK(earliest(told, "branch_response_tauira-ki-tai") == "2027-03-21");  // 20 days
  CHECK(earliest(told, "advice") == "2027-05-01");                         // it has the whole of its time
  CHECK(told.critical_path() ==
        std::vector<std::string>{"branch_response_tauira-ki-tai", "advice", "decide", "answer"});
  story.accept("mana_whenua_representative", "pause", "", "tauira-ki-tai");
  CHECK_THAT(earliest(forecast_of(story), "branch_response_tauira-ki-tai"), Contains("no day is worked out"));
}

TEST_CASE(
    "Forecast: until mana whenua who are to be engaged are asked, their time to answer counts from today") {
  Story story("standard", "2027-03-01",
              shipped_context([](Definition& definition) { definition.branch.response_days_min = 100; }));
  story.plan();
  const auto told = forecast_of(story);
  CHECK(told.branches.empty());
  CHECK(waits_openly(step(told, "announce"), "branches_offered"));
  CHECK(earliest(told, "announce") == "2027-03-01");
  CHECK(earliest(told, "advice") == "2027-06-10");  // the day after 9 June, 100 days from now
  CHECK(step(told, "advice").rule.name == "branch_response");
}

TEST_CASE("Forecast: a special consultative procedure is open for not less than a calendar month") {
  Story story("special_consultative_procedure", "2027-01-10");
  const auto told = forecast_of(story);
  CHECK(earliest(told, "open") == "2027-02-14");   // the statement is due 35 days before
  CHECK(earliest(told, "close") == "2027-03-14");  // and not 30 days later
  CHECK_THAT(step(told, "close").rule.says, Contains("not less than 1 month"));
  const auto late = forecast_of(story, {.opens_on = day("2027-03-01"), .closes_on = day("2027-03-31")});
  CHECK_THAT(joined(breaks(late)),
             Contains("close: It stays open for not less than 1 month: Thursday 1 April 2027"));
}

TEST_CASE("Forecast: a closing that a planned day does not reach is told with the day that would do") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2027-06-14", "2027-07-18");
  CHECK(breaks(forecast_of(story)).empty());
  const auto told = forecast_of(story, {.closes_on = day("2027-06-20")});
  CHECK(breaks(told) ==
        std::vector<std::string>{
            "close: It stays open for 14 days, both ends counted: Sunday 27 June 2027 or later."});
  const auto answer = forecast_of(story, {.answer_by = day("2027-08-18")});
  CHECK_THAT(joined(breaks(answer)), Contains("answer: People hear back once it is decided"));
  const auto slow = forecast_of(story, {.answer_by = day("2027-09-17")});
  CHECK(breaks(slow) ==
        std::vector<std::string>{"answer: People hear back within 20 working days under employment "
                                 "of the decision: Thursday 16 September 2027 or earlier."});
}

TEST_CASE("Forecast: dates that move after they were scheduled are known from today") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare();
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  story.go_to("2027-06-10");
  CHECK(earliest(forecast_of(story), "open") == "2027-06-14");  // known since March: on its day
  const auto told = forecast_of(story, {.opens_on = day("2027-06-15")});
  CHECK(earliest(told, "open") == "2027-06-17");
  CHECK_THAT(joined(breaks(told)), Contains("open: People know of it for 7 days before it opens"));
  const std::string body = R"({"opens_on":"2027-06-15","closes_on":"2027-07-18"})";
  CHECK_FALSE(story.refuse("lead", "set_period", body).requirements.empty());  // the command says the same
  story.accept("lead", "set_period", R"({"opens_on":"2027-06-17","closes_on":"2027-07-18"})");
}

TEST_CASE("Forecast: scheduled, no day is told that would be refused, before and after a move") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.prepare("2027-03-20", "2027-07-18");
  story.accept("lead", "announce_project");
  story.accept("lead", "schedule_engagement");
  story.go_to("2027-03-05");
  const auto opens_on = [](const std::string& on) {
    return R"({"opens_on":")" + on + R"(","closes_on":"2027-07-18"})";
  };
  CHECK(earliest(forecast_of(story), "open") == "2027-03-12");
  CHECK(breaks(forecast_of(story, {.opens_on = day("2027-03-12")})).empty());
  CHECK_FALSE(story.refuse("lead", "set_period", opens_on("2027-03-11")).requirements.empty());
  story.accept("lead", "set_period", opens_on("2027-03-22"));
  story.go_to("2027-03-08");
  CHECK(earliest(forecast_of(story), "open") == "2027-03-15");
  CHECK_FALSE(story.refuse("lead", "set_period", opens_on("2027-03-14")).requirements.empty());
  story.go_to("2027-03-20");
  CHECK(earliest(forecast_of(story), "open") == "2027-03-22");
  CHECK(step(forecast_of(story), "open").rule.name == "period_started");
  CHECK(breaks(forecast_of(story)).empty());
  story.accept("lead", "set_period", opens_on("2027-03-27"));
}

TEST_CASE("Forecast: the report is public two working days before the meeting, as LGOIMA counts them") {
  Story story;
  story.open();
  story.go_to("2027-12-17");
  story.accept("system", "close_engagement");
  for (const std::string stage : {"engage", "report"}) story.finish_activities(stage);
  story.accept("mana_whenua_representative", "comment_only", R"({"words":"Plant first."})", "tauira-ki-tai");
  const auto told = forecast_of(story);
  CHECK(earliest(told, "advice") == "2027-12-17");
  CHECK(step(told, "decide").rule.name == "report_public");
  CHECK(step(told, "decide").rule.calendar == "LGOIMA-1987-amended-2019");
  // Friday is one of the two, the summer none; counted back from the 12th, the report is public on the 17th.
  CHECK(earliest(told, "decide") == "2028-01-12");
}

TEST_CASE("Forecast: a meeting waits until it can still be made known in time, unless it is made known") {
  Story story;
  story.open();
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  for (const std::string stage : {"engage", "report"}) story.finish_activities(stage);
  story.accept("mana_whenua_representative", "decline", "", "tauira-ki-tai");
  const auto told = forecast_of(story);
  CHECK(earliest(told, "advice") == "2027-07-19");
  CHECK(earliest(told, "decide") ==
        "2027-07-24");  // a Saturday: made known on the 19th, 5 working days before
  CHECK(step(told, "decide").rule.name == "meeting_notice");
  CHECK_THAT(joined(breaks(forecast_of(story, {.decision_on = day("2027-07-22")}))), Contains("made known"));
  story.accept("adviser", "set_decision_meeting",
               R"({"body":"Local board","starts_at":"2027-07-22T10:00:00+12:00","place":"Hall",
                   "public_notice":"https://example.org/notice"})");
  CHECK(earliest(forecast_of(story), "decide") == "2027-07-21");
  CHECK(step(forecast_of(story), "decide").breaks.empty());
}

TEST_CASE("Forecast: when the hui moves two weeks, it says which days break and why") {
  Story story;
  arrange_hui(story, "2027-08-05");
  CHECK(breaks(forecast_of(story)).empty());
  const auto before = forecast_of(story);
  const auto after = forecast_of(story, {.hui = {{"tauira-ki-tai", day("2027-08-19")}}});
  CHECK(after.critical_path() ==
        std::vector<std::string>{"branch_hui_tauira-ki-tai", "advice", "decide", "answer"});
  const auto changes = forecast_changes(before, after);
  std::vector<std::string> broken;
  std::vector<std::string> moved;
  for (const auto& change : changes) {
    moved.push_back(change.after.name);
    for (const auto& one : change.newly_broken) broken.push_back(one);
  }
  CHECK(moved == std::vector<std::string>{"advice", "decide", "answer", "branch_hui_tauira-ki-tai"});
  CHECK_THAT(joined(broken),
             Contains("Anyone can read the report 2 working days under "
                      "LGOIMA-1987-amended-2019 before the meeting: Saturday 21 August 2027 or later."));
  CHECK_THAT(step(after, "advice").rule.says, Contains("The hui with Ngāti Tauira ki Tai"));
  CHECK(forecast_changes(before, before).empty());
}

TEST_CASE("Forecast: a definition that asks for two rounds counts the second") {
  const Story story("local_park_plan", "2027-03-01");
  const auto told = forecast_of(story);
  CHECK(earliest(told, "open") == "2027-03-16");
  CHECK(earliest(told, "close") == "2027-05-16");
  CHECK(earliest(told, "another_round_2") == "2027-05-17");
  CHECK(earliest(told, "open_2") == "2027-06-01");
  CHECK(earliest(told, "close_2") == "2027-08-01");
  CHECK(told.critical_path() == std::vector<std::string>{"open", "close", "another_round_2", "open_2",
                                                         "close_2", "decide", "answer"});
}

TEST_CASE("Forecast: days set as soon as can be break nothing, whatever the definition and the season") {
  for (const auto& [file, text] : shipped_definitions()) {
    for (const std::string today : {"2027-01-31", "2027-03-01", "2027-12-16", "2028-02-29"}) {
      const auto name = read_definition(text, {"notifier", "publisher", "calendar"}).definition->name;
      INFO(name << " from " << today);
      const Story story(name, today);
      const auto told = forecast_of(story, as_soon_as_can_be(story));
      CHECK(joined(breaks(told)).empty());
      for (const std::string planned : {"open", "close", "decide", "answer"})
        CHECK(step(told, planned).earliest_on == step(told, planned).planned_on);
    }
  }
}

TEST_CASE("Forecast: opening later never makes the answer earlier") {
  Story story;
  arrange_hui(story, "2027-04-05");
  std::optional<Day> last;
  for (int later = 0; later < 400; later += 3) {
    const auto told = forecast_of(story, {.opens_on = plus_days(day("2027-03-01"), later)});
    const auto answer = step(told, "answer").earliest_on;
    INFO(later);
    REQUIRE(answer);
    CHECK((!last || *last <= *answer));
    last = answer;
  }
}

TEST_CASE("Forecast: what has happened keeps its day, and no other can be tried for it") {
  Story story;
  story.open();
  const auto told = forecast_of(story);
  CHECK(to_text(*step(told, "open").done_on) == "2027-06-14");
  CHECK_FALSE(step(told, "open").earliest_on);
  CHECK(earliest(told, "close") == "2027-07-18");  // longer, never shorter
  const auto opens = ask(story, {.opens_on = day("2027-08-01")});
  REQUIRE_FALSE(opens.ok());
  CHECK(opens.refusal().fields.front().field == "/opens_on");
  const auto hui = ask(story, {.hui = {{"tauira-elsewhere", day("2027-08-01")}}});
  REQUIRE_FALSE(hui.ok());
  CHECK(hui.refusal().fields.front().field == "/hui");
  CHECK_THAT(joined(breaks(forecast_of(story, {.closes_on = day("2027-07-10")}))), Contains("never shorter"));
}

TEST_CASE("Forecast: a suspended project says so, a withdrawn one has nothing to come") {
  Story story;
  story.accept("lead", "suspend_project", R"({"reason":"Floods.","until":"2027-09-01"})");
  CHECK_THAT(joined(forecast_of(story).notes), Contains("suspended"));
  story.accept("lead", "withdraw_project", R"({"reason":"No money."})");
  CHECK(forecast_of(story).steps.empty());
}

TEST_CASE("Forecast: of a suspended project it tells the days that resuming today leads to") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");  // to answer by 30 April
  story.go_to("2027-04-11");
  story.accept("lead", "suspend_project", R"({"reason":"Floods."})");
  story.go_to("2027-05-10");
  const auto told = forecast_of(story);
  CHECK(to_text(*step(told, "branch_response_tauira-ki-tai").planned_on) == "2027-05-29");
  CHECK(breaks(told).empty());
  story.accept("lead", "resume_project");
  const auto resumed = forecast_of(story);
  for (const std::string name : {"announce", "open", "close", "advice", "decide", "answer"})
    CHECK(earliest(told, name) == earliest(resumed, name));
  CHECK(resumed.critical_path() == told.critical_path());
}

TEST_CASE("Forecast: days beyond the holidays' years are not guessed, nor what counts from them") {
  const Story story("standard", "2037-06-01", shipped_context([](Definition& definition) {
                      definition.period.working_days_min = 3650;
                      definition.period.calendar = "RMA-1991";
                    }));
  const auto told = forecast_of(story, {.opens_on = day("2037-12-31")});
  CHECK_FALSE(step(told, "open").earliest_on == std::nullopt);
  for (const std::string name : {"close", "decide", "answer"})
    CHECK_THAT(earliest(told, name), Contains("It cannot be counted"));
}

TEST_CASE("Forecast: an entity's representative gets it without another entity's days") {
  Story story;
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  story.accept("maori_specialist", "open_branch", R"({"entity_name":"Ngāti Tauira ki Uta"})",
               "tauira-ki-uta");
  const auto view = [&](std::string_view reader, const WhatIf& what_if = {}) {
    return forecast_view(story.project(), story.context(), reader, story.now(), what_if);
  };
  const auto own = view("entity:tauira-ki-uta");
  REQUIRE(own.ok());
  const auto text = json::serialize(own.value());
  CHECK_THAT(text, Contains("branch_offer_tauira-ki-uta") && !Contains("ki-tai") && !Contains("ki Tai") &&
                       Contains("Their days are theirs to tell"));
  CHECK_THAT(json::serialize(view("staff").value()), Contains("branch_response_tauira-ki-tai"));
  const auto other = view("entity:tauira-ki-uta", {.hui = {{"tauira-ki-tai", day("2027-08-01")}}});
  REQUIRE_FALSE(other.ok());
  CHECK(other.refusal().fields.front().field == "/hui");
}

TEST_CASE("Forecast: the view has slack, the soonest days and what the tried days change") {
  Story story;
  arrange_hui(story, "2027-08-05");
  const auto view = forecast_view(story.project(), story.context(), "staff", story.now(),
                                  {.hui = {{"tauira-ki-tai", day("2027-08-19")}}});
  REQUIRE(view.ok());
  CHECK(view.value().at("changes").as_array().size() == 4);
  CHECK(view.value().at("soonest").at("open").as_string() == "2027-03-08");
  const auto& decide = view.value().at("items").as_array().at(4).as_object();
  CHECK(decide.at("name").as_string() == "decide");
  CHECK(decide.at("slack_days").as_int64() == -2);
  CHECK(decide.at("rule").at("name").as_string() == "report_public");
}

TEST_CASE("Forecast: the days to try are read, or refused by name") {
  const auto read = [](const std::map<std::string, std::string, std::less<>>& asked) {
    return read_what_if([&](std::string_view name) {
      const auto found = asked.find(name);
      return found == asked.end() ? nullptr : &found->second;
    });
  };
  const auto good = read({{"opens_on", "2027-06-14"}, {"hui", "a:2027-06-01,b:2027-06-02"}});
  REQUIRE(good.ok());
  CHECK(good.value().opens_on == day("2027-06-14"));
  CHECK(good.value().hui.size() == 2);
  const std::vector<std::pair<std::string, std::string>> bad{{"opens_on", "soon"},
                                                             {"closes_on", "2027-02-30"},
                                                             {"decision_on", "2199-01-01"},
                                                             {"answer_by", ""},
                                                             {"hui", "2027-06-14"},
                                                             {"hui", ":2027-06-14"},
                                                             {"hui", "a:soon"},
                                                             {"hui", ""},
                                                             {"hui", "a:2027-06-01,"},
                                                             {"hui", "a:2027-06-01,a:2027-06-02"}};
  for (const auto& [name, text] : bad) {
    INFO(name << "=" << text);
    const auto refused = read({{name, text}});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.refusal().fields.front().field == "/" + name);
  }
}
