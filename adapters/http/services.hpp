#pragma once
/// What the server speaks for. All of it outlives the server.

#include "engine/deliveries.hpp"
#include "engine/engine.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/identity.hpp"
#include "engine/ports/store.hpp"
#include "workflows/engagement/workflow.hpp"

#include <functional>
#include <memory>

namespace spdlog {
class logger;
}

namespace full_circle::http {

struct Services {
  Engine& engine;
  Deliveries& deliveries;
  Store& store;
  Identity& identity;  ///< called on the server's thread
  const Clock& clock;
  std::shared_ptr<const engagement::Context> context;
  std::shared_ptr<spdlog::logger> logger;
  /// Only with a simulated clock: moves it on, and comes back when everything that fell due on the way is
  /// done. False for an instant before now. `POST /api/v1/clock {"now": INSTANT}` for an administrator.
  std::function<bool(Instant)> set_clock{};
};

}  // namespace full_circle::http
