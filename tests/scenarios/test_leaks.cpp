// One story in which unmistakable words are said at every label and in every place that carries words, and
// then everything is read that anybody can read: a table says who may see which.
#include "engine/record.hpp"
#include "tests/scenarios/told_house.hpp"
#include "tests/support/program.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/workflows/cycle_story.hpp"

#include <yaml-cpp/yaml.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

using namespace full_circle;
namespace config_testing = full_circle::config::testing;
using full_circle::testing::RawHttp;
using full_circle::testing::ToldHouse;

namespace {

using Readers = std::set<std::string>;

const std::string tai = "tauira-ki-tai";
const std::string uta = "tauira-ki-uta";

const Readers nobody{};
/// Words of an entity: its own people and the specialist who speaks with them.
const Readers theirs{"specialist", "rep-tai"};
const Readers other_theirs{"specialist", "rep-uta"};
/// Those who arrange, besides.
const Readers staff{"specialist", "rep-tai",        "lead",      "coordinator",
                    "adviser",    "decision_maker", "publisher", "administrator"};
/// Who works with what people said.
const Readers workers{"specialist", "lead", "coordinator", "adviser"};
const Readers everybody{"specialist",     "rep-tai",   "rep-uta",       "lead",   "coordinator", "adviser",
                        "decision_maker", "publisher", "administrator", "public", "stranger"};

/// A word that was planted, and who may read it.
const std::map<std::string, Readers> planted{
    {"QINTEREST", theirs},   {"QASSESSED", theirs},       {"QAGREEMENT", theirs},
    {"QATTEMPT", theirs},    {"QKAUPAPA", staff},         {"QRESOURCING", staff},
    {"QHANDLING", staff},    {"QCOMMENT", theirs},        {"QNOTECONF", theirs},
    {"QNOTECHECK", theirs},  {"QNOTEPUBLISH", everybody}, {"QDRAFT", theirs},
    {"QRECORD", staff},      {"QPUBLISHED", everybody},   {"QISSUE", theirs},
    {"QRESPONSE", theirs},   {"QTHEIRSTATEMENT", theirs}, {"QDECLINED", other_theirs},
    {"QWORDS", workers},     {"QGIVERNAME", workers},     {"qgiver@tauira.example", workers},
    {"QTELEPHONE", workers}, {"QPOSTAL", workers},        {"qfollower@tauira.example", nobody},
    {"QFILENAME", workers},  {"QFILEWORDS", workers},
};

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Which of the words stand in a text, also as the search folds them.
std::set<std::string> found_in(const std::string& text) {
  const std::string folded = small(text);
  std::set<std::string> found;
  for (const auto& [word, readers] : planted)
    if (folded.find(small(word)) != std::string::npos) found.insert(word);
  return found;
}

/// The branch of the first entity, from the first word to their record.
void speak(engagement::testing::Story& story) {
  const auto specialist = [&](const std::string& command, const std::string& body) {
    story.accept("maori_specialist", command, body, tai);
  };
  specialist("open_branch", R"({"entity_name":"Ngāti Tauira ki Tai","interest":"QINTEREST"})");
  specialist("assess_needed", R"({"assessment":"QASSESSED"})");
  specialist("identify_entities",
             R"({"contact_source":"RMA s 35A record","level":"hapū","overlapping_interests":[],)"
             R"("agreement":"QAGREEMENT"})");
  specialist("approve_offer", "");
  story.accept("lead", "send_offer",
               R"({"kaupapa":"QKAUPAPA","resourcing":"QRESOURCING","information_handling":"QHANDLING",)"
               R"("respond_by":"2027-04-30"})",
               tai);
  specialist("record_contact_attempt", R"({"channel":"phone","on":"2027-03-01","note":"QATTEMPT"})");
  specialist("add_note", R"({"text":"QNOTECONF","sensitivity":"in_confidence"})");
  specialist("add_note", R"({"text":"QNOTECHECK","sensitivity":"to_be_checked"})");
  specialist("add_note", R"({"text":"QNOTEPUBLISH","sensitivity":"to_be_checked"})");
  story.accept("mana_whenua_representative", "check_note",
               R"({"note":"note-3","sensitivity":"may_be_published"})", tai);
  story.open_branch(uta, "Ngāti Tauira ki Uta");
  story.accept("mana_whenua_representative:" + uta, "decline",
               R"({"reason":"QDECLINED","sensitivity":"in_confidence"})", uta);
  story.accept("mana_whenua_representative", "comment_only", R"({"words":"QCOMMENT"})", tai);
  story.accept("lead", "draft_record", R"({"record":"QDRAFT"})", tai);
  story.accept("mana_whenua_representative", "confirm_record",
               R"({"record":"QRECORD","published_words":"QPUBLISHED"})", tai);
}

void answer(engagement::testing::Story& story) {
  story.accept("publisher", "begin_closing", R"({"headline":"The path goes ahead"})");
  story.accept("publisher", "answer_theme",
               R"({"theme":"theme-1","verdict":"adopted","we_decided":"Planting starts in May.",)"
               R"("because":"Roots need one winter to hold the sand."})");
  story.accept("maori_specialist", "decide", R"({"responses":[{"issue":"QISSUE","response":"QRESPONSE"}]})",
               tai);
  story.accept("mana_whenua_representative", "record_difference",
               R"({"statement":"QTHEIRSTATEMENT","sensitivity":"in_confidence"})", tai);
  story.sign_off();
  story.accept("publisher", "publish_results");
}

struct Everything : ToldHouse {
  Everything() : ToldHouse(true) {
    story.plan();
    speak(story);
    story.prepare();
    story.accept("lead", "announce_project");
    story.accept("lead", "schedule_engagement");
    story.go_to("2027-06-14");
    story.accept("system", "open_engagement");
    tell();
    contribution = give(
        R"({"words":"QWORDS","consents":{"contact":true,"copy":true},"contributor":{"name":"QGIVERNAME",)"
        R"("email":"qgiver@tauira.example","telephone":"QTELEPHONE","address":"QPOSTAL"}})");
    REQUIRE(post("/api/v1/receipts/" + receipt() + "/attachments?name=QFILENAME.txt", "", file_text).status ==
            201);
    follow("qfollower@tauira.example");
    engagement::testing::decide_it(story);
    answer(story);
    tell();
    sign_in();
  }

  void sign_in() {
    for (const std::string role :
         {"lead", "coordinator", "adviser", "decision_maker", "publisher", "administrator"}) {
      std::string person = role + "-a";
      std::replace(person.begin(), person.end(), '_', '-');
      keys[role] = key(person, {role, "", ""});
    }
    keys["specialist"] = key("specialist-a", {"maori_specialist", "", ""});
    keys["rep-tai"] = key("rep-tai", {"mana_whenua_representative", "", tai});
    keys["rep-uta"] = key("rep-uta", {"mana_whenua_representative", "", uta});
    keys["stranger"] = key("stranger", {"lead", "another-project", ""});
    keys["public"] = "";
  }

  std::string receipt() const {
    const std::string url(contribution.at("receipt").as_string());
    return url.substr(url.rfind('/') + 1);
  }
  std::vector<std::string> deliveries() {
    std::vector<std::string> ids;
    for (const auto& one : application->store().reader()->deliveries({.project = "p01", .limit = 200}))
      ids.push_back(std::to_string(one.id));
    return ids;
  }
  /// The advice as it was submitted.
  std::string frozen() { return engagement::as_project(*application->engine().load("p01")).advice_hash; }
  /// What stands for a part of a path. A new one fails here until somebody says what it stands for.
  std::vector<std::string> values_of(const std::string& part) {
    if (part == "id") return {"p01"};
    if (part == "slug") return {slug()};
    if (part == "hash") return {frozen(), sha256_hex(file_text)};
    if (part == "entity") return {tai, uta};
    if (part == "reference") return {std::string(contribution.at("reference").as_string())};
    if (part == "delivery") return deliveries();
    if (part == "webhook") return {"tauira"};
    if (part == "name") return {"standard"};
    if (part == "file")
      return {slug() + ".ics", "all.ics", "kowhai-bay.ics", "young-people.ics", "parks.ics"};
    if (part == "path") return {"", slug() + "/", slug() + "/result/", "updates.atom", "feed.json"};
    if (part == "receipt") return {receipt()};
    if (part == "key" || part == "token") return {"fc_nothing"};
    FAIL("say what stands for {" << part << "} in this test");
    return {};
  }
  std::vector<std::string> targets_of(const std::string& pattern) {
    std::vector<std::string> targets{pattern};
    static const std::regex part("\\{([a-z]+)\\}");
    for (std::smatch match; std::regex_search(targets.front(), match, part);) {
      const std::string whole = match[0];
      std::vector<std::string> filled;
      for (const std::string& value : values_of(match[1]))
        for (std::string target : targets) {
          target.replace(target.find(whole), whole.size(), value);
          filled.push_back(std::move(target));
        }
      if (filled.empty()) return {};
      targets = std::move(filled);
    }
    return targets;
  }

  const std::string file_text = "QFILEWORDS stand in a file.";
  boost::json::object contribution;
  std::map<std::string, std::string> keys;  ///< by reader
};

/// What the queries of a route can add.
std::vector<std::string> variants(const std::string& target) {
  if (target.find("/contributions.") != std::string::npos) return {"", "?contributors=yes"};
  if (target.ends_with("/history")) return {"?limit=200"};
  if (target == "/api/v1/projects") return {"", "?text=qnoteconf", "?text=qwords", "?text=qcomment"};
  if (target.ends_with("/contributions")) return {"", "?q=qwords"};
  if (target == "/api/v1/calendar") return {"?from=2027-06-01&weeks=10"};
  if (target == "/api/v1/calendar/clashes") return {"?from=2027-06-01&to=2027-08-30"};
  return {""};
}

std::string stream(Everything& house, const std::string& target, const std::string& secret) {
  const std::string address = house.application->address();
  RawHttp client(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  client.wait_at_most(std::chrono::milliseconds(200));
  const std::string key_line = secret.empty() ? "" : "Authorization: Bearer " + secret + "\r\n";
  client.send("GET " + target + " HTTP/1.1\r\nHost: test\r\nLast-Event-ID: 1\r\n" + key_line + "\r\n");
  return client.read_until("never comes");
}

/// The words of a body, also where a spreadsheet or a PDF packs them up.
std::string unpacked(const Everything& house, const std::string& body) {
  const bool sheet = body.starts_with("PK");
  if (!sheet && !body.starts_with("%PDF")) return body;
  const std::string file = house.data() + "/unpacked";
  config_testing::write_file(file, body);
  const auto run =
      run_program(sheet ? "python3 -c \"import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); "
                          "print(*[z.read(n).decode() for n in z.namelist() if n.endswith('.xml')])\" '" +
                              file + "'"
                        : "pdftotext '" + file + "' -");
  std::filesystem::remove(file);
  REQUIRE(run.code == 0);
  return run.output;
}

void check_seen(const std::string& reader, const std::string& target, const std::string& body,
                std::map<std::string, Readers>& seen) {
  for (const std::string& word : found_in(body)) {
    seen[word].insert(reader);
    if (planted.at(word).contains(reader)) continue;
    // The address of a receipt is its giver's: whoever has it reads what they said and sent, and not who they
    // are.
    const bool giver = target.find("/receipt") != std::string::npos &&
                       (word == "QWORDS" || word == "QFILENAME" || word == "QFILEWORDS");
    INFO(reader << " reads " << word << " at " << target);
    CHECK(giver);
  }
}

std::string all_files(const std::filesystem::path& folder) {
  std::string all;
  if (!std::filesystem::exists(folder)) return all;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
    if (file.is_regular_file()) all += config_testing::read_file(file.path());
  return all;
}

/// After everything was read: requests are logged with what they asked for.
void check_log(Everything& house) {
  house.application->stop();
  const std::string log = house.log.str();
  CHECK(log.size() > 1'000);
  CHECK(found_in(log) == std::set<std::string>{});
  for (const auto& [reader_name, secret] : house.keys) {
    CAPTURE(reader_name);
    if (!secret.empty()) CHECK(log.find(secret) == std::string::npos);
  }
  CHECK(log.find(house.receipt()) == std::string::npos);
}

}  // namespace

TEST_CASE("Privacy: nobody reads anywhere what is not for them") {
  Everything house;
  const YAML::Node document = YAML::Load(house.get("/openapi.yaml").body);
  std::map<std::string, Readers> seen;
  std::size_t answered = 0;
  for (const auto& path : document["paths"]) {
    const YAML::Node operation = path.second["get"];
    if (!operation) continue;
    const YAML::Node found = operation["responses"]["200"];
    const bool streams = found && found["content"] && found["content"]["text/event-stream"];
    for (const std::string& target : house.targets_of(path.first.as<std::string>()))
      for (const auto& [reader, secret] : house.keys) {
        if (streams) {
          check_seen(reader, target, stream(house, target, secret), seen);
          continue;
        }
        for (const std::string& variant : variants(target)) {
          const auto answer = house.get(target + variant, secret);
          answered += answer.status == 200 ? 1 : 0;
          // What prints a PDF may not be installed, or not run as this user; the answer then says so.
          CHECK((answer.status < 500 || (answer.status == 503 && target.ends_with(".pdf"))));
          check_seen(reader, target + variant, unpacked(house, answer.body), seen);
        }
      }
  }
  CHECK(answered > 400);
  // It can fail: every word is there to be read by somebody whom it is for.
  for (const auto& [word, readers] : planted) {
    CAPTURE(word);
    for (const auto& reader : {"specialist", "lead", "public"})
      if (readers.contains(reader) && word != "QATTEMPT") CHECK(seen[word].contains(reader));
  }
  check_log(house);
}

TEST_CASE("Privacy: what leaves by files and messages holds nothing that is not for whom it goes to") {
  Everything house;
  const std::set<std::string> for_everybody{"QPUBLISHED", "QNOTEPUBLISH"};
  const auto only = [](std::set<std::string> found, const std::set<std::string>& allowed) {
    for (const auto& word : allowed) found.erase(word);
    return found;
  };
  CHECK(found_in(all_files(house.data() + "/public")) == for_everybody);
  CHECK(only(found_in(all_files(house.data() + "/calendar")), for_everybody).empty());
  CHECK(only(found_in(all_files(house.data() + "/mail")),
             {"QPUBLISHED", "qgiver@tauira.example", "qfollower@tauira.example", "QGIVERNAME"})
            .empty());
  std::set<std::string> told;
  std::string adapters;
  DeliveryQuery query{.project = "p01", .limit = 200};
  const auto reader = house.application->store().reader();
  for (auto page = reader->deliveries(query); !page.empty(); page = reader->deliveries(query)) {
    for (const Delivery& one : page) {
      adapters += one.adapter + " ";
      for (const auto& word : found_in(one.payload + one.note)) told.insert(one.adapter + ": " + word);
    }
    query.after_id = page.back().id;
  }
  CHECK(adapters.find("webhook:tauira") != std::string::npos);
  std::erase_if(told, [](const std::string& one) { return one.find("QPUBLISHED") != std::string::npos; });
  // The offer goes to the entity it is made to.
  CHECK(told == std::set<std::string>{"notifier: QHANDLING", "notifier: QKAUPAPA", "notifier: QRESOURCING"});
}
