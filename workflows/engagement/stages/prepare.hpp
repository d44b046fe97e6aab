#pragma once
/// Prepare: the documents, the sessions, the period and the meeting that will decide (SA step 2).

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Prepare : sc::simple_state<Prepare, Cycle> {
  static constexpr std::string_view name = "prepare";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::engagement_scheduled, Engage>, Move<event::plan_reopened, Plan>>,
      Facts<event::significance_assessed, event::communities_identified, event::earlier_insights_recorded,
            event::options_recorded, event::calendar_checked, event::scope_set, event::period_set,
            event::session_planned, event::session_moved, event::session_cancelled,
            event::decision_meeting_set>>;
};

}  // namespace full_circle::engagement::project_chart
