#pragma once
/// Coroutine statements that g++ 12 compiles into something else than they say (its bug, fixed later): an
/// await inside a condition, or in one statement with a ternary, a braced temporary or a capturing lambda.
/// Await into a named local and pass named arguments instead.

#include "tests/architecture/sources.hpp"

#include <string>
#include <vector>

namespace full_circle::architecture {

/// "file:line: shape" of each.
std::vector<std::string> miscompiled_awaits(const Source& source);

}  // namespace full_circle::architecture
