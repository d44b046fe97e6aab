// Measures and prints; see --help. scripts/bench builds and runs it.
#include "tests/bench/machine.hpp"
#include "tests/bench/measures.hpp"

#include <spdlog/fmt/fmt.h>
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>

namespace {

using namespace full_circle::bench;

struct Measure {
  std::string name;
  std::function<void(const Options&, Report&)> run;
};

const std::vector<Measure> measures{{"chart", measure_chart},       {"deciding", measure_deciding},
                                    {"commands", measure_commands}, {"reads", measure_reads},
                                    {"calendar", measure_calendar}, {"contributions", measure_contributions},
                                    {"telling", measure_telling},   {"start", measure_start}};

std::string load_average() {
  std::ifstream file("/proc/loadavg");
  std::string one;
  file >> one;
  return one;
}

int run(const Options& options, const std::vector<std::string>& chosen, const std::string& json_file,
        bool strict) {
  Report report;
  const std::string load_before = load_average();
  const auto began = SteadyClock::now();
  for (const Measure& measure : measures) {
    if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), measure.name) == chosen.end()) continue;
    std::cerr << "measuring: " << measure.name << std::endl;
    measure.run(options, report);
  }
  report.note(fmt::format("{} rounds of {} ms, in {:.0f} s; load average before {}, after {}.",
                          options.rounds, options.length.count(), milliseconds_since(began) / 1e3,
                          load_before, load_average()));
  std::cout << report.table();
  if (!json_file.empty()) std::ofstream(json_file) << report.json() << "\n";
  return strict && !report.met() ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  std::vector<std::string> chosen;
  std::string json_file;
  bool strict = false;
  std::int64_t milliseconds = options.length.count();
  std::vector<std::string> names;
  for (const Measure& measure : measures) names.push_back(measure.name);

  CLI::App app("Measures Full Circle on this machine, each figure beside its aim.");
  app.add_option("--only", chosen, "Only these measures")->check(CLI::IsMember(names));
  app.add_option("--rounds", options.rounds, "How often each is measured")->check(CLI::Range(1, 100));
  app.add_option("--milliseconds", milliseconds, "Length of each load")->check(CLI::Range(100, 60'000));
  app.add_option("--projects", options.projects, "Projects that commands and reads are spread over");
  app.add_option("--many-projects", options.many_projects, "Projects stored when the start is measured");
  app.add_option("--folder", options.folder, "Where to write: a folder on the disk to measure");
  app.add_option("--json", json_file, "Writes the figures to this file too");
  app.add_flag("--strict", strict, "Ends with 1 when an aim is missed");
  CLI11_PARSE(app, count, arguments);
  options.length = std::chrono::milliseconds(milliseconds);
  try {
    return run(options, chosen, json_file, strict);
  } catch (const std::exception& problem) {
    std::cerr << "bench: " << problem.what() << "\n";
    return 2;
  }
}
