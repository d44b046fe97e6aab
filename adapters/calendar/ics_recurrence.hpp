#pragma once
/// Occurrences of a repeating entry, however its rule was made up.

#include "adapters/calendar/ics_time.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace full_circle::calendar {

/// Which occurrences count, and how much work may still go into finding them.
struct RecurrenceBounds {
  Instant from{};
  Instant to{};
  std::chrono::steady_clock::time_point deadline;
};

struct Occurrences {
  std::vector<Moment> starts;  ///< inside the bounds, ascending
  std::string problem;         ///< why there are none, for people; or empty
  /// Cut short: there are more inside the bounds than are kept, or than were looked at.
  enum class End { finished, cut_short, out_of_time } end = End::finished;
};

/// The starts that the rules of `event` make of its first one. What is outside the bounds is left out; a rule
/// for more than one occurrence a day is refused, and one that never matches ends with the bounds.
Occurrences occurrences_of(icalcomponent* event, const Moment& first, const RecurrenceBounds& bounds);

}  // namespace full_circle::calendar
