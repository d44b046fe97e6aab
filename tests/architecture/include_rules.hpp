#pragma once
/// Who may include whom: the table the whole project is held to.

#include "tests/architecture/sources.hpp"

#include <string>
#include <vector>

namespace full_circle::architecture {

/// Every include of this file that its room may not have, as "file:line: what is wrong".
std::vector<std::string> include_breaches(const Source& source);

/// What a room may not say even without an include: asking the time in workflows, for instance.
std::vector<std::string> word_breaches(const Source& source);

}  // namespace full_circle::architecture
