// Maramataka: whose nights they are, how they follow the moon, and how people correct them.
#include "tests/workflows/calendar_rules.hpp"
#include "workflows/engagement/calendar/maramataka.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using full_circle::engagement::testing::day;

namespace {

constexpr std::string_view auckland = "Pacific/Auckland";

/// "Pō 1" to "Pō 30".
std::string thirty_nights() {
  std::string names;
  for (int night = 1; night <= 30; ++night) names += (night == 1 ? "Pō " : ", Pō ") + std::to_string(night);
  return names;
}

std::string file_of(const std::string& anchor, const std::string& more = "") {
  return "versions:\n  - id: tauira\n    label: Tauira\n    whose: Te Rōpū Tauira\n    anchor: " + anchor +
         "\n    source: Hui of 3 May\n    licence: Theirs\n    nights: [" + thirty_nights() + "]\n" + more;
}

MaramatakaVersion tauira(const std::string& anchor, const std::string& more = "") {
  Maramataka maramataka;
  const auto problems = read_maramataka(file_of(anchor, more), auckland, maramataka);
  if (!problems.empty()) FAIL(problems.front().message);
  return maramataka.versions.at(0);
}

std::string name_on(const MaramatakaVersion& version, std::string_view on) {
  const auto night = night_of(version, day(on), auckland);
  return night ? night->name : "";
}

std::vector<std::string> problems_of(const std::string& yaml) {
  Maramataka maramataka = *shipped_maramataka();
  const std::size_t before = maramataka.versions.size();
  std::vector<std::string> texts;
  for (const RulesProblem& problem : read_maramataka(yaml, auckland, maramataka)) {
    texts.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
                    problem.message);
  }
  CHECK(maramataka.versions.size() == before);
  return texts;
}

bool tells(const std::vector<std::string>& problems, std::string_view words) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const std::string& problem) { return problem.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("Maramataka: those that come with the program are samples with source and licence, and off") {
  const auto shipped = shipped_maramataka();
  REQUIRE(shipped->versions.size() == 3);
  CHECK(shipped->council_version() == nullptr);
  for (const MaramatakaVersion& version : shipped->versions) {
    CAPTURE(version.id);
    CHECK(version.origin == MaramatakaVersion::Origin::sample);
    CHECK(version.label.find("Tauira") == 0);
    CHECK(version.source.find("1922") != std::string::npos);
    CHECK_FALSE(version.licence.empty());
    CHECK(version.nights.size() == 30);
    CHECK(version.corrections.empty());
  }
}

TEST_CASE("Maramataka: names stand as they were printed, and no night is graded") {
  const auto* list = shipped_maramataka()->version("best-1-metera-aomarere-otaki");
  REQUIRE(list);
  CHECK(list->nights.at(0) == "Whiro");
  CHECK(list->nights.at(16) == "Rakau-nui");
  CHECK(list->nights.at(22) == "Korekore whakapiri ki nga Tangaroa");
  CHECK(list->nights.at(29) == "Mutu");
  for (const std::string_view word : {"lucky", "energy", "good day", "favourable", "planting", "fishing"}) {
    CHECK(shipped_maramataka_text().find(word) == std::string_view::npos);
  }
}

TEST_CASE(
    "Maramataka: nights are counted from the local day of the new moon, and a short month loses its last") {
  const auto version = tauira("{moon: new_moon, night: 1}");
  CHECK(name_on(version, "2026-08-13") == "Pō 1");  // new moon 12 August 17:37 UTC
  CHECK(name_on(version, "2026-08-28") == "Pō 16");
  CHECK(name_on(version, "2026-09-10") == "Pō 29");
  CHECK(name_on(version, "2026-09-11") == "Pō 1");  // 29 days on: there is no thirtieth night
  CHECK(name_on(version, "2026-10-10") == "Pō 30");
  CHECK(name_on(version, "2026-10-11") == "Pō 1");
}

TEST_CASE("Maramataka: a version anchored at the full moon puts its own night there") {
  const auto version = tauira("{moon: full_moon, night: 17}");
  CHECK(name_on(version, "2026-08-28") == "Pō 17");  // full moon 28 August 04:18 UTC
  CHECK(name_on(version, "2026-08-12") == "Pō 1");
  CHECK(name_on(version, "2026-09-27") == "Pō 17");
  CHECK(name_on(version, "2026-09-11") == "Pō 1");
  CHECK(name_on(version, "2026-09-10") == "Pō 30");
}

TEST_CASE("Maramataka: whose maramataka it is corrects a month, and only that one") {
  const std::string correction =
      "    corrections:\n      - {new_moon_on: 2026-08-13, first_night_on: 2026-08-14}\n";
  const auto version = tauira("{moon: new_moon, night: 1}", correction);
  CHECK(name_on(version, "2026-08-14") == "Pō 1");
  CHECK(name_on(version, "2026-08-12") == "Pō 30");
  CHECK(name_on(version, "2026-09-11") == "Pō 1");
  SECTION("a day past the last name has no name: none is made up") {
    const std::string later =
        "    corrections:\n      - {new_moon_on: 2026-11-09, first_night_on: 2026-11-11}\n";
    const auto longer = tauira("{moon: new_moon, night: 1}", later);
    CHECK(name_on(longer, "2026-11-08") == "Pō 29");
    CHECK(name_on(longer, "2026-11-09") == "Pō 30");
    CHECK(name_on(longer, "2026-11-10").empty());
    CHECK(name_on(longer, "2026-11-11") == "Pō 1");
  }
  SECTION("and may name that month's nights anew") {
    std::string named = thirty_nights();
    named.replace(0, 5, "Hou");
    const auto renamed =
        tauira("{moon: new_moon, night: 1}",
               "    corrections:\n      - {new_moon_on: 2026-08-13, first_night_on: 2026-08-14,\n"
               "         nights: [" +
                   named + "]}\n");
    CHECK(name_on(renamed, "2026-08-14") == "Hou");
    CHECK(name_on(renamed, "2026-09-11") == "Pō 1");
  }
}

TEST_CASE("Maramataka: a month counted from a moon close to midnight says so until somebody settles it") {
  // New moon 11 January 2024 11:57 UTC: 57 minutes past midnight in Auckland.
  const auto computed = night_of(tauira("{moon: new_moon, night: 1}"), day("2024-01-15"), auckland);
  REQUIRE(computed);
  CHECK(computed->ordinal == 4);
  CHECK(computed->may_be_a_day_off);
  const auto eve = night_of(tauira("{moon: new_moon, night: 1}"), day("2024-01-11"), auckland);
  REQUIRE(eve);
  CHECK(eve->may_be_a_day_off);
  for (const std::string moon_on : {"2024-01-11", "2024-01-12"}) {
    const auto settled =
        night_of(tauira("{moon: new_moon, night: 1}", "    corrections:\n      - {new_moon_on: " + moon_on +
                                                          ", first_night_on: 2024-01-11}\n"),
                 day("2024-01-15"), auckland);
    REQUIRE(settled);
    CHECK(settled->ordinal == 5);
    CHECK_FALSE(settled->may_be_a_day_off);
  }
  CHECK_FALSE(night_of(tauira("{moon: new_moon, night: 1}"), day("2026-08-20"), auckland)->may_be_a_day_off);
}

TEST_CASE("Maramataka: every day of a span has the night it has alone") {
  const auto version = tauira("{moon: full_moon, night: 17}");
  const auto nights = nights_between(version, day("2026-12-20"), day("2027-02-10"), auckland);
  REQUIRE(nights.size() == 53);
  for (std::size_t i = 0; i < nights.size(); i += 7) {
    CHECK(nights[i] == night_of(version, plus_days(day("2026-12-20"), static_cast<int>(i)), auckland));
  }
}

TEST_CASE("Maramataka: a file with problems tells them all with their places, and adds nothing") {
  CHECK(problems_of("versions: []\n").empty());
  const auto many = problems_of(
      "versions:\n  - id: Best One\n    label: x\n    anchor: {moon: half_moon, night: 40}\n    luck: high\n"
      "    nights: [a, b]\n");
  CHECK(tells(many, "2:9: 'id' has to be 1 to 64 characters from a-z, 0-9 and -"));
  CHECK(tells(many, "a version has no 'luck'"));
  CHECK(tells(many, "a version needs 'whose'"));
  CHECK(tells(many, "a version needs 'source'"));
  CHECK(tells(many, "a version needs 'licence'"));
  CHECK(tells(many, "'moon' has to be one of new_moon, full_moon"));
  CHECK(tells(many, "'night' has to be a whole number from 1 to 32"));
  CHECK(tells(many, "'nights' has to name 28 to 32 nights, not 2"));
  const std::string twice = file_of("{moon: new_moon, night: 1}");
  CHECK(tells(problems_of(twice + twice.substr(twice.find("  - id"))), "'id' is the id of another version"));
  CHECK(tells(problems_of("versions:\n  - [\n"), "not YAML"));
  CHECK(tells(problems_of("versions: \xff\n"), "not UTF-8"));
  CHECK(tells(problems_of("nights: []\n"), "needs 'versions'"));
}

TEST_CASE("Maramataka: a correction has to be of a moon that there is, close to it, and one for each month") {
  const auto corrected = [](const std::string& corrections) {
    return problems_of(file_of("{moon: new_moon, night: 1}", "    corrections:\n" + corrections));
  };
  CHECK(tells(corrected("      - {new_moon_on: 2026-08-12, first_night_on: 2026-08-14}\n"),
              "10:23: 'new_moon_on' is no day of a new moon"));
  CHECK(tells(corrected("      - {new_moon_on: 2026-08-13, first_night_on: 2026-08-19}\n"),
              "'first_night_on' lies more than five days from 2026-08-13"));
  CHECK(tells(corrected("      - {full_moon_on: 2026-08-28, first_night_on: 2026-08-28}\n"),
              "a correction has no 'full_moon_on'"));
  CHECK(tells(corrected("      - {new_moon_on: 2026-08-13, first_night_on: 2026-08-14}\n"
                        "      - {new_moon_on: 2026-08-13, first_night_on: 2026-08-12}\n"),
              "is of a month that is corrected already"));
}
