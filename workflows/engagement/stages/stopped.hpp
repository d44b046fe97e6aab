#pragma once
/// Stopped for a while, or for good. People who were asked are told either way.

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

/// Remembers where the project stood. Withdrawing from here always passes through telling people: a
/// suspension is itself announced to those who wait. What was arranged with people can still be moved or
/// called off, and they can be told so.
struct Suspended : sc::simple_state<Suspended, ProjectMachine> {
  static constexpr std::string_view name = "suspended";
  using reactions = mp11::mp_append<
      mp11::mp_list<Move<event::project_resumed, Underway>, Move<event::project_withdrawn, Withdrawing>>,
      Facts<event::session_moved, event::session_cancelled, event::update_posted>, PageFacts, BranchFacts>;
};

/// Given up, and the people who were asked are still to be told.
struct Withdrawing : sc::simple_state<Withdrawing, ProjectMachine> {
  static constexpr std::string_view name = "withdrawing";
  using reactions = mp11::mp_append<mp11::mp_list<Move<event::people_told_of_withdrawal, Withdrawn>>,
                                    PageFacts, BranchFacts>;
};

struct Withdrawn : sc::simple_state<Withdrawn, ProjectMachine> {
  static constexpr std::string_view name = "withdrawn";
  using reactions = PageFacts;
};

}  // namespace full_circle::engagement::project_chart
