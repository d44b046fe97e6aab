// The engagement calendar: windows over HTTP, the clashes of one candidate, all clashing pairs.
#include "tests/bench/asks.hpp"
#include "tests/bench/filling.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/measures.hpp"
#include "tests/bench/served.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>

namespace full_circle::bench {

namespace {

using engagement::CalendarPart;
using engagement::Day;

constexpr std::size_t connections = 64;
constexpr std::size_t candidates = 2'000;
constexpr std::size_t pairs_kept = 1'000'000;  // as for the API; the rest is counted
const Day first_day = std::chrono::year{2024} / 12 / 1;
const Day last_day = std::chrono::year{2035} / 12 / 31;

std::vector<CalendarPart> parts_of(std::size_t count, Spread spread) {
  std::vector<CalendarPart> parts;
  parts.reserve(count);
  for (std::size_t number = 0; number < count; ++number) parts.push_back(engagement_of(number, spread));
  return parts;
}

/// Milliseconds for each candidate's clashes: the middle one, and 99 of 100.
struct Took {
  double half = 0;
  double most = 0;
};
Took time_candidates(const engagement::EngagementCalendar& calendar, std::size_t count, Spread spread) {
  std::vector<double> took;
  for (std::size_t number = 0; number < candidates; ++number) {
    const auto candidate = engagement_of(count + number, spread).asks.front();
    const auto began = SteadyClock::now();
    const auto clashes = calendar.clashes_of(candidate);
    took.push_back(milliseconds_since(began));
    if (clashes.size() > count) throw std::logic_error("more clashes than engagements");
  }
  std::sort(took.begin(), took.end());
  return {took[took.size() / 2], took[took.size() * 99 / 100]};
}

std::string spread_text(Spread spread) {
  return spread == Spread::even ? "evenly spread" : "three busy communities";
}

void measure_in_memory(std::size_t count, Spread spread, const Options& options, Report& report) {
  const auto parts = parts_of(count, spread);
  engagement::EngagementCalendar calendar;
  for (const auto& part : parts) calendar.replace(part);
  calendar.tell_complete();
  Rounds ratio;
  Rounds half;
  Rounds most;
  Rounds pairs_took;
  std::size_t pairs = 0;
  for (int round = 0; round < options.rounds; ++round) {
    const OthersWatch watch;
    auto began = SteadyClock::now();
    const std::size_t bare = swept_pairs(parts, pairs_kept);
    const double bare_took = milliseconds_since(began);
    began = SteadyClock::now();
    pairs = calendar.clashes_between(first_day, last_day, pairs_kept).total;
    const double took = milliseconds_since(began);
    if (pairs != bare) throw std::logic_error("the two sweeps do not find the same pairs");
    const Took candidate = time_candidates(calendar, count, spread);
    const double others = watch.share();
    ratio.add(took / bare_took, others);
    pairs_took.add(took, others);
    half.add(candidate.half, others);
    most.add(candidate.most, others);
    report.used_by_others(others);
  }
  const bool aimed = count == 100'000;
  const std::string what = fmt::format("{} engagements, {}: ", count, spread_text(spread));
  const auto aim = [&](Aim one) { return aimed ? std::optional(one) : std::nullopt; };
  report.add({"calendar", what + "clashes of one, half within", half.median(), "ms"});
  report.add({"calendar", "… 99 of 100 within", most.median(), "ms", aim(Aim::at_most), 1});
  report.add({"calendar", fmt::format("… all {} clashing pairs", pairs), pairs_took.median(), "ms"});
  report.add({"calendar", "… of a bare sort-and-sweep", ratio.median(), "times", aim(Aim::at_most), 3});
}

double rate_of(std::uint16_t port, const Program& program, const std::vector<std::string>& requests,
               const Options& options, Report& report) {
  const OthersWatch watch(program.id());
  const LoadResult load =
      run_load({.port = port, .connections = connections, .requests = requests, .length = options.length});
  report.used_by_others(watch.share());
  return load.per_second;
}

void measure_windows(const Options& options, Report& report) {
  const Scratch scratch(options.folder);
  const Filled filled = fill_calendar(scratch.path() / "data", options.many_projects);
  const Served served(options, scratch.path() / "data");
  Program greeting({options.hello.string()}, {}, scratch.path() / "hello.log");
  const std::uint16_t greeting_port = greeting.port();
  std::vector<std::string> spread;
  for (int board = 0; board < 21; ++board)
    for (int week = 0; week < 500; ++week)
      spread.push_back(get_request(fmt::format("/api/v1/calendar?weeks=12&local_board=board-{}&from={}",
                                               board, to_text(engagement::plus_days(first_day, week * 7))),
                                   filled.key));
  const std::vector<std::string> one{spread.at(10 * 500 + 200)};
  const auto began = SteadyClock::now();
  while (!whole_answer(served.port(), one.front()).starts_with("HTTP/1.1 200"))
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  report.add(
      {"calendar", "read in the background, from the first answer on", milliseconds_since(began), "ms"});
  Rounds one_ratio;
  Rounds spread_ratio;
  Rounds one_rate;
  for (int round = 0; round < options.rounds; ++round) {
    const double bare = rate_of(greeting_port, greeting, one, options, report);
    const double rate = rate_of(served.port(), served.program(), one, options, report);
    one_rate.add(rate);
    one_ratio.add(rate / bare);
    spread_ratio.add(rate_of(served.port(), served.program(), spread, options, report) / bare);
  }
  report.add({"calendar",
              fmt::format("twelve weeks of one local board among {} engagements", options.many_projects),
              one_rate.median(), "per second"});
  report.add({"calendar", "… of the hello", one_ratio.median(), "times", Aim::at_least, 0.3});
  report.add({"calendar", "… bytes of that answer",
              static_cast<double>(ask_once(served.port(), one.front()).size()), ""});
  report.add({"calendar", "… over 10,500 different windows, of the hello", spread_ratio.median(), "times"});
  report.add({"calendar", "memory with them", served.program().resident_mebibytes(), "MiB"});
}

}  // namespace

void measure_calendar(const Options& options, Report& report) {
  for (const Spread spread : {Spread::even, Spread::busy})
    for (const std::size_t count : {std::size_t{10'000}, std::size_t{100'000}, std::size_t{1'000'000}}) {
      Options rounds = options;
      if (count > 100'000) rounds.rounds = 1;
      measure_in_memory(count, spread, rounds, report);
    }
  measure_windows(options, report);
}

}  // namespace full_circle::bench
