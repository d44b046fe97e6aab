#pragma once
/// Writes a chart in Boost.Statechart and explores it. Include this in the few files that state a chart; it
/// brings Statechart's headers, everything else needs only engine/chart.hpp.
///
/// What a chart may use is small on purpose: states without data, `Move` and `Fact`. No guards and no
/// actions: an action that throws would end the machine, and a guard would make the table untrue. Anything
/// else in a list of reactions does not compile. An event belongs to one region, because Statechart stops at
/// the first state that takes it; explore() refuses a chart where two regions take the same event.
///
///     inline constexpr std::string_view opened = "opened";
///     struct DoorMachine : ExplorableMachine<DoorMachine, Door> {};
///     struct Open : sc::simple_state<Open, Door> {
///       static constexpr std::string_view name = "open";
///       using reactions = mp11::mp_list<Move<closed, Shut>, Fact<somebody_came_in>>;
///     };
///     Chart chart = explore<DoorMachine, mp11::mp_list<Door, Shut, Open>>();

#include "engine/chart.hpp"

#include <array>
#include <boost/mp11.hpp>
#include <boost/mp11/mpl.hpp>
#include <boost/mpl/fold.hpp>
#include <boost/statechart/deep_history.hpp>
#include <boost/statechart/event.hpp>
#include <boost/statechart/in_state_reaction.hpp>
#include <boost/statechart/simple_state.hpp>
#include <boost/statechart/state_machine.hpp>
#include <boost/statechart/transition.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle {

namespace sc = boost::statechart;
namespace mp11 = boost::mp11;

/// An event of a chart, known by a constant with its snake_case name.
template <const std::string_view& Name>
struct ChartEvent : sc::event<ChartEvent<Name>> {
  static constexpr std::string_view name() { return Name; }
};

/// The event leads to another state.
template <const std::string_view& Event, class To>
using Move = sc::transition<ChartEvent<Event>, To>;

/// The event is recorded while the state is active and changes no state.
template <const std::string_view& Event>
using Fact = sc::in_state_reaction<ChartEvent<Event>>;
template <const std::string_view&... Events>
using Facts = mp11::mp_list<Fact<Events>...>;

/// A machine that tells whether an event was taken.
template <class Derived, class Initial>
class ExplorableMachine : public sc::state_machine<Derived, Initial> {
 public:
  using initial_state = Initial;
  void unconsumed_event(const sc::event_base&) { m_taken = false; }
  template <class Event>
  bool offer() {
    m_taken = true;
    this->process_event(Event());
    return m_taken;
  }

 private:
  bool m_taken = false;
};

namespace chart_reflection {

/// Takes a reaction apart. Only these shapes exist; with an action the argument lists would not match.
template <class Reaction>
struct Parts;
template <const std::string_view& Name, class To>
struct Parts<sc::transition<ChartEvent<Name>, To>> {
  using event = ChartEvent<Name>;
  using target = To;
};
template <const std::string_view& Name>
struct Parts<sc::in_state_reaction<ChartEvent<Name>>> {
  using event = ChartEvent<Name>;
  using target = void;
};
template <class Reaction>
using EventOf = typename Parts<Reaction>::event;

struct AppendType {
  template <class List, class T>
  struct apply {
    using type = mp11::mp_push_back<List, T>;
  };
};
template <class Sequence>
using AsList = typename boost::mpl::fold<Sequence, mp11::mp_list<>, AppendType>::type;

template <class State>
using ReactionsOf = AsList<typename State::reactions>;

template <class T>
struct Entered {
  using type = T;
  static constexpr bool remembers = false;
};
template <class T>
struct Entered<sc::deep_history<T>> {
  using type = T;
  static constexpr bool remembers = true;
};

template <class States>
using EventsOf = mp11::mp_unique<
    mp11::mp_transform<EventOf, mp11::mp_apply<mp11::mp_append, mp11::mp_transform<ReactionsOf, States>>>>;

template <class States, class State>
constexpr std::size_t index_of() {
  constexpr std::size_t index = mp11::mp_find<States, State>::value;
  static_assert(index < mp11::mp_size<States>::value, "a state is missing from the chart's list of states");
  return index;
}

template <class Machine, class States, class State>
ChartState describe() {
  static_assert(!State::shallow_history::value, "charts remember deeply or not at all");
  ChartState described{.name = std::string(State::name)};
  if constexpr (!std::is_same_v<typename State::context_type, Machine>) {
    described.outer = index_of<States, typename State::context_type>();
  }
  described.region = State::orthogonal_position::value;
  std::size_t remembered = 0;
  mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, AsList<typename State::inner_initial_list>>>(
      [&]<class T>(mp11::mp_identity<T>) {
        described.initial.push_back(index_of<States, typename Entered<T>::type>());
        remembered += Entered<T>::remembers ? 1 : 0;
      });
  if (remembered != 0 && remembered != described.initial.size()) {
    throw std::logic_error(described.name + " remembers some of its regions and not the others");
  }
  described.remembers = remembered != 0;
  for (std::size_t region = 0; region < described.initial.size(); ++region) {
    if constexpr (requires { State::regions; }) {
      described.regions.emplace_back(State::regions.at(region));
    } else {
      described.regions.push_back("region_" + std::to_string(region + 1));
    }
  }
  return described;
}

template <class Machine, class States>
ChartOutline outline_of() {
  using Events = EventsOf<States>;
  ChartOutline outline;
  mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, Events>>(
      [&]<class E>(mp11::mp_identity<E>) { outline.events.emplace_back(E::name()); });
  mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, States>>([&]<class S>(mp11::mp_identity<S>) {
    outline.states.push_back(describe<Machine, States, S>());
    mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, ReactionsOf<S>>>(
        [&]<class R>(mp11::mp_identity<R>) {
          using Target = typename Parts<R>::target;
          ChartReaction reaction{.state = index_of<States, S>(),
                                 .event = static_cast<EventId>(mp11::mp_find<Events, EventOf<R>>::value)};
          if constexpr (!std::is_void_v<Target>) reaction.target = index_of<States, Target>();
          outline.reactions.push_back(reaction);
        });
  });
  outline.initial = index_of<States, typename Machine::initial_state>();
  return outline;
}

template <class Machine, class States, class Events = EventsOf<States>>
class LiveMachine;

template <class Machine, class... States, class... Events>
class LiveMachine<Machine, mp11::mp_list<States...>, mp11::mp_list<Events...>> final : public LiveChart {
 public:
  void restart() override {
    m_machine.emplace();
    m_machine->initiate();
  }
  bool offer(EventId event) override {
    using Offer = bool (*)(Machine&);
    static constexpr std::array<Offer, sizeof...(Events)> offers{
        +[](Machine& machine) { return machine.template offer<Events>(); }...};
    return offers.at(event)(*m_machine);
  }
  std::vector<std::size_t> leaves() const override {
    const std::array<typename Machine::rtti_policy_type::id_type, sizeof...(States)> types{
        States::static_type()...};
    std::vector<std::size_t> found;
    for (auto leaf = m_machine->state_begin(); leaf != m_machine->state_end(); ++leaf) {
      for (std::size_t state = 0; state < types.size(); ++state) {
        if (types[state] == leaf->dynamic_type()) found.push_back(state);
      }
    }
    return found;
  }

 private:
  std::optional<Machine> m_machine;
};

}  // namespace chart_reflection

/// Explores a machine whose states are `States` (mp11::mp_list, outer states too, each with a static `name`
/// and, where it has regions, an optional static array `regions` with their names). Throws std::logic_error
/// when the chart breaks the rules above; see explore() in engine/chart.hpp.
template <class Machine, class States>
Chart explore() {
  chart_reflection::LiveMachine<Machine, States> machine;
  return explore(chart_reflection::outline_of<Machine, States>(), machine);
}

}  // namespace full_circle
