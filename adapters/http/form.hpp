#pragma once
/// What a page's form sent: application/x-www-form-urlencoded, or multipart/form-data when it has files;
/// UTF-8.

#include "adapters/http/multipart.hpp"
#include "adapters/http/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::http {

class Form {
 public:
  /// Nothing when it cannot be decoded.
  static std::optional<Form> read(std::string_view body);
  /// The same of multipart/form-data, with the boundary that `content_type` names.
  static std::optional<Form> read_with_files(std::string_view content_type, std::string_view body);
  /// The first of that name, without blanks at its ends; empty when there is none.
  std::string value(std::string_view name) const;
  /// All of that name that are not empty.
  std::vector<std::string> values(std::string_view name) const;
  bool has(std::string_view name) const;
  /// In the order they were sent, without fields for a file in which none was chosen.
  const std::vector<SentPart>& files() const { return m_files; }

 private:
  explicit Form(QueryPairs pairs) : m_pairs(std::move(pairs)) {}
  QueryPairs m_pairs;
  std::vector<SentPart> m_files;
};

}  // namespace full_circle::http
