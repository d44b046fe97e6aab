#pragma once
/// Serving until somebody says stop.

#include "config/cli.hpp"
#include "config/settings.hpp"
#include "engine/instant.hpp"

#include <optional>
#include <string>

namespace full_circle::config {

enum class Demo { none, load };

struct ServeOptions {
  Settings settings;
  Demo demo = Demo::none;
  std::optional<Instant> simulated_from;  ///< the clock stands here and is moved by hand
};

/// Returns after SIGTERM or SIGINT, with what was in hand finished. Throws Unusable.
Exit serve(const ServeOptions& options, const Console& console);

}  // namespace full_circle::config
