#include "config/secrets.hpp"

#include <fstream>
#include <stdexcept>

namespace full_circle::config {

std::string first_line_of(const std::string& setting, const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error(setting + ": cannot read " + path);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace full_circle::config
