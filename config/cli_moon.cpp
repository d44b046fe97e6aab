// The moon and the maramataka at the command line.
#include "config/cli_parts.hpp"
#include "config/reference_data.hpp"
#include "workflows/engagement/calendar/moon_view.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <iomanip>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

using engagement::Day;
using engagement::Maramataka;
using engagement::MaramatakaVersion;

struct MoonAsked {
  std::string from;
  std::string to;
  std::string maramataka;
};

void print_moon(std::ostream& out, const boost::json::object& moon) {
  for (const auto& item : moon.at("items").as_array()) {
    const auto& phase = item.at("phase");
    const auto& night = item.at("night");
    const std::string side = plain_text(item.at("lit_side"));
    out << plain_text(item.at("date")) << "  " << std::setw(3) << plain_text(item.at("lit_percent")) << "%  "
        << plain_text(item.at("looks"));
    if (side == "left" || side == "right") out << ", lit on its " << side;
    if (!phase.is_null()) out << ", " << plain_text(phase.at("time"));
    if (!phase.is_null() && phase.at("near_midnight").as_bool()) out << ", close to midnight";
    if (!night.is_null()) {
      out << "; " << plain_text(night.at("ordinal")) << " " << plain_text(night.at("name"));
      if (night.at("may_be_a_day_off").as_bool()) out << " (or the night beside it)";
    }
    out << "\n";
  }
  if (const auto& version = moon.at("maramataka"); !version.is_null()) {
    out << "\nNights: " << plain_text(version.at("label")) << "; " << plain_text(version.at("whose"))
        << "\nSource: " << plain_text(version.at("source")) << "\n";
  }
}

Exit show_moon(const CommandLine& line, const MoonAsked& asked) {
  const Settings settings = settings_of(line);
  const Day from = parse_day(asked.from).value();
  const Day to = parse_day(asked.to).value();
  if (to < from) return refuse(line, "--to: lies before --from");
  if (engagement::days_between(from, to) >= engagement::moon_days_max) {
    return refuse(line, "--to: lies more than " + std::to_string(engagement::moon_days_max) + " days on");
  }
  const auto maramataka = find_maramataka(settings);
  const MaramatakaVersion* version = maramataka->council_version();
  if (!asked.maramataka.empty()) {
    version = maramataka->version(asked.maramataka);
    if (!version) {
      return refuse(line,
                    "--maramataka: there is no '" + asked.maramataka + "' (fullcircle dates maramataka)");
    }
  }
  const auto moon = engagement::moon_days_json(from, to, settings.council.zone, version);
  if (line.common.output() == Output::json) {
    print_json(line.console.out, moon);
  } else {
    print_moon(line.console.out, moon);
  }
  return Exit::done;
}

void print_version(std::ostream& out, const MaramatakaVersion& version, bool on) {
  out << version.id << (on ? "  on for everybody" : "  off") << "\n  " << version.label << "; "
      << version.whose << "\n  Night " << version.anchor_night << " on the day of the "
      << phase_text(version.anchor) << "; " << version.nights.size() << " nights, "
      << version.corrections.size() << (version.corrections.size() == 1 ? " month" : " months")
      << " corrected\n";
  if (!version.spelling.empty()) out << "  Spelling: " << version.spelling << "\n";
  out << "  Source: " << version.source << "\n  Licence: " << version.licence << "\n";
  if (!version.note.empty()) out << "  Note: " << version.note << "\n";
}

Exit list_versions(const CommandLine& line) {
  const auto maramataka = find_maramataka(settings_of(line));
  boost::json::array items;
  for (const MaramatakaVersion& version : maramataka->versions) {
    const bool on = &version == maramataka->council_version();
    if (line.common.output() == Output::text) print_version(line.console.out, version, on);
    auto item = version_json(version);
    item["on"] = on;
    item["nights"] = boost::json::array(version.nights.begin(), version.nights.end());
    items.push_back(std::move(item));
  }
  if (line.common.output() == Output::json) print_json(line.console.out, items);
  return Exit::done;
}

}  // namespace

void add_moon_commands(CLI::App& dates, CommandLine& line) {
  const auto asked = std::make_shared<MoonAsked>();
  CLI::App* moon = add_command(dates, "moon", "The moon of each day as it is seen from the south",
                               "  fullcircle dates moon --from 2026-08-01 --to 2026-08-31\n"
                               "  fullcircle dates moon --from 2026-08-01 --to 2026-08-31 "
                               "--maramataka best-3-williams --json\n",
                               line, [&line, asked] { return show_moon(line, *asked); });
  add_day_option(*moon, "--from", asked->from, "The first day")->required();
  add_day_option(*moon, "--to", asked->to, "The last day, which is included; at most 366 days in all")
      ->required();
  moon->add_option("--maramataka", asked->maramataka,
                   "Name the nights by this version (default: calendar.maramataka)")
      ->type_name("ID");
  add_settings_options(*moon, line);
  add_json_option(*moon, line);
  CLI::App* versions =
      add_command(dates, "maramataka", "The maramataka there are: whose, from where, and which is on", "",
                  line, [&line] { return list_versions(line); });
  add_settings_options(*versions, line);
  add_json_option(*versions, line);
}

}  // namespace full_circle::config
