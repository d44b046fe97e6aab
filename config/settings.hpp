#pragma once
/// Every setting with its default. One YAML file, then the environment, then the command line; the last one
/// wins. config/example.yaml lists them all (a test holds it to this page); settings_fields.cpp says what
/// each means and which values it takes. Units stand in the names.

#include "adapters/shared/outbound.hpp"
#include "adapters/sms/gateway.hpp"
#include "workflows/engagement/event_hook.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace full_circle::config {

struct CouncilSettings {
  std::string name = "Waitauira Council";
  std::string name_mi;
  std::string zone = "Pacific/Auckland";
  std::string region;    ///< whose anniversary day is kept; empty: none
  std::string base_url;  ///< empty: http:// and the address listened on
  std::string contact_email;
  std::string contact_phone;
  std::string contact_address;
  std::string contact_hours;
  std::int64_t answer_working_days = 20;
  std::string answer_calendar = "employment";  ///< whose working days those are
  std::string population_file;                 ///< who lives here, beside who was heard
};

enum class MetricsReaders { loopback, key, everyone };

struct HttpSettings {
  std::int64_t header_bytes_max = 16'384;
  std::int64_t body_bytes_max = 1'048'576;
  std::int64_t target_bytes_max = 8'192;
  std::int64_t connections_max = 1'024;
  std::int64_t streams_max = 200;
  std::int64_t requests_per_minute = 0;
  std::int64_t header_seconds = 10;
  std::int64_t body_seconds = 30;
  std::int64_t write_seconds = 30;
  std::int64_t idle_seconds = 60;
  std::int64_t shutdown_seconds = 10;
  MetricsReaders metrics_readers = MetricsReaders::loopback;
};

struct EngineSettings {
  std::int64_t queue_limit = 10'000;
  std::int64_t group_limit = 256;
  std::int64_t cache_projects = 10'000;
};

enum class Durability { full, normal };

struct StoreSettings {
  std::string file;  ///< empty: full-circle.db in the data directory
  Durability durability = Durability::full;
  std::int64_t busy_seconds = 10;
  std::int64_t replies_kept_days = 7;
};

/// For how long details of people are kept (workflows/engagement/personal_fields.hpp).
struct PrivacySettings {
  std::int64_t contributor_days = 365;
  std::int64_t recipient_days = 730;
  std::int64_t sender_key_days = 30;
};

struct DeliverySettings {
  std::int64_t backoff_first_seconds = 1;
  std::int64_t backoff_most_seconds = 900;
  std::int64_t attempts_max = 10;
};

struct DefinitionSettings {
  std::string folder;  ///< empty: only those that come with the program
};

enum class NotifierKind { folder, smtp };
enum class SmtpTls { none, starttls, implicit };

struct SmtpSettings {
  std::string host;
  std::int64_t port = 587;
  SmtpTls tls = SmtpTls::starttls;
  std::string username;
  std::string password;  ///< from the environment only, or from password_file
  std::string password_file;
  std::string ca_file;
  std::int64_t timeout_seconds = 30;
};

struct NotifierSettings {
  NotifierKind kind = NotifierKind::folder;
  std::string folder;  ///< empty: mail in the data directory
  std::string from_name;
  std::string from_address = "engagement@waitauira.example";
  std::vector<std::string> public_addresses;
  SmtpSettings smtp;
};

/// Whether how the council does at answering people is on the public site.
enum class ServiceReporting { inside, in_public };

struct PublisherSettings {
  std::string folder;  ///< empty: public in the data directory
  std::string template_folder;
  ServiceReporting service_report = ServiceReporting::inside;
};

/// From how many asks in one week a load is called so.
struct AskLevelSettings {
  std::int64_t steady = 2;
  std::int64_t heavy = 3;
  std::int64_t too_many = 4;
  std::int64_t entity_too_many = 3;
};

/// Whose calendar it is: a partner's engagement, or a body's meetings.
enum class ImportKind { partner, meetings };

/// Another's calendar, shown beside the council's own; and whom its entries concern.
struct ImportSettings {
  std::string name;
  std::string url;   ///< this or
  std::string file;  ///< this
  ImportKind kind = ImportKind::meetings;
  std::vector<std::string> local_boards;
  std::vector<std::string> communities;
  std::vector<std::string> topics;
  std::string body;
  bool whole_district = false;
  std::int64_t refresh_hours = 6;
  friend bool operator==(const ImportSettings&, const ImportSettings&) = default;
};

struct CalendarSettings {
  std::string folder;  ///< empty: calendar in the data directory
  std::int64_t refresh_hours = 6;
  std::string days_file;        ///< the council's own holidays and close-downs
  std::string maramataka_file;  ///< maramataka that people here have given the council
  std::string maramataka;       ///< id of the version that is on for everybody; empty: off
  AskLevelSettings asks_at_once;
  std::vector<ImportSettings> imports;
  shared::PrivateAddresses private_addresses = shared::PrivateAddresses::refuse;
};

enum class CalDavAudience { everyone, staff };

/// A calendar on a CalDAV server that entries are put into; none without a url.
struct CalDavSettings {
  std::string url;
  std::string username;
  std::string password;  ///< from the environment only, or from password_file
  std::string password_file;
  std::string ca_file;
  std::int64_t timeout_seconds = 30;
  CalDavAudience audience = CalDavAudience::everyone;
  shared::PrivateAddresses private_addresses = shared::PrivateAddresses::refuse;
};

/// A program that takes deliveries: the adapter "exec:NAME".
struct ExecSettings {
  std::string name;
  std::vector<std::string> command;
  std::int64_t timeout_seconds = 30;
  friend bool operator==(const ExecSettings&, const ExecSettings&) = default;
};

enum class HookKind { webhook, slack, teams };

/// Who outside is told of events: the adapter "webhook:NAME" or "chat:NAME".
struct HookSettings {
  std::string name;
  HookKind kind = HookKind::webhook;
  std::string url;                        ///< of a webhook; or
  std::string url_file;                   ///< the file it is in: a chat's address is its secret
  std::vector<std::string> secret_files;  ///< of a webhook: one, or two while one takes over
  engagement::EventHook::Audience audience = engagement::EventHook::Audience::everyone;
  std::vector<std::string> events;  ///< empty: all that this audience is told of
  std::string ca_file;
  std::int64_t timeout_seconds = 10;
  shared::PrivateAddresses private_addresses = shared::PrivateAddresses::refuse;
  friend bool operator==(const HookSettings&, const HookSettings&) = default;
};

enum class MirrorKind { webdav, s3 };

/// A copy of the public site on another server: the adapter "mirror:NAME".
struct MirrorSettings {
  std::string name;
  MirrorKind kind = MirrorKind::webdav;
  std::string url;
  std::string username;
  std::string password_file;
  std::string region;
  std::string ca_file;
  std::int64_t timeout_seconds = 30;
  shared::PrivateAddresses private_addresses = shared::PrivateAddresses::refuse;
  friend bool operator==(const MirrorSettings&, const MirrorSettings&) = default;
};

/// A gateway for text messages over HTTP; none without a url (adapters/sms/gateway.hpp).
struct SmsSettings {
  std::string url;
  std::string method = "POST";
  sms::BodyFormat format = sms::BodyFormat::json;
  std::string body = sms::GatewayOptions{}.body;
  std::vector<std::string> headers;
  std::string secret;  ///< from the environment only, or from secret_file
  std::string secret_file;
  std::string success_pointer;
  std::string success_value;
  std::string inbound_secret;  ///< in the address that the gateway gives answers to; environment only, or
  std::string inbound_secret_file;
  std::string inbound_from = "from";
  std::string inbound_text = "text";
  std::string ca_file;
  std::int64_t timeout_seconds = 30;
  shared::PrivateAddresses private_addresses = shared::PrivateAddresses::refuse;
};

/// How the advice comes onto paper (adapters/shared/pdf.hpp).
struct AdviceSettings {
  std::vector<std::string> pdf_command{"/usr/bin/chromium",
                                       "--headless",
                                       "--disable-gpu",
                                       "--no-first-run",
                                       "--no-pdf-header-footer",
                                       "--export-tagged-pdf",
                                       "--generate-pdf-document-outline",
                                       "--host-resolver-rules=MAP * ~NOTFOUND",
                                       "--user-data-dir={folder}/profile",
                                       "--print-to-pdf={pdf}",
                                       "{html}"};
  std::int64_t pdf_timeout_seconds = 60;
};

enum class LogLevel { trace, debug, info, warning, error };
enum class LogFormat { text, json };

struct LogSettings {
  LogLevel level = LogLevel::info;
  LogFormat format = LogFormat::text;
  std::string file;  ///< empty: standard error
};

struct Settings {
  std::string listen = "127.0.0.1:8080";
  std::string data = "data";
  CouncilSettings council;
  HttpSettings http;
  EngineSettings engine;
  StoreSettings store;
  PrivacySettings privacy;
  DeliverySettings deliveries;
  DefinitionSettings definitions;
  NotifierSettings notifier;
  PublisherSettings publisher;
  CalendarSettings calendar;
  CalDavSettings caldav;
  SmsSettings sms;
  AdviceSettings advice;
  std::vector<ExecSettings> exec;
  std::vector<HookSettings> hooks;
  std::vector<MirrorSettings> mirrors;
  LogSettings log;
};

/// Where things are once the defaults that depend on the data directory are filled in.
std::string base_url(const Settings& settings);
std::filesystem::path store_file(const Settings& settings);
std::filesystem::path mail_folder(const Settings& settings);
std::filesystem::path site_folder(const Settings& settings);
std::filesystem::path calendar_folder(const Settings& settings);
std::filesystem::path imports_folder(const Settings& settings);
std::filesystem::path caldav_folder(const Settings& settings);
/// Which deliveries of an adapter are done, for services that would take one twice.
std::filesystem::path done_folder(const Settings& settings, const std::string& adapter);

/// "127.0.0.1:8080", "[::1]:8080"; port 0 takes any free one.
struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
};
/// Throws std::invalid_argument; settings that were read are right.
ListenAddress listen_address(const std::string& listen);

}  // namespace full_circle::config
