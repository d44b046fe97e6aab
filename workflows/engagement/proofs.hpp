#pragma once
/// What must be true of every path through a chart, checked over every reachable place. The tests run these
/// over the charts as they are; `fullcircle workflow check` runs them again with a definition's requirements
/// over the place applied (`allowed`), because waiting for more can make a stage unreachable or leave a
/// project stuck.
///
/// An empty answer is a proof: exploration is complete, nothing is sampled. Each violation carries a shortest
/// path of events from the initial place that shows it.

#include "engine/chart.hpp"

#include <string>
#include <vector>

namespace full_circle::engagement {

struct Violation {
  std::string rule;                ///< snake_case, stable: "results_before_evaluation"
  std::string explanation;         ///< a sentence a person reads
  std::vector<std::string> path;   ///< the events that lead there; empty when no path is to be shown
  std::vector<std::string> place;  ///< the names of the place the path ends in, empty without a path
};
using Violations = std::vector<Violation>;

/// "a → b → c", or "the beginning" for the empty path.
std::string describe_path(const Violation& violation);

// ── The project chart ──

/// No path reaches Evaluate or Complete without published results.
Violations prove_results_before_evaluation(const Chart& chart, const Chart::Allowed& allowed = {});
/// No project that the public knows of is withdrawn before people were told, or completed before results were
/// published.
Violations prove_people_are_told(const Chart& chart, const Chart::Allowed& allowed = {});
/// Once results are published no path leads back to an earlier step of the cycle, suspension included.
Violations prove_published_is_final(const Chart& chart, const Chart::Allowed& allowed = {});
/// From every place that can be reached, an end (complete or withdrawn) can be reached.
Violations prove_an_end_is_reachable(const Chart& chart, const Chart::Allowed& allowed = {});
/// No place but an end is without a move.
Violations prove_nothing_is_stuck(const Chart& chart, const Chart::Allowed& allowed = {});
/// Every declared state can be reached. Here the path shows what the chart alone would do, empty when even
/// the chart has no way.
Violations prove_nothing_is_unreachable(const Chart& chart, const Chart::Allowed& allowed = {});
/// All of the above, in that order.
Violations prove_project_chart(const Chart& chart, const Chart::Allowed& allowed = {});

// ── The branch chart ──

/// Where an entity was silent, declined or deferred, its answer stays possible.
Violations prove_an_answer_stays_possible(const Chart& chart);
/// A reminder changes nothing: no timer answers for an entity.
Violations prove_reminders_move_nothing(const Chart& chart);
/// Every open place can be paused, and resuming returns to exactly that place.
Violations prove_a_pause_returns(const Chart& chart);
/// The council can withdraw from every open or paused place, and nothing follows a withdrawal, not even a
/// fact.
Violations prove_a_withdrawal_ends(const Chart& chart);
/// All of the above, and that nothing is unreachable.
Violations prove_branch_chart(const Chart& chart);

}  // namespace full_circle::engagement
