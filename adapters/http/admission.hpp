#pragma once
/// Looks at a request when its header has arrived, before a byte of its body is kept: where it leads, who
/// asks, and whether its form fits.

#include "adapters/http/hall.hpp"
#include "adapters/http/request.hpp"
#include "adapters/http/response.hpp"

#include <optional>

namespace full_circle::http {

/// Fills in `request` from `message`, which outlives it; an answer when the request goes no further.
std::optional<Response> admit(Hall& hall, Message& message, Request& request);

}  // namespace full_circle::http
