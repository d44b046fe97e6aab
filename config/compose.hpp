#pragma once
/// The composition root: settings in, a program that runs out. Everything is handed what it needs when it is
/// made; nothing looks anything up.

#include "adapters/http/server.hpp"
#include "adapters/notifier/carrier.hpp"
#include "config/calendar_keeper.hpp"
#include "config/clock.hpp"
#include "config/settings.hpp"
#include "engine/deliveries.hpp"
#include "engine/engine.hpp"
#include "engine/ports/followers.hpp"
#include "engine/ports/identity.hpp"
#include "engine/ports/kept_files.hpp"
#include "engine/ports/ledger.hpp"
#include "engine/ports/personal_records.hpp"
#include "engine/ports/store.hpp"
#include "workflows/engagement/privacy.hpp"
#include "workflows/engagement/workflow.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace spdlog {
class logger;
}
namespace full_circle::calendar {
class Imports;
}
namespace full_circle::notifier {
class Letters;
}
namespace full_circle::config {
struct AdapterParts;
}

namespace full_circle::config {

/// Settings or a data directory that cannot be used; says which and why. Exit code 3.
class Unusable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Definitions in force: those that come with the program, and the folder's, which take their place.
struct DefinitionsFound {
  std::vector<engagement::Definition> definitions;
  std::vector<std::string> problems;  ///< "FILE:LINE:COLUMN: message"
};
DefinitionsFound find_definitions(const Settings& settings);

/// What is kept, opened: the database and the people in it.
struct Kept {
  std::unique_ptr<Store> store;
  std::unique_ptr<Identity> identity;
  std::unique_ptr<Followers> followers;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<PersonalRecords> people;
  std::unique_ptr<KeptFiles> files;
};
/// Whether a data directory that is not there is made, or is a mistake in the command.
enum class WhenMissing { make_it, refuse };
/// Throws Unusable.
Kept open_kept(const Settings& settings, WhenMissing when_missing);

/// Charts explored, definitions read, older ones found in the store. Throws Unusable with every problem.
/// `calendar`: of all projects; null where only single projects are looked at.
std::shared_ptr<const engagement::Context> make_context(
    const Settings& settings, Store& store,
    std::shared_ptr<const engagement::EngagementCalendar> calendar = nullptr);

/// Held by the one server of a data directory.
class DataLock {
 public:
  /// Throws Unusable when another server holds it.
  explicit DataLock(const Settings& settings);
  ~DataLock();
  DataLock(const DataLock&) = delete;
  DataLock& operator=(const DataLock&) = delete;

 private:
  int m_file = -1;
};

/// Whether the clock may be moved from outside.
enum class ClockKind { system, simulated };

struct ApplicationParts {
  Settings settings;
  std::shared_ptr<spdlog::logger> logger;
  Failpoint failpoint;
  std::optional<Instant> simulated_from;  ///< the clock stands here and is moved by hand
  std::string build_version;
};

/// The whole, running once start() has returned.
class Application {
 public:
  /// Throws Unusable, or what a part of it throws when it cannot be made.
  explicit Application(ApplicationParts parts);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  /// Starts making deliveries; what fell due while nothing ran is made now. Reports how far behind.
  DeliveryLag start_deliveries();
  /// Binds and serves, begins to look at other people's calendars, and from here on failpoints count. Throws
  /// Unusable when the address cannot be had.
  void start_serving();
  std::string address() const;  ///< "http://127.0.0.1:8080", with the port that was had
  void stop();

  /// Moves a clock that stands still: every delivery that falls due on the way is made at its own time. False
  /// for an instant before now. Waits until nothing is due, at most `limit` for each stop on the way.
  bool advance(Instant to, std::chrono::milliseconds limit);
  /// Every hour or so.
  void forget_old_replies();
  /// … and what is known of people for longer than it may be.
  void forget_people();

  ServerClock& clock() { return m_clock; }
  Engine& engine() { return *m_engine; }
  Deliveries& deliveries() { return *m_deliveries; }
  Identity& identity() { return *m_kept.identity; }
  Store& store() { return *m_kept.store; }
  const engagement::Context& context() const { return *m_context; }
  const Settings& settings() const { return m_settings; }
  spdlog::logger& log() { return *m_logger; }

 private:
  std::vector<std::unique_ptr<Adapter>> adapters_with_what_they_made();
  void tidy_up();
  void read_imports();
  std::unique_ptr<notifier::Letters> make_letters();
  http::Telling telling();
  AdapterParts adapter_parts();
  std::vector<http::ImportStanding> import_standings() const;
  Instant forget_before() const;
  Failpoint armed(Failpoint failpoint);

  Settings m_settings;
  std::shared_ptr<spdlog::logger> m_logger;
  std::atomic<bool> m_failpoints_count{false};
  DataLock m_lock;
  ServerClock m_clock;
  Kept m_kept;
  notifier::Texting m_texting;
  engagement::Privacy m_privacy;
  std::shared_ptr<engagement::EngagementCalendar> m_calendar;
  std::shared_ptr<const engagement::Context> m_context;
  std::unique_ptr<engagement::EngagementWorkflow> m_workflow;
  std::unique_ptr<Engine> m_engine;
  std::unique_ptr<CalendarKeeper> m_keeper;
  std::unique_ptr<Deliveries> m_deliveries;
  std::unique_ptr<notifier::Letters> m_letters;
  std::unique_ptr<http::Server> m_server;
  std::unique_ptr<calendar::Imports> m_imports;
  std::jthread m_filling;  ///< of mirrors
  std::mutex m_advancing;
  std::unique_ptr<StoreReader> m_due;  // under m_advancing
};

}  // namespace full_circle::config
