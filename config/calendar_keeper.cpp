#include "config/calendar_keeper.hpp"

#include <spdlog/logger.h>

#include <algorithm>

namespace full_circle::config {

using engagement::calendar_part;

namespace {

constexpr int rows_at_once = 1'000;

void read(engagement::EngagementCalendar& calendar, const engagement::Context& context,
          const CalendarRow& row, const FindProject& find) {
  if (row.calendar) {
    // What another version of the program wrote is worked out anew.
    if (const auto part = engagement::read_calendar_part(*row.calendar)) return calendar.add_if_new(*part);
  }
  if (const auto aggregate = find(row.project))
    calendar.add_if_new(calendar_part(engagement::as_project(*aggregate), context));
}

/// On the writer's thread, after each commit: the projects are still in the engine's memory. What cannot be
/// taken in must not end the program: the commit stands.
void take_in(const CalendarKeeper::Parts& parts, const Committed& committed) {
  const std::string* done = nullptr;
  for (const auto& event : committed.events) {
    if (!engagement::changes_calendar_part(event.type) || (done && *done == event.project)) continue;
    done = &event.project;
    try {
      if (const auto aggregate = parts.engine.load(event.project))
        parts.calendar->replace(calendar_part(engagement::as_project(*aggregate), *parts.context));
    } catch (const std::exception& problem) {
      parts.logger->error("calendar project={} cannot be taken in: {}", event.project, problem.what());
    }
  }
}

}  // namespace

void read_calendars(engagement::EngagementCalendar& calendar, const engagement::Context& context,
                    StoreReader& reader, const FindProject& find, const Unreadable& unreadable,
                    const std::function<bool()>& stop) {
  std::string after;
  while (!stop()) {
    const auto rows = reader.calendars(after, rows_at_once);
    for (const auto& row : rows) {
      try {
        read(calendar, context, row, find);
      } catch (const std::exception& problem) {
        unreadable(row.project, problem.what());
      }
    }
    if (rows.size() < static_cast<std::size_t>(rows_at_once)) return;
    after = rows.back().project;
  }
}

CalendarKeeper::CalendarKeeper(Parts parts) : m_parts(std::make_shared<const Parts>(std::move(parts))) {
  m_parts->engine.listen([parts = m_parts](const Committed& committed) { take_in(*parts, committed); });
}

CalendarKeeper::~CalendarKeeper() {
  m_stopping = true;
  if (m_reading.joinable()) m_reading.join();
}

void CalendarKeeper::start(std::chrono::milliseconds wait_at_most) {
  m_reading = std::thread([this] { read_all(); });
  const auto until = std::chrono::steady_clock::now() + wait_at_most;
  while (!m_parts->calendar->complete() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

void CalendarKeeper::read_all() {
  try {
    const auto reader = m_parts->store.reader();
    read_calendars(
        *m_parts->calendar, *m_parts->context, *reader,
        [this](const std::string& project) { return m_parts->engine.load(project); },
        [this](const std::string& project, std::string_view why) {
          m_parts->logger->error("calendar project={} is left out: {}", project, why);
        },
        [this] { return m_stopping.load(); });
    if (!m_stopping) m_parts->calendar->tell_complete();
  } catch (const std::exception& problem) {
    m_parts->logger->error("the engagement calendar cannot be read: {}", problem.what());
  }
}

}  // namespace full_circle::config
