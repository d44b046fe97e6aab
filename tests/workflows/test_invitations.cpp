// Who is asked to keep a time free, and told when it changes.
#include "tests/support/story.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

namespace json = boost::json;
using Texts = std::vector<std::string>;

constexpr auto tai = "tauira-ki-tai";

std::vector<json::object> invitations(const Outcome& outcome) {
  std::vector<json::object> out;
  for (const auto& delivery : outcome.deliveries) {
    if (delivery.adapter != "notifier") continue;
    auto payload = json::parse(delivery.payload).as_object();
    if (payload.contains("invitation")) out.push_back(std::move(payload));
  }
  return out;
}

Texts audiences(const json::object& payload) {
  return json::value_to<Texts>(payload.at("audiences"));
}
std::string method(const json::object& payload) {
  return json::value_to<std::string>(payload.at("invitation").at("method"));
}
const json::value& entry(const json::object& payload, const char* key) {
  return payload.at("invitation").at("entry").at(key);
}

const std::string hearing =
    R"({"kind":"hearing","title":"Hearing","starts_at":"2027-07-03T10:00:00+12:00",
        "ends_at":"2027-07-03T13:00:00+12:00","place":"Surf club","accessibility":[],"sign_language":true,
        "remote_link":true})";
const std::string date =
    R"({"starts_at":"2027-04-10T10:00:00+12:00","ends_at":"2027-04-10T14:00:00+12:00","place":"Tauira marae"})";

/// A branch in which a date for a hui was agreed.
struct AgreedHui : Story {
  AgreedHui() {
    plan();
    open_branch(tai, "Ngāti Tauira ki Tai");
    open_branch("tauira-ki-uta", "Ngāti Tauira ki Uta");
    accept("mana_whenua_representative", "accept", "", tai);
    CHECK(invitations(accept("lead", "agree_date", date, tai)).empty());
    agreed = accept("mana_whenua_representative", "agree_date", date, tai);
  }
  Outcome agreed;
};

}  // namespace

TEST_CASE("Invitations: a hui that both agreed to goes to that entity and the lead, and to nobody else") {
  AgreedHui story;
  const auto sent = invitations(story.agreed);
  REQUIRE(sent.size() == 1);
  CHECK(audiences(sent[0]) == Texts{"entity:tauira-ki-tai", "role:lead"});
  CHECK(method(sent[0]) == "request");
  CHECK(entry(sent[0], "uid") == "p01/tauira-ki-tai/hui-1");
  CHECK(entry(sent[0], "audience") == "staff");
  CHECK(entry(sent[0], "location") == "Tauira marae");
  for (const auto& delivery : story.agreed.deliveries)
    CHECK((delivery.adapter != "notifier" || delivery.payload.find("tauira-ki-uta") == std::string::npos));
}

TEST_CASE("Invitations: a hui that is moved is crossed out, and the next date is asked for anew") {
  AgreedHui story;
  const auto off = invitations(story.accept("mana_whenua_representative", "move_hui", "", tai));
  REQUIRE(off.size() == 1);
  CHECK(method(off[0]) == "cancel");
  CHECK(entry(off[0], "uid") == "p01/tauira-ki-tai/hui-1");
  CHECK(entry(off[0], "sequence").to_number<int>() == 1);
  CHECK(audiences(off[0]) == Texts{"entity:tauira-ki-tai", "role:lead"});
  story.accept("lead", "agree_date", date, tai);
  const auto again = invitations(story.accept("mana_whenua_representative", "agree_date", date, tai));
  REQUIRE(again.size() == 1);
  CHECK(entry(again[0], "uid") == "p01/tauira-ki-tai/hui-2");
}

TEST_CASE("Invitations: the lead keeps a session's time free from the day it is planned") {
  Story story;
  story.plan();
  const auto planned = invitations(story.accept("lead", "plan_session", hearing));
  REQUIRE(planned.size() == 1);
  CHECK(audiences(planned[0]) == Texts{"role:lead"});
  CHECK(method(planned[0]) == "request");
  CHECK(entry(planned[0], "uid") == "p01/session-1");
  CHECK(entry(planned[0], "sequence").to_number<int>() == 0);

  const auto moved = invitations(story.accept(
      "lead", "move_session",
      R"({"session":"session-1","starts_at":"2027-07-04T10:00:00+12:00","ends_at":"2027-07-04T13:00:00+12:00",
          "reason":"The hall is taken."})"));
  REQUIRE(moved.size() == 1);
  CHECK(method(moved[0]) == "request");
  CHECK(entry(moved[0], "uid") == entry(planned[0], "uid"));
  CHECK(entry(moved[0], "sequence").to_number<int>() == 1);
  CHECK(entry(moved[0], "starts_at") == "2027-07-03T22:00:00.000Z");

  const auto off = invitations(
      story.accept("lead", "cancel_session", R"({"session":"session-1","reason":"Nobody can come."})"));
  REQUIRE(off.size() == 1);
  CHECK(method(off[0]) == "cancel");
  CHECK(entry(off[0], "sequence").to_number<int>() == 2);
  CHECK(audiences(off[0]) == Texts{"role:lead"});
}

TEST_CASE("Invitations: roles that the definition tells of a session are asked too, the public never") {
  Story story("special_consultative_procedure");
  story.plan();
  const auto planned = invitations(story.accept("lead", "plan_session", hearing));
  REQUIRE(planned.size() == 1);
  CHECK(audiences(planned[0]) == Texts{"role:lead", "role:coordinator"});
  const auto off = invitations(
      story.accept("lead", "cancel_session", R"({"session":"session-1","reason":"Nobody can come."})"));
  REQUIRE(off.size() == 1);
  CHECK(audiences(off[0]) == audiences(planned[0]));
}

TEST_CASE("Invitations: a project that stops crosses out its sessions to come") {
  Story story;
  story.open();
  const auto off = invitations(story.accept("lead", "withdraw_project", R"({"reason":"No money."})"));
  REQUIRE(off.size() == 1);
  CHECK(method(off[0]) == "cancel");
  CHECK(entry(off[0], "uid") == "p01/session-1");
}

TEST_CASE("Invitations: a project that stops crosses out the hui to come, once, for those who were asked") {
  AgreedHui story;
  story.prepare();
  story.accept("lead", "announce_project");
  const auto off = invitations(story.accept("lead", "withdraw_project", R"({"reason":"No money."})"));
  REQUIRE(off.size() == 2);
  CHECK(entry(off[0], "uid") == "p01/session-1");
  CHECK(entry(off[1], "uid") == "p01/tauira-ki-tai/hui-1");
  CHECK(audiences(off[1]) == Texts{"entity:tauira-ki-tai", "role:lead"});
  for (const auto& one : off) {
    CHECK(method(one) == "cancel");
    CHECK(entry(one, "sequence").to_number<int>() == 1);
  }
  REQUIRE(story.in("withdrawing"));
  CHECK(invitations(
            story.accept("lead", "withdraw", R"({"reason":"It stops.","entity_told":"By phone."})", tai))
            .empty());
}

TEST_CASE("Invitations: a new title reaches what is to come, under the same number and a later stamp") {
  AgreedHui story;
  story.accept("lead", "plan_session", hearing);
  story.accept("lead", "plan_session", hearing);
  story.accept("lead", "cancel_session", R"({"session":"session-2","reason":"One is enough."})");
  const auto before = story.project().updated_at;
  CHECK(invitations(story.accept("lead", "describe_project", R"({"summary":"A path."})")).empty());
  story.go_to(story.now() + std::chrono::hours{1});
  const auto renamed =
      invitations(story.accept("lead", "describe_project", R"({"title":"Kōwhai Bay path and planting"})"));
  REQUIRE(renamed.size() == 2);
  CHECK(entry(renamed[0], "uid") == "p01/session-1");
  CHECK(entry(renamed[1], "uid") == "p01/tauira-ki-tai/hui-1");
  for (const auto& one : renamed) {
    CHECK(method(one) == "request");
    CHECK(json::value_to<std::string>(one.at("subject")).starts_with("Changed: "));
    CHECK(json::value_to<std::string>(entry(one, "summary")).ends_with(": Kōwhai Bay path and planting"));
    CHECK(entry(one, "sequence").to_number<int>() == 0);
    CHECK(*parse_instant(json::value_to<std::string>(one.at("invitation").at("updated_at"))) > before);
  }
  CHECK(audiences(renamed[1]) == Texts{"entity:tauira-ki-tai", "role:lead"});
  CHECK(invitations(story.accept("lead", "describe_project", R"({"title":"Kōwhai Bay path and planting"})"))
            .empty());
  story.go_to("2027-07-04");  // both lie behind
  CHECK(invitations(story.accept("lead", "describe_project", R"({"title":"The shore"})")).empty());
}

TEST_CASE("Invitations: every calendar that is set up hears of a change") {
  Story story;
  story.plan();
  const auto outcome = story.accept("lead", "plan_session", hearing);
  const auto to = [&](const std::string& adapter) {
    return std::count_if(outcome.deliveries.begin(), outcome.deliveries.end(),
                         [&](const NewDelivery& one) { return one.adapter == adapter; });
  };
  CHECK(to("calendar") == 1);
  CHECK(to("caldav") == 0);  // not set up

  Context with_server = story.context();
  with_server.calendar_adapters = {"calendar", "caldav"};
  const EngagementWorkflow workflow(std::make_shared<const Context>(with_server));
  const auto decided = workflow.decide(
      story.state(),
      {.project = "p01", .target = "", .name = "plan_session", .body = hearing, .caller = as("lead")},
      story.now());
  REQUIRE(decided.ok());
  Texts adapters;
  for (const auto& delivery : decided.value().deliveries) adapters.push_back(delivery.adapter);
  CHECK(std::count(adapters.begin(), adapters.end(), "caldav") == 1);
  CHECK(json::parse(workflow.materialise(*decided.value().after, "caldav", "{}", story.now())).at("kind") ==
        "project_calendar");
}
