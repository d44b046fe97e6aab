// Health, metrics, problems, and what stands behind them.
#include "adapters/http/authentication.hpp"
#include "adapters/http/metrics.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/project_ids.hpp"
#include "adapters/http/static_files.hpp"
#include "adapters/http/text.hpp"
#include "adapters/http/view_cache.hpp"
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace full_circle;
using namespace full_circle::testing;

TEST_CASE("Health: alive, ready, and not ready any more while stopping") {
  HttpFixture fixture;
  CHECK(fixture.get("/healthz", "").body == R"({"status":"ok"})");
  CHECK(fixture.get("/readyz", "").status == 200);
}

TEST_CASE("Metrics: count requests by route and class, commands by outcome, and deliveries by state") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  fixture.get("/nothing", "");
  fixture.post("/api/v1/projects/" + id + "/open-engagement", fixture.lead(), "{}");
  const auto metrics = fixture.get("/metrics", "");
  REQUIRE(metrics.status == 200);
  CHECK(metrics.field("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const std::string line :
       {"fullcircle_http_requests_total{route=\"create_project\",status=\"2xx\"} 1\n",
        "fullcircle_http_requests_total{route=\"none\",status=\"4xx\"} 1\n",
        "fullcircle_http_request_duration_seconds_count{route=\"create_project\"} 1\n",
        "fullcircle_http_request_duration_seconds_bucket{route=\"create_project\",le=\"+Inf\"} 1\n",
        "fullcircle_commands_accepted_total 1\n",
        "fullcircle_commands_refused_total{reason=\"out_of_turn\"} 1\n",
        "fullcircle_http_requests_in_flight 1\n", "fullcircle_deliveries_overdue 0\n",
        "fullcircle_build_info{version=\"0\"} 1\n",
        "# TYPE fullcircle_http_request_duration_seconds histogram\n"}) {
    INFO(line);
    CHECK(metrics.body.find(line) != std::string::npos);
  }
}

TEST_CASE("Metrics: with a key when the settings say so") {
  HttpFixture fixture([](HttpFixture& f) { f.options.metrics_access = http::MetricsAccess::key; });
  CHECK(fixture.get("/metrics", "").status == 401);
  CHECK(fixture.get("/metrics", fixture.lead()).status == 200);
}

TEST_CASE("Problems: every reason has its status") {
  using http::status_of;
  CHECK(status_of(Reason::malformed) == 400);
  CHECK(status_of(Reason::unidentified) == 401);
  CHECK(status_of(Reason::not_permitted) == 403);
  CHECK(status_of(Reason::unknown) == 404);
  CHECK(status_of(Reason::out_of_turn) == 409);
  CHECK(status_of(Reason::stale) == 412);
  CHECK(status_of(Reason::too_large) == 413);
  CHECK(status_of(Reason::not_ready) == 422);
  CHECK(status_of(Reason::too_many) == 429);
}

TEST_CASE("Problems: a full queue is 429, and says when to come again") {
  HttpFixture fixture([](HttpFixture& f) { f.engine_options.queue_limit = 0; });
  const std::string lead = fixture.lead();
  const auto answer = fixture.post("/api/v1/projects", lead, HttpFixture::project_body());
  CHECK(answer.status == 429);
  CHECK(answer.field("retry-after") == "1");
}

TEST_CASE("Responses: a header that is given again takes the place of the first") {
  full_circle::http::Response response;
  response.with("X-Retry-After", "3").with("Retry-After", "1").with("ETag", "\"a\"").with("Retry-After", "7");
  CHECK(response.headers == "X-Retry-After: 3\r\nETag: \"a\"\r\nRetry-After: 7\r\n");
}

TEST_CASE("Problems: what breaks inside is logged and not sent") {
  HttpFixture fixture([](HttpFixture& f) {
    f.engine_options.failpoint = [](std::string_view point) {
      if (point == "before_commit") throw std::runtime_error("secret detail");
    };
  });
  const auto answer = fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body());
  CHECK(answer.status == 500);
  CHECK(answer.body.find("secret detail") == std::string::npos);
  CHECK(fixture.logged().find("secret detail") != std::string::npos);
}

TEST_CASE("Text: percent-decoding refuses what is no text") {
  using http::percent_decoded;
  using http::Plus;
  CHECK(percent_decoded("a%20b+c", Plus::as_blank) == "a b c");
  CHECK(percent_decoded("a+b", Plus::as_it_is) == "a+b");
  CHECK(percent_decoded("%C4%81", Plus::as_it_is) == "ā");
  for (const std::string text :
       {"%", "%2", "%zz", "%00", "%0a", "%ff", "%c0%80", "%ed%a0%80", "%f5%80%80%80"}) {
    INFO(text);
    CHECK_FALSE(percent_decoded(text, Plus::as_it_is));
  }
}

TEST_CASE("Text: Accept, media types, numbers and tags") {
  CHECK(http::accepts("", {"application/json"}));
  CHECK(http::accepts("application/*;q=0.2", {"application/json"}));
  CHECK_FALSE(http::accepts("*/*;q=0.000", {"application/json"}));
  CHECK_FALSE(http::accepts("text/html, image/*", {"application/json"}));
  CHECK(http::is_json_media_type("Application/JSON; charset=\"UTF-8\""));
  CHECK(http::is_json_media_type("application/merge-patch+json"));
  CHECK_FALSE(http::is_json_media_type("application/jsonx"));
  CHECK_FALSE(http::is_json_media_type("text/json"));
  CHECK(http::read_number("42") == 42);
  for (const std::string text : {"", "+1", "-1", " 1", "1 ", "0x1", "9223372036854775808"}) {
    CHECK_FALSE(http::read_number(text));
  }
  CHECK(http::tag_listed("W/\"1\", \"2\"", "\"2\""));
  CHECK(http::tag_listed("*", "\"2\""));
  CHECK_FALSE(http::tag_listed("\"1\"", "\"2\""));
}

TEST_CASE("Ids of projects sort by time and differ, also within one millisecond") {
  http::ProjectIds ids;
  std::string last;
  std::set<std::string> all;
  for (int number = 0; number < 1'000; ++number) {
    const std::string id = ids.next(Instant{std::chrono::milliseconds{1'803'852'000'000 + number / 10}});
    CHECK(id > last);
    CHECK(http::is_plain_id(id));
    all.insert(id);
    last = id;
  }
  CHECK(all.size() == 1'000);
}

TEST_CASE("Views are kept for their version, for a second, and as many as there is room for") {
  http::ViewCache views(2);
  const Instant now{std::chrono::milliseconds{1'000'000}};
  const auto body = std::make_shared<const std::string>("{}");
  views.keep("a", 1, now, {body, "\"1-a\""});
  CHECK(views.find("a", 1, now).body == body);
  CHECK(views.find("a", 1, now).tag == "\"1-a\"");
  CHECK_FALSE(views.find("a", 2, now).body);
  CHECK_FALSE(views.find("a", 1, now + std::chrono::seconds{1}).body);
  CHECK_FALSE(views.find("a", 1, now - std::chrono::milliseconds{1}).body);
  views.keep("b", 1, now, {body, ""});
  CHECK(views.find("a", 1, now).body);
  views.keep("c", 1, now, {body, ""});
  CHECK(views.find("a", 1, now).body);
  CHECK_FALSE(views.find("b", 1, now).body);
}

TEST_CASE("Views take up no more bytes than they may") {
  http::ViewCache views(100, 10);
  const Instant now{std::chrono::milliseconds{1'000'000}};
  const auto body = std::make_shared<const std::string>("1234");
  for (const char* key : {"a", "b", "c"}) views.keep(key, 1, now, {body, ""});
  CHECK_FALSE(views.find("a", 1, now).body);
  CHECK(views.find("b", 1, now).body);
  CHECK(views.find("c", 1, now).body);
  const auto large = std::make_shared<const std::string>(20, '1');
  views.keep("d", 1, now, {large, ""});
  CHECK_FALSE(views.find("c", 1, now).body);
  CHECK(views.find("d", 1, now).body == large);
}

TEST_CASE("HTTP dates come back as they went") {
  const std::chrono::sys_seconds instant{std::chrono::seconds{784'111'777}};
  CHECK(http::http_date(instant) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == instant);
  CHECK_FALSE(http::parse_http_date("1994-11-06"));
}
