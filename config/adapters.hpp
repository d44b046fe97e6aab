#pragma once
/// The adapters by name: one line of the table each.

#include "adapters/http/services.hpp"
#include "adapters/mirror/mirror.hpp"
#include "adapters/notifier/notifier.hpp"
#include "adapters/publisher/static_site.hpp"
#include "adapters/shared/pdf.hpp"
#include "config/settings.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/identity.hpp"
#include "workflows/engagement/personal_fields.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace full_circle::config {

/// What adapters are made of.
struct AdapterParts {
  const Settings& settings;
  Identity& identity;
  const Clock& clock;
  Followers& followers;
  Ledger& ledger;
  Store& store;
  const notifier::Texting& texting;
};

/// What messages are signed with and sent through, as the settings say.
notifier::MailOptions mail_options(const Settings& settings);
notifier::OpenCarrier mail_carrier(const Settings& settings);
/// For how long details of people are kept here.
engagement::Retention retention(const Settings& settings);
notifier::NotifierParts notifier_parts(const AdapterParts& parts);

struct AdapterEntry {
  std::string name;
  std::string says;  ///< what it does, for people
  std::function<std::unique_ptr<Adapter>(const AdapterParts&)> make;
  std::function<std::string(const Settings&)> state;  ///< what the settings make of it; no secrets
};

/// Those that come with the program, and one "exec:NAME" for each program in the settings.
std::vector<AdapterEntry> adapter_table(const Settings& settings);

/// Every name a definition may give work to: the table's, but for hooks and mirrors, whose work the
/// settings name, and "timer", which the engine itself answers.
std::vector<std::string> adapter_names(const Settings& settings);

/// Those of them that every change of a project's calendar goes to.
std::vector<std::string> calendar_adapters(const Settings& settings);

/// Who is told of events, as the workflow knows them.
std::vector<engagement::EventHook> event_hooks(const Settings& settings);

publisher::PublisherOptions publisher_options(const Settings& settings);

/// The copies of the public site that hear of every page that changed.
std::vector<std::string> site_mirrors(const Settings& settings);
mirror::MirrorOptions mirror_options(const MirrorSettings& settings, const Settings& all);
/// Throws std::runtime_error when the password cannot be read.
std::unique_ptr<mirror::Remote> make_remote(const MirrorSettings& settings, std::stop_token stop = {});

/// The way to text messages; empty without sms.url. Throws as sms::Gateway does, and std::runtime_error for a
/// secret that cannot be read.
notifier::Texting make_texting(const Settings& settings);
/// What the gateway has to know to bring what people answer; null without sms.url. Throws as make_texting.
std::optional<http::TextAnswers> text_answers(const Settings& settings);

std::vector<std::unique_ptr<Adapter>> make_adapters(const AdapterParts& parts);

/// Draws the pages the server answers people with (http::Services::page).
std::function<std::string(const std::string&, const boost::json::object&)> make_pages(
    const Settings& settings);

/// Prints pages as PDF (http::Services::pdf).
std::function<shared::PrintedPdf(const std::string& html)> make_press(const Settings& settings);

}  // namespace full_circle::config
