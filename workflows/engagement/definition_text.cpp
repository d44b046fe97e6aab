#include "workflows/engagement/definition_text.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// How many bytes the UTF-8 sequence at the front takes, 0 when it is not one.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t at = 2; at < length; ++at) {
    if (begins_character(text[at])) return 0;
  }
  return length;
}

}  // namespace

Lines::Lines(std::string_view text) : m_text(text) {
  m_starts.push_back(0);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') m_starts.push_back(at + 1);
  }
}

std::size_t Lines::offset(int line, int column) const {
  if (line < 0 || column < 0 || static_cast<std::size_t>(line) >= m_starts.size()) return m_text.size();
  return std::min(m_starts[static_cast<std::size_t>(line)] + static_cast<std::size_t>(column), m_text.size());
}

Spot Lines::spot(int line, int column) const {
  if (line < 0 || column < 0) return {};
  return spot_at(offset(line, column));
}

Spot Lines::spot_at(std::size_t offset) const {
  const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
  const auto line = static_cast<std::size_t>(after - m_starts.begin()) - 1;
  const std::string_view before = m_text.substr(m_starts[line], offset - m_starts[line]);
  return {static_cast<int>(line) + 1, static_cast<int>(characters_in(before)) + 1};
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

bool has_control_character(std::string_view text, LineBreaks breaks) {
  return std::any_of(text.begin(), text.end(), [&](char byte) {
    const bool allowed = breaks == LineBreaks::allowed && byte == '\n';
    return (static_cast<unsigned char>(byte) < 0x20 && !allowed) || byte == 0x7F;
  });
}

bool is_never_closed(std::string_view text) {
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return false;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const bool escapes = text[at] == '\\' && text[0] == '"';
    const bool doubled =
        text[at] == text[0] && text[0] == '\'' && text.substr(at + 1, 1) == "'";  // '' stands for one
    if (escapes || doubled) {
      ++at;
    } else if (text[at] == text[0]) {
      return false;
    }
  }
  return true;
}

}  // namespace full_circle::engagement
