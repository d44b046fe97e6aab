#include "engine/chart_explore.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace full_circle;

namespace {

namespace door {
inline constexpr std::string_view opened = "opened", shut = "shut", locked = "locked", unlocked = "unlocked",
                                  painted = "painted";
struct Shut;
struct Open;
struct Locked;
struct Door;
struct Machine : ExplorableMachine<Machine, Door> {};
struct Door : sc::simple_state<Door, Machine, Shut> {
  static constexpr std::string_view name = "door";
  using reactions = Facts<painted>;
};
struct Shut : sc::simple_state<Shut, Door> {
  static constexpr std::string_view name = "shut";
  using reactions = mp11::mp_list<Move<opened, Open>, Move<locked, Locked>>;
};
struct Open : sc::simple_state<Open, Door> {
  static constexpr std::string_view name = "open";
  using reactions = mp11::mp_list<Move<door::shut, door::Shut>>;
};
struct Locked : sc::simple_state<Locked, Door> {
  static constexpr std::string_view name = "locked";
  using reactions = mp11::mp_list<Move<unlocked, Shut>>;
};
struct Walled : sc::simple_state<Walled, Door> {
  static constexpr std::string_view name = "walled";
};
Chart chart() {
  return explore<Machine, mp11::mp_list<Door, Shut, Open, Locked, Walled>>();
}
}  // namespace door

/// Two regions that can be put away and fetched back as they were; from away there is also a way out.
namespace shelf {
inline constexpr std::string_view left = "left", right = "right", lit = "lit", put_away = "put_away",
                                  moved_house = "moved_house", fetched = "fetched", dumped = "dumped",
                                  tidied = "tidied";
struct Left;
struct Right;
struct Dark;
struct Lit;
struct InUse;
struct Away;
struct Boxed;
struct InVan;
struct Dumped;
struct Machine : ExplorableMachine<Machine, InUse> {};
struct InUse
    : sc::simple_state<InUse, Machine, boost::mpl::list<sc::deep_history<Left>, sc::deep_history<Dark>>,
                       sc::has_deep_history> {
  static constexpr std::string_view name = "in_use";
  static constexpr std::array<std::string_view, 2> regions{"place", "lamp"};
  using reactions = mp11::mp_list<Move<put_away, Away>, Move<tidied, InUse>>;
};
struct Left : sc::simple_state<Left, InUse::orthogonal<0>> {
  static constexpr std::string_view name = "left";
  using reactions = mp11::mp_list<Move<right, Right>>;
};
struct Right : sc::simple_state<Right, InUse::orthogonal<0>> {
  static constexpr std::string_view name = "right";
  using reactions = mp11::mp_list<Move<left, Left>>;
};
struct Dark : sc::simple_state<Dark, InUse::orthogonal<1>> {
  static constexpr std::string_view name = "dark";
  using reactions = mp11::mp_list<Move<lit, Lit>>;
};
struct Lit : sc::simple_state<Lit, InUse::orthogonal<1>> {
  static constexpr std::string_view name = "lit";
};
struct Away : sc::simple_state<Away, Machine, Boxed> {
  static constexpr std::string_view name = "away";
  using reactions = mp11::mp_list<Move<dumped, Dumped>>;
};
struct Boxed : sc::simple_state<Boxed, Away> {
  static constexpr std::string_view name = "boxed";
  using reactions = mp11::mp_list<Move<moved_house, InVan>>;
};
struct InVan : sc::simple_state<InVan, Away> {
  static constexpr std::string_view name = "in_van";
  using reactions = mp11::mp_list<Move<fetched, InUse>>;
};
struct Dumped : sc::simple_state<Dumped, Machine> {
  static constexpr std::string_view name = "dumped";
};
using States = mp11::mp_list<InUse, Left, Right, Dark, Lit, Away, Boxed, InVan, Dumped>;
Chart chart() {
  return explore<Machine, States>();
}
}  // namespace shelf

/// Two regions that both want the same event.
namespace quarrel {
inline constexpr std::string_view rang = "rang";
struct Cat;
struct Dog;
struct House;
struct Machine : ExplorableMachine<Machine, House> {};
struct House : sc::simple_state<House, Machine, boost::mpl::list<Cat, Dog>> {
  static constexpr std::string_view name = "house";
};
struct Cat : sc::simple_state<Cat, House::orthogonal<0>> {
  static constexpr std::string_view name = "cat";
  using reactions = Facts<rang>;
};
struct Dog : sc::simple_state<Dog, House::orthogonal<1>> {
  static constexpr std::string_view name = "dog";
  using reactions = Facts<rang>;
};
}  // namespace quarrel

/// An inner state that takes an event its outer state takes differently.
namespace override_ {
inline constexpr std::string_view go = "go";
struct Inner;
struct Outer;
struct There;
struct Machine : ExplorableMachine<Machine, Outer> {};
struct Outer : sc::simple_state<Outer, Machine, Inner> {
  static constexpr std::string_view name = "outer";
  using reactions = mp11::mp_list<Move<go, There>>;
};
struct Inner : sc::simple_state<Inner, Outer> {
  static constexpr std::string_view name = "inner";
  using reactions = Facts<go>;
};
struct There : sc::simple_state<There, Machine> {
  static constexpr std::string_view name = "there";
};
}  // namespace override_

Place walk(const Chart& chart, const std::vector<std::string_view>& events) {
  Place at = chart.initial();
  for (const auto event : events) {
    const auto next = chart.next(at, event);
    INFO(event);
    REQUIRE(next);
    at = *next;
  }
  return at;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("Chart: a place is reached by the events that the machine takes, and by no other") {
  const Chart chart = door::chart();
  CHECK(chart.size() == 3);
  CHECK(chart.names(chart.initial()) == Names{"shut"});
  const Place open = walk(chart, {"opened"});
  CHECK(chart.names(open) == Names{"open"});
  CHECK_FALSE(chart.next(open, "locked"));
  CHECK_FALSE(chart.next(open, "exploded"));
  CHECK(walk(chart, {"opened", "shut"}) == chart.initial());
}

TEST_CASE("Chart: a fact is accepted and leads nowhere") {
  const Chart chart = door::chart();
  const auto painted = chart.event("painted");
  REQUIRE(painted);
  for (const Place place : chart.places()) {
    CHECK(chart.next(place, *painted) == place);
    CHECK_FALSE(chart.moves(place, *painted));
  }
  const auto legal = chart.legal(chart.initial());
  std::set<std::string> names;
  for (const EventId id : legal) names.insert(chart.events()[id]);
  CHECK(names == std::set<std::string>{"opened", "locked", "painted"});
}

TEST_CASE("Chart: outer states are active with their inner ones, unknown names never are") {
  const Chart chart = door::chart();
  CHECK(chart.is_in(chart.initial(), "door"));
  CHECK(chart.is_in(chart.initial(), "shut"));
  CHECK_FALSE(chart.is_in(chart.initial(), "open"));
  CHECK_FALSE(chart.is_in(chart.initial(), "doo"));
  CHECK_FALSE(chart.is_in(chart.initial(), ""));
  CHECK(chart.active(chart.initial()) == Names{"door", "shut"});
}

TEST_CASE("Chart: a state that is declared and never entered is named") {
  CHECK(door::chart().unreachable() == Names{"walled"});
  CHECK(shelf::chart().unreachable().empty());
}

TEST_CASE("Chart: regions move independently") {
  const Chart chart = shelf::chart();
  const Place place = walk(chart, {"lit", "right"});
  CHECK(chart.names(place) == Names{"lit", "right"});
  CHECK(place == walk(chart, {"right", "lit"}));
  CHECK(chart.active(place) == Names{"in_use", "lit", "right"});
}

TEST_CASE("Chart: what a state remembers is part of the place for as long as a way back exists") {
  const Chart chart = shelf::chart();
  const Place boxed = walk(chart, {"lit", "right", "put_away"});
  CHECK(chart.names(boxed) == Names{"boxed", "remembers:lit", "remembers:right"});
  CHECK(boxed != walk(chart, {"right", "put_away"}));
  const Place van = *chart.next(boxed, "moved_house");
  CHECK(chart.names(van) == Names{"in_van", "remembers:lit", "remembers:right"});
  CHECK(chart.names(*chart.next(van, "fetched")) == Names{"lit", "right"});
  CHECK(chart.names(*chart.next(van, "dumped")) == Names{"dumped"});
  // 4 in use, 4 boxed, 4 in the van, and one end without memory.
  CHECK(chart.size() == 13);
}

TEST_CASE("Chart: leaving and entering again in one move keeps what was remembered") {
  const Chart chart = shelf::chart();
  const Place place = walk(chart, {"lit", "right"});
  CHECK(chart.next(place, "tidied") == place);
}

TEST_CASE("Chart: every place is restored from its names in any order") {
  for (const Chart& chart : {door::chart(), shelf::chart()}) {
    for (const Place place : chart.places()) {
      auto names = chart.names(place);
      CHECK(chart.restore(names) == place);
      std::reverse(names.begin(), names.end());
      CHECK(chart.restore(names) == place);
    }
  }
}

TEST_CASE("Chart: names that are unknown, too few, too many or doubled restore to nothing") {
  const Chart chart = shelf::chart();
  CHECK(chart.restore({"left", "dark"}));
  CHECK_FALSE(chart.restore({}));
  CHECK_FALSE(chart.restore({"left"}));
  CHECK_FALSE(chart.restore({"left", "right", "dark"}));
  CHECK_FALSE(chart.restore({"left", "dark", "dark"}));
  CHECK_FALSE(chart.restore({"left", "gloomy"}));
  CHECK_FALSE(chart.restore({"boxed"}));  // without what it remembers
  CHECK_FALSE(chart.restore({"in_use", "left", "dark"}));
}

TEST_CASE("Chart: a path is a shortest one, and only through what is allowed") {
  const Chart chart = shelf::chart();
  const auto in_van = [&](Place place) { return chart.is_in(place, "in_van"); };
  const auto path = chart.path(chart.initial(), in_van);
  REQUIRE(path);
  CHECK(*path == std::vector<EventId>{*chart.event("put_away"), *chart.event("moved_house")});
  CHECK(chart.path(chart.initial(), [&](Place p) { return p == chart.initial(); })->empty());
  const auto only_lit = [&](Place place, EventId event) {
    return event != chart.event("put_away") || chart.is_in(place, "lit");
  };
  CHECK(chart.path(chart.initial(), in_van, only_lit)->size() == 3);
  const auto never = [&](Place, EventId event) { return event != chart.event("put_away"); };
  CHECK_FALSE(chart.path(chart.initial(), in_van, never));
}

TEST_CASE("Chart: an event that two regions would take is refused with both states named") {
  using States = mp11::mp_list<quarrel::House, quarrel::Cat, quarrel::Dog>;
  CHECK_THROWS_WITH((explore<quarrel::Machine, States>()),
                    Catch::Contains("rang") && Catch::Contains("cat") && Catch::Contains("dog"));
}

TEST_CASE("Chart: an inner state's reaction goes before its outer state's") {
  using namespace override_;
  const Chart chart = explore<override_::Machine, mp11::mp_list<Outer, Inner, There>>();
  CHECK(chart.next(chart.initial(), "go") == chart.initial());
  CHECK(chart.unreachable() == Names{"there"});
}

TEST_CASE("Chart: a place or an event of another chart is a bug and throws") {
  const Chart small = door::chart();
  const Chart large = shelf::chart();
  const Place far = large.places().back();
  CHECK_THROWS_AS(small.next(far, EventId{0}), std::out_of_range);
  CHECK_THROWS_AS(small.next(small.initial(), EventId{99}), std::out_of_range);
  CHECK_THROWS_AS(small.names(far), std::out_of_range);
}

TEST_CASE("Chart: the outline keeps the nesting, the regions and the memory as declared") {
  const Chart chart = shelf::chart();
  const ChartOutline& outline = chart.outline();
  const auto in_use = outline.state("in_use");
  const auto dark = outline.state("dark");
  REQUIRE(in_use);
  REQUIRE(dark);
  CHECK(outline.initial == *in_use);
  CHECK(outline.states[*in_use].remembers);
  CHECK(outline.states[*in_use].regions == Names{"place", "lamp"});
  CHECK(outline.states[*dark].outer == in_use);
  CHECK(outline.states[*dark].region == 1);
  CHECK(outline.is_inside(*dark, *in_use));
  CHECK_FALSE(outline.is_inside(*in_use, *dark));
  CHECK_FALSE(outline.state("attic"));
}
