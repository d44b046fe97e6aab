#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/evaluation.hpp"
#include "workflows/engagement/loop_time.hpp"
#include "workflows/engagement/service_report.hpp"
#include "workflows/engagement/survey.hpp"

#include <algorithm>

namespace full_circle::engagement::testing {

namespace {

namespace json = boost::json;

constexpr const char* tai = "tauira-ki-tai";

/// A plan with two targets, answered on the tenth working day.
Story answered(const std::string& published_on = "2027-09-02") {
  Story story;
  story.open();
  story.go_to("2027-07-05");
  story.accept("lead", "record_session_held", R"({"session":"session-1","people":40,"notes":"Lively."})");
  answer_people(story, published_on);
  return story;
}

EvaluationCounts counted(std::int64_t young_people) {
  return {.contributions = {{{"channel", "online"}, 100}, {{"community", "young-people"}, young_people}},
          .contribution_kinds = {{"channel", 100}, {"community", young_people}},
          .survey = {{{"answered", "yes"}, 3}, {{"clear", "no"}, 1}, {{"clear", "yes"}, 1}}};
}

Result<Entry> survey(const Story& story, const AnswerSurvey& answer) {
  return take_in_survey(answer, "id", "key", story.project(), story.context(), story.now());
}

std::string fact(const json::object& page, const std::string& name) {
  for (const auto& one : page.at("fact").as_array())
    if (one.at("name") == json::value(name)) return json::value_to<std::string>(one.at("value"));
  return "";
}

}  // namespace

TEST_CASE("Evaluate: targets of the plan stand beside what was counted, and few people are hidden") {
  Story story;
  story.accept("lead", "identify_communities",
               R"({"groups":[{"community":"young-people","interest":"They swim.","target_people":60}]})");
  const auto met = evaluation_view(story.project(), story.context(), counted(62), "staff");
  CHECK(met.at("targets").at(0).at("heard") == 62);
  CHECK(met.at("targets").at(0).at("met") == true);
  CHECK(met.at("prefill").at("targets").at(0).at("result") == "62 contributions");
  const auto missed = evaluation_view(story.project(), story.context(), counted(40), "staff");
  CHECK(missed.at("prefill").at("targets").at(0).at("met") == false);
  const auto few = evaluation_view(story.project(), story.context(), counted(4), "staff");
  CHECK(few.at("targets").at(0).at("heard").is_null());
  CHECK(few.at("targets").at(0).at("met").is_null());
  CHECK(few.at("prefill").at("targets").as_array().empty());
}

TEST_CASE("Evaluate: the time to the answer is held against the standard and against what was promised") {
  const Story story = answered();
  const auto loop = evaluation_view(story.project(), story.context(), {}, "staff").at("loop").as_object();
  CHECK(loop.at("working_days") == 10);
  CHECK(loop.at("within_standard") == true);
  CHECK(loop.at("promise_kept") == true);
  const Story late = answered("2027-09-24");
  const auto view = evaluation_view(late.project(), late.context(), {}, "staff");
  CHECK(view.at("loop").at("working_days") == 26);
  CHECK(view.at("loop").at("within_standard") == false);
  CHECK(view.at("loop").at("promise_kept") == false);
  const auto& proposed = view.at("prefill").at("targets").as_array();
  REQUIRE(proposed.size() == 2);
  CHECK(proposed[0].at("result") == "26 working days");
  CHECK(proposed[1].at("met") == false);
}

TEST_CASE("Evaluate: what is proposed is taken as it stands") {
  Story story = answered();
  const auto view = evaluation_view(story.project(), story.context(), {}, "staff");
  story.accept("system", "record_people_told", R"({"how":"By a message to: public"})");
  story.finish_activities("close_the_loop");
  story.accept("lead", "begin_evaluation");
  json::object body = view.at("prefill").as_object();
  body["findings"] = "It worked.";
  story.accept("lead", "record_evaluation", json::serialize(body));
  CHECK(story.project().evaluation->targets.size() == 2);
}

TEST_CASE("Evaluate: an entity's review is its own word, and read by whom it says") {
  Story story;
  story.open();
  story.open_branch("tauira-ki-uta", "Ngāti Tauira ki Uta");
  const std::string words =
      R"({"words":"You came late.","sensitivity":"in_confidence","agreed_by":"The rūnanga chair")";
  CHECK(story.refuse("maori_specialist", "record_review", words + "}", tai).fields.at(0).field ==
        "/recorded_on_behalf");
  CHECK(story.refuse("mana_whenua_representative:tauira-ki-uta", "record_review", words + "}", tai).reason ==
        Reason::not_permitted);
  CHECK(story
            .refuse("mana_whenua_representative", "record_review",
                    R"({"words":"Late.","sensitivity":"in_confidence"})", tai)
            .fields.at(0)
            .field == "/agreed_by");
  const auto before = story.project().branch(tai)->place;
  story.accept("maori_specialist", "record_review",
               words + R"(,"recorded_on_behalf":{"evidence":"Letter of 3 May"}})", tai);
  CHECK(story.project().branch(tai)->place == before);
  const auto seen_by = [&](const std::string& view_class) {
    return json::serialize(evaluation_view(story.project(), story.context(), {}, view_class)) +
           json::serialize(branch_view(story.project(), story.context(), tai, view_class)) +
           json::serialize(history_view(story.history(), story.project(), view_class));
  };
  for (const char* reader : {"staff", "entity:tauira-ki-uta"})
    CHECK(seen_by(reader).find("You came late.") == std::string::npos);
  for (const char* reader : {"specialist", "entity:tauira-ki-tai"})
    CHECK(seen_by(reader).find("You came late.") != std::string::npos);
  CHECK(json::serialize(public_page(story.project(), story.context(), story.now())).find("came late") ==
        std::string::npos);
  story.accept("mana_whenua_representative", "record_review",
               R"({"words":"The hui was good.","sensitivity":"may_be_published","agreed_by":"The chair"})",
               tai);
  const auto row = evaluation_view(story.project(), story.context(), {}, "staff").at("mana_whenua").at(0);
  CHECK(row.at("reviews").as_array().size() == 1);
  CHECK(row.at("withheld") == true);
}

TEST_CASE("Survey: people are asked from the published answer until the project is complete") {
  Story story;
  story.open();
  const AnswerSurvey clear{.clear = SurveyAnswer::yes, .easy = {}, .words = {}};
  CHECK(survey(story, clear).refusal().reason == Reason::out_of_turn);
  answer_people(story);
  REQUIRE(survey(story, clear).ok());
  CHECK(survey(story, clear).value().personal.empty());
  CHECK(survey(story, {}).refusal().reason == Reason::malformed);
  CHECK(public_page(story.project(), story.context(), story.now()).at("result").at("survey") == true);
  learn_from_it(story);
  const std::string outcome =
      R"({"outcome":"Planting is led together.","commitments":[{"what":"A day","owner":"Parks"}]})";
  story.accept("lead", "agree_outcome", outcome, tai);
  story.accept("mana_whenua_representative", "agree_outcome", outcome, tai);
  story.accept("maori_specialist", "close", R"({"evaluation_asked":"By phone"})", tai);
  story.finish_activities("evaluate");
  story.accept("lead", "complete_project");
  CHECK_FALSE(survey(story, clear).ok());
  CHECK(public_page(story.project(), story.context(), story.now()).at("result").at("survey") == false);
}

TEST_CASE("Survey: answers are counted by question, those who left one out too") {
  const auto counts = survey_counts(counted(0).survey);
  CHECK(counts.at("answers") == 3);
  CHECK(counts.at("clear") == json::object{{"yes", 1}, {"partly", 0}, {"no", 1}, {"not_said", 1}});
  CHECK(counts.at("easy").at("not_said") == 3);
}

TEST_CASE("Service report: the middle and the slowest time to answer, and what is overdue") {
  const Story quick = answered();
  const Story slow = answered("2027-09-24");
  Story overdue;
  overdue.open();
  overdue.go_to("2027-07-19");
  overdue.accept("system", "close_engagement");
  Story open;
  open.open();
  overdue.go_to("2027-09-26");
  ServiceReport report(quick.context(), {}, overdue.now());
  CHECK_FALSE(report.counts(open.project()));
  for (const Story* story : std::initializer_list<const Story*>{&quick, &slow, &overdue}) {
    REQUIRE(report.counts(story->project()));
    report.add(story->project(), {});
  }
  const auto view = report.view();
  CHECK(view.at("answered") == 2);
  CHECK(view.at("median_working_days") == 18.0);
  CHECK(view.at("slowest_working_days") == 26);
  CHECK(view.at("within_standard") == 1);
  CHECK(view.at("overdue") == 1);
  CHECK(view.at("reach").at("session_people") == 80);
  CHECK(view.at("projects").at(2).at("overdue_days") == 10);
  const auto september = read_report_period("2027-09-03", "2027-09-30");
  const ServiceReport later(quick.context(), september.value(), quick.now());
  CHECK_FALSE(later.counts(quick.project()));
  CHECK(later.counts(slow.project()));
  CHECK(read_report_period("2027-09-03", "2027-09-02").refusal().fields.at(0).field == "?to");
  CHECK_FALSE(read_report_period("soon", "").ok());
}

TEST_CASE(
    "Service report: an answer is late by the day people were promised or by the council's own standard") {
  auto context = std::make_shared<Context>(*shipped_context());
  context->answer_within.days = 10;
  Story story("standard", "2027-03-01", context);
  story.open();
  answer_the_branch(story);
  decide_it(story);
  const auto late_since = [&](const char* day) {
    const auto since = answer_late_since(story.project(), *context, *parse_day(day));
    return since ? to_text(*since) : "";
  };
  CHECK(late_since("2027-09-02").empty());
  CHECK(late_since("2027-09-03") == "2027-09-02");
  CHECK(late_since("2027-09-30") == "2027-09-02");
  publish_it(story);
  CHECK(late_since("2027-09-30").empty());
}

TEST_CASE("Service report: what a period was like does not change with the day somebody asks") {
  const Story slow = answered("2027-09-24");
  const auto told = [&](const char* to, const char* today) {
    ServiceReport report(slow.context(), read_report_period("2027-08-01", to).value(),
                         start_of(*parse_day(today), slow.context().zone));
    if (report.counts(slow.project())) report.add(slow.project(), {});
    return report.view();
  };
  // Promised for the 16th: overdue on the 20th, and answered four days after.
  CHECK(told("2027-09-15", "2028-02-01").at("projects").as_array().empty());
  const auto overdue = told("2027-09-20", "2027-10-01");
  CHECK(overdue.at("overdue") == 1);
  CHECK(overdue.at("answered") == 0);
  CHECK(overdue.at("as_of") == "2027-09-20");
  CHECK(overdue.at("projects").at(0).at("overdue_days") == 4);
  CHECK(told("2027-09-20", "2028-02-01") == overdue);
  const auto answered_by_then = told("2027-09-30", "2028-02-01");
  CHECK(answered_by_then.at("overdue") == 0);
  CHECK(answered_by_then.at("answered") == 1);
}

TEST_CASE("Service report: the contributions whose people were told, of all that there were") {
  const Story story = answered();
  const auto told = [&](std::optional<ToldCount> count) {
    ServiceReport report(story.context(), {}, story.now());
    report.add(story.project(),
               {.contributions = {{{"channel", "online"}, 60}}, .survey = {}, .told = count});
    return report.view().at("told").as_object();
  };
  // Two hundred followers are no contributors.
  const auto sent = told(ToldCount{250, 248, 40, 38});
  CHECK(sent.at("contributions") == 60);
  CHECK(sent.at("contributions_told") == 38);
  CHECK(sent.at("contributions_not_reachable") == 20);
  const auto nobody = told({});
  CHECK(nobody.at("contributions_told") == 0);
  CHECK(nobody.at("contributions_not_reachable") == 0);
}

TEST_CASE("Service report: the public page tells no number of people under ten") {
  const Story story = answered();
  const auto page = [&](ProjectCounts counts) {
    ServiceReport report(story.context(), {}, story.now());
    report.add(story.project(), counts);
    return report.page();
  };
  const auto large = page({.contributions = {{{"channel", "online"}, 40}, {{"channel", "post"}, 20}},
                           .survey = {{{"clear", "yes"}, 30}, {{"clear", "no"}, 12}},
                           .told = ToldCount{100, 100, 40, 40}});
  CHECK(fact(large, "Contributions received") == "60");
  CHECK(fact(large, "Contributions whose answer was sent to the people who gave them") == "40 of 60");
  CHECK(fact(large, "Contributions from people we could not write to") == "20 of 60");
  CHECK(fact(large, "Said that the answer was clear") == "30 of 42");
  CHECK(fact(large, "Half were answered within") == "10 working days");
  const auto small = page({.contributions = {{{"channel", "online"}, 40}, {{"channel", "post"}, 3}},
                           .survey = {{{"clear", "yes"}, 6}, {{"clear", "no"}, 2}},
                           .told = ToldCount{100, 96, 40, 36}});
  CHECK(fact(small, "Contributions whose answer was sent to the people who gave them").empty());
  CHECK(fact(small, "Contributions from people we could not write to").empty());
  CHECK(fact(small, "Said that the answer was clear").empty());
  for (const auto& channel : small.at("channels").at("channel").as_array())
    CHECK(channel.at("count") == "not shown");
  CHECK(fact(page({.contributions = {{{"channel", "online"}, 3}}, .survey = {}, .told = {}}),
             "Contributions received") == "fewer than 10");
}

}  // namespace full_circle::engagement::testing
