#include "adapters/shared/secret.hpp"

#include <sodium/core.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <ratio>
#include <stdexcept>

namespace full_circle::shared {

namespace {

constexpr std::size_t secret_bytes = 32;
/// Crockford's base 32, in lower case.
constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr unsigned bits_of_letter = 5;
static_assert(letters.size() == 1U << bits_of_letter);
constexpr std::size_t time_letters = 7;
constexpr std::size_t chance_letters = 5;
constexpr std::size_t group_length = 4;
using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 32>>;

char letter(std::uint64_t bits) {
  return letters[bits % letters.size()];
}

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

std::string fresh_reference(Instant now) {
  need_sodium();
  const auto tick =
      static_cast<std::uint64_t>(std::chrono::duration_cast<Ticks>(now.time_since_epoch()).count());
  std::array<unsigned char, chance_letters> random{};
  randombytes_buf(random.data(), random.size());
  std::string reference;
  for (std::size_t i = 0; i < time_letters; ++i)
    reference += letter(tick >> (bits_of_letter * (time_letters - 1 - i)));
  for (const unsigned char byte : random) reference += letter(byte);
  for (std::size_t at = group_length; at < reference.size(); at += group_length + 1)
    reference.insert(at, 1, '-');
  return reference;
}

bool same_text(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace full_circle::shared
