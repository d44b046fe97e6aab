#include "config/cli_parts.hpp"
#include "config/kept_project.hpp"
#include "workflows/engagement/calendar/forecast.hpp"
#include "workflows/engagement/clocks.hpp"
#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/views.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <map>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

struct ProjectOptions {
  std::string project;
  std::string at;
  std::string person;
  std::string text;
  std::vector<std::string> labels;
  int limit = 50;
  bool explain = false;
  std::map<std::string, std::string, std::less<>> days;  ///< to try in a forecast, by name
  std::vector<std::string> hui;                          ///< ENTITY:DAY
};

/// Who asks at the command line: somebody with the files in hand. Every role, so that moves show what anybody
/// could do.
Caller everybody() {
  Caller caller{"console", {}};
  for (const std::string& role : engagement::known_roles()) caller.grants.push_back({role, "", ""});
  return caller;
}

/// A JSON value as indented text for people.
void print_plain(std::ostream& out, const boost::json::value& value, const std::string& indent) {
  const auto is_plain = [](const boost::json::value& inner) {
    return !inner.is_object() && !inner.is_array();
  };
  const auto plain = [&](const boost::json::value& inner) {
    return inner.is_string() ? std::string(inner.get_string()) : boost::json::serialize(inner);
  };
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      const boost::json::value& inner = member.value();
      const bool empty = inner.is_null() || (inner.is_array() && inner.get_array().empty()) ||
                         (inner.is_string() && inner.get_string().empty());
      if (empty) continue;
      out << indent << std::string(member.key()) << ":";
      if (is_plain(inner)) {
        out << " " << plain(inner) << "\n";
      } else {
        out << "\n";
        print_plain(out, inner, indent + "  ");
      }
    }
  } else if (value.is_array()) {
    for (const auto& inner : value.get_array()) {
      if (is_plain(inner)) {
        out << indent << "- " << plain(inner) << "\n";
      } else {
        out << indent << "-\n";
        print_plain(out, inner, indent + "  ");
      }
    }
  } else {
    out << indent << plain(value) << "\n";
  }
}

std::string text_of(const boost::json::object& object, const char* key) {
  const auto* found = object.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::string list_of(const boost::json::object& object, const char* key) {
  const auto* found = object.if_contains(key);
  std::string list;
  if (!found || !found->is_array()) return list;
  for (const auto& item : found->get_array()) {
    if (item.is_string()) list += (list.empty() ? "" : ", ") + std::string(item.get_string());
  }
  return list;
}

void print_moves(std::ostream& out, const boost::json::object& moves) {
  for (const auto& item : moves.at("items").as_array()) {
    const auto& move = item.as_object();
    const auto* ready = move.if_contains("ready");
    const bool is_ready = ready && ready->is_bool() && ready->get_bool();
    out << (is_ready ? "ready    " : "blocked  ") << text_of(move, "command") << "  "
        << text_of(move, "title");
    if (const std::string who = list_of(move, "who"); !who.empty()) out << "  (" << who << ")";
    out << "\n";
    const auto* requirements = move.if_contains("requirements");
    if (!requirements || !requirements->is_array()) continue;
    for (const auto& one : requirements->get_array()) {
      const auto& requirement = one.as_object();
      const auto* met = requirement.if_contains("met");
      if (met && met->is_bool() && met->get_bool()) continue;
      out << "           waits for: " << text_of(requirement, "what") << "\n";
      for (const char* key : {"why", "by_when", "fix", "source"}) {
        const std::string text = text_of(requirement, key);
        if (!text.empty()) out << "             " << key << ": " << text << "\n";
      }
      if (const std::string who = list_of(requirement, "who"); !who.empty()) {
        out << "             who: " << who << "\n";
      }
    }
  }
}

/// The project as asked for, or the exit code that says there is none.
struct Opened {
  Records records;
  std::optional<KeptProject> kept;
  Instant now{};
};

std::optional<Opened> open(const CommandLine& line, const ProjectOptions& options) {
  // Moves wait for clashes to be settled, and only the calendar of all projects knows them.
  Opened opened{open_records_with_calendar(settings_of(line)), {}, ServerClock().now()};
  std::optional<Instant> at;
  if (!options.at.empty()) {
    at = instant_or_day(options.at, opened.records.settings.council.zone);
    if (!at) {
      line.console.err << "fullcircle: --at takes a day (2027-06-14) or an instant (2027-06-14T00:00:00Z)\n";
      return std::nullopt;
    }
    opened.now = *at;
  }
  opened.kept = read_project(opened.records, options.project, at);
  if (!opened.kept) {
    line.console.err << "fullcircle: there is no project '" << options.project << "'"
                     << (at ? " at that time" : "") << "\n";
    return std::nullopt;
  }
  return opened;
}

template <class View, class Text>
Exit show(const CommandLine& line, const ProjectOptions& options, View view, Text as_text) {
  const auto opened = open(line, options);
  if (!opened) return Exit::answer_is_no;
  const boost::json::object object = view(*opened);
  if (line.common.output() == Output::json) {
    print_json(line.console.out, object);
  } else {
    as_text(line.console.out, object);
  }
  return Exit::done;
}

Exit show_project(const CommandLine& line, const ProjectOptions& options) {
  return show(
      line, options,
      [](const Opened& opened) {
        return engagement::project_view(opened.kept->project(), *opened.records.context, "staff", opened.now);
      },
      [](std::ostream& out, const boost::json::object& object) { print_plain(out, object, ""); });
}

Exit show_moves(const CommandLine& line, const ProjectOptions& options) {
  return show(
      line, options,
      [](const Opened& opened) {
        return engagement::moves_view(opened.kept->project(), *opened.records.context, everybody(),
                                      opened.now);
      },
      print_moves);
}

void print_clocks(std::ostream& out, const boost::json::object& clocks) {
  for (const auto& item : clocks.at("items").as_array()) {
    const auto& clock = item.as_object();
    const std::string due = text_of(clock, "due_on");
    const std::string calendar = text_of(clock, "calendar");
    out << text_of(clock, "state") << "  " << (due.empty() ? "no day yet" : due) << "  "
        << text_of(clock, "what") << "\n    " << text_of(clock, "name")
        << (calendar.empty() ? "" : "; " + calendar) << "; " << text_of(clock, "source") << "\n";
    if (const std::string note = text_of(clock, "note"); !note.empty()) out << "    " << note << "\n";
    const auto* skipped = clock.if_contains("skipped");
    if (!skipped) continue;
    for (const auto& day : skipped->as_array())
      out << "      " << text_of(day.as_object(), "date") << "  " << text_of(day.as_object(), "why") << "\n";
  }
}

Exit show_clocks(const CommandLine& line, const ProjectOptions& options) {
  return show(
      line, options,
      [&](const Opened& opened) {
        return engagement::clocks_view(
            opened.kept->project(), *opened.records.context, "staff", opened.now,
            options.explain ? engagement::SkippedDays::listed : engagement::SkippedDays::left_out);
      },
      print_clocks);
}

std::string day_or(const boost::json::object& row, const char* key, const char* otherwise) {
  const std::string day = text_of(row, key);
  return day.empty() ? otherwise : day;
}

void print_step(std::ostream& out, const boost::json::object& step) {
  const std::string done = text_of(step, "done_on");
  out << (step.at("critical").as_bool() ? "* " : "  ") << text_of(step, "name") << "  "
      << text_of(step, "what") << "\n";
  if (!done.empty()) {
    out << "    done: " << done << "\n";
    return;
  }
  out << "    earliest: " << day_or(step, "earliest_on", "no day")
      << "; planned: " << day_or(step, "planned_on", "no day");
  if (const auto& slack = step.at("slack_days"); slack.is_int64()) out << "; slack: " << slack << " days";
  out << "\n";
  if (const auto* rule = step.at("rule").if_object()) {
    const std::string source = text_of(*rule, "source");
    out << "    " << text_of(*rule, "says") << (source.empty() ? "" : " (" + source + ")") << "\n";
  }
  if (const std::string note = text_of(step, "note"); !note.empty()) out << "    " << note << "\n";
  for (const auto& broken : step.at("breaks").as_array())
    out << "    BREAKS: " << std::string(broken.as_string()) << "\n";
  for (const auto& open_end : step.at("open_ends").as_array())
    out << "    no day for: " << text_of(open_end.as_object(), "what") << "\n";
}

void print_forecast(std::ostream& out, const boost::json::object& forecast) {
  for (const auto& note : forecast.at("notes").as_array()) out << std::string(note.as_string()) << "\n";
  for (const char* list : {"items", "branches"})
    for (const auto& step : forecast.at(list).as_array()) print_step(out, step.as_object());
  out << "* makes the answer no sooner: " << list_of(forecast, "critical_path") << "\n";
  for (const auto& item : forecast.at("changes").as_array()) {
    const auto& change = item.as_object();
    out << "changes: " << text_of(change, "name") << "  planned "
        << day_or(change, "planned_before", "no day") << " → " << day_or(change, "planned_on", "no day")
        << ", earliest " << day_or(change, "earliest_before", "no day") << " → "
        << day_or(change, "earliest_on", "no day") << "\n";
    for (const auto& broken : change.at("breaks").as_array())
      out << "    now breaks: " << std::string(broken.as_string()) << "\n";
  }
}

Exit show_forecast(const CommandLine& line, const ProjectOptions& options) {
  auto days = options.days;
  for (const std::string& hui : options.hui) days["hui"] += (days["hui"].empty() ? "" : ",") + hui;
  const auto what_if = engagement::read_what_if([&](std::string_view name) {
    const auto found = days.find(name);
    return found == days.end() || found->second.empty() ? nullptr : &found->second;
  });
  if (!what_if.ok()) {
    print_refusal(line.console.err, what_if.refusal());
    return Exit::usage;
  }
  const auto opened = open(line, options);
  if (!opened) return Exit::answer_is_no;
  const auto forecast = engagement::forecast_view(opened->kept->project(), *opened->records.context, "staff",
                                                  opened->now, what_if.value());
  if (!forecast.ok()) {
    print_refusal(line.console.err, forecast.refusal());
    return Exit::answer_is_no;
  }
  if (line.common.output() == Output::json)
    print_json(line.console.out, forecast.value());
  else
    print_forecast(line.console.out, forecast.value());
  return Exit::done;
}

Exit show_history(const CommandLine& line, const ProjectOptions& options) {
  return show(
      line, options,
      [](const Opened& opened) {
        return engagement::history_view(opened.kept->events, opened.kept->project(), "staff");
      },
      [](std::ostream& out, const boost::json::object& history) {
        for (const auto& item : history.at("items").as_array()) {
          const auto& row = item.as_object();
          out << boost::json::serialize(row.at("seq")) << "  " << text_of(row, "recorded_at") << "  "
              << text_of(row, "type") << "  by " << text_of(row, "by");
          const std::string entity = text_of(row, "on_behalf_of");
          if (!entity.empty()) out << ", recorded on behalf of " << entity;
          out << "\n";
        }
      });
}

Exit export_project(const CommandLine& line, const ProjectOptions& options) {
  const auto opened = open(line, options);
  if (!opened) return Exit::answer_is_no;
  const auto& events = opened->kept->events;
  for (const StoredEvent& event : events) line.console.out << export_line(event) << "\n";
  const ExportEnd end{events.back().project, static_cast<std::int64_t>(events.size()), events.back().hash};
  line.console.out << export_end_line(end) << "\n";
  return Exit::done;
}

Exit list_projects(const CommandLine& line, const ProjectOptions& options) {
  ProjectQuery query;
  for (const std::string& label : options.labels) {
    const std::size_t equals = label.find('=');
    if (equals == std::string::npos) {
      line.console.err << "fullcircle: --where takes kind=value, like stage=plan or topic=parks\n";
      return Exit::usage;
    }
    query.labels.push_back({label.substr(0, equals), label.substr(equals + 1)});
  }
  query.search_text = engagement::fold(options.text);
  query.limit = options.limit;
  Kept kept = open_kept(settings_of(line), WhenMissing::refuse);
  const auto rows = kept.store->reader()->projects(query);
  boost::json::array items;
  for (const ProjectRow& row : rows) {
    boost::json::value summary = boost::json::parse(row.summary);
    if (line.common.output() == Output::text) {
      const auto& object = summary.as_object();
      line.console.out << row.project << "  " << text_of(object, "stage") << "  " << text_of(object, "slug")
                       << "  " << text_of(object, "title") << "\n";
    }
    items.push_back(std::move(summary));
  }
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"items", std::move(items)}, {"next", nullptr}});
  }
  return Exit::done;
}

using Options = std::shared_ptr<ProjectOptions>;
using Run = Exit (*)(const CommandLine&, const ProjectOptions&);

CLI::App* add_one(CLI::App& parent, const char* name, const char* says, const char* examples,
                  CommandLine& line, const Options& options, Run run) {
  CLI::App* command =
      add_command(parent, name, says, examples, line, [&line, options, run] { return run(line, *options); });
  command->add_option("PROJECT", options->project, "Its id or its slug")->required();
  command->add_option("--at", options->at, "As it was at the end of this day, or at this instant");
  add_settings_options(*command, line);
  return command;
}

void add_forecast(CLI::App& project, CommandLine& line, const Options& options) {
  CLI::App* forecast =
      add_one(project, "forecast",
              "The earliest day of each step to come, the rule behind it, and what other days would break",
              "  fullcircle project forecast kowhai-bay-shoreline-path --opens-on 2027-06-28\n"
              "  fullcircle project forecast kowhai-bay-shoreline-path --hui tauira-ki-tai:2027-08-19\n",
              line, options, show_forecast);
  const auto day = [&](const char* option, const char* name, const char* says) {
    forecast->add_option(option, options->days[name], says)->type_name("DAY");
  };
  day("--opens-on", "opens_on", "As if it opened on this day");
  day("--closes-on", "closes_on", "As if this were its last day");
  day("--decision-on", "decision_on", "As if it were decided on this day");
  day("--answer-by", "answer_by", "As if people were promised an answer by this day");
  forecast
      ->add_option("--hui", options->hui, "As if the hui with this entity were on this day; may be repeated")
      ->type_name("ENTITY:DAY");
  add_json_option(*forecast, line);
}

}  // namespace

void add_project_commands(CLI::App& app, CommandLine& line) {
  CLI::App* project = app.add_subcommand("project", "Projects, read from the data directory itself");
  project->require_subcommand(1);
  const auto options = std::make_shared<ProjectOptions>();
  CLI::App* list = add_command(*project, "list", "Projects, newest first",
                               "  fullcircle project list --where stage=engage --text 'kowhai' --data data\n",
                               line, [&line, options] { return list_projects(line, *options); });
  list->add_option("--where", options->labels, "kind=value: stage, local_board, community, topic, definition")
      ->type_name("KIND=VALUE");
  list->add_option("--text", options->text, "Words that have to occur");
  list->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 200));
  add_settings_options(*list, line);
  add_json_option(*list, line);
  add_json_option(*add_one(*project, "show", "What is known of a project",
                           "  fullcircle project show kowhai-bay-shoreline-path --at 2027-06-14 --json\n",
                           line, options, show_project),
                  line);
  add_json_option(
      *add_one(*project, "moves", "What may happen from here, and what each move still waits for",
               "  fullcircle project moves kowhai-bay-shoreline-path\n", line, options, show_moves),
      line);
  CLI::App* clocks = add_one(
      *project, "clocks", "What is due by when, under which calendar and by whose rule",
      "  fullcircle project clocks kowhai-bay-shoreline-path --explain\n", line, options, show_clocks);
  clocks->add_flag("--explain", options->explain, "List every day that was skipped, and why");
  add_json_option(*clocks, line);
  add_forecast(*project, line, options);
  add_json_option(*add_one(*project, "history", "What happened, in order", "", line, options, show_history),
                  line);
  add_hui_dates_command(*project, line);
  add_clashes_command(*project, line);
  add_told_command(*project, line);
  add_advice_command(*project, line);
  add_one(*project, "export",
          "Every event as JSON Lines, with its hash, and a last line that counts them. It holds what was "
          "said in confidence: keep it as you keep "
          "the data directory",
          "  fullcircle project export kowhai-bay-shoreline-path > record.jsonl\n"
          "  fullcircle verify record.jsonl\n",
          line, options, export_project);
}

}  // namespace full_circle::config
