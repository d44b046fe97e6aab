// A council's file of days: read, then counted with.
#include "workflows/engagement/calendar/working_days.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace full_circle;
using namespace full_circle::engagement;

namespace {

/// Ends the process, which the fuzzer reports with the input.
void require(bool holds) {
  if (!holds) std::abort();
}

std::string shipped() {
  std::ifstream file(FULL_CIRCLE_SOURCE_DIR "/workflows/engagement/calendar/new_zealand.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

// The program has it embedded; here it is read from its file.
std::string_view full_circle::engagement::shipped_holiday_rules_text() {
  static const std::string text = shipped();
  return text;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  parse_day(text);
  (void)read_holiday_rules(text);
  static const HolidayRules shipped_rules = shipped_holiday_rules();
  HolidayRules rules = shipped_rules;
  rules.first_year = 2025;  // a few years are enough
  rules.last_year = 2027;
  const bool fine = read_council_days(text, rules).empty();
  require(fine || rules.council_days.empty());
  if (rules.council_days.empty()) return 0;
  const Day start = std::chrono::year{2026} / std::chrono::January / 1;
  const Day end = std::chrono::year{2026} / std::chrono::December / 31;
  const auto working = WorkingDays::create(rules, "employment", "auckland").value();
  const auto counted = working.count(start, end).value();
  const auto skipped = static_cast<std::int64_t>(working.skipped_after(start, end).size());
  require(counted + skipped == days_between(start, end));
  const auto reached = working.add(start, counted);
  require(reached.ok() && reached.value() <= end);
  return 0;
}
