// Requests that were well formed once, changed at random (with a fixed seed, so that a failure comes again).
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace full_circle;
using namespace full_circle::testing;

namespace {

class Mutations {
 public:
  explicit Mutations(std::uint32_t seed) : m_chance(seed) {}

  std::string change(std::string text) {
    const std::size_t count = 1 + below(4);
    for (std::size_t number = 0; number < count; ++number) change_once(text);
    return text;
  }
  std::size_t below(std::size_t end) { return end == 0 ? 0 : m_chance() % end; }

 private:
  void change_once(std::string& text) {
    static const std::vector<std::string> pieces{"\r\n",
                                                 "\n",
                                                 "\r",
                                                 std::string("\0", 1),
                                                 "\xff",
                                                 "%00",
                                                 "%2e%2e%2f",
                                                 ":",
                                                 " ",
                                                 "\t",
                                                 "{",
                                                 "[[[[[[",
                                                 "\"",
                                                 "\\u0000",
                                                 "0\r\n\r\n",
                                                 "-1",
                                                 "1e999",
                                                 "Content-Length: 7\r\n",
                                                 "Transfer-Encoding: chunked\r\n",
                                                 "HTTP/1.1",
                                                 "HTTP/1.0",
                                                 "HTTP/2",
                                                 "?limit=",
                                                 "&",
                                                 "=",
                                                 "Expect: 100-continue\r\n",
                                                 "Host: x\r\n",
                                                 "//",
                                                 ";",
                                                 "ffffffffffffffff",
                                                 "If-Match: \"1\"\r\n"};
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, pieces[below(pieces.size())]);
        return;
      case 1:
        text.erase(at, below(20));
        return;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        return;
      case 3:
        text.insert(at, text.substr(below(text.size()), below(60)));
        return;
      default:
        text.resize(at);
    }
  }
  std::mt19937 m_chance;
};

}  // namespace

TEST_CASE("Whatever is sent: an answer that is HTTP, or a closed connection; never an error of ours") {
  HttpFixture fixture([](HttpFixture& f) { f.options.body_bytes_max = 4'096; });
  const std::string lead = fixture.lead();
  const std::string project = "/api/v1/projects/" + fixture.project();
  const std::vector<std::string> requests{
      HttpFixture::request("GET", project + "?at=2027-03-01", lead),
      HttpFixture::request("GET", "/api/v1/projects?limit=3&text=p%C4%81th&cursor=p1", lead),
      HttpFixture::request("GET", project + "/history?after=1", lead, "", "If-None-Match: \"1\"\r\n"),
      HttpFixture::request("GET", "/have-your-say/path/../x?y=z", "", "", "Accept: text/html\r\n"),
      HttpFixture::request("POST", project + "/describe-project", lead, R"({"title":"Tītī","topics":["a"]})",
                           "If-Match: \"1\"\r\nIdempotency-Key: k\r\n"),
      HttpFixture::request("POST", "/api/v1/deliveries/1/edit", lead,
                           R"({"payload":{"n":[1,2,{"a":null}]}})"),
      HttpFixture::head("POST", "/api/v1/projects", lead,
                        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n") +
          "a;x=y\r\n{\"title\":1\r\n1\r\n}\r\n0\r\nTrailer: t\r\n\r\n"};
  const std::set<int> expected{200, 201, 204, 302, 304, 308, 400, 401, 403, 404, 405, 406,
                               408, 409, 412, 413, 414, 415, 417, 422, 429, 431, 501};
  Mutations mutations(20'270'301);
  for (int number = 0; number < 1'500; ++number) {
    std::string bytes = mutations.change(requests[mutations.below(requests.size())]);
    if (mutations.below(3) == 0) bytes += mutations.change(requests[mutations.below(requests.size())]);
    RawHttp client(fixture.server->port());
    client.send(bytes);
    client.finish_sending();
    while (const auto answer = client.answer(bytes.find("HEAD") == std::string::npos)) {
      if (answer->status == 100) continue;
      INFO(number << ": " << bytes << "\n" << answer->head << answer->body);
      CHECK(answer->head.starts_with("HTTP/1."));
      CHECK(expected.contains(answer->status));
    }
  }
  CHECK(fixture.get("/healthz", "").status == 200);
  CHECK(fixture.logged().find(" broken ") == std::string::npos);
}
