#pragma once
/// Reads other people's iCalendar files (RFC 5545). They are hostile until read: every bound is named here.

#include "adapters/calendar/imported_entry.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::calendar {

namespace ics_limits {
inline constexpr std::size_t bytes = std::size_t{2} << 20;
inline constexpr std::size_t components = 20'000;
inline constexpr std::size_t depth = 5;                     ///< VCALENDAR, VEVENT, VALARM are three
inline constexpr std::size_t occurrences_of_event = 1'100;  ///< kept: one a day in the window
inline constexpr std::size_t entries = 20'000;              ///< of one file, inside the window
inline constexpr std::size_t steps_of_rule = 50'000;        ///< occurrences looked at, inside or not
inline constexpr int first_year = 1900;
inline constexpr std::chrono::seconds rules_time{2};  ///< for the rules of one file together
inline constexpr std::chrono::days past{366};         ///< how far back and
inline constexpr std::chrono::days future{731};       ///< ahead of now entries are kept
inline constexpr std::chrono::days longest{1'097};    ///< an entry as long as the window says nothing
inline constexpr std::size_t text_bytes = 300;        ///< of a title or a place; the rest is cut off
inline constexpr std::size_t uid_bytes = 150;         ///< a longer one is shown as its SHA-256
inline constexpr int sequence_max = 1'000'000'000;    ///< a higher one is shown as this
inline constexpr std::size_t notes = 20;              ///< told; the rest is counted
}  // namespace ics_limits

struct IcsReading {
  std::vector<ImportedEntry> entries;  ///< by start, then uid; empty when there is a problem
  std::string problem;                 ///< why the file as a whole cannot be used, for people; or empty
  std::vector<std::string> left_out;   ///< entries that do not count, each with why, for people
};

/// `zone` is what times without a zone mean. Never throws for any text.
IcsReading read_ics(std::string_view text, const std::string& zone, Instant now);

}  // namespace full_circle::calendar
