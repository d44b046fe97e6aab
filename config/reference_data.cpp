#include "config/reference_data.hpp"

#include "config/compose.hpp"

#include <fstream>
#include <sstream>

namespace full_circle::config {
namespace {

std::string whole_text(const std::string& setting, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) throw Unusable(setting + ": " + path + ": cannot be read");
  return text.str();
}

void refuse_problems(const std::string& what, const std::string& path,
                     const std::vector<engagement::RulesProblem>& problems) {
  if (problems.empty()) return;
  std::string all = what + " have problems";
  for (const engagement::RulesProblem& problem : problems) {
    all += "\n  " + path + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
           problem.message;
  }
  throw Unusable(all);
}

}  // namespace

engagement::HolidayRules find_holiday_rules(const Settings& settings) {
  engagement::HolidayRules rules = engagement::shipped_holiday_rules();
  const std::string& path = settings.calendar.days_file;
  if (path.empty()) return rules;
  const std::string text = whole_text("calendar.days_file", path);
  refuse_problems("the council's days", path, engagement::read_council_days(text, rules));
  return rules;
}

std::shared_ptr<const engagement::Maramataka> find_maramataka(const Settings& settings) {
  auto maramataka = std::make_shared<engagement::Maramataka>(*engagement::shipped_maramataka());
  if (const std::string& path = settings.calendar.maramataka_file; !path.empty()) {
    const std::string text = whole_text("calendar.maramataka_file", path);
    refuse_problems("the maramataka", path,
                    engagement::read_maramataka(text, settings.council.zone, *maramataka));
  }
  maramataka->council_id = settings.calendar.maramataka;
  if (!maramataka->council_id.empty() && !maramataka->council_version()) {
    std::string all;
    for (const auto& version : maramataka->versions) all += (all.empty() ? "" : ", ") + version.id;
    throw Unusable("calendar.maramataka: there is no '" + maramataka->council_id + "'; there are " + all);
  }
  return maramataka;
}

engagement::Population find_population(const Settings& settings) {
  engagement::Population population;
  const std::string& path = settings.council.population_file;
  if (path.empty()) return population;
  refuse_problems("the figures of the population", path,
                  engagement::read_population(whole_text("council.population_file", path), population));
  return population;
}

}  // namespace full_circle::config
