#include "adapters/calendar/ics_text.hpp"

#include "adapters/calendar/ics_import.hpp"

#include <unicode/ustring.h>

#include <algorithm>

namespace full_circle::calendar {

namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

std::string unfold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t line_end = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' ? i + 1 : i;
    if (text[line_end] == '\n') {
      i = line_end;
      const bool folded = i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t');
      if (folded) {
        ++i;
      } else {
        out += '\n';
      }
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_utf8(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t length = 0;
  u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<int32_t>(text.size()), &error);
  return error != U_INVALID_CHAR_FOUND;
}

/// The name of a content line in capitals: what stands before the first ; or :
std::string name_of(std::string_view line) {
  constexpr std::size_t longest_asked_for = 6;
  std::string name(line.substr(0, std::min(line.find_first_of(";:"), longest_asked_for)));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return name;
}

std::string structure_problem(std::string_view text) {
  std::size_t depth = 0;
  std::size_t components = 0;
  bool calendar = false;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    const std::string name = name_of(text.substr(from, end - from));
    from = end + 1;
    if (name == "BEGIN") {
      calendar = true;
      if (++depth > ics_limits::depth) return "Its components are nested too deeply.";
      if (++components > ics_limits::components)
        return "It has more than " + std::to_string(ics_limits::components) + " components.";
    } else if (name == "END") {
      if (depth == 0) return "It ends a component that it has not begun.";
      --depth;
    }
  }
  if (!calendar) return "It is not an iCalendar file.";
  if (depth != 0) return "It is cut short: a component is not ended.";
  return {};
}

}  // namespace

IcsText examine_ics(std::string_view text) {
  const auto refused = [](std::string why) { return IcsText{.unfolded = {}, .problem = std::move(why)}; };
  if (text.size() > ics_limits::bytes)
    return refused("It is larger than " + std::to_string(ics_limits::bytes >> 20) + " MiB.");
  if (text.starts_with(k_byte_order_mark)) text.remove_prefix(k_byte_order_mark.size());
  if (text.find('\0') != std::string_view::npos) return refused("It is not text.");
  IcsText examined{.unfolded = unfold(text), .problem = {}};
  if (!is_utf8(examined.unfolded)) return refused("It is not written in UTF-8.");
  if (auto problem = structure_problem(examined.unfolded); !problem.empty())
    return refused(std::move(problem));
  return examined;
}

}  // namespace full_circle::calendar
