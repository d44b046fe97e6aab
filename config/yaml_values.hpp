#pragma once
/// Values of a settings file that are more than one plain text.

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace full_circle::config {

/// Told every problem, with where it stands.
using TellProblem = std::function<void(const YAML::Mark& mark, std::string message)>;

/// A list of plain texts, or null for none; false together with a problem.
bool read_texts(const YAML::Node& value, const std::string& path, std::vector<std::string>& values,
                const TellProblem& problem);

/// A whole number in the range; anything else is a problem and leaves `number` as it is.
void read_number(const YAML::Node& value, const std::string& path, std::int64_t least, std::int64_t most,
                 std::int64_t& number, const TellProblem& problem);

/// One plain text; anything else is a problem and leaves `text` as it is.
void read_one_text(const YAML::Node& value, const std::string& path, std::string& text,
                   const TellProblem& problem);

/// The value whose name is written; anything else is a problem that lists the names, and leaves `where`.
template <class Choices, class Value>
void read_choice(const YAML::Node& value, const std::string& path, const Choices& choices, Value& where,
                 const TellProblem& problem) {
  const std::string written = value.IsScalar() ? value.Scalar() : "";
  std::string names;
  for (const auto& [name, one] : choices) {
    names += (names.empty() ? "" : ", ") + std::string(name);
    if (name != written) continue;
    where = one;
    return;
  }
  problem(value.Mark(), "'" + path + "' has to be one of " + names);
}

template <class Choices, class Value>
std::string name_in(const Choices& choices, Value value) {
  for (const auto& [name, one] : choices)
    if (one == value) return std::string(name);
  return {};
}

/// 1 to 40 characters from a-z, 0-9 and -: what the items of a list are called.
bool is_item_name(const std::string& name);

/// One value as YAML, quoted where it has to be.
std::string yaml_scalar(const std::string& value);
std::string yaml_list(const std::vector<std::string>& values);

}  // namespace full_circle::config
