#include "workflows/engagement/reasons.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <vector>

namespace full_circle::engagement {

namespace {

constexpr std::size_t words_min = 5;

/// Where one of these stands, something else has to say why.
constexpr std::array<std::string_view, 6> politeness{"noted", "note",         "thanks",
                                                     "thank", "acknowledged", "acknowledge"};
/// What politeness is made of besides.
constexpr std::array<std::string_view, 37> filling{
    "a",          "all",         "and",       "appreciated", "are", "as",   "been",     "by",
    "comment",    "comments",    "council",   "feedback",    "for", "has",  "have",     "is",
    "it",         "made",        "many",      "of",          "on",  "our",  "received", "staff",
    "submission", "submissions", "submitter", "that",        "the", "this", "to",       "views",
    "was",        "we",          "were",      "with",        "your"};

template <std::size_t size>
bool among(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// In lower case; what is not a letter or digit ends a word, and letters beyond ASCII are kept as they are.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0 || c == '\'')
      words.back() += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace

std::string fault_of_reason(std::string_view reason) {
  const auto words = words_of(reason);
  const bool polite = std::any_of(words.begin(), words.end(),
                                  [](const std::string& word) { return among(politeness, word); });
  const auto saying = std::count_if(words.begin(), words.end(), [&](const std::string& word) {
    return !polite || !(among(politeness, word) || among(filling, word));
  });
  if (static_cast<std::size_t>(saying) >= words_min) return {};
  return "Say why in at least five words; “noted” is not a reason.";
}

}  // namespace full_circle::engagement
