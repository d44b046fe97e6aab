#include "tests/support/story.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/project_clashes.hpp"
#include "workflows/engagement/requirements.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace full_circle::engagement::testing {

namespace {

constexpr const char* period = R"({"opens_on":"2027-06-14","closes_on":"2027-07-11"})";

CalendarPart parking(const std::string& opens_on, const std::string& closes_on) {
  Ask ask{.uid = "parking/period-1",
          .owner = "parking",
          .slug = "parking-review",
          .title = "Parking review",
          .summary = "Open for feedback: Parking review",
          .kind = AskKind::period,
          .state = AskState::confirmed,
          .first_on = *parse_day(opens_on),
          .last_on = *parse_day(closes_on),
          .people = {{PeopleKind::local_board, "kowhai-bay"}}};
  return {.owner = "parking", .title = "Parking review", .asks = {ask}, .settled = {}};
}

/// A story that has come to Prepare with dates, beside a calendar that holds others'.
struct WithCalendar {
  std::shared_ptr<EngagementCalendar> calendar = std::make_shared<EngagementCalendar>();
  Story story{"standard", "2027-03-01", shipped_context({}, "Pacific/Auckland", calendar)};

  WithCalendar() {
    calendar->tell_complete();
    story.plan();
    story.accept("lead", "set_period", period);
  }
  Requirement requirement() {
    const auto definition = story.context().definitions->current("standard");
    for (auto& one :
         requirements_of("schedule_engagement", story.project(), *definition, story.context(), story.now()))
      if (one.name == "clashes_settled") return one;
    FAIL("clashes_settled is not asked for");
    return {};
  }
};

}  // namespace

TEST_CASE("Prepare: a clash with another engagement waits for somebody to say what becomes of it",
          "[clashes]") {
  WithCalendar with;
  CHECK(with.requirement().met);
  with.calendar->replace(parking("2027-06-07", "2027-07-04"));
  const auto waiting = with.requirement();
  CHECK_FALSE(waiting.met);
  CHECK(waiting.fix == "settle-clash");
  CHECK(waiting.why.find("Parking") == std::string::npos);  // not everybody may know of it

  SECTION("keeping both, with the reason, settles it") {
    with.story.accept("lead", "settle_clash",
                      R"({"with":"parking","how":"keep_both","reason":"One letter covers both."})");
    CHECK(with.requirement().met);
    const auto& settled = with.story.project().clashes_settled.back();
    REQUIRE(settled.shared.size() == 1);
    CHECK(settled.shared[0].people == std::vector<People>{{PeopleKind::local_board, "kowhai-bay"}});
    CHECK(settled.shared[0].first_on == *parse_day("2027-06-14"));
    CHECK(settled.shared[0].last_on == *parse_day("2027-07-04"));
    CHECK(settled.for_both);
    SECTION("until more days are shared") {
      with.calendar->replace(parking("2027-06-07", "2027-07-08"));
      CHECK_FALSE(with.requirement().met);
    }
    SECTION("and still when fewer are") {
      with.calendar->replace(parking("2027-06-07", "2027-06-20"));
      CHECK(with.requirement().met);
    }
  }
  SECTION("the other is named by its slug as well, and kept by its id") {
    with.story.accept("lead", "settle_clash",
                      R"({"with":"parking-review","how":"keep_both","reason":"One letter covers both."})");
    CHECK(with.requirement().met);
    CHECK(std::string_view(with.story.project().clashes_settled.back().with) == "parking");
  }
  SECTION("the other side's word counts as well") {
    auto other = parking("2027-06-07", "2027-07-04");
    const SharedDays seen{
        {{PeopleKind::local_board, "kowhai-bay"}}, *parse_day("2027-06-01"), *parse_day("2027-07-31")};
    other.settled = {{"p01", "combine", "Asked together.", true, {seen}}};
    with.calendar->replace(other);
    CHECK(with.requirement().met);
  }
  SECTION("moving the dates away settles it") {
    with.story.accept("lead", "set_period", R"({"opens_on":"2027-07-05","closes_on":"2027-08-01"})");
    CHECK(with.requirement().met);
  }
  SECTION("what is over does not count") {
    with.calendar->replace(parking("2027-01-07", "2027-02-04"));
    CHECK(with.requirement().met);
  }
  SECTION("nor can a topic that both are about be settled in advance") {
    auto topics = parking("2027-06-07", "2027-07-04");
    topics.asks.front().people = {{PeopleKind::topic, "parks"}};
    with.calendar->replace(topics);
    CHECK(with.requirement().met);
    with.story.refuse("lead", "settle_clash",
                      R"({"with":"parking","how":"keep_both","reason":"Only a topic."})");
  }
  SECTION("once scheduled, dates that clash are refused until preparation is opened again") {
    with.calendar->replace(parking("2027-08-02", "2027-08-29"));
    with.story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
    with.story.prepare();
    with.story.accept("publisher", "announce_project");
    with.story.accept("lead", "schedule_engagement");
    REQUIRE(with.story.in("scheduled"));
    const auto refusal =
        with.story.refuse("lead", "set_period", R"({"opens_on":"2027-07-19","closes_on":"2027-08-15"})");
    REQUIRE(refusal.requirements.size() == 1);
    CHECK(refusal.requirements[0].name == "clashes_settled");
    with.story.accept("lead", "set_period", R"({"opens_on":"2027-06-21","closes_on":"2027-07-18"})");
  }
  SECTION("nobody can settle what does not clash") {
    const auto refusal = with.story.refuse(
        "lead", "settle_clash", R"({"with":"pool","how":"keep_both","reason":"Just in case it does."})");
    REQUIRE(refusal.fields.size() == 1);
    CHECK(refusal.fields[0].field == "/with");
  }
}

TEST_CASE("Prepare: while the calendar is being read nobody is told that nothing clashes", "[clashes]") {
  const auto calendar = std::make_shared<EngagementCalendar>();
  Story story("standard", "2027-03-01", shipped_context({}, "Pacific/Auckland", calendar));
  story.plan();
  story.accept("lead", "set_period", period);
  const auto definition = story.context().definitions->current("standard");
  const auto all =
      requirements_of("schedule_engagement", story.project(), *definition, story.context(), story.now());
  const auto found = std::find_if(all.begin(), all.end(),
                                  [](const Requirement& one) { return one.name == "clashes_settled"; });
  REQUIRE(found != all.end());
  CHECK_FALSE(found->met);
}

TEST_CASE("Calendar: dates that might be say whom nobody has ever asked", "[clashes]") {
  WithCalendar with;
  Ask candidate = parking("2027-06-07", "2027-07-04").asks.front();
  with.calendar->replace(parking("2027-06-07", "2027-07-04"));
  candidate.owner.clear();
  candidate.people = {{PeopleKind::local_board, "kowhai-bay"}, {PeopleKind::local_board, "kowhia-bay"}};
  const auto view = candidate_view(candidate, with.story.context(), *parse_day("2027-03-01"));
  CHECK(view.at("total") == 1);
  REQUIRE(view.at("unknown").as_array().size() == 1);
  CHECK(view.at("unknown").at(0).at("id") == "kowhia-bay");
}

TEST_CASE("Calendar: the ways out are the nearest free days, asking once, and keeping both", "[clashes]") {
  WithCalendar with;
  with.calendar->replace(parking("2027-06-07", "2027-07-04"));
  const auto view = project_clashes_view(with.story.project(), with.story.context(), *parse_day("2027-03-01"),
                                         [](const Ask&) { return true; });
  CHECK(view.at("to_settle") == 1);
  const auto& item = view.at("items").at(0);
  CHECK(item.at("with") == "parking");
  CHECK(item.at("asks").at(0).at("days") == 21);
  const auto& ways = view.at("ways_out").as_array();
  REQUIRE(ways.size() == 4);
  CHECK(ways[0].at("first_on") == "2027-07-05");
  CHECK(ways[0].at("days_moved") == 21);
  CHECK(ways[0].at("asks_at_once") == 1);
  CHECK(ways[1].at("last_on") == "2027-06-06");
  CHECK(ways[2].at("way") == "combine");
  CHECK(ways[3].at("way") == "keep_both");
  SECTION("each move leads to days that clash with nothing") {
    for (const auto& days : {ways[0], ways[1]}) {
      Ask moved = *with.calendar->asks_of("parking").front();
      moved.owner = "p01";
      moved.first_on = *parse_day(std::string(days.at("first_on").as_string()));
      moved.last_on = *parse_day(std::string(days.at("last_on").as_string()));
      CHECK(with.calendar->clashes_of(moved).empty());
    }
  }
  SECTION("days before today are no way out") {
    with.story.go_to("2027-05-20");
    const auto later = project_clashes_view(with.story.project(), with.story.context(),
                                            *parse_day("2027-05-20"), [](const Ask&) { return true; });
    for (const auto& way : later.at("ways_out").as_array())
      if (way.at("way") == "move") CHECK(way.at("days_moved").as_int64() > 0);
  }
  SECTION("who may not see the other sees the days and not its name, nor the reason that names it") {
    const MaySee own_alone = [](const Ask& ask) { return ask.owner == "p01"; };
    const auto seen = [&] {
      return project_clashes_view(with.story.project(), with.story.context(), *parse_day("2027-03-01"),
                                  own_alone);
    };
    CHECK(boost::json::serialize(seen()).find("Parking") == std::string::npos);
    CHECK(seen().at("items").at(0).at("asks").at(0).at("days") == 21);
    CHECK(seen().at("ways_out").as_array().empty());
    with.story.accept("lead", "settle_clash",
                      R"({"with":"parking","how":"keep_both","reason":"The Parking review is quiet."})");
    CHECK(boost::json::serialize(seen()).find("Parking") == std::string::npos);
    CHECK(seen().at("items").at(0).at("settled").at("how") == "keep_both");
    const auto to = [&](const char* view_class) {
      const auto& story = with.story;
      return boost::json::serialize(history_view(story.history(), story.project(), view_class)) +
             boost::json::serialize(project_view(story.project(), story.context(), view_class, story.now()));
    };
    CHECK(to("entity:tauira-ki-tai").find("is quiet") == std::string::npos);
    CHECK(to("staff").find("is quiet") != std::string::npos);
  }
  SECTION("nobody sees what clashes with an ask they may not see") {
    const auto hidden = project_clashes_view(with.story.project(), with.story.context(),
                                             *parse_day("2027-03-01"), [](const Ask&) { return false; });
    CHECK(hidden.at("items").as_array().empty());
  }
}

TEST_CASE("Calendar: a withdrawn project asks nobody any more", "[clashes]") {
  WithCalendar with;
  with.story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  const auto offer = [&] {
    for (const auto& ask : calendar_part(with.story.project(), with.story.context()).asks)
      if (ask.kind == AskKind::offer) return ask;
    FAIL("no offer");
    return Ask{};
  };
  CHECK(offer().state == AskState::confirmed);
  SECTION("an offer waits until it is answered, whatever follows") {
    with.story.go_to("2027-03-05");
    with.story.accept("mana_whenua_representative", "accept", "{}", "tauira-ki-tai");
    CHECK(offer().last_on == *parse_day("2027-03-05"));
    with.story.go_to("2027-03-25");
    const auto date = R"({"starts_at":"2027-05-06T10:00:00+12:00","ends_at":"2027-05-06T12:00:00+12:00",
                          "place":"The marae"})";
    with.story.accept("lead", "agree_date", date, "tauira-ki-tai");
    with.story.accept("mana_whenua_representative", "agree_date", date, "tauira-ki-tai");
    CHECK(offer().last_on == *parse_day("2027-03-05"));
    with.story.accept("lead", "withdraw_project", R"({"reason":"There is no money."})");
    for (const auto& ask : calendar_part(with.story.project(), with.story.context()).asks)
      if (ask.kind != AskKind::offer) CHECK(ask.state == AskState::cancelled);
  }
  SECTION("an offer that still waits is called off") {
    with.story.accept("lead", "withdraw_project", R"({"reason":"There is no money."})");
    CHECK(offer().state == AskState::cancelled);
  }
}

}  // namespace full_circle::engagement::testing
