#pragma once
/// Charts with one thing wrong, to show that a proof can fail.

#include "engine/chart.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::test {

using Where = std::function<bool(Place)>;

inline std::vector<ExploredPlace> explored_again(const Chart& chart) {
  std::vector<ExploredPlace> all;
  const std::string_view prefix = "remembers:";
  for (const Place place : chart.places()) {
    ExploredPlace copy;
    for (const std::string& name : chart.names(place)) {
      const bool remembered = name.rfind(prefix, 0) == 0;
      const auto state = chart.outline().state(remembered ? name.substr(prefix.size()) : name).value();
      (remembered ? copy.remembered : copy.leaves).push_back(state);
    }
    for (EventId event = 0; event < chart.events().size(); ++event) {
      const auto target = chart.next(place, event);
      copy.next.push_back(target ? std::optional(target->index()) : std::nullopt);
    }
    all.push_back(std::move(copy));
  }
  return all;
}

/// The same chart, where the event leads from every place `from` to the first place `to`.
inline Chart with_move(const Chart& chart, const Where& from, std::string_view event, const Where& to) {
  auto places = explored_again(chart);
  for (const Place target : chart.places()) {
    if (!to(target)) continue;
    for (const Place source : chart.places()) {
      if (from(source)) places[source.index()].next[chart.event(event).value()] = target.index();
    }
    return Chart(chart.outline(), places);
  }
  throw std::logic_error("no such place");
}

/// The same chart, where the event is not accepted in any place `from`.
inline Chart without_move(const Chart& chart, const Where& from, std::string_view event) {
  auto places = explored_again(chart);
  for (const Place source : chart.places()) {
    if (from(source)) places[source.index()].next[chart.event(event).value()].reset();
  }
  return Chart(chart.outline(), places);
}

inline Where in_state(const Chart& chart, std::string state) {
  return [&chart, state](Place place) { return chart.is_in(place, state); };
}

}  // namespace full_circle::test
