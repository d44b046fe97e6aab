// Public holidays from rules, held against dates that others published.
#include "tests/workflows/calendar_rules.hpp"

#include <map>
#include <set>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Texts = std::vector<std::string>;

namespace {

std::vector<Holiday> all(int from, int to, std::string_view region = "") {
  return holidays_between(shipped_holiday_rules(), from, to, region).value();
}

/// The weekdays of a year that are holidays for people who work Monday to Friday.
Texts weekdays_off(int year, std::string_view region = "") {
  std::set<std::string> days;
  for (const Holiday& holiday : all(year, year, region)) {
    const std::chrono::weekday on{std::chrono::sys_days{holiday.day}};
    if (on != std::chrono::Saturday && on != std::chrono::Sunday) days.insert(to_text(holiday.day));
  }
  return {days.begin(), days.end()};
}

}  // namespace

TEST_CASE("Holidays: Easter falls where published tables have it") {
  // Census Bureau and other tables; 2008 and 2038 are the earliest and latest of the years in use.
  for (const char* easter : {"1990-04-15", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21",
                             "2026-04-05", "2038-04-25", "2049-04-18", "2052-04-21"}) {
    CHECK(to_text(easter_sunday(day(easter).year())) == easter);
  }
}

TEST_CASE("Holidays: 2015 and 2017 in every region are as publicholiday.co.nz listed them") {
  const std::map<std::string, std::pair<std::string, std::string>> anniversaries{
      {"wellington", {"2015-01-19", "2017-01-23"}},
      {"auckland", {"2015-01-26", "2017-01-30"}},
      {"nelson", {"2015-02-02", "2017-01-30"}},
      {"taranaki", {"2015-03-09", "2017-03-13"}},
      {"otago", {"2015-03-23", "2017-03-20"}},
      {"southland", {"2015-04-07", "2017-04-18"}},
      {"south-canterbury", {"2015-09-28", "2017-09-25"}},
      {"hawkes-bay", {"2015-10-23", "2017-10-20"}},
      {"marlborough", {"2015-11-02", "2017-10-30"}},
      {"canterbury", {"2015-11-13", "2017-11-17"}},
      {"westland", {"2015-11-30", "2017-12-04"}},
      {"chatham-islands", {"2015-11-30", "2017-11-27"}}};
  for (const auto& [region, days] : anniversaries) {
    CAPTURE(region);
    Texts found;
    for (const int year : {2015, 2017}) {
      for (const Holiday& holiday : all(year, year, region)) {
        if (holiday.kind == HolidayKind::regional) found.push_back(to_text(holiday.day));
      }
    }
    CHECK(found == Texts{days.first, days.second});
  }
  CHECK(weekdays_off(2015) == Texts{"2015-01-01", "2015-01-02", "2015-02-06", "2015-04-03", "2015-04-06",
                                    "2015-04-27", "2015-06-01", "2015-10-26", "2015-12-25", "2015-12-28"});
  CHECK(weekdays_off(2017) == Texts{"2017-01-02", "2017-01-03", "2017-02-06", "2017-04-14", "2017-04-17",
                                    "2017-04-25", "2017-06-05", "2017-10-23", "2017-12-25", "2017-12-26"});
}

TEST_CASE("Holidays: 2012 and 2013 are as the Department of Labour listed them") {
  CHECK(days_named(2012, 2013, "taranaki", "Taranaki Anniversary Day") == Texts{"2012-03-12", "2013-03-11"});
  CHECK(days_named(2012, 2013, "hawkes-bay", "Hawke's Bay Anniversary Day") ==
        Texts{"2012-10-19", "2013-10-25"});
  CHECK(days_named(2012, 2013, "marlborough", "Marlborough Anniversary Day") ==
        Texts{"2012-10-29", "2013-11-04"});
  CHECK(days_named(2012, 2013, "canterbury", "Canterbury Anniversary Day") ==
        Texts{"2012-11-16", "2013-11-15"});
  CHECK(days_named(2012, 2013, "westland", "Westland Anniversary Day") == Texts{"2012-12-03", "2013-12-02"});
  CHECK(days_named(2012, 2013, "otago", "Otago Anniversary Day") == Texts{"2012-03-26", "2013-03-25"});
  CHECK(days_named(2012, 2013, "", "New Year's Day (observed)") == Texts{"2012-01-03"});
}

TEST_CASE("Holidays: Waitangi Day and Anzac Day move to Monday from 2014 on, and not before") {
  CHECK(days_named(1990, 2013, "", "Waitangi Day (observed)").empty());
  CHECK(days_named(1990, 2013, "", "Anzac Day (observed)").empty());
  CHECK(days_named(2014, 2022, "", "Waitangi Day (observed)") ==
        Texts{"2016-02-08", "2021-02-08", "2022-02-07"});
  CHECK(days_named(2014, 2022, "", "Anzac Day (observed)") ==
        Texts{"2015-04-27", "2020-04-27", "2021-04-26"});
}

TEST_CASE("Holidays: New Year and Christmas move so that each keeps a day of its own") {
  // Saturday and Sunday in 2021-22, Sunday and Monday in 2022-23, Friday and Saturday in 2020-21.
  CHECK(days_named(2021, 2021, "", "Christmas Day (observed)") == Texts{"2021-12-27"});
  CHECK(days_named(2021, 2021, "", "Boxing Day (observed)") == Texts{"2021-12-28"});
  CHECK(days_named(2022, 2022, "", "New Year's Day (observed)") == Texts{"2022-01-03"});
  CHECK(days_named(2022, 2022, "", "Day after New Year's Day (observed)") == Texts{"2022-01-04"});
  CHECK(days_named(2022, 2022, "", "Christmas Day (observed)") == Texts{"2022-12-27"});
  CHECK(days_named(2022, 2022, "", "Boxing Day (observed)").empty());
  CHECK(days_named(2020, 2020, "", "Boxing Day (observed)") == Texts{"2020-12-28"});
}

TEST_CASE("Holidays: Matariki is a Friday from 2022 to 2052") {
  const auto days = days_named(1990, 2052, "", "Matariki");
  REQUIRE(days.size() == 31);
  CHECK(days.front() == "2022-06-24");
  CHECK(days.back() == "2052-06-21");
  for (const std::string& text : days) {
    CHECK(std::chrono::weekday{std::chrono::sys_days{day(text)}} == std::chrono::Friday);
  }
}

TEST_CASE("Holidays: those of one year only") {
  CHECK(days_named(1990, 2052, "", "Queen Elizabeth II Memorial Day") == Texts{"2022-09-26"});
  // Timaru, Waimate and Mackenzie moved theirs, which fell on the same day (Timaru Courier, September 2022).
  CHECK(days_named(2021, 2023, "south-canterbury", "South Canterbury Anniversary Day") ==
        Texts{"2021-09-27", "2022-11-11", "2023-09-25"});
  CHECK(days_named(1990, 2052, "canterbury", "Canterbury Earthquake Commemoration Day") ==
        Texts{"2011-03-18"});
  CHECK(days_named(1990, 2052, "otago", "Canterbury Earthquake Commemoration Day").empty());
}

TEST_CASE("Holidays: Southland moved its day to Easter Tuesday, Otago's keeps off Easter Monday") {
  CHECK(days_named(2010, 2013, "southland", "Southland Anniversary Day") ==
        Texts{"2010-01-18", "2011-01-17", "2012-04-10", "2013-04-02"});
  CHECK(days_named(2008, 2008, "otago", "Otago Anniversary Day") == Texts{"2008-03-25"});
  CHECK(days_named(2035, 2035, "otago", "Otago Anniversary Day") == Texts{"2035-03-27"});
}

TEST_CASE("Holidays: the Sovereign's birthday has the Sovereign's name") {
  CHECK(days_named(2022, 2023, "", "Queen's Birthday") == Texts{"2022-06-06"});
  CHECK(days_named(2022, 2023, "", "King's Birthday") == Texts{"2023-06-05"});
}

TEST_CASE("Holidays: on 26 April 2038 two meet, and it is one day off") {
  const auto off = weekdays_off(2038);
  CHECK(std::count(off.begin(), off.end(), "2038-04-26") == 1);
  CHECK(days_named(2038, 2038, "", "Easter Monday") == Texts{"2038-04-26"});
  CHECK(days_named(2038, 2038, "", "Anzac Day (observed)") == Texts{"2038-04-26"});
}

TEST_CASE("Holidays: every region has one anniversary day in every year") {
  for (const Region& region : shipped_holiday_rules().regions) {
    CAPTURE(region.key);
    std::map<int, int> in_year;
    for (const Holiday& holiday : all(1990, 2052, region.key)) {
      if (holiday.kind == HolidayKind::regional && holiday.key.ends_with("-anniversary")) {
        ++in_year[int{holiday.day.year()}];
      }
    }
    CHECK(in_year.size() == 63);
    for (const auto& [year, count] : in_year) CHECK(count == 1);
  }
}

TEST_CASE("Holidays: every rule says where it was read, and how sure that is") {
  for (const HolidayRule& holiday : shipped_holiday_rules().holidays) {
    CAPTURE(holiday.key);
    CHECK_FALSE(holiday.source.empty());
    CHECK(holiday.confidence != Confidence::unsourced);
  }
  for (const CalendarRule& calendar : shipped_holiday_rules().calendars) {
    CAPTURE(calendar.name);
    CHECK_FALSE(calendar.source.empty());
    CHECK_FALSE(calendar.notes.empty());
  }
}

TEST_CASE("Holidays: years that are not known are refused, and so is a region") {
  const HolidayRules& rules = shipped_holiday_rules();
  const auto field = [&](int from, int to, std::string_view region) {
    const auto found = holidays_between(rules, from, to, region);
    REQUIRE_FALSE(found.ok());
    return found.refusal().fields.front().field;
  };
  CHECK(field(1989, 1990, "") == "/from");
  CHECK(field(2052, 2053, "") == "/to");
  CHECK(field(2027, 2026, "") == "/to");
  CHECK(field(2026, 2026, "atlantis") == "/region");
  CHECK(holidays_between(rules, 1990, 2052, "auckland").ok());
}
