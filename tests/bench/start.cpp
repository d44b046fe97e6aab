// From start to the first answer with many projects stored, and the memory of a server that has nothing to
// do.
#include "tests/bench/filling.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/measures.hpp"
#include "tests/bench/served.hpp"

#include <thread>

namespace full_circle::bench {

void measure_start(const Options& options, Report& report) {
  const Scratch scratch(options.folder);
  const auto fill_began = SteadyClock::now();
  const Filled filled = fill(scratch.path() / "data", options.many_projects);
  report.add({"start", "projects stored", static_cast<double>(filled.projects.size()), ""});
  report.add({"start", "… made through the engine in", milliseconds_since(fill_began) / 1e3, "s"});

  const std::string request =
      get_request("/api/v1/projects/" + filled.projects.at(filled.projects.size() / 2), filled.key);
  Rounds first_answer;
  Rounds memory;
  for (int round = 0; round < options.rounds; ++round) {
    const OthersWatch watch;
    const auto began = SteadyClock::now();
    const Served served(options, scratch.path() / "data");
    ask_once(served.port(), request);
    const double took = milliseconds_since(began);
    const double others = watch.share();
    first_answer.add(took, others);
    report.used_by_others(others);
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    memory.add(served.program().resident_mebibytes(), others);
  }
  report.add({"start", "from start to the first answer", first_answer.median(), "ms", Aim::at_most, 200});
  report.add({"start", "memory of the idle server", memory.median(), "MiB", Aim::at_most, 40});
}

}  // namespace full_circle::bench
