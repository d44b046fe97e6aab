#pragma once
/// Files that are either the old one or the new one, whole, also after a power cut.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::shared {

/// Writes beside `path`, syncs, renames, syncs the folder. Missing folders are made. A file that already
/// holds exactly `content` is left alone, so that its time of change stays true. Throws std::system_error.
void write_whole_file(const std::filesystem::path& path, std::string_view content);

/// nullopt when there is no such file. Throws std::system_error for anything else, and when it is over 64
/// MiB.
std::optional<std::string> read_whole_file(const std::filesystem::path& path);

/// Holds a folder for one writer at a time, also between processes that share it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);  ///< waits; throws std::system_error
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int m_file;
};

}  // namespace full_circle::shared
