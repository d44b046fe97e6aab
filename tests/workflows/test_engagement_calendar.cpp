#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace full_circle::engagement {

namespace {

Day day(const char* text) {
  return *parse_day(text);
}

Ask ask(const std::string& owner, const char* first, const char* last, std::vector<People> people,
        AskKind kind = AskKind::period) {
  std::sort(people.begin(), people.end());
  return {
      .uid = owner + "/" + boost::describe::enum_to_string(kind, "") + "-1",
      .owner = owner,
      .title = "Title of " + owner,
      .kind = kind,
      .state = AskState::confirmed,
      .first_on = day(first),
      .last_on = day(last),
      .people = std::move(people),
  };
}

CalendarPart part(const Ask& one) {
  return {.owner = one.owner, .title = one.title, .asks = {one}, .settled = {}};
}

const People kowhai_bay{PeopleKind::local_board, "kowhai-bay"};
const People harbourside{PeopleKind::local_board, "harbourside"};
const People young_people{PeopleKind::community, "young-people"};
const People parks{PeopleKind::topic, "parks"};
const People tauira{PeopleKind::entity, "tauira-ki-tai"};

std::vector<std::string> owners(const std::vector<Clash>& clashes) {
  std::vector<std::string> names;
  for (const auto& clash : clashes) names.push_back(clash.other->owner);
  return names;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Calendar: asks clash when they share people and days", "[calendar]") {
  EngagementCalendar calendar;
  calendar.replace(part(ask("parking", "2027-06-07", "2027-07-04", {kowhai_bay, harbourside})));
  calendar.replace(part(ask("library", "2027-06-01", "2027-06-27", {harbourside})));
  calendar.replace(part(ask("pool", "2027-07-12", "2027-08-08", {kowhai_bay})));
  const auto clashes =
      calendar.clashes_of(ask("path", "2027-06-14", "2027-07-11", {kowhai_bay, young_people}));
  REQUIRE(owners(clashes) == Texts{"parking"});
  CHECK(clashes[0].shared == std::vector<People>{kowhai_bay});
  CHECK(clashes[0].first_on == day("2027-06-14"));
  CHECK(clashes[0].last_on == day("2027-07-04"));
  CHECK(has_to_be_settled(clashes[0]));
  CHECK(reason_text(clashes[0]) ==
        "Both ask the local board kowhai-bay from Monday 14 June 2027 to Sunday 4 July 2027: 21 days.");
}

TEST_CASE("Calendar: the last day of one and the first of the next are shared only when they are one day",
          "[calendar]") {
  EngagementCalendar calendar;
  calendar.replace(part(ask("first", "2027-06-01", "2027-06-14", {kowhai_bay})));
  CHECK(calendar.clashes_of(ask("next", "2027-06-15", "2027-06-30", {kowhai_bay})).empty());
  const auto one_day = calendar.clashes_of(ask("next", "2027-06-14", "2027-06-30", {kowhai_bay}));
  REQUIRE(one_day.size() == 1);
  CHECK(one_day[0].first_on == one_day[0].last_on);
}

TEST_CASE("Calendar: a shared topic and the whole district are shown, and need no reason", "[calendar]") {
  EngagementCalendar calendar;
  calendar.replace(part(ask("elsewhere", "2027-06-01", "2027-06-30", {harbourside, parks})));
  Ask district = ask("rates", "2027-06-01", "2027-06-30", {});
  district.whole_district = true;
  calendar.replace(part(district));
  const auto clashes = calendar.clashes_of(ask("path", "2027-06-14", "2027-07-11", {kowhai_bay, parks}));
  REQUIRE(owners(clashes) == Texts{"elsewhere", "rates"});
  CHECK_FALSE(has_to_be_settled(clashes[0]));
  CHECK_FALSE(has_to_be_settled(clashes[1]));
  CHECK(clashes[1].shared.empty());
  SECTION("what asks the whole district meets everything that is open") {
    CHECK(owners(calendar.clashes_of(district)) == Texts{"elsewhere"});
  }
}

TEST_CASE("Calendar: an owner's own asks, cancelled ones and mere dates clash with nothing", "[calendar]") {
  EngagementCalendar calendar;
  Ask off = ask("off", "2027-06-01", "2027-06-30", {kowhai_bay});
  off.state = AskState::cancelled;
  calendar.replace(part(off));
  calendar.replace(part(ask("answer", "2027-06-20", "2027-06-20", {kowhai_bay}, AskKind::answer_due)));
  calendar.replace(part(ask("path", "2027-06-01", "2027-06-30", {kowhai_bay})));
  CHECK(calendar.clashes_of(ask("path", "2027-06-14", "2027-07-11", {kowhai_bay})).empty());
  const auto load = asks_at_once(calendar.between(day("2027-06-14"), day("2027-06-20"), kowhai_bay),
                                 PeopleKind::local_board, day("2027-06-14"), 1);
  CHECK(load == std::vector<int>{1});
}

namespace {

Ask hui(const std::string& owner, const std::string& starts_at, const std::string& ends_at,
        const std::string& joins = "") {
  Ask one = ask(owner, "2027-06-16", "2027-06-16", {tauira}, AskKind::hui);
  one.starts_at = *parse_instant("2027-06-16T" + starts_at + ":00+12:00");
  one.ends_at = *parse_instant("2027-06-16T" + ends_at + ":00+12:00");
  one.joins = joins;
  return one;
}

}  // namespace

TEST_CASE("Calendar: a hui that takes up two kaupapa is one ask, and no clash", "[calendar]") {
  EngagementCalendar calendar;
  const Ask one = hui("path", "10:00", "13:00");
  Ask joined = hui("garden", "11:00", "12:00", one.uid);
  calendar.replace(part(one));
  const auto load = [&] {
    const auto found = calendar.between(day("2027-06-14"), day("2027-06-20"), tauira);
    return asks_at_once(found, PeopleKind::entity, day("2027-06-14"), 1).front();
  };
  SECTION("while both are at one time") {
    calendar.replace(part(joined));
    CHECK(calendar.clashes_of(joined).empty());
    CHECK(calendar.clashes_between(day("2027-06-01"), day("2027-06-30"), 100).pairs.empty());
    CHECK(load() == 1);
    REQUIRE(calendar.host(joined));
    CHECK(calendar.host(joined)->uid == one.uid);
  }
  SECTION("not when it is at another time of that day") {
    joined = hui("garden", "18:00", "19:00", one.uid);
    calendar.replace(part(joined));
    CHECK(calendar.clashes_of(joined).size() == 1);
    CHECK(load() == 2);
  }
  SECTION("not when the hui is called off") {
    Ask off = one;
    off.state = AskState::cancelled;
    calendar.replace(part(off));
    calendar.replace(part(joined));
    CHECK_FALSE(calendar.host(joined));
    CHECK(load() == 1);
  }
  SECTION("not when there is no such hui, though two say that they join it") {
    joined.joins = "ghost/tauira-ki-tai/hui-7";
    calendar.replace(part(joined));
    calendar.replace(part(hui("path", "10:00", "13:00", joined.joins)));
    CHECK(load() == 2);
    CHECK(calendar.clashes_between(day("2027-06-01"), day("2027-06-30"), 100).total == 1);
  }
}

TEST_CASE("Calendar: what two outside calendars ask at once is not ours to settle", "[calendar]") {
  EngagementCalendar calendar;
  calendar.replace(part(ask("import:buses", "2027-06-01", "2027-06-30", {kowhai_bay}, AskKind::partner)));
  calendar.replace(part(ask("import:trains", "2027-06-01", "2027-06-30", {kowhai_bay}, AskKind::partner)));
  CHECK(calendar.clashes_between(day("2027-06-01"), day("2027-06-30"), 100).total == 0);
  calendar.replace(part(ask("path", "2027-06-01", "2027-06-30", {kowhai_bay})));
  const auto found = calendar.clashes_between(day("2027-06-01"), day("2027-06-30"), 1);
  CHECK(found.total == 2);
  CHECK(found.pairs.size() == 1);
}

TEST_CASE("Calendar: a project's period and its session in one week are one ask", "[calendar]") {
  EngagementCalendar calendar;
  CalendarPart path = part(ask("path", "2027-06-14", "2027-07-11", {kowhai_bay}));
  path.asks.push_back(ask("path", "2027-06-16", "2027-06-16", {kowhai_bay}, AskKind::session));
  calendar.replace(path);
  const auto found = calendar.between(day("2027-06-07"), day("2027-07-18"), kowhai_bay);
  CHECK(asks_at_once(found, PeopleKind::local_board, day("2027-06-07"), 6) ==
        std::vector<int>{0, 1, 1, 1, 1, 0});
}

TEST_CASE("Calendar: a clash is settled by either side, for the days that were looked at", "[calendar]") {
  EngagementCalendar calendar;
  CalendarPart parking = part(ask("parking", "2027-06-07", "2027-07-04", {kowhai_bay}));
  parking.settled = {{.with = "path",
                      .how = "keep_both",
                      .reason = "One letter covers both.",
                      .for_both = true,
                      .shared = {{{kowhai_bay}, day("2027-06-14"), day("2027-07-04")}}}};
  calendar.replace(parking);
  Ask path = ask("path", "2027-06-14", "2027-07-11", {kowhai_bay});
  calendar.replace(part(path));
  const auto settled = calendar.settled("path", calendar.clashes_of(path).front());
  REQUIRE(settled);
  CHECK(settled->reason == "One letter covers both.");
  SECTION("and has to be settled anew when more days are shared") {
    path.first_on = day("2027-06-10");
    CHECK_FALSE(calendar.settled("path", calendar.clashes_of(path).front()));
  }
  SECTION("and when more people are") {
    path.people = {kowhai_bay, young_people};
    parking.asks.front().people = path.people;
    calendar.replace(parking);
    CHECK_FALSE(calendar.settled("path", calendar.clashes_of(path).front()));
  }
  SECTION("but not by somebody who may not see both") {
    parking.settled.front().for_both = false;
    calendar.replace(parking);
    CHECK_FALSE(calendar.settled("path", calendar.clashes_of(path).front()));
    CHECK(calendar.settled("parking", calendar.clashes_of(parking.asks.front()).front()));
  }
}

TEST_CASE("Calendar: weeks begin on Monday, also before 1970", "[calendar]") {
  CHECK(monday_of(day("2027-06-14")) == day("2027-06-14"));
  CHECK(monday_of(day("2027-06-20")) == day("2027-06-14"));
  CHECK(monday_of(day("1970-01-01")) == day("1969-12-29"));
  CHECK(monday_of(day("1969-12-28")) == day("1969-12-22"));
}

TEST_CASE("Calendar: windows, clashes and pairs agree with looking at every ask, through any changes",
          "[calendar]") {
  std::mt19937 random(20270614);  // the same walk every time
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  const std::vector<People> everybody{kowhai_bay, harbourside, young_people, parks, tauira};
  EngagementCalendar calendar;
  std::map<std::string, Ask> asks;
  const auto clash_naively = [](const Ask& one, const Ask& other) {
    if (one.owner == other.owner || one.last_on < other.first_on || other.last_on < one.first_on)
      return false;
    return std::any_of(one.people.begin(), one.people.end(), [&](const People& who) {
      return std::count(other.people.begin(), other.people.end(), who) == 1;
    });
  };
  for (int step = 0; step < 600; ++step) {
    const std::string owner = "p" + std::to_string(below(60));
    const Day first = plus_days(day("2027-01-01"), below(400));
    std::set<People> people;
    for (int i = below(3); i >= 0; --i) people.insert(everybody[static_cast<std::size_t>(below(5))]);
    Ask next = ask(owner, "2027-01-01", "2027-01-01", {people.begin(), people.end()});
    next.first_on = first;
    next.last_on = plus_days(first, below(90));
    asks[owner] = next;
    calendar.replace(part(next));
    if (step % 20 != 0) continue;

    std::vector<std::string> expected;
    for (const auto& [name, other] : asks)
      if (clash_naively(next, other)) expected.push_back(name);
    auto found = owners(calendar.clashes_of(next));
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    CHECK(found == expected);

    const Day from = plus_days(day("2027-01-01"), below(400));
    const Day to = plus_days(from, 84);
    std::set<std::string> inside;
    for (const auto& [name, other] : asks)
      if (other.first_on <= to && other.last_on >= from &&
          std::count(other.people.begin(), other.people.end(), kowhai_bay) == 1)
        inside.insert(name);
    std::set<std::string> window;
    const auto between = calendar.between(from, to, kowhai_bay);
    for (const auto& one : between) window.insert(one.ask->owner);
    CHECK(window == inside);
    CHECK(between.size() == inside.size());

    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto& [name, one] : asks)
      for (const auto& [other_name, other] : asks) {
        Ask without_topic = one;
        std::erase(without_topic.people, parks);
        if (name < other_name && clash_naively(without_topic, other) && one.last_on >= from &&
            one.first_on <= to && other.last_on >= from && other.first_on <= to)
          pairs.insert({name, other_name});
      }
    const auto swept = calendar.clashes_between(from, to, 100'000);
    std::set<std::pair<std::string, std::string>> swept_pairs;
    for (const auto& [one, other] : swept.pairs)
      swept_pairs.insert(std::minmax(swept.asks[one]->owner, swept.asks[other]->owner));
    CHECK(swept_pairs == pairs);
    CHECK(swept.pairs.size() == pairs.size());
  }
}

TEST_CASE("Calendar: what is kept of a project reads back as it was", "[calendar]") {
  CalendarPart one = part(ask("path", "2027-06-14", "2027-07-11", {kowhai_bay, young_people}));
  one.asks[0].starts_at = *parse_instant("2027-06-14T05:00:00Z");
  const SharedDays seen{{kowhai_bay}, day("2027-06-14"), day("2027-06-20")};
  one.settled = {{"parking", "combine", "One letter.", true, {seen}}};
  const auto text = write_calendar_part(one);
  const auto again = read_calendar_part(text);
  REQUIRE(again);
  CHECK(write_calendar_part(*again) == text);
  CHECK_FALSE(read_calendar_part(R"({"owner":"path"})"));
  CHECK_FALSE(read_calendar_part("{"));
}

}  // namespace full_circle::engagement
