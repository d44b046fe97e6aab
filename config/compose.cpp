#include "config/compose.hpp"

#include "adapters/notifier/letters.hpp"
#include "adapters/sms/numbers.hpp"
#include "adapters/store/follower_store.hpp"
#include "adapters/store/identity_store.hpp"
#include "adapters/store/kept_files.hpp"
#include "adapters/store/personal_records.hpp"
#include "adapters/store/sqlite_store.hpp"
#include "config/adapters.hpp"
#include "config/calendar_imports.hpp"
#include "config/remake.hpp"
#include "config/site_check.hpp"

#include <fcntl.h>
#include <spdlog/logger.h>
#include <sys/file.h>
#include <unistd.h>
#include <boost/system/system_error.hpp>

#include <condition_variable>
#include <filesystem>
#include <future>

namespace full_circle::config {
namespace {

store::SqliteOptions sqlite_options(const StoreSettings& settings) {
  store::SqliteOptions options;
  options.durability = settings.durability == Durability::full ? store::SqliteOptions::Durability::full
                                                               : store::SqliteOptions::Durability::normal;
  options.busy_timeout = std::chrono::seconds(settings.busy_seconds);
  return options;
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(folder, error);
  if (error) throw Unusable("data: " + folder.string() + ": " + error.message());
  // People's addresses and keys are in here.
  if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
}

EngineOptions engine_options(const EngineSettings& settings, const Failpoint& failpoint) {
  EngineOptions options;
  options.queue_limit = static_cast<std::size_t>(settings.queue_limit);
  options.group_limit = static_cast<std::size_t>(settings.group_limit);
  options.cache_projects = static_cast<std::size_t>(settings.cache_projects);
  options.failpoint = failpoint;
  return options;
}

DeliveriesOptions deliveries_options(const DeliverySettings& settings, const Failpoint& failpoint) {
  DeliveriesOptions options;
  options.backoff_first = std::chrono::seconds(settings.backoff_first_seconds);
  options.backoff_most = std::chrono::seconds(settings.backoff_most_seconds);
  options.attempts_max = static_cast<int>(settings.attempts_max);
  options.failpoint = failpoint;
  return options;
}

http::MetricsAccess metrics_access(MetricsReaders readers) {
  switch (readers) {
    case MetricsReaders::loopback:
      return http::MetricsAccess::loopback;
    case MetricsReaders::key:
      return http::MetricsAccess::key;
    case MetricsReaders::everyone:
      return http::MetricsAccess::everyone;
  }
  throw std::logic_error("readers of metrics without a case");
}

http::ServerOptions server_options(const Settings& settings, const std::string& build_version) {
  const HttpSettings& limits = settings.http;
  const ListenAddress listen = listen_address(settings.listen);
  http::ServerOptions options;
  options.address = listen.address;
  options.port = listen.port;
  options.connections_max = static_cast<std::size_t>(limits.connections_max);
  options.header_bytes_max = static_cast<std::size_t>(limits.header_bytes_max);
  options.target_bytes_max = static_cast<std::size_t>(limits.target_bytes_max);
  options.body_bytes_max = static_cast<std::size_t>(limits.body_bytes_max);
  options.requests_per_minute = limits.requests_per_minute;
  options.streams_max = static_cast<std::size_t>(limits.streams_max);
  options.header_time = std::chrono::seconds(limits.header_seconds);
  options.body_time = std::chrono::seconds(limits.body_seconds);
  options.write_time = std::chrono::seconds(limits.write_seconds);
  options.idle_time = std::chrono::seconds(limits.idle_seconds);
  options.stop_time = std::chrono::seconds(limits.shutdown_seconds);
  options.metrics_access = metrics_access(limits.metrics_readers);
  options.site_folder = site_folder(settings);
  if (settings.publisher.service_report == ServiceReporting::in_public)
    options.service_report = http::ServiceReportDoor::open;
  options.calendar_folder = calendar_folder(settings);
  options.base_url = base_url(settings);
  options.council_name = settings.council.name;
  options.calendar_refresh_hours = static_cast<int>(settings.calendar.refresh_hours);
  options.build_version = build_version;
  return options;
}

/// A small calendar is there before the first request; a large one is read while others are answered.
constexpr std::chrono::milliseconds calendar_wait{50};

}  // namespace

Kept open_kept(const Settings& settings, WhenMissing when_missing) {
  const std::filesystem::path file = store_file(settings);
  std::error_code error;
  if (when_missing == WhenMissing::refuse && !std::filesystem::exists(file, error)) {
    throw Unusable("data: there is no " + file.string() + " (is --data the right directory?)");
  }
  if (when_missing == WhenMissing::make_it) make_folder(settings.data);
  try {
    Kept kept;
    kept.store = store::open_sqlite_store(file, sqlite_options(settings.store));
    kept.identity = store::open_sqlite_identity(file, sqlite_options(settings.store));
    kept.followers = store::open_sqlite_followers(file, sqlite_options(settings.store));
    kept.ledger = store::open_sqlite_ledger(file, sqlite_options(settings.store));
    kept.people = store::open_sqlite_personal_records(file, sqlite_options(settings.store));
    kept.files = store::open_kept_files(std::filesystem::path(settings.data) / "attachments");
    return kept;
  } catch (const std::exception& problem) {
    throw Unusable("store: " + file.string() + ": " + problem.what());
  }
}

DataLock::DataLock(const Settings& settings) {
  make_folder(settings.data);
  const std::filesystem::path path = std::filesystem::path(settings.data) / "server.lock";
  m_file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (m_file < 0) throw Unusable("data: cannot write " + path.string());
  if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
    ::close(m_file);
    throw Unusable("data: another server is running on " + settings.data);
  }
}

DataLock::~DataLock() {
  ::close(m_file);
}

Application::Application(ApplicationParts parts)
    : m_settings(std::move(parts.settings)),
      m_logger(std::move(parts.logger)),
      m_lock(m_settings),
      m_clock(parts.simulated_from),
      m_kept(open_kept(m_settings, WhenMissing::make_it)),
      m_texting(make_texting(m_settings)),
      m_privacy(*m_kept.people, *m_kept.identity, *m_kept.files, retention(m_settings), sms::mobile_number),
      m_calendar(std::make_shared<engagement::EngagementCalendar>()),
      m_context(make_context(m_settings, *m_kept.store, m_calendar)),
      m_workflow(std::make_unique<engagement::EngagementWorkflow>(m_context)),
      m_engine(std::make_unique<Engine>(*m_workflow, *m_kept.store, m_clock,
                                        engine_options(m_settings.engine, armed(parts.failpoint)))),
      m_keeper(std::make_unique<CalendarKeeper>(
          CalendarKeeper::Parts{m_calendar, m_context, *m_engine, *m_kept.store, m_logger})),
      m_deliveries(std::make_unique<Deliveries>(
          *m_engine, *m_workflow, *m_kept.store, m_clock, adapters_with_what_they_made(),
          deliveries_options(m_settings.deliveries, armed(parts.failpoint)))),
      m_letters(make_letters()),
      m_due(m_kept.store->reader()) {
  http::Services services{
      *m_engine, *m_deliveries, *m_kept.store, *m_kept.identity, m_clock, m_context, m_logger, {}, {}};
  services.page = make_pages(m_settings);
  services.pdf = make_press(m_settings);
  services.imports = [this] { return import_standings(); };
  services.telling = telling();
  services.privacy = &m_privacy;
  services.attachments = {m_kept.files.get(), m_kept.people.get()};
  if (parts.simulated_from) {
    services.set_clock = [this](Instant to) { return advance(to, std::chrono::seconds(30)); };
  }
  m_server =
      std::make_unique<http::Server>(server_options(m_settings, parts.build_version), std::move(services));
  read_imports();
  tidy_up();
}

/// A failing calendar is told once, not at every look.
void Application::read_imports() {
  m_imports = make_imports(
      m_settings, m_clock,
      [this](const std::string& name, const auto& entries) {
        m_calendar->replace(imported_part(m_settings, name, entries));
        m_logger->info("calendar import={} entries={}", name, entries.size());
      },
      [this](const calendar::ImportState& state) {
        if (state.problem.empty()) {
          m_logger->info("calendar import={} is well again", state.name);
        } else {
          m_logger->warn("calendar import={} failed: {}", state.name, state.problem);
        }
      });
}

std::vector<http::ImportStanding> Application::import_standings() const {
  std::vector<http::ImportStanding> out;
  if (!m_imports) return out;
  for (auto& state : m_imports->states())
    out.push_back({.name = std::move(state.name),
                   .tried_at = state.tried_at,
                   .read_at = state.read_at,
                   .problem = std::move(state.problem),
                   .entries = state.entries,
                   .left_out = std::move(state.left_out)});
  return out;
}

std::vector<std::unique_ptr<Adapter>> Application::adapters_with_what_they_made() {
  keep_site_settings(m_settings);
  // Whether a folder is gone has to be seen before the adapters make it.
  const auto gone = folders_gone(m_settings);
  auto adapters = make_adapters(adapter_parts());
  remake({m_settings, *m_engine, *m_workflow, *m_kept.store, m_clock, *m_logger}, gone, adapters);
  return adapters;
}

Application::~Application() {
  stop();
}

/// What is written at start-up and in setting up examples is not what a test of crashes means.
Failpoint Application::armed(Failpoint failpoint) {
  if (!failpoint) return {};
  return [this, failpoint = std::move(failpoint)](std::string_view point) {
    if (m_failpoints_count) failpoint(point);
  };
}

/// Keeps today's definitions for the projects that will begin with them, and forgets old replies.
void Application::tidy_up() {
  const Instant before = forget_before();
  // Shared: the writer may still be in set_value when get() below has returned.
  const auto written = std::make_shared<std::promise<void>>();
  m_engine->write(
      [this, before](StoreWriter& writer) {
        for (const auto& definition : m_context->definitions->all()) {
          writer.keep_document(definition->hash, definition->text);
        }
        writer.forget_replies_before(before);
      },
      [written](const std::exception_ptr& problem) {
        if (problem) {
          written->set_exception(problem);
        } else {
          written->set_value();
        }
      });
  written->get_future().get();
}

Instant Application::forget_before() const {
  return m_clock.now() - std::chrono::hours(24 * m_settings.store.replies_kept_days);
}

DeliveryLag Application::start_deliveries() {
  m_keeper->start(calendar_wait);
  const DeliveryLag lag = m_deliveries->lag();
  m_deliveries->start();
  m_letters->start();
  return lag;
}

void Application::start_serving() {
  try {
    m_server->start();
  } catch (const boost::system::system_error& problem) {
    throw Unusable("listen: " + m_settings.listen + ": " + problem.code().message());
  } catch (const std::system_error& problem) {
    throw Unusable("listen: " + m_settings.listen + ": " + problem.code().message());
  }
  m_imports->start();
  m_filling = std::jthread([settings = m_settings, logger = m_logger](const std::stop_token& stop) {
    fill_mirrors(settings, stop, *logger);
  });
  m_failpoints_count = true;
}

std::string Application::address() const {
  const std::string host = listen_address(m_settings.listen).address;
  const bool six = host.find(':') != std::string::npos;
  return "http://" + (six ? "[" + host + "]" : host) + ":" + std::to_string(m_server->port());
}

void Application::stop() {
  m_filling.request_stop();
  if (m_imports) m_imports->stop();
  if (m_letters) m_letters->stop();
  if (m_server) m_server->stop();
  if (m_filling.joinable()) m_filling.join();
}

bool Application::advance(Instant to, std::chrono::milliseconds limit) {
  const std::lock_guard one_at_a_time(m_advancing);
  if (to < m_clock.now()) return false;
  // Each stop is later than the one before: what is tried again without end cannot hold this up.
  while (m_deliveries->settle(limit)) {
    const auto next = m_due->next_due();
    if (!next || *next > to || *next <= m_clock.now()) break;
    m_clock.stand_at(*next);
    m_deliveries->wake();
  }
  m_clock.stand_at(to);
  m_deliveries->wake();
  m_deliveries->settle(limit);
  return true;
}

void Application::forget_old_replies() {
  m_engine->write([before = forget_before()](StoreWriter& writer) { writer.forget_replies_before(before); },
                  [logger = m_logger](const std::exception_ptr& problem) {
                    if (problem) logger->warn("could not forget old replies");
                  });
}

}  // namespace full_circle::config
