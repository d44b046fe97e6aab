#include "workflows/engagement/proofs.hpp"

#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/lifecycle.hpp"

#include <algorithm>
#include <deque>
#include <initializer_list>
#include <map>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace full_circle::engagement {

namespace {

using Path = std::vector<EventId>;
/// What has happened on the way, as bits; a rule gives each bit its meaning.
using Memory = unsigned;

/// A rule about a name the chart does not have would always hold, so that is a bug.
void require_states(const Chart& chart, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    if (!chart.outline().state(name)) throw std::logic_error("the chart has no state " + std::string(name));
  }
}

EventId require_event(const Chart& chart, std::string_view name) {
  const auto id = chart.event(name);
  if (!id) throw std::logic_error("the chart has no event " + std::string(name));
  return *id;
}

bool lets_through(const Chart::Allowed& allowed, Place place, EventId event) {
  return !allowed || allowed(place, event);
}

Violation violation(const Chart& chart, std::string rule, std::string explanation, const Path& path) {
  Violation found{.rule = std::move(rule), .explanation = std::move(explanation), .path = {}, .place = {}};
  Place at = chart.initial();
  for (const EventId event : path) {
    found.path.push_back(chart.events()[event]);
    at = chart.next(at, event).value();
  }
  found.place = chart.names(at);
  return found;
}

/// A shortest path from the initial place to one that meets the goal, where `remember` says what has happened
/// by the time an event has led to a place. The initial memory is remember's answer for no event.
template <class Remember, class Goal>
std::optional<Path> find_history(const Chart& chart, const Chart::Allowed& allowed, Remember remember,
                                 Goal goal) {
  using Known = std::pair<Place, Memory>;
  std::map<Known, std::pair<Known, EventId>> came;
  const Known start{chart.initial(), remember(Memory{0}, std::nullopt, chart.initial())};
  std::set<Known> seen{start};
  for (std::deque<Known> open{start}; !open.empty(); open.pop_front()) {
    const Known at = open.front();
    if (goal(at.first, at.second)) {
      Path path;
      for (Known step = at; step != start; step = came.at(step).first) path.push_back(came.at(step).second);
      std::reverse(path.begin(), path.end());
      return path;
    }
    for (const EventId event : chart.legal(at.first)) {
      if (!lets_through(allowed, at.first, event)) continue;
      const Place target = *chart.next(at.first, event);
      const Known next{target, remember(at.second, std::optional<EventId>(event), target)};
      if (!seen.insert(next).second) continue;
      came.emplace(next, std::pair{at, event});
      open.push_back(next);
    }
  }
  return std::nullopt;
}

struct Reached {
  Place place;
  Path path;
};

/// Every place that can be reached under what is allowed, nearest first.
std::vector<Reached> reach(const Chart& chart, const Chart::Allowed& allowed) {
  std::vector<Reached> reached{{chart.initial(), {}}};
  std::set<Place> seen{chart.initial()};
  for (std::size_t index = 0; index < reached.size(); ++index) {
    const Reached at = reached[index];
    for (const EventId event : chart.legal(at.place)) {
      const Place target = *chart.next(at.place, event);
      if (!lets_through(allowed, at.place, event) || !seen.insert(target).second) continue;
      Path path = at.path;
      path.push_back(event);
      reached.push_back({target, std::move(path)});
    }
  }
  return reached;
}

bool is_in_any(const Chart& chart, Place place, std::initializer_list<std::string_view> states) {
  return std::any_of(states.begin(), states.end(), [&](auto state) { return chart.is_in(place, state); });
}

void append(Violations& all, Violations more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

std::string describe_path(const Violation& found) {
  if (found.path.empty()) return "the beginning";
  std::string text;
  for (const auto& event : found.path) text += (text.empty() ? "" : " → ") + event;
  return text;
}

Violations prove_results_before_evaluation(const Chart& chart, const Chart::Allowed& allowed) {
  require_states(chart, {"evaluate", "complete"});
  const EventId published = require_event(chart, project_event::results_published);
  const auto path = find_history(
      chart, allowed,
      [&](Memory memory, std::optional<EventId> event, Place) { return event == published ? 1u : memory; },
      [&](Place place, Memory memory) {
        return memory == 0 && is_in_any(chart, place, {"evaluate", "complete"});
      });
  if (!path) return {};
  return {violation(chart, "results_before_evaluation",
                    "A project can be evaluated or completed without its results ever being published.",
                    *path)};
}

Violations prove_people_are_told(const Chart& chart, const Chart::Allowed& allowed) {
  require_states(chart, {"public", "withdrawn", "complete"});
  const EventId told_event = require_event(chart, project_event::people_told_of_withdrawal);
  const EventId published_event = require_event(chart, project_event::results_published);
  constexpr Memory known = 1, told = 2, published = 4;
  const auto path = find_history(
      chart, allowed,
      [&](Memory memory, std::optional<EventId> event, Place place) {
        if (chart.is_in(place, "public")) memory |= known;
        if (event == told_event) memory |= told;
        if (event == published_event) memory |= published;
        return memory;
      },
      [&](Place place, Memory memory) {
        if (!(memory & known)) return false;
        return (chart.is_in(place, "withdrawn") && !(memory & told)) ||
               (chart.is_in(place, "complete") && !(memory & published));
      });
  if (!path) return {};
  return {violation(chart, "people_are_told",
                    "A project that the public knows of can end without people being told.", *path)};
}

Violations prove_published_is_final(const Chart& chart, const Chart::Allowed& allowed) {
  const auto earlier = {
      std::string_view("plan"),    std::string_view("prepare"), std::string_view("scheduled"),
      std::string_view("open"),    std::string_view("closed"),  std::string_view("analysing"),
      std::string_view("advised"), std::string_view("decided"), std::string_view("drafting")};
  require_states(chart, earlier);
  require_states(chart, {"published", "evaluate"});
  constexpr Memory published = 1, evaluated = 2;
  const auto path = find_history(
      chart, allowed,
      [&](Memory memory, std::optional<EventId>, Place place) {
        if (chart.is_in(place, "published")) memory |= published;
        if (chart.is_in(place, "evaluate")) memory |= published | evaluated;
        return memory;
      },
      [&](Place place, Memory memory) {
        return ((memory & published) && is_in_any(chart, place, earlier)) ||
               ((memory & evaluated) && chart.is_in(place, "published"));
      });
  if (!path) return {};
  return {violation(chart, "published_is_final",
                    "A project can go back to an earlier step after its results were published.", *path)};
}

Violations prove_an_end_is_reachable(const Chart& chart, const Chart::Allowed& allowed) {
  require_states(chart, {"complete", "withdrawn"});
  std::map<Place, std::vector<Place>> leads_here;
  std::deque<Place> open;
  std::set<Place> reaches_an_end;
  const auto reached = reach(chart, allowed);
  for (const Reached& at : reached) {
    for (const EventId event : chart.legal(at.place)) {
      if (lets_through(allowed, at.place, event))
        leads_here[*chart.next(at.place, event)].push_back(at.place);
    }
    if (is_in_any(chart, at.place, {"complete", "withdrawn"})) {
      reaches_an_end.insert(at.place);
      open.push_back(at.place);
    }
  }
  for (; !open.empty(); open.pop_front()) {
    for (const Place before : leads_here[open.front()]) {
      if (reaches_an_end.insert(before).second) open.push_back(before);
    }
  }
  for (const Reached& at : reached) {
    if (reaches_an_end.count(at.place)) continue;
    return {violation(chart, "an_end_is_reachable",
                      "From here a project can neither be completed nor withdrawn, whatever is done.",
                      at.path)};
  }
  return {};
}

Violations prove_nothing_is_stuck(const Chart& chart, const Chart::Allowed& allowed) {
  require_states(chart, {"complete", "withdrawn"});
  for (const Reached& at : reach(chart, allowed)) {
    const auto legal = chart.legal(at.place);
    const bool moves = std::any_of(legal.begin(), legal.end(), [&](EventId event) {
      return chart.moves(at.place, event) && lets_through(allowed, at.place, event);
    });
    if (moves || is_in_any(chart, at.place, {"complete", "withdrawn"})) continue;
    return {violation(chart, "nothing_is_stuck", "Here nothing can move the project on.", at.path)};
  }
  return {};
}

Violations prove_nothing_is_unreachable(const Chart& chart, const Chart::Allowed& allowed) {
  std::set<std::string> active;
  for (const Reached& at : reach(chart, allowed)) {
    active.insert(chart.active(at.place).begin(), chart.active(at.place).end());
  }
  Violations found;
  for (const ChartState& state : chart.outline().states) {
    if (active.count(state.name)) continue;
    const auto way = chart.path(chart.initial(), [&](Place place) { return chart.is_in(place, state.name); });
    if (way) {
      found.push_back(
          violation(chart, "nothing_is_unreachable",
                    "\"" + state.name + "\" is never reached; the chart alone would allow this way.", *way));
    } else {
      found.push_back({.rule = "nothing_is_unreachable",
                       .explanation = "\"" + state.name + "\" is declared and never reached.",
                       .path = {},
                       .place = {}});
    }
  }
  return found;
}

Violations prove_project_chart(const Chart& chart, const Chart::Allowed& allowed) {
  Violations all;
  for (const auto proof : {prove_results_before_evaluation, prove_people_are_told, prove_published_is_final,
                           prove_an_end_is_reachable, prove_nothing_is_stuck, prove_nothing_is_unreachable}) {
    append(all, proof(chart, allowed));
  }
  return all;
}

Violations prove_an_answer_stays_possible(const Chart& chart) {
  require_states(chart, {"no_response", "declined", "deferred_to_other"});
  const EventId answer = require_event(chart, branch_event::late_response);
  for (const Reached& at : reach(chart, {})) {
    const bool waiting = is_in_any(chart, at.place, {"no_response", "declined", "deferred_to_other"});
    if (!waiting || chart.moves(at.place, answer)) continue;
    return {violation(chart, "an_answer_stays_possible", "Here the entity can no longer answer.", at.path)};
  }
  return {};
}

Violations prove_reminders_move_nothing(const Chart& chart) {
  const EventId reminder = require_event(chart, branch_event::reminder_due);
  for (const Reached& at : reach(chart, {})) {
    if (!chart.moves(at.place, reminder)) continue;
    return {
        violation(chart, "reminders_move_nothing", "Here a reminder would answer for the entity.", at.path)};
  }
  return {};
}

Violations prove_a_pause_returns(const Chart& chart) {
  require_states(chart, {"open", "paused_by_mana_whenua"});
  const EventId pause = require_event(chart, branch_event::pause);
  const EventId resume = require_event(chart, branch_event::resume);
  for (const Reached& at : reach(chart, {})) {
    if (!chart.is_in(at.place, "open")) continue;
    const auto paused = chart.next(at.place, pause);
    const bool returns = paused && chart.is_in(*paused, "paused_by_mana_whenua") &&
                         chart.next(*paused, resume) == std::optional<Place>(at.place);
    if (returns) continue;
    return {violation(chart, "a_pause_returns", "A pause begun here does not return to here.", at.path)};
  }
  return {};
}

Violations prove_a_withdrawal_ends(const Chart& chart) {
  require_states(chart, {"open", "paused_by_mana_whenua", "withdrawn_by_council"});
  const EventId withdraw = require_event(chart, branch_event::withdraw);
  for (const Reached& at : reach(chart, {})) {
    if (chart.is_in(at.place, "withdrawn_by_council") && !chart.legal(at.place).empty()) {
      return {violation(chart, "a_withdrawal_ends", "Something can still follow a withdrawal.", at.path)};
    }
    if (!is_in_any(chart, at.place, {"open", "paused_by_mana_whenua"})) continue;
    const auto target = chart.next(at.place, withdraw);
    if (target && chart.is_in(*target, "withdrawn_by_council")) continue;
    return {violation(chart, "a_withdrawal_ends", "The council cannot withdraw from here.", at.path)};
  }
  return {};
}

Violations prove_branch_chart(const Chart& chart) {
  Violations all;
  for (const auto proof : {prove_an_answer_stays_possible, prove_reminders_move_nothing,
                           prove_a_pause_returns, prove_a_withdrawal_ends}) {
    append(all, proof(chart));
  }
  append(all, prove_nothing_is_unreachable(chart));
  return all;
}

}  // namespace full_circle::engagement
