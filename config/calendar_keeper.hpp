#pragma once
/// Keeps the engagement calendar in step with what is kept: reads it once in the background, and takes in
/// every commit from the first one on.

#include "engine/engine.hpp"
#include "workflows/engagement/calendar/engagement_calendar.hpp"
#include "workflows/engagement/workflow.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

namespace spdlog {
class logger;
}

namespace full_circle::config {

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
  void take_in(const Committed& committed);
  void read_all();
  void read(const CalendarRow& row);

  Parts m_parts;
  std::atomic<bool> m_stopping{false};
  std::thread m_reading;
};

}  // namespace full_circle::config
