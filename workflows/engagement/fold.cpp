// Folding text for search.
#include "workflows/engagement/workflow.hpp"

#include <array>
#include <utility>

namespace full_circle::engagement {

namespace {

/// Letters with marks that occur in te reo Māori and its neighbours, and what they are looked up as. Anything
/// else beyond ASCII is kept as it is.
constexpr std::array<std::pair<std::string_view, char>, 40> plain{{
    {"ā", 'a'}, {"ē", 'e'}, {"ī", 'i'}, {"ō", 'o'}, {"ū", 'u'}, {"Ā", 'a'}, {"Ē", 'e'}, {"Ī", 'i'},
    {"Ō", 'o'}, {"Ū", 'u'}, {"ä", 'a'}, {"ë", 'e'}, {"ï", 'i'}, {"ö", 'o'}, {"ü", 'u'}, {"Ä", 'a'},
    {"Ë", 'e'}, {"Ï", 'i'}, {"Ö", 'o'}, {"Ü", 'u'}, {"á", 'a'}, {"é", 'e'}, {"í", 'i'}, {"ó", 'o'},
    {"ú", 'u'}, {"Á", 'a'}, {"É", 'e'}, {"Í", 'i'}, {"Ó", 'o'}, {"Ú", 'u'}, {"à", 'a'}, {"è", 'e'},
    {"ì", 'i'}, {"ò", 'o'}, {"ù", 'u'}, {"À", 'a'}, {"È", 'e'}, {"Ì", 'i'}, {"Ò", 'o'}, {"Ù", 'u'},
}};

constexpr std::string_view combining_macron = "\u0304";

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

}  // namespace

std::string without_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    if (static_cast<unsigned char>(rest.front()) < 0x80) {
      const char c = rest.front();
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      ++at;
      continue;
    }
    if (rest.starts_with(combining_macron)) {
      at += combining_macron.size();
      continue;
    }
    bool known = false;
    for (const auto& [marked, letter] : plain) {
      if (!rest.starts_with(marked)) continue;
      out += letter;
      at += marked.size();
      known = true;
      break;
    }
    if (!known) out += text[at++];
  }
  return out;
}

std::string fold(std::string_view text) {
  std::string out;
  for (const char c : without_marks(text))
    if (!is_vowel(c) || out.empty() || out.back() != c) out += c;  // "Ngaati" is looked up as "ngati"
  return out;
}

}  // namespace full_circle::engagement
