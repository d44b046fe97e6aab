// A step through the table of places, against Statechart's own dispatch of the same events: three regions,
// deep history, the project chart as it is.
#include "tests/bench/machine.hpp"
#include "tests/bench/measures.hpp"
#include "workflows/engagement/stages/close_the_loop.hpp"
#include "workflows/engagement/stages/engage.hpp"
#include "workflows/engagement/stages/evaluate.hpp"
#include "workflows/engagement/stages/mana_whenua.hpp"
#include "workflows/engagement/stages/plan.hpp"
#include "workflows/engagement/stages/prepare.hpp"
#include "workflows/engagement/stages/report.hpp"
#include "workflows/engagement/stages/stopped.hpp"
#include "workflows/engagement/stages/visibility.hpp"

#include <random>
#include <set>
#include <stdexcept>

namespace full_circle::engagement::project_chart {

namespace {
using AllStates =
    mp11::mp_list<Underway, Plan, Prepare, Engage, Scheduled, Open, Closed, Report, Analysing, Advised,
                  Decided, CloseTheLoop, Drafting, Published, Evaluate, Unassessed, NotEngaged, Consulting,
                  Concluded, Unannounced, Public, Suspended, Withdrawing, Complete, Withdrawn>;
}

}  // namespace full_circle::engagement::project_chart

namespace full_circle::bench {

namespace {

using engagement::project_chart::AllStates;
using engagement::project_chart::ProjectMachine;
using Live = chart_reflection::LiveMachine<ProjectMachine, AllStates>;

constexpr std::size_t steps = 20'000;

/// Which events a walk takes: all that are legal, or only those that lead elsewhere.
enum class Walk { facts_and_moves, moves };

/// A long walk that begins and ends in the same place, so that it can be walked again.
struct Path {
  Place start;
  std::vector<EventId> to_start;  ///< from the initial place
  std::vector<EventId> events;
};

Path walk(const Chart& chart, Walk kind) {
  Path path;
  path.start = chart.restore({"consulting", "plan", "public"}).value();
  path.to_start = chart.path(chart.initial(), [&](Place place) { return place == path.start; }).value();
  const auto back = [&](Place place) {
    return chart.path(place, [&](Place one) { return one == path.start; });
  };
  std::set<Place> in_reach;
  for (const Place place : chart.places()) {
    if (back(place)) in_reach.insert(place);
  }
  std::mt19937 chance(1);
  Place place = path.start;
  while (path.events.size() < steps) {
    std::vector<EventId> possible;
    for (const EventId event : chart.legal(place)) {
      if (!in_reach.contains(chart.next(place, event).value())) continue;
      if (kind == Walk::facts_and_moves || chart.moves(place, event)) possible.push_back(event);
    }
    path.events.push_back(possible.at(chance() % possible.size()));
    place = chart.next(place, path.events.back()).value();
  }
  const std::vector<EventId> home = back(place).value();
  path.events.insert(path.events.end(), home.begin(), home.end());
  return path;
}

double table_nanoseconds(const Chart& chart, const Path& path) {
  Place place = path.start;
  const auto began = SteadyClock::now();
  for (const EventId event : path.events) place = *chart.next(place, event);
  const double took = milliseconds_since(began);
  if (place != path.start) throw std::logic_error("the table went astray");
  return took * 1e6 / static_cast<double>(path.events.size());
}

double named_nanoseconds(const Chart& chart, const Path& path) {
  std::vector<std::string_view> names;
  for (const EventId event : path.events) names.push_back(chart.events().at(event));
  Place place = path.start;
  const auto began = SteadyClock::now();
  for (const std::string_view event : names) place = *chart.next(place, event);
  const double took = milliseconds_since(began);
  if (place != path.start) throw std::logic_error("the table went astray");
  return took * 1e6 / static_cast<double>(path.events.size());
}

double dispatch_nanoseconds(Live& machine, const Path& path) {
  bool taken = true;
  const auto began = SteadyClock::now();
  for (const EventId event : path.events) taken = machine.offer(event) && taken;
  const double took = milliseconds_since(began);
  if (!taken) throw std::logic_error("the machine took another way than the table");
  return took * 1e6 / static_cast<double>(path.events.size());
}

void measure(const Options& options, Report& report, const Chart& chart, Walk kind, const std::string& name) {
  const Path path = walk(chart, kind);
  Live machine;
  machine.restart();
  for (const EventId event : path.to_start) machine.offer(event);
  Rounds table;
  Rounds by_name;
  Rounds dispatch;
  Rounds ratio;
  for (int round = 0; round < 10 * options.rounds; ++round) {
    const double raw = dispatch_nanoseconds(machine, path);
    const double step = table_nanoseconds(chart, path);
    table.add(step);
    by_name.add(named_nanoseconds(chart, path));
    dispatch.add(raw);
    ratio.add(raw / step);
  }
  report.add({"chart", "step through the table of places, " + name, table.median(), "ns"});
  report.add({"chart", "… with the event's name looked up, " + name, by_name.median(), "ns"});
  report.add({"chart", "Statechart dispatch of the same events, " + name, dispatch.median(), "ns"});
  report.add({"chart", "dispatch / table, " + name, ratio.median(), "times"});
}

}  // namespace

void measure_chart(const Options& options, Report& report) {
  const Chart chart = engagement::explore_project_chart();
  const auto outline = chart_reflection::outline_of<ProjectMachine, AllStates>();
  if (outline.events != chart.events()) throw std::logic_error("the bench has another list of states");
  measure(options, report, chart, Walk::facts_and_moves, "facts and moves");
  measure(options, report, chart, Walk::moves, "moves only");
}

}  // namespace full_circle::bench
