#pragma once
/// Engagements for measuring the calendar: spread evenly, and crowded into a few communities.

#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include <cstddef>
#include <vector>

namespace full_circle::bench {

enum class Spread {
  even,  ///< over 21 local boards, 60 communities and ten years
  busy,  ///< a third of them ask one of three communities
};

/// One engagement of two to eight weeks for each number; the same every time.
engagement::CalendarPart engagement_of(std::size_t number, Spread spread);

/// As few instructions as the same answer takes: rows of (people, first day, last day, owner), sorted, and
/// one sweep over each of the people. Keeps the first pairs and returns how many there are, those who share
/// several people counted once.
std::size_t swept_pairs(const std::vector<engagement::CalendarPart>& parts, std::size_t keep_at_most);

}  // namespace full_circle::bench
