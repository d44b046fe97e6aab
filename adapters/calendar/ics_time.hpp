#pragma once
/// Times of iCalendar files as days and instants, whatever zone they name.

#include "engine/instant.hpp"

#include <date/tz.h>
#include <libical/ical.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::calendar {

/// A day, or a time of day in a zone.
struct Moment {
  enum class Kind { day, time } kind = Kind::time;
  date::local_seconds local{};
  const date::time_zone* zone = nullptr;  ///< of times only

  Instant at() const;                             ///< of times only
  std::chrono::year_month_day day() const;        ///< of the local time
  std::string text() const;                       ///< "2027-06-14" or RFC 3339
  icaltimetype floating() const;                  ///< the local reading, without a zone
  Moment moved_to(date::local_seconds to) const;  ///< another local reading in the same zone
};

/// The reading on the clock, whatever the zone. The time has to be one that exists.
date::local_seconds local_of(const icaltimetype& time);

/// Zones by the names that files use.
class IcsZones {
 public:
  explicit IcsZones(const std::string& council_zone);
  /// Notes the system's name for each zone that `calendar` describes and says where it is (X-LIC-LOCATION).
  void learn(icalcomponent* calendar);
  /// The tz database's own names, Windows names, and names with a maker's prefix; null for any other.
  const date::time_zone* find(const std::string& name);
  /// nullopt for a time that does not exist (month 13) or in a zone that is not known.
  std::optional<Moment> moment(icaltimetype time, icalproperty* property);

 private:
  const date::time_zone* m_council;
  const date::time_zone* m_utc;
  std::map<std::string, const date::time_zone*> m_found;
};

}  // namespace full_circle::calendar
