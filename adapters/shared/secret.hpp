#pragma once
/// Chance that nobody can guess, for addresses that open something and references that people read out.

#include <string>
#include <string_view>

namespace full_circle::shared {

inline constexpr std::size_t secret_length = 43;

/// 256 bits, as 43 characters that can stand in an address.
std::string fresh_secret();

/// "7k2m-9x4q-1dvb": 60 bits, without letters that are taken for digits.
std::string fresh_reference();

/// In constant time.
bool same_text(std::string_view one, std::string_view other);

}  // namespace full_circle::shared
