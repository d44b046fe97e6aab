#include "adapters/sms/numbers.hpp"

namespace full_circle::sms {

namespace {

constexpr std::string_view k_country = "64";

/// Without what people put between digits to read them better.
std::string bare(std::string_view written) {
  std::string out;
  for (const char c : written)
    if (std::string_view(" -.()").find(c) == std::string_view::npos) out += c;
  return out;
}

bool is_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A mobile's number behind the country's code.
bool is_mobile_here(std::string_view national) {
  constexpr std::size_t digits_min = 8;
  constexpr std::size_t digits_max = 10;
  return national.size() >= digits_min && national.size() <= digits_max && national.front() == '2' &&
         is_digits(national);
}

}  // namespace

bool is_phone_number(std::string_view text) {
  constexpr std::size_t digits_min = 8;
  constexpr std::size_t digits_max = 15;
  if (text.size() < 1 + digits_min || text.size() > 1 + digits_max) return false;
  return text[0] == '+' && text[1] != '0' && is_digits(text.substr(1));
}

std::optional<std::string> mobile_number(std::string_view written) {
  const std::string number = bare(written);
  std::string_view national = number;
  const bool has_plus = national.starts_with('+');
  if (has_plus) national.remove_prefix(1);
  if (national.starts_with(k_country)) {
    national.remove_prefix(k_country.size());
  } else if (has_plus) {
    return is_phone_number(number) ? std::optional(number) : std::nullopt;
  } else if (!national.starts_with('0')) {
    return std::nullopt;
  }
  // The 0 in front is for calls within the country; some write it behind the country's code as well.
  if (national.starts_with('0')) national.remove_prefix(1);
  if (!is_mobile_here(national)) return std::nullopt;
  return "+" + std::string(k_country) + std::string(national);
}

}  // namespace full_circle::sms
