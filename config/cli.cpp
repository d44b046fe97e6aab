#include "config/cli.hpp"

#include "config/cli_parts.hpp"

#include <spdlog/fmt/fmt.h>
#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <ostream>

namespace full_circle::config {
namespace {

constexpr const char* about =
    "Full Circle runs community engagement for a council: Plan, Prepare, Engage, Report, Close the loop, "
    "Evaluate, with mana whenua consultation beside it.";

constexpr const char* footer =
    "\nExamples:\n"
    "  fullcircle serve --demo                          example projects on http://127.0.0.1:8080\n"
    "  fullcircle workflow check my-definition.yaml     every problem with its line, then the proof\n"
    "  fullcircle user add --id lead-1 --name 'Engagement lead' --role lead --data data\n"
    "  fullcircle project moves SLUG --data data        what may happen now, and what it waits for\n"
    "  fullcircle dates add --calendar RMA-1991 2026-03-20 20   the 20th working day after, and why\n"
    "  fullcircle verify --data data                    nothing in the record was changed\n"
    "\nExit codes: 0 done; 1 the answer is no, or problems were found; 2 the command is not understood;\n"
    "3 the settings or the data directory cannot be used.\n"
    "\nSettings: config/example.yaml lists them all; `fullcircle settings` shows those in force.\n";

void write(std::ostream& out, const boost::json::value& value, const std::string& indent) {
  if (value.is_object() && !value.get_object().empty()) {
    out << "{";
    const char* separator = "\n";
    for (const auto& member : value.get_object()) {
      out << separator << indent << "  " << boost::json::serialize(boost::json::string(member.key())) << ": ";
      write(out, member.value(), indent + "  ");
      separator = ",\n";
    }
    out << "\n" << indent << "}";
  } else if (value.is_array() && !value.get_array().empty()) {
    out << "[";
    const char* separator = "\n";
    for (const auto& item : value.get_array()) {
      out << separator << indent << "  ";
      write(out, item, indent + "  ");
      separator = ",\n";
    }
    out << "\n" << indent << "]";
  } else {
    out << boost::json::serialize(value);
  }
}

}  // namespace

std::string program_version() {
  return FULL_CIRCLE_VERSION;
}

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& says,
                      const std::string& examples, CommandLine& line, std::function<Exit()> run) {
  CLI::App* command = parent.add_subcommand(name, says);
  if (!examples.empty()) command->footer("\nExamples:\n" + examples);
  command->callback([&line, run = std::move(run)] { line.chosen = run; });
  return command;
}

void add_json_option(CLI::App& command, CommandLine& line) {
  command.add_flag("--json", line.common.json, "Answer with JSON, for scripts");
}

void add_settings_options(CLI::App& command, CommandLine& line) {
  command.add_option("--data", line.common.data, "Directory of everything that is kept (default: data)")
      ->type_name("DIR");
  command.add_option("--config", line.common.config_file, "Settings file (default: $FULL_CIRCLE_CONFIG)")
      ->type_name("FILE");
}

CLI::Option* add_day_option(CLI::App& command, const std::string& name, std::string& into,
                            const std::string& says) {
  const auto check = [](const std::string& text) {
    return parse_day(text) ? std::string() : "'" + text + "' is no date like 2026-03-20";
  };
  return command.add_option(name, into, says)->type_name("DATE")->check(CLI::Validator(check, "", "date"));
}

Settings settings_of(const CommandLine& line) {
  const auto& common = line.common;
  SettingsReading reading =
      load_settings(common.config_file.empty() ? std::nullopt : std::optional(common.config_file),
                    line.console.environment);
  if (!reading.ok()) {
    std::string all = "the settings have problems";
    for (const SettingsProblem& problem : reading.problems) all += "\n  " + problem.text();
    throw Unusable(all);
  }
  if (!common.data.empty()) reading.settings.data = common.data;
  return std::move(reading.settings);
}

void print_json(std::ostream& out, const boost::json::value& value) {
  write(out, value, "");
  out << "\n";
}

std::string plain_text(const boost::json::value& value) {
  if (value.is_double()) return fmt::format("{:g}", value.get_double());  // JSON would say 4.5E0
  return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

Exit refuse(const CommandLine& line, const std::string& why) {
  line.console.err << "fullcircle: " << why << "\n";
  return Exit::answer_is_no;
}

void print_refusal(std::ostream& err, const Refusal& refusal) {
  err << refusal.message << "\n";
  for (const FieldProblem& field : refusal.fields) {
    if (field.message != refusal.message) err << "  " << field.field << ": " << field.message << "\n";
  }
  for (const Requirement& requirement : refusal.requirements) {
    if (!requirement.met) err << "  " << requirement.what << " " << requirement.why << "\n";
  }
}

Exit run_command_line(std::vector<std::string> arguments, const Console& console) {
  CommandLine line{console};
  CLI::App app{about, "fullcircle"};
  app.footer(footer);
  app.require_subcommand(1);
  app.set_version_flag("--version", "fullcircle " + program_version());
  add_serve_command(app, line);
  add_workflow_commands(app, line);
  add_project_commands(app, line);
  add_people_commands(app, line);
  add_dates_commands(app, line);
  add_calendar_commands(app, line);
  add_site_commands(app, line);
  add_sms_commands(app, line);
  add_privacy_commands(app, line);
  add_learning_commands(app, line);
  add_verify_command(app, line);
  add_about_commands(app, line);
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    const bool was_asked_for = app.exit(error, console.out, console.err) == 0;
    return was_asked_for ? Exit::done : Exit::usage;
  }
  try {
    return line.chosen();
  } catch (const Unusable& problem) {
    console.err << "fullcircle: " << problem.what() << "\n";
    return Exit::unusable;
  } catch (const std::exception& problem) {
    console.err << "fullcircle: " << problem.what() << "\n";
    return Exit::unusable;
  }
}

}  // namespace full_circle::config
