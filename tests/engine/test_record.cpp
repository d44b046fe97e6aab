#include "engine/record.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <functional>

using namespace full_circle;

namespace {

StoredEvent event(std::int64_t seq, const std::string& previous) {
  StoredEvent event;
  event.project = "p1";
  event.seq = seq;
  event.type = "hui_held";
  event.type_version = 2;
  event.data = R"({"note":"Ngāti Tauira ki Tai said \"āe\"","people":12})";
  event.recorded_at = parse_instant("2027-06-14T00:00:00.123Z").value();
  event.by = "ana";
  event.on_behalf_of = "tauira-ki-tai";
  event.request_id = "r-1";
  event.previous_hash = previous;
  event.hash = record_hash(event);
  return event;
}

std::vector<StoredEvent> chain() {
  std::vector<StoredEvent> events;
  std::string previous = first_previous_hash();
  for (int seq = 1; seq <= 3; ++seq) {
    events.push_back(event(seq, previous));
    previous = events.back().hash;
  }
  return events;
}

}  // namespace

TEST_CASE("Record: the hash is SHA-256 over the canonical object that the header describes", "[record]") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // Written out by hand, so that a change of the form cannot go unnoticed: old records must verify for ever.
  const std::string text =
      R"({"by":"ana","data":{"note":"Ngāti Tauira ki Tai said \"āe\"","people":12},)"
      R"("on_behalf_of":"tauira-ki-tai","previous_hash":")" +
      first_previous_hash() +
      R"(","project":"p1","recorded_at_utc":"2027-06-14T00:00:00.123Z","request_id":"r-1","seq":1,)"
      R"("type":"hui_held","type_version":2})";
  CHECK(event(1, first_previous_hash()).hash == sha256_hex(text));
  CHECK(boost::json::serialize(boost::json::parse(text)) == text);
}

TEST_CASE("Record: texts that need it are escaped as JSON", "[record]") {
  StoredEvent one = event(1, first_previous_hash());
  one.by = "a\"b\\c\nd";
  const std::string text =
      R"({"by":"a\"b\\c\nd","data":)" + one.data + R"(,"on_behalf_of":"tauira-ki-tai","previous_hash":")" +
      first_previous_hash() +
      R"(","project":"p1","recorded_at_utc":"2027-06-14T00:00:00.123Z","request_id":"r-1","seq":1,)"
      R"("type":"hui_held","type_version":2})";
  CHECK(record_hash(one) == sha256_hex(text));
}

TEST_CASE("Record: an untouched chain has no fault", "[record]") {
  CHECK(verify_chain(chain()).empty());
  CHECK(verify_chain({}).empty());
}

TEST_CASE("Record: a change of any column of any event is found", "[record]") {
  const std::vector<std::pair<const char*, std::function<void(StoredEvent&)>>> changes = {
      {"project", [](StoredEvent& e) { e.project = "p2"; }},
      {"seq", [](StoredEvent& e) { e.seq += 1; }},
      {"type", [](StoredEvent& e) { e.type = "hui_cancelled"; }},
      {"type_version", [](StoredEvent& e) { e.type_version = 1; }},
      {"data", [](StoredEvent& e) { e.data = R"({"note":"x","people":13})"; }},
      {"data, only its blanks", [](StoredEvent& e) { e.data.insert(1, " "); }},
      {"data that is no JSON", [](StoredEvent& e) { e.data = "{"; }},
      {"data that is no object", [](StoredEvent& e) { e.data = "[]"; }},
      {"recorded_at", [](StoredEvent& e) { e.recorded_at += std::chrono::milliseconds(1); }},
      {"by", [](StoredEvent& e) { e.by = "ben"; }},
      {"on_behalf_of", [](StoredEvent& e) { e.on_behalf_of.clear(); }},
      {"request_id", [](StoredEvent& e) { e.request_id = "r-2"; }},
      {"previous_hash", [](StoredEvent& e) { e.previous_hash[0] = e.previous_hash[0] == 'a' ? 'b' : 'a'; }},
      {"hash", [](StoredEvent& e) { e.hash[63] = e.hash[63] == 'a' ? 'b' : 'a'; }},
  };
  for (std::size_t i = 0; i < 3; ++i)
    for (const auto& [column, change] : changes) {
      auto events = chain();
      change(events[i]);
      INFO("event " << i + 1 << ", " << column);
      CHECK_FALSE(verify_chain(events).empty());
    }
}

TEST_CASE("Record: an event taken out, put in twice or moved is found", "[record]") {
  for (std::size_t i = 0; i < 2; ++i) {
    auto events = chain();
    events.erase(events.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK_FALSE(verify_chain(events).empty());
  }
  auto twice = chain();
  twice.insert(twice.begin(), twice.front());
  CHECK_FALSE(verify_chain(twice).empty());
  auto moved = chain();
  std::swap(moved[1], moved[2]);
  CHECK_FALSE(verify_chain(moved).empty());
}

TEST_CASE("Record: an event rewritten with a hash that fits breaks the next one", "[record]") {
  auto events = chain();
  events[1].by = "ben";
  events[1].hash = record_hash(events[1]);
  const auto faults = verify_chain(events);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].seq == 3);
}
