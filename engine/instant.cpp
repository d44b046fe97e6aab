#include "engine/instant.hpp"

namespace full_circle {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::year_month_day;

void put(char* at, unsigned value, int digits) {
  for (int place = digits - 1; place >= 0; --place) {
    at[place] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// Reads exactly `digits` digits off the front.
std::optional<int> take(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool skip(std::string_view& text, char upper) {
  const bool fits = !text.empty() && (text.front() == upper || (upper == 'T' && text.front() == 't') ||
                                      (upper == 'Z' && text.front() == 'z'));
  if (fits) text.remove_prefix(1);
  return fits;
}

bool in_range(std::chrono::year year) {
  return int{year} >= 1900 && int{year} <= 2199;
}

std::optional<year_month_day> take_day(std::string_view& text) {
  const auto year = take(text, 4);
  if (!year || !skip(text, '-')) return std::nullopt;
  const auto month = take(text, 2);
  if (!month || !skip(text, '-')) return std::nullopt;
  const auto day = take(text, 2);
  if (!day) return std::nullopt;
  const year_month_day found{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                             std::chrono::day{static_cast<unsigned>(*day)}};
  if (!found.ok()) return std::nullopt;
  return found;
}

/// ".123" as milliseconds; digits beyond the third are dropped. Nothing there is zero.
std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text) {
  if (!skip(text, '.')) return std::chrono::milliseconds{0};
  int value = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) value = value * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  for (int place = digits; place < 3; ++place) value *= 10;
  return std::chrono::milliseconds{value};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (skip(text, 'Z')) return std::chrono::minutes{0};
  const bool behind = skip(text, '-');
  if (!behind && !skip(text, '+')) return std::nullopt;
  const auto hours = take(text, 2);
  if (!hours || *hours > 23 || !skip(text, ':')) return std::nullopt;
  const auto minutes = take(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset{*hours * 60 + *minutes};
  return behind ? -offset : offset;
}

}  // namespace

std::string to_text(Instant instant) {
  const auto day_start = floor<days>(instant);
  const auto since = static_cast<unsigned>((instant - day_start).count());
  std::string text = to_text(year_month_day{day_start}) + "T00:00:00.000Z";
  char* time = text.data() + text.size() - 13;
  put(time, since / 3'600'000, 2);
  put(time + 3, since / 60'000 % 60, 2);
  put(time + 6, since / 1'000 % 60, 2);
  put(time + 9, since % 1'000, 3);
  return text;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !skip(text, 'T')) return std::nullopt;
  const auto hour = take(text, 2);
  if (!hour || *hour > 23 || !skip(text, ':')) return std::nullopt;
  const auto minute = take(text, 2);
  if (!minute || *minute > 59 || !skip(text, ':')) return std::nullopt;
  const auto second = take(text, 2);
  if (!second || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const Instant instant = std::chrono::sys_days{*day} + std::chrono::hours{*hour} +
                          std::chrono::minutes{*minute} + std::chrono::seconds{*second} + *fraction - *offset;
  if (!in_range(year_month_day{floor<days>(instant)}.year())) return std::nullopt;
  return instant;
}

std::string to_text(year_month_day day) {
  std::string text = "0000-00-00";
  put(text.data(), static_cast<unsigned>(int{day.year()}), 4);
  put(text.data() + 5, unsigned{day.month()}, 2);
  put(text.data() + 8, unsigned{day.day()}, 2);
  return text;
}

std::optional<year_month_day> parse_day(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !text.empty() || !in_range(day->year())) return std::nullopt;
  return day;
}

}  // namespace full_circle
