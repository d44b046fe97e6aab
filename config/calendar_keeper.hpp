#pragma once
/// Keeps the engagement calendar in step with what is kept: reads it once in the background, and takes in
/// every commit from the first one on.

#include "engine/engine.hpp"
#include "workflows/engagement/calendar/engagement_calendar.hpp"
#include "workflows/engagement/workflow.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace spdlog {
class logger;
}

namespace full_circle::config {

/// Finds a project whose part is not kept as this version of the program writes it.
using FindProject = std::function<std::shared_ptr<const Aggregate>(const std::string& project)>;

/// Told of a project whose part cannot be read: the calendar goes on without it.
using Unreadable = std::function<void(const std::string& project, std::string_view why)>;

/// Reads every project's part, unless the calendar has a newer one already. Stops early when told to.
void read_calendars(
    engagement::EngagementCalendar& calendar, const engagement::Context& context, StoreReader& reader,
    const FindProject& find, const Unreadable& unreadable,
    const std::function<bool()>& stop = [] { return false; });

class CalendarKeeper {
 public:
  struct Parts {
    std::shared_ptr<engagement::EngagementCalendar> calendar;
    std::shared_ptr<const engagement::Context> context;
    Engine& engine;
    Store& store;
    std::shared_ptr<spdlog::logger> logger;
  };
  /// Listens from here on: before the engine's first command.
  explicit CalendarKeeper(Parts parts);
  ~CalendarKeeper();
  CalendarKeeper(const CalendarKeeper&) = delete;
  CalendarKeeper& operator=(const CalendarKeeper&) = delete;

  /// Begins to read, and waits at most so long for the end of it; a small calendar is there at once.
  void start(std::chrono::milliseconds wait_at_most);

 private:
  void read_all();

  std::shared_ptr<const Parts> m_parts;  ///< shared with the listener, which the engine keeps to its end
  std::atomic<bool> m_stopping{false};
  std::thread m_reading;
};

}  // namespace full_circle::config
