#include "config/adapters.hpp"
#include "config/cli_parts.hpp"
#include "config/embedded.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/chart_export.hpp"
#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/definitions/shipped.hpp"
#include "workflows/engagement/lifecycle.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>

namespace full_circle::config {
namespace {

using engagement::Definition;
using engagement::DefinitionProblem;
using engagement::ProofFailure;

struct Checked {
  std::string file;
  std::vector<DefinitionProblem> problems;
  std::vector<ProofFailure> failures;
  std::optional<Definition> definition;
  bool ok() const { return problems.empty() && failures.empty() && definition.has_value(); }
};

std::optional<std::string> contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) return std::nullopt;
  return text.str();
}

Checked check_file(const std::string& path, const std::vector<std::string>& adapters,
                   const Chart& project_chart) {
  Checked checked;
  checked.file = path;
  const auto text = contents_of(path);
  if (!text) {
    checked.problems.push_back({0, 0, "cannot be read"});
    return checked;
  }
  engagement::DefinitionReading reading = engagement::read_definition(*text, adapters);
  checked.problems = std::move(reading.problems);
  checked.definition = std::move(reading.definition);
  if (checked.definition) {
    checked.definition->hash = sha256_hex(*text);
    checked.failures = engagement::prove_definition(*checked.definition, project_chart);
  }
  return checked;
}

boost::json::object as_json(const Checked& checked) {
  boost::json::array problems;
  for (const DefinitionProblem& problem : checked.problems) {
    problems.push_back(boost::json::object{
        {"line", problem.line}, {"column", problem.column}, {"message", problem.message}});
  }
  boost::json::array failures;
  for (const ProofFailure& failure : checked.failures) {
    failures.push_back(boost::json::object{
        {"what", failure.what}, {"path", boost::json::array(failure.path.begin(), failure.path.end())}});
  }
  return {{"file", checked.file},
          {"ok", checked.ok()},
          {"problems", std::move(problems)},
          {"proof_failures", std::move(failures)}};
}

void print_text(std::ostream& out, const Checked& checked) {
  for (const DefinitionProblem& problem : checked.problems) {
    out << checked.file;
    if (problem.line > 0) out << ":" << problem.line << ":" << problem.column;
    out << ": " << problem.message << "\n";
  }
  for (const ProofFailure& failure : checked.failures) {
    out << checked.file << ": proof: " << failure.what << "\n";
    if (failure.path.empty()) continue;
    out << "    a shortest way there:";
    for (const std::string& event : failure.path) out << " " << event;
    out << "\n";
  }
  if (!checked.ok()) return;
  const Definition& definition = *checked.definition;
  out << checked.file << ": " << definition.name << " version " << definition.version << ", "
      << definition.activities.size() << " activities, " << definition.requirements.size()
      << " added requirements: no problems; proved: every place can be reached, and every place has a way "
         "to an end\n";
}

Exit check(const CommandLine& line, const std::vector<std::string>& files) {
  const auto adapters = adapter_names(settings_of(line));
  const Chart chart = engagement::explore_project_chart();
  boost::json::array items;
  Exit exit = Exit::done;
  for (const std::string& file : files) {
    const Checked checked = check_file(file, adapters, chart);
    if (!checked.ok()) exit = Exit::answer_is_no;
    if (line.common.output() == Output::json) {
      items.push_back(as_json(checked));
    } else {
      print_text(line.console.out, checked);
    }
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"items", std::move(items)}, {"next", nullptr}});
  }
  return exit;
}

/// A definition in force by its name, or a file.
std::optional<Definition> find(const CommandLine& line, const std::string& name_or_file) {
  const Settings settings = settings_of(line);
  DefinitionsFound found = find_definitions(settings);
  for (Definition& definition : found.definitions) {
    if (definition.name == name_or_file) return std::move(definition);
  }
  std::error_code error;
  if (std::filesystem::is_regular_file(name_or_file, error)) {
    Checked checked = check_file(name_or_file, adapter_names(settings), engagement::explore_project_chart());
    if (!checked.problems.empty()) print_text(line.console.err, checked);
    if (checked.definition) checked.definition->text = contents_of(name_or_file).value_or("");
    return std::move(checked.definition);
  }
  std::string names;
  for (const Definition& definition : found.definitions) names += " " + definition.name;
  line.console.err << "fullcircle: no definition and no file is called '" << name_or_file << "':" << names
                   << "\n";
  for (const std::string& problem : found.problems) line.console.err << "  " << problem << "\n";
  return std::nullopt;
}

Exit list(const CommandLine& line) {
  const DefinitionsFound found = find_definitions(settings_of(line));
  boost::json::array items;
  for (const Definition& definition : found.definitions) {
    items.push_back(boost::json::object{{"name", definition.name},
                                        {"version", definition.version},
                                        {"title", definition.title},
                                        {"summary", definition.summary},
                                        {"hash", definition.hash}});
    if (line.common.output() == Output::text) {
      line.console.out << definition.name << "  version " << definition.version << "  " << definition.title
                       << "\n";
    }
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"items", std::move(items)}, {"next", nullptr}});
  }
  for (const std::string& problem : found.problems) line.console.err << problem << "\n";
  return found.problems.empty() ? Exit::done : Exit::answer_is_no;
}

void print_activities(std::ostream& out, const Definition& definition) {
  std::string stage;
  for (const engagement::Activity& activity : definition.activities) {
    if (activity.stage != stage) out << "\n" << (stage = activity.stage) << "\n";
    out << "  " << activity.name << ": " << activity.title << " (" << activity.role
        << (activity.required ? "" : ", optional") << ")\n";
    for (const std::string& other : activity.waits_for) out << "      after " << other << "\n";
  }
}

Exit show(const CommandLine& line, const std::string& name) {
  const auto definition = find(line, name);
  if (!definition) return Exit::answer_is_no;
  std::ostream& out = line.console.out;
  if (line.common.output() == Output::text) {
    out << definition->name << " version " << definition->version << ": " << definition->title << "\n"
        << definition->summary << "\nSource: " << definition->source << "\n";
    print_activities(out, *definition);
    out << "\nAdded requirements\n";
    for (const engagement::AddedRequirement& added : definition->requirements) {
      out << "  " << added.move << " waits for " << added.requirement;
      for (const std::string& value : added.arguments.values) out << " " << value;
      out << " (" << added.source << ")\n";
    }
    return Exit::done;
  }
  boost::json::array activities;
  for (const engagement::Activity& activity : definition->activities) {
    activities.push_back(boost::json::object{
        {"name", activity.name},
        {"stage", activity.stage},
        {"title", activity.title},
        {"role", activity.role},
        {"required", activity.required},
        {"waits_for", boost::json::array(activity.waits_for.begin(), activity.waits_for.end())},
        {"source", activity.source}});
  }
  boost::json::array requirements;
  for (const engagement::AddedRequirement& added : definition->requirements) {
    requirements.push_back(boost::json::object{
        {"move", added.move}, {"requirement", added.requirement}, {"source", added.source}});
  }
  print_json(out, boost::json::object{{"name", definition->name},
                                      {"version", definition->version},
                                      {"title", definition->title},
                                      {"summary", definition->summary},
                                      {"hash", definition->hash},
                                      {"activities", std::move(activities)},
                                      {"requirements", std::move(requirements)},
                                      {"text", definition->text}});
  return Exit::done;
}

Exit diagram(const CommandLine& line, const std::string& name) {
  const auto definition = find(line, name);
  if (!definition) return Exit::answer_is_no;
  line.console.out << engagement::draw_definition(*definition);
  return Exit::done;
}

Exit print_chart(const CommandLine& line, const std::string& name, const std::string& form) {
  const Chart chart =
      name == "branch" ? engagement::explore_branch_chart() : engagement::explore_project_chart();
  if (form == "scxml") {
    line.console.out << engagement::to_scxml(chart, name);
  } else if (form == "table") {
    line.console.out << engagement::to_table_json(chart, name);
  } else {
    line.console.out << engagement::to_mermaid(chart);
  }
  return Exit::done;
}

void add_chart_command(CLI::App& workflow, CommandLine& line) {
  auto name = std::make_shared<std::string>();
  auto form = std::make_shared<std::string>("mermaid");
  CLI::App* chart = add_command(workflow, "chart", "The charts themselves: what may ever follow what",
                                "  fullcircle workflow chart project > project.mmd\n"
                                "  fullcircle workflow chart branch --form scxml\n",
                                line, [&line, name, form] { return print_chart(line, *name, *form); });
  chart->add_option("CHART", *name, "project or branch")
      ->required()
      ->check(CLI::IsMember({"project", "branch"}));
  chart->add_option("--form", *form, "mermaid, scxml, or table (every place, as JSON)")
      ->check(CLI::IsMember({"mermaid", "scxml", "table"}));
}

}  // namespace

void add_workflow_commands(CLI::App& app, CommandLine& line) {
  CLI::App* workflow = app.add_subcommand("workflow", "Definitions: what has to be done first");
  workflow->require_subcommand(1);
  auto files = std::make_shared<std::vector<std::string>>();
  auto name = std::make_shared<std::string>();
  CLI::App* checking = add_command(
      *workflow, "check", "Every problem of a definition with its line, then the proof; 1 when there are any",
      "  fullcircle workflow check my-definition.yaml\n"
      "  fullcircle workflow check definitions/*.yaml --json\n",
      line, [&line, files] { return check(line, *files); });
  checking->add_option("FILE", *files, "Definition files")->required();
  add_settings_options(*checking, line);
  add_json_option(*checking, line);
  CLI::App* drawing = add_command(*workflow, "diagram", "Draws a definition as a Mermaid flowchart",
                                  "  fullcircle workflow diagram standard > standard.mmd\n", line,
                                  [&line, name] { return diagram(line, *name); });
  CLI::App* showing = add_command(*workflow, "show", "One definition: activities and requirements",
                                  "  fullcircle workflow show special_consultative_procedure\n", line,
                                  [&line, name] { return show(line, *name); });
  for (CLI::App* command : {drawing, showing}) {
    command->add_option("NAME", *name, "A definition in force, or a file")->required();
    add_settings_options(*command, line);
  }
  add_json_option(*showing, line);
  add_chart_command(*workflow, line);
  CLI::App* listing =
      add_command(*workflow, "list", "The definitions in force", "", line, [&line] { return list(line); });
  add_settings_options(*listing, line);
  add_json_option(*listing, line);
  add_command(*workflow, "schema", "The JSON Schema of definition files, for editors",
              "  fullcircle workflow schema > schema.json\n", line, [&line] {
                line.console.out << definition_schema();
                return Exit::done;
              });
}

}  // namespace full_circle::config
