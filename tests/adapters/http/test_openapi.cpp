// The document and the server say the same.
#include "tests/support/http_fixture.hpp"

#include <yaml-cpp/yaml.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace full_circle;
using namespace full_circle::testing;

namespace {

const std::filesystem::path committed =
    std::filesystem::path(FULL_CIRCLE_SOURCE_DIR) / "adapters/http/openapi.yaml";

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Every route, the simulated clock's too.
struct Documented : HttpFixture {
  Documented() : HttpFixture([](HttpFixture& f) { f.set_clock = [](Instant) { return false; }; }) {}
};

}  // namespace

TEST_CASE(
    "OpenAPI: the committed document is the one the server gives (FULL_CIRCLE_REGENERATE=1 writes it)") {
  Documented fixture;
  const auto answer = fixture.get("/openapi.yaml", "");
  REQUIRE(answer.status == 200);
  CHECK(answer.field("content-type") == "application/yaml");
  if (std::getenv("FULL_CIRCLE_REGENERATE")) std::ofstream(committed, std::ios::binary) << answer.body;
  const bool same = read(committed) == answer.body;
  CHECK(same);
}

TEST_CASE("OpenAPI: every documented operation is answered, and asks for a key unless it says otherwise") {
  Documented fixture;
  const YAML::Node document = YAML::Load(fixture.get("/openapi.yaml", "").body);
  const std::string project = fixture.project();
  std::set<std::string> operations;
  for (const auto& path : document["paths"]) {
    std::string target = path.first.as<std::string>();
    target = std::regex_replace(target, std::regex("\\{id\\}"), project);
    target = std::regex_replace(target, std::regex("\\{[a-z]+\\}"), "1");
    for (const auto& entry : path.second) {
      const std::string method = entry.first.as<std::string>() == "post" ? "POST" : "GET";
      const YAML::Node operation = entry.second;
      INFO(method << " " << target);
      CHECK(operations.insert(operation["operationId"].as<std::string>()).second);
      const bool open = operation["security"].IsDefined() && operation["security"].size() == 0;
      const YAML::Node found = operation["responses"]["200"];
      if (found && found["content"] && found["content"]["text/event-stream"]) continue;  // never ends
      const std::string body = method == "POST" ? R"({"nothing":1})" : "";
      const auto stranger = fixture.send(HttpFixture::request(method, target, "", body));
      const bool loopback_only = target == "/metrics";
      CHECK((stranger.status == 401) == (!open && !loopback_only));
      const auto answer = fixture.send(HttpFixture::request(method, target, fixture.lead(), body));
      CHECK(answer.status != 405);
      CHECK(answer.status < 500);
      const bool no_route = answer.status == 404 && answer.body.find("problem:no-route") != std::string::npos;
      CHECK_FALSE(no_route);
    }
  }
  CHECK(operations.size() > 70);
}

TEST_CASE("OpenAPI: every command has its route and the schema of its body") {
  Documented fixture;
  const YAML::Node document = YAML::Load(fixture.get("/openapi.yaml", "").body);
  for (const auto& command : engagement::command_descriptions()) {
    INFO(command.name);
    std::string kebab = command.name;
    std::replace(kebab.begin(), kebab.end(), '_', '-');
    const std::string path = command.creates  ? "/api/v1/projects"
                             : command.branch ? "/api/v1/projects/{id}/branches/{entity}/" + kebab
                                              : "/api/v1/projects/{id}/" + kebab;
    const YAML::Node post = document["paths"][path]["post"];
    REQUIRE(post);
    CHECK(post["requestBody"]["content"]["application/json"]["schema"]["type"].as<std::string>() == "object");
  }
}
