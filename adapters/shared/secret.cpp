#include "adapters/shared/secret.hpp"

#include <sodium/core.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include <array>
#include <stdexcept>

namespace full_circle::shared {

namespace {

constexpr std::size_t secret_bytes = 32;
/// Crockford's base 32, in lower case.
constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";

void need_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used on this machine");
}

}  // namespace

std::string fresh_secret() {
  need_sodium();
  std::array<unsigned char, secret_bytes> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, secret_length + 1> encoded{};
  sodium_bin2base64(encoded.data(), encoded.size(), random.data(), random.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(random.data(), random.size());
  return encoded.data();
}

std::string fresh_reference() {
  need_sodium();
  constexpr std::size_t groups = 3;
  constexpr std::size_t group_length = 4;
  std::string reference;
  for (std::size_t group = 0; group < groups; ++group) {
    if (group != 0) reference += '-';
    for (std::size_t i = 0; i < group_length; ++i)
      reference += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  }
  return reference;
}

bool same_text(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace full_circle::shared
