// What is kept about people, read and erased in the data directory itself; beside a running server too.
#include "adapters/shared/whole_file.hpp"
#include "adapters/sms/numbers.hpp"
#include "config/adapters.hpp"
#include "config/cli_parts.hpp"
#include "config/clock.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <filesystem>
#include <memory>
#include <ostream>

namespace full_circle::config {
namespace {

struct PrivacyOptions {
  std::string email;
  std::string telephone;
  std::string name;
  std::string reference;
  std::string reason;
  std::string folder;
  bool words = false;
  bool dry_run = false;
};

/// What was opened, and who answers for it.
struct Opened {
  explicit Opened(const Settings& settings)
      : kept(open_kept(settings, WhenMissing::refuse)),
        privacy(*kept.people, *kept.identity, *kept.files, retention(settings), sms::mobile_number) {}
  Kept kept;
  engagement::Privacy privacy;
};

boost::json::object body_of(const PrivacyOptions& options) {
  boost::json::object body;
  if (!options.email.empty()) body["email"] = options.email;
  if (!options.telephone.empty()) body["telephone"] = options.telephone;
  if (!options.name.empty()) body["name"] = options.name;
  if (!options.reference.empty()) body["reference"] = options.reference;
  return body;
}

Exit refused(const CommandLine& line, const Refusal& refusal) {
  print_refusal(line.console.err, refusal);
  return Exit::answer_is_no;
}

Exit show_fields(const CommandLine& line) {
  const auto view = engagement::personal_fields_view(retention(settings_of(line)));
  if (line.common.output() == Output::json) {
    print_json(line.console.out, view);
    return Exit::done;
  }
  for (const auto& field : view.at("items").as_array())
    line.console.out << plain_text(field.at("field")) << "\n    " << plain_text(field.at("what")) << ". "
                     << plain_text(field.at("purpose"))
                     << ".\n    Consent: " << plain_text(field.at("consent")) << ".\n    Kept "
                     << plain_text(field.at("kept")) << ". " << plain_text(field.at("source")) << "\n";
  return Exit::done;
}

/// Each under its hash, by which the export names it: names of files are their senders' words.
void save_files(KeptFiles& kept, const boost::json::object& held, const std::filesystem::path& folder) {
  shared::make_private_folder(folder);
  for (const auto& contribution : held.at("contributions").as_array())
    for (const auto& attachment : contribution.at("attachments").as_array()) {
      const std::string hash(attachment.at("hash").as_string());
      if (const auto content = kept.read(hash))
        shared::write_whole_file(folder / hash, *content, shared::ReadBy::owner);
    }
}

Exit show_held(const CommandLine& line, const PrivacyOptions& options) {
  const auto asked = engagement::read_held(boost::json::serialize(body_of(options)));
  if (!asked.ok()) return refused(line, asked.refusal());
  Opened opened(settings_of(line));
  const auto held = opened.privacy.held(asked.value());
  if (!held.ok()) return refused(line, held.refusal());
  if (!options.folder.empty()) save_files(*opened.kept.files, held.value(), options.folder);
  print_json(line.console.out, held.value());
  return Exit::done;
}

Exit erase(const CommandLine& line, const PrivacyOptions& options) {
  boost::json::object body = body_of(options);
  body["reason"] = options.reason;
  body["words"] = options.words;
  body["dry_run"] = options.dry_run;
  const auto asked = engagement::read_erasure(boost::json::serialize(body));
  if (!asked.ok()) return refused(line, asked.refusal());
  Opened opened(settings_of(line));
  const auto erased = opened.privacy.erase(asked.value(), "command-line", ServerClock().now());
  if (!erased.ok()) return refused(line, erased.refusal());
  const auto view = engagement::erased_view(erased.value());
  if (line.common.output() == Output::json) {
    print_json(line.console.out, boost::json::object{{"dry_run", options.dry_run},
                                                     {"erased", view},
                                                     {"from_files", erased.value().from_files}});
    return Exit::done;
  }
  line.console.out << (options.dry_run ? "would be erased:" : "erased:");
  for (const auto& [what, count] : view) line.console.out << "  " << count << " " << std::string_view(what);
  line.console.out << "\n";
  if (!erased.value().from_files)
    line.console.out
        << "The database's log still holds it while others read: give the same command again, or "
           "leave it to the server's next sweep.\n";
  return Exit::done;
}

void add_whom(CLI::App& command, CommandLine& line, const std::shared_ptr<PrivacyOptions>& options) {
  command.add_option("--email", options->email, "Their mail address");
  command.add_option("--telephone", options->telephone, "Their telephone number");
  command.add_option("--reference", options->reference, "Of one contribution");
  add_settings_options(command, line);
  add_json_option(command, line);
}

}  // namespace

void add_privacy_commands(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<PrivacyOptions>();
  CLI::App* privacy = app.add_subcommand("privacy", "What is kept about people: shown, exported, erased");
  privacy->require_subcommand(1);
  CLI::App* fields =
      add_command(*privacy, "fields", "Every detail of people that is kept: what for, and for how long",
                  "  fullcircle privacy fields\n", line, [&line] { return show_fields(line); });
  add_settings_options(*fields, line);
  add_json_option(*fields, line);
  CLI::App* exporting =
      add_command(*privacy, "export", "Everything held about one person, as JSON",
                  "  fullcircle privacy export --email ana@tauira.example --data data\n"
                  "  fullcircle privacy export --email ana@tauira.example --files ana --data data\n",
                  line, [&line, options] { return show_held(line, *options); });
  exporting->add_option("--files", options->folder, "A folder for the files they sent, each under its hash");
  exporting->add_option("--name", options->name, "Their name; others may have the same");
  add_whom(*exporting, line, options);
  CLI::App* erasing = add_command(
      *privacy, "erase", "Erase what is held about one person; the record stays whole",
      "  fullcircle privacy erase --email ana@tauira.example --reason 'She asked' --dry-run --data data\n"
      "  fullcircle privacy erase --reference 7k2m-9x4q-1dvb --reason 'He asked' --words --data data\n",
      line, [&line, options] { return erase(line, *options); });
  erasing->add_option("--reason", options->reason, "Why; kept, so it names nobody")->required();
  erasing->add_flag("--words", options->words, "What they said goes too");
  erasing->add_flag("--dry-run", options->dry_run, "Only count");
  add_whom(*erasing, line, options);
}

}  // namespace full_circle::config
