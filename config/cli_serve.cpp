#include "config/cli_parts.hpp"
#include "config/serve.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

struct GivenOptions {
  std::string listen;
  std::string clock;
  bool demo = false;
};

constexpr std::string_view simulated = "simulated:";

Exit run(const CommandLine& line, const GivenOptions& given) {
  ServeOptions options;
  options.settings = settings_of(line);
  options.demo = given.demo ? Demo::load : Demo::none;
  if (!given.listen.empty()) {
    try {
      listen_address(given.listen);
    } catch (const std::invalid_argument& problem) {
      line.console.err << "fullcircle: --listen " << problem.what() << "\n";
      return Exit::usage;
    }
    options.settings.listen = given.listen;
  }
  if (!given.clock.empty() && given.clock != "system") {
    const bool known = given.clock.starts_with(simulated);
    if (known) options.simulated_from = parse_instant(given.clock.substr(simulated.size()));
    if (!options.simulated_from) {
      line.console.err << "fullcircle: --clock takes system, or simulated: and an instant like "
                          "2024-02-01T00:00:00Z\n";
      return Exit::usage;
    }
    if (given.demo) {
      line.console.err << "fullcircle: --demo and a simulated clock do not go together\n";
      return Exit::usage;
    }
  }
  return serve(options, line.console);
}

}  // namespace

void add_serve_command(CLI::App& app, CommandLine& line) {
  const auto given = std::make_shared<GivenOptions>();
  CLI::App* command = add_command(
      app, "serve", "Serves the API, the public pages and the calendars, until SIGTERM or SIGINT",
      "  fullcircle serve --demo                                     example projects and keys to try\n"
      "  fullcircle serve --listen 0.0.0.0:8080 --data /var/lib/full-circle --config settings.yaml\n"
      "  fullcircle serve --clock simulated:2024-02-01T00:00:00Z      for examples and tests: the clock is\n"
      "      moved with POST /api/v1/clock {\"now\": \"2024-02-02T00:00:00Z\"} by an administrator\n"
      "\nFor tests: FULL_CIRCLE_FAILPOINT=before_commit|after_commit|after_adapter[:COUNT] ends the process "
      "at\nthat point, without any chance to tidy up.\n",
      line, [&line, given] { return run(line, *given); });
  command->add_option("--listen", given->listen, "Address and port (default: 127.0.0.1:8080)")
      ->type_name("ADDRESS:PORT");
  command->add_flag("--demo", given->demo,
                    "In an empty data directory: people, keys (DIR/demo-keys.json) and example projects");
  command->add_option("--clock", given->clock, "system, or simulated:INSTANT")->type_name("CLOCK");
  add_settings_options(*command, line);
}

}  // namespace full_circle::config
