#pragma once
/// The branch's half of `evolve`; for project.cpp.

#include "workflows/engagement/project.hpp"

#include <chrono>
#include <string_view>

namespace full_circle::engagement {

/// One step of the branch chart, with what was said. Total, like `evolve`.
void take_step(Branch& branch, std::string_view step, Side side, const BranchCommand& said, int round,
               const Recorded& recorded, const Chart& branch_chart);

/// A new round asks anew: what the entity answered before is kept as the earlier round's, and an offer is to
/// be made again. A branch that is paused, or still under way, goes on from where it is.
void ask_again(Branch& branch, int round, Instant at, const Chart& branch_chart);

/// Gives more time to answer.
void put_off(Branch& branch, std::chrono::days by);

}  // namespace full_circle::engagement
