#include "adapters/sms/parts.hpp"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>

namespace full_circle::sms {

namespace {

struct Limits {
  std::size_t alone;   ///< units in a message of one part
  std::size_t shared;  ///< in each of several, which carry a header of six bytes
};
constexpr Limits k_gsm{160, 153};
constexpr Limits k_ucs2{70, 67};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

/// ICU's own table of GSM 03.38, with its second page behind an escape.
class GsmTable {
 public:
  GsmTable() {
    UErrorCode error = U_ZERO_ERROR;
    m_converter.reset(ucnv_open("gsm-03.38-2009", &error));
    ucnv_setFromUCallBack(m_converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    if (U_FAILURE(error)) throw std::runtime_error("ICU has no table of GSM 03.38");
  }

  /// 1 or 2; nothing where the alphabet does not have it.
  std::optional<std::size_t> units(std::u16string_view character) const {
    std::array<char, 4> bytes{};
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t count =
        ucnv_fromUChars(m_converter.get(), bytes.data(), bytes.size(), character.data(),
                        static_cast<std::int32_t>(character.size()), &error);
    if (U_FAILURE(error) || count < 1) return std::nullopt;
    return static_cast<std::size_t>(count);
  }

 private:
  std::unique_ptr<UConverter, CloseConverter> m_converter;
};

/// What takes two units is never parted.
std::size_t parts_of(const std::vector<std::size_t>& sizes, std::size_t units, Limits limits) {
  if (units == 0) return 0;
  if (units <= limits.alone) return 1;
  std::size_t parts = 1;
  std::size_t filled = 0;
  for (const std::size_t size : sizes) {
    if (filled + size > limits.shared) {
      ++parts;
      filled = 0;
    }
    filled += size;
  }
  return parts;
}

/// Whole characters: what is not UTF-8 is nothing, and so is what nobody would send.
std::optional<std::u16string> to_utf16(std::string_view text) {
  constexpr std::size_t bytes_max = 100'000;
  if (text.size() > bytes_max) return std::nullopt;
  std::u16string out(text.size(), u'\0');
  std::int32_t length = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strFromUTF8(out.data(), static_cast<std::int32_t>(out.size()), &length, text.data(),
                static_cast<std::int32_t>(text.size()), &error);
  if (U_FAILURE(error)) return std::nullopt;
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string to_utf8(std::u16string_view character) {
  std::array<char, 4> out{};
  std::int32_t length = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strToUTF8(out.data(), out.size(), &length, character.data(), static_cast<std::int32_t>(character.size()),
              &error);
  return {out.data(), static_cast<std::size_t>(length)};
}

}  // namespace

Result<Parts> count_parts(std::string_view text) {
  const auto utf16 = to_utf16(text);
  if (!utf16) return malformed("/text", "The text is not UTF-8, or far too long.");
  const GsmTable gsm;
  std::vector<std::size_t> as_gsm;
  std::vector<std::size_t> as_ucs2;
  Parts counted;
  auto& outside = counted.outside_gsm;
  for (std::size_t at = 0; at < utf16->size();) {
    const std::size_t length = U16_IS_LEAD((*utf16)[at]) ? 2 : 1;
    const std::u16string_view character = std::u16string_view(*utf16).substr(at, length);
    at += length;
    as_ucs2.push_back(length);
    if (const auto units = gsm.units(character)) {
      as_gsm.push_back(*units);
      continue;
    }
    counted.alphabet = Alphabet::ucs2;
    std::string letter = to_utf8(character);
    if (std::find(outside.begin(), outside.end(), letter) == outside.end())
      outside.push_back(std::move(letter));
  }
  const bool is_gsm = counted.alphabet == Alphabet::gsm;
  const auto& sizes = is_gsm ? as_gsm : as_ucs2;
  counted.units = std::accumulate(sizes.begin(), sizes.end(), std::size_t{0});
  counted.parts = parts_of(sizes, counted.units, is_gsm ? k_gsm : k_ucs2);
  return counted;
}

}  // namespace full_circle::sms
