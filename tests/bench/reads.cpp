// Reads of a project over HTTP, against the least that the same library can answer.
#include "tests/bench/filling.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/measures.hpp"
#include "tests/bench/served.hpp"

#include <algorithm>
#include <array>

namespace full_circle::bench {

namespace {

constexpr std::size_t connections = 64;

struct Asked {
  std::string name;
  std::uint16_t port = 0;
  pid_t program = 0;
  std::vector<std::string> requests;
  Rounds rate{}, half{}, most{}, ratio{};
};

double measure(Asked& asked, std::chrono::milliseconds length, Report& report) {
  const OthersWatch watch(asked.program);
  const LoadResult load = run_load(
      {.port = asked.port, .connections = connections, .requests = asked.requests, .length = length});
  const double others = watch.share();
  asked.rate.add(load.per_second, others);
  asked.half.add(load.milliseconds_half, others);
  asked.most.add(load.milliseconds_99, others);
  report.used_by_others(others);
  return load.per_second;
}

void tell(const Asked& asked, Report& report) {
  report.add({"reads", asked.name + ", 64 connections", asked.rate.median(), "per second"});
  report.add({"reads", "… half answered within", asked.half.median(), "ms"});
  report.add({"reads", "… 99 of 100 answered within", asked.most.median(), "ms"});
}

}  // namespace

void measure_reads(const Options& options, Report& report) {
  const Scratch scratch(options.folder);
  const Filled filled = fill(scratch.path() / "data", options.projects);
  const Served served(options, scratch.path() / "data");
  Program greeting({options.hello.string()}, {}, scratch.path() / "hello.log");
  const std::uint16_t greeting_port = greeting.port();

  std::vector<std::string> all;
  for (const std::string& project : filled.projects)
    all.push_back(get_request("/api/v1/projects/" + project, filled.key));
  Asked hello{"bare Beast hello", greeting_port, greeting.id(), {all.front()}};
  Asked one{"reads of one project", served.port(), served.program().id(), {all.front()}};
  Asked spread{"reads over " + std::to_string(all.size()) + " projects", served.port(), served.program().id(),
               all};
  for (int round = 0; round < options.rounds; ++round) {
    const double bare = measure(hello, options.length, report);
    one.ratio.add(measure(one, options.length, report) / bare);
    spread.ratio.add(measure(spread, options.length, report) / bare);
  }
  tell(hello, report);
  tell(one, report);
  report.add({"reads", "… of the hello", one.ratio.median(), "times", Aim::at_least, 0.5});
  tell(spread, report);
  report.add({"reads", "… of the hello", spread.ratio.median(), "times"});
  report.add({"reads", "bytes of that project's answer",
              static_cast<double>(ask_once(served.port(), all.front()).size()), ""});
}

}  // namespace full_circle::bench
