// Time-outs, the limit on connections, and stopping.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <future>
#include <thread>

using namespace full_circle;
using namespace full_circle::testing;
using std::chrono::milliseconds;

namespace {

void be_impatient(HttpFixture& fixture) {
  fixture.options.header_time = milliseconds{150};
  fixture.options.body_time = milliseconds{150};
  fixture.options.idle_time = milliseconds{150};
  fixture.options.write_time = milliseconds{150};
}

/// Holds the writer before its commit until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(m_mutex);
    m_reached = true;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return m_open; });
  }
  void wait_until_reached() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_reached; });
  }
  void open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_open = false;
  bool m_reached = false;
};

}  // namespace

TEST_CASE("Rate limits: a person is told how much is left, then to wait; others are not held up") {
  HttpFixture fixture([](HttpFixture& house) { house.options.requests_per_minute = 6; });
  const std::string other = fixture.key("other-person", {"lead", "", ""});
  for (int left = 5; left >= 0; --left) {
    const auto answer = fixture.get("/api/v1/me", fixture.lead());
    CHECK(answer.status == 200);
    CHECK(answer.field("ratelimit-policy") == "\"person\";q=6;w=60");
    CHECK(answer.field("ratelimit").find(";r=" + std::to_string(left) + ";") != std::string::npos);
  }
  const auto over = fixture.get("/api/v1/me", fixture.lead());
  CHECK(over.status == 429);
  CHECK(over.field("retry-after") == "10");
  CHECK(fixture.get("/api/v1/me", other).status == 200);
  CHECK(fixture.get("/healthz", "").status == 200);
}

TEST_CASE("Rate limits: where there is no limit nothing is said of one") {
  HttpFixture fixture;
  CHECK(fixture.get("/api/v1/me", fixture.lead()).field("ratelimit").empty());
}

TEST_CASE("Time-outs: a header that never ends is answered with 408, and closed") {
  HttpFixture fixture(be_impatient);
  RawHttp client(fixture.server->port());
  client.send("GET /healthz HTTP/1.1\r\nHost: te");
  // One byte now and then does not buy more time.
  for (int tick = 0; tick < 5; ++tick) {
    std::this_thread::sleep_for(milliseconds{50});
    client.send("s");
  }
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 408);
  CHECK(client.is_closed());
}

TEST_CASE("Time-outs: half a body is answered with 408, and closed") {
  HttpFixture fixture(be_impatient);
  RawHttp client(fixture.server->port());
  const std::string whole =
      HttpFixture::request("POST", "/api/v1/projects", fixture.lead(), HttpFixture::project_body());
  client.send(whole.substr(0, whole.size() - 10));
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 408);
  CHECK(client.is_closed());
}

TEST_CASE("Time-outs: an idle connection is closed without a word") {
  HttpFixture fixture(be_impatient);
  RawHttp never(fixture.server->port());
  RawHttp once(fixture.server->port());
  once.send(HttpFixture::request("GET", "/healthz", ""));
  REQUIRE(once.answer());
  CHECK(once.is_closed());
  CHECK(never.is_closed());
}

TEST_CASE("Time-outs: who does not read an answer is cut off") {
  HttpFixture fixture(be_impatient);
  RawHttp client(fixture.server->port());
  // More answers than the socket's buffers take.
  std::string many;
  for (int number = 0; number < 2'000; ++number) many += HttpFixture::request("GET", "/openapi.yaml", "");
  std::thread sender([&] { client.send(many); });
  sender.join();
  std::this_thread::sleep_for(milliseconds{500});
  std::size_t answers = 0;
  while (client.answer()) ++answers;
  CHECK(answers < 2'000);
  CHECK(fixture.get("/healthz", "").status == 200);
}

TEST_CASE("Connections over the limit get 503 and are closed; one that goes makes room") {
  HttpFixture fixture([](HttpFixture& f) { f.options.connections_max = 3; });
  auto first = std::make_unique<RawHttp>(fixture.server->port());
  RawHttp second(fixture.server->port());
  RawHttp third(fixture.server->port());
  for (RawHttp* client : {first.get(), &second, &third}) {
    client->send(HttpFixture::request("GET", "/healthz", ""));
    REQUIRE(client->answer());
  }
  {
    RawHttp fourth(fixture.server->port());
    fourth.send(HttpFixture::request("GET", "/healthz", ""));
    const auto answer = fourth.answer();
    REQUIRE(answer);
    CHECK(answer->status == 503);
    CHECK(answer->field("retry-after") == "1");
    CHECK(fourth.is_closed());
  }
  first.reset();
  int status = 0;
  for (int tries = 0; tries < 100 && status != 200; ++tries) {
    std::this_thread::sleep_for(milliseconds{10});
    RawHttp fifth(fixture.server->port());
    fifth.send(HttpFixture::request("GET", "/healthz", ""));
    const auto answer = fifth.answer();
    status = answer ? answer->status : 0;
  }
  CHECK(status == 200);
}

TEST_CASE(
    "Stopping: a command in hand is finished and answered, idle connections close, nobody new comes in") {
  Gate gate;
  std::atomic<bool> armed = false;
  HttpFixture fixture([&](HttpFixture& f) {
    f.engine_options.failpoint = [&](std::string_view point) {
      if (armed && point == "before_commit") gate.pass();
    };
  });
  const std::string lead = fixture.lead();
  RawHttp idle(fixture.server->port());
  idle.send(HttpFixture::request("GET", "/healthz", ""));
  REQUIRE(idle.answer());
  armed = true;
  RawHttp busy(fixture.server->port());
  busy.send(HttpFixture::request("POST", "/api/v1/projects", lead, HttpFixture::project_body()) +
            HttpFixture::request("GET", "/healthz", ""));
  gate.wait_until_reached();
  auto stopped = std::async(std::launch::async, [&] { fixture.server->stop(); });
  CHECK(idle.is_closed());
  CHECK(stopped.wait_for(milliseconds{100}) == std::future_status::timeout);
  CHECK_THROWS(RawHttp(fixture.server->port()));
  gate.open();
  const auto answer = busy.answer();
  REQUIRE(answer);
  CHECK(answer->status == 201);
  CHECK(answer->field("connection") == "close");
  CHECK_FALSE(busy.answer());
  REQUIRE(stopped.wait_for(std::chrono::seconds{20}) == std::future_status::ready);
  fixture.server->stop();  // again is nothing
}

TEST_CASE("Stopping: who is in the middle of a request gets until the stop time, and no longer") {
  HttpFixture fixture([](HttpFixture& f) { f.options.stop_time = milliseconds{300}; });
  RawHttp half(fixture.server->port());
  half.send("GET /healthz HTTP/1.1\r\nHost: te");
  std::this_thread::sleep_for(milliseconds{50});
  const auto began = std::chrono::steady_clock::now();
  fixture.server->stop();
  const auto took = std::chrono::steady_clock::now() - began;
  CHECK(took >= milliseconds{250});
  CHECK(took < std::chrono::seconds{5});
}

TEST_CASE("A revoked key stops within two seconds, and no key or a wrong one is 401 with a challenge") {
  HttpFixture fixture;
  const std::string secret = fixture.key("adviser-person", {"adviser", "", ""});
  CHECK(fixture.get("/api/v1/me", secret).status == 200);
  const auto keys = fixture.identity->list_keys("adviser-person");
  REQUIRE(keys.size() == 1);
  REQUIRE(fixture.identity->revoke_key(keys.front().id, fixture.clock.now()).ok());
  std::this_thread::sleep_for(milliseconds{1'200});
  CHECK(fixture.get("/api/v1/me", secret).status == 401);
  for (const std::string& header :
       {std::string(""), std::string("Authorization: Basic eDp5\r\n"),
        std::string("Authorization: Bearer \r\n"), "Authorization: Bearer " + secret + "x\r\n",
        std::string("Authorization: Bearer fc_") + std::string(5'000, 'x') + "\r\n"}) {
    const auto answer = fixture.get("/api/v1/me", "", header);
    CHECK(answer.status == 401);
    CHECK(answer.field("www-authenticate") == "Bearer realm=\"full-circle\"");
  }
}
