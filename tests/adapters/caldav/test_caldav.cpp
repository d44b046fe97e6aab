#include "adapters/caldav/caldav.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/calendar_house.hpp"
#include "tests/support/golden_state.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <map>
#include <string>

namespace full_circle::caldav {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

const std::string k_period = "p-1_speriod-1_aengage.tauira.example.ics";
const std::string k_session = "p-1_ssession-1_aengage.tauira.example.ics";

json::object period(const std::string& summary = "Open for feedback: Kōwhai Bay") {
  return {{"uid", "p-1/period-1"},     {"sequence", 3},
          {"kind", "period"},          {"summary", summary},
          {"description", "Tell us"},  {"location", ""},
          {"url", "/have-your-say/k"}, {"all_day", true},
          {"starts_on", "2027-06-14"}, {"ends_on", "2027-07-11"},
          {"starts_at", nullptr},      {"ends_at", nullptr},
          {"cancelled", false},        {"audience", "public"}};
}

json::object session() {
  json::object out = period("Drop-in: Kōwhai Bay");
  out["uid"] = "p-1/session-1";
  out["kind"] = "session";
  out["all_day"] = false;
  out["starts_on"] = nullptr;
  out["ends_on"] = nullptr;
  out["starts_at"] = "2027-07-02T22:00:00Z";
  out["ends_at"] = "2027-07-03T01:00:00Z";
  return out;
}

std::string payload(int version, json::array entries) {
  return json::serialize(json::object{{"kind", "project_calendar"},
                                      {"slug", "kowhai-bay"},
                                      {"version", version},
                                      {"name", "Kōwhai Bay"},
                                      {"updated_at", "2027-06-01T01:02:03.000Z"},
                                      {"entries", std::move(entries)}});
}

/// What one resource says, read by another program; absent ones say nothing.
json::object read(const fs::path& path) {
  if (!fs::exists(path)) return {};
  const std::string script =
      std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/calendar/read_calendar.py";
  const auto result = run_program("/usr/bin/python3 '" + script + "' '" + path.string() + "'");
  INFO(result.output);
  REQUIRE(result.code == 0);
  return json::parse(result.output).at("events").at(0).as_object();
}

std::string text(const json::value& value) {
  return {value.as_string().data(), value.as_string().size()};
}

struct House {
  House() {
    options.url = house.url();
    options.base_url = "https://engage.tauira.example";
    options.folder = folder / "caldav";
    options.outbound.username = "tauira";
    options.outbound.password = "s3cret pass";
    options.outbound.timeout = std::chrono::seconds(10);
    options.outbound.private_addresses = shared::PrivateAddresses::allow;
  }
  Delivered deliver(const std::string& content) const {
    return make_caldav(options)->deliver(
        {.key = "p-1/1/caldav", .project = "p-1", .adapter = "caldav", .payload = content});
  }
  fs::path resource(const std::string& name) const { return house.collection() / name; }
  std::string there(const std::string& name) const { return read_file(resource(name)); }
  /// Somebody edits it in a calendar program.
  void edit(const std::string& name, const std::string& what, const std::string& with) const {
    std::string content = there(name);
    const auto at = content.find(what);
    REQUIRE(at != std::string::npos);
    write_file(resource(name), content.replace(at, what.size(), with));
  }

  CalendarHouse house;
  TemporaryFolder folder;
  CalDavOptions options;
};

class Bench final : public conformance::AdapterBench {
 public:
  Bench() { restart(); }
  Adapter& adapter() override { return *m_adapter; }
  void restart() override { m_adapter = make_caldav(m_house.options); }
  std::string effects() override {
    std::map<std::string, std::string> seen;
    for (const auto& item : fs::directory_iterator(m_house.house.collection())) {
      if (item.path().extension() == ".ics")
        seen[item.path().filename()] = json::serialize(read(item.path()));
    }
    std::string out = "There:\n";
    for (const auto& [name, content] : seen) out += name + " " + content + "\n";
    return out;
  }
  std::string payload(int version) override {
    return caldav::payload(version, {period("Version " + std::to_string(version)), session()});
  }
  std::string hostile_payload() override {
    return caldav::payload(7, {period("x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:false\x01;,")});
  }
  void check_hostile() override {
    CHECK(text(read(m_house.resource(k_period)).at("summary")) ==
          "x END:VEVENT BEGIN:VEVENT SUMMARY:false ;,");
  }
  std::vector<Malformed> malformed() override {
    json::object bad = period();
    bad["starts_on"] = "2027-02-30";
    return {{caldav::payload(7, {bad}), "/entries/0/starts_on"}, {caldav::payload(-1, {}), "/version"}};
  }
  Order order() const override { return Order::newest_wins; }
  void break_halfway() override { m_house.house.misbehave("busy-after 1"); }
  void mend() override { m_house.house.misbehave(""); }

 private:
  House m_house;
  std::unique_ptr<Adapter> m_adapter;
};

/// A test without the server says so and passes.
bool is_skipped() {
  if (CalendarHouse::can_start()) return false;
  WARN("skipped: radicale is not installed");
  return true;
}

}  // namespace

TEST_CASE("CalDAV: keeps what every adapter owes") {
  if (is_skipped()) return;
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("CalDAV: an entry arrives as it was meant, and a second time changes nothing") {
  if (is_skipped()) return;
  House house;
  const Delivered delivered = house.deliver(payload(1, {period(), session()}));
  INFO(delivered.reason);
  REQUIRE(delivered.kind == Delivered::Kind::done);
  const auto seen = read(house.resource(k_session));
  CHECK(text(seen.at("summary")) == "Drop-in: Kōwhai Bay");
  CHECK(text(seen.at("uid")) == "p-1/session-1@engage.tauira.example");
  CHECK(text(seen.at("start").at("local")) == "2027-07-03T10:00:00");
  const std::string once = house.there(k_session);
  const auto changed_at = fs::last_write_time(house.resource(k_session));
  CHECK(house.deliver(payload(2, {period(), session()})).kind == Delivered::Kind::done);
  CHECK(house.there(k_session) == once);
  CHECK(fs::last_write_time(house.resource(k_session)) == changed_at);
}

TEST_CASE("CalDAV: what people add there stays, what is ours is set right") {
  if (is_skipped()) return;
  House house;
  REQUIRE(house.deliver(payload(1, {session()})).kind == Delivered::Kind::done);
  house.edit(k_session, "END:VEVENT",
             "X-TAUIRA-NOTE:bring tea\r\nCATEGORIES:Roadshow\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
             "DESCRIPTION:Leave now\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\nEND:VEVENT");
  house.edit(k_session, "SUMMARY:Drop-in", "SUMMARY:Cancelled");
  house.edit(k_session, "SEQUENCE:3", "SEQUENCE:9");
  REQUIRE(house.deliver(payload(2, {session()})).kind == Delivered::Kind::done);
  const std::string there = house.there(k_session);
  CHECK(there.find("SUMMARY:Drop-in") != std::string::npos);
  CHECK(there.find("SEQUENCE:10") != std::string::npos);
  CHECK(there.find("X-TAUIRA-NOTE:bring tea") != std::string::npos);
  CHECK(there.find("TRIGGER:-PT30M") != std::string::npos);
  CHECK(there.find("Roadshow") != std::string::npos);
  CHECK(read(house.resource(k_session)).at("categories").as_array().size() == 2);
}

TEST_CASE("CalDAV: somebody who is faster loses nothing, and neither do we") {
  if (is_skipped()) return;
  House house;
  REQUIRE(house.deliver(payload(1, {session()})).kind == Delivered::Kind::done);
  json::object moved = session();
  moved["starts_at"] = "2027-07-02T23:00:00Z";
  moved["sequence"] = 4;
  house.house.misbehave("race");
  REQUIRE(house.deliver(payload(2, {moved})).kind == Delivered::Kind::done);
  CHECK(text(read(house.resource(k_session)).at("start").at("local")) == "2027-07-03T11:00:00");
  CHECK(house.there(k_session).find("X-TAUIRA-NOTE:bring tea") != std::string::npos);
}

TEST_CASE("CalDAV: an entry deleted there is put back, unless it was cancelled") {
  if (is_skipped()) return;
  House house;
  REQUIRE(house.deliver(payload(1, {period(), session()})).kind == Delivered::Kind::done);
  fs::remove(house.resource(k_session));
  REQUIRE(house.deliver(payload(2, {period(), session()})).kind == Delivered::Kind::done);
  CHECK(fs::exists(house.resource(k_session)));
  fs::remove(house.resource(k_session));
  json::object off = session();
  off["cancelled"] = true;
  REQUIRE(house.deliver(payload(3, {period(), off})).kind == Delivered::Kind::done);
  CHECK_FALSE(fs::exists(house.resource(k_session)));
}

TEST_CASE("CalDAV: what we no longer show is cancelled there and does not vanish") {
  if (is_skipped()) return;
  House house;
  REQUIRE(house.deliver(payload(1, {period(), session()})).kind == Delivered::Kind::done);
  REQUIRE(house.deliver(payload(2, {period()})).kind == Delivered::Kind::done);
  CHECK(text(read(house.resource(k_session)).at("status")) == "CANCELLED");
  CHECK(text(read(house.resource(k_period)).at("status")) == "CONFIRMED");
}

TEST_CASE("CalDAV: a calendar for everyone gets neither hui nor what is not public yet") {
  if (is_skipped()) return;
  House house;
  json::object hui = session();
  hui["uid"] = "p-1/tauira-ki-tai/hui-1";
  hui["kind"] = "hui";
  json::object draft = period();
  draft["audience"] = "staff";
  REQUIRE(house.deliver(payload(1, {hui, draft})).kind == Delivered::Kind::done);
  const auto count = [&] {
    return std::distance(fs::directory_iterator(house.house.collection()), fs::directory_iterator());
  };
  const auto empty = count();
  house.options.audience = CalDavOptions::Audience::staff;
  REQUIRE(house.deliver(payload(1, {hui, draft})).kind == Delivered::Kind::done);
  CHECK(count() >= empty + 2);
}

TEST_CASE("CalDAV: a server that is away or busy is tried again") {
  if (is_skipped()) return;
  House house;
  for (const std::string status : {"500", "503", "429", "423"}) {
    CAPTURE(status);
    house.house.misbehave("status " + status);
    CHECK(house.deliver(payload(1, {period()})).kind == Delivered::Kind::retry);
  }
  house.house.misbehave("");
  house.house.close();
  CHECK(house.deliver(payload(1, {period()})).kind == Delivered::Kind::retry);
  house.house.open();
  CHECK(house.deliver(payload(1, {period()})).kind == Delivered::Kind::done);
}

TEST_CASE("CalDAV: what trying again cannot help is given up, with a reason") {
  if (is_skipped()) return;
  struct Case {
    const char* mode;
    const char* reason;
  };
  House house;
  for (const Case& one :
       {Case{"status 401", "sign-in (401)"}, Case{"status 403", "does not let us write"},
        Case{"status 301", "moved"}, Case{"multistatus 403", "write to this calendar (403)"},
        Case{"multistatus 415", "refuses an entry (415)"}}) {
    CAPTURE(one.mode);
    house.house.misbehave(one.mode);
    const Delivered delivered = house.deliver(payload(1, {period()}));
    CHECK(delivered.kind == Delivered::Kind::give_up);
    CHECK(delivered.reason.find(one.reason) != std::string::npos);
  }
  house.house.misbehave("");
  House wrong;
  wrong.options.outbound.password = "guess";
  CHECK(wrong.deliver(payload(1, {period()})).reason.find("sign-in (401)") != std::string::npos);
  wrong.options.outbound.password = "s3cret pass";
  wrong.options.url.replace(wrong.options.url.rfind('/'), std::string::npos, "/nowhere");
  const Delivered nowhere = wrong.deliver(payload(1, {period()}));
  CHECK(nowhere.kind == Delivered::Kind::give_up);
  INFO(nowhere.reason);
  CHECK(nowhere.reason.find("no calendar at the address") != std::string::npos);
  wrong.options.outbound.private_addresses = shared::PrivateAddresses::refuse;
  CHECK(wrong.deliver(payload(1, {period()})).reason.find("private network") != std::string::npos);
}

TEST_CASE("CalDAV: nothing is overwritten where the server does not say what it would overwrite") {
  if (is_skipped()) return;
  House house;
  REQUIRE(house.deliver(payload(1, {period()})).kind == Delivered::Kind::done);
  house.house.misbehave("no-etag");
  CHECK(house.deliver(payload(2, {period("Another title")})).kind == Delivered::Kind::give_up);
  CHECK(text(read(house.resource(k_period)).at("summary")) == "Open for feedback: Kōwhai Bay");
}

TEST_CASE("CalDAV: holds what the workflow really hands over") {
  if (is_skipped()) return;
  House house;
  house.options.audience = CalDavOptions::Audience::staff;
  for (const auto& state : golden_states()) {
    const Delivered delivered = house.deliver(json::serialize(state.at("calendar")));
    INFO(delivered.reason);
    CHECK(delivered.kind == Delivered::Kind::done);
  }
}

}  // namespace full_circle::caldav
