#pragma once
#include "engine/instant.hpp"

namespace full_circle {

/// Where "now" comes from. The server uses the system's; examples and tests set one by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

}  // namespace full_circle
