#include "adapters/http/file_types.hpp"

#include <magic.h>

#include <stdexcept>

namespace full_circle::http {

struct FileTypes::Inside {
  Inside() : list(::magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON)) {
    if (!list) throw std::runtime_error("libmagic cannot be started");
    if (::magic_load(list, nullptr) == 0) return;
    const char* why = ::magic_error(list);
    std::string message = std::string("libmagic cannot read its list of types: ") + (why ? why : "unknown");
    ::magic_close(list);
    throw std::runtime_error(message);
  }
  ~Inside() { ::magic_close(list); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  magic_t list;
};

FileTypes::FileTypes() : m_inside(std::make_unique<Inside>()) {}
FileTypes::~FileTypes() = default;

std::string FileTypes::of(std::string_view content) const {
  const std::lock_guard lock(m_mutex);
  const char* type = ::magic_buffer(m_inside->list, content.data(), content.size());
  return type ? type : "application/octet-stream";
}

}  // namespace full_circle::http
