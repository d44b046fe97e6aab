#pragma once
/// Between instants and the days people name. Days are given in the council's zone; a closing date means the
/// end of that day as people understand it. The zone data is right until 2037 (json.hpp refuses later days).

#include "engine/instant.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace full_circle::engagement {

using Day = std::chrono::year_month_day;

Instant start_of(Day day, std::string_view zone);  ///< 00:00 of that day
Instant end_of(Day day, std::string_view zone);    ///< 00:00 of the next day
Day day_in(Instant instant, std::string_view zone);

Day plus_days(Day day, int days);
/// The same day of a later month; the last day of that month when it is shorter.
Day plus_months(Day day, int months);
int days_between(Day from, Day to);

std::string day_text(Day day);                                   ///< "Sunday 11 July 2027"
std::string clock_text(Instant instant, std::string_view zone);  ///< "10 am", "6:30 pm"
/// "Saturday 3 July 2027, 10 am to 1 pm".
std::string span_text(Instant from, Instant to, std::string_view zone);

}  // namespace full_circle::engagement
