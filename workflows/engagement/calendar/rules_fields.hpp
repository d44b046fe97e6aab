#pragma once
/// The shapes that holiday rules and council days are read from: mappings of known keys, with every problem
/// told where it stands.

#include "workflows/engagement/calendar/holiday_rules.hpp"
#include "workflows/engagement/definition_text.hpp"

#include <yaml-cpp/yaml.h>

#include <initializer_list>

namespace full_circle::engagement {

/// Such files are small; more is a mistake or an attack.
inline constexpr std::size_t rules_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t rules_entries_max = 2'000;
inline constexpr std::size_t rules_text_max = 1'000;  ///< bytes of one text

class RulesProblems {
 public:
  RulesProblems(std::string_view yaml, std::vector<RulesProblem>& problems)
      : m_lines(yaml), m_problems(problems) {}
  void at(const YAML::Mark& mark, std::string message) {
    at(m_lines.spot(mark.line, mark.column), std::move(message));
  }
  void at_byte(std::size_t offset, std::string message) { at(m_lines.spot_at(offset), std::move(message)); }

 private:
  void at(Spot spot, std::string message) {
    m_problems.push_back({spot.line, spot.column, std::move(message)});
  }

  Lines m_lines;
  std::vector<RulesProblem>& m_problems;
};

/// Parses it, within bounds; undefined, and a problem, when it is no YAML.
std::optional<YAML::Node> parse_rules(std::string_view yaml, RulesProblems& problems);

/// One mapping. A key that is unknown, there twice or missing is a problem when this is made; a value of the
/// wrong form is one when it is asked for.
class RulesFields {
 public:
  RulesFields(const YAML::Node& node, std::string what, std::initializer_list<std::string_view> keys,
              std::initializer_list<std::string_view> required, RulesProblems& problems);

  bool has(const char* key) const;
  YAML::Node node(const char* key) const;  ///< only what is there
  YAML::Mark mark() const { return m_node.Mark(); }

  std::string text(const char* key);
  int number(const char* key, int least, int most);
  std::optional<Day> day(const char* key);
  std::optional<std::chrono::month_day> month_day(const char* key);
  std::vector<std::string> texts(const char* key);
  std::vector<Day> days(const char* key);
  /// Each entry of a list.
  std::vector<YAML::Node> entries(const char* key);
  /// The choice whose word stands there; the first where the key is left out.
  template <class Choice>
  Choice choice(const char* key, std::initializer_list<std::pair<std::string_view, Choice>> choices) {
    if (!has(key)) return choices.begin()->second;
    const std::string word = text(key);
    std::string all;
    for (const auto& [name, value] : choices) {
      if (name == word) return value;
      all += (all.empty() ? "" : ", ") + std::string(name);
    }
    problem(key, "has to be one of " + all);
    return choices.begin()->second;
  }
  void problem(const char* key, const std::string& message);

 private:
  YAML::Node m_node;
  std::string m_what;
  RulesProblems& m_problems;
};

}  // namespace full_circle::engagement
