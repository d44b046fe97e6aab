// The public site and its copies compared and mended, and text messages counted.
#include "adapters/sms/parts.hpp"
#include "config/adapters.hpp"
#include "config/cli_parts.hpp"
#include "config/site_check.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace full_circle::config {
namespace {

namespace json = boost::json;

/// What was found in one place.
struct Found {
  std::string where;
  json::array differences;
  std::string problem;  ///< why it could not be looked at or mended; empty: it could
};

template <class Kind>
std::string name_of_difference(Kind kind) {
  switch (kind) {
    case Kind::missing:
      return "missing";
    case Kind::changed:
      return "changed";
    case Kind::left_over:
      return "left over";
    default:
      return "unreadable";
  }
}

template <class Differences>
json::array listed(const Differences& differences) {
  json::array out;
  for (const auto& one : differences)
    out.push_back(json::object{{"what", name_of_difference(one.kind)}, {"path", one.path}});
  return out;
}

Found check_here(const Settings& settings, publisher::Mend mend) {
  return {.where = site_folder(settings).string(),
          .differences = listed(check_site_here(settings, mend)),
          .problem = {}};
}

Found check_mirror(const MirrorSettings& mirror, const Settings& settings, publisher::Mend mend) {
  mirror::Mirror copy(mirror_options(mirror, settings), make_remote(mirror));
  const auto finding = copy.check(mend == publisher::Mend::yes ? mirror::Mend::yes : mirror::Mend::no);
  Found found{.where = mirror.url, .differences = listed(finding.differences), .problem = {}};
  if (finding.failed) found.problem = finding.failed->reason;
  return found;
}

void print_found(std::ostream& out, const Found& found, publisher::Mend mend) {
  const bool mended = mend == publisher::Mend::yes && found.problem.empty();
  out << found.where << ": "
      << (found.differences.empty()
              ? "as it should be"
              : std::to_string(found.differences.size()) + (mended ? " mended" : " differ"))
      << "\n";
  for (const auto& one : found.differences)
    out << "  " << plain_text(one.at("what")) << ": " << plain_text(one.at("path")) << "\n";
  if (!found.problem.empty()) out << "  " << found.problem << "\n";
}

/// Pages drawn by other settings would all differ, and mending would make them wrong.
Exit other_settings(const CommandLine& line, const std::vector<std::string>& differing) {
  std::string names;
  for (const std::string& name : differing) names += (names.empty() ? "" : ", ") + name;
  return refuse(line, "the server ran with other settings: " + names +
                          ". Give the same --config and environment, or restart the server with these.");
}

/// Here first: the copies are copies of it.
Exit check_site(const CommandLine& line, publisher::Mend mend) {
  const auto [settings, differing] = site_settings(settings_of(line));
  if (!differing.empty()) return other_settings(line, differing);
  std::vector<Found> all{check_here(settings, mend)};
  for (const MirrorSettings& mirror : settings.mirrors) all.push_back(check_mirror(mirror, settings, mend));
  bool right = true;
  json::array items;
  for (const Found& found : all) {
    const bool stands = found.differences.empty() || mend == publisher::Mend::yes;
    right = right && stands && found.problem.empty();
    items.push_back(
        json::object{{"where", found.where}, {"differences", found.differences}, {"problem", found.problem}});
    if (line.common.output() == Output::text) print_found(line.console.out, found, mend);
  }
  if (line.common.output() == Output::json)
    print_json(line.console.out, json::object{{"items", std::move(items)}, {"next", nullptr}});
  return right ? Exit::done : Exit::answer_is_no;
}

Exit count_text(const CommandLine& line, const std::string& text) {
  const auto counted = sms::count_parts(text);
  if (!counted.ok()) {
    print_refusal(line.console.err, counted.refusal());
    return Exit::answer_is_no;
  }
  const sms::Parts& parts = counted.value();
  const bool gsm = parts.alphabet == sms::Alphabet::gsm;
  if (line.common.output() == Output::json) {
    print_json(
        line.console.out,
        json::object{{"parts", parts.parts},
                     {"units", parts.units},
                     {"alphabet", gsm ? "GSM 03.38" : "UCS-2"},
                     {"outside_gsm", json::array(parts.outside_gsm.begin(), parts.outside_gsm.end())}});
    return Exit::done;
  }
  line.console.out << parts.parts << (parts.parts == 1 ? " part" : " parts") << ", " << parts.units
                   << (gsm ? " units of GSM 03.38\n" : " units of UCS-2, because of");
  for (const std::string& letter : parts.outside_gsm) line.console.out << " " << letter;
  if (!gsm) line.console.out << "\n";
  return Exit::done;
}

}  // namespace

void add_site_commands(CLI::App& app, CommandLine& line) {
  CLI::App* site = app.add_subcommand("site", "The public site and its copies");
  site->require_subcommand(1);
  const auto mend = std::make_shared<bool>(false);
  CLI::App* check = add_command(
      *site, "check", "Compares what is there with what should be, here and on every mirror",
      "  fullcircle site check --data DATA\n  fullcircle site check --mend --config settings.yaml\n", line,
      [&line, mend] { return check_site(line, *mend ? publisher::Mend::yes : publisher::Mend::no); });
  check->add_flag("--mend", *mend, "Put right what differs; what others put there stays");
  add_settings_options(*check, line);
  add_json_option(*check, line);
}

void add_sms_commands(CLI::App& app, CommandLine& line) {
  CLI::App* sms = app.add_subcommand("sms", "Text messages");
  sms->require_subcommand(1);
  const auto text = std::make_shared<std::string>();
  CLI::App* count = add_command(*sms, "count", "How many parts a text is sent and paid in",
                                "  fullcircle sms count \"Kōwhai Bay: open for feedback until Sunday\"\n",
                                line, [&line, text] { return count_text(line, *text); });
  count->add_option("text", *text, "The message")->required();
  add_json_option(*count, line);
}

}  // namespace full_circle::config
