#pragma once
/// What the public knows of. Once announced, a project cannot disappear: stopping it means telling people.

#include "workflows/engagement/stages/underway.hpp"

namespace full_circle::engagement::project_chart {

struct Unannounced : sc::simple_state<Unannounced, Visibility> {
  static constexpr std::string_view name = "unannounced";
  using reactions =
      mp11::mp_list<Move<event::project_announced, Public>, Move<event::project_withdrawn, Withdrawn>>;
};

struct Public : sc::simple_state<Public, Visibility> {
  static constexpr std::string_view name = "public";
  using reactions =
      mp11::mp_append<mp11::mp_list<Move<event::project_withdrawn, Withdrawing>, Fact<event::update_posted>>,
                      PageFacts>;
};

}  // namespace full_circle::engagement::project_chart
