#include "config/clock.hpp"
#include "config/failpoint.hpp"
#include "config/log.hpp"

#include <spdlog/logger.h>
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "tests/config/support.hpp"

using namespace full_circle;
using namespace full_circle::config;
using namespace full_circle::config::testing;

TEST_CASE("A log line's pairs become members of its JSON form, and nothing of the line is lost") {
  const auto members = [](const std::string& line) {
    return boost::json::parse("{" + as_json_members(line) + "}").as_object();
  };
  const auto request = members(R"(request request_id=ab12 target="/a b\"c" status=200)");
  CHECK(request.at("message").as_string() == R"(request request_id=ab12 target="/a b\"c" status=200)");
  CHECK(request.at("request_id").as_string() == "ab12");
  CHECK(request.at("target").as_string() == "/a b\"c");
  CHECK(request.at("status").as_string() == "200");
  CHECK(members("request_id=1 broken what=no space left").at("request_id").as_string() == "1");
  CHECK(members("message=x level=y at=z").size() == 1);
  CHECK(members("a=\"never closed").at("a").as_string() == "never closed");
  CHECK(members("").at("message").as_string().empty());
  CHECK(members("line\nbreak \"quote\" a=b").at("a").as_string() == "b");
}

TEST_CASE("Each log line of the JSON form is one object") {
  const TemporaryFolder folder;
  {
    const auto logger = make_logger({LogLevel::info, LogFormat::json, folder / "log"});
    logger->info("listening address={}", "http://127.0.0.1:1");
    logger->debug("not said");
    logger->warn("line\nbreak");
    logger->flush();
  }
  const std::string text = read_file(folder / "log");
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  const auto first = boost::json::parse(text.substr(0, text.find('\n')));
  CHECK(first.at("level").as_string() == "info");
  CHECK(first.at("address").as_string() == "http://127.0.0.1:1");
  CHECK_THROWS(make_logger({LogLevel::info, LogFormat::text, folder / "log/below-a-file"}));
}

TEST_CASE("A clock that stands is moved on and never back, and can follow the system again") {
  const Instant start = *parse_instant("2024-02-01T00:00:00Z");
  ServerClock clock(start);
  CHECK(clock.now() == start);
  CHECK(clock.stand_at(start + std::chrono::hours(1)));
  CHECK_FALSE(clock.stand_at(start));
  CHECK(clock.now() == start + std::chrono::hours(1));
  clock.follow_the_system();
  const auto apart = clock.now() - std::chrono::system_clock::now();
  CHECK(std::chrono::abs(apart) < std::chrono::seconds(5));
  CHECK(clock.stand_at(start));
}

TEST_CASE("A failpoint's count is a number from 1") {
  CHECK_FALSE(make_failpoint(""));
  CHECK(make_failpoint("before_commit:3"));
  CHECK_THROWS_AS(make_failpoint("before_commit:x"), std::invalid_argument);
  CHECK_THROWS_AS(make_failpoint("before_commit:0"), std::invalid_argument);
  const Failpoint other = make_failpoint("before_commit");
  other("after_commit");  // and this process is still here
}
