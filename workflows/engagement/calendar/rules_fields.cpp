#include "workflows/engagement/calendar/rules_fields.hpp"

#include <algorithm>
#include <charconv>

namespace full_circle::engagement {
namespace {

/// One line that a person can read.
bool is_line(const YAML::Node& node) {
  return node.IsScalar() && !node.Scalar().empty() && node.Scalar().size() <= rules_text_max &&
         !has_control_character(node.Scalar(), LineBreaks::refused);
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "02-06": a day that every year has.
std::optional<std::chrono::month_day> month_day_of(const std::string& text) {
  const auto day = parse_day("2023-" + text);  // no leap year
  if (!day) return std::nullopt;
  return day->month() / day->day();
}

}  // namespace

std::optional<YAML::Node> parse_rules(std::string_view yaml, RulesProblems& problems) {
  if (yaml.size() > rules_bytes_max) {
    problems.at_byte(0, "larger than 256 KiB: this is no file of days");
    return std::nullopt;
  }
  if (const auto bad = first_bad_byte(yaml)) {
    problems.at_byte(*bad, "not UTF-8");
    return std::nullopt;
  }
  try {
    return YAML::Load(std::string(yaml));
  } catch (const YAML::Exception& error) {
    problems.at(error.mark, "not YAML: " + error.msg);
    return std::nullopt;
  }
}

RulesFields::RulesFields(const YAML::Node& node, std::string what,
                         std::initializer_list<std::string_view> keys,
                         std::initializer_list<std::string_view> required, RulesProblems& problems)
    : m_node(node), m_what(std::move(what)), m_problems(problems) {
  std::vector<std::string> seen;
  if (!node.IsMap()) {
    std::string all;
    for (const std::string_view key : keys) all += (all.empty() ? "" : ", ") + std::string(key);
    m_problems.at(node.Mark(), m_what + " has to be a mapping of " + all);
    m_node.reset();  // assigning would change the document
    return;
  }
  for (const auto& entry : node) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      m_problems.at(entry.first.Mark(), m_what + " has no '" + key + "'");
    } else if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      m_problems.at(entry.first.Mark(), "'" + key + "' is there twice");
    }
    seen.push_back(key);
  }
  for (const std::string_view key : required) {
    if (std::find(seen.begin(), seen.end(), key) == seen.end()) {
      m_problems.at(node.Mark(), m_what + " needs '" + std::string(key) + "'");
    }
  }
}

bool RulesFields::has(const char* key) const {
  return static_cast<bool>(m_node[key]);
}

YAML::Node RulesFields::node(const char* key) const {
  return m_node[key];
}

void RulesFields::problem(const char* key, const std::string& message) {
  m_problems.at(has(key) ? node(key).Mark() : mark(), "'" + std::string(key) + "' " + message);
}

std::string RulesFields::text(const char* key) {
  if (!has(key)) return {};
  if (is_line(node(key))) return node(key).Scalar();
  problem(key, "has to be one line of text");
  return {};
}

int RulesFields::number(const char* key, int least, int most) {
  if (!has(key)) return least;
  const auto value = node(key).IsScalar() ? whole_number(node(key).Scalar()) : std::nullopt;
  if (value && *value >= least && *value <= most) return *value;
  problem(key, "has to be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

std::optional<Day> RulesFields::day(const char* key) {
  if (!has(key)) return std::nullopt;
  const auto value = node(key).IsScalar() ? parse_day(node(key).Scalar()) : std::nullopt;
  if (!value) problem(key, "has to be a date like 2026-12-24");
  return value;
}

std::optional<std::chrono::month_day> RulesFields::month_day(const char* key) {
  if (!has(key)) return std::nullopt;
  const auto value = node(key).IsScalar() ? month_day_of(node(key).Scalar()) : std::nullopt;
  if (!value) problem(key, "has to be a month and a day that every year has, like 02-06");
  return value;
}

std::vector<YAML::Node> RulesFields::entries(const char* key) {
  std::vector<YAML::Node> all;
  if (!has(key)) return all;
  const YAML::Node list = node(key);
  if (!list.IsSequence()) {
    problem(key, "has to be a list");
    return all;
  }
  if (list.size() > rules_entries_max) {
    problem(key, "has too many entries");
    return all;
  }
  for (const auto& entry : list) all.push_back(entry);
  return all;
}

std::vector<std::string> RulesFields::texts(const char* key) {
  std::vector<std::string> all;
  for (const YAML::Node& entry : entries(key)) {
    if (is_line(entry)) {
      all.push_back(entry.Scalar());
    } else {
      m_problems.at(entry.Mark(), "'" + std::string(key) + "' has to be a list of lines of text");
    }
  }
  return all;
}

std::vector<Day> RulesFields::days(const char* key) {
  std::vector<Day> all;
  for (const YAML::Node& entry : entries(key)) {
    if (const auto value = entry.IsScalar() ? parse_day(entry.Scalar()) : std::nullopt) {
      all.push_back(*value);
    } else {
      m_problems.at(entry.Mark(), "'" + std::string(key) + "' has to be a list of dates like 2026-12-24");
    }
  }
  return all;
}

}  // namespace full_circle::engagement
