#include "config/settings_read.hpp"

#include <string_view>

extern "C" char** environ;  // NOLINT(*-redundant-declaration): POSIX leaves the declaration to us

namespace full_circle::config {

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

}  // namespace full_circle::config
