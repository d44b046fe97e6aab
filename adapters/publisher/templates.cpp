#include "adapters/publisher/templates.hpp"

#include "adapters/publisher/embedded.hpp"
#include "adapters/shared/whole_file.hpp"

#include <ctemplate/template.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

namespace full_circle::publisher {

namespace {

std::string short_hash(const std::string& content) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), nullptr, 0);
  std::array<char, 2 * hash.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return std::string(hex.data(), 12);
}

}  // namespace

Templates::Templates(const std::filesystem::path& folder)
    : m_cache(std::make_unique<ctemplate::TemplateCache>()) {
  for (const EmbeddedFile& file : embedded_files()) {
    std::string content(file.content);
    if (!folder.empty()) content = shared::read_whole_file(folder / file.name).value_or(content);
    if (file.name == "style.css") {
      m_style = content;
      continue;
    }
    if (!m_cache->StringToTemplateCache(std::string(file.name), content, ctemplate::STRIP_BLANK_LINES)) {
      throw std::runtime_error("publisher: the template " + std::string(file.name) + " does not parse");
    }
  }
  m_cache->Freeze();  // an include that is not here must not be looked for on disk
  m_style_name = "style." + short_hash(m_style) + ".css";
}

std::string Templates::expand(const std::string& name, const ctemplate::TemplateDictionary& values) const {
  std::string out;
  if (!m_cache->ExpandNoLoad(name, ctemplate::STRIP_BLANK_LINES, &values, nullptr, &out)) {
    throw std::runtime_error("publisher: the template " + name + " does not expand");
  }
  return out;
}

void show(ctemplate::TemplateDictionary& values, const char* section, bool condition) {
  if (condition) values.ShowSection(section);
}

void show_value(ctemplate::TemplateDictionary& values, const char* section, const char* name,
                const std::string& value) {
  if (!value.empty()) values.AddSectionDictionary(section)->SetValue(name, value);
}

void put_text(ctemplate::TemplateDictionary& values, const char* include, const std::string& text) {
  auto* inside = values.AddIncludeDictionary(include);
  inside->SetFilename("text.tpl");
  ctemplate::TemplateDictionary* paragraph = nullptr;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, end - from);
    from = end + 1;
    if (line.find_first_not_of(' ') == std::string::npos) {
      paragraph = nullptr;
      continue;
    }
    if (paragraph == nullptr) paragraph = inside->AddSectionDictionary("PARAGRAPH");
    paragraph->AddSectionDictionary("LINE")->SetValue("TEXT", line);
  }
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

}  // namespace full_circle::publisher
