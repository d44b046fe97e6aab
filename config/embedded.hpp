#pragma once
/// Files that are part of the program; cmake/embed_config.cmake writes the bodies.

#include <string_view>
#include <vector>

namespace full_circle::config {

struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

/// config/demo/*.json, by name.
std::vector<EmbeddedFile> demo_files();

/// workflows/engagement/definitions/schema.json.
std::string_view definition_schema();

}  // namespace full_circle::config
