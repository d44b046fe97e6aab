#pragma once
/// One project's clashes with others, and the ways out of them. Pure, from the calendar as it stands.

#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include <functional>
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
  const std::string& slug() const { return clashes.front().second.other->slug; }
  bool to_settle = false;
  std::optional<SettledWith> settled;  ///< the word on the last of them, when each has one that covers it
};

/// Which of the project's own asks are looked at.
using OfOwn = std::function<bool(const Ask&)>;

/// By the first day that is shared. Empty without a calendar.
std::vector<ClashWith> clashes_with_others(
    const Project& project, const Context& context, Day today,
    const OfOwn& of_own = [](const Ask&) { return true; });

/// A stretch of days as long as the one that clashes, near it.
struct OtherDays {
  Day first_on{};
  Day last_on{};
  int days_moved = 0;              ///< below 0: earlier
  std::vector<AskPointer> others;  ///< what it would still clash with, one of each owner; empty: free
  int days_shared = 0;             ///< that would still be shared
  int asks_at_once = 0;            ///< the most in any of its weeks, itself among them
};

/// The nearest free days after and before, and, when those are more than four weeks away, the days within
/// four weeks that share fewest. Not before `earliest`, nor more than half a year away.
std::vector<OtherDays> other_days(const EngagementCalendar& calendar, const Ask& ask, Day earliest);

}  // namespace full_circle::engagement
