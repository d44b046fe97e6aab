#include "workflows/engagement/lifecycle.hpp"

#include "tests/workflows/chart_changes.hpp"
#include "workflows/engagement/proofs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace full_circle;
using namespace full_circle::engagement;
using full_circle::test::in_state;
using full_circle::test::with_move;
using full_circle::test::without_move;

namespace {

using Names = std::vector<std::string>;

const Chart& project_chart() {
  static const Chart chart = explore_project_chart();  // explored once for all cases
  return chart;
}

/// One row of the policy: in any of these states the event is accepted. Without `to` it is a fact.
struct Row {
  std::string event;
  Names from;
  std::string to;
};

const std::vector<Row> policy{
    {"preparation_begun", {"plan"}, "prepare"},
    {"plan_reopened", {"prepare"}, "plan"},
    {"engagement_scheduled", {"prepare"}, "scheduled"},
    {"preparation_reopened", {"scheduled"}, "prepare"},
    {"period_opened", {"scheduled"}, "open"},
    {"period_closed", {"open"}, "closed"},
    {"period_reopened", {"closed"}, "open"},
    {"analysis_begun", {"closed"}, "analysing"},
    {"advice_submitted", {"analysing"}, "advised"},
    {"analysis_reopened", {"advised"}, "analysing"},
    {"decision_recorded", {"advised"}, "decided"},
    {"another_round_started", {"analysing", "advised", "decided"}, "prepare"},
    {"closing_begun", {"decided"}, "drafting"},
    {"results_published", {"drafting"}, "published"},
    {"evaluation_begun", {"published"}, "evaluate"},
    {"project_completed", {"evaluate"}, "complete"},
    {"mana_whenua_engagement_chosen", {"unassessed", "not_engaged", "concluded", "consulting"}, "consulting"},
    {"mana_whenua_engagement_not_needed", {"unassessed", "consulting", "not_engaged"}, "not_engaged"},
    {"mana_whenua_not_needed_proposed", {"unassessed", "consulting", "not_engaged"}, ""},
    {"mana_whenua_consultation_concluded", {"consulting"}, "concluded"},
    {"mana_whenua_consultation_reopened", {"concluded"}, "consulting"},
    {"project_announced", {"unannounced"}, "public"},
    {"project_suspended", {"underway"}, "suspended"},
    {"project_resumed", {"suspended"}, "underway"},
    {"project_withdrawn", {"unannounced"}, "withdrawn"},
    {"project_withdrawn", {"public", "suspended"}, "withdrawing"},
    {"people_told_of_withdrawal", {"withdrawing"}, "withdrawn"},
    {"project_described", {"underway"}, ""},
    {"document_attached", {"underway"}, ""},
    {"activity_assigned", {"underway"}, ""},
    {"activity_completed", {"underway"}, ""},
    {"activity_reopened", {"underway"}, ""},
    {"activity_waived", {"underway"}, ""},
    {"definition_migrated", {"underway"}, ""},
    {"clash_settled", {"underway"}, ""},
    {"overdue_escalated", {"underway"}, ""},
    {"significance_assessed", {"plan", "prepare"}, ""},
    {"communities_identified", {"plan", "prepare"}, ""},
    {"earlier_insights_recorded", {"plan", "prepare"}, ""},
    {"options_recorded", {"plan", "prepare", "report"}, ""},
    {"calendar_checked", {"plan", "prepare", "scheduled"}, ""},
    {"scope_set", {"plan", "prepare"}, ""},
    {"period_set", {"prepare", "scheduled"}, ""},
    {"session_planned", {"prepare", "scheduled", "open"}, ""},
    {"session_moved", {"prepare", "scheduled", "open", "suspended"}, ""},
    {"session_cancelled", {"prepare", "scheduled", "open", "suspended"}, ""},
    {"session_held", {"open", "closed"}, ""},
    {"period_extended", {"open"}, ""},
    {"feedback_totals_recorded", {"open", "closed", "analysing"}, ""},
    {"decision_meeting_set", {"prepare", "engage", "analysing", "advised"}, ""},
    {"theme_recorded", {"open", "closed", "analysing"}, ""},
    {"theme_answered", {"decided", "drafting"}, ""},
    {"results_edited", {"drafting"}, ""},
    {"results_translated", {"drafting"}, ""},
    {"publication_scheduled", {"drafting"}, ""},
    {"publication_cancelled", {"drafting"}, ""},
    {"results_signed_off", {"drafting", "published", "evaluate", "complete"}, ""},
    {"results_correction_drafted", {"published", "evaluate", "complete"}, ""},
    {"results_corrected", {"published", "evaluate", "complete"}, ""},
    {"people_told", {"published"}, ""},
    {"evaluation_recorded", {"evaluate"}, ""},
    {"lesson_recorded", {"evaluate"}, ""},
    {"update_posted", {"public", "suspended"}, ""},
    {"page_unpublished", {"public", "suspended", "withdrawing", "withdrawn", "complete"}, ""},
    {"page_published_again", {"public", "suspended", "withdrawing", "withdrawn", "complete"}, ""},
    {"branch_opened", {"underway", "suspended", "withdrawing"}, ""},
    {"branch_moved", {"underway", "suspended", "withdrawing"}, ""},
    {"branch_noted", {"underway", "suspended", "withdrawing"}, ""},
};

const std::vector<Names> regions{{"plan", "prepare", "scheduled", "open", "closed", "analysing", "advised",
                                  "decided", "drafting", "published", "evaluate"},
                                 {"unassessed", "not_engaged", "consulting", "concluded"},
                                 {"unannounced", "public"}};

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Where the policy says the event leads, as saved names; nothing when no row accepts it.
std::optional<Names> expected(const Chart& chart, Place place, const std::string& event) {
  for (const Row& row : policy) {
    const bool accepts =
        row.event == event && std::any_of(row.from.begin(), row.from.end(),
                                          [&](const auto& from) { return chart.is_in(place, from); });
    if (!accepts) continue;
    Names names = chart.names(place);
    if (row.to.empty()) return names;
    if (row.to == "suspended") {
      for (auto& name : names) name = "remembers:" + name;
      names.push_back("suspended");
    } else if (row.to == "underway") {
      names.erase(std::remove(names.begin(), names.end(), "suspended"), names.end());
      for (auto& name : names) name = name.substr(std::string("remembers:").size());
    } else {
      const auto region =
          std::find_if(regions.begin(), regions.end(), [&](auto& r) { return contains(r, row.to); });
      if (region == regions.end()) return Names{row.to};
      std::replace_if(
          names.begin(), names.end(), [&](auto& name) { return contains(*region, name); }, row.to);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  return std::nullopt;
}

Place walk(const Chart& chart, Place at, const std::vector<std::string>& events) {
  for (const auto& event : events) {
    INFO(event);
    const auto next = chart.next(at, event);
    REQUIRE(next);
    at = *next;
  }
  return at;
}

const std::vector<std::string> round_trip{"preparation_begun", "engagement_scheduled", "period_opened",
                                          "period_closed",     "analysis_begun",       "advice_submitted",
                                          "decision_recorded", "closing_begun",        "results_published",
                                          "evaluation_begun",  "project_completed"};

}  // namespace

TEST_CASE("Project chart: every event is accepted exactly where the policy says, and leads exactly there") {
  const Chart& chart = project_chart();
  std::set<std::string> events;
  for (const Row& row : policy) events.insert(row.event);
  CHECK(events == std::set<std::string>(chart.events().begin(), chart.events().end()));
  std::size_t wrong = 0;
  for (const Place place : chart.places()) {
    for (EventId event = 0; event < chart.events().size(); ++event) {
      const auto target = chart.next(place, event);
      const auto policy_target = expected(chart, place, chart.events()[event]);
      const bool agree = target ? policy_target == chart.names(*target) : !policy_target;
      if (agree) continue;
      UNSCOPED_INFO(chart.events()[event] << " from "
                                          << Catch::StringMaker<Names>::convert(chart.names(place)));
      ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("Project chart: begins in Plan, unassessed and unannounced") {
  const Chart& chart = project_chart();
  CHECK(chart.names(chart.initial()) == Names{"plan", "unannounced", "unassessed"});
  CHECK(chart.is_in(chart.initial(), "underway"));
}

TEST_CASE("Project chart: has a place for every step, answer and visibility, suspended too, and three ends") {
  // 11 steps × 4 mana whenua × 2 visibility, once at work and once suspended; withdrawing, complete,
  // withdrawn.
  CHECK(project_chart().size() == 11 * 4 * 2 * 2 + 3);
}

TEST_CASE("Project chart: the whole cycle goes round") {
  const Chart& chart = project_chart();
  CHECK(chart.names(walk(chart, chart.initial(), round_trip)) == Names{"complete"});
}

TEST_CASE("Project chart: resuming finds every place as the suspension left it") {
  const Chart& chart = project_chart();
  for (const Place place : chart.places()) {
    if (!chart.is_in(place, "underway")) continue;
    const auto suspended = chart.next(place, project_event::project_suspended);
    REQUIRE(suspended);
    CHECK(chart.is_in(*suspended, "suspended"));
    CHECK_FALSE(chart.is_in(*suspended, "underway"));
    CHECK(chart.next(*suspended, project_event::project_resumed) == place);
  }
}

TEST_CASE("Project chart: while a project is suspended its branches still answer, and nothing else does") {
  const Chart& chart = project_chart();
  const Place suspended = walk(chart, chart.initial(), {"project_suspended"});
  std::set<std::string> names;
  for (const EventId event : chart.legal(suspended)) names.insert(chart.events()[event]);
  CHECK(names == std::set<std::string>{"project_resumed", "project_withdrawn", "branch_opened",
                                       "branch_moved", "branch_noted", "session_moved", "session_cancelled",
                                       "update_posted", "page_unpublished", "page_published_again"});
}

TEST_CASE("Project chart: holds to every proof") {
  for (const Violation& found : prove_project_chart(project_chart())) {
    FAIL_CHECK(found.rule << ": " << found.explanation << " " << describe_path(found));
  }
}

TEST_CASE("Proofs: a way round Close the loop is found by its shortest path") {
  const Chart& chart = project_chart();
  const Chart wrong =
      with_move(chart, in_state(chart, "decided"), "evaluation_begun", in_state(chart, "evaluate"));
  const auto found = prove_results_before_evaluation(wrong);
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == Names{"preparation_begun", "engagement_scheduled", "period_opened", "period_closed",
                               "analysis_begun", "advice_submitted", "decision_recorded",
                               "evaluation_begun"});
  CHECK(contains(found[0].place, "evaluate"));
  CHECK(prove_published_is_final(wrong).empty());
}

TEST_CASE("Proofs: a public project that can vanish is found") {
  const Chart& chart = project_chart();
  const Chart wrong =
      with_move(chart, in_state(chart, "public"), "project_withdrawn", in_state(chart, "withdrawn"));
  const auto found = prove_people_are_told(wrong);
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == Names{"project_announced", "project_withdrawn"});
  CHECK(describe_path(found[0]) == "project_announced → project_withdrawn");
}

TEST_CASE("Proofs: going back after publication is found, through a suspension too") {
  const Chart& chart = project_chart();
  const Chart back =
      with_move(chart, in_state(chart, "evaluate"), "analysis_reopened", in_state(chart, "analysing"));
  CHECK(prove_published_is_final(back).size() == 1);
  const auto suspended_after_results = [&](Place place) {
    return contains(chart.names(place), "remembers:published");
  };
  const Chart forgetful =
      with_move(chart, suspended_after_results, "project_resumed", in_state(chart, "drafting"));
  const auto found = prove_published_is_final(forgetful);
  REQUIRE(found.size() == 1);
  CHECK(found[0].path.back() == "project_resumed");
}

TEST_CASE("Proofs: a dead end is found") {
  const Chart& chart = project_chart();
  const Chart wrong = without_move(chart, in_state(chart, "withdrawing"), "people_told_of_withdrawal");
  CHECK(prove_nothing_is_stuck(wrong).size() == 1);
  const auto found = prove_an_end_is_reachable(wrong);
  REQUIRE(found.size() == 1);
  CHECK(contains(found[0].place, "withdrawing"));
}

TEST_CASE("Proofs: requirements over the place can make a step unreachable, and the proof names it") {
  const Chart& chart = project_chart();
  const auto opened = chart.event(project_event::period_opened);
  // Demands that people know of the project before they are asked: everything stays reachable.
  const Chart::Allowed public_first = [&](Place place, EventId event) {
    return event != opened || chart.is_in(place, "public");
  };
  CHECK(prove_project_chart(chart, public_first).empty());
  // Demands what can never be: asked while suspended.
  const Chart::Allowed never = [&](Place place, EventId event) {
    return event != opened || chart.is_in(place, "suspended");
  };
  std::set<std::string> named;
  for (const Violation& found : prove_project_chart(chart, never)) {
    CHECK(found.rule == "nothing_is_unreachable");
    CHECK_FALSE(found.path.empty());
    named.insert(found.explanation.substr(1, found.explanation.find('"', 1) - 1));
  }
  CHECK(named == std::set<std::string>{"open", "closed", "report", "analysing", "advised", "decided",
                                       "close_the_loop", "drafting", "published", "evaluate", "complete"});
}

TEST_CASE("Proofs: requirements that leave no way out are found") {
  const Chart& chart = project_chart();
  const Chart::Allowed no_exit = [&](Place place, EventId event) {
    const std::string& name = chart.events()[event];
    if (name == "project_withdrawn" || name == "project_suspended") return false;
    return name != "period_closed" || chart.is_in(place, "concluded");
  };
  CHECK(prove_an_end_is_reachable(chart, no_exit).empty());  // consultation can still be concluded
  const Chart::Allowed trap = [&](Place place, EventId event) {
    return no_exit(place, event) && chart.events()[event] != "mana_whenua_consultation_concluded";
  };
  const auto found = prove_an_end_is_reachable(chart, trap);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "an_end_is_reachable");
}

TEST_CASE("Proofs: a chart without the names a rule speaks of is a bug, not a proof") {
  const Chart tiny(
      ChartOutline{.events = {}, .states = {ChartState{.name = "alone"}}, .reactions = {}, .initial = 0},
      {ExploredPlace{.leaves = {0}, .remembered = {}, .next = {}}});
  CHECK_THROWS_AS(prove_results_before_evaluation(tiny), std::logic_error);
  CHECK_THROWS_AS(prove_an_end_is_reachable(tiny), std::logic_error);
}
