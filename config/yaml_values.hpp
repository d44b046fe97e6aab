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

/// One value as YAML, quoted where it has to be.
std::string yaml_scalar(const std::string& value);
std::string yaml_list(const std::vector<std::string>& values);

}  // namespace full_circle::config
