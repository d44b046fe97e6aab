#pragma once
/// How many parts a text message is sent and paid in (3GPP TS 23.038 and 23.040).

#include "engine/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::sms {

/// GSM 03.38 holds 160 characters in one message and 153 in each of several; UCS-2 70 and 67. One letter that
/// the first does not have, such as a vowel with a macron, makes the whole message UCS-2. That costs more,
/// and is what it costs to spell te reo Māori: nothing here takes a macron away.
enum class Alphabet { gsm, ucs2 };

struct Parts {
  Alphabet alphabet = Alphabet::gsm;
  std::size_t units = 0;                 ///< of 7 or 16 bits; € and the like are two, and so is an emoji
  std::size_t parts = 0;                 ///< 0 for no text
  std::vector<std::string> outside_gsm;  ///< the characters that make it UCS-2, each once
};

/// Malformed where it is no UTF-8. Throws std::runtime_error where ICU has no GSM 03.38.
Result<Parts> count_parts(std::string_view text);

}  // namespace full_circle::sms
