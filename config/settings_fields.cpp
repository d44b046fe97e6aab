#include "config/settings_fields.hpp"

#include "config/import_settings.hpp"

#include "workflows/engagement/calendar/holiday_rules.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace full_circle::config {
namespace {

using Values = std::vector<std::string>;
using Problem = std::optional<std::string>;

template <class Choice>
using Choices = std::vector<std::pair<std::string, Choice>>;

std::string as_said(const std::string& meaning, const std::string& allowed) {
  return allowed.empty() ? meaning : meaning + "; " + allowed;
}

template <class Where>
SettingField text(std::string path, std::string says, Where where,
                  const std::function<Problem(const std::string&)>& check = {}) {
  return {std::move(path), std::move(says), SettingField::Kind::scalar,
          [where, check](Settings& settings, const Values& values) -> Problem {
            if (check) {
              if (Problem problem = check(values.front())) return problem;
            }
            where(settings) = values.front();
            return std::nullopt;
          },
          [where](const Settings& settings) -> Values {
            return {where(const_cast<Settings&>(settings))};  // NOLINT(*-const-cast): only read
          }};
}

template <class Where>
SettingField number(std::string path, const std::string& says, Where where, std::int64_t least,
                    std::int64_t most) {
  const std::string range = std::to_string(least) + " to " + std::to_string(most);
  return {std::move(path), as_said(says, range), SettingField::Kind::scalar,
          [where, least, most, range](Settings& settings, const Values& values) -> Problem {
            std::int64_t value = 0;
            const std::string& written = values.front();
            const char* end = written.data() + written.size();
            const auto [rest, error] = std::from_chars(written.data(), end, value);
            if (error == std::errc::invalid_argument || rest != end) return "a whole number is needed here";
            if (error != std::errc{} || value < least || value > most) return "out of range: " + range;
            where(settings) = value;
            return std::nullopt;
          },
          [where](const Settings& settings) -> Values {
            return {std::to_string(where(const_cast<Settings&>(settings)))};  // NOLINT(*-const-cast)
          }};
}

template <class Choice, class Where>
SettingField choice(std::string path, const std::string& says, Where where, Choices<Choice> choices) {
  std::string names;
  for (const auto& [name, value] : choices) names += (names.empty() ? "" : ", ") + name;
  return {std::move(path), as_said(says, "one of " + names), SettingField::Kind::scalar,
          [where, choices, names](Settings& settings, const Values& values) -> Problem {
            for (const auto& [name, value] : choices) {
              if (name != values.front()) continue;
              where(settings) = value;
              return std::nullopt;
            }
            return "has to be one of " + names;
          },
          [where, choices](const Settings& settings) -> Values {
            for (const auto& [name, value] : choices) {
              if (where(const_cast<Settings&>(settings)) == value) return {name};  // NOLINT(*-const-cast)
            }
            throw std::logic_error("a setting holds a choice without a name");
          }};
}

/// Anywhere else: the environment, or a file of its own.
template <class Where>
SettingField secret(std::string path, Where where) {
  SettingField field = text(std::move(path), "from the environment only", where);
  field.kind = SettingField::Kind::secret;
  return field;
}

template <class Where>
SettingField private_addresses(std::string path, Where where) {
  using shared::PrivateAddresses;
  return choice<PrivateAddresses>(
      std::move(path), "whether an address that only this machine or network reaches may be asked", where,
      {{"false", PrivateAddresses::refuse}, {"true", PrivateAddresses::allow}});
}

template <class Where>
SettingField texts(std::string path, std::string says, Where where,
                   const std::function<Problem(const std::string&)>& check) {
  return {std::move(path), std::move(says), SettingField::Kind::list,
          [where, check](Settings& settings, const Values& values) -> Problem {
            for (const std::string& value : values) {
              if (Problem problem = check(value)) return "'" + value + "' " + *problem;
            }
            where(settings) = values;
            return std::nullopt;
          },
          [where](const Settings& settings) -> Values {
            return where(const_cast<Settings&>(settings));  // NOLINT(*-const-cast)
          }};
}

Problem not_empty(const std::string& value) {
  if (value.find_first_not_of(" \t\r\n") == std::string::npos) return "must not be empty";
  return std::nullopt;
}

Problem web_address_or_empty(const std::string& value) {
  if (value.empty()) return std::nullopt;
  const bool known = value.starts_with("http://") || value.starts_with("https://");
  if (!known || value.size() < 9) return "has to begin with http:// or https:// and name a host";
  return std::nullopt;
}

Problem base_address_or_empty(const std::string& value) {
  if (value.ends_with('/')) return "has to end without a slash";
  return web_address_or_empty(value);
}

Problem mail_address(const std::string& value) {
  const std::size_t at = value.find('@');
  const bool right = at != std::string::npos && at > 0 && at + 1 < value.size() &&
                     value.find('@', at + 1) == std::string::npos &&
                     value.find_first_of(" \t\r\n<>,;") == std::string::npos;
  if (!right) return "is not a mail address";
  return std::nullopt;
}

Problem mail_address_or_empty(const std::string& value) {
  return value.empty() ? std::nullopt : mail_address(value);
}

Problem time_zone(const std::string& value) {
  try {
    date::locate_zone(value);
    return std::nullopt;
  } catch (const std::exception&) {
    return "is no time zone of this system's tz database";
  }
}

Problem region_or_empty(const std::string& value) {
  const auto& rules = engagement::shipped_holiday_rules();
  if (value.empty() || rules.region(value)) return std::nullopt;
  return "is no region; `fullcircle dates calendars` lists them";
}

Problem known_calendar(const std::string& value) {
  if (engagement::shipped_holiday_rules().calendar(value)) return std::nullopt;
  return "is no calendar; `fullcircle dates calendars` lists them";
}

Problem request_method(const std::string& value) {
  if (value == "POST" || value == "PUT" || value == "GET") return std::nullopt;
  return "has to be POST, PUT or GET";
}

Problem request_header(const std::string& value) {
  const std::size_t colon = value.find(':');
  if (colon == 0 || colon == std::string::npos) return "is not a name, a colon and a value";
  if (value.find("{to}") != std::string::npos || value.find("{text}") != std::string::npos)
    return "would put a person's number or message into a header: only {key} and {secret} go there";
  return std::nullopt;
}

Problem address_and_port(const std::string& value) {
  try {
    listen_address(value);
    return std::nullopt;
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

// NOLINTBEGIN(bugprone-macro-parentheses): a member's path takes none
#define FULL_CIRCLE_AT(member)       \
  [](Settings & settings) -> auto& { \
    return settings.member;          \
  }
// NOLINTEND(bugprone-macro-parentheses)

void add_council(std::vector<SettingField>& fields) {
  fields.push_back(text("listen", "address and port to serve on; port 0 takes any free one",
                        FULL_CIRCLE_AT(listen), address_and_port));
  fields.push_back(text("data", "directory of everything that is kept; made when it is not there",
                        FULL_CIRCLE_AT(data), not_empty));
  fields.push_back(
      text("council.name", "shown on pages, in mail and calendars", FULL_CIRCLE_AT(council.name), not_empty));
  fields.push_back(text("council.name_mi", "the council's name in te reo Māori, shown beside it; or empty",
                        FULL_CIRCLE_AT(council.name_mi)));
  fields.push_back(
      text("council.zone", "time zone in which days begin and end", FULL_CIRCLE_AT(council.zone), time_zone));
  fields.push_back(text("council.region", "region whose anniversary day is kept, like auckland; empty: none",
                        FULL_CIRCLE_AT(council.region), region_or_empty));
  fields.push_back(
      text("council.base_url",
           "where people reach this server, for links; empty: http:// and the address listened on",
           FULL_CIRCLE_AT(council.base_url), base_address_or_empty));
  fields.push_back(text("council.contact_email", "on the public pages; or empty",
                        FULL_CIRCLE_AT(council.contact_email), mail_address_or_empty));
  fields.push_back(
      text("council.contact_phone", "on the public pages; or empty", FULL_CIRCLE_AT(council.contact_phone)));
  fields.push_back(text("council.contact_address", "on the public pages; or empty",
                        FULL_CIRCLE_AT(council.contact_address)));
  fields.push_back(text("council.contact_hours", "when the phone is answered; or empty",
                        FULL_CIRCLE_AT(council.contact_hours)));
  fields.push_back(number("council.answer_working_days",
                          "working days from a decision to its public answer, the service standard shown",
                          FULL_CIRCLE_AT(council.answer_working_days), 1, 120));
  fields.push_back(
      text("council.answer_calendar",
           "whose working days those are: employment, or an Act's; `fullcircle dates calendars` lists them",
           FULL_CIRCLE_AT(council.answer_calendar), known_calendar));
  fields.push_back(
      text("council.population_file",
           "YAML file of who lives here, to compare with who was heard (config/README.md); or empty",
           FULL_CIRCLE_AT(council.population_file)));
}

void add_http(std::vector<SettingField>& fields) {
  fields.push_back(number("http.header_bytes_max", "bytes; a larger request header is 431",
                          FULL_CIRCLE_AT(http.header_bytes_max), 1'024, 1'048'576));
  fields.push_back(number("http.body_bytes_max", "bytes; a larger request body is 413",
                          FULL_CIRCLE_AT(http.body_bytes_max), 1'024, 67'108'864));
  fields.push_back(number("http.target_bytes_max", "bytes; a longer request target is 414",
                          FULL_CIRCLE_AT(http.target_bytes_max), 256, 65'536));
  fields.push_back(number("http.connections_max", "connections at once; one more is 503",
                          FULL_CIRCLE_AT(http.connections_max), 1, 100'000));
  fields.push_back(number("http.streams_max", "clients that follow events at once; one more is 429",
                          FULL_CIRCLE_AT(http.streams_max), 0, 100'000));
  fields.push_back(number("http.requests_per_minute",
                          "requests by one person with a key; more are 429, and 0 allows any number",
                          FULL_CIRCLE_AT(http.requests_per_minute), 0, 1'000'000));
  fields.push_back(number("http.header_seconds", "seconds from a request's first byte to its header's end",
                          FULL_CIRCLE_AT(http.header_seconds), 1, 3'600));
  fields.push_back(number("http.body_seconds", "seconds for a whole request body",
                          FULL_CIRCLE_AT(http.body_seconds), 1, 3'600));
  fields.push_back(
      number("http.write_seconds", "seconds for one answer", FULL_CIRCLE_AT(http.write_seconds), 1, 3'600));
  fields.push_back(number("http.idle_seconds", "seconds a connection may be silent between requests",
                          FULL_CIRCLE_AT(http.idle_seconds), 1, 86'400));
  fields.push_back(number("http.shutdown_seconds", "seconds to finish what is in hand when told to stop",
                          FULL_CIRCLE_AT(http.shutdown_seconds), 0, 600));
  fields.push_back(choice<MetricsReaders>(
      "http.metrics_readers", "who may read /metrics: this machine, holders of a key, or everyone",
      FULL_CIRCLE_AT(http.metrics_readers),
      {{"loopback", MetricsReaders::loopback},
       {"key", MetricsReaders::key},
       {"everyone", MetricsReaders::everyone}}));
}

void add_core(std::vector<SettingField>& fields) {
  fields.push_back(number("engine.queue_limit", "commands that may wait; one more is 429",
                          FULL_CIRCLE_AT(engine.queue_limit), 1, 1'000'000));
  fields.push_back(number("engine.group_limit", "commands written in one transaction",
                          FULL_CIRCLE_AT(engine.group_limit), 1, 10'000));
  fields.push_back(number("engine.cache_projects", "projects kept in memory",
                          FULL_CIRCLE_AT(engine.cache_projects), 1, 10'000'000));
  fields.push_back(text("store.file", "database file; empty: full-circle.db in the data directory",
                        FULL_CIRCLE_AT(store.file)));
  fields.push_back(choice<Durability>(
      "store.durability", "full: what was acknowledged survives a loss of power; normal: not always",
      FULL_CIRCLE_AT(store.durability), {{"full", Durability::full}, {"normal", Durability::normal}}));
  fields.push_back(number("store.busy_seconds", "seconds to wait for another process's write lock",
                          FULL_CIRCLE_AT(store.busy_seconds), 0, 600));
  fields.push_back(number("store.replies_kept_days", "days in which an Idempotency-Key gives the same answer",
                          FULL_CIRCLE_AT(store.replies_kept_days), 1, 365));
  fields.push_back(
      number("privacy.contributor_days",
             "days after a project has ended in which it is known who contributed or followed it",
             FULL_CIRCLE_AT(privacy.contributor_days), 30, 3'650));
  fields.push_back(number("privacy.recipient_days", "days in which it is known whom a message went to",
                          FULL_CIRCLE_AT(privacy.recipient_days), 90, 3'650));
  fields.push_back(number("privacy.sender_key_days",
                          "days in which a contribution that is sent again is known to be the same",
                          FULL_CIRCLE_AT(privacy.sender_key_days), 1, 365));
  fields.push_back(number("deliveries.backoff_first_seconds", "seconds to the second try of a delivery",
                          FULL_CIRCLE_AT(deliveries.backoff_first_seconds), 1, 86'400));
  fields.push_back(number("deliveries.backoff_most_seconds", "seconds; the wait doubles up to this",
                          FULL_CIRCLE_AT(deliveries.backoff_most_seconds), 1, 604'800));
  fields.push_back(number("deliveries.attempts_max", "tries before a person has to look (an incident)",
                          FULL_CIRCLE_AT(deliveries.attempts_max), 1, 1'000));
  fields.push_back(text("definitions.folder",
                        "folder of *.yaml definitions beside those that come with the program; a name in "
                        "both is taken from here",
                        FULL_CIRCLE_AT(definitions.folder)));
}

void add_notifier(std::vector<SettingField>& fields) {
  fields.push_back(choice<NotifierKind>(
      "notifier.kind", "folder writes .eml files; smtp sends through your mail server",
      FULL_CIRCLE_AT(notifier.kind), {{"folder", NotifierKind::folder}, {"smtp", NotifierKind::smtp}}));
  fields.push_back(text("notifier.folder", "for kind folder; empty: mail in the data directory",
                        FULL_CIRCLE_AT(notifier.folder)));
  fields.push_back(
      text("notifier.from_name", "empty: the council's name", FULL_CIRCLE_AT(notifier.from_name)));
  fields.push_back(text("notifier.from_address", "sender of every message",
                        FULL_CIRCLE_AT(notifier.from_address), mail_address));
  fields.push_back(texts("notifier.public_addresses", "addresses that the audience 'public' reaches: a list",
                         FULL_CIRCLE_AT(notifier.public_addresses), mail_address));
  fields.push_back(
      text("notifier.smtp.host", "for kind smtp: the mail server", FULL_CIRCLE_AT(notifier.smtp.host)));
  fields.push_back(number("notifier.smtp.port", "usually 587 for starttls, 465 for implicit",
                          FULL_CIRCLE_AT(notifier.smtp.port), 1, 65'535));
  fields.push_back(choice<SmtpTls>(
      "notifier.smtp.tls", "none is only for a server on this machine or a private network",
      FULL_CIRCLE_AT(notifier.smtp.tls),
      {{"none", SmtpTls::none}, {"starttls", SmtpTls::starttls}, {"implicit", SmtpTls::implicit}}));
  fields.push_back(
      text("notifier.smtp.username", "empty: no sign-in", FULL_CIRCLE_AT(notifier.smtp.username)));
  fields.push_back(text("notifier.smtp.password_file", "file whose first line is the password",
                        FULL_CIRCLE_AT(notifier.smtp.password_file)));
  fields.push_back(secret("notifier.smtp.password", FULL_CIRCLE_AT(notifier.smtp.password)));
  fields.push_back(text("notifier.smtp.ca_file", "PEM file of authorities to trust; empty: the system's",
                        FULL_CIRCLE_AT(notifier.smtp.ca_file)));
  fields.push_back(number("notifier.smtp.timeout_seconds", "seconds for one message",
                          FULL_CIRCLE_AT(notifier.smtp.timeout_seconds), 1, 600));
}

void add_files(std::vector<SettingField>& fields) {
  fields.push_back(text("publisher.folder",
                        "public pages go to have-your-say in it; empty: public in the data directory",
                        FULL_CIRCLE_AT(publisher.folder)));
  fields.push_back(text("publisher.template_folder", "templates here replace built-in ones; or empty",
                        FULL_CIRCLE_AT(publisher.template_folder)));
  fields.push_back(choice<ServiceReporting>(
      "publisher.service_report", "whether the public site shows how long answers take",
      FULL_CIRCLE_AT(publisher.service_report),
      {{"false", ServiceReporting::inside}, {"true", ServiceReporting::in_public}}));
  fields.push_back(
      text("calendar.folder", "empty: calendar in the data directory", FULL_CIRCLE_AT(calendar.folder)));
  fields.push_back(number("calendar.refresh_hours", "hours after which calendar programs look again",
                          FULL_CIRCLE_AT(calendar.refresh_hours), 1, 168));
  fields.push_back(number("calendar.asks_at_once.steady", "asks in one week from which a load is steady",
                          FULL_CIRCLE_AT(calendar.asks_at_once.steady), 1, 100));
  fields.push_back(number("calendar.asks_at_once.heavy", "from which it is heavy",
                          FULL_CIRCLE_AT(calendar.asks_at_once.heavy), 1, 100));
  fields.push_back(number("calendar.asks_at_once.too_many", "from which it is too many",
                          FULL_CIRCLE_AT(calendar.asks_at_once.too_many), 1, 100));
  fields.push_back(number("calendar.asks_at_once.entity_too_many",
                          "asks of one mana whenua entity in one week from which it is too many",
                          FULL_CIRCLE_AT(calendar.asks_at_once.entity_too_many), 1, 100));
  fields.push_back(
      text("calendar.days_file",
           "YAML file of the council's own holidays and close-downs (config/README.md); or empty",
           FULL_CIRCLE_AT(calendar.days_file)));
  fields.push_back(
      text("calendar.maramataka_file",
           "YAML file of maramataka that people here have given the council (config/README.md); or empty",
           FULL_CIRCLE_AT(calendar.maramataka_file)));
  fields.push_back(text("calendar.maramataka",
                        "id of the maramataka shown to everybody (fullcircle dates maramataka); empty: none",
                        FULL_CIRCLE_AT(calendar.maramataka)));
  fields.push_back(
      private_addresses("calendar.allow_private_addresses", FULL_CIRCLE_AT(calendar.private_addresses)));
  fields.push_back({std::string(imports_path),
                    "other people's calendars, shown beside ours: a list (config/README.md)",
                    SettingField::Kind::imports,
                    {},
                    {}});
}

void add_caldav(std::vector<SettingField>& fields) {
  fields.push_back(text("caldav.url", "a calendar on a CalDAV server that entries are put into; empty: none",
                        FULL_CIRCLE_AT(caldav.url), web_address_or_empty));
  fields.push_back(text("caldav.username", "empty: no sign-in", FULL_CIRCLE_AT(caldav.username)));
  fields.push_back(text("caldav.password_file", "file whose first line is the password",
                        FULL_CIRCLE_AT(caldav.password_file)));
  fields.push_back(secret("caldav.password", FULL_CIRCLE_AT(caldav.password)));
  fields.push_back(text("caldav.ca_file", "PEM file of authorities to trust; empty: the system's",
                        FULL_CIRCLE_AT(caldav.ca_file)));
  fields.push_back(number("caldav.timeout_seconds", "seconds for one request",
                          FULL_CIRCLE_AT(caldav.timeout_seconds), 1, 600));
  fields.push_back(choice<CalDavAudience>(
      "caldav.audience",
      "who reads that calendar: everyone gets what is public, staff get hui and drafts too",
      FULL_CIRCLE_AT(caldav.audience),
      {{"everyone", CalDavAudience::everyone}, {"staff", CalDavAudience::staff}}));
  fields.push_back(
      private_addresses("caldav.allow_private_addresses", FULL_CIRCLE_AT(caldav.private_addresses)));
}

void add_sms(std::vector<SettingField>& fields) {
  using sms::BodyFormat;
  fields.push_back(text("sms.url",
                        "a gateway that sends text messages; empty: none. In url, body and headers {key} and "
                        "{secret} are filled in, in url and body {to} and {text} as well",
                        FULL_CIRCLE_AT(sms.url), web_address_or_empty));
  fields.push_back(text("sms.method", "POST, PUT or GET", FULL_CIRCLE_AT(sms.method), request_method));
  fields.push_back(choice<BodyFormat>(
      "sms.format", "how the body is written and filled in", FULL_CIRCLE_AT(sms.format),
      {{"json", BodyFormat::json}, {"form", BodyFormat::form}, {"none", BodyFormat::none}}));
  fields.push_back(text("sms.body", "what the gateway takes: JSON, or a form like to={to}&message={text}",
                        FULL_CIRCLE_AT(sms.body)));
  fields.push_back(texts("sms.headers", "like 'Authorization: Bearer {secret}': a list",
                         FULL_CIRCLE_AT(sms.headers), request_header));
  fields.push_back(
      text("sms.secret_file", "file whose first line is the secret", FULL_CIRCLE_AT(sms.secret_file)));
  fields.push_back(secret("sms.secret", FULL_CIRCLE_AT(sms.secret)));
  fields.push_back(text("sms.success_pointer",
                        "JSON pointer to what tells success in the answer; empty: a status of 2xx does",
                        FULL_CIRCLE_AT(sms.success_pointer)));
  fields.push_back(
      text("sms.success_value", "what has to stand there, as text", FULL_CIRCLE_AT(sms.success_value)));
  fields.push_back(
      text("sms.inbound_secret_file",
           "file whose first line is the secret with which the gateway brings what people answer, "
           "at /texts/SECRET; without it nobody could stop, and nothing is sent",
           FULL_CIRCLE_AT(sms.inbound_secret_file)));
  fields.push_back(secret("sms.inbound_secret", FULL_CIRCLE_AT(sms.inbound_secret)));
  fields.push_back(
      text("sms.inbound_from",
           "field of what it brings that holds the number; in JSON a pointer if it begins with /",
           FULL_CIRCLE_AT(sms.inbound_from)));
  fields.push_back(
      text("sms.inbound_text", "… that holds what was answered", FULL_CIRCLE_AT(sms.inbound_text)));
  fields.push_back(text("sms.ca_file", "PEM file of authorities to trust; empty: the system's",
                        FULL_CIRCLE_AT(sms.ca_file)));
  fields.push_back(
      number("sms.timeout_seconds", "seconds for one message", FULL_CIRCLE_AT(sms.timeout_seconds), 1, 600));
  fields.push_back(private_addresses("sms.allow_private_addresses", FULL_CIRCLE_AT(sms.private_addresses)));
}

void add_advice(std::vector<SettingField>& fields) {
  fields.push_back(
      texts("advice.pdf_command",
            "prints {html} to {pdf}: a list, absolute path first; as root chromium takes --no-sandbox",
            FULL_CIRCLE_AT(advice.pdf_command), not_empty));
  fields.push_back(number("advice.pdf_timeout_seconds", "seconds for one document",
                          FULL_CIRCLE_AT(advice.pdf_timeout_seconds), 1, 600));
}

void add_log(std::vector<SettingField>& fields) {
  fields.push_back(choice<LogLevel>("log.level", "what is worth a line", FULL_CIRCLE_AT(log.level),
                                    {{"trace", LogLevel::trace},
                                     {"debug", LogLevel::debug},
                                     {"info", LogLevel::info},
                                     {"warning", LogLevel::warning},
                                     {"error", LogLevel::error}}));
  fields.push_back(choice<LogFormat>("log.format", "text is key=value; json is one object a line",
                                     FULL_CIRCLE_AT(log.format),
                                     {{"text", LogFormat::text}, {"json", LogFormat::json}}));
  fields.push_back(text("log.file", "empty: standard error", FULL_CIRCLE_AT(log.file)));
}

#undef FULL_CIRCLE_AT

}  // namespace

const std::vector<SettingField>& setting_fields() {
  static const std::vector<SettingField> fields = [] {
    std::vector<SettingField> all;
    add_council(all);
    add_http(all);
    add_core(all);
    add_notifier(all);
    add_files(all);
    add_caldav(all);
    add_sms(all);
    add_advice(all);
    add_log(all);
    return all;
  }();
  return fields;
}

const SettingField* find_setting(std::string_view path) {
  for (const SettingField& field : setting_fields()) {
    if (field.path == path) return &field;
  }
  return nullptr;
}

std::string environment_name(std::string_view path) {
  std::string name = "FULL_CIRCLE_";
  for (const char c : path) {
    name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return name;
}

}  // namespace full_circle::config
