#include "config/calendar_keeper.hpp"

#include <spdlog/logger.h>

#include <algorithm>

namespace full_circle::config {

using engagement::calendar_part;

namespace {
constexpr int rows_at_once = 1'000;
}

CalendarKeeper::CalendarKeeper(Parts parts) : m_parts(std::move(parts)) {
  m_parts.engine.listen([this](const Committed& committed) { take_in(committed); });
}

CalendarKeeper::~CalendarKeeper() {
  m_stopping = true;
  if (m_reading.joinable()) m_reading.join();
}

void CalendarKeeper::start(std::chrono::milliseconds wait_at_most) {
  m_reading = std::thread([this] { read_all(); });
  const auto until = std::chrono::steady_clock::now() + wait_at_most;
  while (!m_parts.calendar->complete() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

/// On the writer's thread, after each commit: the projects are still in the engine's memory.
void CalendarKeeper::take_in(const Committed& committed) {
  const std::string* done = nullptr;
  for (const auto& event : committed.events) {
    if (!engagement::changes_calendar_part(event.type) || (done && *done == event.project)) continue;
    done = &event.project;
    if (const auto aggregate = m_parts.engine.load(event.project))
      m_parts.calendar->replace(calendar_part(engagement::as_project(*aggregate), *m_parts.context));
  }
}

void CalendarKeeper::read(const CalendarRow& row) {
  if (row.calendar) {
    // What another version of the program wrote is worked out anew.
    if (const auto part = engagement::read_calendar_part(*row.calendar))
      return m_parts.calendar->add_if_new(*part);
  }
  const auto aggregate = m_parts.engine.load(row.project);
  if (aggregate)
    m_parts.calendar->add_if_new(calendar_part(engagement::as_project(*aggregate), *m_parts.context));
}

void CalendarKeeper::read_all() {
  try {
    const auto reader = m_parts.store.reader();
    std::string after;
    while (!m_stopping) {
      const auto rows = reader->calendars(after, rows_at_once);
      for (const auto& row : rows) read(row);
      if (rows.size() < static_cast<std::size_t>(rows_at_once)) break;
      after = rows.back().project;
    }
    if (!m_stopping) m_parts.calendar->tell_complete();
  } catch (const std::exception& problem) {
    m_parts.logger->error("the engagement calendar cannot be read: {}", problem.what());
  }
}

}  // namespace full_circle::config
