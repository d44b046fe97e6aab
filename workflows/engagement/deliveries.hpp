#pragma once
/// Event → the outside work it calls for. Shapes of the payloads: adapters/README.md.

#include "engine/workflow.hpp"
#include "workflows/engagement/decide.hpp"

#include <vector>

namespace full_circle::engagement {

/// `after` is `before` (null: there was none) with `events` applied.
std::vector<NewDelivery> deliveries_of(const std::vector<Event>& events, const Project* before,
                                       const Project& after, const Definition& definition,
                                       const Context& context, Instant now);

}  // namespace full_circle::engagement
