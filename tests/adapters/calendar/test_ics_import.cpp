#include "adapters/calendar/ics_import.hpp"
#include "adapters/shared/icalendar.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <string>

namespace full_circle::calendar {
namespace {

using namespace std::chrono_literals;
using Span = ImportedEntry::Span;
using State = ImportedEntry::State;

const Instant k_now = *parse_instant("2027-06-14T00:00:00Z");

std::string calendar(const std::string& content) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tauira//Board//EN\r\n" + content + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines, const std::string& uid = "one@board.tauira.example") {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20270101T000000Z\r\nSUMMARY:Tauira board meeting\r\n" +
         lines + "END:VEVENT\r\n";
}

IcsReading read(const std::string& text) {
  return read_ics(text, "Pacific/Auckland", k_now);
}
IcsReading read_event(const std::string& lines) {
  return read(calendar(event(lines)));
}

std::vector<std::string> starts(const IcsReading& reading) {
  std::vector<std::string> out;
  for (const auto& entry : reading.entries)
    out.push_back(entry.span == Span::timed ? to_text(entry.starts_at) : to_text(entry.starts_on));
  return out;
}

}  // namespace

TEST_CASE("ICS import: reads a meeting with its place, page and standing") {
  const auto reading = read_event(
      "DTSTART;TZID=Pacific/Auckland:20270701T180000\r\nDTEND;TZID=Pacific/Auckland:20270701T200000\r\n"
      "LOCATION:Tauira hall\\, Kōwhai Bay\r\nURL:https://board.tauira.example/july\r\nSTATUS:TENTATIVE\r\n"
      "CLASS:CONFIDENTIAL\r\n");
  CHECK(reading.problem.empty());
  REQUIRE(reading.entries.size() == 1);
  const ImportedEntry& entry = reading.entries[0];
  CHECK(entry.uid == "one@board.tauira.example");
  CHECK(entry.recurrence_id.empty());
  CHECK(entry.title == "Tauira board meeting");
  CHECK(entry.location == "Tauira hall, Kōwhai Bay");
  CHECK(entry.url == "https://board.tauira.example/july");
  CHECK(entry.state == State::tentative);
  CHECK(entry.audience == ImportedEntry::Audience::staff);
  CHECK(to_text(entry.starts_at) == "2027-07-01T06:00:00.000Z");
  CHECK(to_text(entry.ends_at) == "2027-07-01T08:00:00.000Z");
}

TEST_CASE("ICS import: a whole day ends on its last day, not on the day after") {
  const auto reading = read_event("DTSTART;VALUE=DATE:20270701\r\nDTEND;VALUE=DATE:20270704\r\n");
  REQUIRE(reading.entries.size() == 1);
  CHECK(reading.entries[0].span == Span::whole_days);
  CHECK(to_text(reading.entries[0].starts_on) == "2027-07-01");
  CHECK(to_text(reading.entries[0].ends_on) == "2027-07-03");
  const auto one_day = read_event("DTSTART;VALUE=DATE:20270701\r\n");
  CHECK(to_text(one_day.entries.at(0).ends_on) == "2027-07-01");
}

TEST_CASE("ICS import: whatever a file calls its time zone, the meeting is when it is") {
  struct Case {
    const char* start;
    const char* utc;
  };
  const auto one = GENERATE(
      Case{"DTSTART;TZID=Pacific/Auckland:20270701T100000", "2027-06-30T22:00:00.000Z"},
      Case{"DTSTART;TZID=New Zealand Standard Time:20271201T100000", "2027-11-30T21:00:00.000Z"},
      Case{"DTSTART;TZID=\"Chatham Islands Standard Time\":20270701T100000", "2027-06-30T21:15:00.000Z"},
      Case{"DTSTART;TZID=/freeassociation.sourceforge.net/Pacific/Auckland:20270701T100000",
           "2027-06-30T22:00:00.000Z"},
      Case{"DTSTART:20270701T100000Z", "2027-07-01T10:00:00.000Z"},
      Case{"DTSTART:20270701T100000", "2027-06-30T22:00:00.000Z"},  // floating: the council's zone
      Case{"DTSTART;TZID=Pacific/Auckland:20270926T023000", "2027-09-25T14:00:00.000Z"});  // skipped
  CAPTURE(one.start);
  const auto reading = read_event(std::string(one.start) + "\r\nDURATION:PT1H\r\n");
  CHECK(reading.left_out.empty());
  CHECK(starts(reading) == std::vector<std::string>{one.utc});
}

TEST_CASE("ICS import: a zone of the file's own counts by the place it names") {
  const std::string zone =
      "BEGIN:VTIMEZONE\r\nTZID:Our zone\r\nX-LIC-LOCATION:Pacific/Chatham\r\nBEGIN:STANDARD\r\n"
      "DTSTART:19700101T000000\r\nTZOFFSETFROM:+1245\r\nTZOFFSETTO:+1245\r\nEND:STANDARD\r\nEND:"
      "VTIMEZONE\r\n";
  const std::string meeting = event("DTSTART;TZID=Our zone:20270701T100000\r\n");
  CHECK(starts(read(calendar(zone + meeting))) == std::vector<std::string>{"2027-06-30T21:15:00.000Z"});
  const auto without = read(calendar(meeting));
  CHECK(without.entries.empty());
  REQUIRE(without.left_out.size() == 1);
  CHECK(without.left_out[0].find("time zone that is not known") != std::string::npos);
}

TEST_CASE("ICS import: a weekly meeting keeps its hour over the change of clocks") {
  const auto reading = read_event(
      "DTSTART;TZID=Pacific/Auckland:20270920T180000\r\nDURATION:PT2H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n");
  CHECK(starts(reading) == std::vector<std::string>{"2027-09-20T06:00:00.000Z", "2027-09-27T05:00:00.000Z",
                                                    "2027-10-04T05:00:00.000Z"});
  CHECK(reading.entries[1].recurrence_id == "2027-09-27T05:00:00.000Z");
}

TEST_CASE("ICS import: occurrences left out, added, moved and called off are heeded") {
  const std::string series = event(
      "DTSTART;TZID=Pacific/Auckland:20270705T180000\r\nDURATION:PT1H\r\n"
      "RRULE:FREQ=WEEKLY;UNTIL=20270726T060000Z\r\nEXDATE;TZID=Pacific/Auckland:20270712T180000\r\n"
      "RDATE;TZID=Pacific/Auckland:20270707T090000\r\n");
  const std::string moved = event("RECURRENCE-ID:20270719T060000Z\r\nDTSTART:20270720T060000Z\r\n");
  const std::string off =
      event("RECURRENCE-ID:20270726T060000Z\r\nDTSTART:20270726T060000Z\r\nSTATUS:CANCELLED\r\n");
  const auto reading = read(calendar(moved + series + off));
  CHECK(starts(reading) == std::vector<std::string>{"2027-07-05T06:00:00.000Z", "2027-07-06T21:00:00.000Z",
                                                    "2027-07-20T06:00:00.000Z", "2027-07-26T06:00:00.000Z"});
  CHECK(reading.entries[2].recurrence_id == "2027-07-19T06:00:00.000Z");
  CHECK(reading.entries[3].state == State::cancelled);
}

TEST_CASE("ICS import: an endless rule gives what lies in the window, and no more") {
  const auto daily = read_event("DTSTART;VALUE=DATE:20000101\r\nRRULE:FREQ=DAILY\r\n");
  CHECK(daily.problem.empty());
  CHECK(daily.left_out.empty());
  CHECK(to_text(daily.entries.front().starts_on) == "2026-06-13");
  CHECK(to_text(daily.entries.back().starts_on) == "2029-06-14");
  const auto yearly = read_event("DTSTART;VALUE=DATE:19010206\r\nRRULE:FREQ=YEARLY\r\n");
  CHECK(starts(yearly) == std::vector<std::string>{"2027-02-06", "2028-02-06", "2029-02-06"});
}

TEST_CASE("ICS import: a rule that is not followed to its end says so") {
  // A stall of 100 days that opens every day: those that began before the window count too.
  const auto many = read_event("DTSTART;VALUE=DATE:20000101\r\nDURATION:P100D\r\nRRULE:FREQ=DAILY\r\n");
  CHECK(many.problem.empty());
  CHECK(many.entries.size() <= ics_limits::occurrences_of_event);
  REQUIRE(many.left_out.size() == 1);
  CHECK(many.left_out[0].find("“Tauira board meeting”: it repeats too often") == 0);
}

TEST_CASE("ICS import: their revision and when they changed it come along") {
  const auto changed = read_event(
      "DTSTART:20270701T060000Z\r\nSEQUENCE:7\r\nLAST-MODIFIED:20270601T010203Z\r\nRRULE:FREQ=DAILY;COUNT="
      "2\r\n");
  REQUIRE(changed.entries.size() == 2);
  for (const auto& entry : changed.entries) {
    CHECK(entry.sequence == 7);
    CHECK(entry.updated_at == parse_instant("2027-06-01T01:02:03Z"));
  }
  const auto silent = read_event("DTSTART:20270701T060000Z\r\nSEQUENCE:-3\r\n");
  REQUIRE(silent.entries.size() == 1);
  CHECK(silent.entries[0].sequence == 0);
  CHECK_FALSE(silent.entries[0].updated_at);
}

TEST_CASE("ICS import: long names that begin alike stay two, and short enough to be named in addresses") {
  const std::string at_tenth = "DTSTART:20270701T100000Z\r\n";
  const std::string base(280, 'a');
  const auto reading = read(calendar(event(at_tenth, base + "-one") + event(at_tenth, base + "-two") +
                                     event(at_tenth, "short@board.tauira.example")));
  REQUIRE(reading.entries.size() == 3);
  std::set<std::string> uids;
  for (const auto& entry : reading.entries) {
    CHECK(entry.uid.size() <= ics_limits::uid_bytes);
    uids.insert(entry.uid);
  }
  CHECK(uids.size() == 3);
  CHECK(uids.count("short@board.tauira.example") == 1);
}

TEST_CASE("ICS import: a rule that never matches, or matches all the time, costs little") {
  const auto rule = GENERATE("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
                             "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
                             "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY",
                             "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2;BYSECOND=1,2", "RSCALE=CHINESE;FREQ=YEARLY");
  CAPTURE(rule);
  const auto began = std::chrono::steady_clock::now();
  const auto reading = read_event("DTSTART:19010101T000000Z\r\nRRULE:" + std::string(rule) + "\r\n");
  CHECK(reading.entries.empty());
  CHECK(std::chrono::steady_clock::now() - began < ics_limits::rules_time + 5s);
}

TEST_CASE("ICS import: many slow rules end with a clear problem instead of a long wait") {
  std::string events;
  for (int i = 0; i < 400; ++i)
    events += event("DTSTART:20200101T000000Z\r\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30\r\n",
                    "u" + std::to_string(i));
  const auto began = std::chrono::steady_clock::now();
  const auto reading = read(calendar(events));
  CHECK(reading.problem == "Its rules for repeating take too long to follow.");
  CHECK(reading.entries.empty());
  CHECK(std::chrono::steady_clock::now() - began < ics_limits::rules_time + 10s);
}

TEST_CASE("ICS import: a file that is broken as a whole says how, and gives nothing") {
  struct Case {
    std::string text;
    const char* problem;
  };
  const std::string meeting = event("DTSTART:20270701T100000Z\r\n");
  std::string nested;
  for (int i = 0; i < 1000; ++i) nested += "BEGIN:VEVENT\r\n";
  std::string many;
  for (std::size_t i = 0; i <= ics_limits::components; ++i) many += "BEGIN:VALARM\nEND:VALARM\n";
  const std::vector<Case> cases{
      {"", "It is not an iCalendar file."},
      {"<html><body>Sign in</body></html>", "It is not an iCalendar file."},
      {meeting, "It is not an iCalendar file."},
      {calendar(meeting).substr(0, 150), "It is cut short"},
      {calendar(meeting) + "END:VCALENDAR\r\n", "It ends a component"},
      {calendar(nested), "nested too deeply"},
      {calendar(many), "more than 20000 components"},
      {calendar(std::string(ics_limits::bytes, 'x')), "larger than 2 MiB"},
      {calendar(event("DTSTART:20270701T100000Z\r\nLOCATION:K\xF8whai\r\n")), "not written in UTF-8"},
      {calendar(meeting) + std::string(1, '\0'), "not text"},
      {"BEGIN:VCALENDAR\r\nSign in first\r\nEND:VCALENDAR\r\n", "It is not an iCalendar file."},
      {calendar(event("DTSTART:soon\r\n")), "None of its entries can be read."},
  };
  for (const auto& one : cases) {
    CAPTURE(one.problem);
    const auto reading = read(one.text);
    CHECK(reading.problem.find(one.problem) != std::string::npos);
    CHECK(reading.entries.empty());
  }
}

TEST_CASE("ICS import: a calendar without entries is one") {
  const auto reading = read(calendar(""));
  CHECK(reading.problem.empty());
  CHECK(reading.entries.empty());
}

TEST_CASE("ICS import: one entry that cannot be right does not take the others with it") {
  const auto lines =
      GENERATE("DTSTART:20271301T100000Z\r\n", "DTSTART:20270701T250000Z\r\n", "DTSTART:soon\r\n", "",
               "DTSTART:20270701T100000Z\r\nDTEND:20270701T090000Z\r\n",
               "DTSTART:20270701T100000Z\r\nDTEND;VALUE=DATE:20270702\r\n",
               "DTSTART:20270701T100000Z\r\nDTEND:20370701T090000Z\r\n",
               "DTSTART:20270701T100000Z\r\nRRULE:FREQ=SECONDLY\r\n",
               "DTSTART:20270701T100000Z\r\nRECURRENCE-ID:20271301T100000Z\r\n");
  CAPTURE(lines);
  const auto reading = read(calendar(event(lines, "bad") + event("DTSTART:20270702T100000Z\r\n", "good")));
  CHECK(reading.problem.empty());
  REQUIRE(reading.left_out.size() == 1);
  CHECK(reading.left_out[0].find("“Tauira board meeting”") == 0);
  REQUIRE(reading.entries.size() == 1);
  CHECK(reading.entries[0].uid == "good");
}

TEST_CASE("ICS import: lines may end and be folded as careless programs do it") {
  const std::string text =
      "\xEF\xBB\xBF"
      "BEGIN:VCALENDAR\nbegin:VEVENT\nUID:one\nDTSTART:20270701T100000Z\nSUMMARY:K\xC5\n \x8D"
      "whai\n\tBay\nend:VEVENT\nEND:VCALENDAR";
  const auto reading = read(text);
  CHECK(reading.problem.empty());
  REQUIRE(reading.entries.size() == 1);
  CHECK(reading.entries[0].title == "KōwhaiBay");
}

TEST_CASE("ICS import: of two entries that say they are the same, the later revision counts") {
  const std::string later = event("DTSTART:20270702T100000Z\r\nSEQUENCE:2\r\n");
  const std::string earlier = event("DTSTART:20270701T100000Z\r\nSEQUENCE:1\r\n");
  CHECK(starts(read(calendar(later + earlier))) == std::vector<std::string>{"2027-07-02T10:00:00.000Z"});
  CHECK(starts(read(calendar(earlier + later))) == std::vector<std::string>{"2027-07-02T10:00:00.000Z"});
}

TEST_CASE("ICS import: hostile words stay words, and links that run something are dropped") {
  const auto reading =
      read(calendar("BEGIN:VEVENT\r\nUID:one\r\nDTSTART:20270701T100000Z\r\nURL:javascript:alert(1)\r\n"
                    "SUMMARY:<script>\\nBEGIN:VEVENT \x01 " +
                    std::string(1000, 'a') + "\r\nLOCATION:\r\nEND:VEVENT\r\n"));
  REQUIRE(reading.entries.size() == 1);
  CHECK(reading.entries[0].title.starts_with("<script> BEGIN:VEVENT"));
  CHECK(reading.entries[0].title.size() < ics_limits::text_bytes + 5);
  CHECK(reading.entries[0].title.find('\x01') == std::string::npos);
  CHECK(reading.entries[0].url.empty());
}

TEST_CASE("ICS import: our own calendars come back as they were written, once however often they are read") {
  shared::CalendarFile file{.name = "Tauira", .url = "https://engage.tauira.example/", .version = 3};
  shared::CalendarEntry period;
  period.uid = "p-1/period-1@engage.tauira.example";
  period.summary = "Open for feedback: Kōwhai Bay";
  period.url = "https://engage.tauira.example/have-your-say/kowhai-bay";
  period.starts_on = *parse_day("2027-06-14");
  period.ends_on = *parse_day("2027-07-11");
  shared::CalendarEntry session = period;
  session.uid = "p-1/session-1@engage.tauira.example";
  session.location = "Tauira hall; side door, upstairs";
  session.span = shared::CalendarEntry::Span::timed;
  session.starts_at = *parse_instant("2027-09-25T22:00:00Z");
  session.ends_at = *parse_instant("2027-09-26T01:00:00Z");
  session.state = shared::CalendarEntry::State::cancelled;
  file.entries = {period, session};
  const auto reading = read(shared::to_icalendar(file));
  CHECK(reading.left_out.empty());
  REQUIRE(reading.entries.size() == 2);
  CHECK(reading.entries[0].uid == period.uid);
  CHECK(reading.entries[0].title == period.summary);
  CHECK(reading.entries[0].url == period.url);
  CHECK(reading.entries[0].starts_on == period.starts_on);
  CHECK(reading.entries[0].ends_on == period.ends_on);
  CHECK(reading.entries[1].location == session.location);
  CHECK(reading.entries[1].starts_at == session.starts_at);
  CHECK(reading.entries[1].ends_at == session.ends_at);
  CHECK(reading.entries[1].state == State::cancelled);
  const std::string once = shared::to_icalendar(file);
  CHECK(read(once + once).entries == reading.entries);
  CHECK(read(once).entries == reading.entries);
}

TEST_CASE("ICS import: entries outside the window of three years are not kept") {
  CHECK(read_event("DTSTART:20260601T000000Z\r\n").entries.empty());
  CHECK(read_event("DTSTART:20260701T000000Z\r\n").entries.size() == 1);
  CHECK(read_event("DTSTART:20290701T000000Z\r\n").entries.empty());
}

}  // namespace full_circle::calendar
