#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/proofs.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>

namespace full_circle::engagement {

namespace {

/// Beyond so many rounds, one more makes no difference to any proof.
constexpr int rounds_max = 20;

/// What makes a requirement of a move impossible in some places: an order, never a fact that people can still
/// bring about.
struct Gate {
  EventId event;
  std::vector<HeldTo> held;
};

/// A project as far as the proofs can tell: its place, the furthest stage it has been in (what could be done
/// there may have been done), and its round.
struct Stand {
  Place place;
  int furthest = 0;
  int round = 1;
  friend auto operator<=>(const Stand&, const Stand&) = default;
};

struct Found {
  Stand stand;
  std::optional<std::size_t> from;
  EventId event = 0;
};

class Exploration {
 public:
  Exploration(const Definition& definition, const Chart& chart) : m_chart(chart) {
    for (const MoveWord& move : known_moves()) {
      const auto held = held_to(move.command, &definition);
      for (const HeldTo& one : held) {
        if (one.requirement == "rounds_done") m_rounds = std::max(m_rounds, one.arguments.count.value_or(1));
      }
      for (const std::string_view name : move.events) {
        if (const auto event = chart.event(name)) {
          m_gates.push_back({*event, held});
          if (!definition.may_give.contains(std::string(move.command))) m_never.insert(*event);
        }
      }
    }
    m_rounds = std::min(m_rounds, rounds_max);
    explore();
  }

  /// Over the place alone, as the chart's own proofs take it.
  Chart::Allowed allowed() const {
    return [this](Place place, EventId event) { return place_stops(place, event).empty(); };
  }

  const std::vector<Found>& found() const { return m_found; }

  std::vector<std::string> path_to(std::size_t index) const {
    std::vector<std::string> events;
    for (std::size_t at = index; m_found[at].from; at = *m_found[at].from) {
      events.push_back(m_chart.events()[m_found[at].event]);
    }
    std::reverse(events.begin(), events.end());
    return events;
  }

  /// By index: can the project still be completed from there?
  std::vector<bool> can_complete() const {
    std::vector<bool> can(m_found.size(), false);
    std::deque<std::size_t> open;
    for (std::size_t index = 0; index < m_found.size(); ++index) {
      if (m_chart.is_in(m_found[index].stand.place, "complete")) {
        can[index] = true;
        open.push_back(index);
      }
    }
    for (; !open.empty(); open.pop_front()) {
      for (const std::size_t before : m_leads_here[open.front()]) {
        if (can[before]) continue;
        can[before] = true;
        open.push_back(before);
      }
    }
    return can;
  }

  /// Everything that keeps the event from happening as things stand; empty when it can.
  std::set<std::string> stopped_by(const Stand& stand, EventId event) const {
    std::set<std::string> reasons = place_stops(stand.place, event);
    for (const Gate& gate : m_gates) {
      if (gate.event != event) continue;
      for (const HeldTo& held : gate.held) {
        if (never_in_time(held, stand)) reasons.insert(held.requirement);
      }
    }
    return reasons;
  }

  Stand after(const Stand& stand, EventId event) const {
    Stand next{*m_chart.next(stand.place, event), stand.furthest, stand.round};
    for (const std::string& state : m_chart.active(next.place)) {
      next.furthest = std::max(next.furthest, stage_order(state).value_or(0));
    }
    if (m_chart.events()[event] == "another_round_started") next.round = std::min(next.round + 1, m_rounds);
    return next;
  }

 private:
  std::set<std::string> place_stops(Place place, EventId event) const {
    std::set<std::string> reasons;
    if (m_never.contains(event)) reasons.insert("a role that may give it");
    for (const Gate& gate : m_gates) {
      if (gate.event != event) continue;
      for (const HeldTo& held : gate.held) {
        const RequirementSpec* spec = find_requirement(held.requirement);
        if (spec != nullptr && spec->kind == RequirementKind::place &&
            !holds_in(held.requirement, m_chart, place)) {
          reasons.insert(held.requirement);
        }
      }
    }
    return reasons;
  }

  /// What meets it is given in a stage that the project has not been in yet.
  static bool never_in_time(const HeldTo& held, const Stand& stand) {
    if (held.requirement == "rounds_done")
      return stand.round < std::min(held.arguments.count.value_or(1), rounds_max);
    const RequirementSpec* spec = find_requirement(held.requirement);
    if (spec == nullptr || spec->stages.empty()) return false;
    for (const std::string& stage : known_stages()) {
      if (spec->stages.find(stage) != std::string_view::npos && *stage_order(stage) <= stand.furthest)
        return false;
    }
    return true;
  }

  void explore() {
    std::map<Stand, std::size_t> seen{{Stand{m_chart.initial()}, 0}};
    m_found.push_back({Stand{m_chart.initial()}, std::nullopt, 0});
    m_leads_here.emplace_back();
    for (std::size_t index = 0; index < m_found.size(); ++index) {
      for (const EventId event : m_chart.legal(m_found[index].stand.place)) {
        if (!stopped_by(m_found[index].stand, event).empty()) continue;
        const Stand next = after(m_found[index].stand, event);
        const auto [at, is_new] = seen.emplace(next, m_found.size());
        if (is_new) {
          m_found.push_back({next, index, event});
          m_leads_here.emplace_back();
        }
        m_leads_here[at->second].push_back(index);
      }
    }
  }

  const Chart& m_chart;
  std::vector<Gate> m_gates;
  std::set<EventId> m_never;
  int m_rounds = 1;
  std::vector<Found> m_found;
  std::vector<std::vector<std::size_t>> m_leads_here;
};

std::vector<std::string> names_of(const Chart& chart, const std::vector<EventId>& way) {
  std::vector<std::string> names;
  names.reserve(way.size());
  for (const EventId event : way) names.push_back(chart.events()[event]);
  return names;
}

/// A move that the definition stops wherever the chart would allow it: what stops it everywhere, and the way
/// to the nearest place where nothing else does.
struct Stopped {
  std::set<std::string> everywhere;
  std::size_t nearest = 0;
  std::size_t reasons = 0;
};

void prove_every_move_can_happen(const Exploration& exploration, const Chart& chart,
                                 std::vector<ProofFailure>& failures) {
  std::map<EventId, Stopped> stopped;
  std::set<EventId> happens;
  for (std::size_t index = 0; index < exploration.found().size(); ++index) {
    const Stand& stand = exploration.found()[index].stand;
    for (const EventId event : chart.legal(stand.place)) {
      const std::set<std::string> reasons = exploration.stopped_by(stand, event);
      if (reasons.empty()) happens.insert(event);
      const auto [at, is_new] = stopped.emplace(event, Stopped{reasons, index, reasons.size()});
      if (is_new) continue;
      std::erase_if(at->second.everywhere,
                    [&](const std::string& reason) { return !reasons.contains(reason); });
      if (reasons.size() < at->second.reasons) {
        at->second.nearest = index;
        at->second.reasons = reasons.size();
      }
    }
  }
  for (const auto& [event, stop] : stopped) {
    if (happens.contains(event)) continue;
    const auto reasons = stop.everywhere.empty()
                             ? exploration.stopped_by(exploration.found()[stop.nearest].stand, event)
                             : stop.everywhere;
    failures.push_back({"'" + chart.events()[event] + "' can never happen: it waits for " +
                            listed({reasons.begin(), reasons.end()}),
                        exploration.path_to(stop.nearest)});
  }
}

/// The path is what the chart alone would allow, to the nearest of them.
void prove_every_state_is_reached(const Exploration& exploration, const Chart& chart,
                                  std::vector<ProofFailure>& failures) {
  std::set<std::string> active;
  for (const Found& found : exploration.found()) {
    const auto& names = chart.active(found.stand.place);
    active.insert(names.begin(), names.end());
  }
  std::vector<std::string> never;
  for (const ChartState& state : chart.outline().states) {
    if (!active.contains(state.name)) never.push_back(state.name);
  }
  if (never.empty()) return;
  const auto way = chart.path(chart.initial(), [&](Place place) {
    return std::any_of(never.begin(), never.end(),
                       [&](const auto& state) { return chart.is_in(place, state); });
  });
  failures.push_back(
      {"never reached: " + listed(never), way ? names_of(chart, *way) : std::vector<std::string>{}});
}

void prove_projects_can_be_completed(const Exploration& exploration, const Chart& chart,
                                     std::vector<ProofFailure>& failures) {
  const auto can = exploration.can_complete();
  for (std::size_t index = 0; index < can.size(); ++index) {
    const Place place = exploration.found()[index].stand.place;
    const bool going_on = chart.is_in(place, "underway") || chart.is_in(place, "suspended");
    if (can[index] || !going_on) continue;
    failures.push_back(
        {"from here the project can only be withdrawn, never completed: " + listed(chart.names(place)),
         exploration.path_to(index)});
    return;  // found nearest first: one shortest path shows it
  }
}

}  // namespace

std::vector<ProofFailure> prove_definition(const Definition& definition, const Chart& project_chart) {
  const Exploration exploration(definition, project_chart);
  std::vector<ProofFailure> failures;
  prove_every_move_can_happen(exploration, project_chart, failures);
  prove_every_state_is_reached(exploration, project_chart, failures);
  prove_projects_can_be_completed(exploration, project_chart, failures);
  for (const Violation& violation : prove_project_chart(project_chart, exploration.allowed())) {
    if (violation.rule == "nothing_is_unreachable") continue;  // told above, with what is in the way
    failures.push_back({violation.explanation, violation.path});
  }
  return failures;
}

}  // namespace full_circle::engagement
