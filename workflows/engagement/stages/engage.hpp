#pragma once
/// Engage: people are asked, from the announced dates to the end of the closing day (SA step 3, LGA s 82).

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Engage : sc::simple_state<Engage, Cycle, Scheduled> {
  static constexpr std::string_view name = "engage";
  using reactions = Facts<event::decision_meeting_set>;
};

/// The dates stand and are being made known; nobody is asked yet, so preparing again is still fair.
struct Scheduled : sc::simple_state<Scheduled, Engage> {
  static constexpr std::string_view name = "scheduled";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::period_opened, Open>, Move<event::preparation_reopened, Prepare>>,
      Facts<event::calendar_checked, event::period_set, event::session_planned, event::session_moved,
            event::session_cancelled>>;
};

/// Feedback is taken, and grouped into themes as it comes. The period can get longer, never shorter.
struct Open : sc::simple_state<Open, Engage> {
  static constexpr std::string_view name = "open";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::period_closed, Closed>>,
      Facts<event::session_planned, event::session_moved, event::session_cancelled, event::session_held,
            event::period_extended, event::feedback_totals_recorded, event::theme_recorded>>;
};

/// The closing day is over; what was held late can still be recorded, and the period opened again.
struct Closed : sc::simple_state<Closed, Engage> {
  static constexpr std::string_view name = "closed";
  using reactions =
      mp11::mp_append<mp11::mp_list<Move<event::analysis_begun, Report>, Move<event::period_reopened, Open>>,
                      Facts<event::session_held, event::feedback_totals_recorded, event::theme_recorded>>;
};

}  // namespace full_circle::engagement::project_chart
