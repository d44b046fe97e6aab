#pragma once
/// The two clocks there are: the system's, and one that stands where it was put until it is moved on.

#include "engine/ports/clock.hpp"

#include <atomic>
#include <optional>

namespace full_circle::config {

/// Follows the system's clock, or stands at an instant. Any thread. Loading the example projects lets it
/// stand in the past and ends with following; `serve --clock simulated:INSTANT` lets it stand for good.
class ServerClock final : public Clock {
 public:
  ServerClock() = default;
  explicit ServerClock(std::optional<Instant> stands_at);
  Instant now() const override;
  /// False, and unchanged, for an instant before now.
  bool stand_at(Instant instant);
  void follow_the_system();

 private:
  static constexpr std::int64_t following = INT64_MIN;
  std::atomic<std::int64_t> m_stands_at{following};
};

}  // namespace full_circle::config
