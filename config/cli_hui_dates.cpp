// Candidate dates for a hui at the command line.
#include "config/cli_parts.hpp"
#include "config/clock.hpp"
#include "config/kept_project.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/engagement_calendar.hpp"
#include "workflows/engagement/calendar/hui_dates.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

namespace json = boost::json;

struct HuiDatesOptions {
  std::string project;
  std::string entity;
  std::string from;
  std::string to;
};

void print_moon(std::ostream& out, const json::object& date) {
  const json::value& moon = date.at("moon");
  const json::value& night = date.at("night");
  out << "  Moon: " << plain_text(moon.at("looks")) << ", " << plain_text(moon.at("lit_percent")) << "% lit";
  const std::string side = plain_text(moon.at("lit_side"));
  if (side == "left" || side == "right") out << " on its " << side;
  if (!night.is_null()) {
    out << "; night " << plain_text(night.at("ordinal")) << ", " << plain_text(night.at("name"));
    if (night.at("may_be_a_day_off").as_bool()) out << " (or the night beside it)";
  }
  out << "\n";
}

std::string ask_text(const json::value& ask) {
  const std::string from = plain_text(ask.at("from"));
  const std::string to = plain_text(ask.at("to"));
  return plain_text(ask.at("kind")) +
         (ask.at("project").is_null() ? "" : ", " + plain_text(ask.at("project"))) + " (" + from +
         (from == to ? "" : " to " + to) + ")";
}

void print_date(std::ostream& out, const json::object& date) {
  out << "\n" << plain_text(date.at("day")) << "\n  " << plain_text(date.at("notice").at("text")) << "\n";
  print_moon(out, date);
  if (const std::string holidays = plain_text(date.at("holidays_text")); !holidays.empty()) {
    out << "  Holiday: " << holidays << "\n";
  }
  for (const auto& ask : date.at("that_week").as_array()) out << "  That week: " << ask_text(ask) << "\n";
  if (const std::string plan = plain_text(date.at("plan_text")); !plan.empty()) {
    out << "  Plan: " << plan << "\n";
  }
}

void print_dates(std::ostream& out, const json::object& dates) {
  for (const auto& note : dates.at("notes").as_array()) out << plain_text(note) << "\n";
  for (const auto& ask : dates.at("hui_to_join").as_array()) {
    out << "A hui to join, perhaps: " << ask_text(ask) << "\n";
  }
  for (const auto& date : dates.at("items").as_array()) print_date(out, date.as_object());
}

Exit show_hui_dates(const CommandLine& line, const HuiDatesOptions& options) {
  Records records = open_records_with_calendar(settings_of(line));
  const auto kept = read_project(records, options.project, std::nullopt);
  if (!kept) return refuse(line, "there is no project '" + options.project + "'");
  const engagement::Branch* branch = kept->project().branch(options.entity);
  if (!branch) return refuse(line, "the project has no branch for '" + options.entity + "'");
  const auto from = parse_day(options.from).value();
  const auto to = parse_day(options.to).value();
  // Whole weeks: a candidate shows what else its week holds. Who has the files in hand sees everything.
  const auto others = engagement::other_asks_of(
      *records.context, options.entity, kept->project().id, engagement::monday_of(from),
      engagement::plus_days(engagement::monday_of(to), 6), [](const engagement::Ask&) { return true; });
  const auto dates = engagement::hui_dates_view(kept->project(), *branch, *records.context, from, to,
                                                others ? &*others : nullptr, ServerClock().now());
  if (!dates.ok()) {
    const Refusal& refusal = dates.refusal();
    return refuse(line, "--" + refusal.fields.front().field.substr(1) + ": " + refusal.message);
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, dates.value());
  } else {
    print_dates(line.console.out, dates.value());
  }
  return Exit::done;
}

}  // namespace

void add_hui_dates_command(CLI::App& project, CommandLine& line) {
  const auto options = std::make_shared<HuiDatesOptions>();
  CLI::App* dates = add_command(project, "hui-dates",
                                "Candidate dates for a hui with one entity, and what each does to the plan",
                                "  fullcircle project hui-dates kowhai-bay-shoreline-path tauira-ki-tai "
                                "--from 2027-04-01 --to 2027-05-31\n",
                                line, [&line, options] { return show_hui_dates(line, *options); });
  dates->add_option("PROJECT", options->project, "Its id or its slug")->required();
  dates->add_option("ENTITY", options->entity, "Id of the mana whenua entity")->required();
  add_day_option(*dates, "--from", options->from, "The first day; candidates begin tomorrow")->required();
  add_day_option(*dates, "--to", options->to, "The last day, which is included")->required();
  add_settings_options(*dates, line);
  add_json_option(*dates, line);
}

}  // namespace full_circle::config
