#pragma once
/// Chance that nobody can guess, for addresses that open something and references that people read out.

#include "engine/instant.hpp"

#include <string>
#include <string_view>

namespace full_circle::shared {

inline constexpr std::size_t secret_length = 43;

/// 256 bits, as 43 characters that can stand in an address.
std::string fresh_secret();

/// "7k2m-9x4q-1dvb", without letters that are taken for digits. Seven letters are when it was made, by 32nds
/// of a second, so that an index of many grows at its end; five are chance. Two of one tick can be the
/// same: whoever keeps them asks again.
std::string fresh_reference(Instant now);

/// In constant time.
bool same_text(std::string_view one, std::string_view other);

}  // namespace full_circle::shared
