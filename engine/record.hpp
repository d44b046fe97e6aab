#pragma once
/// The hash chain over one project's events, so that a record can be verified offline.

#include "engine/envelope.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

/// SHA-256 (hex) over the canonical JSON object of every field but `hash`: by, data (as JSON), on_behalf_of,
/// previous_hash, project, recorded_at_utc, request_id, seq, type, type_version, with keys sorted.
std::string record_hash(const StoredEvent& event);

/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::string_view text);

/// Previous hash of a project's first event.
std::string first_previous_hash();

struct ChainFault {
  std::int64_t seq;
  std::string what;
};

/// Checks that seqs run from 1 without a gap, each hash fits its event, and each names the one before.
std::vector<ChainFault> verify_chain(std::span<const StoredEvent> events);

}  // namespace full_circle
