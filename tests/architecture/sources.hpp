#pragma once
/// The project's own source files, as the architecture tests read them.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::architecture {

struct Source {
  std::string path;  ///< from the project root, with "/"
  std::string text;
  std::string code;  ///< the text with comments and literals blanked out; same length, same lines
};

/// Every .cpp and .hpp under these folders of the project, by path.
std::vector<Source> sources_under(const std::filesystem::path& root, const std::vector<std::string>& folders);

/// Comments, text and character literals become blanks; line breaks stay.
std::string blank_comments_and_literals(std::string_view text);

/// Counts from 1.
std::size_t line_of(std::string_view text, std::size_t position);

struct Include {
  std::size_t line = 0;
  std::string name;
  enum class Form { quoted, angled } form = Form::quoted;
};
std::vector<Include> includes_of(const Source& source);

}  // namespace full_circle::architecture
