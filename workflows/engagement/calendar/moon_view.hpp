#pragma once
/// The moon and the maramataka as JSON, for the API and the command line alike.

#include "workflows/engagement/calendar/maramataka.hpp"
#include "workflows/engagement/calendar/moon.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

namespace full_circle::engagement {

/// {looks, age_days, lit_percent, lit_side, phase: null | {phase, at, time: "5:36 am", near_midnight}}
boost::json::object moon_json(const MoonOnDay& moon, std::string_view zone);
/// {ordinal, name, may_be_a_day_off}, or null.
boost::json::value night_json(const std::optional<Night>& night);
/// {id, label, whose, anchor, spelling, source, licence, note, sample}, without the nights.
boost::json::object version_json(const MaramatakaVersion& version);

/// {from, to, zone, maramataka: null | version, items: [{date, moon…, night}], next: null}. No version: no
/// nights. At most moon_days_max days, which whoever asks has seen to.
boost::json::object moon_days_json(Day from, Day to, std::string_view zone, const MaramatakaVersion* version);
inline constexpr int moon_days_max = 366;

}  // namespace full_circle::engagement
