#include "tests/workflows/definition_files.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

using namespace full_circle::engagement;
using definition_files::listed;

namespace {

std::string problems_of(const std::string& text) {
  const auto reading = read_definition(text, definition_files::adapters());
  CHECK(reading.definition.has_value() == reading.problems.empty());
  return listed(reading.problems);
}

std::string standard_with(const std::string& from, const std::string& to) {
  std::string text;
  for (const auto& [file, content] : shipped_definitions()) {
    if (file == "standard.yaml") text = content;
  }
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("Every kind of problem is told with its line and column (tests/golden/definitions)") {
  // FULL_CIRCLE_UPDATE_GOLDEN=1 writes what is found, to be read before it is committed.
  const bool update = std::getenv("FULL_CIRCLE_UPDATE_GOLDEN") != nullptr;
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(definition_files::source("tests/golden/definitions"))) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    INFO(entry.path().filename().string());
    auto expected_file = entry.path();
    expected_file.replace_extension(".problems");
    const auto found = problems_of(definition_files::read(entry.path()));
    if (update) std::ofstream(expected_file, std::ios::binary) << found;
    CHECK_FALSE(found.empty());
    CHECK(found == definition_files::read(expected_file));
  }
  CHECK(files >= 12);
}

TEST_CASE("Problems come in the order of the file") {
  for (const auto& entry :
       std::filesystem::directory_iterator(definition_files::source("tests/golden/definitions"))) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path().filename().string());
    const auto problems =
        read_definition(definition_files::read(entry.path()), definition_files::adapters()).problems;
    CHECK(std::is_sorted(problems.begin(), problems.end(), [](const auto& left, const auto& right) {
      return std::pair(left.line, left.column) < std::pair(right.line, right.column);
    }));
  }
}

TEST_CASE("A definition is small: a huge, deep, endless or aliased file is turned down quickly") {
  CHECK(problems_of(std::string(1024 * 1024 + 1, '#')) == "1:1 the file is larger than 1 MiB\n");
  CHECK(problems_of("").starts_with("1:1 "));
  CHECK(problems_of("# nothing but a comment\n").starts_with("1:1 "));
  CHECK(problems_of(std::string(100'000, '[')).find("nested too deeply") != std::string::npos);
  CHECK(problems_of(std::string(100'000, '{')).find("nested too deeply") != std::string::npos);
  std::string many = "name: [";
  for (int index = 0; index < 100'000; ++index) many += "a,";
  CHECK(problems_of(many + "a]").find("goes on for too long") != std::string::npos);
  CHECK(problems_of("name: &a [x]\ntitle: *a\n") == "2:8 aliases (*name) are not read here: write it out\n");
  CHECK(problems_of("a: &a [*a]\n").find("aliases") != std::string::npos);
}

TEST_CASE("What is not text is refused where it stands") {
  CHECK(problems_of("name: standard\ntitle: \"caf\xE9\"\n") == "2:12 this is not UTF-8\n");
  CHECK(problems_of("title: \"\xED\xA0\x80\"\n") == "1:9 this is not UTF-8\n");
  CHECK(problems_of("title: \"\xC0\xAF\"\n") == "1:9 this is not UTF-8\n");
  CHECK(problems_of("name: standard\n---\nname: standard\n").find("one YAML document") != std::string::npos);
  CHECK(problems_of("- a\n- b\n").starts_with("1:1 a definition has to be a mapping"));
  CHECK(problems_of("just words").starts_with("1:1 a definition has to be a mapping"));
  CHECK(problems_of("name: \"unfinished").find("not YAML") != std::string::npos);
  CHECK(problems_of("name: a\ntitle: 'it''s\nversion: 1\n") ==
        "2:8 this is not YAML: the quotation is never closed\n");
  CHECK(problems_of(std::string("title: a\0b\n", 11)).size() > 0);
}

TEST_CASE("Columns count characters, not bytes") {
  CHECK(problems_of(standard_with("title: Engagement\n", "title: Engagement\ninternal: [Māori, &x ā, *x]\n"))
            .find("5:25 aliases") != std::string::npos);
}

TEST_CASE(
    "A definition whose lengths do not fit is refused, and still read for projects that began with it") {
  const std::string text = standard_with("{days: 15, before: opens_on}", "{days: 3, before: opens_on}");
  CHECK(problems_of(text).find("cannot fit: due 3 days before opens_on") != std::string::npos);
  CHECK(read_kept_definition(text, definition_files::adapters()).definition);
  CHECK(problems_of(standard_with("{days: 15, before: opens_on}", "{days: 14, before: opens_on}")).empty());
}

TEST_CASE(
    "A definition that knows nothing of a command is refused, and still read for projects that began with "
    "it") {
  std::string text = definition_files::shipped("standard").text;
  for (auto at = text.find(", record_review"); at != std::string::npos; at = text.find(", record_review"))
    text.erase(at, std::string_view(", record_review").size());
  CHECK(problems_of(text).find("no role may give 'record_review'") != std::string::npos);
  const auto kept = read_kept_definition(text, definition_files::adapters());
  REQUIRE(kept.definition);
  CHECK_FALSE(kept.definition->may("lead", "record_review"));
}

TEST_CASE("One change to a good definition is one problem") {
  CHECK(problems_of(standard_with("role: lead", "role: laed"))
            .find("unknown role 'laed' (did you mean 'lead'?)") != std::string::npos);
  CHECK(problems_of(standard_with("version: 2", "version: \"2\"")) ==
        "3:10 'version' has to be a whole number from 1 to 1000000\n");
  CHECK(problems_of(standard_with("version: 2", "version: 99999999999999999999")) ==
        "3:10 'version' has to be a whole number from 1 to 1000000\n");
  CHECK(problems_of(standard_with("version: 2", "version: 2\ninternal: yes")) ==
        "4:11 'internal' has to be true or false\n");
  CHECK(problems_of(standard_with("title: Engagement", "title:")) == "4:1 'title' has to be text\n");
  CHECK(problems_of(standard_with("title: Engagement", "title: \"\"")) == "4:8 'title' is empty\n");
  CHECK(problems_of(standard_with("title: Engagement", "title: \"a\\nb\"")) ==
        "4:8 'title' has to be one line\n");
  CHECK(problems_of(standard_with("title: Engagement", "title: " + std::string(301, 'a'))) ==
        "4:8 'title' is longer than 300 characters\n");
}

TEST_CASE("A damaged definition is answered with problems in the file, never with an exception") {
  std::string whole;
  for (const auto& [file, text] : shipped_definitions()) {
    if (file == "internal.yaml") whole = text;
  }
  const auto lines = std::count(whole.begin(), whole.end(), '\n') + 1;
  const std::string marks = "{}[]:,\"'|>&*!%@`#-?\t\n \x01\xC4";
  for (std::size_t at = 0; at < whole.size(); at += 131) {
    auto damaged = whole;
    damaged[at] = marks[at % marks.size()];
    for (const auto& text : {whole.substr(0, at), damaged}) {
      INFO("byte " << at);
      const auto reading = read_definition(text, definition_files::adapters());
      CHECK(reading.definition.has_value() == reading.problems.empty());
      for (const auto& problem : reading.problems) {
        CHECK(problem.line >= 1);
        CHECK(problem.line <= lines + 1);
        CHECK(problem.column >= 1);
        CHECK_FALSE(problem.message.empty());
      }
    }
  }
}

TEST_CASE("Those who were asked are told of the results by one notice, which puts on record that they were") {
  const auto split = standard_with("  - on: results_published\n    audiences: [public, entities]",
                                   "  - on: results_published\n    audiences: [entities]\n"
                                   "    subject: Done\n    paragraphs: [Done.]\n"
                                   "  - on: results_published\n    audiences: [public]");
  CHECK(problems_of(split).find("needs one notice that holds both public and entities") != std::string::npos);
  CHECK(read_kept_definition(split, definition_files::adapters()).definition);
}

TEST_CASE("A delivery can go to an adapter of the settings, and to no other") {
  const auto with = [](const std::string& adapter) {
    return standard_with(
        "\nnotices:", "\ndeliveries:\n  - {on: results_published, adapter: \"" + adapter + "\"}\n\nnotices:");
  };
  const auto reading = read_definition(with("exec:archive"), definition_files::adapters());
  REQUIRE(listed(reading.problems) == "");
  REQUIRE(reading.definition->deliveries.size() == 1);
  CHECK(reading.definition->deliveries[0].on == "results_published");
  CHECK(reading.definition->deliveries[0].adapter == "exec:archive");
  CHECK(
      problems_of(with("exec:archve")).find("unknown adapter 'exec:archve' (did you mean 'exec:archive'?)") !=
      std::string::npos);
}

TEST_CASE("What a definition says is read as it stands") {
  const auto definition = definition_files::shipped("standard");
  CHECK(definition.version == 2);
  const auto* activity = definition.activity("find_target_communities");
  REQUIRE(activity != nullptr);
  CHECK(activity->stage == "plan");
  CHECK(activity->role == "lead");
  CHECK(activity->evidence == "note");
  CHECK(activity->required);
  CHECK(activity->waits_for == std::vector<std::string>{"read_earlier_feedback"});
  REQUIRE(activity->due);
  CHECK(activity->due->count.days == 15);
  CHECK_FALSE(activity->due->before);
  CHECK(activity->due->anchor == "project_created");
  CHECK_FALSE(definition.activity("check_who_is_missing")->required);
  CHECK(definition.activity("no_such_activity") == nullptr);
  CHECK(definition.may("publisher", "publish_results"));
  CHECK(definition.period.days_min == 14);
  CHECK(definition.branch.response_days_min == 20);
}

TEST_CASE("Files that a definition takes are of known kinds, and fit into one sending") {
  const std::string types = "types: [pdf, jpeg, png, text, docx, odt]";
  CHECK(problems_of(standard_with(types, "types: [pdf, jpg]")).find("jpg") != std::string::npos);
  CHECK(problems_of(standard_with(types, "types: [pdf, pdf]")).find("'pdf' is named twice") !=
        std::string::npos);
  CHECK(problems_of(standard_with(types, "types: []")).find("no kind of file is named") != std::string::npos);
  CHECK(problems_of(standard_with("files_max: 3", "files_max: 4"))
            .find("4 files of 10 MB are more than the 30 MB that can be sent at once") != std::string::npos);
  CHECK(problems_of(standard_with("files_max: 3", "files_max: 0")).find("files_max") != std::string::npos);
}
