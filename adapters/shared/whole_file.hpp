#pragma once
/// Files that are either the old one or the new one, whole, also after a power cut.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::shared {

/// Writes beside `path`, syncs, renames, syncs the folder. Missing folders are made. A file that already
/// holds exactly `content` is left alone, so that its time of change stays true. Throws std::system_error.
/// A file for its owner only has mode 0600 from its first byte on.
enum class ReadBy { everyone, owner };
void write_whole_file(const std::filesystem::path& path, std::string_view content,
                      ReadBy read_by = ReadBy::everyone);

/// Makes a folder that only its owner may look into (0700); one that is there already stays as it is.
void make_private_folder(const std::filesystem::path& folder);

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
