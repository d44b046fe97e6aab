#pragma once
/// For tests of what a crash leaves behind: FULL_CIRCLE_FAILPOINT=NAME[:COUNT] ends the process, with no
/// chance to tidy up, the COUNTth time it comes by that point. Names: engine/engine.hpp.

#include "engine/engine.hpp"

#include <string>

namespace full_circle::config {

/// Empty text: a failpoint that does nothing. Throws std::invalid_argument for a count that is no number.
Failpoint make_failpoint(const std::string& text);

}  // namespace full_circle::config
