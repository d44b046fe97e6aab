// Deliveries and incidents over HTTP.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace full_circle;
using namespace full_circle::testing;

namespace json = boost::json;

namespace {

constexpr const char* notice = R"({"kind":"test","audiences":[],"subject":"S","paragraphs":[]})";

/// A delivery that a person has to look at; its id.
std::int64_t incident(HttpFixture& fixture, const std::string& project) {
  fixture.gives_up = true;
  const auto reader = fixture.store->reader();
  // Written as the engine would: the chart's own deliveries come only much later in a project.
  const auto events = reader->events_of(project, 0, 1);
  Commit commit;
  commit.project = project;
  commit.decided_at = fixture.clock.now();
  StoredEvent event = events.front();
  event.seq = 2;
  event.type = "project_described";
  event.data = R"({"title":"Changed"})";
  commit.events = {event};
  commit.deliveries = {NewDelivery{.adapter = "notifier",
                                   .name = "test_notice",
                                   .due_at = fixture.clock.now(),
                                   .payload = notice,
                                   .replaces = ""}};
  commit.projection.slug = "changed-" + project;
  commit.projection.summary = "{}";
  const auto written = std::make_shared<std::promise<void>>();
  fixture.engine->write([commit](StoreWriter& writer) { HttpFixture::require(writer.append(commit)); },
                        [written](std::exception_ptr thrown) {
                          if (thrown)
                            written->set_exception(thrown);
                          else
                            written->set_value();
                        });
  written->get_future().get();
  fixture.deliveries->wake();
  HttpFixture::require(fixture.deliveries->settle(std::chrono::seconds{20}));
  DeliveryQuery query;
  query.state = DeliveryState::incident;
  const auto found = reader->deliveries(query);
  HttpFixture::require(found.size() == 1);
  return found.front().id;
}

}  // namespace

TEST_CASE("Incidents: seen and resolved by the project's lead, once, with the reason on the record") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  const std::string id = std::to_string(incident(fixture, project));
  const std::string other_lead = fixture.key("other-lead", {"lead", "p-other", ""});
  const std::string adviser = fixture.key("adviser-person", {"adviser", "", ""});

  const auto listed = HttpFixture::json(fixture.get("/api/v1/incidents", fixture.lead()));
  REQUIRE(listed.at("items").as_array().size() == 1);
  CHECK(listed.at("items").as_array().front().at("note").as_string() == "the other side refused it");
  CHECK(HttpFixture::json(fixture.get("/api/v1/incidents", other_lead)).at("items").as_array().empty());
  CHECK(fixture.get("/api/v1/deliveries/" + id, other_lead).status == 404);
  CHECK(fixture.get("/api/v1/deliveries/" + id, adviser).status == 403);
  const auto rows = HttpFixture::json(fixture.get("/api/v1/projects/" + project + "/deliveries", adviser));
  REQUIRE_FALSE(rows.at("items").as_array().empty());
  CHECK_FALSE(rows.at("items").as_array().front().as_object().contains("payload"));

  const std::string path = "/api/v1/deliveries/" + id;
  CHECK(fixture.post(path + "/skip", fixture.lead(), "{}").status == 400);
  CHECK(fixture.post(path + "/skip", fixture.lead(), R"({"reason":"  "})").status == 400);
  CHECK(fixture.post(path + "/skip", adviser, R"({"reason":"told by phone"})").status == 403);
  CHECK(fixture.post(path + "/edit", fixture.lead(), R"({"payload":[]})").status == 400);
  CHECK(fixture.post(path + "/edit", fixture.lead(), R"({"payload":{"n":5e555}})").status == 400);
  CHECK(fixture.post(path + "/retry", fixture.lead(), R"({"now":true})").status == 400);
  const auto skipped = fixture.post(path + "/skip", fixture.lead(), R"({"reason":"told by phone"})");
  REQUIRE(skipped.status == 200);
  CHECK(HttpFixture::json(skipped).at("state").as_string() == "skipped");
  CHECK(HttpFixture::json(skipped).at("note").as_string() == "lead-person: told by phone");
  CHECK(fixture.post(path + "/skip", fixture.lead(), R"({"reason":"again"})").status == 409);
  CHECK(fixture.post(path + "/retry", fixture.lead(), "").status == 409);
}

TEST_CASE("Incidents: an edit changes the words, never what runs or who is told") {
  HttpFixture fixture;
  const std::string path =
      "/api/v1/deliveries/" + std::to_string(incident(fixture, fixture.project())) + "/edit";
  const auto refused_at = [&](const std::string& payload) {
    const auto answer = fixture.post(path, fixture.lead(), R"({"payload":)" + payload + "}");
    CHECK(answer.status == 400);
    return std::string(HttpFixture::json(answer).at("errors").as_array().at(0).at("field").as_string());
  };
  CHECK(refused_at(R"({"kind":"test","audiences":[],"then":{"command":"approve"}})") == "/payload/then");
  CHECK(refused_at(R"({"kind":"other","audiences":[]})") == "/payload/kind");
  CHECK(refused_at(R"({"kind":"test","audiences":["public"]})") == "/payload/audiences");
  CHECK(refused_at(R"({"kind":"test","audiences":[],"more":1})") == "/payload/more");
}

TEST_CASE("Incidents: tried again with another payload") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  const std::string id = std::to_string(incident(fixture, project));
  fixture.gives_up = false;
  const auto edited = fixture.post("/api/v1/deliveries/" + id + "/edit", fixture.lead(),
                                   R"({"payload":{"kind":"test","audiences":[],"subject":"Other"}})");
  REQUIRE(edited.status == 200);
  REQUIRE(fixture.deliveries->settle(std::chrono::seconds{20}));
  const auto read = HttpFixture::json(fixture.get("/api/v1/deliveries/" + id, fixture.lead()));
  CHECK(read.at("state").as_string() == "done");
  CHECK(read.at("payload").at("subject").as_string() == "Other");
  CHECK(read.at("note").as_string() == "lead-person: edited and tried again");
}

TEST_CASE("Deliveries: unknown ids and bad queries") {
  HttpFixture fixture;
  for (const std::string id : {"1", "x", "-1", "99999999999999999999"}) {
    CHECK(fixture.get("/api/v1/deliveries/" + id, fixture.lead()).status == 404);
    CHECK(fixture.post("/api/v1/deliveries/" + id + "/retry", fixture.lead(), "").status == 404);
  }
  CHECK(fixture.get("/api/v1/deliveries?state=lost", fixture.lead()).status == 400);
  CHECK(fixture.get("/api/v1/deliveries?cursor=x", fixture.lead()).status == 400);
  CHECK(fixture.get("/api/v1/deliveries?project=none", fixture.lead()).status == 404);
}
