#pragma once
/// The setting calendar.imports: a list of other people's calendars, read and written as a whole.

#include "config/settings.hpp"
#include "config/yaml_values.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::config {

inline constexpr std::string_view imports_path = "calendar.imports";
/// What each may hold, for people.
std::string imports_meaning();

/// Replaces `imports` by what the file lists; problems are told one by one.
void read_imports(const YAML::Node& list, std::vector<ImportSettings>& imports, const TellProblem& problem);

/// "imports:" and its list, as a line of the section "calendar".
std::string imports_as_yaml(const std::vector<ImportSettings>& imports);
boost::json::value imports_as_json(const std::vector<ImportSettings>& imports);

}  // namespace full_circle::config
