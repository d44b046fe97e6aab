#pragma once
/// The setting hooks: a list of who outside is told of events, read and written as a whole.

#include "config/settings.hpp"
#include "config/yaml_values.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::config {

inline constexpr std::string_view hooks_path = "hooks";
/// What each may hold, for people.
std::string hooks_meaning();

/// Replaces `hooks` by what the file lists; problems are told one by one.
void read_hooks(const YAML::Node& list, std::vector<HookSettings>& hooks, const TellProblem& problem);

/// "hooks:" and its list, as a section.
std::string hooks_as_yaml(const std::vector<HookSettings>& hooks);
boost::json::value hooks_as_json(const std::vector<HookSettings>& hooks);

/// "webhook:NAME" or "chat:NAME".
std::string hook_adapter(const HookSettings& hook);

}  // namespace full_circle::config
