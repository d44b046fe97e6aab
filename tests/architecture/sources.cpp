#include "tests/architecture/sources.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace full_circle::architecture {
namespace {

std::string whole_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool continues_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t end_of_raw_literal(std::string_view text, std::size_t quote) {
  const std::size_t open = text.find('(', quote);
  if (open == std::string_view::npos) return text.size();
  std::string closing = ")";
  closing += text.substr(quote + 1, open - quote - 1);
  closing += '"';
  const std::size_t close = text.find(closing, open);
  return close == std::string_view::npos ? text.size() : close + closing.size();
}

std::size_t end_of_literal(std::string_view text, std::size_t quote) {
  std::size_t at = quote + 1;
  while (at < text.size() && text[at] != text[quote] && text[at] != '\n') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

/// Where the comment or literal that starts here ends, or `at` when none starts.
std::size_t end_of_blank(std::string_view text, std::size_t at) {
  const char before = at == 0 ? ' ' : text[at - 1];
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) == "/*") {
    const std::size_t close = text.find("*/", at + 2);
    return close == std::string_view::npos ? text.size() : close + 2;
  }
  if (text[at] == '"') return before == 'R' ? end_of_raw_literal(text, at) : end_of_literal(text, at);
  // 1'000'000 is a number, not a character
  if (text[at] == '\'' && !continues_a_name(before)) return end_of_literal(text, at);
  return at;
}

}  // namespace

std::string blank_comments_and_literals(std::string_view text) {
  std::string code(text);
  std::size_t at = 0;
  while (at < code.size()) {
    const std::size_t end = end_of_blank(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    for (; at < end; ++at) {
      if (code[at] != '\n') code[at] = ' ';
    }
  }
  return code;
}

std::size_t line_of(std::string_view text, std::size_t position) {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

std::vector<Source> sources_under(const std::filesystem::path& root,
                                  const std::vector<std::string>& folders) {
  std::vector<Source> sources;
  for (const std::string& folder : folders) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".hpp")) continue;
      Source source;
      source.path = std::filesystem::relative(entry.path(), root).generic_string();
      source.text = whole_file(entry.path());
      source.code = blank_comments_and_literals(source.text);
      sources.push_back(std::move(source));
    }
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

std::vector<Include> includes_of(const Source& source) {
  static const std::regex directive(R"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])");
  std::vector<Include> includes;
  std::istringstream lines(source.text);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, directive)) continue;
    includes.push_back(
        {number, match[2].str(), match[1].str() == "<" ? Include::Form::angled : Include::Form::quoted});
  }
  return includes;
}

}  // namespace full_circle::architecture
