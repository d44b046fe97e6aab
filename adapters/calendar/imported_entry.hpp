#pragma once
/// What other people's calendars say, once read: meetings of boards, and engagement of partners.

#include "engine/instant.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace full_circle::calendar {

/// One occurrence. (uid, recurrence_id) is the same at every reading, so a second reading makes no
/// duplicates.
struct ImportedEntry {
  std::string uid;  ///< as their calendar has it, or 64 hex digits in place of a long one; made of title and
                    ///< start where it has none
  std::string
      recurrence_id;     ///< which occurrence: "2027-06-14" or an RFC 3339 instant; empty for one of a kind
  std::string title;     ///< one line, never empty
  std::string location;  ///< one line or empty
  std::string url;       ///< http(s) or empty
  enum class Span { whole_days, timed } span = Span::timed;
  std::chrono::year_month_day starts_on{};  ///< whole days, inclusive
  std::chrono::year_month_day ends_on{};
  Instant starts_at{};  ///< timed, in UTC
  Instant ends_at{};
  enum class State { confirmed, tentative, cancelled } state = State::confirmed;
  /// Marked private or confidential there: not to be shown to everyone here.
  enum class Audience { everyone, staff } audience = Audience::everyone;
  int sequence = 0;                   ///< theirs
  std::optional<Instant> updated_at;  ///< when they last changed it; when it was read where they do not say
  friend bool operator==(const ImportedEntry&, const ImportedEntry&) = default;
};

}  // namespace full_circle::calendar
