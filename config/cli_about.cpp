#include "config/adapters.hpp"
#include "config/calendar_imports.hpp"
#include "config/cli_parts.hpp"

#include <soci/version.h>
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <boost/version.hpp>

#include <ostream>

namespace full_circle::config {
namespace {

Exit show_version(const CommandLine& line) {
  const std::string boost = std::to_string(BOOST_VERSION / 100000) + "." +
                            std::to_string(BOOST_VERSION / 100 % 1000) + "." +
                            std::to_string(BOOST_VERSION % 100);
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"version", program_version()},
                                                     {"compiler", __VERSION__},
                                                     {"boost", boost},
                                                     {"soci", SOCI_LIB_VERSION}});
  } else {
    line.console.out << "fullcircle " << program_version() << " (compiler " << __VERSION__ << ", Boost "
                     << boost << ", SOCI " << SOCI_LIB_VERSION << ")\n";
  }
  return Exit::done;
}

Exit list_adapters(const CommandLine& line) {
  const Settings settings = settings_of(line);
  boost::json::array items;
  for (const AdapterEntry& entry : adapter_table(settings)) {
    items.push_back(
        boost::json::object{{"name", entry.name}, {"what", entry.says}, {"settings", entry.state(settings)}});
  }
  items.push_back(boost::json::object{
      {"name", "timer"}, {"what", "deadlines, which come back as commands"}, {"settings", "built in"}});
  for (const auto& state : calendar::kept_import_states(imports_folder(settings), import_sources(settings))) {
    items.push_back(boost::json::object{{"name", "import:" + state.name},
                                        {"what", "somebody else's calendar, shown beside ours"},
                                        {"settings", import_state_text(state)}});
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"items", items}, {"next", nullptr}});
    return Exit::done;
  }
  for (const auto& item : items) {
    line.console.out << item.at("name").as_string().c_str() << "\n    " << item.at("what").as_string().c_str()
                     << "\n    " << item.at("settings").as_string().c_str() << "\n";
  }
  return Exit::done;
}

Exit show_settings(const CommandLine& line) {
  const Settings settings = settings_of(line);
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::parse(settings_as_json(settings)));
  } else {
    line.console.out << settings_as_yaml(settings);
  }
  return Exit::done;
}

}  // namespace

void add_about_commands(CLI::App& app, CommandLine& line) {
  CLI::App* adapters = add_command(
      app, "adapters", "The adapters there are, and what the settings make of them",
      "  fullcircle adapters --config settings.yaml\n", line, [&line] { return list_adapters(line); });
  add_settings_options(*adapters, line);
  add_json_option(*adapters, line);
  CLI::App* settings =
      add_command(app, "settings", "The settings in force: file, environment and defaults; secrets not shown",
                  "  fullcircle settings > my-settings.yaml\n"
                  "  FULL_CIRCLE_HTTP_BODY_BYTES_MAX=2097152 fullcircle settings --json\n",
                  line, [&line] { return show_settings(line); });
  add_settings_options(*settings, line);
  add_json_option(*settings, line);
  CLI::App* version = add_command(app, "version", "This program's version and what it was built with", "",
                                  line, [&line] { return show_version(line); });
  add_json_option(*version, line);
}

}  // namespace full_circle::config
