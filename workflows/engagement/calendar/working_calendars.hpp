#pragma once
/// Every calendar of the rules, for one council. All are worked out when this is made, which takes a few
/// milliseconds, so that nobody waits for one later; may be shared between threads.

#include "workflows/engagement/calendar/working_days.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace full_circle::engagement {

class WorkingCalendars {
 public:
  /// `region` is a key, or empty for none. Throws std::invalid_argument for a region that the rules do not
  /// know: settings are checked before.
  WorkingCalendars(HolidayRules rules, std::string region);

  /// Null when the rules have no such calendar. Lives as long as this.
  const WorkingDays* find(std::string_view calendar) const;

  const HolidayRules& rules() const { return m_rules; }
  const std::string& region() const { return m_region; }

 private:
  HolidayRules m_rules;
  std::string m_region;
  std::map<std::string, WorkingDays, std::less<>> m_worked_out;
};

/// Those that come with the program, of no region and without a council's own days. Made once.
std::shared_ptr<const WorkingCalendars> shipped_working_calendars();

}  // namespace full_circle::engagement
