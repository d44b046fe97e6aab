#pragma once
/// People who asked to be told. Their addresses live behind this port, in a table that can be erased, and
/// nowhere else: not in events, deliveries, tokens or logs. Double opt-in (Unsolicited Electronic Messages
/// Act 2007 s 9): nobody is written to who has not confirmed, but for the one message that asks them to.

#include "engine/instant.hpp"
#include "engine/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

/// Ways to reach somebody; each is followed, and stopped, by itself.
inline constexpr std::string_view email_channel = "email";
inline constexpr std::string_view text_channel = "sms";

/// How often somebody wants to hear: what happened in between comes in one message.
enum class Rhythm { at_once, daily, weekly };

/// What is followed: "everything", or a kind and a name ("project:p1", "local_board:kowhai-bay"). Opaque
/// here.
struct Follow {
  std::string scope;
  Rhythm rhythm = Rhythm::at_once;
  friend bool operator==(const Follow&, const Follow&) = default;
};

/// One address on one channel.
struct Follower {
  std::string id;  ///< of chance: says nothing about the address
  std::string channel{email_channel};
  std::string address;
  std::vector<Follow> confirmed;
  std::vector<Follow> asked_for;  ///< waits to be confirmed
};

/// One thing that happened, for somebody who hears of it with the rest.
struct DigestItem {
  std::int64_t position = 0;  ///< given by the store
  std::string key;            ///< of the delivery it came with: kept once for each follower
  std::string text;
  std::string url;
};
struct Digest {
  Follower follower;
  std::vector<DigestItem> items;  ///< in the order in which they happened
};

/// tests/conformance/followers.hpp holds every implementation to this page. May be used from any thread.
class Followers {
 public:
  virtual ~Followers() = default;

  /// Keeps what somebody asks for until it is confirmed. The same answer whether or not the address is known;
  /// too_many when more wait than anybody would believe. The letter that asks for confirmation is due at
  /// once, or an hour after the last one to that address.
  virtual std::optional<Refusal> ask(std::string_view channel, std::string_view address, const Follow& follow,
                                     Instant now) = 0;
  /// Whose letter of confirmation is due.
  virtual std::vector<Follower> to_confirm(Instant now, int limit) = 0;
  /// Before that letter leaves: the hash of the secret in it, and what it lists, which is all that the secret
  /// opens. A later one takes its place.
  virtual void keep_secret(std::string_view id, std::string_view secret_hash,
                           std::span<const Follow> listed) = 0;
  /// It left, or is to be tried again `at`. What was asked for meanwhile waits for another, an hour later.
  virtual void letter_left(std::string_view id, Instant now) = 0;
  virtual void letter_put_off(std::string_view id, Instant at) = 0;

  virtual std::optional<Follower> find(std::string_view id) = 0;
  /// With what that secret opens; null for a wrong one, and for somebody unknown or forgotten.
  virtual std::optional<Follower> find_by_secret(std::string_view id, std::string_view secret_hash) = 0;
  /// What that letter listed holds from now on, whatever was stopped before; for everything else the stop
  /// stays. False for a wrong secret, and where nothing that it listed waits or was confirmed by it.
  virtual bool confirm(std::string_view id, std::string_view secret_hash, Instant now) = 0;

  /// Nothing more goes to that address on that channel. The address and what it followed are forgotten; a
  /// hash stays, so that it is not written to by another way.
  virtual void stop(std::string_view channel, std::string_view address, Instant now) = 0;
  /// The same for a link, which knows only the hash that the ledger keeps of the address.
  virtual void stop_hashed(std::string_view channel, std::string_view address_hash, Instant now) = 0;
  /// By any other way than what its owner confirmed since.
  virtual bool stopped(std::string_view channel, std::string_view address) = 0;

  /// Who confirmed one of these, by id, page by page.
  virtual std::vector<Follower> following(std::span<const std::string> scopes, std::string_view after,
                                          int limit) = 0;

  /// For the next message that tells everything since the last; due `due_at`, or with what waits already.
  virtual void keep_for_digest(std::string_view id, const DigestItem& item, Instant due_at) = 0;
  virtual std::vector<Digest> digests_due(Instant now, int limit) = 0;
  /// Up to that position. Also when there is nobody to send it to any more.
  virtual void digest_left(std::string_view id, std::int64_t up_to) = 0;
  virtual void digest_put_off(std::string_view id, Instant at) = 0;

  /// What was asked for before this and not confirmed.
  virtual void forget_unconfirmed(Instant before) = 0;
};

}  // namespace full_circle
