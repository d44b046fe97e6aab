#include "config/demo.hpp"
#include "tests/config/support.hpp"
#include "workflows/engagement/definition.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <set>

using namespace full_circle;
using namespace full_circle::config;
using namespace full_circle::config::testing;
using Catch::Contains;

TEST_CASE("Example days are counted from today, and times of day are the council's") {
  using namespace std::chrono;
  boost::json::value value = boost::json::parse(
      R"({"a":["@today-1","@today+14"],"b":{"c":"@today+1T10:30"},"d":"not @today","e":"@today"})");
  fill_in_days(value, year_month_day{2027y / June / 14}, "Pacific/Auckland");
  CHECK(boost::json::serialize(value) ==
        R"({"a":["2027-06-13","2027-06-28"],"b":{"c":"2027-06-14T22:30:00.000Z"},"d":"not @today",)"
        R"("e":"2027-06-14"})");
  for (const char* wrong : {"\"@today+x\"", "\"@today+1T1030\"", "\"@todayT1:30\""}) {
    CAPTURE(wrong);
    boost::json::value text = boost::json::parse(wrong);
    CHECK_THROWS(fill_in_days(text, year_month_day{2027y / June / 14}, "Pacific/Auckland"));
  }
}

namespace {

/// The address was said on the server's command line; here nobody says it.
void check_site(const std::string& data, const std::string& slug) {
  const std::string page = data + "/public/have-your-say/" + slug;
  const auto check = [&](const Environment& environment = {}) {
    return command_line({"site", "check", "--data", data}, environment);
  };
  CHECK_THAT(check().out, Contains("as it should be"));
  const Answer other = check({{"FULL_CIRCLE_COUNCIL_NAME", "Another council"}});
  CHECK(other.exit == Exit::answer_is_no);
  CHECK_THAT(other.err, Contains("council.name"));
  std::filesystem::remove_all(page);
  CHECK_THAT(check().out, Contains("missing: have-your-say/" + slug + "/page.json"));
  CHECK(command_line({"site", "check", "--mend", "--data", data}).exit == Exit::done);
  CHECK(check().exit == Exit::done);
  write_file(page + "/page.json", "{");
  CHECK_THAT(check().out, Contains("unreadable: have-your-say/" + slug + "/page.json"));
}

}  // namespace

TEST_CASE("Demo: projects in several stages, a key for every role, and nothing twice") {
  const TemporaryFolder folder;
  const std::string data = folder / "data";
  std::size_t projects = 0;
  {
    Program program(folder, {"serve", "--demo", "--listen", "127.0.0.1:0", "--data", data});
    const std::string address = program.address(std::chrono::seconds(300));
    const auto keys = boost::json::parse(read_file(data + "/demo-keys.json")).as_object();
    for (const std::string& role : engagement::known_roles()) {
      CAPTURE(role);
      if (role != "system") CHECK(keys.contains(role));
    }
    CHECK(keys.contains("mana_whenua_representative:tauira-ki-uta"));
    CHECK((std::filesystem::status(data + "/demo-keys.json").permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));

    const std::string lead(keys.at("lead").as_string());
    const auto list = boost::json::parse(http("GET", address, "/api/v1/projects", lead).body);
    std::set<std::string> stages;
    for (const auto& item : list.at("items").as_array()) {
      stages.insert(std::string(item.at("stage").as_string()));
    }
    CHECK(stages == std::set<std::string>{"plan", "prepare", "engage", "report", "close_the_loop"});
    projects = list.at("items").as_array().size();
    CHECK(projects >= 5);
    CHECK_THAT(http("GET", address, "/have-your-say/").body,
               Contains("Kōwhai Bay shoreline path and planting"));
    CHECK_THAT(http("GET", address, "/calendar/all.ics").body, Contains("BEGIN:VEVENT"));
    const auto incidents = boost::json::parse(http("GET", address, "/api/v1/incidents", lead).body);
    CHECK(incidents.at("items").as_array().empty());
    CHECK_THAT(program.out(), Contains("demo-keys.json") && Contains("/have-your-say/"));
    program.signal(SIGTERM);
    CHECK(program.wait() == 0);
  }
  CHECK(command_line({"verify", "--data", data}).exit == Exit::done);
  const auto slug_of = [&](const std::vector<std::string>& which) {
    std::vector<std::string> words{"project", "list", "--json", "--data", data};
    words.insert(words.end(), which.begin(), which.end());
    return std::string(command_line(words).json().at("items").at(0).at("slug").as_string());
  };
  CHECK_THAT(command_line({"project", "moves", "--data", data, slug_of({"--where", "stage=prepare"})}).out,
             Contains("blocked  schedule-engagement") && Contains("waits for:"));
  const std::string shoreline = slug_of({"--text", "planting"});
  check_site(data, shoreline);
  const auto hui_dates = [&](const std::string& entity, const std::string& to) {
    return command_line(
        {"project", "hui-dates", shoreline, entity, "--from", "2050-03-03", "--to", to, "--data", data});
  };
  const Answer dates = hui_dates("tauira-ki-tai", "2050-03-07");
  CHECK(dates.exit == Exit::done);
  CHECK_THAT(dates.out, Contains("No availability is recorded for Ngāti Tauira ki Tai") &&
                            Contains("\nMonday 7 March 2050\n") && !Contains("Sunday 6") &&
                            Contains("after the decision is due") && !Contains("was not looked at"));
  CHECK_THAT(hui_dates("tauira-ki-tai", "2050-03-01").err, Contains("--to: lies before from"));
  CHECK_THAT(hui_dates("nobody", "2050-03-07").err, Contains("the project has no branch for 'nobody'"));

  Program again(folder, {"serve", "--demo", "--listen", "127.0.0.1:0", "--data", data});
  again.address(std::chrono::seconds(60));
  // A damaged page was drawn again from the record.
  CHECK(command_line({"site", "check", "--data", data}).exit == Exit::done);
  CHECK(command_line({"project", "list", "--json", "--data", data}).json().at("items").as_array().size() ==
        projects);
}

TEST_CASE("Demo: a data directory that holds something else, or half the examples, is not served") {
  const TemporaryFolder folder;
  const std::string data = folder / "data";
  REQUIRE(command_line({"user", "add", "--id", "a", "--name", "A", "--data", data}).exit == Exit::done);
  Program program(folder, {"serve", "--demo", "--listen", "127.0.0.1:0", "--data", data});
  CHECK(program.wait() == 3);
  CHECK_THAT(program.err(), Contains("--demo needs an empty directory"));
  CHECK_FALSE(std::filesystem::exists(data + "/demo-keys.json"));
  CHECK_FALSE(std::filesystem::exists(data + "/mail"));

  write_file(data + "/demo-loading", "");
  Program half(folder, {"serve", "--listen", "127.0.0.1:0", "--data", data});
  CHECK(half.wait() == 3);
  CHECK_THAT(half.err(), Contains("remove the directory"));
}
