#pragma once
/// Which entries of a project were put on the server, so that what is no longer ours to show can be
/// cancelled.

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

namespace full_circle::caldav {

struct Pushed {
  std::int64_t version = -1;  ///< the newest of the project that was pushed whole
  std::set<std::string> uids;
};

/// Nothing was pushed where there is no file, or a damaged one.
Pushed read_pushed(const std::filesystem::path& file);
void write_pushed(const std::filesystem::path& file, const Pushed& pushed);

}  // namespace full_circle::caldav
