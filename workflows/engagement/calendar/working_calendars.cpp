#include "workflows/engagement/calendar/working_calendars.hpp"

#include <stdexcept>

namespace full_circle::engagement {

WorkingCalendars::WorkingCalendars(HolidayRules rules, std::string region)
    : m_rules(std::move(rules)), m_region(std::move(region)) {
  if (!m_region.empty() && !m_rules.region(m_region))
    throw std::invalid_argument(unknown_region(m_rules, m_region).message);
  for (const CalendarRule& calendar : m_rules.calendars)
    m_worked_out.emplace(calendar.name, WorkingDays::create(m_rules, calendar.name, m_region).value());
}

const WorkingDays* WorkingCalendars::find(std::string_view calendar) const {
  const auto found = m_worked_out.find(calendar);
  return found == m_worked_out.end() ? nullptr : &found->second;
}

std::shared_ptr<const WorkingCalendars> shipped_working_calendars() {
  static const auto shipped = std::make_shared<const WorkingCalendars>(shipped_holiday_rules(), "");
  return shipped;
}

}  // namespace full_circle::engagement
