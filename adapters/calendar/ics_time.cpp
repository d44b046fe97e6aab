#include "adapters/calendar/ics_time.hpp"

#include "adapters/calendar/ics_import.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>

namespace full_circle::calendar {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int k_last_year = 9998;  // one more would leave what an instant can hold behind it

const date::time_zone* system_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

const date::time_zone* windows_zone(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString found;
  icu::TimeZone::getIDForWindowsID(icu::UnicodeString::fromUTF8(name), nullptr, found, error);
  if (U_FAILURE(error) != 0 || found.isEmpty()) return nullptr;
  std::string text;
  return system_zone(found.toUTF8String(text));
}

/// "/maker.example/20070129/Pacific/Auckland": what stands behind one of the slashes.
const date::time_zone* prefixed_zone(const std::string& name) {
  constexpr int prefixes_max = 8;
  std::size_t slash = name.find('/');
  for (int i = 0; i < prefixes_max && slash != std::string::npos; ++i) {
    if (const auto* zone = system_zone(name.substr(slash + 1))) return zone;
    slash = name.find('/', slash + 1);
  }
  return nullptr;
}

std::string x_location(icalcomponent* zone) {
  for (icalproperty* p = icalcomponent_get_first_property(zone, ICAL_X_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(zone, ICAL_X_PROPERTY)) {
    const char* name = icalproperty_get_x_name(p);
    const char* value = icalproperty_get_value_as_string(p);
    if (name != nullptr && value != nullptr && std::string_view(name) == "X-LIC-LOCATION") return value;
  }
  return {};
}

bool exists(const icaltimetype& time) {
  const std::chrono::year_month_day day{std::chrono::year(time.year),
                                        std::chrono::month(static_cast<unsigned>(time.month)),
                                        std::chrono::day(static_cast<unsigned>(time.day))};
  const bool on_the_clock = time.is_date != 0 || (time.hour >= 0 && time.hour < 24 && time.minute >= 0 &&
                                                  time.minute < 60 && time.second >= 0 && time.second <= 60);
  return time.month > 0 && time.day > 0 && day.ok() && time.year >= ics_limits::first_year &&
         time.year <= k_last_year && on_the_clock;
}

}  // namespace

date::local_seconds local_of(const icaltimetype& time) {
  const std::chrono::sys_days day{std::chrono::year_month_day{
      std::chrono::year(time.year), std::chrono::month(static_cast<unsigned>(time.month)),
      std::chrono::day(static_cast<unsigned>(time.day))}};
  const auto of_day = time.is_date != 0
                          ? seconds{0}
                          : hours{time.hour} + minutes{time.minute} + seconds{std::min(time.second, 59)};
  return date::local_seconds{day.time_since_epoch() + of_day};
}

Instant Moment::at() const {
  // Where clocks skip or repeat an hour, the earlier reading counts.
  return Instant{zone->to_sys(local, date::choose::earliest).time_since_epoch()};
}

std::chrono::year_month_day Moment::day() const {
  return std::chrono::sys_days{date::floor<std::chrono::days>(local).time_since_epoch()};
}

std::string Moment::text() const {
  return kind == Kind::day ? to_text(day()) : to_text(at());
}

icaltimetype Moment::floating() const {
  const auto date = day();
  const auto of_day = local - date::floor<std::chrono::days>(local);
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.is_date = kind == Kind::day ? 1 : 0;
  if (kind == Kind::day) return time;
  time.hour = static_cast<int>(of_day / hours{1});
  time.minute = static_cast<int>(of_day % hours{1} / minutes{1});
  time.second = static_cast<int>(of_day % minutes{1} / seconds{1});
  return time;
}

Moment Moment::moved_to(date::local_seconds to) const {
  Moment moved = *this;
  moved.local = to;
  return moved;
}

IcsZones::IcsZones(const std::string& council_zone)
    : m_council(date::locate_zone(council_zone)), m_utc(date::locate_zone("Etc/UTC")) {}

void IcsZones::learn(icalcomponent* calendar) {
  for (icalcomponent* zone = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT);
       zone != nullptr; zone = icalcomponent_get_next_component(calendar, ICAL_VTIMEZONE_COMPONENT)) {
    icalproperty* id = icalcomponent_get_first_property(zone, ICAL_TZID_PROPERTY);
    const char* name = id == nullptr ? nullptr : icalproperty_get_tzid(id);
    if (name == nullptr || find(name) != nullptr) continue;
    if (const auto* located = system_zone(x_location(zone))) m_found[name] = located;
  }
}

const date::time_zone* IcsZones::find(const std::string& name) {
  constexpr std::size_t names_max = 200;  // a real calendar has a few; looking one up in vain takes time
  if (const auto known = m_found.find(name); known != m_found.end()) return known->second;
  if (m_found.size() >= names_max) return nullptr;
  const auto* zone = system_zone(name);
  if (zone == nullptr) zone = windows_zone(name);
  if (zone == nullptr) zone = prefixed_zone(name);
  return m_found[name] = zone;
}

std::optional<Moment> IcsZones::moment(icaltimetype time, icalproperty* property) {
  if (!exists(time)) return std::nullopt;
  Moment moment{.kind = time.is_date != 0 ? Moment::Kind::day : Moment::Kind::time,
                .local = local_of(time),
                .zone = m_council};
  if (moment.kind == Moment::Kind::day) return moment;
  if (icaltime_is_utc(time) != 0) {
    moment.zone = m_utc;
    return moment;
  }
  icalparameter* named = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  const char* name = named == nullptr ? nullptr : icalparameter_get_tzid(named);
  if (name != nullptr) moment.zone = find(name);
  if (moment.zone == nullptr) return std::nullopt;
  return moment;
}

}  // namespace full_circle::calendar
