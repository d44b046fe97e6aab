#pragma once
/// What counts as a reason for what became of people's words. Sources: LGA s 82(1)(f) (people are given the
/// reasons for a decision), SA step 5.

#include <string>
#include <string_view>

namespace full_circle::engagement {

/// What is wrong with it; empty when it may stand. "Noted", thanks, and fewer than five words tell nobody
/// why.
std::string fault_of_reason(std::string_view reason);

}  // namespace full_circle::engagement
