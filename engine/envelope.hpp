#pragma once
/// Who asks, and what each stored event carries.

#include "engine/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace full_circle {

/// A role somebody holds: on one project or (empty project) on all; for a mana whenua representative, the
/// entity they speak for.
struct RoleGrant {
  std::string role;
  std::string project;
  std::string entity;
  friend bool operator==(const RoleGrant&, const RoleGrant&) = default;
};

/// Somebody identified. `person` is the id of a person or system; names and addresses are never carried here.
struct Caller {
  std::string person;
  std::vector<RoleGrant> grants;
  /// Timers and deliveries ask as the system itself.
  static Caller system() { return Caller{.person = "system", .grants = {{"system", "", ""}}}; }
};

/// A command as it arrives. `target` narrows it inside the project (a branch's entity id), or is empty.
struct CommandRequest {
  std::string project;
  std::string target;
  std::string name;  ///< snake_case
  std::string body;  ///< JSON text as sent; empty means {}
  Caller caller;
  std::string request_id;
  std::optional<std::int64_t> expected_version;  ///< from If-Match
  std::string idempotency_key;                   ///< empty: none
};

/// One event as it is kept for ever. (project, seq) is the key; seq starts at 1.
struct StoredEvent {
  std::string project;
  std::int64_t seq = 0;
  std::string type;  ///< snake_case, past tense
  int type_version = 1;
  std::string data;  ///< canonical JSON: sorted keys, no blanks
  Instant recorded_at{};
  std::string by;            ///< person id
  std::string on_behalf_of;  ///< entity id when the council recorded an entity's answer, else empty
  std::string request_id;
  std::string previous_hash;  ///< 64 hex digits; zeros for seq 1
  std::string hash;           ///< SHA-256 of the canonical record, see engine/record.hpp
};

}  // namespace full_circle
