#pragma once
/// The text of a definition file before it means anything: where things stand in it, and whether it is text.

#include "workflows/engagement/definition_draft.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Turns yaml-cpp's marks (lines from 0, columns in bytes from 0) into what editors show.
class Lines {
 public:
  explicit Lines(std::string_view text);
  Spot spot(int line, int column) const;  ///< the first line's start when there is no such place
  Spot spot_at(std::size_t offset) const;
  std::size_t offset(int line, int column) const;  ///< the end when there is no such place

 private:
  std::string_view m_text;
  std::vector<std::size_t> m_starts;
};

std::size_t characters_in(std::string_view text);

/// The first byte that is not UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing beyond U+10FFFF).
std::optional<std::size_t> first_bad_byte(std::string_view text);

enum class LineBreaks { allowed, refused };
bool has_control_character(std::string_view text, LineBreaks breaks);

/// Whether the text begins with a quotation mark that nothing answers. yaml-cpp takes the rest of a file for
/// text when its last quotation is never closed.
bool is_never_closed(std::string_view text);

}  // namespace full_circle::engagement
