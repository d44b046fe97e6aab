#pragma once
/// Whether mana whenua are engaged on this project (SA step 1, LGA ss 77(1)(c) and 81). It moves beside the
/// stages: the answer can be looked at again at any time, and an interest that is declared late is still
/// taken up. Each entity's own consultation is a branch with a chart of its own (branch_chart.hpp).

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Unassessed : sc::simple_state<Unassessed, ManaWhenua> {
  static constexpr std::string_view name = "unassessed";
  using reactions = mp11::mp_list<Move<event::mana_whenua_engagement_chosen, Consulting>,
                                  Move<event::mana_whenua_engagement_not_needed, NotEngaged>,
                                  Fact<event::mana_whenua_not_needed_proposed>>;
};

/// Not engaged, with the reason on record; the reason may be restated.
struct NotEngaged : sc::simple_state<NotEngaged, ManaWhenua> {
  static constexpr std::string_view name = "not_engaged";
  using reactions = mp11::mp_list<Move<event::mana_whenua_engagement_chosen, Consulting>,
                                  Fact<event::mana_whenua_engagement_not_needed>,
                                  Fact<event::mana_whenua_not_needed_proposed>>;
};

/// At least one entity is being asked; choosing again adds or changes entities.
struct Consulting : sc::simple_state<Consulting, ManaWhenua> {
  static constexpr std::string_view name = "consulting";
  using reactions =
      mp11::mp_list<Fact<event::mana_whenua_engagement_chosen>, Fact<event::mana_whenua_not_needed_proposed>,
                    Move<event::mana_whenua_engagement_not_needed, NotEngaged>,
                    Move<event::mana_whenua_consultation_concluded, Concluded>>;
};

struct Concluded : sc::simple_state<Concluded, ManaWhenua> {
  static constexpr std::string_view name = "concluded";
  using reactions = mp11::mp_list<Move<event::mana_whenua_engagement_chosen, Consulting>,
                                  Move<event::mana_whenua_consultation_reopened, Consulting>>;
};

}  // namespace full_circle::engagement::project_chart
