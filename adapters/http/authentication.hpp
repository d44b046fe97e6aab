#pragma once
/// Who asks. A key is looked up once and remembered for a moment, so that a revoked key stops within it.

#include "engine/envelope.hpp"
#include "engine/ports/identity.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace full_circle::http {

/// Somebody identified.
struct Visitor {
  Caller caller;
  /// Two visitors with the same text may do and see the same: the person and every grant.
  std::string rights;
};

Visitor visitor_of(Caller caller);

/// Used by the server's thread alone.
class Authentication {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Authentication(Identity& identity, std::chrono::milliseconds remembered_for);
  /// `authorization` is the header as sent. Null: nobody, for every reason alike.
  std::shared_ptr<const Visitor> identify(std::string_view authorization, TimePoint now);

 private:
  struct Remembered {
    std::shared_ptr<const Visitor> visitor;
    TimePoint until;
  };
  Identity& m_identity;
  std::chrono::milliseconds m_remembered_for;
  std::unordered_map<std::string, Remembered> m_by_hash;  // of the secret: no secret is kept
};

}  // namespace full_circle::http
