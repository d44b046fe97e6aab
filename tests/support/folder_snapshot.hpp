#pragma once
#include "tests/support/program.hpp"

#include <map>

namespace full_circle {

/// Every file below a folder with its content, but for files whose name begins with a dot.
inline std::string folder_snapshot(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
    if (!item.is_regular_file() || item.path().filename().string().starts_with(".")) continue;
    files[std::filesystem::relative(item.path(), folder).string()] = read_file(item.path());
  }
  std::string out;
  for (const auto& [name, content] : files) out += "== " + name + "\n" + content + "\n";
  return out;
}

}  // namespace full_circle
