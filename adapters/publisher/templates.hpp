#pragma once
/// The page templates, and what every page puts into them. Each template escapes by itself (ctemplate's
/// AUTOESCAPE), so values go in as they are.

#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <filesystem>
#include <memory>
#include <string>

namespace full_circle::publisher {

class Templates {
 public:
  /// Files in `folder` (may be empty) replace built-in ones of the same name. Throws std::runtime_error when
  /// one does not parse.
  explicit Templates(const std::filesystem::path& folder);
  std::string expand(const std::string& name, const ctemplate::TemplateDictionary& values) const;
  const std::string& style() const { return m_style; }
  const std::string& style_name() const { return m_style_name; }  ///< "style.<hash>.css"

 private:
  std::unique_ptr<ctemplate::TemplateCache> m_cache;
  std::string m_style;
  std::string m_style_name;
};

/// Shows the section when there is something to show.
void show(ctemplate::TemplateDictionary& values, const char* section, bool condition);
/// Shows `section` with `name` set to `value`, when `value` is not empty.
void show_value(ctemplate::TemplateDictionary& values, const char* section, const char* name,
                const std::string& value);
/// Fills an include with plain text: blank lines part paragraphs, line breaks stay.
void put_text(ctemplate::TemplateDictionary& values, const char* include, const std::string& text);
/// "1,284"
std::string grouped(std::int64_t number);

}  // namespace full_circle::publisher
