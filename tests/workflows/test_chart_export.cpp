#include "workflows/engagement/chart_export.hpp"

#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/lifecycle.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace full_circle;
using namespace full_circle::engagement;

namespace {

const std::string folder = FULL_CIRCLE_SOURCE_DIR "/workflows/engagement/";

bool regenerating() {
  const char* wanted = std::getenv("FULL_CIRCLE_REGENERATE");
  return wanted && std::string(wanted) == "1";
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  REQUIRE(file.flush());
}

/// The file holds exactly this text, or is made to.
void check_file(const std::string& path, const std::string& text) {
  INFO(path << " is out of date: FULL_CIRCLE_REGENERATE=1 writes it again");
  if (regenerating() && read(path) != text) write(path, text);
  const bool current = read(path) == text;
  CHECK(current);
}

/// The file holds exactly this text between the marker and the end marker that follows it, or is made to.
void check_block(const std::string& path, const std::string& marker, const std::string& text) {
  const std::string begin = "<!-- generated:" + marker + " -->\n";
  const std::string end = "<!-- /generated -->";
  std::string whole = read(path);
  const auto at = whole.find(begin);
  REQUIRE(at != std::string::npos);
  const auto from = at + begin.size();
  const auto to = whole.find(end, from);
  REQUIRE(to != std::string::npos);
  check_file(path, whole.replace(from, to - from, text));
}

std::string drawing(const Chart& chart) {
  return "\n```mermaid\n" + to_mermaid(chart) + "```\n\n" + to_fact_table(chart) + "\n";
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// Two regions with memory, one of them with an inner state that is left across its border.
Chart small_chart() {
  ChartOutline outline;
  outline.events = {"go", "stop", "back", "note"};
  outline.states = {{.name = "work", .initial = {1, 4}, .regions = {"step", "light"}, .remembers = true},
                    {.name = "first", .outer = 0},
                    {.name = "second", .outer = 0, .initial = {3}, .regions = {"inner"}},
                    {.name = "deep", .outer = 2},
                    {.name = "dark", .outer = 0, .region = 1},
                    {.name = "rest"}};
  outline.reactions = {{.state = 1, .event = 0, .target = 2},
                       {.state = 3, .event = 2, .target = 1},
                       {.state = 0, .event = 1, .target = 5},
                       {.state = 5, .event = 2, .target = 0},
                       {.state = 5, .event = 3}};
  const auto none = std::optional<std::uint16_t>();
  using Next = std::vector<std::optional<std::uint16_t>>;
  return Chart(outline, {{.leaves = {1, 4}, .remembered = {}, .next = Next{1, 2, none, none}},
                         {.leaves = {3, 4}, .remembered = {}, .next = Next{none, 3, 0, none}},
                         {.leaves = {5}, .remembered = {1, 4}, .next = Next{none, none, 0, 2}},
                         {.leaves = {5}, .remembered = {3, 4}, .next = Next{none, none, 1, 3}}});
}

}  // namespace

TEST_CASE("Chart exports: the README draws both charts as they are") {
  check_block(folder + "README.md", "project-chart", drawing(explore_project_chart()));
  check_block(folder + "README.md", "branch-chart", drawing(explore_branch_chart()));
}

TEST_CASE("Chart exports: the files in charts/ are the charts as they are") {
  const Chart project = explore_project_chart();
  const Chart branch = explore_branch_chart();
  check_file(folder + "charts/project.scxml", to_scxml(project, "project"));
  check_file(folder + "charts/branch.scxml", to_scxml(branch, "branch"));
  check_file(folder + "charts/project.json", to_table_json(project, "project"));
  check_file(folder + "charts/branch.json", to_table_json(branch, "branch"));
}

TEST_CASE("Chart exports: a drawing has every state and every move once, and marks the way back") {
  for (const Chart& chart : {explore_project_chart(), explore_branch_chart()}) {
    const std::string drawn = to_mermaid(chart);
    std::size_t moves = 0;
    for (const ChartReaction& reaction : chart.outline().reactions) {
      if (!reaction.target) continue;
      ++moves;
      CHECK(drawn.find(" : " + chart.events()[reaction.event]) != std::string::npos);
    }
    CHECK(count(drawn, " : ") == moves);
    CHECK(count(drawn, "H*") == 1);
    for (const ChartState& state : chart.outline().states) {
      const std::string line =
          state.initial.empty() ? " " + state.name + "\n" : "state " + state.name + " {\n";
      INFO(state.name);
      CHECK(drawn.find(line) != std::string::npos);
    }
  }
}

TEST_CASE("Chart exports: regions, nesting and memory of a small chart, drawn") {
  CHECK(to_mermaid(small_chart()) ==
        "stateDiagram-v2\n"
        "  [*] --> work\n"
        "  state work {\n"
        "    [*] --> first\n"
        "    first\n"
        "    state second {\n"
        "      [*] --> deep\n"
        "      deep\n"
        "    }\n"
        "    first --> second : go\n"
        "    second --> first : back (from deep)\n"
        "    --\n"
        "    [*] --> dark\n"
        "    dark\n"
        "  }\n"
        "  rest\n"
        "  work --> rest : stop\n"
        "  rest --> work : back (H*)\n");
  CHECK(to_fact_table(small_chart()) == "| While in | may be recorded |\n|---|---|\n| rest | `note` |\n");
}

TEST_CASE("Chart exports: regions, nesting and memory of a small chart, as SCXML") {
  const std::string document = to_scxml(small_chart(), "small");
  CHECK(document.find("<parallel id=\"work\">") != std::string::npos);
  CHECK(document.find(
            "<history id=\"work.history\" type=\"deep\">\n      <transition target=\"first dark\"/>") !=
        std::string::npos);
  CHECK(document.find("<state id=\"work.step\" initial=\"first\">") != std::string::npos);
  CHECK(document.find("<state id=\"second\" initial=\"deep\">") != std::string::npos);
  CHECK(document.find("<transition event=\"back\" target=\"work.history\"/>") != std::string::npos);
  CHECK(document.find("<transition event=\"note\"/>") != std::string::npos);
}

TEST_CASE("Chart exports: the table read back is the chart") {
  for (const Chart& chart : {explore_project_chart(), explore_branch_chart(), small_chart()}) {
    const auto table = boost::json::parse(to_table_json(chart, "any"));
    const auto& places = table.at("places").as_array();
    REQUIRE(places.size() == chart.size());
    REQUIRE(table.at("events").as_array().size() == chart.events().size());
    for (const Place place : chart.places()) {
      const auto& row = places[place.index()];
      const auto names = boost::json::value_to<std::vector<std::string>>(row.at("names"));
      CHECK(chart.restore(names) == place);
      std::set<EventId> facts;
      for (const auto& fact : row.at("facts").as_array()) facts.insert(boost::json::value_to<EventId>(fact));
      for (EventId event = 0; event < chart.events().size(); ++event) {
        const auto* move = row.at("moves").as_object().if_contains(chart.events()[event]);
        const auto target = chart.next(place, event);
        REQUIRE((move || facts.count(event)) == target.has_value());
        if (target)
          REQUIRE(target->index() == (move ? boost::json::value_to<std::uint16_t>(*move) : place.index()));
      }
    }
  }
}
