// What fell due while nothing ran is done once, in order, and the start says how far behind it was.
#include "config/compose.hpp"
#include "config/kept_project.hpp"
#include "tests/config/support.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/null_sink.h>
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <algorithm>

using namespace full_circle;
using namespace full_circle::config;
using namespace full_circle::config::testing;

namespace {

const std::string project = "p01outage";

/// The program over one data directory, with a clock that stands where it is told to.
class House {
 public:
  House(const TemporaryFolder& folder, const std::string& now, const std::string& days_file = {})
      : m_application(parts(folder, now, days_file)) {}

  void give(const std::string& role, const std::string& command, const std::string& body = "{}") {
    Caller caller{.person = role + "-person", .grants = {{role, "", ""}}};
    const Reply reply = m_application.engine().ask(
        {.project = project, .name = command, .body = body, .caller = std::move(caller)});
    if (const auto* refusal = std::get_if<Refusal>(&reply)) FAIL(command << ": " << refusal->message);
    REQUIRE(std::holds_alternative<Accepted>(reply));
  }
  void waive(const std::string& stage) {
    const auto definition = m_application.context().definitions->current("internal");
    for (const auto& activity : definition->activities)
      if (activity.stage == stage)
        give("lead", "waive_activity", R"({"activity":")" + activity.name + R"(","reason":"Not here."})");
  }
  Application& application() { return m_application; }
  std::vector<Delivery> incidents() {
    return m_application.store().reader()->deliveries({.state = DeliveryState::incident});
  }
  std::vector<std::string> history() {
    const auto reader = m_application.store().reader();
    std::vector<std::string> types;
    for (const StoredEvent& event : all_events(*reader, project)) types.push_back(event.type);
    return types;
  }

 private:
  static ApplicationParts parts(const TemporaryFolder& folder, const std::string& now,
                                const std::string& days_file) {
    ApplicationParts parts;
    parts.settings.calendar.days_file = days_file;
    parts.settings.listen = "127.0.0.1:0";
    parts.settings.data = folder / "data";
    parts.logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>());
    parts.simulated_from = parse_instant(now);
    return parts;
  }
  Application m_application;
};

/// Announced and scheduled for 1 to 12 April, decided and answered in May; then the power goes.
void schedule(House& house) {
  house.give("lead", "create_project",
             R"({"title":"Desks","summary":"Where we sit.","definition":"internal","local_boards":[],)"
             R"("communities":["staff"],"topics":["work"],"sample":true})");
  house.give("lead", "assess_significance",
             R"({"level":"low","reasons":"Few people.","policy_version":"2022","extent_reason":"Enough."})");
  house.give("lead", "identify_communities", R"({"groups":[{"community":"staff","interest":"They sit."}]})");
  house.give("lead", "record_earlier_insights", R"({"insights":["It is loud."],"looked_in":"Survey"})");
  for (const std::string who : {"maori_specialist", "lead"})
    house.give(who, "assess_significance_to_maori",
               R"({"conclusion":"not_needed","reasons":"It is about desks alone."})");
  house.waive("plan");
  house.give("lead", "begin_preparation");
  house.give("lead", "set_scope",
             R"({"purpose":"Where we sit.","can_change":["Desks"],"cannot_change":[],"decision_maker":"Us",)"
             R"("decision_on":"2027-05-03","answer_by":"2027-05-10","ways":[]})");
  house.give("lead", "set_period", R"({"opens_on":"2027-04-01","closes_on":"2027-04-12"})");
  house.waive("prepare");
  house.give("lead", "announce_project");
  house.give("lead", "schedule_engagement");
}

}  // namespace

TEST_CASE("Outage: what fell due is done once and in order, and the start says how far behind") {
  const TemporaryFolder folder;
  {
    House house(folder, "2027-03-01T00:00:00Z");
    house.application().start_deliveries();
    schedule(house);
    CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
  }
  {
    House house(folder, "2027-04-05T00:00:00Z");  // 8 of the 12 days are left, and 5 are enough
    const DeliveryLag lag = house.application().start_deliveries();
    CHECK(lag.overdue >= 1);
    CHECK(lag.oldest == *parse_instant("2027-04-05T00:00:00Z") - *parse_instant("2027-03-31T11:00:00Z"));
    CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
    CHECK(house.incidents().empty());
  }
  House house(folder, "2027-07-01T00:00:00Z");
  const DeliveryLag lag = house.application().start_deliveries();
  CHECK(lag.oldest == *parse_instant("2027-07-01T00:00:00Z") - *parse_instant("2027-04-12T12:00:00Z"));
  CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
  CHECK(house.application().deliveries().lag().overdue == 0);
  auto history = house.history();
  const auto of = [&](const std::string& type) { return std::count(history.begin(), history.end(), type); };
  const auto at = [&](const std::string& type) { return std::find(history.begin(), history.end(), type); };
  CHECK(of("period_opened") == 1);
  CHECK(of("period_closed") == 1);
  CHECK(at("period_opened") < at("period_closed"));
  CHECK(of("overdue_escalated") >= 2);

  const auto before = history;
  house.application().deliveries().wake();
  CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
  CHECK(house.history() == before);
}

TEST_CASE(
    "Outage: a period that passed while nothing ran is not opened and closed at once: somebody has to look") {
  const TemporaryFolder folder;
  {
    House house(folder, "2027-03-01T00:00:00Z");
    house.application().start_deliveries();
    schedule(house);
  }
  House house(folder, "2027-07-01T00:00:00Z");
  house.application().start_deliveries();
  CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
  const auto history = house.history();
  CHECK(std::count(history.begin(), history.end(), "period_opened") == 0);
  CHECK(std::count(history.begin(), history.end(), "overdue_escalated") >= 2);
  const auto incidents = house.incidents();
  REQUIRE(incidents.size() == 1);
  CHECK(incidents.front().name == "open_timer");
  CHECK_THAT(incidents.front().note, Catch::Contains("Its last day, Monday 12 April 2027, has passed"));

  house.give("lead", "set_period", R"({"opens_on":"2027-07-05","closes_on":"2027-07-16"})");
  CHECK(house.application().advance(*parse_instant("2027-07-20T00:00:00Z"), std::chrono::seconds(30)));
  const auto after = house.history();
  CHECK(std::count(after.begin(), after.end(), "period_opened") == 1);
  CHECK(std::count(after.begin(), after.end(), "period_closed") == 1);
}

TEST_CASE("Outage: what is overdue is told in the end when the council's days change between two starts") {
  const TemporaryFolder folder;
  write_file(folder / "days.yaml",
             "days:\n  - {name: Close-down, from: 2027-03-08, to: 2027-03-12, kind: closed, "
             "calendars: [employment], source: Leadership team}\n");
  {
    House house(folder, "2027-03-01T00:00:00Z");
    house.application().start_deliveries();
    house.give("lead", "create_project",
               R"({"title":"Desks","summary":"Where we sit.","definition":"internal","local_boards":[],)"
               R"("communities":["staff"],"topics":["work"],"sample":true})");
  }
  // Due on Saturday 6 March and told three working days later: the 10th, and the 17th with the close-down.
  {
    House house(folder, "2027-03-11T00:00:00Z", folder / "days.yaml");
    house.application().start_deliveries();
    CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
    CHECK(house.incidents().empty());
    const auto history = house.history();
    CHECK(std::count(history.begin(), history.end(), "overdue_escalated") == 0);
  }
  House house(folder, "2027-03-17T00:00:00Z", folder / "days.yaml");
  house.application().start_deliveries();
  CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
  const auto history = house.history();
  CHECK(std::count(history.begin(), history.end(), "overdue_escalated") == 2);
}

TEST_CASE("Outage: each overdue thing is told once, however long nothing ran and however often it starts") {
  const TemporaryFolder folder;
  {
    House house(folder, "2027-03-01T00:00:00Z");
    house.application().start_deliveries();
    schedule(house);
  }
  std::vector<std::string> told;
  for (const std::string now : {"2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z", "2027-09-01T00:00:00Z"}) {
    House house(folder, now);
    house.application().start_deliveries();
    CHECK(house.application().deliveries().settle(std::chrono::seconds(30)));
    told.clear();
    const auto reader = house.application().store().reader();
    for (const StoredEvent& event : all_events(*reader, project))
      if (event.type == "overdue_escalated") told.push_back(event.data);
    CHECK(std::any_of(told.begin(), told.end(),
                      [](const std::string& data) { return data.find("\"answer\"") != std::string::npos; }));
  }
  auto once = told;
  std::sort(once.begin(), once.end());
  CHECK(std::adjacent_find(once.begin(), once.end()) == once.end());
}

TEST_CASE("Outage: a simulated clock that is moved over months stops at each thing that falls due") {
  const TemporaryFolder folder;
  House house(folder, "2027-03-01T00:00:00Z");
  house.application().start_deliveries();
  schedule(house);
  CHECK(house.application().advance(*parse_instant("2027-07-01T00:00:00Z"), std::chrono::seconds(30)));
  const auto reader = house.application().store().reader();
  for (const StoredEvent& event : all_events(*reader, project)) {
    if (event.type == "period_opened") CHECK(to_text(event.recorded_at) == "2027-03-31T11:00:00.000Z");
    if (event.type == "period_closed") CHECK(to_text(event.recorded_at) == "2027-04-12T12:00:00.000Z");
  }
  const auto history = house.history();
  CHECK(std::count(history.begin(), history.end(), "period_closed") == 1);
}
