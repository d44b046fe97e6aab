#pragma once
/// Rendered views, kept for a moment: until the project changes, or until what depends on the time of day may
/// have. Used by the server's thread alone.

#include "engine/instant.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace full_circle::http {

class ViewCache {
 public:
  using Body = std::shared_ptr<const std::string>;
  struct Rendered {
    Body body;        ///< null: not there
    std::string tag;  ///< its ETag
  };
  /// At most so many, and so many bytes of bodies.
  explicit ViewCache(std::size_t limit, std::size_t bytes_max = std::size_t{32} << 20)
      : m_limit(limit), m_bytes_max(bytes_max) {}

  /// Without a body when it is not there, of another version, or older than a second.
  Rendered find(std::string_view key, std::int64_t version, Instant now);
  void keep(std::string key, std::int64_t version, Instant now, Rendered rendered);

 private:
  struct Entry {
    std::string key;
    std::int64_t version = 0;
    Instant rendered_at{};
    Rendered rendered;
  };
  void drop_oldest();

  std::size_t m_limit;
  std::size_t m_bytes_max;
  std::size_t m_bytes = 0;
  std::list<Entry> m_newest_first;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> m_places;
};

}  // namespace full_circle::http
