#pragma once
/// Evaluate: what the engagement was worth, and what the next one should know (SA step 6).

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Evaluate : sc::simple_state<Evaluate, Cycle> {
  static constexpr std::string_view name = "evaluate";
  using reactions =
      mp11::mp_append<mp11::mp_list<Move<event::project_completed, Complete>>,
                      Facts<event::results_correction_drafted, event::results_signed_off,
                            event::results_corrected, event::evaluation_recorded, event::lesson_recorded>>;
};

/// Over; what was published can still be put right.
struct Complete : sc::simple_state<Complete, ProjectMachine> {
  static constexpr std::string_view name = "complete";
  using reactions = mp11::mp_append<
      Facts<event::results_correction_drafted, event::results_signed_off, event::results_corrected>,
      PageFacts>;
};

}  // namespace full_circle::engagement::project_chart
