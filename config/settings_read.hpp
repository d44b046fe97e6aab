#pragma once
/// Reads the settings and says everything that is wrong with them at once.

#include "config/settings.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::config {

struct SettingsProblem {
  std::string source;  ///< the file, or the environment variable
  int line = 0;        ///< from 1; 0: not in a file
  int column = 0;
  std::string message;
  /// "FILE:LINE:COLUMN: message", "VARIABLE: message"
  std::string text() const;
};

struct SettingsReading {
  Settings settings;
  std::vector<SettingsProblem> problems;
  bool ok() const { return problems.empty(); }
};

using Environment = std::map<std::string, std::string, std::less<>>;

/// The process's own; in config/environment.cpp, the one place that looks.
Environment process_environment();

/// `text` is a settings file's contents, `source` its name for messages.
void read_settings_text(std::string_view text, const std::string& source, SettingsReading& reading);

/// FULL_CIRCLE_<SECTION>_<KEY>. A variable that begins like a section and names no setting is a problem.
void read_settings_environment(const Environment& environment, SettingsReading& reading);

/// What only shows when everything is read: settings that need one another.
void check_settings(SettingsReading& reading);

/// File (given, or FULL_CIRCLE_CONFIG, or none), then the environment, then the checks.
SettingsReading load_settings(const std::optional<std::string>& file, const Environment& environment);

/// The whole as YAML with every setting explained: what config/example.yaml holds. Secrets are shown as
/// whether they are set.
std::string settings_as_yaml(const Settings& settings);

/// One JSON object by section; secrets as in settings_as_yaml.
std::string settings_as_json(const Settings& settings);

}  // namespace full_circle::config
