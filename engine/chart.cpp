#include "engine/chart.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <stdexcept>

namespace full_circle {

namespace {
constexpr std::uint16_t no_place = std::numeric_limits<std::uint16_t>::max();

/// Names go into files, drawings and addresses as they are.
void require_snake_case(const std::string& name) {
  const bool snake = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!snake) throw std::logic_error("\"" + name + "\" is no name for a state or an event");
}

EventId event_count(const ChartOutline& outline) {
  return static_cast<EventId>(outline.events.size());
}

}  // namespace

bool ChartOutline::is_inside(std::size_t state, std::size_t outer) const {
  for (std::optional<std::size_t> at = state; at; at = states[*at].outer) {
    if (*at == outer) return true;
  }
  return false;
}

std::optional<std::size_t> ChartOutline::state(std::string_view name) const {
  const auto found =
      std::find_if(states.begin(), states.end(), [&](const auto& s) { return s.name == name; });
  if (found == states.end()) return std::nullopt;
  return static_cast<std::size_t>(found - states.begin());
}

Chart::Chart(ChartOutline outline, const std::vector<ExploredPlace>& explored)
    : m_outline(std::move(outline)), m_next(explored.size() * m_outline.events.size(), no_place) {
  if (explored.empty() || explored.size() >= no_place || m_outline.events.size() >= no_place) {
    throw std::logic_error("a chart has at least one place and fewer than 65535 places and events");
  }
  for (const ChartState& state : m_outline.states) require_snake_case(state.name);
  for (EventId id = 0, end = event_count(m_outline); id < end; ++id) {
    require_snake_case(m_outline.events[id]);
    if (!m_event_ids.emplace(m_outline.events[id], id).second) {
      throw std::logic_error("the chart has two events called " + m_outline.events[id]);
    }
  }
  for (std::size_t index = 0; index < explored.size(); ++index) {
    const ExploredPlace& place = explored[index];
    for (std::size_t event = 0; event < m_outline.events.size(); ++event) {
      const auto& target = place.next.at(event);
      if (target && *target >= explored.size()) throw std::logic_error("a move leads to no explored place");
      if (target) m_next[index * m_outline.events.size() + event] = *target;
    }
    auto names = sorted_names(place.leaves, "");
    const auto remembered = sorted_names(place.remembered, "remembers:");
    names.insert(names.end(), remembered.begin(), remembered.end());
    std::sort(names.begin(), names.end());
    if (!m_by_names.emplace(names, static_cast<std::uint16_t>(index)).second) {
      throw std::logic_error("two explored places have the same names");
    }
    m_names.push_back(std::move(names));

    std::vector<std::size_t> active;
    for (const std::size_t leaf : place.leaves) {
      for (std::optional<std::size_t> at = leaf; at; at = m_outline.states.at(*at).outer)
        active.push_back(*at);
    }
    m_active.push_back(sorted_names(active, ""));
  }
  collect_unreachable();
}

std::vector<std::string> Chart::sorted_names(const std::vector<std::size_t>& states,
                                             std::string_view prefix) const {
  std::vector<std::string> names;
  names.reserve(states.size());
  for (const std::size_t state : states)
    names.push_back(std::string(prefix) + m_outline.states.at(state).name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void Chart::collect_unreachable() {
  for (const ChartState& state : m_outline.states) {
    const bool reached = std::any_of(m_active.begin(), m_active.end(), [&](const auto& active) {
      return std::binary_search(active.begin(), active.end(), state.name);
    });
    if (!reached) m_unreachable.push_back(state.name);
  }
}

std::optional<Place> Chart::next(Place from, EventId event) const {
  if (from.index() >= size()) throw std::out_of_range("the place is not one of this chart");
  if (event >= m_outline.events.size()) throw std::out_of_range("the event is not one of this chart");
  const std::uint16_t target = m_next[from.index() * m_outline.events.size() + event];
  if (target == no_place) return std::nullopt;
  return Place{target};
}

std::optional<Place> Chart::next(Place from, std::string_view event_name) const {
  const auto id = event(event_name);
  if (!id) return std::nullopt;
  return next(from, *id);
}

std::optional<EventId> Chart::event(std::string_view name) const {
  const auto found = m_event_ids.find(name);
  if (found == m_event_ids.end()) return std::nullopt;
  return found->second;
}

std::vector<EventId> Chart::legal(Place from) const {
  std::vector<EventId> ids;
  for (EventId id = 0, end = event_count(m_outline); id < end; ++id) {
    if (next(from, id)) ids.push_back(id);
  }
  return ids;
}

bool Chart::moves(Place from, EventId event) const {
  const auto target = next(from, event);
  return target && *target != from;
}

bool Chart::is_in(Place place, std::string_view state) const {
  const auto& states = m_active.at(place.index());
  return std::binary_search(states.begin(), states.end(), state);
}

const std::vector<std::string>& Chart::names(Place place) const {
  return m_names.at(place.index());
}

const std::vector<std::string>& Chart::active(Place place) const {
  return m_active.at(place.index());
}

std::optional<Place> Chart::restore(const std::vector<std::string>& names) const {
  auto sorted = names;
  std::sort(sorted.begin(), sorted.end());
  const auto found = m_by_names.find(sorted);
  if (found == m_by_names.end()) return std::nullopt;
  return Place{found->second};
}

std::vector<Place> Chart::places() const {
  std::vector<Place> all;
  for (std::size_t index = 0; index < size(); ++index)
    all.push_back(Place{static_cast<std::uint16_t>(index)});
  return all;
}

std::optional<std::vector<EventId>> Chart::path(Place from, const std::function<bool(Place)>& goal,
                                                const Allowed& allowed) const {
  struct Step {
    std::uint16_t before;
    EventId event;
  };
  std::vector<std::optional<Step>> came(size());
  std::vector<bool> seen(size(), false);
  std::deque<Place> open{from};
  seen.at(from.index()) = true;
  while (!open.empty()) {
    Place at = open.front();
    open.pop_front();
    if (goal(at)) {
      std::vector<EventId> events;
      for (auto step = came[at.index()]; step; step = came[step->before]) events.push_back(step->event);
      std::reverse(events.begin(), events.end());
      return events;
    }
    for (EventId event = 0, end = event_count(m_outline); event < end; ++event) {
      const auto target = next(at, event);
      if (!target || seen[target->index()] || (allowed && !allowed(at, event))) continue;
      seen[target->index()] = true;
      came[target->index()] = Step{at.index(), event};
      open.push_back(*target);
    }
  }
  return std::nullopt;
}

}  // namespace full_circle
