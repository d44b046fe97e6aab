#pragma once
/// The definitions that come with the program, as the files in this folder stand. A council's own definitions
/// of the same name take their place.

#include <string>
#include <utility>
#include <vector>

namespace full_circle::engagement {

/// (file name, text), sorted by file name.
std::vector<std::pair<std::string, std::string>> shipped_definitions();

}  // namespace full_circle::engagement
