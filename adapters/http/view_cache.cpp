#include "adapters/http/view_cache.hpp"

namespace full_circle::http {

namespace {
constexpr std::chrono::milliseconds kept_for{1'000};
}

ViewCache::Rendered ViewCache::find(std::string_view key, std::int64_t version, Instant now) {
  const auto place = m_places.find(key);
  if (place == m_places.end()) return {};
  const Entry& entry = *place->second;
  // A simulated clock can jump either way.
  const bool fresh = now >= entry.rendered_at && now - entry.rendered_at < kept_for;
  if (entry.version != version || !fresh) return {};
  m_newest_first.splice(m_newest_first.begin(), m_newest_first, place->second);
  return entry.rendered;
}

void ViewCache::keep(std::string key, std::int64_t version, Instant now, Rendered rendered) {
  if (m_limit == 0) return;
  const auto place = m_places.find(key);
  const std::size_t bytes = rendered.body->size();
  if (place != m_places.end()) {
    m_bytes += bytes - place->second->rendered.body->size();
    place->second->version = version;
    place->second->rendered_at = now;
    place->second->rendered = std::move(rendered);
    m_newest_first.splice(m_newest_first.begin(), m_newest_first, place->second);
    return;
  }
  while (!m_newest_first.empty() && (m_newest_first.size() >= m_limit || m_bytes + bytes > m_bytes_max))
    drop_oldest();
  m_bytes += bytes;
  m_newest_first.push_front(Entry{std::move(key), version, now, std::move(rendered)});
  m_places.emplace(m_newest_first.front().key, m_newest_first.begin());
}

void ViewCache::drop_oldest() {
  m_bytes -= m_newest_first.back().rendered.body->size();
  m_places.erase(m_newest_first.back().key);
  m_newest_first.pop_back();
}

}  // namespace full_circle::http
