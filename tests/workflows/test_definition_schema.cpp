#include "tests/workflows/definition_files.hpp"
#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <set>

using namespace full_circle::engagement;

namespace {

boost::json::value schema() {
  return boost::json::parse(
      definition_files::read(definition_files::source("workflows/engagement/definitions/schema.json")));
}

std::set<std::string> words_in_schema(const std::string& name) {
  std::set<std::string> words;
  const auto file = schema();
  for (const auto& word : file.at("$defs").at(name).at("enum").as_array()) words.emplace(word.as_string());
  return words;
}

std::set<std::string> set_of(const std::vector<std::string>& words) {
  return {words.begin(), words.end()};
}

std::set<std::string> keys_of(const boost::json::value& object) {
  std::set<std::string> keys;
  for (const auto& entry : object.at("properties").as_object()) keys.emplace(entry.key());
  return keys;
}

}  // namespace

TEST_CASE("The schema knows the same words as the program") {
  CHECK(words_in_schema("role") == set_of(known_roles()));
  CHECK(words_in_schema("stage") == set_of(known_stages()));
  CHECK(words_in_schema("command") == set_of(known_commands()));
  CHECK(words_in_schema("event_type") == set_of(known_event_types()));
  CHECK(words_in_schema("step") == set_of(known_steps()));
  CHECK(words_in_schema("anchor") == set_of(known_anchors()));
  CHECK(words_in_schema("evidence") == set_of(known_evidence()));
  CHECK(words_in_schema("calendar") == set_of(known_calendars()));
  CHECK(words_in_schema("overdue") == set_of(known_overdue()));
  CHECK(words_in_schema("document_kind") == set_of(known_document_kinds()));
  std::set<std::string> moves;
  for (const auto& move : known_moves()) moves.emplace(move.command);
  CHECK(words_in_schema("move") == moves);
  std::set<std::string> requirements;
  for (const auto& spec : requirement_specs()) requirements.emplace(spec.name);
  CHECK(words_in_schema("requirement_name") == requirements);
}

TEST_CASE("The schema knows the same keys as the program") {
  // A key that only one of the two knew would show as a problem in this file, or be refused by the schema.
  const auto file = schema();
  std::string text = "name: a\n";
  for (const auto& key : keys_of(file)) text += key == "name" ? "" : key + ": {unknown_here: 1}\n";
  const auto problems = definition_files::listed(read_definition(text, {}).problems);
  for (const auto& key : keys_of(file))
    CHECK(problems.find("unknown key '" + key + "'") == std::string::npos);
  for (const std::string part : {"activity", "requirement", "notice", "delivery", "escalation"}) {
    const std::string list = part == "activity"     ? "activities"
                             : part == "delivery"   ? "deliveries"
                             : part == "escalation" ? part
                                                    : part + "s";
    std::string entry = list + ":\n  - {";
    for (const auto& key : keys_of(file.at("$defs").at(part))) entry += key + ": {}, ";
    const auto found = definition_files::listed(read_definition(entry + "}\n", {}).problems);
    INFO(found);
    CHECK(found.find("unknown key") == std::string::npos);
  }
  for (const std::string part : {"period", "branch", "meeting"}) {
    std::string entry = part + ": {";
    for (const auto& key : keys_of(file.at("$defs").at(part))) entry += key + ": {}, ";
    CHECK(definition_files::listed(read_definition(entry + "}\n", {}).problems).find("unknown key") ==
          std::string::npos);
  }
}

TEST_CASE(
    "An independent validator accepts the shipped definitions against the schema and refuses bad ones") {
  if (std::system("/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null") != 0) {
    WARN("skipped: python3-jsonschema and python3-yaml are not installed");
    return;
  }
  const auto script = definition_files::source("tests/workflows/validate_definitions.py").string();
  const auto folder = definition_files::source("workflows/engagement/definitions").string();
  const auto golden = definition_files::source("tests/golden/definitions").string();
  CHECK(std::system(("/usr/bin/python3 '" + script + "' '" + folder + "/schema.json' '" + folder + "'/*.yaml")
                        .c_str()) == 0);
  CHECK(std::system(("/usr/bin/python3 '" + script + "' '" + folder + "/schema.json' '" + golden +
                     "/bad-keys.yaml' >/dev/null")
                        .c_str()) != 0);
}
