#include "adapters/calendar/calendar_folder.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/folder_snapshot.hpp"
#include "tests/support/golden_state.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <string>

namespace full_circle::calendar {
namespace {

namespace json = boost::json;

CalendarOptions options() {
  return {.base_url = "https://engage.tauira.example:8443/x", .council_name = "Waitauira Council"};
}

json::object entry(const std::string& uid, const std::string& audience) {
  return {{"uid", uid},
          {"sequence", 3},
          {"kind", "period"},
          {"summary", "Kōwhai Bay shoreline path: open for feedback"},
          {"description", "Tell us what matters; one, two"},
          {"location", ""},
          {"url", "/have-your-say/kowhai-bay"},
          {"all_day", true},
          {"starts_on", "2027-06-14"},
          {"ends_on", "2027-07-11"},
          {"starts_at", nullptr},
          {"ends_at", nullptr},
          {"proposed", false},
          {"cancelled", false},
          {"audience", audience}};
}

json::object timed(const std::string& uid, const std::string& starts_at, const std::string& ends_at) {
  json::object out = entry(uid, "public");
  out["kind"] = "session";
  out["all_day"] = false;
  out["starts_at"] = starts_at;
  out["ends_at"] = ends_at;
  out["starts_on"] = nullptr;
  out["ends_on"] = nullptr;
  return out;
}

std::string payload(int version, json::array entries, const std::string& slug = "kowhai-bay") {
  return json::serialize(
      json::object{{"kind", "project_calendar"},
                   {"slug", slug},
                   {"version", version},
                   {"name", "Kōwhai Bay shoreline path and planting " + std::to_string(version)},
                   {"updated_at", "2027-06-01T01:02:03.000Z"},
                   {"entries", std::move(entries)}});
}

json::object read(const std::filesystem::path& path) {
  const std::string script =
      std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/calendar/read_calendar.py";
  const auto result = run_program("/usr/bin/python3 '" + script + "' '" + path.string() + "'");
  INFO(result.output);
  REQUIRE(result.code == 0);
  return json::parse(result.output).as_object();
}

/// The parser works its offsets out up to 2037 only.
bool change_is_known_to_parser(std::string_view utc) {
  return utc < "2037";
}

std::string text(const json::value& value) {
  return {value.as_string().data(), value.as_string().size()};
}

struct Folder {
  Folder() : adapter(make_calendar_folder(folder.path(), options())) {}
  Delivered deliver(const std::string& content) {
    return adapter->deliver(
        {.key = "p-1/1/calendar", .project = "p-1", .adapter = "calendar", .payload = content});
  }
  TemporaryFolder folder;
  std::unique_ptr<Adapter> adapter;
};

class Bench final : public conformance::AdapterBench {
 public:
  Adapter& adapter() override { return *m_outside.adapter; }
  void restart() override { m_outside.adapter = make_calendar_folder(m_outside.folder.path(), options()); }
  std::string effects() override { return folder_snapshot(m_outside.folder.path()); }
  std::string payload(int version) override {
    json::object session = timed("p-1/session-1", "2027-07-02T22:00:00Z", "2027-07-03T01:00:00Z");
    return calendar::payload(version, {entry("p-1/period-1", "public"), session});
  }
  std::string hostile_payload() override {
    json::object bad = entry("p-1/period-1", "public");
    bad["summary"] = k_hostile;
    bad["description"] = std::string(k_hostile) + "\\n,;\"";
    bad["location"] = k_hostile;
    return calendar::payload(7, {bad});
  }
  void check_hostile() override {
    const auto events = read(m_outside.folder / "kowhai-bay.ics").at("events").as_array();
    REQUIRE(events.size() == 1);
    CHECK(text(events[0].at("summary")) == "x END:VEVENT BEGIN:VEVENT SUMMARY:false ;,");
    CHECK(text(events[0].at("uid")) == "p-1/period-1@engage.tauira.example");
  }
  std::vector<Malformed> malformed() override {
    const auto with = [](const char* key, const json::value& value) {
      json::object bad = entry("p-1/period-1", "public");
      bad[key] = value;
      return calendar::payload(7, {bad});
    };
    return {{with("starts_on", "2027-02-30"), "/entries/0/starts_on"},
            {with("ends_on", "2027-06-13"), "/entries/0/ends_on"},
            {with("audience", "everyone"), "/entries/0/audience"},
            {with("kind", "party"), "/entries/0/kind"},
            {with("uid", "a b"), "/entries/0/uid"},
            {with("url", "javascript:alert(1)"), "/entries/0/url"},
            {with("summary", ""), "/entries/0/summary"},
            {calendar::payload(7, {}, "../../etc/cron"), "/slug"},
            {calendar::payload(7, {}, "all"), "/slug"},
            {calendar::payload(-1, {}), "/version"}};
  }
  Order order() const override { return Order::newest_wins; }
  void break_halfway() override { std::filesystem::create_directories(m_outside.folder / "all.ics"); }
  void mend() override { std::filesystem::remove_all(m_outside.folder / "all.ics"); }

 private:
  static constexpr const char* k_hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:false\x01;,";
  Folder m_outside;
};

}  // namespace

TEST_CASE("Calendar folder: keeps what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("Calendar: another program reads names, addresses and whole days as they were meant") {
  Folder folder;
  REQUIRE(folder.deliver(payload(31, {entry("p-1/period-1", "public")})).kind == Delivered::Kind::done);
  const auto seen = read(folder.folder / "kowhai-bay.ics");
  CHECK(text(seen.at("name")) == "Kōwhai Bay shoreline path and planting 31");
  CHECK(text(seen.at("wr_name")) == text(seen.at("name")));
  CHECK(text(seen.at("url")) == "https://engage.tauira.example:8443/x/have-your-say/kowhai-bay/");
  CHECK(text(seen.at("refresh")) == "PT6H");
  CHECK(seen.at("errors").as_array().empty());
  CHECK(seen.at("bare_newlines").as_int64() == 0);
  CHECK(seen.at("longest_line").as_int64() <= 75);
  REQUIRE(seen.at("zones").as_array().size() == 1);
  CHECK(text(seen.at("zones").at(0)) == "Pacific/Auckland");
  const auto& event = seen.at("events").at(0);
  CHECK(text(event.at("uid")) == "p-1/period-1@engage.tauira.example");
  CHECK(event.at("sequence").as_int64() == 3);
  CHECK(text(event.at("summary")) == "Kōwhai Bay shoreline path: open for feedback");
  CHECK(text(event.at("description")) == "Tell us what matters; one, two");
  CHECK(text(event.at("url")) == "https://engage.tauira.example:8443/x/have-your-say/kowhai-bay");
  CHECK(text(event.at("status")) == "CONFIRMED");
  CHECK(text(event.at("categories").at(0)) == "Feedback period");
  CHECK(text(event.at("stamp")) == "20270601T010203Z");
  CHECK(text(event.at("modified")) == "20270601T010203Z");
  CHECK(text(event.at("start").at("day")) == "2027-06-14");
  CHECK(text(event.at("end").at("day")) == "2027-07-12");  // exclusive
}

TEST_CASE("Calendar: times keep to council time across the change to and from daylight time") {
  struct Change {
    const char* utc;
    const char* local;
    int offset_minutes;
  };
  const Change changes[] = {
      {"2027-09-25T13:30:00Z", "2027-09-26T01:30:00", 720},
      {"2027-09-25T14:00:00Z", "2027-09-26T03:00:00", 780},
      {"2027-04-03T12:30:00Z", "2027-04-04T01:30:00", 780},
      {"2027-04-03T15:30:00Z", "2027-04-04T03:30:00", 720},
      {"2040-07-01T00:00:00Z", "2040-07-01T12:00:00", 720},
      {"2027-06-30T22:00:00+12:00", "2027-06-30T22:00:00", 720},
  };
  Folder folder;
  json::array entries;
  for (const auto& change : changes) {
    entries.push_back(timed("p-1/session-" + std::to_string(entries.size()), change.utc, change.utc));
  }
  REQUIRE(folder.deliver(payload(1, entries)).kind == Delivered::Kind::done);
  const auto seen = read(folder.folder / "kowhai-bay.ics");
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    CAPTURE(changes[i].utc);
    const auto& start = seen.at("events").at(i).at("start");
    CHECK(text(start.at("local")) == changes[i].local);
    CHECK(text(start.at("tzid")) == "Pacific/Auckland");
    if (change_is_known_to_parser(changes[i].utc))
      CHECK(start.at("offset_minutes").as_int64() == changes[i].offset_minutes);
  }
}

TEST_CASE("Calendar: what is for staff is in the staff calendar only, and a hui always is") {
  Folder folder;
  json::object hui = entry("p-1/hui-1", "public");
  hui["kind"] = "hui";
  REQUIRE(
      folder.deliver(payload(1, {entry("p-1/period-1", "public"), entry("p-1/due-1", "staff"), hui})).kind ==
      Delivered::Kind::done);
  CHECK(read(folder.folder / "staff/kowhai-bay.ics").at("events").as_array().size() == 3);
  for (const std::string name : {"kowhai-bay.ics", "all.ics"}) {
    const auto events = read(folder.folder / name).at("events").as_array();
    REQUIRE(events.size() == 1);
    CHECK(text(events[0].at("uid")) == "p-1/period-1@engage.tauira.example");
  }
}

TEST_CASE("Calendar: dates that are only proposed are tentative") {
  Folder folder;
  json::object planned = entry("p-1/period-1", "public");
  planned["proposed"] = true;
  REQUIRE(folder.deliver(payload(2, {planned})).kind == Delivered::Kind::done);
  CHECK(text(read(folder.folder / "kowhai-bay.ics").at("events").at(0).at("status")) == "TENTATIVE");
}

TEST_CASE("Calendar: what is cancelled says so instead of vanishing") {
  Folder folder;
  json::object off = timed("p-1/session-1", "2027-07-02T22:00:00Z", "2027-07-03T01:00:00Z");
  off["cancelled"] = true;
  off["sequence"] = 4;
  REQUIRE(folder.deliver(payload(2, {off})).kind == Delivered::Kind::done);
  const auto seen = read(folder.folder / "kowhai-bay.ics");
  const auto& event = seen.at("events").at(0);
  CHECK(text(event.at("status")) == "CANCELLED");
  CHECK(event.at("sequence").as_int64() == 4);
}

TEST_CASE("Calendar: the feed of all projects holds every project once, and nobody else's files") {
  Folder folder;
  write_file(folder.folder / "stray.ics",
             "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:stray\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  REQUIRE(folder.deliver(payload(1, {entry("p-1/period-1", "public")}, "one")).kind == Delivered::Kind::done);
  REQUIRE(folder.deliver(payload(1, {entry("p-2/period-1", "public")}, "two")).kind == Delivered::Kind::done);
  REQUIRE(folder.deliver(payload(2, {entry("p-1/period-1", "public")}, "one")).kind == Delivered::Kind::done);
  const auto all = read(folder.folder / "all.ics");
  REQUIRE(all.at("events").as_array().size() == 2);
  CHECK(text(all.at("events").at(0).at("uid")) == "p-1/period-1@engage.tauira.example");
  CHECK(text(all.at("events").at(1).at("uid")) == "p-2/period-1@engage.tauira.example");
  CHECK(text(all.at("name")) == "Waitauira Council: have your say");
}

TEST_CASE("Calendar: holds what the workflow really hands over") {
  const auto states = golden_states();
  REQUIRE_FALSE(states.empty());
  for (const auto& state : states) {
    Folder folder;
    const json::object calendar = state.at("calendar").as_object();
    const Delivered delivered = folder.deliver(json::serialize(calendar));
    INFO(delivered.reason);
    REQUIRE(delivered.kind == Delivered::Kind::done);
    const auto seen = read(folder.folder / ("staff/" + text(calendar.at("slug")) + ".ics"));
    CHECK(seen.at("events").as_array().size() == calendar.at("entries").as_array().size());
    CHECK(seen.at("errors").as_array().empty());
  }
}

TEST_CASE("Calendar: long lines are folded without breaking a letter") {
  Folder folder;
  json::object wide = entry("p-1/period-1", "public");
  std::string summary;
  for (int i = 0; i < 60; ++i) summary += "Kōwhai āēīōū ";
  summary.pop_back();
  wide["summary"] = summary;
  REQUIRE(folder.deliver(payload(1, {wide})).kind == Delivered::Kind::done);
  const auto seen = read(folder.folder / "kowhai-bay.ics");
  CHECK(seen.at("longest_line").as_int64() <= 75);
  CHECK(text(seen.at("events").at(0).at("summary")) == summary);
}

TEST_CASE(
    "Calendar: a project nobody has been told of has no public file, and one that was told of keeps it") {
  Folder folder;
  REQUIRE(folder.deliver(payload(1, {entry("p-1/period-1", "staff")})).kind == Delivered::Kind::done);
  CHECK_FALSE(std::filesystem::exists(folder.folder / "kowhai-bay.ics"));
  CHECK(read_file(folder.folder / "all.ics").find("whai Bay") == std::string::npos);
  REQUIRE(folder.deliver(payload(2, {entry("p-1/period-1", "public")})).kind == Delivered::Kind::done);
  CHECK(read(folder.folder / "kowhai-bay.ics").at("events").as_array().size() == 1);
  REQUIRE(folder.deliver(payload(3, {})).kind == Delivered::Kind::done);
  const auto seen = read(folder.folder / "kowhai-bay.ics");
  CHECK(seen.at("events").as_array().empty());
  CHECK(seen.at("zones").as_array().size() == 1);
}

}  // namespace full_circle::calendar
