#pragma once
/// Reference data of the place: what comes with the program, and what the council adds to it by its settings.

#include "config/settings.hpp"
#include "workflows/engagement/calendar/holiday_rules.hpp"
#include "workflows/engagement/calendar/maramataka.hpp"
#include "workflows/engagement/population.hpp"

#include <memory>

namespace full_circle::config {

/// The holidays and calendars that come with the program, and the days of calendar.days_file. Throws Unusable
/// with every problem of that file.
engagement::HolidayRules find_holiday_rules(const Settings& settings);

/// The maramataka that come with the program, those of calendar.maramataka_file, and which one
/// calendar.maramataka switches on. Throws Unusable with every problem of that file, or when there is no such
/// version.
std::shared_ptr<const engagement::Maramataka> find_maramataka(const Settings& settings);

/// Who lives here, from council.population_file; nobody's figures where there is none. Throws Unusable with
/// every problem of that file.
engagement::Population find_population(const Settings& settings);

}  // namespace full_circle::config
