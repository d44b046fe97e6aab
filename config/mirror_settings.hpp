#pragma once
/// The setting mirrors: a list of copies of the public site, read and written as a whole.

#include "config/settings.hpp"
#include "config/yaml_values.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::config {

inline constexpr std::string_view mirrors_path = "mirrors";
/// What each may hold, for people.
std::string mirrors_meaning();

/// Replaces `mirrors` by what the file lists; problems are told one by one.
void read_mirrors(const YAML::Node& list, std::vector<MirrorSettings>& mirrors, const TellProblem& problem);

/// "mirrors:" and its list, as a section.
std::string mirrors_as_yaml(const std::vector<MirrorSettings>& mirrors);
boost::json::value mirrors_as_json(const std::vector<MirrorSettings>& mirrors);

}  // namespace full_circle::config
