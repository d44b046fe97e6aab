#include "adapters/http/form.hpp"

#include <algorithm>

namespace full_circle::http {

namespace {

std::string without_ends(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1));
}

}  // namespace

std::optional<Form> Form::read(std::string_view body) {
  auto pairs = read_query(body, Lines::many);
  if (!pairs) return std::nullopt;
  return Form(std::move(*pairs));
}

std::optional<Form> Form::read_with_files(std::string_view content_type, std::string_view body) {
  auto parts = read_multipart(content_type, body);
  if (!parts) return std::nullopt;
  Form form({});
  for (SentPart& part : *parts) {
    if (part.file_name) {
      if (!part.file_name->empty() || !part.content.empty()) form.m_files.push_back(std::move(part));
      continue;
    }
    auto name = plain_text(std::move(part.name), Lines::one);
    auto value = plain_text(std::move(part.content), Lines::many);
    if (!name || !value) return std::nullopt;
    form.m_pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return form;
}

std::string Form::value(std::string_view name) const {
  const auto found =
      std::find_if(m_pairs.begin(), m_pairs.end(), [&](const auto& pair) { return pair.first == name; });
  return found == m_pairs.end() ? std::string() : without_ends(found->second);
}

std::vector<std::string> Form::values(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& pair : m_pairs)
    if (pair.first == name && !without_ends(pair.second).empty()) all.push_back(without_ends(pair.second));
  return all;
}

bool Form::has(std::string_view name) const {
  return std::any_of(m_pairs.begin(), m_pairs.end(), [&](const auto& pair) { return pair.first == name; });
}

}  // namespace full_circle::http
