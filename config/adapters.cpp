#include "config/adapters.hpp"

#include "adapters/caldav/caldav.hpp"
#include "adapters/calendar/calendar_folder.hpp"
#include "adapters/chat/chat.hpp"
#include "adapters/exec/exec.hpp"
#include "adapters/mirror/s3.hpp"
#include "adapters/mirror/webdav.hpp"
#include "adapters/notifier/mail_folder.hpp"
#include "adapters/notifier/smtp.hpp"
#include "adapters/webhook/webhook.hpp"
#include "config/hook_settings.hpp"
#include "config/secrets.hpp"
#include "config/site_check.hpp"

#include <chrono>
#include <stdexcept>

namespace full_circle::config {
namespace {

/// No file of ours is larger (shared::read_whole_file).
constexpr std::size_t k_site_file_bytes_max = std::size_t{64} << 20;

/// `section` is where the settings hold them, for messages.
std::string password_of(const std::string& section, const std::string& given,
                        const std::string& password_file) {
  return password_file.empty() ? given : first_line_of(section + ".password_file", password_file);
}

notifier::SmtpOptions::Tls tls_of(SmtpTls tls) {
  switch (tls) {
    case SmtpTls::none:
      return notifier::SmtpOptions::Tls::none;
    case SmtpTls::starttls:
      return notifier::SmtpOptions::Tls::starttls_required;
    case SmtpTls::implicit:
      return notifier::SmtpOptions::Tls::implicit;
  }
  throw std::logic_error("a kind of TLS without a case");
}

std::unique_ptr<Adapter> make_notifier(const AdapterParts& parts) {
  return notifier::make_notifier(mail_carrier(parts.settings), mail_options(parts.settings),
                                 notifier_parts(parts));
}

std::string notifier_state(const Settings& settings) {
  if (settings.notifier.kind == NotifierKind::folder) return "writes to " + mail_folder(settings).string();
  const SmtpSettings& smtp = settings.notifier.smtp;
  return "sends through " + smtp.host + ":" + std::to_string(smtp.port) +
         (smtp.username.empty() ? ", without sign-in" : ", signed in as " + smtp.username);
}

std::unique_ptr<Adapter> make_publisher(const AdapterParts& parts) {
  return publisher::make_static_site(publisher_options(parts.settings));
}

std::unique_ptr<Adapter> make_calendar(const AdapterParts& parts) {
  calendar::CalendarOptions options;
  options.base_url = base_url(parts.settings);
  options.council_name = parts.settings.council.name;
  options.refresh_hours = static_cast<int>(parts.settings.calendar.refresh_hours);
  return calendar::make_calendar_folder(calendar_folder(parts.settings), options);
}

std::unique_ptr<Adapter> make_caldav(const AdapterParts& parts) {
  const CalDavSettings& settings = parts.settings.caldav;
  caldav::CalDavOptions options;
  options.url = settings.url;
  options.base_url = base_url(parts.settings);
  options.audience = settings.audience == CalDavAudience::staff ? caldav::CalDavOptions::Audience::staff
                                                                : caldav::CalDavOptions::Audience::everyone;
  options.folder = caldav_folder(parts.settings);
  options.outbound.private_addresses = settings.private_addresses;
  options.outbound.timeout = std::chrono::seconds(settings.timeout_seconds);
  options.outbound.username = settings.username;
  options.outbound.password = password_of("caldav", settings.password, settings.password_file);
  options.outbound.ca_file = settings.ca_file;
  return caldav::make_caldav(std::move(options));
}

AdapterEntry program(const ExecSettings& settings) {
  const std::string name = "exec:" + settings.name;
  return {name, "runs a program of your own",
          [name, settings](const AdapterParts&) {
            return exec::make_exec(name, settings.command, std::chrono::seconds(settings.timeout_seconds));
          },
          [settings](const Settings&) {
            return "runs " + settings.command.front() + ", at most " +
                   std::to_string(settings.timeout_seconds) + " s";
          }};
}

shared::OutboundOptions outbound_of(const HookSettings& hook) {
  shared::OutboundOptions outbound;
  outbound.private_addresses = hook.private_addresses;
  outbound.timeout = std::chrono::seconds(hook.timeout_seconds);
  outbound.ca_file = hook.ca_file;
  return outbound;
}

std::string url_of(const HookSettings& hook) {
  return hook.url_file.empty() ? hook.url : first_line_of("hooks.url_file", hook.url_file);
}

std::unique_ptr<Adapter> make_webhook(const HookSettings& hook, const AdapterParts& parts) {
  webhook::WebhookOptions options{
      .name = hook.name, .url = url_of(hook), .secrets = {}, .outbound = outbound_of(hook)};
  for (const std::string& file : hook.secret_files)
    options.secrets.push_back(first_line_of("hooks.secret_files", file));
  return webhook::make_webhook(std::move(options), parts.clock);
}

std::unique_ptr<Adapter> make_chat(const HookSettings& hook, const AdapterParts& parts) {
  return chat::make_chat({.name = hook.name,
                          .kind = hook.kind == HookKind::slack ? chat::Kind::slack : chat::Kind::teams,
                          .url = url_of(hook),
                          .base_url = base_url(parts.settings),
                          .done_folder = done_folder(parts.settings, "chat-" + hook.name),
                          .outbound = outbound_of(hook)});
}

AdapterEntry told_of_events(const HookSettings& hook) {
  const bool is_webhook = hook.kind == HookKind::webhook;
  return {hook_adapter(hook),
          is_webhook ? "tells a system of somebody else's what happened, signed"
                     : "tells a channel of staff's chat what happened",
          [hook, is_webhook](const AdapterParts& parts) {
            return is_webhook ? make_webhook(hook, parts) : make_chat(hook, parts);
          },
          [hook](const Settings&) {
            const std::string where = hook.url_file.empty() ? hook.url : "an address kept in a file";
            const std::string what =
                hook.events.empty() ? "all events" : std::to_string(hook.events.size()) + " kinds of events";
            const bool staff = hook.audience == engagement::EventHook::Audience::staff;
            return "tells " + where + " of " + what + " for " + (staff ? "staff" : "everyone");
          }};
}

AdapterEntry copy_of_site(const MirrorSettings& mirror) {
  return {"mirror:" + mirror.name, "keeps a copy of the public site on another server",
          [mirror](const AdapterParts& parts) {
            return mirror::make_mirror(mirror_options(mirror, parts.settings), make_remote(mirror));
          },
          [mirror](const Settings&) { return "copies to " + mirror.url; }};
}

std::string publisher_state(const Settings& settings) {
  return "writes to " + (site_folder(settings) / "have-your-say").string();
}
std::string calendar_state(const Settings& settings) {
  return "writes to " + calendar_folder(settings).string();
}
std::string caldav_state(const Settings& settings) {
  const bool staff = settings.caldav.audience == CalDavAudience::staff;
  return "puts what is for " + std::string(staff ? "staff" : "everyone") + " into " + settings.caldav.url;
}

}  // namespace

notifier::MailOptions mail_options(const Settings& settings) {
  notifier::MailOptions mail;
  mail.base_url = base_url(settings);
  mail.council_name = settings.council.name;
  mail.from_name = settings.notifier.from_name;
  mail.from_address = settings.notifier.from_address;
  mail.public_addresses = settings.notifier.public_addresses;
  return mail;
}

notifier::OpenCarrier mail_carrier(const Settings& settings) {
  if (settings.notifier.kind == NotifierKind::folder) return notifier::into_folder(mail_folder(settings));
  const SmtpSettings& smtp = settings.notifier.smtp;
  notifier::SmtpOptions server;
  server.host = smtp.host;
  server.port = static_cast<int>(smtp.port);
  server.username = smtp.username;
  server.password = password_of("notifier.smtp", smtp.password, smtp.password_file);
  server.tls = tls_of(smtp.tls);
  server.ca_file = smtp.ca_file;
  server.timeout = std::chrono::seconds(smtp.timeout_seconds);
  return notifier::through_smtp(std::move(server));
}

notifier::NotifierParts notifier_parts(const AdapterParts& parts) {
  return {parts.identity, parts.followers, parts.ledger, parts.store, parts.clock, parts.texting};
}

publisher::PublisherOptions publisher_options(const Settings& settings) {
  const CouncilSettings& council = settings.council;
  publisher::PublisherOptions options;
  options.folder = site_folder(settings);
  options.base_url = base_url(settings);
  options.council_name = council.name;
  options.council_name_mi = council.name_mi;
  options.contact_email = council.contact_email;
  options.contact_phone = council.contact_phone;
  options.contact_address = council.contact_address;
  options.contact_hours = council.contact_hours;
  options.calendar_path = "/calendar";
  options.answer_working_days = static_cast<int>(council.answer_working_days);
  options.template_folder = settings.publisher.template_folder;
  const engagement::Retention kept_for = retention(settings);
  for (const auto& field : engagement::personal_fields())
    options.privacy.push_back(
        {std::string(field.what), std::string(field.purpose), engagement::kept_text(field, kept_for)});
  if (settings.publisher.service_report == ServiceReporting::in_public)
    options.performance = publisher::PublisherOptions::Performance::linked;
  if (!settings.sms.url.empty()) options.texts = publisher::PublisherOptions::Texts::offered;
  return options;
}

std::vector<AdapterEntry> adapter_table(const Settings& settings) {
  std::vector<AdapterEntry> table{
      {"calendar", "calendar files (iCalendar) of periods, hui, sessions and meetings", make_calendar,
       calendar_state},
      {"notifier", "messages to people who have to know", make_notifier, notifier_state},
      {"publisher", "public pages, results and Atom feeds", make_publisher, publisher_state},
  };
  if (!settings.caldav.url.empty())
    table.push_back(
        {"caldav", "the same entries in a calendar on a CalDAV server", make_caldav, caldav_state});
  for (const ExecSettings& one : settings.exec) table.push_back(program(one));
  for (const HookSettings& one : settings.hooks) table.push_back(told_of_events(one));
  for (const MirrorSettings& one : settings.mirrors) table.push_back(copy_of_site(one));
  return table;
}

std::vector<std::string> adapter_names(const Settings& settings) {
  std::vector<std::string> names;
  for (const AdapterEntry& entry : adapter_table(settings)) names.push_back(entry.name);
  for (const HookSettings& hook : settings.hooks) std::erase(names, hook_adapter(hook));
  for (const std::string& mirror : site_mirrors(settings)) std::erase(names, mirror);
  names.emplace_back("timer");
  return names;
}

std::vector<std::string> calendar_adapters(const Settings& settings) {
  std::vector<std::string> names{"calendar"};
  if (!settings.caldav.url.empty()) names.emplace_back("caldav");
  return names;
}

std::vector<engagement::EventHook> event_hooks(const Settings& settings) {
  std::vector<engagement::EventHook> hooks;
  for (const HookSettings& one : settings.hooks)
    hooks.push_back({.adapter = hook_adapter(one), .audience = one.audience, .events = one.events});
  return hooks;
}

std::vector<std::string> site_mirrors(const Settings& settings) {
  std::vector<std::string> names;
  for (const MirrorSettings& one : settings.mirrors) names.push_back("mirror:" + one.name);
  return names;
}

mirror::MirrorOptions mirror_options(const MirrorSettings& settings, const Settings& all) {
  return {.name = settings.name,
          .server = (settings.kind == MirrorKind::s3 ? "s3 " : "webdav ") + settings.url,
          .site = site_folder(all),
          .folder = std::filesystem::path(all.data) / "mirrors" / settings.name,
          .held_back = [all] { return held_back(all); }};
}

std::unique_ptr<mirror::Remote> make_remote(const MirrorSettings& settings, std::stop_token stop) {
  shared::OutboundOptions outbound;
  outbound.private_addresses = settings.private_addresses;
  outbound.timeout = std::chrono::seconds(settings.timeout_seconds);
  outbound.ca_file = settings.ca_file;
  outbound.body_bytes_max = k_site_file_bytes_max;
  outbound.stop = std::move(stop);
  outbound.username = settings.username;
  if (!settings.password_file.empty())
    outbound.password = first_line_of("mirrors.password_file", settings.password_file);
  if (settings.kind == MirrorKind::s3) return mirror::make_s3(settings.url, settings.region, outbound);
  return mirror::make_webdav(settings.url, outbound);
}

std::function<std::string(const std::string&, const boost::json::object&)> make_pages(
    const Settings& settings) {
  return publisher::make_pages(publisher_options(settings));
}

std::function<shared::PrintedPdf(const std::string&)> make_press(const Settings& settings) {
  if (settings.advice.pdf_command.empty()) return {};
  if (!settings.advice.pdf_command.front().starts_with("/"))
    throw std::invalid_argument("advice.pdf_command: has to begin with an absolute path");
  const auto press = std::make_shared<shared::PdfPress>(shared::PdfOptions{
      settings.advice.pdf_command, std::chrono::seconds(settings.advice.pdf_timeout_seconds)});
  return [press](const std::string& html) { return press->print(html); };
}

std::vector<std::unique_ptr<Adapter>> make_adapters(const AdapterParts& parts) {
  std::vector<std::unique_ptr<Adapter>> adapters;
  for (const AdapterEntry& entry : adapter_table(parts.settings)) adapters.push_back(entry.make(parts));
  return adapters;
}

}  // namespace full_circle::config
