// Reading files of maramataka.
#include "workflows/engagement/calendar/maramataka.hpp"
#include "workflows/engagement/calendar/rules_fields.hpp"

#include <algorithm>

namespace full_circle::engagement {
namespace {

constexpr std::size_t versions_max = 100;
constexpr std::size_t nights_min = 28;
constexpr std::size_t nights_max = 32;
constexpr std::size_t corrections_max = 150;  ///< of one version: twelve years, each looked up in the sky
constexpr int correction_days_max = 5;
constexpr std::size_t id_max = 64;

bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= id_max &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

class MaramatakaReader {
 public:
  MaramatakaReader(std::string_view zone, const Maramataka& known, RulesProblems& problems)
      : m_zone(zone), m_known(known), m_problems(problems) {}

  std::vector<MaramatakaVersion> read(const YAML::Node& root) {
    RulesFields fields(root, "a file of maramataka", {"versions"}, {"versions"}, m_problems);
    const auto entries = fields.entries("versions");
    if (entries.size() > versions_max) {
      fields.problem("versions", "holds more than " + std::to_string(versions_max));
      return {};
    }
    for (const YAML::Node& entry : entries) version(entry);
    return std::move(m_versions);
  }

 private:
  void version(const YAML::Node& node) {
    RulesFields fields(
        node, "a version",
        {"id", "label", "whose", "anchor", "spelling", "source", "licence", "note", "nights", "corrections"},
        {"id", "label", "whose", "anchor", "source", "licence", "nights"}, m_problems);
    MaramatakaVersion version;
    version.id = fields.text("id");
    if (fields.has("id")) check_id(fields, version.id);
    version.label = fields.text("label");
    version.whose = fields.text("whose");
    version.spelling = fields.text("spelling");
    version.source = fields.text("source");
    version.licence = fields.text("licence");
    version.note = fields.text("note");
    if (fields.has("nights")) version.nights = nights(fields);
    if (fields.has("anchor")) anchor(fields.node("anchor"), version);
    if (fields.has("corrections")) corrections(fields, version);
    m_versions.push_back(std::move(version));
  }

  void check_id(RulesFields& fields, const std::string& id) const {
    const auto is_that = [&](const MaramatakaVersion& one) { return one.id == id; };
    if (!is_id(id)) {
      fields.problem("id", "has to be 1 to 64 characters from a-z, 0-9 and -");
    } else if (m_known.version(id) || std::any_of(m_versions.begin(), m_versions.end(), is_that)) {
      fields.problem("id", "is the id of another version");
    }
  }

  static std::vector<std::string> nights(RulesFields& fields) {
    std::vector<std::string> names = fields.texts("nights");
    if (names.size() < nights_min || names.size() > nights_max) {
      fields.problem("nights", "has to name 28 to 32 nights, not " + std::to_string(names.size()));
    }
    return names;
  }

  void anchor(const YAML::Node& node, MaramatakaVersion& version) {
    RulesFields fields(node, "'anchor'", {"moon", "night"}, {"moon", "night"}, m_problems);
    version.anchor = fields.choice<MoonPhase>(
        "moon", {{"new_moon", MoonPhase::new_moon}, {"full_moon", MoonPhase::full_moon}});
    version.anchor_night = fields.number("night", 1, static_cast<int>(nights_max));
    if (version.anchor_night > static_cast<int>(version.nights.size())) {
      fields.problem("night", "is more than there are nights");
    }
  }

  void corrections(RulesFields& fields, MaramatakaVersion& version) {
    const auto entries = fields.entries("corrections");
    if (entries.size() > corrections_max) {
      return fields.problem("corrections", "holds more than " + std::to_string(corrections_max) + " months");
    }
    for (const YAML::Node& entry : entries) correction(entry, version);
  }

  void correction(const YAML::Node& node, MaramatakaVersion& version) {
    const char* moon_on = version.anchor == MoonPhase::full_moon ? "full_moon_on" : "new_moon_on";
    RulesFields fields(node, "a correction", {moon_on, "first_night_on", "nights"},
                       {moon_on, "first_night_on"}, m_problems);
    const auto moon = fields.day(moon_on);
    const auto first = fields.day("first_night_on");
    MonthCorrection correction;
    if (fields.has("nights")) correction.nights = nights(fields);
    if (!moon || !first) return;
    correction.moon_on = *moon;
    correction.first_night_on = *first;
    if (!is_moon_of(version.anchor, *moon)) {
      fields.problem(moon_on, "is no day of a " + std::string(phase_text(version.anchor)));
    }
    const Day counted = plus_days(*moon, 1 - version.anchor_night);
    if (std::abs(days_between(counted, *first)) > correction_days_max) {
      fields.problem("first_night_on", "lies more than five days from " + to_text(counted));
    }
    const bool again = std::any_of(
        version.corrections.begin(), version.corrections.end(),
        [&](const MonthCorrection& one) { return std::abs(days_between(one.moon_on, *moon)) <= 1; });
    if (again) fields.problem(moon_on, "is of a month that is corrected already");
    version.corrections.push_back(std::move(correction));
  }

  bool is_moon_of(MoonPhase phase, Day day) const {
    const auto moons = moon_phases(phase, plus_days(day, -1), plus_days(day, 1), m_zone);
    return std::any_of(moons.begin(), moons.end(),
                       [&](const PhaseInstant& moon) { return may_count_on(moon, day, m_zone); });
  }

  std::string_view m_zone;
  const Maramataka& m_known;
  RulesProblems& m_problems;
  std::vector<MaramatakaVersion> m_versions;
};

}  // namespace

std::vector<RulesProblem> read_maramataka(std::string_view yaml, std::string_view zone,
                                          Maramataka& maramataka) {
  std::vector<RulesProblem> found;
  RulesProblems problems(yaml, found);
  const auto root = parse_rules(yaml, problems);
  if (!root || root->IsNull()) return found;
  auto versions = MaramatakaReader(zone, maramataka, problems).read(*root);
  if (found.empty()) {
    std::move(versions.begin(), versions.end(), std::back_inserter(maramataka.versions));
  }
  return found;
}

}  // namespace full_circle::engagement
