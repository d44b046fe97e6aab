#pragma once
/// People, systems and their keys. Personal data lives behind this port and nowhere else.

#include "engine/envelope.hpp"
#include "engine/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

struct Person {
  std::string id;  ///< [a-z0-9-]{1,64}
  enum class Kind { person, system } kind = Kind::person;
  std::string name;
  std::string email;  ///< may be empty
  std::vector<RoleGrant> grants;
};

struct ApiKey {
  std::string id;  ///< public part, shown in lists
  std::string person;
  std::string label;
  Instant created_at{};
  std::optional<Instant> revoked_at;
  std::string feed;  ///< the one calendar it opens ("entity:tauira-ki-tai"), and nothing else; empty: no feed
};

struct NewApiKey {
  ApiKey key;
  std::string secret;  ///< shown once: "fc_<id>_<43 characters>"; only its SHA-256 is kept
};

/// Who follows a calendar by a key of its own, and which.
struct FeedFollower {
  Caller caller;  ///< the person the key is of: the feed shows what they may see now
  std::string feed;
};

/// A person to write to.
struct Address {
  std::string name;
  std::string email;
};

class Identity {
 public:
  virtual ~Identity() = default;
  /// Who holds this secret; nullopt for wrong, unknown and revoked alike. Compares in constant time.
  virtual std::optional<Caller> identify(std::string_view secret) = 0;
  /// Likewise, for keys that open one feed; those open nothing else, and other keys open no feed.
  virtual std::optional<FeedFollower> identify_feed(std::string_view secret) = 0;

  virtual Result<Person> add_person(Person person) = 0;
  virtual std::optional<Person> find_person(std::string_view id) = 0;
  virtual std::vector<Person> list_people() = 0;
  virtual Result<Person> grant(std::string_view person, RoleGrant grant) = 0;
  virtual Result<Person> revoke_grant(std::string_view person, RoleGrant grant) = 0;
  virtual Result<NewApiKey> add_key(std::string_view person, std::string label, Instant now) = 0;
  /// A key that opens that one calendar and nothing else.
  virtual Result<NewApiKey> add_feed_key(std::string_view person, std::string label, std::string feed,
                                         Instant now) = 0;
  virtual std::vector<ApiKey> list_keys(std::string_view person /* empty: all */) = 0;
  virtual Result<ApiKey> revoke_key(std::string_view key_id, Instant now) = 0;

  /// Where people of an audience read their mail. Audiences: "role:lead", "person:ID", "entity:ID" (the
  /// representatives of that entity); grants on `project` and on all projects count.
  virtual std::vector<Address> addresses(std::string_view audience, std::string_view project) = 0;
};

}  // namespace full_circle
