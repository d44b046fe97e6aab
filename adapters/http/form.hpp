#pragma once
/// What a page's form sent: application/x-www-form-urlencoded, UTF-8.

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
  /// The first of that name, without blanks at its ends; empty when there is none.
  std::string value(std::string_view name) const;
  /// All of that name that are not empty.
  std::vector<std::string> values(std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  explicit Form(QueryPairs pairs) : m_pairs(std::move(pairs)) {}
  QueryPairs m_pairs;
};

}  // namespace full_circle::http
