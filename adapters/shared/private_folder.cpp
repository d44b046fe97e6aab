#include "adapters/shared/private_folder.hpp"

#include <stdlib.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace full_circle::shared {

PrivateFolder::PrivateFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "fullcircle-XXXXXX").string();
  if (!::mkdtemp(path.data())) throw std::system_error(errno, std::generic_category(), "mkdtemp");
  m_path = path;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

}  // namespace full_circle::shared
