#pragma once
/// What the commands of the command line share.

#include "config/cli.hpp"
#include "config/compose.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace full_circle::config {

enum class Output { text, json };

/// Options that most commands have.
struct CommonOptions {
  std::string config_file;
  std::string data;
  bool json = false;
  Output output() const { return json ? Output::json : Output::text; }
};

/// A command line being run: its commands are added to the application, the one that was asked for is kept
/// and run afterwards.
struct CommandLine {
  const Console& console;
  CommonOptions common{};
  std::function<Exit()> chosen{};
};

/// A subcommand with what it does, an example or two for its help, and what it runs.
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& says,
                      const std::string& examples, CommandLine& line, std::function<Exit()> run);
void add_json_option(CLI::App& command, CommandLine& line);
void add_settings_options(CLI::App& command, CommandLine& line);
/// An option that takes a day like 2026-03-20, and nothing else.
CLI::Option* add_day_option(CLI::App& command, const std::string& name, std::string& into,
                            const std::string& says);

/// File, environment and --data. Throws Unusable with every problem.
Settings settings_of(const CommandLine& line);

/// Prints it over several lines, for people and scripts alike.
void print_json(std::ostream& out, const boost::json::value& value);

/// A member as a person reads it: text without quotation marks, anything else as JSON.
std::string plain_text(const boost::json::value& value);

/// Says on the error stream why there is no answer.
Exit refuse(const CommandLine& line, const std::string& why);

/// A refusal on the error stream: the message, each field, each unmet requirement.
void print_refusal(std::ostream& err, const Refusal& refusal);

void add_serve_command(CLI::App& app, CommandLine& line);
void add_workflow_commands(CLI::App& app, CommandLine& line);
void add_people_commands(CLI::App& app, CommandLine& line);
void add_project_commands(CLI::App& app, CommandLine& line);
void add_dates_commands(CLI::App& app, CommandLine& line);
void add_calendar_commands(CLI::App& app, CommandLine& line);
void add_clashes_command(CLI::App& project, CommandLine& line);
void add_advice_command(CLI::App& project, CommandLine& line);
void add_told_command(CLI::App& project, CommandLine& line);
void add_moon_commands(CLI::App& dates, CommandLine& line);
void add_hui_dates_command(CLI::App& project, CommandLine& line);
void add_site_commands(CLI::App& app, CommandLine& line);
void add_sms_commands(CLI::App& app, CommandLine& line);
void add_verify_command(CLI::App& app, CommandLine& line);
void add_about_commands(CLI::App& app, CommandLine& line);

}  // namespace full_circle::config
