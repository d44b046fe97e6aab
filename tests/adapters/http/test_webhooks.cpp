// What a receiver of webhooks that was down reads.
#include "adapters/shared/posting.hpp"
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace full_circle;
using namespace full_circle::testing;

namespace json = boost::json;

namespace {

constexpr const char* told =
    R"({"type":"period_opened","timestamp":"2027-06-13T12:00:00.000Z","data":{"title":"Kōwhai Bay"}})";

/// Two events for the webhook and one message to people, written as the engine would.
void write_deliveries(HttpFixture& fixture, const std::string& project) {
  Commit commit;
  commit.project = project;
  commit.decided_at = fixture.clock.now();
  StoredEvent event = fixture.store->reader()->events_of(project, 0, 1).front();
  event.seq = 2;
  event.type = "project_described";
  event.data = R"({"title":"Changed"})";
  commit.events = {event};
  const auto delivery = [&](const std::string& adapter, const std::string& name) {
    return NewDelivery{
        .adapter = adapter, .name = name, .due_at = fixture.clock.now(), .payload = told, .replaces = ""};
  };
  commit.deliveries = {delivery("webhook:tauira", "one"), delivery("notifier", "notice"),
                       delivery("webhook:tauira", "two")};
  commit.projection.slug = "changed-" + project;
  commit.projection.summary = "{}";
  const auto written = std::make_shared<std::promise<void>>();
  fixture.engine->write([commit](StoreWriter& writer) { HttpFixture::require(writer.append(commit)); },
                        [written](const std::exception_ptr& thrown) {
                          if (thrown) {
                            written->set_exception(thrown);
                          } else {
                            written->set_value();
                          }
                        });
  written->get_future().get();
}

}  // namespace

TEST_CASE("Webhooks: what was missed is read from a cursor on, with the ids that were sent") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  write_deliveries(fixture, project);
  const std::string events = "/api/v1/webhooks/tauira/events";
  const auto all = HttpFixture::json(fixture.get(events, fixture.lead()));
  const json::array& items = all.at("items").as_array();
  REQUIRE(items.size() == 2);
  CHECK(items[0].at("id").as_string() == shared::webhook_id(project + "/2/one"));
  CHECK(items[0].at("event") == json::parse(told));
  CHECK(all.at("next").is_null());
  const std::string cursor(items[0].at("cursor").as_string());
  const auto later = HttpFixture::json(fixture.get(events + "?after=" + cursor, fixture.lead()));
  REQUIRE(later.at("items").as_array().size() == 1);
  CHECK(later.at("items").at(0).at("id") == items[1].at("id"));
  CHECK(HttpFixture::json(fixture.get(events + "?limit=1", fixture.lead())).at("next").as_string() == cursor);
  CHECK(fixture.get(events + "?after=x", fixture.lead()).status == 400);
  CHECK(fixture.get("/api/v1/webhooks/other/events", fixture.lead()).status == 404);
}

TEST_CASE("Webhooks: what was sent is for those who see every project") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  const std::string one = fixture.key("one-project", {"lead", project, ""});
  const std::string entity = fixture.key("rep-tauira", {"mana_whenua_representative", "", "tauira-ki-tai"});
  CHECK(fixture.get("/api/v1/webhooks/tauira/events", "").status == 401);
  CHECK(fixture.get("/api/v1/webhooks/tauira/events", one).status == 403);
  CHECK(fixture.get("/api/v1/webhooks/tauira/events", entity).status == 403);
}
