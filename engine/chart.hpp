#pragma once
/// A chart, explored: which event may follow which, as a table `Place × event → Place` that never changes.
///
/// A chart is written in Boost.Statechart and explored once, at start-up (engine/chart_explore.hpp, the only
/// header here that needs Statechart). What stays is a value: copied, compared, searched, drawn. It works
/// because chart states hold no data, do no work and have no guards.
///
/// A place is saved by the names of its states (`names`) and restored by them (`restore`); a name that the
/// chart does not know restores to nothing, never to a guess.

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

/// An event of one chart; the index of its name in `Chart::events()`.
using EventId = std::uint16_t;

/// Where a chart stands. Means something only together with the chart it came from; the default is the
/// initial place of any chart.
class Place {
 public:
  constexpr Place() = default;
  friend constexpr auto operator<=>(const Place&, const Place&) = default;
  constexpr std::uint16_t index() const { return m_index; }

 private:
  friend class Chart;
  explicit constexpr Place(std::uint16_t index) : m_index(index) {}
  std::uint16_t m_index = 0;
};

/// One state as it was declared. States are numbered in the order of the chart's state list.
struct ChartState {
  std::string name;                    ///< snake_case, unique in the chart
  std::optional<std::size_t> outer{};  ///< the state around it
  std::size_t region = 0;              ///< which region of the outer state it is in
  std::vector<std::size_t> initial{};  ///< by region: the inner state entered first; empty for a leaf
  std::vector<std::string> regions{};  ///< by region: its name, for drawings
  bool remembers = false;              ///< deep history: coming back restores what was left
};

/// One reaction as it was declared; without a target it is a fact, recorded while the state is active.
struct ChartReaction {
  std::size_t state = 0;
  EventId event = 0;
  std::optional<std::size_t> target{};
};

/// A chart as declared: what the drawings show, and what the exploration is held against.
struct ChartOutline {
  std::vector<std::string> events;  ///< snake_case, by EventId
  std::vector<ChartState> states;
  std::vector<ChartReaction> reactions;
  std::size_t initial = 0;  ///< the state a new machine enters

  bool is_inside(std::size_t state, std::size_t outer) const;  ///< true for the state itself too
  std::optional<std::size_t> state(std::string_view name) const;
};

/// One place found by exploration. `next` has one entry per event; nothing where the event is not accepted.
struct ExploredPlace {
  std::vector<std::size_t> leaves;      ///< active leaf states, sorted
  std::vector<std::size_t> remembered;  ///< leaf states that a way back would restore, sorted
  std::vector<std::optional<std::uint16_t>> next;
};

/// An explored chart: immutable, cheap to share by const reference. A Place or EventId of another chart that
/// does not fit this one throws std::out_of_range.
class Chart {
 public:
  /// The first explored place is the initial one. For explore() and for tests.
  Chart(ChartOutline outline, const std::vector<ExploredPlace>& explored);

  Place initial() const { return Place{}; }
  std::optional<Place> next(Place from, EventId event) const;  ///< one look-up
  std::optional<Place> next(Place from, std::string_view event) const;

  std::optional<EventId> event(std::string_view name) const;
  const std::vector<std::string>& events() const { return m_outline.events; }
  std::vector<EventId> legal(Place from) const;  ///< every event that next() accepts here, facts included
  bool moves(Place from, EventId event) const;   ///< accepted, and leads to another place

  bool is_in(Place place, std::string_view state) const;  ///< leaf or outer; false for unknown names
  /// What is saved: the sorted names of the active leaf states and, where a way back is remembered,
  /// "remembers:LEAF" for each leaf state it would restore.
  const std::vector<std::string>& names(Place place) const;
  const std::vector<std::string>& active(Place place) const;  ///< every active state, outer ones too, sorted
  std::optional<Place> restore(const std::vector<std::string>& names) const;  ///< in any order

  std::size_t size() const { return m_names.size(); }
  std::vector<Place> places() const;  ///< every reachable place, breadth first

  /// What a definition lets through; empty lets everything through that the chart does.
  using Allowed = std::function<bool(Place, EventId)>;
  /// A shortest sequence of events from a place to one that meets the goal; empty when it is met already.
  std::optional<std::vector<EventId>> path(Place from, const std::function<bool(Place)>& goal,
                                           const Allowed& allowed = {}) const;

  const ChartOutline& outline() const { return m_outline; }
  const std::vector<std::string>& unreachable() const { return m_unreachable; }  ///< states never active

 private:
  std::vector<std::string> sorted_names(const std::vector<std::size_t>& states,
                                        std::string_view prefix) const;
  void collect_unreachable();

  ChartOutline m_outline;
  std::map<std::string, EventId, std::less<>> m_event_ids;
  std::vector<std::uint16_t> m_next;  // place × event; no_place where it is not accepted
  std::vector<std::vector<std::string>> m_names;
  std::vector<std::vector<std::string>> m_active;
  std::map<std::vector<std::string>, std::uint16_t> m_by_names;
  std::vector<std::string> m_unreachable;
};

/// A running machine, as the exploration sees it.
class LiveChart {
 public:
  virtual ~LiveChart() = default;
  virtual void restart() = 0;
  virtual bool offer(EventId event) = 0;                ///< true when some state took the event
  virtual std::vector<std::size_t> leaves() const = 0;  ///< active leaf states in any order
};

/// Offers every event in every reachable place, breadth first. Throws std::logic_error for a chart that
/// breaks its rules: an event that two regions take, a machine that ends, a reaction that was declared and
/// not taken.
Chart explore(ChartOutline outline, LiveChart& machine);

}  // namespace full_circle
