#pragma once
/// What cannot be done is a value: `Result<T>` holds a T or the Refusal that says why, every reason at once.
/// Broken machinery (disk full, a bug) throws instead; see engine/engine.hpp for the two places that catch.

#include "engine/instant.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace full_circle {

/// The closed list of reasons a command is turned down. adapters/http/problem.cpp maps each to a status code.
enum class Reason {
  malformed,      ///< the body does not fit the command; `fields` says where
  unidentified,   ///< nobody is signed in
  not_permitted,  ///< signed in, and not allowed; `who` may is in the message
  unknown,        ///< no such project, branch, delivery …
  out_of_turn,    ///< the chart does not allow it from here; `allowed` lists what it does
  stale,          ///< the expected version is not the current one
  not_ready,      ///< requirements are unmet; `requirements` lists every one
  too_large,
  too_many,
};

/// One thing wrong with the input. `field` is a JSON pointer ("/closes_on", "" for the whole body).
struct FieldProblem {
  std::string field;
  std::string message;
};

/// One condition a move waits for, evaluated.
struct Requirement {
  std::string name;              ///< snake_case, stable: "publicly_visible"
  std::string what;              ///< a sentence a person reads: what has to be true
  std::string why;               ///< why it matters, or what is missing right now
  std::vector<std::string> who;  ///< roles that can meet it
  std::string by_when;           ///< ISO date or empty
  std::string fix;               ///< the command that meets it, kebab-case, or empty when time alone does
  std::string field;             ///< the field of that command, or empty
  std::string source;            ///< "LGA s 82(1)(c)", "SA step 2"
  bool met = false;
};

struct Refusal {
  Reason reason = Reason::malformed;
  std::string message;
  std::vector<FieldProblem> fields{};
  std::vector<Requirement> requirements{};
  std::vector<std::string> allowed{};
  std::optional<Instant> again_at{};  ///< for a timer that came too early: when it is due now
};

/// Either a T or a Refusal. Ask `ok()` before `value()`; asking wrongly is a bug and throws.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}            // NOLINT(*-explicit-*)
  Result(Refusal refusal) : m_content(std::in_place_index<1>, std::move(refusal)) {}  // NOLINT(*-explicit-*)

  bool ok() const { return m_content.index() == 0; }
  const T& value() const& { return std::get<0>(m_content); }
  T& value() & { return std::get<0>(m_content); }
  T&& value() && { return std::get<0>(std::move(m_content)); }
  const Refusal& refusal() const& { return std::get<1>(m_content); }
  Refusal&& refusal() && { return std::get<1>(std::move(m_content)); }

 private:
  std::variant<T, Refusal> m_content;
};

/// A refusal of input with one field named.
inline Refusal malformed(std::string field, std::string message) {
  return Refusal{.reason = Reason::malformed, .message = message, .fields = {{std::move(field), message}}};
}

}  // namespace full_circle
