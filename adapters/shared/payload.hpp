#pragma once
/// Reading a delivery's payload. Everything in it is hostile: a wrong type, a missing key or a value out of
/// range becomes a problem that names the field, and reading goes on so that every problem is told at once.

#include "engine/instant.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/result.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::shared {

/// One JSON object being read. Copies look at the same object and add to the same list of problems.
class Fields {
 public:
  /// Text with line breaks kept and every other control character turned into a space: they mean nothing in a
  /// page, a calendar or a message, and break some of them.
  std::string text(std::string_view key);
  std::string text_or_empty(std::string_view key);  ///< absent and null are empty
  std::string line(std::string_view key);           ///< text on one line, trimmed
  std::string line_or_empty(std::string_view key);
  std::string line_required(std::string_view key);  ///< and not empty
  std::vector<std::string> texts(std::string_view key);
  std::int64_t number(std::string_view key, std::int64_t least, std::int64_t most);
  std::int64_t number_or(std::string_view key, std::int64_t otherwise);
  bool flag(std::string_view key);
  bool flag_or(std::string_view key, bool otherwise);
  std::string one_of(std::string_view key, std::initializer_list<std::string_view> allowed);
  /// [a-z0-9-]{1,80}, starting with a letter or digit: safe as a file name and in a URL.
  std::string slug(std::string_view key);
  std::chrono::year_month_day day(std::string_view key);
  Instant instant(std::string_view key);
  std::optional<Fields> object_or_null(std::string_view key);
  std::optional<Fields> object(std::string_view key);  ///< nullopt only together with a problem
  std::vector<Fields> objects(std::string_view key);   ///< absent and null are empty
  bool has(std::string_view key) const;                ///< present and not null
  void problem(std::string_view key, std::string message);
  const boost::json::object& json() const { return *m_object; }

 private:
  friend class Payload;
  Fields(const boost::json::object& object, std::string pointer, std::vector<FieldProblem>& problems)
      : m_object(&object), m_pointer(std::move(pointer)), m_problems(&problems) {}
  const boost::json::value* find(std::string_view key) const;

  const boost::json::object* m_object;
  std::string m_pointer;
  std::vector<FieldProblem>* m_problems;
};

/// A whole payload and the problems found in it.
class Payload {
 public:
  explicit Payload(std::string_view text);
  Payload(const Payload&) = delete;
  Payload& operator=(const Payload&) = delete;

  Fields fields();  ///< of the empty object when the text was not one
  bool ok() const { return m_problems.empty(); }
  /// Why this delivery cannot be made: the fields and what is wrong with them, never their values.
  Delivered give_up() const;

 private:
  boost::json::object m_object;
  std::vector<FieldProblem> m_problems;
};

/// Control characters to spaces ("\n" stays), code points no XML may hold to U+FFFD.
std::string clean_text(std::string_view text);
std::string clean_line(std::string_view text);

/// An absolute http(s) address or a path on this site ("/x", not "//x"); everything else (javascript:, data:)
/// is not.
bool is_safe_link(std::string_view link);
/// The link as an absolute address: paths are put behind `base_url`.
std::string absolute_link(std::string_view base_url, std::string_view link);
/// "engage.council.example" of "https://engage.council.example:8443/x"; "localhost" when there is none.
std::string host_of(std::string_view base_url);

}  // namespace full_circle::shared
