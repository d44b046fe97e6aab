#pragma once
/// The days on which holidays fall, worked out from the rules. A day that two holidays share is there twice
/// here and is one day to whoever counts: on Monday 26 April 2038 Easter Monday meets Anzac Day's Monday.

#include "engine/result.hpp"
#include "workflows/engagement/calendar/holiday_rules.hpp"

namespace full_circle::engagement {

enum class HolidayKind {
  national,
  observed,  ///< the weekday to which a national holiday moves from a weekend
  regional,
  council,  ///< the council's own
};
std::string_view kind_text(HolidayKind kind);

struct Holiday {
  Day day;
  std::string key;
  std::string name;
  HolidayKind kind = HolidayKind::national;
  friend bool operator==(const Holiday&, const Holiday&) = default;
};

/// Gregorian, for any year from 1583.
Day easter_sunday(std::chrono::year year);

/// All holidays of these years, both included, in order of their days: the country's, those of `region` (a
/// key; empty: of none), and the council's own. Refused (malformed): "/from" and "/to" outside the rules'
/// years or the wrong way round, "/region" unknown.
Result<std::vector<Holiday>> holidays_between(const HolidayRules& rules, int from_year, int to_year,
                                              std::string_view region);

/// Why a region is not known, with those that are.
Refusal unknown_region(const HolidayRules& rules, std::string_view region);

}  // namespace full_circle::engagement
