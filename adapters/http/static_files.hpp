#pragma once
/// Files of one folder, small enough to keep in memory. Nothing outside the folder is ever opened, whatever a
/// path or a link in it says.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace full_circle::http {

struct StaticFile {
  std::shared_ptr<const std::string> body;
  std::string tag;  ///< strong, with quotes
  std::chrono::sys_seconds modified_at{};
  std::string_view content_type;
};

/// Used by the server's thread alone.
class StaticFolder {
 public:
  explicit StaticFolder(std::filesystem::path folder);

  enum class Kind { nothing, file, folder };
  struct Found {
    Kind kind = Kind::nothing;
    std::shared_ptr<const StaticFile> file;  ///< for a folder: its index.html
  };
  /// `path` as sent, below the folder, percent-encoded, without a leading slash; "" is the folder itself.
  Found find(std::string_view path);

 private:
  struct Kept {
    std::shared_ptr<const StaticFile> file;
    std::int64_t modified_ns = 0;
    std::int64_t size = 0;
  };
  std::shared_ptr<const StaticFile> open(const std::filesystem::path& file);
  bool is_inside(const std::filesystem::path& path) const;

  std::filesystem::path m_folder;
  std::filesystem::path m_root;  // canonical; empty until the folder exists
  std::unordered_map<std::string, Kept> m_kept;
  std::size_t m_kept_bytes = 0;
};

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::chrono::sys_seconds instant);
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace full_circle::http
