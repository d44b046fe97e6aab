#pragma once
/// Looks at a request when its header has arrived, before a byte of its body is kept: where it leads, who
/// asks, and whether its form fits.

#include "adapters/http/hall.hpp"
#include "adapters/http/request.hpp"
#include "adapters/http/response.hpp"

#include <optional>

namespace full_circle::http {

/// What makes the end of a request doubtful: after such an answer nothing more can be read from the
/// connection. Fills in `request` from `message`, which outlives it.
std::optional<Response> check_framing(Message& message, Request& request);
/// The rest, once the framing is known to be sound; an answer when the request goes no further.
std::optional<Response> admit(Hall& hall, Request& request);

}  // namespace full_circle::http
