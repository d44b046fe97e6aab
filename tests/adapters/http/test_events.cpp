// Server-sent events.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace full_circle;
using namespace full_circle::testing;

namespace {

void describe(HttpFixture& fixture, const std::string& project, const std::string& title) {
  const auto answer = fixture.post("/api/v1/projects/" + project + "/describe-project", fixture.lead(),
                                   R"({"title":")" + title + R"("})");
  HttpFixture::require(answer.status == 200);
}

/// Follows, and returns when the server is listening for this client.
std::string follow(HttpFixture& fixture, RawHttp& client, const std::string& path, const std::string& secret,
                   const std::string& more = "") {
  client.send(HttpFixture::request("GET", path, secret, "", "Accept: text/event-stream\r\n" + more));
  const auto head = client.answer(false);
  HttpFixture::require(head.has_value());
  for (int tries = 0; tries < 200; ++tries) {
    const auto metrics = fixture.get("/metrics", "");
    if (metrics.body.find("fullcircle_event_streams 0\n") == std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return head->head;
}

}  // namespace

TEST_CASE("Events: a project's events arrive as they happen, with nothing of what was said in them") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  const std::string other = fixture.project("Other");
  RawHttp client(fixture.server->port());
  const std::string head = follow(fixture, client, "/api/v1/projects/" + project + "/events", fixture.lead());
  CHECK(head.starts_with("HTTP/1.1 200"));
  CHECK(head.find("Content-Type: text/event-stream") != std::string::npos);
  describe(fixture, other, "Elsewhere");
  describe(fixture, project, "Secret words");
  const std::string event = client.read_until("\n\n");
  CHECK(event.find("event: project_described\nid: " + project + "/2\ndata: {") == 0);
  CHECK(event.find("Secret") == std::string::npos);
}

TEST_CASE("Events: Last-Event-ID goes on where the client was, without a gap and without a repeat") {
  HttpFixture fixture;
  const std::string project = fixture.project();
  for (int number = 0; number < 5; ++number) describe(fixture, project, "Title " + std::to_string(number));
  RawHttp client(fixture.server->port());
  follow(fixture, client, "/api/v1/projects/" + project + "/events", fixture.lead(),
         "Last-Event-ID: " + project + "/3\r\n");
  describe(fixture, project, "Live");
  for (const char* id : {"/4\n", "/5\n", "/6\n", "/7\n"}) {
    CHECK(client.read_until("\n\n").find(project + id) != std::string::npos);
  }
  CHECK(fixture.get("/api/v1/projects/" + project + "/events", fixture.lead(), "Last-Event-ID: what\r\n")
            .status == 400);
}

TEST_CASE("Events: the stream of all projects shows only what the caller may see") {
  HttpFixture fixture;
  const std::string mine = fixture.project();
  const std::string other = fixture.project("Other");
  const std::string adviser = fixture.key("adviser-person", {"adviser", mine, ""});
  RawHttp client(fixture.server->port());
  follow(fixture, client, "/api/v1/events", adviser);
  describe(fixture, other, "Hidden");
  describe(fixture, mine, "Seen");
  CHECK(client.read_until("\n\n").find("id: " + mine + "/2\n") != std::string::npos);
}

TEST_CASE("Events: silent clients get a heartbeat, and a stopping server ends the stream") {
  HttpFixture fixture([](HttpFixture& f) { f.options.heartbeat_every = std::chrono::milliseconds{100}; });
  RawHttp client(fixture.server->port());
  follow(fixture, client, "/api/v1/events", fixture.lead());
  CHECK(client.read_until("\n\n") == ": still here\n\n");
  const auto began = std::chrono::steady_clock::now();
  fixture.server->stop();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
}

TEST_CASE("Events: a revoked key's stream ends, and so does one whose client is gone") {
  HttpFixture fixture;
  const std::string secret = fixture.key("adviser-person", {"adviser", "", ""});
  RawHttp client(fixture.server->port());
  {
    RawHttp gone(fixture.server->port());
    follow(fixture, gone, "/api/v1/events", fixture.lead());
  }
  follow(fixture, client, "/api/v1/events", secret);
  const auto keys = fixture.identity->list_keys("adviser-person");
  REQUIRE(fixture.identity->revoke_key(keys.front().id, fixture.clock.now()).ok());
  CHECK(client.is_closed());
  std::string metrics;
  for (int tries = 0; tries < 300 && metrics.find("fullcircle_event_streams 0\n") == std::string::npos;
       ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
    metrics = fixture.get("/metrics", "").body;
  }
  CHECK(metrics.find("fullcircle_event_streams 0\n") != std::string::npos);
}

TEST_CASE("Events: more clients than allowed are told so") {
  HttpFixture fixture([](HttpFixture& f) { f.options.streams_max = 1; });
  RawHttp client(fixture.server->port());
  follow(fixture, client, "/api/v1/events", fixture.lead());
  CHECK(fixture.get("/api/v1/events", fixture.lead()).status == 429);
}

TEST_CASE("Events: a client for whom more waits than there is room for is dropped, and the others go on") {
  HttpFixture fixture([](HttpFixture& f) { f.options.stream_bytes_max = 1; });  // room for one event
  const std::string project = fixture.project();
  RawHttp client(fixture.server->port());
  follow(fixture, client, "/api/v1/projects/" + project + "/events", fixture.lead());
  // Many at once, so that several are in one commit.
  for (int number = 0; number < 200; ++number) {
    CommandRequest command;
    command.project = project;
    command.name = "describe_project";
    command.body = R"({"title":"Title )" + std::to_string(number) + R"("})";
    command.caller = Caller{.person = "lead-person", .grants = {{"lead", "", ""}}};
    fixture.engine->submit(std::move(command), [](const Reply&) {});
  }
  while (!client.read_until("\n\n").empty()) {
  }
  CHECK(client.is_closed());
  CHECK(fixture.get("/metrics", "").body.find("fullcircle_event_streams_dropped_total 1\n") !=
        std::string::npos);
  CHECK(fixture.get("/api/v1/projects/" + project, fixture.lead()).status == 200);
}
