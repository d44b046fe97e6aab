#include "engine/chart.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace full_circle {

namespace {

using States = std::vector<std::size_t>;

/// The ancestors of a state from the outermost in, the state last.
States way_in(const ChartOutline& outline, std::size_t state) {
  States way;
  for (std::optional<std::size_t> at = state; at; at = outline.states[*at].outer) way.push_back(*at);
  std::reverse(way.begin(), way.end());
  return way;
}

bool in_two_regions(const ChartOutline& outline, std::size_t a, std::size_t b) {
  const States first = way_in(outline, a);
  const States second = way_in(outline, b);
  const auto shared = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  if (shared.first == first.end() || shared.second == second.end()) return false;  // one is inside the other
  return outline.states[*shared.first].region != outline.states[*shared.second].region;
}

void forbid_shared_events(const ChartOutline& outline) {
  for (std::size_t i = 0; i < outline.reactions.size(); ++i) {
    for (std::size_t j = i + 1; j < outline.reactions.size(); ++j) {
      const auto& a = outline.reactions[i];
      const auto& b = outline.reactions[j];
      if (a.event != b.event) continue;
      if (a.state == b.state) {
        throw std::logic_error(outline.states[a.state].name + " says twice what " + outline.events[a.event] +
                               " does");
      }
      if (in_two_regions(outline, a.state, b.state)) {
        throw std::logic_error(outline.events[a.event] + " is taken by " + outline.states[a.state].name +
                               " and by " + outline.states[b.state].name +
                               ", which are active side by side; only the first one met would take it");
      }
    }
  }
}

/// Whether entering `target` from outside can bring back what `owner` remembers.
bool brings_back(const ChartOutline& outline, std::size_t target, std::size_t owner) {
  if (outline.is_inside(owner, target)) return true;  // the owner itself, or a state around it
  return outline.is_inside(target, owner) && outline.states[owner].initial.size() > 1;
}

/// States outside `owner` from which a way leads back to what it remembers. While none of them is active the
/// memory makes no difference, so it is not part of the place.
std::set<std::size_t> ways_back(const ChartOutline& outline, std::size_t owner) {
  std::set<std::size_t> found;
  for (bool grew = true; grew;) {
    grew = false;
    for (const ChartReaction& reaction : outline.reactions) {
      if (!reaction.target || outline.is_inside(reaction.state, owner) || found.count(reaction.state))
        continue;
      const std::size_t target = *reaction.target;
      const bool leads_on = std::any_of(found.begin(), found.end(), [&](std::size_t state) {
        return way_in(outline, target).front() == way_in(outline, state).front();  // may be entered with it
      });
      if (leads_on || brings_back(outline, target, owner)) {
        found.insert(reaction.state);
        grew = true;
      }
    }
  }
  return found;
}

class Exploration {
 public:
  Exploration(const ChartOutline& outline, LiveChart& machine) : m_outline(outline), m_machine(machine) {
    for (std::size_t state = 0; state < outline.states.size(); ++state) {
      if (outline.states[state].remembers) m_ways_back.emplace(state, ways_back(outline, state));
    }
  }

  std::vector<ExploredPlace> run() {
    m_machine.restart();
    add(configuration(), {}, {});
    for (std::size_t index = 0; index < m_places.size(); ++index) explore_place(index);
    return std::move(m_places);
  }

 private:
  struct Known {
    States leaves;
    States remembered;
    friend auto operator<=>(const Known&, const Known&) = default;
  };

  States configuration() const {
    States leaves = m_machine.leaves();
    if (leaves.empty()) throw std::logic_error("the chart's machine ended; an end is a state of its own");
    std::sort(leaves.begin(), leaves.end());
    return leaves;
  }

  bool is_active(const States& leaves, std::size_t state) const {
    return std::any_of(leaves.begin(), leaves.end(),
                       [&](std::size_t leaf) { return m_outline.is_inside(leaf, state); });
  }

  States remembered_after(const Known& before, const States& leaves) const {
    States kept;
    for (const auto& [owner, from] : m_ways_back) {
      const bool matters =
          !is_active(leaves, owner) &&
          std::any_of(from.begin(), from.end(), [&](auto state) { return is_active(leaves, state); });
      if (!matters) continue;
      const States& source = is_active(before.leaves, owner) ? before.leaves : before.remembered;
      for (const std::size_t leaf : source) {
        if (m_outline.is_inside(leaf, owner)) kept.push_back(leaf);
      }
    }
    std::sort(kept.begin(), kept.end());
    return kept;
  }

  std::uint16_t add(States leaves, States remembered, std::vector<EventId> path) {
    Known known{std::move(leaves), std::move(remembered)};
    const auto found = m_index.find(known);
    if (found != m_index.end()) return found->second;
    if (m_places.size() >= 60000)
      throw std::logic_error("the chart has too many places to be read by people");
    const auto index = static_cast<std::uint16_t>(m_places.size());
    m_places.push_back({known.leaves, known.remembered, {}});
    m_places.back().next.resize(m_outline.events.size());
    m_paths.push_back(std::move(path));
    m_index.emplace(std::move(known), index);
    return index;
  }

  /// By event, the innermost declared reaction of the active states.
  std::vector<const ChartReaction*> declared(const States& leaves) const {
    std::vector<const ChartReaction*> innermost(m_outline.events.size(), nullptr);
    std::vector<bool> active(m_outline.states.size(), false);
    for (const std::size_t leaf : leaves) {
      for (std::optional<std::size_t> at = leaf; at; at = m_outline.states[*at].outer) active[*at] = true;
    }
    for (const ChartReaction& reaction : m_outline.reactions) {
      const ChartReaction*& so_far = innermost[reaction.event];
      if (!active[reaction.state]) continue;
      if (!so_far || m_outline.is_inside(reaction.state, so_far->state)) so_far = &reaction;
    }
    return innermost;
  }

  void replay(std::size_t index) {
    m_machine.restart();
    for (const EventId event : m_paths[index]) m_machine.offer(event);
    if (configuration() != m_places[index].leaves) {
      throw std::logic_error("the same events led to two different places");
    }
  }

  void explore_place(std::size_t index) {
    const Known from{m_places[index].leaves, m_places[index].remembered};
    const auto reactions = declared(from.leaves);
    replay(index);
    const auto event_count = static_cast<EventId>(m_outline.events.size());
    for (EventId event = 0; event < event_count; ++event) {
      const ChartReaction* reaction = reactions[event];
      if (m_machine.offer(event) != (reaction != nullptr)) {
        throw std::logic_error(m_outline.events[event] +
                               " is declared and not taken, or taken and not declared");
      }
      if (!reaction) continue;
      const States leaves = configuration();
      const bool where_declared =
          reaction->target ? is_active(leaves, *reaction->target) : leaves == from.leaves;
      if (!where_declared) throw std::logic_error(m_outline.events[event] + " led elsewhere than declared");
      std::vector<EventId> path = m_paths[index];
      path.push_back(event);
      const std::uint16_t target = add(leaves, remembered_after(from, leaves), std::move(path));
      m_places[index].next[event] = target;
      if (reaction->target) replay(index);  // a machine cannot step back
    }
  }

  const ChartOutline& m_outline;
  LiveChart& m_machine;
  std::map<std::size_t, std::set<std::size_t>> m_ways_back;  // by the state that remembers
  std::vector<ExploredPlace> m_places;
  std::vector<std::vector<EventId>> m_paths;
  std::map<Known, std::uint16_t> m_index;
};

}  // namespace

Chart explore(ChartOutline outline, LiveChart& machine) {
  forbid_shared_events(outline);
  const auto places = Exploration(outline, machine).run();
  return Chart(std::move(outline), places);
}

}  // namespace full_circle
