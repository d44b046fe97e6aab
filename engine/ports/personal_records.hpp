#pragma once
/// What is kept about people outside events, found again by an address and forgotten: whose an entry is,
/// who follows, whom a message went to. Nothing here touches an event, so no chain of hashes breaks.

#include "engine/instant.hpp"
#include "engine/ports/followers.hpp"
#include "engine/ports/ledger.hpp"
#include "engine/ports/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

/// All that is kept of one address on one channel.
struct AddressKept {
  std::optional<Follower> follower;
  std::int64_t waiting = 0;           ///< items of the next digest
  std::optional<Instant> stopped_at;  ///< they wanted no more messages; only a hash of the address is kept
};

/// Somebody was forgotten: that it happened, never who it was.
struct Erasure {
  std::int64_t id = 0;  ///< given when it is kept
  Instant at{};
  std::string by;
  std::string reason;
  std::string counts;  ///< JSON object
};

/// tests/conformance/personal_records.hpp holds every implementation to this page. May be used from any
/// thread. Each call is one transaction of its own; done twice it is as if done once.
class PersonalRecords {
 public:
  virtual ~PersonalRecords() = default;

  /// Entries whose personal part has this text, letters of ASCII compared without case; whoever asks looks
  /// at which field it is in. By position.
  virtual std::vector<Entry> entries_with(std::string_view text, std::int64_t after, int limit) = 0;
  /// Entries of a project that still have a personal part, by position.
  virtual std::vector<Entry> entries_of_people(std::string_view project, int limit) = 0;
  virtual std::vector<std::string> projects_of_people() = 0;
  virtual std::optional<Entry> entry(std::string_view id) = 0;
  /// Changes what it says, whose it is, its key and its search text; labels and all else stay. False when it
  /// is not there.
  virtual bool change(std::string_view id, const std::function<void(Entry&)>& change) = 0;
  /// Does this when the personal part of no entry has this text, and keeps anybody from writing such an entry
  /// until it is done.
  virtual void when_nobody_has(std::string_view text, const std::function<void()>& act) = 0;
  /// Of entries received before that, the senders' keys, but for those that begin with `kept`; at most
  /// `limit` of them. How many.
  virtual std::int64_t forget_keys(Instant before, std::string_view kept, int limit) = 0;

  /// Entries that carry `mark` in what they say and came since the last look, each once: what is kept of them
  /// is that a letter is due.
  virtual void look_for_letters(std::string_view mark, Instant now) = 0;
  virtual std::vector<Entry> letters_due(Instant now, int limit) = 0;
  virtual void letter_left(std::string_view entry, std::string_view address, Instant now) = 0;
  virtual void letter_put_off(std::string_view entry, Instant at) = 0;
  virtual std::int64_t letters_left(std::string_view address, Instant since) = 0;

  virtual AddressKept kept_of(std::string_view channel, std::string_view address) = 0;
  /// The address, what it follows and what waits for it; a stop stays.
  virtual bool forget_follower(std::string_view id) = 0;
  /// Nobody follows this any more; who then follows nothing is forgotten. How many did.
  virtual std::int64_t forget_follows(std::string_view scope) = 0;
  /// Scopes that start so, each once.
  virtual std::vector<std::string> scopes(std::string_view start) = 0;

  virtual std::vector<Recipient> recipients(std::string_view source) = 0;
  /// That there was one stays and is counted; who it was does not. What was queued is not sent.
  virtual std::int64_t forget_recipients(std::string_view source) = 0;
  virtual std::int64_t forget_recipients_before(Instant before, int limit) = 0;

  virtual void note(const Erasure& erasure) = 0;
  /// Newest first, before this id (0: from the newest).
  virtual std::vector<Erasure> erasures(std::int64_t before, int limit) = 0;

  /// What was forgotten leaves the files as well. False when somebody was reading: try again later.
  virtual bool clear_files() noexcept = 0;
};

}  // namespace full_circle
