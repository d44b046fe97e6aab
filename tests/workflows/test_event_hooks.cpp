// What other systems and staff's chat are told of a project.
#include "tests/support/story.hpp"
#include "workflows/engagement/event_hooks.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

namespace json = boost::json;
using Audience = EventHook::Audience;

std::shared_ptr<const Context> with_hooks(std::vector<EventHook> hooks) {
  Context context = *shipped_context();
  context.event_hooks = std::move(hooks);
  return std::make_shared<const Context>(std::move(context));
}

/// The types that an adapter is told of by one command.
std::vector<std::string> types(const Outcome& outcome, const std::string& adapter) {
  std::vector<std::string> out;
  for (const auto& delivery : outcome.deliveries)
    if (delivery.adapter == adapter)
      out.push_back(json::value_to<std::string>(json::parse(delivery.payload).at("type")));
  return out;
}

const std::string described =
    R"({"title":"Kōwhai Bay path","summary":"A path.","local_boards":[],"communities":[],"topics":["parks"]})";

}  // namespace

TEST_CASE("Hooks: everyone is told nothing of a project before it is announced, staff are") {
  Story story("standard", "2027-03-01",
              with_hooks({{.adapter = "webhook:all"}, {.adapter = "chat:us", .audience = Audience::staff}}));
  const auto outcome = story.accept("lead", "describe_project", described);
  CHECK(types(outcome, "webhook:all").empty());
  CHECK(types(outcome, "chat:us") == std::vector<std::string>{"project_described"});
}

TEST_CASE("Hooks: a hook is told only of the events it wants") {
  Story story("standard", "2027-03-01",
              with_hooks({{.adapter = "chat:us", .audience = Audience::staff, .events = {"period_opened"}}}));
  CHECK(types(story.accept("lead", "describe_project", described), "chat:us").empty());
}

TEST_CASE("Hooks: nobody is told what mana whenua do, or what was said") {
  for (const auto& type : events_told(Audience::staff)) {
    CAPTURE(type);
    CHECK(type.find("branch") == std::string::npos);
    CHECK(type.find("mana_whenua") == std::string::npos);
    CHECK(type.find("clash") == std::string::npos);
  }
  Story story("standard", "2027-03-01", with_hooks({{.adapter = "chat:us", .audience = Audience::staff}}));
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  const auto outcome = story.accept("mana_whenua_representative", "accept", "", "tauira-ki-tai");
  CHECK(types(outcome, "chat:us").empty());
}

TEST_CASE("Hooks: an event says what happened to which project, and where people can read of it") {
  Story story("standard", "2027-03-01", with_hooks({{.adapter = "chat:us", .audience = Audience::staff}}));
  const auto outcome = story.accept("lead", "describe_project", described);
  const auto told = std::find_if(outcome.deliveries.begin(), outcome.deliveries.end(),
                                 [](const NewDelivery& one) { return one.adapter == "chat:us"; });
  REQUIRE(told != outcome.deliveries.end());
  const auto payload = json::parse(told->payload);
  CHECK(payload.at("timestamp") == "2027-02-28T23:00:00.000Z");
  std::set<std::string> keys;
  for (const auto& item : payload.at("data").as_object()) keys.emplace(item.key());
  CHECK(keys == std::set<std::string>{"project", "version", "title", "says", "status", "opens_on",
                                      "closes_on", "page"});
  CHECK(payload.at("data").at("title") == "Kōwhai Bay path");
  CHECK(payload.at("data").at("page").is_null());
}

TEST_CASE("Hooks: what everyone is told is part of what staff are told") {
  const auto everyone = events_told(Audience::everyone);
  const auto staff = events_told(Audience::staff);
  CHECK(everyone.size() < staff.size());
  for (const auto& type : everyone) CHECK(std::count(staff.begin(), staff.end(), type) == 1);
}

TEST_CASE("Hooks: once it is announced everyone is told, with where to read; and mirrors hear of the page") {
  Context context = *shipped_context();
  context.event_hooks = {{.adapter = "webhook:all"}};
  context.site_mirrors = {"mirror:web"};
  Story story("standard", "2027-03-01", std::make_shared<const Context>(std::move(context)));
  story.plan();
  story.open_branch("tauira-ki-tai", "Ngāti Tauira ki Tai");
  const auto unseen = story.accept("lead", "describe_project", described);
  CHECK(unseen.deliveries.size() == 1);  // the calendar's
  story.prepare();
  const auto outcome = story.accept("lead", "announce_project");
  CHECK(types(outcome, "webhook:all") == std::vector<std::string>{"project_announced"});
  const std::string slug = story.project().about->slug;
  std::size_t pages = 0;
  for (const auto& delivery : outcome.deliveries) {
    const auto payload = json::parse(delivery.payload);
    if (delivery.adapter == "webhook:all") {
      CHECK(payload.at("data").at("page").as_string() == "/have-your-say/" + slug);
      CHECK(payload.at("data").at("closes_on") == "2027-07-18");
    }
    if (delivery.adapter != "mirror:web") continue;
    ++pages;
    CHECK(delivery.payload == R"({"kind":"site_changed","slug":")" + slug + R"(","version":)" +
                                  std::to_string(story.project().version) + "}");
  }
  CHECK(pages == 1);
}
