// What was learned before, and how long answers take, read from the data directory itself.
#include "config/cli_parts.hpp"
#include "config/clock.hpp"
#include "config/kept_project.hpp"
#include "workflows/engagement/insights.hpp"
#include "workflows/engagement/service_report.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

struct LearnedOptions {
  std::vector<std::string> words;
  std::string community, local_board, topic, kind, after, from, to;
  int limit = 50;
};

/// Whoever has the files in hand reads all of it.
auto loading(Records& records, const engagement::EngagementWorkflow& workflow) {
  return [&records, &workflow](const std::string& project) {
    return workflow.replay(nullptr, all_events(*records.reader, project));
  };
}

void print_insight(std::ostream& out, const boost::json::object& insight) {
  out << plain_text(insight.at("kind")) << "  " << plain_text(insight.at("title")) << "\n    "
      << plain_text(insight.at("id")) << "  (" << plain_text(insight.at("project").at("title")) << ")\n";
  for (const char* field : {"lesson", "you_said", "decision", "verdict", "because", "reasons"}) {
    const auto* said = insight.if_contains(field);
    if (said && said->is_string() && !said->get_string().empty())
      out << "    " << field << ": " << plain_text(*said) << "\n";
  }
}

Exit show_insights(const CommandLine& line, const LearnedOptions& options) {
  Records records = open_records(settings_of(line));
  const engagement::EngagementWorkflow workflow(records.context);
  engagement::InsightQuery query{.kind = options.kind, .after = options.after, .limit = options.limit};
  for (const std::string& word : options.words) query.words += word + " ";
  for (const auto& [kind, value] :
       {std::pair("community", options.community), std::pair("local_board", options.local_board),
        std::pair("topic", options.topic)})
    if (!value.empty()) query.labels.push_back({kind, value});
  const auto found =
      engagement::find_insights(query, *records.reader, *records.context, loading(records, workflow),
                                [](const std::string&) { return engagement::InsightReader::of_the_project; });
  if (!found.ok()) {
    print_refusal(line.console.err, found.refusal());
    return Exit::usage;
  }
  const auto& items = found.value().at("items").as_array();
  if (line.common.output() == Output::json) {
    print_json(line.console.out, found.value());
  } else {
    for (const auto& item : items) print_insight(line.console.out, item.as_object());
    if (const auto& next = found.value().at("next"); next.is_string())
      line.console.out << "more: --after " << plain_text(next) << "\n";
  }
  return items.empty() ? Exit::answer_is_no : Exit::done;
}

void print_report(std::ostream& out, const boost::json::object& report) {
  for (const char* field :
       {"standard", "answered", "median_working_days", "slowest_working_days", "within_standard", "overdue"})
    out << field << ": " << plain_text(report.at(field)) << "\n";
  const auto& told = report.at("told");
  out << "told: the people behind " << told.at("contributions_told") << " of " << told.at("contributions")
      << " contributions; " << told.at("contributions_not_reachable")
      << " cannot be reached\ncontributions: " << report.at("reach").at("contributions") << "\n";
  for (const auto& row : report.at("projects").as_array()) {
    out << plain_text(row.at("project").at("title")) << "\n    promised " << plain_text(row.at("promised_on"))
        << ", published " << plain_text(row.at("published_on")) << ", working days "
        << plain_text(row.at("working_days"));
    if (row.at("overdue_days").is_int64()) out << ", OVERDUE by " << row.at("overdue_days") << " days";
    out << "\n";
  }
}

Exit show_report(const CommandLine& line, const LearnedOptions& options) {
  const auto period = engagement::read_report_period(options.from, options.to);
  if (!period.ok()) {
    print_refusal(line.console.err, period.refusal());
    return Exit::usage;
  }
  Records records = open_records(settings_of(line));
  const engagement::EngagementWorkflow workflow(records.context);
  engagement::ServiceReport report(*records.context, period.value(), ServerClock().now());
  report.add_all(*records.reader, records.kept.ledger.get(), loading(records, workflow));
  if (line.common.output() == Output::json)
    print_json(line.console.out, report.view());
  else
    print_report(line.console.out, report.view());
  return Exit::done;
}

}  // namespace

void add_learning_commands(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<LearnedOptions>();
  CLI::App* insights = add_command(app, "insights", "What people said before, what was decided, and lessons",
                                   "  fullcircle insights kōwhai path --topic parks --data data\n", line,
                                   [&line, options] { return show_insights(line, *options); });
  insights->add_option("WORDS", options->words, "That all occur, with or without macrons");
  insights->add_option("--community", options->community, "Only of projects with this community");
  insights->add_option("--local-board", options->local_board, "Only of projects in this place");
  insights->add_option("--topic", options->topic, "Only of projects on this topic");
  insights->add_option("--kind", options->kind, "Only these")
      ->check(CLI::IsMember({"lesson", "theme", "result"}));
  insights->add_option("--after", options->after, "Where the page before ended");
  insights->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 200));
  CLI::App* report = add_command(app, "report", "How long answers take, who was told, and what is overdue",
                                 "  fullcircle report --from 2027-07-01 --to 2028-06-30 --data data\n", line,
                                 [&line, options] { return show_report(line, *options); });
  add_day_option(*report, "--from", options->from, "Answers published on this day or later");
  add_day_option(*report, "--to", options->to, "Answers published on this day or earlier");
  for (CLI::App* command : {insights, report}) {
    add_settings_options(*command, line);
    add_json_option(*command, line);
  }
}

}  // namespace full_circle::config
