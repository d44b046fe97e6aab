#pragma once
/// Calendars as text (RFC 5545 with the names of RFC 7986), written and read through libical: files and feeds
/// to follow, and invitations that travel in mail (RFC 6047).

#include "engine/instant.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::shared {

struct CalendarEntry {
  std::string uid;  ///< already with its @host
  int sequence = 0;
  /// What is brought in from others' calendars is of a partner, or a meeting of a body.
  enum class Kind {
    period,
    hui,
    session,
    decision_meeting,
    answer_due,
    partner,
    meeting
  } kind = Kind::period;
  std::string summary;
  std::string description;
  std::string location;
  std::string url;  ///< absolute or empty
  enum class Span { whole_days, timed } span = Span::whole_days;
  std::chrono::year_month_day starts_on{};  ///< whole days, inclusive
  std::chrono::year_month_day ends_on{};
  Instant starts_at{};  ///< timed
  Instant ends_at{};
  enum class State { tentative, confirmed, cancelled } state = State::confirmed;
  enum class Audience { everyone, staff } audience = Audience::everyone;
  Instant updated_at{};
};

struct CalendarFile {
  std::string name;
  std::string description;  ///< may be empty
  std::string url;          ///< the page it belongs to, absolute
  int refresh_hours = 6;
  std::int64_t version = 0;
  std::vector<CalendarEntry> entries;
};

/// The calendar as text: CRLF, folded, times in Pacific/Auckland with their own VTIMEZONE, and no METHOD.
std::string to_icalendar(const CalendarFile& file);

struct Mailbox {
  std::string name;     ///< may be empty
  std::string address;  ///< "engage@council.example"
};

/// What one message asks of one person's calendar: to take the entry up, or to cross it out.
struct Invitation {
  enum class Method { request, cancel } method = Method::request;
  Mailbox organizer;
  Mailbox attendee;
};

/// One entry as an invitation. It has the UID and SEQUENCE of the entry in the feeds.
std::string to_icalendar(const CalendarEntry& entry, const Invitation& invitation);

/// The version of a file written by `to_icalendar`; nullopt for every other text.
std::optional<std::int64_t> version_of(std::string_view text);

/// One calendar with the entries of all `files` (texts written by `to_icalendar`; others are left out).
std::string merged(const CalendarFile& head, const std::vector<std::string>& files);

}  // namespace full_circle::shared
