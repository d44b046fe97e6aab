#pragma once
/// Points in time. An Instant is UTC with milliseconds; text is RFC 3339 ("2027-06-14T00:00:00.000Z").

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in UTC with milliseconds and `Z`.
std::string to_text(Instant instant);

/// Reads RFC 3339 with an offset or `Z`, with or without a fraction; nullopt when it is not one, or lies
/// outside the years 1900 to 2199.
std::optional<Instant> parse_instant(std::string_view text);

/// "2027-06-14".
std::string to_text(std::chrono::year_month_day day);

/// Reads "YYYY-MM-DD", an existing day of the years 1900 to 2199; else nullopt.
std::optional<std::chrono::year_month_day> parse_day(std::string_view text);

}  // namespace full_circle
