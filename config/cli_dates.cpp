#include "config/cli_parts.hpp"
#include "config/reference_data.hpp"
#include "workflows/engagement/calendar/working_days.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

using engagement::Day;
using engagement::day_text;
using engagement::Holiday;
using engagement::SkippedDay;
using engagement::WorkingDays;

enum class Direction { add, subtract };

/// What is asked on the command line.
struct DatesAsked {
  std::string calendar;
  std::string region;
  std::string start;
  std::string end;
  std::int64_t working_days = 0;
  int from_year = 0;
  int to_year = 0;
  bool explain = false;
};

/// An answer in working days, whichever way it was asked.
struct DatesAnswer {
  std::string operation;
  Day start;
  Day end;
  std::int64_t working_days = 0;
  std::vector<SkippedDay> skipped;
};

std::string check_count(const std::string& text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return digits && text.size() < 10 ? "" : "'" + text + "' is no whole number of days";
}

/// The option or argument that a refusal speaks of.
std::string option_of(const Refusal& refusal) {
  const std::string field = refusal.fields.empty() ? "" : refusal.fields.front().field;
  if (field == "/calendar" || field == "/region" || field == "/from" || field == "/to") {
    return "--" + field.substr(1);
  }
  return field == "/working_days" ? "N" : field == "/end" ? "TO" : "DATE";
}

Exit refuse(const CommandLine& line, const Refusal& refusal) {
  return refuse(line, option_of(refusal) + ": " + refusal.message);
}

/// The region that was named, else the council's; "none" is no region.
std::string region_of(const DatesAsked& asked, const Settings& settings) {
  if (asked.region == "none") return "";
  return asked.region.empty() ? settings.council.region : asked.region;
}

boost::json::value region_json(const std::string& region) {
  return region.empty() ? boost::json::value(nullptr) : boost::json::value(region);
}

boost::json::object as_json(const WorkingDays& calendar, const DatesAnswer& answer, bool explain) {
  const auto notes = calendar.notes();
  boost::json::object json{{"operation", answer.operation},
                           {"calendar", calendar.calendar().name},
                           {"region", region_json(calendar.region())},
                           {"start", to_text(answer.start)},
                           {"working_days", answer.working_days},
                           {answer.operation == "count" ? "end" : "date", to_text(answer.end)},
                           {"source", calendar.calendar().source},
                           {"confidence", confidence_text(calendar.calendar().confidence)},
                           {"notes", boost::json::array(notes.begin(), notes.end())}};
  if (!explain) return json;
  boost::json::array skipped;
  for (const SkippedDay& day : answer.skipped) {
    skipped.push_back(
        boost::json::object{{"date", to_text(day.day)}, {"kind", kind_text(day.kind)}, {"why", day.why}});
  }
  json["skipped"] = std::move(skipped);
  return json;
}

void print_text(std::ostream& out, const WorkingDays& calendar, const DatesAnswer& answer, bool explain) {
  const std::string count =
      std::to_string(answer.working_days) + (answer.working_days == 1 ? " working day" : " working days");
  if (answer.operation == "count") {
    out << count << "\n  after " << day_text(answer.start) << ", up to and with " << day_text(answer.end);
  } else {
    out << to_text(answer.end) << "  " << day_text(answer.end) << "\n  " << count
        << (answer.operation == "add" ? " after " : " before ") << day_text(answer.start);
  }
  out << "; " << calendar.calendar().name
      << (calendar.region().empty() ? "" : ", region " + calendar.region()) << "\n";
  if (explain) {
    out << "\nNo working days on the way: " << answer.skipped.size() << "\n";
    for (const SkippedDay& day : answer.skipped) out << "  " << to_text(day.day) << "  " << day.why << "\n";
    out << "\nSource: " << calendar.calendar().source << "\n";
  }
  out << "\nConfidence: " << confidence_text(calendar.calendar().confidence) << "\n";
  for (const std::string& note : calendar.notes()) out << "Note: " << note << "\n";
}

Exit print(const CommandLine& line, const WorkingDays& calendar, const DatesAnswer& answer, bool explain) {
  if (line.common.output() == Output::json) {
    print_json(line.console.out, as_json(calendar, answer, explain));
  } else {
    print_text(line.console.out, calendar, answer, explain);
  }
  return Exit::done;
}

Result<WorkingDays> calendar_of(const CommandLine& line, const DatesAsked& asked) {
  const Settings settings = settings_of(line);
  return WorkingDays::create(find_holiday_rules(settings), asked.calendar, region_of(asked, settings));
}

Exit move(const CommandLine& line, const DatesAsked& asked, Direction direction) {
  const auto calendar = calendar_of(line, asked);
  if (!calendar.ok()) return refuse(line, calendar.refusal());
  const WorkingDays& working = calendar.value();
  const Day start = parse_day(asked.start).value();
  const bool on = direction == Direction::add;
  const auto end = on ? working.add(start, asked.working_days) : working.subtract(start, asked.working_days);
  if (!end.ok()) return refuse(line, end.refusal());
  DatesAnswer answer{on ? "add" : "subtract", start, end.value(), asked.working_days, {}};
  answer.skipped = on ? working.skipped_after(start, answer.end) : working.skipped_before(start, answer.end);
  return print(line, working, answer, asked.explain);
}

Exit count(const CommandLine& line, const DatesAsked& asked) {
  const auto calendar = calendar_of(line, asked);
  if (!calendar.ok()) return refuse(line, calendar.refusal());
  const WorkingDays& working = calendar.value();
  DatesAnswer answer{"count", parse_day(asked.start).value(), parse_day(asked.end).value(), 0, {}};
  const auto days = working.count(answer.start, answer.end);
  if (!days.ok()) return refuse(line, days.refusal());
  answer.working_days = days.value();
  answer.skipped = working.skipped_after(answer.start, answer.end);
  return print(line, working, answer, asked.explain);
}

Exit list_holidays(const CommandLine& line, const DatesAsked& asked) {
  const Settings settings = settings_of(line);
  const auto found = holidays_between(find_holiday_rules(settings), asked.from_year, asked.to_year,
                                      region_of(asked, settings));
  if (!found.ok()) return refuse(line, found.refusal());
  boost::json::array items;
  for (const Holiday& holiday : found.value()) {
    if (line.common.output() == Output::text) {
      const bool kept_here = holiday.kind == engagement::HolidayKind::regional ||
                             holiday.kind == engagement::HolidayKind::council;
      line.console.out << to_text(holiday.day) << "  " << holiday.name
                       << (kept_here ? " (" + std::string(kind_text(holiday.kind)) + ")" : "") << "\n";
    } else {
      items.push_back(boost::json::object{
          {"date", to_text(holiday.day)}, {"name", holiday.name}, {"kind", kind_text(holiday.kind)}});
    }
  }
  if (line.common.output() == Output::json) print_json(line.console.out, items);
  return Exit::done;
}

Exit list_calendars(const CommandLine& line) {
  const engagement::HolidayRules rules = find_holiday_rules(settings_of(line));
  boost::json::array calendars;
  for (const engagement::CalendarRule& calendar : rules.calendars) {
    calendars.push_back(boost::json::object{
        {"name", calendar.name},
        {"title", calendar.title},
        {"source", calendar.source},
        {"confidence", confidence_text(calendar.confidence)},
        {"since", calendar.since ? boost::json::value(to_text(*calendar.since)) : nullptr},
        {"notes", boost::json::array(calendar.notes.begin(), calendar.notes.end())}});
  }
  boost::json::array regions;
  for (const engagement::Region& region : rules.regions) {
    regions.push_back(boost::json::object{{"key", region.key}, {"name", region.name}});
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"from", to_text(rules.first_day())},
                                                     {"to", to_text(rules.last_day())},
                                                     {"calendars", std::move(calendars)},
                                                     {"regions", std::move(regions)}});
    return Exit::done;
  }
  line.console.out << "Calendars, " << to_text(rules.first_day()) << " to " << to_text(rules.last_day())
                   << "\n";
  for (const engagement::CalendarRule& calendar : rules.calendars) {
    line.console.out << "  " << calendar.name << ": " << calendar.title << " (confidence "
                     << confidence_text(calendar.confidence)
                     << (calendar.since ? ", from " + to_text(*calendar.since) : std::string()) << ")\n";
  }
  line.console.out << "Regions\n";
  for (const engagement::Region& region : rules.regions) {
    line.console.out << "  " << region.key << ": " << region.name << "\n";
  }
  return Exit::done;
}

void add_shared_options(CLI::App& command, CommandLine& line, const std::shared_ptr<DatesAsked>& asked) {
  command
      .add_option("--region", asked->region,
                  "Region whose anniversary day is kept, or none (default: council.region)")
      ->type_name("REGION");
  add_settings_options(command, line);
  add_json_option(command, line);
}

void add_calendar_options(CLI::App& command, CommandLine& line, const std::shared_ptr<DatesAsked>& asked) {
  command
      .add_option(
          "--calendar", asked->calendar,
          "Whose working days: RMA-1991, LGOIMA-1987-amended-2019, LGA-2002, employment, … (dates calendars)")
      ->required()
      ->type_name("NAME");
  command.add_flag("--explain", asked->explain, "List every day that was skipped, and why");
  add_shared_options(command, line, asked);
}

void add_counting_commands(CLI::App& dates, CommandLine& line, const std::shared_ptr<DatesAsked>& asked) {
  CLI::App* adding =
      add_command(dates, "add", "The Nth working day after a day, which itself is day 0",
                  "  fullcircle dates add --calendar RMA-1991 2026-03-20 20\n"
                  "  fullcircle dates add --calendar LGA-2002 --region auckland 2026-12-01 20 --explain\n",
                  line, [&line, asked] { return move(line, *asked, Direction::add); });
  CLI::App* subtracting = add_command(
      dates, "subtract", "The Nth working day before a day",
      "  fullcircle dates subtract --calendar LGOIMA-1987 2026-02-10 2     when an agenda is due\n", line,
      [&line, asked] { return move(line, *asked, Direction::subtract); });
  for (CLI::App* command : {adding, subtracting}) {
    add_day_option(*command, "DATE", asked->start, "The day it is counted from, like 2026-03-20")->required();
    command->add_option("N", asked->working_days, "How many working days; 0 is the day itself")
        ->required()
        ->check(CLI::Validator(check_count, "", "count"));
    add_calendar_options(*command, line, asked);
  }
  CLI::App* counting =
      add_command(dates, "count", "How many working days lie after a day, up to and with another",
                  "  fullcircle dates count --calendar RMA-1991 2026-03-20 2026-04-21 --json\n", line,
                  [&line, asked] { return count(line, *asked); });
  add_day_option(*counting, "DATE", asked->start, "The day it is counted from: day 0")->required();
  add_day_option(*counting, "TO", asked->end, "The last day that counts")->required();
  add_calendar_options(*counting, line, asked);
}

}  // namespace

void add_dates_commands(CLI::App& app, CommandLine& line) {
  CLI::App* dates = app.add_subcommand(
      "dates", "Working days and public holidays, 1990 to 2052; the moon and the maramataka");
  dates->require_subcommand(1);
  const auto asked = std::make_shared<DatesAsked>();
  add_counting_commands(*dates, line, asked);
  CLI::App* listing =
      add_command(*dates, "holidays", "Public holidays, the region's and the council's own",
                  "  fullcircle dates holidays --from 2026 --to 2027 --region auckland --json\n", line,
                  [&line, asked] { return list_holidays(line, *asked); });
  listing->add_option("--from", asked->from_year, "The first year")->required()->type_name("YEAR");
  listing->add_option("--to", asked->to_year, "The last year")->required()->type_name("YEAR");
  add_shared_options(*listing, line, asked);
  CLI::App* calendars = add_command(*dates, "calendars", "The calendars and regions there are", "", line,
                                    [&line] { return list_calendars(line); });
  add_settings_options(*calendars, line);
  add_json_option(*calendars, line);
  add_moon_commands(*dates, line);
}

}  // namespace full_circle::config
