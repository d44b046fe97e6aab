#pragma once
/// The measures. Each adds its figures to the report.

#include "tests/bench/report.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace full_circle::bench {

struct Options {
  std::filesystem::path server = FULL_CIRCLE_BINARY;
  std::filesystem::path hello = BENCH_HELLO;
  std::filesystem::path keep = BENCH_KEEP;
  std::filesystem::path folder = BENCH_FOLDER;  ///< on the disk that is measured
  int rounds = 5;
  std::chrono::milliseconds length{2'000};  ///< of each load
  std::size_t projects = 1'000;             ///< that commands and reads are spread over
  std::size_t many_projects = 100'000;      ///< stored when the start is measured
};

/// A step through the table of places against Statechart's own dispatch of the same events.
void measure_chart(const Options& options, Report& report);
/// Deciding and applying one command of a project with 200 events.
void measure_deciding(const Options& options, Report& report);
/// Durable commands over HTTP against a bare loop that writes the same rows, and against commits of one.
void measure_commands(const Options& options, Report& report);
/// Reads of a project over HTTP against a bare hello.
void measure_reads(const Options& options, Report& report);
/// The engagement calendar: a window over HTTP against a bare hello, the clashes of one candidate, and all
/// clashing pairs against a bare sort-and-sweep; and how both grow.
void measure_calendar(const Options& options, Report& report);
/// Contributions over HTTP against a bare server that keeps rows, the page meanwhile, and a whole export.
void measure_contributions(const Options& options, Report& report);
/// 28,000 people told by mail, each noted before the next, against a bare loop of messages.
void measure_telling(const Options& options, Report& report);
/// From start to the first answer, and the memory of a server that has nothing to do.
void measure_start(const Options& options, Report& report);

}  // namespace full_circle::bench
