#pragma once
/// What the tests of definitions share.

#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/definitions/shipped.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace definition_files {

inline std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::filesystem::path source(const std::string& path) {
  return std::filesystem::path(FULL_CIRCLE_SOURCE_DIR) / path;
}

inline const std::vector<std::string>& adapters() {
  static const std::vector<std::string> names{"notifier", "publisher", "calendar", "exec:archive"};
  return names;
}

/// "4:9 unknown role …", a line each.
inline std::string listed(const std::vector<full_circle::engagement::DefinitionProblem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text +=
        std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " + problem.message + "\n";
  }
  return text;
}

/// A shipped definition; throws with its problems when it has any.
inline full_circle::engagement::Definition shipped(const std::string& name) {
  for (const auto& [file, text] : full_circle::engagement::shipped_definitions()) {
    if (file != name + ".yaml") continue;
    auto reading = full_circle::engagement::read_definition(text, adapters());
    if (!reading.definition) throw std::runtime_error(file + ":\n" + listed(reading.problems));
    return *reading.definition;
  }
  throw std::runtime_error("no definition " + name + " is shipped");
}

}  // namespace definition_files
