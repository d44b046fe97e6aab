// What no well-behaved client sends, and what a busy one does.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <spdlog/fmt/fmt.h>

using namespace full_circle;
using namespace std::string_literals;
using namespace full_circle::testing;

namespace {

/// Sends bytes that cannot be read as requests; the answer, after which the connection has to be closed.
HttpAnswer refused(HttpFixture& fixture, const std::string& bytes) {
  RawHttp client(fixture.server->port());
  client.send(bytes);
  client.finish_sending();
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->field("connection") == "close");
  CHECK(answer->field("content-type") == "application/problem+json");
  CHECK(client.is_closed());
  return *answer;
}

}  // namespace

TEST_CASE("Framing: what is not HTTP/1.1 is refused and the connection closed") {
  HttpFixture fixture;
  const std::string post = "POST /api/v1/projects HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " +
                           fixture.lead() + "\r\nContent-Type: application/json\r\n";
  const std::vector<std::string> shapes{
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
      "GET / HTTP/3.7\r\nHost: test\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: test\r\n\r\n",
      "GET /\0 HTTP/1.1\r\nHost: test\r\n\r\n"s,
      "GET / HTTP/1.1\r\nHost: te\0st\r\n\r\n"s,
      "GET / HTTP/1.1\r\nHost : test\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: test\r\n: nothing\r\n\r\n",
      post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
      post + "Content-Length: 2, 3\r\n\r\n{} ",
      post + "Content-Length: -2\r\n\r\n{}",
      post + "Content-Length: 0x2\r\n\r\n{}",
      post + "Content-Length: 99999999999999999999999\r\n\r\n{}",
      post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}}}\r\n0\r\n\r\n",
      post + "Content-Length: 50\r\n\r\n{}",
      "GET / HTTP/1.1\r\nHost: te",
  };
  for (const std::string& shape : shapes) {
    INFO(shape);
    CHECK(refused(fixture, shape).status == 400);
  }
}

TEST_CASE("Framing: a transfer coding other than chunked is not guessed at") {
  HttpFixture fixture;
  for (const std::string coding : {"gzip, chunked", "gzip", "identity", "chunked, chunked", "xchunked"}) {
    INFO(coding);
    const auto answer =
        refused(fixture, "POST /api/v1/projects HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: " + coding +
                             "\r\n\r\n0\r\n\r\n");
    CHECK((answer.status == 501 || answer.status == 400));
  }
}

TEST_CASE("Framing: a smuggled second request is never answered") {
  HttpFixture fixture;
  RawHttp client(fixture.server->port());
  client.send(
      "POST /healthz HTTP/1.1\r\nHost: test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\nGET /openapi.yaml HTTP/1.1\r\nHost: test\r\n\r\n");
  client.finish_sending();
  const auto first = client.answer();
  REQUIRE(first);
  CHECK(first->status == 400);
  CHECK_FALSE(client.answer());
}

TEST_CASE("Framing: exactly one Host, except from HTTP/1.0") {
  HttpFixture fixture;
  CHECK(fixture.send("GET /healthz HTTP/1.1\r\n\r\n").status == 400);
  CHECK(fixture.send("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status == 400);
  const auto old = fixture.send("GET /healthz HTTP/1.0\r\n\r\n");
  CHECK(old.status == 200);
  CHECK(old.field("connection") == "close");
}

TEST_CASE("Framing: limits on target, header and body each have their status") {
  HttpFixture fixture([](HttpFixture& f) { f.options.body_bytes_max = 2'000; });
  CHECK(refused(fixture, "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: test\r\n\r\n").status ==
        414);
  CHECK(fixture.send("GET /" + std::string(5'000, 'a') + " HTTP/1.1\r\nHost: test\r\n\r\n").status == 414);
  CHECK(refused(fixture, "GET / HTTP/1.1\r\nHost: test\r\nX-Long: " + std::string(20'000, 'a') + "\r\n\r\n")
            .status == 431);
  const std::string large(3'000, ' ');
  CHECK(refused(fixture, HttpFixture::request("POST", "/api/v1/projects", fixture.lead(), large)).status ==
        413);
  const std::string chunked =
      HttpFixture::head("POST", "/api/v1/projects", fixture.lead(),
                        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n") +
      "bb8\r\n" + large + "\r\n0\r\n\r\n";
  CHECK(refused(fixture, chunked).status == 413);
}

TEST_CASE("Framing: a hundred pipelined requests are answered in order") {
  HttpFixture fixture;
  RawHttp client(fixture.server->port());
  std::string all;
  for (int number = 0; number < 100; ++number) {
    const std::string id = fmt::format("X-Request-Id: r{}\r\n", number);
    const std::string project = HttpFixture::project_body(fmt::format("Project {}", number));
    all += number % 10 == 0 ? HttpFixture::request("POST", "/api/v1/projects", fixture.lead(), project, id)
                            : HttpFixture::request("GET", "/api/v1/me", fixture.lead(), "", id);
  }
  client.send(all);
  for (int number = 0; number < 100; ++number) {
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == (number % 10 == 0 ? 201 : 200));
    CHECK(answer->field("x-request-id") == fmt::format("r{}", number));
  }
}

TEST_CASE("Framing: a request may arrive byte by byte, and its body in chunks") {
  HttpFixture fixture;
  const std::string body = HttpFixture::project_body();
  std::string bytes = HttpFixture::head("POST", "/api/v1/projects", fixture.lead(),
                                        "Content-Type: application/json; charset=utf-8\r\n"
                                        "Transfer-Encoding: chunked\r\n\r\n");
  for (std::size_t at = 0; at < body.size(); at += 50) {
    const std::string piece = body.substr(at, 50);
    bytes += fmt::format("{:x};name=value\r\n{}\r\n", piece.size(), piece);
  }
  bytes += "0\r\n\r\n";
  RawHttp client(fixture.server->port());
  for (const char byte : bytes) client.send({&byte, 1});
  const auto answer = client.answer();
  REQUIRE(answer);
  CHECK(answer->status == 201);
}

TEST_CASE("Framing: 100-continue is sent when the body is wanted, and not when it is refused") {
  HttpFixture fixture;
  const std::string body = HttpFixture::project_body();
  const auto head = [&](const std::string& secret) {
    return HttpFixture::head("POST", "/api/v1/projects", secret,
                             fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n"
                                         "Expect: 100-continue\r\n\r\n",
                                         body.size()));
  };
  RawHttp wanted(fixture.server->port());
  wanted.send(head(fixture.lead()));
  CHECK(wanted.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  wanted.send(body);
  const auto made = wanted.answer();
  REQUIRE(made);
  CHECK(made->status == 201);

  RawHttp unknown(fixture.server->port());
  unknown.send(head("fc_nobody_nothing"));
  const auto refusal = unknown.answer();
  REQUIRE(refusal);
  CHECK(refusal->status == 401);
  CHECK(unknown.is_closed());
  CHECK(fixture.send(HttpFixture::request("GET", "/healthz", "", "", "Expect: something\r\n")).status == 417);
}

TEST_CASE("Framing: HEAD is GET without its body, on every readable route") {
  HttpFixture fixture;
  const std::string id = fixture.project();
  for (const std::string& path :
       {std::string("/healthz"), "/api/v1/projects/" + id, std::string("/api/v1/projects"),
        "/api/v1/projects/" + id + "/moves", std::string("/openapi.yaml")}) {
    INFO(path);
    RawHttp client(fixture.server->port());
    client.send(HttpFixture::request("HEAD", path, fixture.lead()));
    const auto head = client.answer(false);
    REQUIRE(head);
    CHECK(head->status == 200);
    const auto get = fixture.get(path, fixture.lead());
    CHECK(head->field("content-length") == get.field("content-length"));
    // The next answer begins right after the head.
    client.send(HttpFixture::request("GET", "/healthz", ""));
    const auto next = client.answer();
    REQUIRE(next);
    CHECK(next->head.starts_with("HTTP/1.1 200"));
  }
}

TEST_CASE("Framing: methods, formats and addresses that do not fit get their own problem") {
  HttpFixture fixture;
  const std::string lead = fixture.lead();
  const auto not_allowed = fixture.send(HttpFixture::request("DELETE", "/api/v1/projects", lead));
  CHECK(not_allowed.status == 405);
  CHECK(not_allowed.field("allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(fixture.send(HttpFixture::request("BREW", "/healthz", "")).status == 405);
  const auto options = fixture.send(HttpFixture::request("OPTIONS", "/api/v1/projects", ""));
  CHECK(options.status == 204);
  CHECK(options.field("allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(fixture.send("OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n").status == 204);
  CHECK(fixture.send(HttpFixture::request("GET", "http://other/healthz", "")).status == 200);
  CHECK(fixture.get("/api/v1/nothing", lead).status == 404);
  CHECK(fixture.get("/api/v1/projects/", lead).status == 404);
  CHECK(fixture.get("/api/v1/projects/%zz", lead).status == 404);
  CHECK(fixture.get("/api/v1/projects", lead, "Accept: image/png\r\n").status == 406);
  CHECK(fixture.get("/api/v1/projects", lead, "Accept: text/html, */*;q=0.1\r\n").status == 200);
  CHECK(fixture.get("/api/v1/projects", lead, "Accept: application/json;q=0\r\n").status == 406);

  const auto typed = [&](const std::string& type) {
    return fixture.send(HttpFixture::head("POST", "/api/v1/projects", lead,
                                          "Content-Type: " + type + "\r\nContent-Length: 2\r\n\r\n") +
                        "{}");
  };
  CHECK(typed("text/plain").status == 415);
  CHECK(typed("application/json; charset=iso-8859-1").status == 415);
  CHECK(typed("application/vnd.council+json").status == 400);
  CHECK(fixture
            .send(HttpFixture::head("POST", "/api/v1/projects", lead,
                                    "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
                                    "Content-Length: 2\r\n\r\n") +
                  "{}")
            .status == 415);
}

TEST_CASE("Framing: a request id is taken over when it is harmless, and is in every answer and in the log") {
  HttpFixture fixture;
  CHECK(fixture.get("/healthz", "", "X-Request-Id: abc-123\r\n").field("x-request-id") == "abc-123");
  const auto made_up = fixture.get("/healthz", "", "X-Request-Id: a b\"c\r\n").field("x-request-id");
  CHECK_FALSE(made_up.empty());
  CHECK(made_up.find(' ') == std::string::npos);
  const auto missing = fixture.get("/nothing", "", "X-Request-Id: find-me\r\n");
  CHECK(HttpFixture::json(missing).at("request_id").as_string() == "find-me");
  CHECK(fixture.logged().find("request_id=find-me") != std::string::npos);
  CHECK(fixture.logged().find("fc_") == std::string::npos);
}

TEST_CASE("Framing: every answer tells browsers not to guess, frame or keep it") {
  HttpFixture fixture;
  for (const auto& answer : {fixture.get("/api/v1/me", fixture.lead()), fixture.get("/nothing", "")}) {
    CHECK(answer.field("x-content-type-options") == "nosniff");
    CHECK(answer.field("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
    CHECK(answer.field("cache-control") == "private, no-cache");
    CHECK_FALSE(answer.field("date").empty());
  }
}
