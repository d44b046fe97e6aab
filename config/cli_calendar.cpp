// The engagement calendar at the command line, read from the data directory itself.
#include "config/cli_parts.hpp"
#include "config/clock.hpp"
#include "config/kept_project.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

namespace full_circle::config {
namespace {

namespace json = boost::json;
using engagement::Ask;
using engagement::Day;
using engagement::People;
using engagement::PeopleKind;

struct CalendarOptions {
  std::string project;
  std::string from;
  std::string to;
  int weeks = 12;
  std::vector<std::string> local_boards;
  std::vector<std::string> communities;
  std::vector<std::string> topics;
  std::vector<std::string> entities;
  std::vector<std::string> bodies;
  bool whole_district = false;
};
using Options = std::shared_ptr<CalendarOptions>;

/// Who has the files in hand sees everything.
bool everything(const Ask&) {
  return true;
}

std::vector<People> people_of(const CalendarOptions& options) {
  std::vector<People> people;
  for (const auto& id : options.local_boards) people.push_back({PeopleKind::local_board, id});
  for (const auto& id : options.communities) people.push_back({PeopleKind::community, id});
  for (const auto& id : options.topics) people.push_back({PeopleKind::topic, id});
  for (const auto& id : options.entities) people.push_back({PeopleKind::entity, id});
  for (const auto& id : options.bodies) people.push_back({PeopleKind::body, engagement::fold(id)});
  std::sort(people.begin(), people.end());
  return people;
}

Day day_or(const std::string& text, Day otherwise) {
  return text.empty() ? otherwise : parse_day(text).value();
}

Day today(const Records& records) {
  return engagement::day_in(ServerClock().now(), records.context->zone);
}

std::string text_of(const json::value& object, std::string_view name) {
  const json::value& value = object.at(name);
  return value.is_null() ? "" : plain_text(value);
}

void print_ask(std::ostream& out, const json::value& ask) {
  out << text_of(ask, "first_on") << " to " << text_of(ask, "last_on") << "  " << text_of(ask, "kind") << "  "
      << text_of(ask, "summary");
  if (text_of(ask, "state") != "confirmed") out << "  (" << text_of(ask, "state") << ")";
  std::string people = ask.at("whole_district").as_bool() ? "the whole district" : "";
  for (const auto& one : ask.at("people").as_array()) people += (people.empty() ? "" : " ") + plain_text(one);
  out << "\n    " << people << "\n";
}

/// A name that is spelt otherwise would look like a calendar with nothing in it.
void print_unknown(std::ostream& out, const People& people) {
  out << "Note: no project or calendar names " << engagement::people_text(people)
      << ". Ids are written as projects have them, like kowhai-bay.\n";
}

Exit show_window(const CommandLine& line, const CalendarOptions& options) {
  const auto people = people_of(options);
  if (people.size() > 1) return refuse(line, "ask for the calendar of one kind of people at a time");
  const Records records = open_records_with_calendar(settings_of(line));
  engagement::CalendarWindow window{.from = day_or(options.from, today(records)), .weeks = options.weeks};
  if (!people.empty()) window.people = people.front();
  const json::value view = json::parse(
      engagement::calendar_window(*records.context->calendar, *records.context, window, everything));
  if (line.common.output() == Output::json) {
    print_json(line.console.out, view);
    return Exit::done;
  }
  if (window.people && !view.at("known").as_bool()) print_unknown(line.console.out, *window.people);
  for (const auto& ask : view.at("items").as_array()) print_ask(line.console.out, ask);
  if (view.at("items").as_array().empty()) line.console.out << "Nothing is on the calendar there.\n";
  if (!view.at("weeks").is_null()) line.console.out << "\nAsks at once, by week\n";
  if (const auto* weeks = view.at("weeks").if_array())
    for (const auto& week : *weeks)
      line.console.out << text_of(week, "starts_on") << "  " << text_of(week, "asks_at_once") << "  "
                       << text_of(week, "level") << "\n";
  return Exit::done;
}

void print_ways(std::ostream& out, const json::value& view) {
  for (const auto& way : view.at("ways_out").as_array()) {
    out << "A way out: " << text_of(way, "what") << "\n";
    if (const auto* at_once = way.as_object().if_contains("asks_at_once"))
      out << "    at most " << plain_text(*at_once) << " at once in a week\n";
    for (const auto& consequence : way.at("consequences").as_array())
      out << "    " << plain_text(consequence) << "\n";
  }
}

Exit show_council_clashes(const CommandLine& line, const CalendarOptions& options) {
  const Records records = open_records_with_calendar(settings_of(line));
  const Day from = day_or(options.from, today(records));
  const Day to = day_or(options.to, engagement::plus_days(from, 12 * 7 - 1));
  if (to < from) return refuse(line, "--to lies before --from");
  const auto view =
      engagement::council_clashes_view(*records.context, from, to, engagement::calendar_items_max);
  if (line.common.output() == Output::json) {
    print_json(line.console.out, view);
    return Exit::done;
  }
  auto& out = line.console.out;
  for (const auto& clash : view.at("items").as_array()) {
    out << text_of(clash.at("one"), "title") << " and " << text_of(clash.at("other"), "title") << "\n    "
        << text_of(clash, "reason") << "\n    ";
    const auto& settled = clash.at("settled");
    out << (settled.is_null() ? "Not settled." : "Settled: " + text_of(settled, "reason")) << "\n";
  }
  if (view.at("items").as_array().empty()) out << "Nothing clashes in these days.\n";
  return Exit::done;
}

Exit try_days(const CommandLine& line, const CalendarOptions& options) {
  Ask ask{.kind = engagement::AskKind::period, .people = people_of(options)};
  ask.whole_district = options.whole_district;
  ask.first_on = parse_day(options.from).value();
  ask.last_on = day_or(options.to, ask.first_on);
  if (ask.last_on < ask.first_on) return refuse(line, "--to lies before --from");
  if (ask.people.empty() && !ask.whole_district)
    return refuse(line, "say who is asked: --local-board, --community, --topic or --whole-district");
  Records records = open_records_with_calendar(settings_of(line));
  if (!options.project.empty()) {
    const auto left_out = read_project(records, options.project, std::nullopt);
    if (!left_out) return refuse(line, "there is no project '" + options.project + "'");
    ask.owner = left_out->project().id;
  }
  const auto view = engagement::candidate_view(ask, *records.context, today(records));
  if (line.common.output() == Output::json) {
    print_json(line.console.out, view);
    return Exit::done;
  }
  auto& out = line.console.out;
  for (const auto& people : ask.people)
    if (!records.context->calendar->knows(people)) print_unknown(out, people);
  for (const auto& clash : view.at("items").as_array())
    out << text_of(clash, "title") << "\n    " << text_of(clash, "reason")
        << (clash.at("to_settle").as_bool() ? "\n" : " Shown only; nothing to settle.\n");
  if (view.at("items").as_array().empty()) out << "Nothing clashes with these days.\n";
  for (const auto& load : view.at("asks_at_once").as_array())
    out << text_of(load, "kind") << " " << text_of(load, "id") << ": at most "
        << text_of(load, "asks_at_once") << " at once in a week (" << text_of(load, "level") << ")\n";
  print_ways(out, view);
  return Exit::done;
}

Exit show_project_clashes(const CommandLine& line, const CalendarOptions& options) {
  Records records = open_records_with_calendar(settings_of(line));
  const auto kept = read_project(records, options.project, std::nullopt);
  if (!kept) return refuse(line, "there is no project '" + options.project + "'");
  const auto view =
      engagement::project_clashes_view(kept->project(), *records.context, today(records), everything);
  if (line.common.output() == Output::json) {
    print_json(line.console.out, view);
    return Exit::done;
  }
  auto& out = line.console.out;
  for (const auto& with : view.at("items").as_array()) {
    out << text_of(with, "title") << "  (" << text_of(with, "with") << ")\n";
    for (const auto& ask : with.at("asks").as_array())
      out << "    " << text_of(ask, "own_kind") << " and " << text_of(ask, "kind") << ": "
          << text_of(ask, "reason") << "\n";
    const auto& settled = with.at("settled");
    if (!settled.is_null()) {
      out << "    Settled: " << text_of(settled, "reason") << "\n";
    } else {
      out << (with.at("to_settle").as_bool() ? "    To settle.\n" : "    Shown only; nothing to settle.\n");
    }
  }
  if (view.at("items").as_array().empty()) out << "Nothing clashes with its dates.\n";
  for (const auto& named : view.at("named_in_check").as_array())
    out << "Named in the calendar check: " << plain_text(named) << "\n    "
        << (view.at("check_settled_because").is_null()
                ? "Not settled: check the calendar again, with settled_because."
                : "Settled: " + text_of(view, "check_settled_because"))
        << "\n";
  print_ways(out, view);
  return Exit::done;
}

void add_people_options(CLI::App& command, const Options& options) {
  const auto add = [&](const char* name, std::vector<std::string>& into, const char* says) {
    command.add_option(name, into, says)->delimiter(',')->type_name("ID");
  };
  add("--local-board", options->local_boards, "A local board");
  add("--community", options->communities, "A community");
  add("--topic", options->topics, "People interested in a topic");
  add("--entity", options->entities, "A mana whenua entity");
  command.add_option("--body", options->bodies, "Those who decide")->type_name("NAME");
}

void finish(CLI::App& command, CommandLine& line) {
  add_json_option(command, line);
  add_settings_options(command, line);
}

}  // namespace

void add_calendar_commands(CLI::App& app, CommandLine& line) {
  CLI::App* calendar =
      app.add_subcommand("calendar", "The engagement calendar: who is asked what, and what clashes");
  calendar->require_subcommand(1);
  const auto options = std::make_shared<CalendarOptions>();
  CLI::App* show = add_command(*calendar, "show", "Who is asked what, and how many ask at once",
                               "  fullcircle calendar show --local-board kowhai-bay --from 2027-05-24\n",
                               line, [&line, options] { return show_window(line, *options); });
  add_day_option(*show, "--from", options->from, "A day of the first week; today when absent");
  show->add_option("--weeks", options->weeks, "How many weeks")
      ->check(CLI::Range(1, engagement::calendar_weeks_max));
  add_people_options(*show, options);
  finish(*show, line);

  CLI::App* clashes = add_command(*calendar, "clashes", "Every clash of these days, settled or not",
                                  "  fullcircle calendar clashes --from 2027-05-24 --to 2027-08-15\n", line,
                                  [&line, options] { return show_council_clashes(line, *options); });
  add_day_option(*clashes, "--from", options->from, "The first day; today when absent");
  add_day_option(*clashes, "--to", options->to, "The last day; twelve weeks when absent");
  finish(*clashes, line);

  CLI::App* tried =
      add_command(*calendar, "try", "What would clash with days that might be, and the ways out",
                  "  fullcircle calendar try --from 2027-06-14 --to 2027-07-11 --local-board kowhai-bay\n",
                  line, [&line, options] { return try_days(line, *options); });
  add_day_option(*tried, "--from", options->from, "The first day")->required();
  add_day_option(*tried, "--to", options->to, "The last day; the first when absent");
  tried->add_flag("--whole-district", options->whole_district, "Everybody is asked");
  tried->add_option("--leaving-out", options->project, "A project whose own dates do not count")
      ->type_name("PROJECT");
  add_people_options(*tried, options);
  finish(*tried, line);
}

void add_clashes_command(CLI::App& project, CommandLine& line) {
  const auto options = std::make_shared<CalendarOptions>();
  CLI::App* command = add_command(project, "clashes", "What clashes with its dates, and the ways out",
                                  "  fullcircle project clashes kowhai-bay-shoreline-path-7k2m\n", line,
                                  [&line, options] { return show_project_clashes(line, *options); });
  command->add_option("PROJECT", options->project, "Its id or its slug")->required();
  finish(*command, line);
}

}  // namespace full_circle::config
