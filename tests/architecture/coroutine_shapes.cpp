#include "tests/architecture/coroutine_shapes.hpp"

#include <algorithm>
#include <regex>
#include <string_view>

namespace full_circle::architecture {
namespace {

/// From the end of the statement before (or of the block that opened) to the await.
std::string before_await(std::string_view code, std::size_t await) {
  const std::size_t end_of_last = code.substr(0, await).find_last_of(";}");
  const std::size_t begin = end_of_last == std::string_view::npos ? 0 : end_of_last + 1;
  std::string before(code.substr(begin, await - begin));
  const std::size_t brace = before.rfind('{');
  if (brace == std::string::npos) return before;
  // `f({co_await …` stays, `if (x) { co_await …` begins a statement of its own.
  const std::size_t last = before.find_last_not_of(" \t\n", brace == 0 ? 0 : brace - 1);
  const char left = brace == 0 || last == std::string::npos ? ' ' : before[last];
  const bool opens_a_list = left == '(' || left == ',' || left == '=';
  return opens_a_list ? before : before.substr(brace + 1);
}

/// From the await to the end of its statement.
std::string after_await(std::string_view code, std::size_t from) {
  int depth = 0;
  std::size_t at = from;
  for (; at < code.size() && !(code[at] == ';' && depth <= 0); ++at) {
    if (code[at] == '(' || code[at] == '{' || code[at] == '[') ++depth;
    if (code[at] == ')' || code[at] == '}' || code[at] == ']') --depth;
  }
  return std::string(code.substr(from, at - from));
}

bool inside_a_condition(const std::string& before) {
  static const std::regex opening(R"(\b(if|while|switch|for)\s*(constexpr\s*)?\()");
  for (auto match = std::sregex_iterator(before.begin(), before.end(), opening);
       match != std::sregex_iterator(); ++match) {
    const auto rest = before.begin() + match->position() + match->length();
    if (std::count(rest, before.end(), '(') >= std::count(rest, before.end(), ')')) return true;
  }
  return false;
}

std::string shape(const std::string& before, const std::string& after) {
  static const std::regex capturing(R"(\[[^\]]*[\w&=][^\]]*\]\s*(\(|\{|->|mutable))");
  static const std::regex braced(R"([\w>(,]\s*\{)");
  if (inside_a_condition(before)) return "co_await in a condition";
  if (before.find('?') != std::string::npos || after.find('?') != std::string::npos) {
    return "ternary in the same statement as co_await";
  }
  if (std::regex_search(after, capturing)) return "capturing lambda in the same statement as co_await";
  if (std::regex_search(after, braced)) return "braced temporary in the same statement as co_await";
  return {};
}

}  // namespace

std::vector<std::string> miscompiled_awaits(const Source& source) {
  static const std::regex await(R"(\bco_await\b)");
  std::vector<std::string> found;
  const std::string& code = source.code;
  for (auto match = std::sregex_iterator(code.begin(), code.end(), await); match != std::sregex_iterator();
       ++match) {
    const auto at = static_cast<std::size_t>(match->position());
    const std::string what =
        shape(before_await(code, at), after_await(code, at + static_cast<std::size_t>(match->length())));
    if (!what.empty()) found.push_back(source.path + ":" + std::to_string(line_of(code, at)) + ": " + what);
  }
  return found;
}

}  // namespace full_circle::architecture
