#include "tests/architecture/coroutine_shapes.hpp"
#include "tests/architecture/include_rules.hpp"
#include "tests/architecture/sources.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

using namespace full_circle::architecture;

namespace {

const std::vector<std::string> product{"engine", "workflows", "adapters", "config"};
const std::vector<std::string> everything{"engine", "workflows", "adapters", "config", "tests", "tools"};

Source source(std::string path, std::string text) {
  std::string code = blank_comments_and_literals(text);
  return {std::move(path), std::move(text), std::move(code)};
}

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

template <class Check>
std::string all(const std::vector<std::string>& folders, Check check) {
  std::vector<std::string> found;
  for (const Source& one : sources_under(FULL_CIRCLE_SOURCE_DIR, folders)) {
    for (std::string& line : check(one)) found.push_back(std::move(line));
  }
  return listed(found);
}

std::vector<std::string> hits(const Source& one, const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern); match != std::sregex_iterator();
       ++match) {
    const auto at = static_cast<std::size_t>(match->position());
    found.push_back(one.path + ":" + std::to_string(line_of(text, at)) + ": " + match->str());
  }
  return found;
}

}  // namespace

TEST_CASE("The sources are found") {
  const auto found = sources_under(FULL_CIRCLE_SOURCE_DIR, product);
  CHECK(found.size() > 30);
  CHECK(
      std::any_of(found.begin(), found.end(), [](const Source& s) { return s.path == "engine/engine.hpp"; }));
}

TEST_CASE("Rooms include only what the include table lets them") {
  CHECK(all(product, include_breaches) == "");
}

TEST_CASE("Workflows ask neither the clock nor chance, and only config/ reads the environment") {
  CHECK(all(product, word_breaches) == "");
}

TEST_CASE("No coroutine has a shape that g++ 12 miscompiles") {
  CHECK(all(everything, miscompiled_awaits) == "");
}

TEST_CASE("Files stay under 500 lines") {
  CHECK(all(everything, [](const Source& one) -> std::vector<std::string> {
          const auto lines = std::count(one.text.begin(), one.text.end(), '\n');
          if (lines <= 500) return {};
          return {one.path + ": " + std::to_string(lines) + " lines"};
        }) == "");
}

TEST_CASE("No work is left lying in the product as a comment") {
  static const std::regex unfinished(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X|HA"
      "CK)\\b");
  CHECK(all(product, [](const Source& one) { return hits(one, one.text, unfinished); }) == "");
}

TEST_CASE("Every test can fail: none only says that it succeeded") {
  static const std::regex empty_success(R"(\bSUCCEED\s*\()");
  CHECK(all({"tests"}, [](const Source& one) { return hits(one, one.code, empty_success); }) == "");
}

TEST_CASE("Headers are guarded by #pragma once") {
  CHECK(all(everything, [](const Source& one) -> std::vector<std::string> {
          if (!one.path.ends_with(".hpp") || one.code.find("#pragma once") != std::string::npos) return {};
          return {one.path};
        }) == "");
}

TEST_CASE("The include rule sees what it forbids") {
  const auto breaches = [](std::string path, std::string text) {
    return include_breaches(source(std::move(path), std::move(text))).size();
  };
  CHECK(breaches("engine/engine.cpp", "#include \"workflows/engagement/project.hpp\"\n") == 1);
  CHECK(breaches("engine/engine.cpp", "#include <soci/soci.h>\n") == 1);
  CHECK(breaches("engine/engine.hpp", "#include <boost/json.hpp>\n") == 1);
  CHECK(breaches("workflows/engagement/project.cpp", "#include <fstream>\n") == 1);
  CHECK(breaches("workflows/engagement/project.cpp", "#include <boost/asio.hpp>\n") == 1);
  CHECK(breaches("workflows/engagement/project.cpp", "#include <boost/statechart/event.hpp>\n") == 1);
  CHECK(breaches("adapters/calendar/x.cpp", "#include \"adapters/notifier/smtp.hpp\"\n") == 1);
  CHECK(breaches("adapters/calendar/x.cpp", "#include \"config/settings.hpp\"\n") == 1);
  CHECK(breaches("adapters/calendar/x.cpp", "#include \"calendar_file.hpp\"\n") == 1);
  CHECK(breaches("tools/x.cpp", "") == 1);
  CHECK(breaches("workflows/engagement/stages/plan.hpp", "#include <boost/statechart/state.hpp>\n") == 0);
  CHECK(breaches("adapters/calendar/x.cpp", "#include \"adapters/calendar/y.hpp\"\n#include <vector>\n") ==
        0);
  CHECK(breaches("config/x.cpp", "#include <CLI/CLI.hpp>\n#include \"adapters/http/server.hpp\"\n") == 0);
}

TEST_CASE("The word rule sees a clock in a workflow, and not in a comment") {
  CHECK(word_breaches(source("workflows/a.cpp", "auto n = std::chrono::system_clock::now();")).size() == 1);
  CHECK(word_breaches(source("workflows/a.cpp", "// system_clock::now\n\"getenv\"")).empty());
  CHECK(word_breaches(source("config/a.cpp", "std::getenv(name);")).empty());
}

TEST_CASE("The coroutine rule tells the shapes g++ 12 miscompiles from those it gets right") {
  const auto count = [](std::string text) {
    return miscompiled_awaits(source("a.cpp", std::move(text))).size();
  };
  CHECK(count("if (co_await f()) co_return 1;") == 1);
  CHECK(count("while (co_await f()) {}") == 1);
  CHECK(count("switch (co_await f()) {}") == 1);
  CHECK(count("co_await f(Agg{x, y});") == 1);
  CHECK(count("co_await f({.a = x});") == 1);
  CHECK(count("auto v = co_await f(c ? a() : b());") == 1);
  CHECK(count("co_await [k]() -> awaitable<int> { co_return k; }();") == 1);
  CHECK(count("x(); if (a) { const bool b = co_await f(x); if (b) co_return 1; }") == 0);
  CHECK(count("auto v = co_await f(std::move(a));") == 0);
  CHECK(count("try { co_await f(a); } catch (...) { }") == 0);
  CHECK(count("for (const auto& x : list) co_await f(x);") == 0);
  CHECK(count("// if (co_await f())\nconst char* t = \"if (co_await f())\";") == 0);
}

TEST_CASE("Blanking leaves code, lines and digit separators as they are") {
  CHECK(blank_comments_and_literals("a /* b\nc */ d // e\nf") == "a     \n     d     \nf");
  CHECK(blank_comments_and_literals("x = \"a\\\"b\"; y = 'c';") == "x =       ; y =    ;");
  CHECK(blank_comments_and_literals("n = 1'000'000;") == "n = 1'000'000;");
  CHECK(blank_comments_and_literals("r = R\"(a\"b)\"; s") == "r = R       ; s");
}
