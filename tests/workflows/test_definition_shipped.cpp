#include "tests/workflows/definition_files.hpp"
#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/lifecycle.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace full_circle::engagement;

namespace {

std::vector<std::string> requirements_added(const Definition& definition, const std::string& move) {
  std::vector<std::string> names;
  for (const auto& added : definition.requirements) {
    if (added.move == move) names.push_back(added.requirement);
  }
  return names;
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("The program carries the five definitions exactly as their files stand") {
  const auto shipped = shipped_definitions();
  std::vector<std::string> names;
  for (const auto& [file, text] : shipped) {
    names.push_back(file);
    CHECK(text ==
          definition_files::read(definition_files::source("workflows/engagement/definitions/" + file)));
  }
  CHECK(names == std::vector<std::string>{"internal.yaml", "local_park_plan.yaml",
                                          "mana_whenua_partnership.yaml",
                                          "special_consultative_procedure.yaml", "standard.yaml"});
}

TEST_CASE("Every shipped definition reads without problems, is named after its file, and is proved") {
  const auto chart = explore_project_chart();
  for (const auto& [file, text] : shipped_definitions()) {
    INFO(file);
    const auto reading = read_definition(text, definition_files::adapters());
    REQUIRE(definition_files::listed(reading.problems) == "");
    REQUIRE(reading.definition);
    CHECK(reading.definition->name + ".yaml" == file);
    CHECK(reading.definition->text == text);
    for (const auto& failure : prove_definition(*reading.definition, chart)) {
      INFO(listed(failure.path));
      FAIL_CHECK(failure.what);
    }
  }
}

TEST_CASE(
    "Every shipped definition has guidance and required work for each stage, with a source for every rule") {
  for (const auto& [file, text] : shipped_definitions()) {
    INFO(file);
    const auto definition = definition_files::shipped(file.substr(0, file.size() - 5));
    for (const auto& stage : known_stages()) {
      INFO(stage);
      CHECK_FALSE(definition.guidance.at(stage).empty());
      CHECK(std::any_of(
          definition.activities.begin(), definition.activities.end(),
          [&](const Activity& activity) { return activity.stage == stage && activity.required; }));
    }
    for (const auto& activity : definition.activities) {
      INFO(activity.name);
      CHECK_FALSE(activity.source.empty());
      CHECK_FALSE(activity.guidance.empty());
    }
    for (const auto& notice : definition.notices) {
      INFO(notice.subject);
      CHECK_FALSE(notice.source.empty());
    }
  }
}

TEST_CASE("Numbers that no source gives say that they need checking") {
  for (const auto& [file, text] : shipped_definitions()) {
    INFO(file);
    const auto definition = definition_files::shipped(file.substr(0, file.size() - 5));
    const auto& period = definition.period.source;
    CHECK((period.find("verify") != std::string::npos ||
           period.find("confirm with mana whenua") != std::string::npos));
    CHECK(definition.branch.source.find("confirm with mana whenua") != std::string::npos);
  }
}

TEST_CASE("Special consultative procedure: a statement, a fair summary, a month, and a chance to speak") {
  const auto definition = definition_files::shipped("special_consultative_procedure");
  CHECK(definition.period.months_min == 1);
  CHECK_FALSE(definition.period.days_max);
  const auto scheduled = requirements_added(definition, "schedule_engagement");
  CHECK(has(scheduled, "summary_complete"));
  CHECK(has(scheduled, "spoken_interaction_offered"));
  std::set<std::string> documents;
  for (const auto& added : definition.requirements) {
    if (added.move == "schedule_engagement" && added.requirement == "documents_attached") {
      documents.insert(added.arguments.values.begin(), added.arguments.values.end());
    }
  }
  CHECK(documents.contains("statement_of_proposal"));
  CHECK(documents.contains("summary_of_proposal"));
}

TEST_CASE("Local park plan: nothing is decided before the second round") {
  const auto definition = definition_files::shipped("local_park_plan");
  const auto rounds = std::find_if(
      definition.requirements.begin(), definition.requirements.end(), [](const AddedRequirement& added) {
        return added.move == "record_decision" && added.requirement == "rounds_done";
      });
  REQUIRE(rounds != definition.requirements.end());
  CHECK(rounds->arguments.count == 2);
  CHECK(has(requirements_added(definition, "start_another_round"), "documents_attached"));
}

TEST_CASE("Mana whenua partnership: mana whenua are asked before anything is prepared, and have longer") {
  const auto partnership = definition_files::shipped("mana_whenua_partnership");
  const auto standard = definition_files::shipped("standard");
  CHECK(has(requirements_added(partnership, "begin_preparation"), "mana_whenua_engaged"));
  CHECK(has(requirements_added(partnership, "begin_preparation"), "branches_offered"));
  CHECK(has(requirements_added(partnership, "complete_project"), "branches_ended"));
  CHECK(partnership.branch.response_days_min > standard.branch.response_days_min);
  CHECK(partnership.branch.contact_attempts_min > standard.branch.contact_attempts_min);
  CHECK(partnership.branch.contact_channels_min > standard.branch.contact_channels_min);
}

TEST_CASE("Internal: the public hears and sees nothing") {
  const auto definition = definition_files::shipped("internal");
  CHECK(definition.internal);
  for (const auto& notice : definition.notices) CHECK_FALSE(has(notice.audiences, "public"));
}

TEST_CASE("In every shipped definition an entity's answers are its own, and only it confirms its record") {
  for (const auto& [file, text] : shipped_definitions()) {
    INFO(file);
    const auto definition = definition_files::shipped(file.substr(0, file.size() - 5));
    for (const auto& word : known_branch_commands()) {
      if (!word.is_the_entitys) continue;
      INFO(word.command);
      CHECK(definition.may("mana_whenua_representative", word.command));
      CHECK_FALSE(definition.may("system", word.command));
    }
    CHECK(definition.may_give.at("confirm_record") == std::vector<std::string>{"mana_whenua_representative"});
    CHECK_FALSE(definition.may("lead", "publish_results"));
    CHECK_FALSE(definition.may("stranger", "create_project"));
    CHECK_FALSE(definition.may("lead", "no_such_command"));
  }
}

TEST_CASE("Public notices promise an answer, and never thank people instead of answering") {
  for (const auto& [file, text] : shipped_definitions()) {
    INFO(file);
    CHECK(text.find("valuable feedback") == std::string::npos);
    CHECK(text.find("midnight") == std::string::npos);
    const auto definition = definition_files::shipped(file.substr(0, file.size() - 5));
    for (const std::string event :
         {"period_opened", "results_published", "project_suspended", "project_withdrawn"}) {
      INFO(event);
      CHECK(std::any_of(definition.notices.begin(), definition.notices.end(),
                        [&](const NoticeRule& notice) { return notice.on == event; }));
    }
  }
}
