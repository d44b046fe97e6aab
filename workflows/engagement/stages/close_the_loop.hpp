#pragma once
/// Close the loop: everyone who took part learns what was decided and why (SA step 5, LGA s 82(1)(f)). There
/// is no way round this stage and no way back from published results; a correction is a new edition,
/// signed off by a second person like the first.

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct CloseTheLoop : sc::simple_state<CloseTheLoop, Cycle, Drafting> {
  static constexpr std::string_view name = "close_the_loop";
};

struct Drafting : sc::simple_state<Drafting, CloseTheLoop> {
  static constexpr std::string_view name = "drafting";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::results_published, Published>>,
      Facts<event::theme_answered, event::results_edited, event::results_translated,
            event::results_signed_off, event::publication_scheduled, event::publication_cancelled>>;
};

struct Published : sc::simple_state<Published, CloseTheLoop> {
  static constexpr std::string_view name = "published";
  using reactions = mp11::mp_append<mp11::mp_list<Move<event::evaluation_begun, Evaluate>>,
                                    Facts<event::people_told, event::results_correction_drafted,
                                          event::results_signed_off, event::results_corrected>>;
};

}  // namespace full_circle::engagement::project_chart
