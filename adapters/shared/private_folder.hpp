#pragma once
/// A folder among the temporary ones that nobody else may read, for as long as this lives.

#include <filesystem>

namespace full_circle::shared {

class PrivateFolder {
 public:
  PrivateFolder();   ///< throws std::system_error when none can be made
  ~PrivateFolder();  ///< removes it with everything in it
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

}  // namespace full_circle::shared
