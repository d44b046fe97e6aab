#pragma once
/// One project's clashes with others, and the ways out of them. Pure, from the calendar as it stands.

#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Everything a project and one other owner have in common, from `today` on.
struct ClashWith {
  std::string owner;  ///< the other: a project id, or "import:NAME"
  std::string title;
  std::vector<std::pair<AskPointer, Clash>> clashes;  ///< the project's own ask, and what it clashes with
  Day first_on{};                                     ///< the first and last of all days that both have
  Day last_on{};
  bool to_settle = false;
  std::optional<SettledWith> settled;
};

/// By the first day that is shared. Empty without a calendar.
std::vector<ClashWith> clashes_with_others(const Project& project, const Context& context, Day today);

/// A stretch of days as long as the one that clashes, near it.
struct OtherDays {
  Day first_on{};
  Day last_on{};
  int days_moved = 0;               ///< below 0: earlier
  std::vector<std::string> others;  ///< titles of what it would still clash with; empty: free
  int days_shared = 0;              ///< that would still be shared
  int asks_at_once = 0;             ///< the most in any of its weeks, itself among them
};

/// The nearest free days after and before, and, when those are more than four weeks away, the days within
/// four weeks that share fewest. Not before `earliest`, nor more than half a year away.
std::vector<OtherDays> other_days(const EngagementCalendar& calendar, const Ask& ask, Day earliest);

}  // namespace full_circle::engagement
