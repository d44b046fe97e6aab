#pragma once
/// Report: what people said, put into themes and before the people who decide (SA step 4, LGA s 82(1)(e)).

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Report : sc::simple_state<Report, Cycle, Analysing> {
  static constexpr std::string_view name = "report";
  using reactions = mp11::mp_append<mp11::mp_list<Move<event::another_round_started, Prepare>>,
                                    Facts<event::options_recorded>>;
};

struct Analysing : sc::simple_state<Analysing, Report> {
  static constexpr std::string_view name = "analysing";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::advice_submitted, Advised>>,
      Facts<event::theme_recorded, event::feedback_totals_recorded, event::decision_meeting_set>>;
};

/// The advice is with the decision-maker, who may send it back.
struct Advised : sc::simple_state<Advised, Report> {
  static constexpr std::string_view name = "advised";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::decision_recorded, Decided>, Move<event::analysis_reopened, Analysing>>,
      Facts<event::decision_meeting_set>>;
};

struct Decided : sc::simple_state<Decided, Report> {
  static constexpr std::string_view name = "decided";
  using reactions =
      mp11::mp_append<mp11::mp_list<Move<event::closing_begun, CloseTheLoop>>, Facts<event::theme_answered>>;
};

}  // namespace full_circle::engagement::project_chart
