// The command line of working days and holidays.
#include "config/compose.hpp"
#include "tests/config/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace full_circle::config;
using namespace full_circle::config::testing;
using Catch::Contains;

namespace {

std::string date_of(std::vector<std::string> words) {
  words.emplace_back("--json");
  const Answer answer = command_line(std::move(words));
  REQUIRE(answer.exit == Exit::done);
  return std::string(answer.json().at("date").as_string());
}

}  // namespace

TEST_CASE("Dates: working days are added and subtracted under the calendar that is named") {
  CHECK(date_of({"dates", "add", "--calendar", "RMA-1991", "2026-12-01", "20"}) == "2027-01-19");
  CHECK(date_of({"dates", "add", "--calendar", "LGOIMA-1987", "2026-12-01", "20"}) == "2027-01-20");
  CHECK(date_of({"dates", "add", "--calendar", "LGA-2002", "2026-12-01", "20"}) == "2027-01-19");
  CHECK(date_of({"dates", "add", "--calendar", "employment", "2026-12-01", "20"}) == "2026-12-31");
  CHECK(date_of({"dates", "subtract", "--calendar", "RMA-1991", "2026-02-10", "2"}) == "2026-02-05");
}

TEST_CASE("Dates: an answer is for people, and explains itself when asked") {
  const Answer brief = command_line({"dates", "add", "--calendar", "RMA-1991", "2026-03-20", "20"});
  CHECK(brief.exit == Exit::done);
  CHECK_THAT(brief.out, Contains("2026-04-21  Tuesday 21 April 2026") &&
                            Contains("20 working days after Friday 20 March 2026") &&
                            Contains("Confidence: medium") && Contains("Note: Matariki"));
  CHECK(brief.out.find("Good Friday") == std::string::npos);
  const Answer full =
      command_line({"dates", "add", "--calendar", "RMA-1991", "2026-03-20", "20", "--explain"});
  CHECK_THAT(full.out, Contains("2026-04-03  Good Friday") && Contains("2026-03-21  Saturday") &&
                           Contains("Source: MfE"));
}

TEST_CASE("Dates: for scripts there is JSON, with what was skipped when asked") {
  const auto json = command_line({"dates", "count", "--calendar", "LGA-2002", "--region", "auckland",
                                  "2026-01-23", "2026-01-27", "--json", "--explain"})
                        .json();
  CHECK(json.at("operation").as_string() == "count");
  CHECK(json.at("calendar").as_string() == "LGA-2002");
  CHECK(json.at("region").as_string() == "auckland");
  CHECK(json.at("start").as_string() == "2026-01-23");
  CHECK(json.at("end").as_string() == "2026-01-27");
  CHECK(json.at("working_days").as_int64() == 1);
  CHECK(json.at("confidence").as_string() == "unsourced");
  REQUIRE(json.at("skipped").as_array().size() == 3);
  const boost::json::value expected{
      {"date", "2026-01-26"}, {"kind", "holiday"}, {"why", "Auckland Anniversary Day"}};
  CHECK(json.at("skipped").as_array().back() == expected);
  const auto plain =
      command_line({"dates", "subtract", "--calendar", "RMA-1991", "2026-02-10", "2", "--json"});
  CHECK_FALSE(plain.json().as_object().contains("skipped"));
  CHECK(plain.json().at("region").is_null());
}

TEST_CASE("Dates: holidays are an array of date, name and kind") {
  const auto json =
      command_line({"dates", "holidays", "--from", "2026", "--to", "2026", "--region", "auckland", "--json"})
          .json();
  REQUIRE(json.is_array());
  CHECK(json.as_array().size() == 14);
  const boost::json::value expected{
      {"date", "2026-01-26"}, {"name", "Auckland Anniversary Day"}, {"kind", "regional"}};
  CHECK(std::count(json.as_array().begin(), json.as_array().end(), expected) == 1);
  const boost::json::value observed{
      {"date", "2026-04-27"}, {"name", "Anzac Day (observed)"}, {"kind", "observed"}};
  CHECK(std::count(json.as_array().begin(), json.as_array().end(), observed) == 1);
  CHECK_THAT(command_line({"dates", "holidays", "--from", "2026", "--to", "2026"}).out,
             Contains("2026-07-10  Matariki\n"));
}

TEST_CASE("Dates: what cannot be answered says which option, and is no answer") {
  const auto refused = [](std::vector<std::string> words) {
    words.insert(words.begin(), "dates");
    const Answer answer = command_line(std::move(words));
    CHECK(answer.exit == Exit::answer_is_no);
    CHECK(answer.out.empty());
    return answer.err;
  };
  CHECK_THAT(refused({"add", "--calendar", "RMA", "2026-03-20", "1"}),
             Contains("--calendar: ") && Contains("RMA-1991"));
  CHECK_THAT(refused({"add", "--calendar", "RMA-1991", "--region", "x", "2026-03-20", "1"}),
             Contains("--region: ") && Contains("chatham-islands"));
  CHECK_THAT(refused({"add", "--calendar", "RMA-1991", "1989-03-20", "1"}),
             Contains("DATE: working days are known from 1990-01-01 to 2052-12-31"));
  CHECK_THAT(refused({"add", "--calendar", "RMA-1991", "2052-12-19", "1"}),
             Contains("N: leads past 2052-12-31"));
  CHECK_THAT(refused({"count", "--calendar", "RMA-1991", "2026-03-20", "2053-03-20"}), Contains("TO: "));
  CHECK_THAT(refused({"count", "--calendar", "RMA-1991", "2026-03-20", "2026-03-19"}),
             Contains("TO: lies before"));
  CHECK_THAT(refused({"holidays", "--from", "1989", "--to", "2026"}), Contains("--from: "));
  CHECK_THAT(refused({"holidays", "--from", "2026", "--to", "2053"}), Contains("--to: "));
}

TEST_CASE("Dates: what is no date or no number is not understood") {
  CHECK_THAT(command_line({"dates", "add", "--calendar", "RMA-1991", "2026-02-30", "1"}).err,
             Contains("DATE: '2026-02-30' is no date like 2026-03-20"));
  CHECK_THAT(command_line({"dates", "add", "--calendar", "RMA-1991", "2026-03-20", "x"}).err,
             Contains("N: 'x' is no"));
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"dates"},
                                             {"dates", "add", "2026-03-20", "1"},
                                             {"dates", "add", "--calendar", "RMA-1991", "20 March", "1"},
                                             {"dates", "add", "--calendar", "RMA-1991", "2026-03-20"},
                                             {"dates", "add", "--calendar", "RMA-1991", "2026-03-20", "-1"},
                                             {"dates", "add", "--calendar", "RMA-1991", "2026-03-20", "1.5"},
                                             {"dates", "count", "--calendar", "RMA-1991", "2026-03-20", "20"},
                                             {"dates", "holidays", "--from", "soon", "--to", "2026"}}) {
    CHECK(command_line(words).exit == Exit::usage);
  }
}

TEST_CASE("Dates: the council's region and its own days come from the settings") {
  const TemporaryFolder folder;
  write_file(folder / "days.yaml",
             "days:\n  - {name: Summer close-down, from: 2026-12-24, to: 2027-01-08, kind: closed,\n"
             "     calendars: [employment], source: Leadership team 3 March 2026}\n");
  write_file(folder / "s.yaml",
             "council: {region: wellington}\ncalendar: {days_file: " + folder / "days.yaml}\n");
  const auto asked = [&](const std::string& region) {
    std::vector<std::string> words{"dates", "add",       "--calendar", "employment", "2026-12-23",
                                   "10",    "--explain", "--json",     "--config",   folder / "s.yaml"};
    if (!region.empty()) words.insert(words.end(), {"--region", region});
    return command_line(std::move(words)).json();
  };
  CHECK(asked("").at("region").as_string() == "wellington");
  CHECK(asked("").at("date").as_string() == "2027-01-22");
  CHECK(asked("").at("skipped").at(0).at("why").as_string() == "Summer close-down");
  CHECK(asked("none").at("region").is_null());
  write_file(folder / "days.yaml", "days:\n  - {name: Lost}\n");
  const Answer wrong = command_line({"dates", "calendars", "--config", folder / "s.yaml"});
  CHECK(wrong.exit == Exit::unusable);
  CHECK_THAT(wrong.err, Contains("days.yaml:2:5: an entry of 'days' needs 'from'"));
  CHECK(command_line({"settings"}, {{"FULL_CIRCLE_COUNCIL_REGION", "atlantis"}}).exit == Exit::unusable);
}

TEST_CASE("Dates: a project's clocks count with the calendar and the days that the settings name") {
  const TemporaryFolder folder;
  const std::string data = folder / "data";
  write_file(folder / "s.yaml",
             "council: {answer_calendar: LGA-2002, answer_working_days: 15}\n"
             "calendar: {days_file: " +
                 folder / "days.yaml}\n");
  write_file(folder / "days.yaml", "days: []\n");
  REQUIRE(command_line({"user", "add", "--id", "a", "--name", "A", "--role", "lead", "--data", data}).exit ==
          Exit::done);
  {
    const Settings settings = [&] {
      Settings made;
      made.data = data;
      return made;
    }();
    const Kept kept = open_kept(settings, WhenMissing::refuse);
    CHECK(make_context(settings, *kept.store)->answer_within ==
          full_circle::engagement::DayCount{20, "employment"});
  }
  CHECK(command_line({"settings"}, {{"FULL_CIRCLE_COUNCIL_ANSWER_CALENDAR", "lunar"}}).exit ==
        Exit::unusable);
  write_file(folder / "days.yaml", "days:\n  - {name: Lost}\n");
  const Answer wrong =
      command_line({"project", "clocks", "any", "--data", data, "--config", folder / "s.yaml"});
  CHECK(wrong.exit == Exit::unusable);
  CHECK_THAT(wrong.err, Contains("days.yaml:2:5"));
}

TEST_CASE("Dates: the calendars and regions are listed") {
  const auto json = command_line({"dates", "calendars", "--json"}).json();
  CHECK(json.at("calendars").as_array().size() == 5);
  CHECK(json.at("regions").as_array().size() == 19);
  CHECK_THAT(command_line({"dates", "calendars"}).out,
             Contains("RMA-1991") && Contains("hawkes-bay: Hawke's Bay"));
}

TEST_CASE("Dates: the moon of each day is for people and for scripts, and names nights only when asked") {
  const std::vector<std::string> words{"dates", "moon", "--from", "2026-08-12", "--to", "2026-08-14"};
  const Answer plain = command_line(words);
  CHECK(plain.exit == Exit::done);
  CHECK_THAT(plain.out, Contains("2026-08-13    1%  new moon, 5:36 am\n") &&
                            Contains("2026-08-14    4%  waxing crescent, lit on its left\n") &&
                            !Contains("Whiro"));
  auto named = words;
  named.insert(named.end(), {"--maramataka", "best-3-williams"});
  CHECK_THAT(command_line(named).out, Contains("; 1 Whiro\n") && Contains("Nights: Tauira (sample)"));
  named.emplace_back("--json");
  CHECK(command_line(named).json().at("items").at(1).at("night").at("ordinal").as_int64() == 1);
  named.at(7) = "nobodys";
  const Answer refused = command_line(named);
  CHECK(refused.exit == Exit::answer_is_no);
  CHECK_THAT(refused.err, Contains("--maramataka: there is no 'nobodys'"));
  CHECK_THAT(command_line({"dates", "moon", "--from", "2026-08-12", "--to", "2026-08-11"}).err,
             Contains("--to: lies before --from"));
  CHECK_THAT(command_line({"dates", "moon", "--from", "2026-08-12", "--to", "2027-08-13"}).err,
             Contains("--to: lies more than 366 days on"));
  CHECK(command_line({"dates", "moon", "--from", "now", "--to", "2027-08-13"}).exit == Exit::usage);
}

TEST_CASE("Dates: maramataka are listed with source and licence, and none is on until somebody says so") {
  const auto json = command_line({"dates", "maramataka", "--json"}).json();
  REQUIRE(json.as_array().size() == 3);
  for (const auto& version : json.as_array()) {
    CHECK(version.at("on") == false);
    CHECK(version.at("sample") == true);
    CHECK_FALSE(version.at("source").as_string().empty());
    CHECK_FALSE(version.at("licence").as_string().empty());
  }
  CHECK_THAT(command_line({"dates", "maramataka"}).out, Contains("best-4-takitumu  off"));
}

TEST_CASE("Dates: a council adds maramataka it was given, and switches one on") {
  const TemporaryFolder folder;
  std::string nights;
  for (int night = 1; night <= 30; ++night) nights += (night == 1 ? "Po " : ", Po ") + std::to_string(night);
  const auto write = [&](const std::string& id, const std::string& correction) {
    write_file(folder / "m.yaml",
               "versions:\n  - id: tauira\n    label: Tauira\n    whose: Te Ropu Tauira\n"
               "    anchor: {moon: new_moon, night: 1}\n    source: Hui of 3 May\n"
               "    licence: Theirs\n    nights: [" +
                   nights +
                   "]\n    corrections:\n"
                   "      - {new_moon_on: " +
                   correction + ", first_night_on: 2026-08-14}\n");
    write_file(folder / "s.yaml",
               "calendar: {maramataka_file: " + folder / "m.yaml, maramataka: " + id + "}\n");
    return command_line(
        {"dates", "moon", "--from", "2026-08-14", "--to", "2026-08-14", "--config", folder / "s.yaml"});
  };
  CHECK_THAT(write("tauira", "2026-08-13").out, Contains("1 Po 1") && Contains("Te Ropu Tauira"));
  CHECK_THAT(command_line({"dates", "maramataka", "--config", folder / "s.yaml"}).out,
             Contains("tauira  on for everybody") && Contains("1 month corrected"));
  const Answer unknown = write("toru", "2026-08-13");
  CHECK(unknown.exit == Exit::unusable);
  CHECK_THAT(unknown.err,
             Contains("calendar.maramataka: there is no 'toru'; there are ") && Contains("tauira"));
  const Answer wrong = write("tauira", "2026-08-10");
  CHECK(wrong.exit == Exit::unusable);
  CHECK_THAT(wrong.err, Contains("m.yaml:10:") && Contains("is no day of a new moon"));
}
