#pragma once
/// Maramataka as data: versions of the nights' names, each with whose it is, where it is anchored to the
/// moon, its source and its licence. Several come with the program as samples, switched off; the people whose
/// maramataka it is may correct any month. Nights are named and never graded, and a maramataka never decides
/// a date: availability does. maramataka.yaml holds those that come with the program and says what each key
/// means.

#include "workflows/engagement/calendar/holiday_rules.hpp"
#include "workflows/engagement/calendar/moon.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// One month as the people whose maramataka it is count it.
struct MonthCorrection {
  Day moon_on{};         ///< the local day of the new or full moon, whichever the version is anchored to
  Day first_night_on{};  ///< no more than five days from where the arithmetic puts it
  std::vector<std::string> nights;  ///< names for this month; empty: those of the version
};

struct MaramatakaVersion {
  std::string id;  ///< a-z, 0-9 and -
  std::string label;
  std::string whose;  ///< an iwi, hapū or place, or who wrote it down
  MoonPhase anchor = MoonPhase::new_moon;
  int anchor_night = 1;  ///< which night falls on the local day of that phase, from 1
  std::string spelling;
  std::string source;
  std::string licence;
  std::string note;
  enum class Origin { sample, own } origin = Origin::own;
  std::vector<std::string> nights;  ///< 28 to 32
  std::vector<MonthCorrection> corrections;
};

/// All versions there are, and the one that the council has switched on for everybody.
struct Maramataka {
  std::vector<MaramatakaVersion> versions;
  std::string council_id;  ///< empty: off

  const MaramatakaVersion* version(std::string_view id) const;  ///< null when there is none
  const MaramatakaVersion* council_version() const;             ///< null when it is off
};

struct Night {
  int ordinal = 1;
  std::string name;
  /// The moon that its month is counted from, or the next, falls close to midnight, and nobody corrected it.
  bool may_be_a_day_off = false;
  friend bool operator==(const Night&, const Night&) = default;
};

/// The night of each local day from `from` to `to`, both included. A month of 29 days leaves the last of
/// thirty nights out; a day beyond the last name (a month that a correction made longer) has none.
std::vector<std::optional<Night>> nights_between(const MaramatakaVersion& version, Day from, Day to,
                                                 std::string_view zone);
/// nights_between for one day.
std::optional<Night> night_of(const MaramatakaVersion& version, Day day, std::string_view zone);

/// Adds a council's own versions. Every problem is told with its line and column, and then nothing is added.
/// Refused: an id that is there already, and a correction of a month whose moon is on another day in `zone`.
std::vector<RulesProblem> read_maramataka(std::string_view yaml, std::string_view zone,
                                          Maramataka& maramataka);

/// maramataka.yaml as it came with the program.
std::string_view shipped_maramataka_text();
/// Read once; off. Throws std::logic_error when the file that came with the program is wrong.
std::shared_ptr<const Maramataka> shipped_maramataka();

}  // namespace full_circle::engagement
