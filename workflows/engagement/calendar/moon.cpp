#include "workflows/engagement/calendar/moon.hpp"

#include <libnova/dynamical_time.h>
#include <libnova/lunar.h>
#include <libnova/solar.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <mutex>

namespace full_circle::engagement {
namespace {

using std::chrono::hours;

using JulianDays = std::chrono::duration<double, std::ratio<86'400>>;

constexpr double unix_epoch_jd = 2'440'587.5;
constexpr double month_days = 29.530588;            ///< from one new moon to the next, on average
constexpr double degrees_a_day = 360 / month_days;  ///< by which the moon gains on the sun, on average
constexpr double whole_series = 0;                  ///< libnova's precision argument: degrees left out
constexpr double most_of_the_series = 1e-5;         ///< right within a minute, twenty times as fast
constexpr auto near_midnight_within = hours{1};

/// libnova keeps its last answers in static variables, so one thread at a time may ask it. What it said of a
/// phase is kept, because that takes milliseconds and never changes: at most fifty for each year asked about.
struct Sky {
  std::mutex alone;
  std::map<std::int64_t, Instant> phases;  ///< by number_of
};
Sky& sky() {
  static Sky above;
  return above;
}

double julian_day(Instant instant) {
  return unix_epoch_jd + std::chrono::duration_cast<JulianDays>(instant.time_since_epoch()).count();
}

/// libnova's places are for dynamical time, which clocks on earth run behind.
Instant instant_of_dynamical(double jde) {
  const double jd = jde - ln_get_dynamical_time_diff(jde) / 86'400;
  return Instant{std::chrono::round<Instant::duration>(JulianDays{jd - unix_epoch_jd})};
}

/// How far the moon's longitude is ahead of the sun's, in degrees: 0 at new moon, 180 at full moon.
double elongation(double jde, double precision) {
  ln_lnlat_posn moon{};
  ln_lnlat_posn sun{};
  ln_get_lunar_ecl_coords(jde, &moon, precision);
  ln_get_solar_ecl_coords(jde, &sun);
  return moon.lng - sun.lng;
}

double approach(double jde, double target_degrees, double precision) {
  return jde - std::remainder(elongation(jde, precision) - target_degrees, 360) / degrees_a_day;
}

/// Quarters of the moon, counted from a new moon of January 2000.
std::int64_t number_of(int quarter, double guess) {
  constexpr double new_moon_jde = 2'451'550.26;
  return 4 * std::llround((guess - new_moon_jde) / month_days - quarter / 4.0) + quarter;
}

/// When the moon is that many quarters ahead of the sun: the time nearest to a guess less than a week off.
Instant instant_of(int quarter, double guess) {
  const auto [kept, is_new] = sky().phases.try_emplace(number_of(quarter, guess));
  if (!is_new) return kept->second;
  double jde = guess;
  for (int round = 0; round < 8; ++round) jde = approach(jde, 90.0 * quarter, most_of_the_series);
  kept->second = instant_of_dynamical(approach(jde, 90.0 * quarter, whole_series));
  return kept->second;
}

bool is_near_midnight(Instant at, std::string_view zone) {
  return day_in(at - near_midnight_within, zone) != day_in(at + near_midnight_within, zone);
}

/// The phase that is `first` quarters ahead and each that follows `step` quarters later.
std::vector<PhaseInstant> phases(int first, int step, Day from, Day to, std::string_view zone) {
  const std::lock_guard alone(sky().alone);
  // From a few days before, because a guess by averages can miss a phase close to the first day.
  const double begin = ln_get_jde(julian_day(start_of(plus_days(from, -3), zone)));
  const double quarters = (elongation(begin, most_of_the_series) + 720) / 90;
  const int steps_begun = static_cast<int>(std::floor((quarters - first) / step));
  std::vector<PhaseInstant> found;
  int quarter = first + (steps_begun + 1) * step;
  double guess = begin + (quarter - quarters) * 90 / degrees_a_day;
  for (;; quarter += step) {
    const auto phase = static_cast<MoonPhase>(quarter % 4);
    const Instant at = instant_of(quarter % 4, guess);
    guess = ln_get_jde(julian_day(at)) + step * 90 / degrees_a_day;
    const Day day = day_in(at, zone);
    if (day > to) return found;
    if (day >= from) found.push_back({phase, at, day, is_near_midnight(at, zone)});
  }
}

struct Looks {
  std::string_view at_phase;
  std::string_view afterwards;
  LitSide side_at_phase;
  LitSide side_afterwards;
};
const Looks& looks_of(MoonPhase phase) {
  static constexpr std::array<Looks, 4> looks{{
      {"new moon", "waxing crescent", LitSide::none, LitSide::left},
      {"first quarter", "waxing gibbous", LitSide::left, LitSide::left},
      {"full moon", "waning gibbous", LitSide::whole, LitSide::right},
      {"last quarter", "waning crescent", LitSide::right, LitSide::right},
  }};
  return looks.at(static_cast<std::size_t>(phase));
}

int lit_percent(Instant at) {
  const std::lock_guard alone(sky().alone);
  return static_cast<int>(std::lround(100 * ln_get_lunar_disk(ln_get_jde(julian_day(at)))));
}

}  // namespace

std::string_view phase_text(MoonPhase phase) {
  return looks_of(phase).at_phase;
}

std::string_view lit_side_text(LitSide side) {
  static constexpr std::array<std::string_view, 4> words{"none", "left", "right", "whole"};
  return words.at(static_cast<std::size_t>(side));
}

std::vector<PhaseInstant> moon_phases(Day from, Day to, std::string_view zone) {
  return phases(0, 1, from, to, zone);
}

std::vector<PhaseInstant> moon_phases(MoonPhase only, Day from, Day to, std::string_view zone) {
  return phases(static_cast<int>(only), 4, from, to, zone);
}

bool may_count_on(const PhaseInstant& phase, Day day, std::string_view zone) {
  return day_in(phase.at - near_midnight_within, zone) <= day &&
         day <= day_in(phase.at + near_midnight_within, zone);
}

std::vector<MoonOnDay> moon_on_days(Day from, Day to, std::string_view zone) {
  constexpr int more_than_a_month = 31;
  const auto all = moon_phases(plus_days(from, -more_than_a_month), to, zone);
  std::vector<MoonOnDay> days;
  auto next = all.begin();
  Instant new_moon_at{};
  for (Day day = plus_days(from, -more_than_a_month); day <= to; day = plus_days(day, 1)) {
    std::optional<PhaseInstant> phase;
    for (; next != all.end() && next->day == day; ++next) {
      phase = *next;
      if (next->phase == MoonPhase::new_moon) new_moon_at = next->at;
    }
    if (day < from) continue;
    const Instant at = end_of(day, zone);
    const Looks& looks = looks_of(std::prev(next)->phase);
    days.push_back({.day = day,
                    .age_days = std::chrono::duration_cast<JulianDays>(at - new_moon_at).count(),
                    .lit_percent = lit_percent(at),
                    .lit_side = phase ? looks.side_at_phase : looks.side_afterwards,
                    .looks = phase ? looks.at_phase : looks.afterwards,
                    .phase = phase});
  }
  return days;
}

}  // namespace full_circle::engagement
