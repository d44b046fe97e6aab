#pragma once
/// The table of settings: name, meaning, values allowed, how to read and write each. Reading the file, the
/// environment, the example and `fullcircle settings` all go by it.

#include "config/settings.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::config {

struct SettingField {
  std::string path;  ///< "http.body_bytes_max"
  std::string says;  ///< meaning, unit and range, for people
  enum class Kind {
    scalar,
    list,     ///< a sequence of texts; in the environment separated by commas
    secret,   ///< never in a file, never shown
    imports,  ///< a list of maps (import_settings.hpp), in the file only; without set and get
  } kind = Kind::scalar;
  /// Sets it; or says what is wrong with the value, and changes nothing.
  std::function<std::optional<std::string>(Settings&, const std::vector<std::string>&)> set;
  std::function<std::vector<std::string>(const Settings&)> get;
};

const std::vector<SettingField>& setting_fields();
const SettingField* find_setting(std::string_view path);

/// "http.body_bytes_max" → "FULL_CIRCLE_HTTP_BODY_BYTES_MAX".
std::string environment_name(std::string_view path);

/// The name most like a mistaken one, or empty when none is near.
std::string nearest_name(std::string_view mistaken, const std::vector<std::string>& names);

}  // namespace full_circle::config
