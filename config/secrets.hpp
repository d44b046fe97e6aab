#pragma once
/// Secrets that stand in a file of their own, so that no settings file holds one.

#include <string>

namespace full_circle::config {

/// `setting` is the one that names the file, for messages. Throws std::runtime_error.
std::string first_line_of(const std::string& setting, const std::string& path);

}  // namespace full_circle::config
