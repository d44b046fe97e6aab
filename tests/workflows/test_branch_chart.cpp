#include "workflows/engagement/branch_chart.hpp"

#include "tests/workflows/chart_changes.hpp"
#include "workflows/engagement/proofs.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace full_circle;
using namespace full_circle::engagement;
using full_circle::test::in_state;
using full_circle::test::with_move;
using full_circle::test::without_move;

namespace {

const Chart& branch_chart() {
  static const Chart chart = explore_branch_chart();
  return chart;
}

std::set<std::string> strings(const boost::json::value& array) {
  std::set<std::string> found;
  for (const auto& item : array.as_array()) found.emplace(item.as_string());
  return found;
}

/// The published table, with "any open state" written out.
struct Published {
  std::set<std::string> states;
  std::map<std::string, std::map<std::string, std::string>> to;  // event → from → to; a fact leads to itself
};

Published published() {
  std::ifstream file(FULL_CIRCLE_SOURCE_DIR "/tests/golden/branch_transitions.json");
  std::ostringstream text;
  text << file.rdbuf();
  const auto table = boost::json::parse(text.str());
  Published result{.states = strings(table.at("states")), .to = {}};
  std::set<std::string> open = result.states;
  for (const auto& closed : strings(table.at("closed"))) open.erase(closed);
  const auto add = [&](const boost::json::value& row, const char* from_key) {
    for (const std::string& from : strings(row.at(from_key))) {
      for (const std::string& state : from == "any open state" ? open : std::set<std::string>{from}) {
        const auto* to = row.as_object().if_contains("to");
        const bool added = result.to[std::string(row.at("event").as_string())]
                               .emplace(state, to ? std::string(to->as_string()) : state)
                               .second;
        REQUIRE(added);
      }
    }
  };
  for (const auto& row : table.at("transitions").as_array()) add(row, "from");
  for (const auto& row : table.at("ours").as_array()) add(row, "from");
  for (const auto& row : table.at("facts").as_array()) add(row, "in");
  REQUIRE(table.at("transitions").as_array().size() == 28);
  return result;
}

std::string leaf(const Chart& chart, Place place) {
  for (const auto& name : chart.names(place)) {
    if (name.rfind("remembers:", 0) != 0) return name;
  }
  return "";
}

Place walk(const Chart& chart, const std::vector<std::string_view>& events) {
  Place at = chart.initial();
  for (const auto event : events) {
    INFO(event);
    const auto next = chart.next(at, event);
    REQUIRE(next);
    at = *next;
  }
  return at;
}

}  // namespace

TEST_CASE("Branch chart: has the twenty published states, and one outer state for those that are open") {
  const Chart& chart = branch_chart();
  std::set<std::string> leaves;
  std::set<std::string> outer;
  for (const ChartState& state : chart.outline().states)
    (state.initial.empty() ? leaves : outer).insert(state.name);
  CHECK(leaves == published().states);
  CHECK(leaves.size() == 20);
  CHECK(outer == std::set<std::string>{"open"});
  CHECK(chart.size() == 16 + 16 + 3);  // open, paused with what it remembers, and the three others
}

TEST_CASE("Branch chart: every published transition is there, and of others only those that are listed") {
  const Chart& chart = branch_chart();
  const Published table = published();
  std::set<std::string> events;
  for (const auto& [event, rows] : table.to) events.insert(event);
  CHECK(events == std::set<std::string>(chart.events().begin(), chart.events().end()));
  for (const Place place : chart.places()) {
    for (const std::string& event : chart.events()) {
      const std::string from = leaf(chart, place);
      INFO(event << " from " << from);
      const auto& rows = table.to.at(event);
      const auto row = rows.find(from);
      const auto target = chart.next(place, event);
      REQUIRE(target.has_value() == (row != rows.end()));
      if (!target) continue;
      if (row->second == "history state") {
        CHECK(chart.names(place) ==
              std::vector<std::string>{"paused_by_mana_whenua", "remembers:" + leaf(chart, *target)});
      } else {
        CHECK(leaf(chart, *target) == row->second);
      }
    }
  }
}

TEST_CASE("Branch chart: holds to every proof") {
  for (const Violation& found : prove_branch_chart(branch_chart())) {
    FAIL_CHECK(found.rule << ": " << found.explanation << " " << describe_path(found));
  }
}

TEST_CASE("Branch chart: silence is neither agreement nor an end") {
  const Chart& chart = branch_chart();
  const Place silent = walk(chart, {"assess_needed", "entities_identified", "send_offer", "window_lapsed"});
  CHECK(chart.is_in(silent, "no_response"));
  CHECK(chart.is_in(silent, "open"));
  CHECK(chart.is_in(*chart.next(silent, "late_response"), "arranging"));
  for (const std::string_view event : {"accept", "agree_outcome", "confirm_record", "report", "close"}) {
    CHECK_FALSE(chart.next(silent, event));
  }
}

TEST_CASE("Branch chart: a pause in the middle of kōrero comes back to kōrero, and may end in a withdrawal") {
  const Chart& chart = branch_chart();
  const Place talking = walk(chart, {"assess_needed", "entities_identified", "send_offer", "comment_only"});
  const Place paused = *chart.next(talking, "pause");
  CHECK(chart.names(paused) ==
        std::vector<std::string>{"paused_by_mana_whenua", "remembers:korero_under_way"});
  CHECK(chart.next(paused, "resume") == talking);
  CHECK(chart.next(paused, "note_added") == paused);
  CHECK(chart.names(*chart.next(paused, "withdraw")) == std::vector<std::string>{"withdrawn_by_council"});
}

TEST_CASE("Proofs: a reminder that answers for the entity is found") {
  const Chart& chart = branch_chart();
  const Chart wrong =
      with_move(chart, in_state(chart, "offered"), "reminder_due", in_state(chart, "no_response"));
  const auto found = prove_reminders_move_nothing(wrong);
  REQUIRE(found.size() == 1);
  CHECK(describe_path(found[0]) == "assess_needed → entities_identified → send_offer");
}

TEST_CASE("Proofs: a closed door after silence is found") {
  const Chart& chart = branch_chart();
  const Chart wrong = without_move(chart, in_state(chart, "no_response"), "late_response");
  CHECK(prove_an_answer_stays_possible(wrong).size() == 1);
}

TEST_CASE("Proofs: a pause that forgets is found") {
  const Chart& chart = branch_chart();
  const Chart wrong =
      with_move(chart, in_state(chart, "paused_by_mana_whenua"), "resume", in_state(chart, "arranging"));
  CHECK(prove_a_pause_returns(wrong).size() == 1);
}

TEST_CASE("Proofs: something after a withdrawal is found, and so is no way to withdraw") {
  const Chart& chart = branch_chart();
  const auto withdrawn = in_state(chart, "withdrawn_by_council");
  CHECK(prove_a_withdrawal_ends(with_move(chart, withdrawn, "note_added", withdrawn)).size() == 1);
  CHECK(prove_a_withdrawal_ends(without_move(chart, in_state(chart, "offered"), "withdraw")).size() == 1);
}
