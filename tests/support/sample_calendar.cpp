// Prints a calendar of invented entries, as feeds and files have it, for programs that are not ours to read.
#include "adapters/shared/icalendar.hpp"

#include <iostream>

using namespace full_circle;
using namespace full_circle::shared;

int main() {
  CalendarEntry period;
  period.uid = "p-1/period-1@engage.tauira.example";
  period.sequence = 3;
  period.kind = CalendarEntry::Kind::period;
  period.summary =
      "Open for feedback: Kōwhai Bay, its path; and \\ planting – ngā kōrero a te hapori katoa o Tauira";
  period.description = "First line\nSecond line, with a comma; and more.";
  period.url = "https://engage.tauira.example/have-your-say/kowhai-bay";
  period.starts_on = *parse_day("2027-06-14");
  period.ends_on = *parse_day("2027-07-11");
  period.updated_at = *parse_instant("2027-06-01T01:02:03Z");
  CalendarEntry winter = period;
  winter.uid = "p-1/session-1@engage.tauira.example";
  winter.kind = CalendarEntry::Kind::session;
  winter.summary = "Drop-in: Kōwhai Bay";
  winter.location = "Tauira hall; side door";
  winter.span = CalendarEntry::Span::timed;
  winter.starts_at = *parse_instant("2027-07-02T22:00:00Z");
  winter.ends_at = *parse_instant("2027-07-03T01:00:00Z");
  CalendarEntry summer = winter;
  summer.uid = "p-1/session-2@engage.tauira.example";
  summer.starts_at = *parse_instant("2027-11-30T21:00:00Z");
  summer.ends_at = *parse_instant("2027-11-30T23:00:00Z");
  summer.state = CalendarEntry::State::cancelled;
  const CalendarFile file{.name = "Tauira: have your say",
                          .url = "https://engage.tauira.example/have-your-say/",
                          .version = 7,
                          .entries = {period, winter, summer}};
  std::cout << to_icalendar(file);
}
