#include "config/clock.hpp"

namespace full_circle::config {
namespace {

Instant system_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

ServerClock::ServerClock(std::optional<Instant> stands_at) {
  if (stands_at) m_stands_at = stands_at->time_since_epoch().count();
}

Instant ServerClock::now() const {
  const std::int64_t stands_at = m_stands_at.load();
  return stands_at == following ? system_now() : Instant(std::chrono::milliseconds(stands_at));
}

bool ServerClock::stand_at(Instant instant) {
  std::int64_t stands_at = m_stands_at.load();
  do {
    if (stands_at != following && instant.time_since_epoch().count() < stands_at) return false;
  } while (!m_stands_at.compare_exchange_weak(stands_at, instant.time_since_epoch().count()));
  return true;
}

void ServerClock::follow_the_system() {
  m_stands_at = following;
}

}  // namespace full_circle::config
