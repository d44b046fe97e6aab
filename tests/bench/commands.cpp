// Durable commands over HTTP: against a bare loop that writes the same rows in groups of the same size, and
// against the same server that commits every command by itself.
#include "tests/bench/filling.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/measures.hpp"
#include "tests/bench/raw_rows.hpp"
#include "tests/bench/served.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace full_circle::bench {

namespace {

enum class Commits { grouped, one_by_one };

struct Reached {
  LoadResult load;
  double group = 0;   ///< commands in one transaction, on average
  double others = 0;  ///< share of the processors
};

/// Everything about one number of connections.
struct Column {
  std::size_t connections = 1;
  Rounds commands, half, most, group, raw, ratio;
};

class Commands {
 public:
  explicit Commands(const Options& options, Report& report)
      : m_options(options),
        m_report(report),
        m_scratch(options.folder),
        m_before(m_scratch.path() / "before"),
        m_filled(fill(m_before, options.projects)) {
    for (std::size_t number = 0; number < 5 * m_filled.projects.size(); ++number) {
      const std::string& project = m_filled.projects[number % m_filled.projects.size()];
      const std::string body =
          fmt::format(R"({{"activity":"{}","person":"lead-person","due_on":"2027-03-{}"}})",
                      "read_earlier_feedback", 10 + number % 19);
      m_requests.push_back(
          post_request(fmt::format("/api/v1/projects/{}/assign-activity", project), m_filled.key, body));
    }
  }

  void run();

 private:
  Reached serve(std::size_t connections, Commits commits);
  double raw(double group);
  void round(std::vector<Column>& columns, Rounds& alone, Rounds& grouped_to_alone);
  void tell(const std::vector<Column>& columns, const Rounds& alone, const Rounds& grouped_to_alone);

  const Options& m_options;
  Report& m_report;
  Scratch m_scratch;
  std::filesystem::path m_before;
  Filled m_filled;
  std::vector<std::string> m_requests;
  std::optional<KeptRows> m_rows;
};

constexpr const char* database = "full-circle.db";

Reached Commands::serve(std::size_t connections, Commits commits) {
  const std::filesystem::path data = m_scratch.path() / "served";
  copy_data(m_before, data);
  std::map<std::string, std::string> environment;
  if (commits == Commits::one_by_one) environment.emplace("FULL_CIRCLE_ENGINE_GROUP_LIMIT", "1");
  Reached reached;
  double commands = 0;
  {
    const Served served(m_options, data, environment);
    const Served::Counts before = served.counts();
    const OthersWatch others(served.program().id());
    reached.load = run_load({.port = served.port(),
                             .connections = connections,
                             .requests = m_requests,
                             .length = m_options.length});
    reached.others = others.share();
    const Served::Counts after = served.counts();
    commands = after.commands - before.commands;
    reached.group = commands / (after.commits - before.commits);
  }
  if (!m_rows)
    m_rows = KeptRows::read(m_before / database, data / database, static_cast<std::size_t>(commands));
  std::filesystem::remove_all(data);
  return reached;
}

double Commands::raw(double group) {
  const std::filesystem::path data = m_scratch.path() / "raw";
  copy_data(m_before, data);
  const auto size = static_cast<std::size_t>(std::max(1.0, std::round(group)));
  const double reached = raw_per_second(data / database, *m_rows, size, m_options.length);
  std::filesystem::remove_all(data);
  return reached;
}

void Commands::round(std::vector<Column>& columns, Rounds& alone, Rounds& grouped_to_alone) {
  for (Column& column : columns) {
    const Reached reached = serve(column.connections, Commits::grouped);
    const OthersWatch watch;
    const double loop = raw(reached.group);
    const double others = std::max(reached.others, watch.share());
    column.commands.add(reached.load.per_second, others);
    column.half.add(reached.load.milliseconds_half, others);
    column.most.add(reached.load.milliseconds_99, others);
    column.group.add(reached.group, others);
    column.raw.add(loop, others);
    column.ratio.add(reached.load.per_second / loop, others);
    m_report.used_by_others(others);
    if (&column != &columns.back()) continue;
    const Reached single = serve(column.connections, Commits::one_by_one);
    alone.add(single.load.per_second, single.others);
    grouped_to_alone.add(reached.load.per_second / single.load.per_second,
                         std::max(reached.others, single.others));
    m_report.used_by_others(single.others);
  }
}

void Commands::tell(const std::vector<Column>& columns, const Rounds& alone, const Rounds& grouped_to_alone) {
  for (const Column& column : columns) {
    const std::string at =
        fmt::format("{} connection{}", column.connections, column.connections == 1 ? "" : "s");
    m_report.add({"commands", "durable commands, " + at, column.commands.median(), "per second"});
    m_report.add({"commands", "… half answered within", column.half.median(), "ms"});
    m_report.add({"commands", "… 99 of 100 answered within", column.most.median(), "ms"});
    m_report.add({"commands", "… commands in a commit", column.group.median(), ""});
    m_report.add({"commands", "… raw SQLite loop in groups of that size", column.raw.median(), "per second"});
    Figure ratio{"commands", "… server / raw loop", column.ratio.median(), "times"};
    if (&column == &columns.back()) {
      ratio.aim = Aim::at_least;
      ratio.limit = 0.6;
    }
    m_report.add(ratio);
  }
  m_report.add({"commands", "same server, a commit for each, 64 connections", alone.median(), "per second"});
  m_report.add(
      {"commands", "grouped / a commit for each", grouped_to_alone.median(), "times", Aim::at_least, 2.5});
}

void Commands::run() {
  std::vector<Column> columns(3);
  columns[0].connections = 1;
  columns[1].connections = 16;
  columns[2].connections = 64;
  Rounds alone;
  Rounds grouped_to_alone;
  for (int number = 0; number < m_options.rounds; ++number) round(columns, alone, grouped_to_alone);
  tell(columns, alone, grouped_to_alone);
}

}  // namespace

void measure_commands(const Options& options, Report& report) {
  Commands(options, report).run();
}

}  // namespace full_circle::bench
