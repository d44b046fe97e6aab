#pragma once
/// The moon as people in Aotearoa see it: when it is new, half and full, on which local day that falls, and
/// how it looks from the south. Computed with libnova from the apparent ecliptic longitudes of moon and sun;
/// against published instants of 2000 to 2027 the error was at most a minute (tests hold it to three).
/// Days lie in 1900 to 2199; whoever calls bounds the span, because each phase takes some milliseconds the
/// first time it is asked for. May be called from any thread.

#include "workflows/engagement/calendar/council_time.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

enum class MoonPhase { new_moon, first_quarter, full_moon, last_quarter };
std::string_view phase_text(MoonPhase phase);  ///< "new moon"

struct PhaseInstant {
  MoonPhase phase = MoonPhase::new_moon;
  Instant at{};
  Day day{};  ///< the local day it falls on
  /// Within an hour of local midnight: other tables, and people who watch the sky, may count the day beside
  /// it.
  bool near_midnight = false;
};

/// Every phase on the local days from `from` to `to`, both included, in order.
std::vector<PhaseInstant> moon_phases(Day from, Day to, std::string_view zone);
/// Only the new moons, the full moons …
std::vector<PhaseInstant> moon_phases(MoonPhase only, Day from, Day to, std::string_view zone);

/// Whether the phase falls on that local day, or so close to its midnight that others may count it there.
bool may_count_on(const PhaseInstant& phase, Day day, std::string_view zone);

/// Which side is lit, seen from the southern hemisphere: a growing moon is lit on its left.
enum class LitSide { none, left, right, whole };
std::string_view lit_side_text(LitSide side);  ///< "none", "left", "right", "whole"

/// The moon at the end of one local day.
struct MoonOnDay {
  Day day{};
  double age_days = 0;  ///< since the last new moon; under one on the day of a new moon
  int lit_percent = 0;
  LitSide lit_side = LitSide::none;
  std::string_view looks;             ///< "new moon", "waxing crescent" …
  std::optional<PhaseInstant> phase;  ///< that falls on this day
};

/// Each day from `from` to `to`, both included.
std::vector<MoonOnDay> moon_on_days(Day from, Day to, std::string_view zone);

}  // namespace full_circle::engagement
