#include "config/reference_data.hpp"

#include "config/compose.hpp"

#include <fstream>
#include <sstream>

namespace full_circle::config {

engagement::HolidayRules find_holiday_rules(const Settings& settings) {
  engagement::HolidayRules rules = engagement::shipped_holiday_rules();
  const std::string& path = settings.calendar.days_file;
  if (path.empty()) return rules;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) throw Unusable("calendar.days_file: " + path + ": cannot be read");
  const auto problems = engagement::read_council_days(text.str(), rules);
  if (problems.empty()) return rules;
  std::string all = "the council's days have problems";
  for (const engagement::RulesProblem& problem : problems) {
    all += "\n  " + path + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
           problem.message;
  }
  throw Unusable(all);
}

}  // namespace full_circle::config
