#include "workflows/engagement/calendar/maramataka.hpp"

#include <algorithm>
#include <stdexcept>

namespace full_circle::engagement {
namespace {

/// A month of a maramataka, from its first night to the day before the next one's.
struct Month {
  Day first_night_on;
  bool may_be_a_day_off = false;
  const std::vector<std::string>* nights = nullptr;
};

/// The corrected month whose moon this is. Whoever wrote it may have counted a moon close to midnight to the
/// day beside it.
const MonthCorrection* correction_of(const MaramatakaVersion& version, const PhaseInstant& moon,
                                     std::string_view zone) {
  const auto found =
      std::find_if(version.corrections.begin(), version.corrections.end(),
                   [&](const MonthCorrection& one) { return may_count_on(moon, one.moon_on, zone); });
  return found == version.corrections.end() ? nullptr : &*found;
}

/// In order; the first begins before `from`, the last after `to`.
std::vector<Month> months_around(const MaramatakaVersion& version, Day from, Day to, std::string_view zone) {
  constexpr int farther_than_a_first_night = 70;  // a month, the anchor's own night, and a correction
  std::vector<Month> months;
  for (const PhaseInstant& moon : moon_phases(version.anchor, plus_days(from, -farther_than_a_first_night),
                                              plus_days(to, farther_than_a_first_night), zone)) {
    const MonthCorrection* correction = correction_of(version, moon, zone);
    if (correction) {
      months.push_back({correction->first_night_on, false,
                        correction->nights.empty() ? &version.nights : &correction->nights});
    } else {
      months.push_back({plus_days(moon.day, 1 - version.anchor_night), moon.near_midnight, &version.nights});
    }
  }
  return months;
}

}  // namespace

const MaramatakaVersion* Maramataka::version(std::string_view id) const {
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const MaramatakaVersion& one) { return one.id == id; });
  return found == versions.end() ? nullptr : &*found;
}

const MaramatakaVersion* Maramataka::council_version() const {
  return council_id.empty() ? nullptr : version(council_id);
}

std::vector<std::optional<Night>> nights_between(const MaramatakaVersion& version, Day from, Day to,
                                                 std::string_view zone) {
  const std::vector<Month> months = months_around(version, from, to, zone);
  std::vector<std::optional<Night>> nights;
  auto next = months.begin();
  for (Day day = from; day <= to; day = plus_days(day, 1)) {
    while (next->first_night_on <= day) ++next;
    const Month& month = *std::prev(next);
    const auto index = static_cast<std::size_t>(days_between(month.first_night_on, day));
    const bool last = plus_days(day, 1) == next->first_night_on;
    const bool may_be_a_day_off = month.may_be_a_day_off || (last && next->may_be_a_day_off);
    if (index < month.nights->size()) {
      nights.push_back(Night{static_cast<int>(index) + 1, month.nights->at(index), may_be_a_day_off});
    } else {
      nights.push_back(std::nullopt);
    }
  }
  return nights;
}

std::optional<Night> night_of(const MaramatakaVersion& version, Day day, std::string_view zone) {
  return nights_between(version, day, day, zone).front();
}

std::shared_ptr<const Maramataka> shipped_maramataka() {
  static const auto shipped = [] {
    auto maramataka = std::make_shared<Maramataka>();
    // No month is corrected there, so that the zone does not matter.
    const auto problems = read_maramataka(shipped_maramataka_text(), "Pacific/Auckland", *maramataka);
    if (!problems.empty()) {
      throw std::logic_error("the maramataka have problems: " + std::to_string(problems.front().line) + ": " +
                             problems.front().message);
    }
    for (MaramatakaVersion& version : maramataka->versions)
      version.origin = MaramatakaVersion::Origin::sample;
    return std::shared_ptr<const Maramataka>(std::move(maramataka));
  }();
  return shipped;
}

}  // namespace full_circle::engagement
