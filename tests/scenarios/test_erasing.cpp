// People are forgotten: on request and when the time is over. The record stays whole.
#include "engine/record.hpp"
#include "tests/scenarios/told_house.hpp"

#include "workflows/engagement/contributions.hpp"

#include <sqlite3.h>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <thread>

using namespace full_circle;
using full_circle::config::testing::command_line;
using full_circle::config::testing::read_file;
using full_circle::testing::ToldHouse;

namespace {

const std::string theirs =
    R"({"words":"HERWORDS","contributor":{"name":"HERNAME","email":"Her.Address@tauira.example",)"
    R"("telephone":"HERNUMBER"},"consents":{"contact":true,"copy":true}})";
const std::string by_email = R"({"email":"her.address@TAUIRA.example")";

/// Whether a text stands anywhere in the database or in its log.
bool in_files(const ToldHouse& house, const std::string& text) {
  for (const char* ending : {"", "-wal"}) {
    const std::string file = house.database() + ending;
    if (std::filesystem::exists(file) && read_file(file).find(text) != std::string::npos) return true;
  }
  return false;
}

bool in_mail(const ToldHouse& house, const std::string& text) {
  for (const auto& mail : std::filesystem::directory_iterator(house.data() + "/mail"))
    if (read_file(mail.path()).find(text) != std::string::npos) return true;
  return false;
}

template <class Condition>
bool comes_true(Condition condition) {
  for (int i = 0; i < 400; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  return false;
}

}  // namespace

TEST_CASE("Privacy: who is erased is gone from every table and file, and the record stays whole") {
  ToldHouse house;
  house.story.open();
  house.tell();
  const std::string administrator = house.key("admin", {"administrator", "", ""});
  const auto given = house.give(theirs);
  house.give(R"({"words":"Somebody else","contributor":{"name":"Somebody","email":"x@tauira.example"}})");
  house.follow("her.address@tauira.example");
  REQUIRE(comes_true([&] { return in_mail(house, "Your receipt"); }));

  const auto held = house.post("/api/v1/privacy/exports", administrator, by_email + "}");
  INFO(held.body);
  REQUIRE(held.status == 200);
  for (const char* text : {"HERWORDS", "HERNAME", "HERNUMBER", "project:p01"})
    CHECK(held.body.find(text) != std::string::npos);
  CHECK(held.body.find("Somebody") == std::string::npos);

  const std::string why = by_email + R"(,"reason":"Asked by telephone.")";
  const auto counted = house.post("/api/v1/privacy/erasures", administrator, why + R"(,"dry_run":true})");
  CHECK(counted.body.find(R"("contributions":1,"words":0,"followers":1)") != std::string::npos);
  CHECK(in_files(house, "HERNAME"));
  const auto erased = house.post("/api/v1/privacy/erasures", administrator, why + "}");
  INFO(erased.body);
  REQUIRE(erased.status == 200);
  CHECK(erased.body.find(R"("contributions":1,"words":0,"followers":1)") != std::string::npos);
  const auto again = house.post("/api/v1/privacy/erasures", administrator, why + "}");
  CHECK(again.body.find(R"("contributions":0,"words":0,"followers":0)") != std::string::npos);
  for (const char* text : {"HERNAME", "HERNUMBER", "her.address", "Her.Address"}) {
    CAPTURE(text);
    CHECK_FALSE(in_files(house, text));
  }
  CHECK(in_files(house, "HERWORDS"));
  CHECK(in_files(house, "x@tauira.example"));

  const std::string reference(given.at("reference").as_string());
  const auto words = house.post("/api/v1/privacy/erasures", administrator,
                                R"({"reference":")" + reference + R"(","reason":"Asked.","words":true})");
  CHECK(words.body.find(R"("words":1)") != std::string::npos);
  CHECK_FALSE(in_files(house, "HERWORDS"));
  CHECK_FALSE(in_files(house, "herwords"));
  const std::string receipt(given.at("receipt").as_string());
  CHECK(house.get(receipt.substr(receipt.find("/api/"))).body.find("taken back") != std::string::npos);
  const std::string lead = house.key("lead-a", {"lead", "", ""});
  CHECK(house.get("/api/v1/projects/p01/contributions/counts", lead).body.find(R"("total":2)") !=
        std::string::npos);
  const auto kept = house.get("/api/v1/privacy/erasures", administrator);
  CHECK(kept.body.find("Asked by telephone.") != std::string::npos);
  CHECK(command_line({"verify", "--data", house.data()}).exit == config::Exit::done);
}

TEST_CASE("Privacy: a file goes with the last person who sent it") {
  ToldHouse house;
  house.story.open();
  house.tell();
  const std::string administrator = house.key("admin", {"administrator", "", ""});
  const std::string shared_text = "A flyer that two people sent.";
  const auto send = [&](const boost::json::object& given, const std::string& text) {
    const std::string receipt(given.at("receipt").as_string());
    const auto answer =
        house.post(receipt.substr(receipt.find("/api/")) + "/attachments?name=HERFILE.txt", "", text);
    INFO(answer.body);
    REQUIRE(answer.status == 201);
  };
  const auto on_disk = [&](const std::string& text) {
    return std::filesystem::exists(house.data() + "/attachments/" + sha256_hex(text));
  };
  const auto hers = house.give(theirs);
  const auto another = house.give(R"({"words":"Somebody else"})");
  send(hers, "Hers alone.");
  send(hers, shared_text);
  send(another, shared_text);
  const auto held = house.post("/api/v1/privacy/exports", administrator, by_email + "}");
  CHECK(held.body.find("HERFILE.txt") != std::string::npos);
  CHECK(held.body.find(sha256_hex(shared_text)) != std::string::npos);
  command_line({"privacy", "export", "--email", "her.address@tauira.example", "--files",
                house.folder / "hers", "--data", house.data()});
  CHECK(read_file(house.folder / ("hers/" + sha256_hex(shared_text))) == shared_text);
  const auto erased =
      house.post("/api/v1/privacy/erasures", administrator, by_email + R"(,"reason":"Asked."})");
  CHECK(erased.body.find(R"("attachments":2)") != std::string::npos);
  CHECK_FALSE(on_disk("Hers alone."));
  CHECK(on_disk(shared_text));
  const std::string reference(another.at("reference").as_string());
  house.post("/api/v1/privacy/erasures", administrator,
             R"({"reference":")" + reference + R"(","reason":"Asked.","words":true})");
  CHECK_FALSE(on_disk(shared_text));
  CHECK_FALSE(in_files(house, "HERFILE"));
  const std::string receipt(another.at("receipt").as_string());
  const std::string address = receipt.substr(receipt.find("/api/"));
  CHECK(house.get(address + "/attachments/" + sha256_hex(shared_text)).status == 404);
  CHECK(house.post(address + "/attachments", "", "Something else.").status == 409);
}

TEST_CASE("Privacy: a file that no contribution came to name is swept, and no other") {
  ToldHouse house;
  house.story.open();
  house.tell();
  const std::string receipt(house.give(theirs).at("receipt").as_string());
  REQUIRE(house.post(receipt.substr(receipt.find("/api/")) + "/attachments", "", "Named.").status == 201);
  const std::filesystem::path folder = house.data() + "/attachments";
  for (const std::string text : {"Of nobody.", "Named.", "On its way."}) {
    config::testing::write_file((folder / sha256_hex(text)).string(), text);
    if (text != "On its way.")
      std::filesystem::last_write_time(
          folder / sha256_hex(text), std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));
  }
  house.application->forget_people();
  CHECK_FALSE(std::filesystem::exists(folder / sha256_hex("Of nobody.")));
  CHECK(std::filesystem::exists(folder / sha256_hex("Named.")));
  CHECK(std::filesystem::exists(folder / sha256_hex("On its way.")));
}

TEST_CASE("Privacy: who is erased does not come back with the next copy of an imported file") {
  ToldHouse house;
  house.story.open();
  house.tell();
  const std::string administrator = house.key("admin", {"administrator", "", ""});
  const std::string lead = house.key("lead-a", {"lead", "", ""});
  const std::string file =
      R"({"mapping":{"source":"survey","id":"Id","words":["Views"],"email":"Email","name":"Name"},)"
      R"("csv":"Id,Views,Email,Name\n1,HERWORDS,her.address@tauira.example,HERNAME\n2,Others,,\n"})";
  const std::string target = "/api/v1/projects/p01/contributions/import";
  REQUIRE(house.post(target, lead, file).body.find(R"("added":2)") != std::string::npos);
  REQUIRE(
      house.post("/api/v1/privacy/erasures", administrator, by_email + R"(,"words":true,"reason":"Asked."})")
          .status == 200);
  CHECK(house.post(target, lead, file).body.find(R"("added":0,"already_there":2)") != std::string::npos);
  REQUIRE(house.application->advance(house.application->clock().now() + std::chrono::hours{24 * 40},
                                     std::chrono::seconds(60)));
  house.application->forget_people();
  CHECK(house.post(target, lead, file).body.find(R"("added":0,"already_there":2)") != std::string::npos);
  CHECK_FALSE(in_files(house, "HERNAME"));
}

TEST_CASE("Privacy: an erasure says when the log still holds it, and the next one empties it") {
  ToldHouse house;
  house.story.open();
  house.tell();
  const std::string administrator = house.key("admin", {"administrator", "", ""});
  house.give(R"({"words":"HERWORDS","contributor":{"name":"HERNAME","telephone":"+64 21 555 0123"}})");
  house.give(R"({"words":"Others","contributor":{"name":"Neighbour","telephone":"022 555 0123"}})");
  {
    // By text, they follow too.
    const auto followers = store::open_sqlite_followers(house.database());
    REQUIRE_FALSE(
        followers->ask(text_channel, "+64215550123", {"everything"}, house.application->clock().now()));
  }
  const std::string why = R"({"telephone":"021 5550123","reason":"Asked at the counter.")";
  {
    // Somebody reads all the while.
    sqlite3* reading = nullptr;
    REQUIRE(sqlite3_open(house.database().c_str(), &reading) == SQLITE_OK);
    REQUIRE(sqlite3_exec(reading, "begin; select count(*) from entry_people", nullptr, nullptr, nullptr) ==
            SQLITE_OK);
    const auto erased = house.post("/api/v1/privacy/erasures", administrator, why + "}");
    INFO(erased.body);
    CHECK(erased.body.find(R"("contributions":1,"words":0,"followers":1)") != std::string::npos);
    CHECK(erased.body.find(R"("from_files":false)") != std::string::npos);
    sqlite3_close(reading);
  }
  const auto again = house.post("/api/v1/privacy/erasures", administrator, why + "}");
  CHECK(again.body.find(R"("contributions":0)") != std::string::npos);
  CHECK(again.body.find(R"("from_files":true)") != std::string::npos);
  CHECK_FALSE(in_files(house, "HERNAME"));
  const auto noted = house.get("/api/v1/privacy/erasures", administrator).body;
  CHECK(noted.find("Asked at the counter.") != std::string::npos);
}

TEST_CASE("Privacy: only an administrator looks at what is held or erases it, and nothing names anybody") {
  ToldHouse house;
  const std::string lead = house.key("lead-a", {"lead", "", ""});
  const std::string administrator = house.key("admin", {"administrator", "", ""});
  for (const char* path : {"/api/v1/privacy/exports", "/api/v1/privacy/erasures"}) {
    CHECK(house.post(path, "", by_email + "}").status == 401);
    CHECK(house.post(path, lead, by_email + R"(,"reason":"x"})").status == 403);
    for (const std::string wrong : {"{}", R"({"email":"her.address"})"}) {
      const auto refused = house.post(path, administrator, wrong);
      CHECK(refused.status == 400);
      CHECK(refused.body.find("her.address") == std::string::npos);
    }
  }
  CHECK(house
            .post("/api/v1/privacy/erasures", administrator,
                  by_email + R"(,"reason":"her.address@tauira.example asked"})")
            .status == 400);
  CHECK(house.get("/api/v1/privacy/fields").body.find("contributor.email") != std::string::npos);
  house.application->stop();
  CHECK(house.log.str().find("her.address") == std::string::npos);
}

TEST_CASE("Privacy: a receipt that was asked for comes by mail, once, as text, and opens what was said") {
  ToldHouse house;
  house.story.open();
  house.tell();
  house.give(theirs);
  REQUIRE(comes_true([&] { return in_mail(house, "Your receipt"); }));
  CHECK_FALSE(in_mail(house, "HERWORDS"));
  CHECK_FALSE(in_mail(house, "HERNAME"));
  std::string mail;
  int mails = 0;
  for (const auto& one : std::filesystem::directory_iterator(house.data() + "/mail"))
    if (const std::string text = read_file(one.path()); text.find("Your receipt") != std::string::npos) {
      mail = text;
      ++mails;
    }
  CHECK(mails == 1);
  CHECK(mail.find("text/html") == std::string::npos);
  std::string unfolded = mail;
  for (auto at = unfolded.find("=\r\n"); at != std::string::npos; at = unfolded.find("=\r\n"))
    unfolded.erase(at, 3);
  const auto start = unfolded.find("/receipt/fc_");
  REQUIRE(start != std::string::npos);
  const std::string link = unfolded.substr(start, unfolded.find("\r\n", start) - start);
  CHECK(house.get(link).body.find("HERWORDS") != std::string::npos);
  CHECK_FALSE(in_files(house, link.substr(link.size() - 43)));
  house.application->stop();
  CHECK(house.log.str().find(link.substr(link.size() - 43)) == std::string::npos);
}

TEST_CASE("Privacy: when the time is over after a project has ended, who contributed is forgotten") {
  ToldHouse house;
  house.story.open();
  house.tell();
  house.give(theirs);
  house.follow("her.address@tauira.example");
  house.key("lead-a", {"lead", "", ""});
  house.key("rep-tai", {"mana_whenua_representative", "", "tauira-ki-tai"});
  house.application->forget_people();
  CHECK(in_files(house, "HERNAME"));
  house.story.accept("lead", "withdraw_project", R"({"reason":"The road is closed for good."})");
  house.tell();
  const Instant ended = house.application->clock().now();
  REQUIRE(house.application->advance(ended + std::chrono::hours{24 * 364}, std::chrono::seconds(60)));
  house.application->forget_people();
  CHECK(in_files(house, "HERNAME"));
  REQUIRE(house.application->advance(ended + std::chrono::hours{24 * 366}, std::chrono::seconds(60)));
  house.application->forget_people();
  house.application->forget_people();
  for (const char* text : {"HERNAME", "her.address", "Her.Address"}) {
    CAPTURE(text);
    CHECK_FALSE(in_files(house, text));
  }
  CHECK(in_files(house, "HERWORDS"));
  CHECK(command_line({"verify", "--data", house.data()}).exit == config::Exit::done);
}

TEST_CASE("Privacy: the command line shows, exports and erases, beside a server") {
  ToldHouse house;
  house.story.open();
  house.tell();
  house.give(theirs);
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", house.data()});
    return command_line(std::move(words));
  };
  CHECK(run({"privacy", "fields"}).out.find("contributor.telephone") != std::string::npos);
  CHECK(run({"privacy", "export", "--email", "her.address@tauira.example"}).out.find("HERNUMBER") !=
        std::string::npos);
  const auto counted =
      run({"privacy", "erase", "--email", "her.address@tauira.example", "--reason", "Asked.", "--dry-run"});
  CHECK(counted.out.find("would be erased:  1 contributions") != std::string::npos);
  CHECK(run({"privacy", "erase", "--email", "her.address@tauira.example", "--reason", "Asked."}).exit ==
        config::Exit::done);
  CHECK_FALSE(in_files(house, "HERNAME"));
  CHECK(run({"verify"}).exit == config::Exit::done);
}

TEST_CASE("Privacy: every detail somebody gives stands in the table of what is kept") {
  const auto fields = engagement::personal_fields();
  boost::mp11::mp_for_each<
      boost::describe::describe_members<engagement::Contributor, boost::describe::mod_public>>(
      [&](auto member) {
        CAPTURE(member.name);
        CHECK(std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
          return field.name == std::string("contributor.") + member.name;
        }));
      });
  for (const auto& field : fields) {
    CAPTURE(field.name);
    CHECK_FALSE((field.purpose.empty() || field.consent.empty() || field.source.empty()));
    CHECK_FALSE(engagement::kept_text(field, {}).empty());
  }
}
