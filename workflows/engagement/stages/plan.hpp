#pragma once
/// Plan: why engage, with whom, and what can still change (SA step 1).

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Plan : sc::simple_state<Plan, Cycle> {
  static constexpr std::string_view name = "plan";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::preparation_begun, Prepare>>,
      Facts<event::significance_assessed, event::communities_identified, event::earlier_insights_recorded,
            event::options_recorded, event::calendar_checked, event::scope_set>>;
};

}  // namespace full_circle::engagement::project_chart
