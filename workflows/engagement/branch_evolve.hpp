#pragma once
/// The branch's half of `evolve`; for project.cpp.

#include "workflows/engagement/project.hpp"

#include <string_view>

namespace full_circle::engagement {

/// How the project stands in which a step is taken.
struct ProjectAround {
  int round = 1;
  bool suspended = false;
};

/// One step of the branch chart, with what was said. Total, like `evolve`.
void take_step(Branch& branch, std::string_view step, Side side, const BranchCommand& said,
               const ProjectAround& around, const Recorded& recorded, const Chart& branch_chart);

/// A new round asks anew: what the entity answered before is kept as the earlier round's, and an offer is to
/// be made again. A branch that is paused, or still under way, goes on from where it is.
void ask_again(Branch& branch, int round, Instant at, const Chart& branch_chart);

/// After anything that may begin or end a pause or a suspension. The time to answer moves on by as long as
/// either lasted since the offer; days on which both did count once.
void stand_still(Branch& branch, bool project_suspended, Instant at, const Chart& branch_chart);

}  // namespace full_circle::engagement
