#include "tests/workflows/definition_files.hpp"
#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/lifecycle.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace full_circle;
using namespace full_circle::engagement;

namespace {

Definition standard_that_also(const std::string& move, const std::string& requirement,
                              RequirementArguments arguments = {}) {
  auto definition = definition_files::shipped("standard");
  definition.requirements.push_back({move, requirement, std::move(arguments), "test"});
  return definition;
}

const ProofFailure* failure_about(const std::vector<ProofFailure>& failures, const std::string& words) {
  const auto found = std::find_if(failures.begin(), failures.end(), [&](const ProofFailure& failure) {
    return failure.what.find(words) != std::string::npos;
  });
  return found == failures.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("A move that waits for its own result is found, with the way to where it is stuck") {
  const auto failures =
      prove_definition(standard_that_also("announce_project", "publicly_visible"), explore_project_chart());
  const auto* never =
      failure_about(failures, "'project_announced' can never happen: it waits for publicly_visible");
  REQUIRE(never != nullptr);
  CHECK(never->path.size() == 1);  // once it is assessed what this means to Māori, nothing else is in the way
  CHECK(failure_about(failures, "'period_opened' can never happen: it waits for publicly_visible") !=
        nullptr);
  const auto* unreached = failure_about(failures, "never reached: ");
  REQUIRE(unreached != nullptr);
  CHECK(unreached->what.find("open, closed, report") != std::string::npos);
  CHECK(unreached->path == std::vector<std::string>{"project_announced"});
  CHECK(failure_about(failures, "only be withdrawn") != nullptr);
}

TEST_CASE("A move that waits for work of a later stage is found even where each stage alone looks right") {
  // Announcing may happen in any stage, but opening waits for it, and answers come after opening.
  const auto definition = standard_that_also("announce_project", "every_theme_answered");
  const auto failures = prove_definition(definition, explore_project_chart());
  CHECK(failure_about(failures, "'project_announced' can never happen: it waits for every_theme_answered") !=
        nullptr);
  CHECK(failure_about(failures, "only be withdrawn") != nullptr);
}

TEST_CASE("Leaving Plan only once consultation is settled can be done, leaving it unassessed cannot") {
  const auto chart = explore_project_chart();
  CHECK(prove_definition(standard_that_also("begin_preparation", "mana_whenua_settled"), chart).empty());
  CHECK(prove_definition(standard_that_also("begin_preparation", "mana_whenua_engaged"), chart).empty());
}

TEST_CASE("A second round that waits for a second round never comes") {
  const auto failures =
      prove_definition(standard_that_also("start_another_round", "rounds_done",
                                          {.months = {}, .days = {}, .count = 2, .values = {}}),
                       explore_project_chart());
  const auto* never =
      failure_about(failures, "'another_round_started' can never happen: it waits for rounds_done");
  REQUIRE(never != nullptr);
  CHECK(never->path.back() == "analysis_begun");
}

TEST_CASE("A move that no role may give is found") {
  auto definition = definition_files::shipped("standard");
  definition.may_give.erase("publish_results");
  const auto failures = prove_definition(definition, explore_project_chart());
  CHECK(
      failure_about(failures, "'results_published' can never happen: it waits for a role that may give it") !=
      nullptr);
  CHECK(failure_about(failures, "never reached: published, evaluate and complete") != nullptr);
}

TEST_CASE("A counter-example is a path that the chart really has") {
  const auto chart = explore_project_chart();
  for (const auto& definition : {standard_that_also("announce_project", "themes_recorded"),
                                 standard_that_also("announce_project", "publicly_visible"),
                                 standard_that_also("record_decision", "mana_whenua_settled")}) {
    for (const auto& failure : prove_definition(definition, chart)) {
      INFO(failure.what);
      Place at = chart.initial();
      for (const auto& event : failure.path) {
        const auto next = chart.next(at, event);
        REQUIRE(next);
        at = *next;
      }
    }
  }
}

TEST_CASE(
    "The moves a definition can add to are the chart's moves, each in the stage where the chart has it") {
  const auto chart = explore_project_chart();
  std::set<std::string> named;
  for (const auto& move : known_moves()) {
    for (const auto event : move.events) {
      INFO(event);
      named.emplace(event);
      const auto id = chart.event(event);
      REQUIRE(id);
      std::set<std::string> stages;
      bool moves = false;
      bool elsewhere = false;
      for (const Place place : chart.places()) {
        if (!chart.next(place, *id)) continue;
        moves = moves || chart.moves(place, *id);
        bool in_a_stage = false;
        for (const auto& stage : known_stages()) {
          if (!chart.is_in(place, stage)) continue;
          stages.insert(stage);
          in_a_stage = true;
        }
        elsewhere = elsewhere || !in_a_stage;
      }
      CHECK(moves);
      if (move.stage.empty()) {
        CHECK((elsewhere || stages.size() > 1));
      } else {
        CHECK_FALSE(elsewhere);
        CHECK(stages == std::set<std::string>{std::string(move.stage)});
      }
    }
  }
  // The only moves without a command are those that follow from the branches.
  const std::set<std::string> of_branches{"mana_whenua_consultation_concluded",
                                          "mana_whenua_consultation_reopened"};
  for (const Place place : chart.places()) {
    for (const EventId event : chart.legal(place)) {
      if (!chart.moves(place, event) || of_branches.contains(chart.events()[event])) continue;
      INFO(chart.events()[event]);
      CHECK(named.contains(chart.events()[event]));
    }
  }
}

TEST_CASE("The drawing shows every activity, what it waits for, and every gate") {
  for (const auto& [file, text] : shipped_definitions()) {
    INFO(file);
    const auto definition = definition_files::shipped(file.substr(0, file.size() - 5));
    const auto drawing = draw_definition(definition);
    for (const auto& stage : known_stages())
      CHECK(drawing.find("subgraph " + stage + "[") != std::string::npos);
    for (const auto& activity : definition.activities) {
      CHECK(drawing.find("    activity_" + activity.name) != std::string::npos);
      for (const auto& other : activity.waits_for) {
        CHECK(drawing.find("activity_" + other + " -.-> activity_" + activity.name + "\n") !=
              std::string::npos);
      }
    }
    for (const auto& added : definition.requirements) {
      const auto gate = drawing.find("  gate_" + added.move + "{{");
      REQUIRE(gate != std::string::npos);
      const auto line = drawing.substr(gate, drawing.find('\n', gate) - gate);
      CHECK(line.find("+ " + added.requirement) != std::string::npos);
    }
    CHECK(drawing.find("publicly_visible") != std::string::npos);  // core, in no file
  }
  auto hostile = definition_files::shipped("internal");
  hostile.title = "\"]\n<script>&#";
  hostile.activities[0].title = "a\"] --> <b>";
  const auto drawing = draw_definition(hostile);
  CHECK(drawing.find("<script>") == std::string::npos);
  CHECK(drawing.find("a\"]") == std::string::npos);
}
