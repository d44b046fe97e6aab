#include "workflows/engagement/calendar/working_calendars.hpp"

#include <stdexcept>

namespace full_circle::engagement {

WorkingCalendars::WorkingCalendars(HolidayRules rules, std::string region)
    : m_rules(std::move(rules)), m_region(std::move(region)) {
  if (!m_region.empty() && !m_rules.region(m_region))
    throw std::invalid_argument(unknown_region(m_rules, m_region).message);
}

const WorkingDays* WorkingCalendars::find(std::string_view calendar) const {
  const std::lock_guard lock(m_mutex);
  if (const auto found = m_worked_out.find(calendar); found != m_worked_out.end()) return found->second.get();
  if (!m_rules.calendar(calendar)) return nullptr;
  auto days = WorkingDays::create(m_rules, calendar, m_region).value();
  const auto made =
      m_worked_out.emplace(calendar, std::make_unique<const WorkingDays>(std::move(days))).first;
  return made->second.get();
}

std::shared_ptr<const WorkingCalendars> shipped_working_calendars() {
  static const auto shipped = std::make_shared<const WorkingCalendars>(shipped_holiday_rules(), "");
  return shipped;
}

}  // namespace full_circle::engagement
