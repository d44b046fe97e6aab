#pragma once
/// Whom a message goes to, one row a recipient, and what became of it: so that sending can be taken up where
/// it broke off, and a council can say who was told. It holds no addresses.

#include "engine/instant.hpp"
#include "engine/ports/followers.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace full_circle {

enum class RecipientState {
  queued,
  sent,       ///< the mail server or the gateway took it
  refused,    ///< … did not, for good
  bounced,    ///< took it, and it came back
  stopped,    ///< they wanted no more, or took their word back, before it left
  in_digest,  ///< waits for the next message that tells everything at once
};

struct Recipient {
  std::string id;      ///< hash of key and address; the left half of the Message-ID
  std::string key;     ///< of the delivery
  std::string source;  ///< where the address is found when it is sent: "follower:ID", "role:lead" …
  std::string channel{email_channel};
  std::string address{};       ///< given where their message carries a stop link; never kept
  std::string address_hash{};  ///< what is kept of it: Followers::stop_hashed
  RecipientState state = RecipientState::queued;
  Instant noted_at{};
  int bounces = 0;                 ///< that a mail system reported since
  std::int64_t contributions = 0;  ///< of the project it is about that this one gave
};

struct RecipientCount {
  std::string channel{email_channel};
  RecipientState state = RecipientState::queued;
  std::int64_t count = 0;
};
struct SendingProgress {
  std::vector<RecipientCount>
      counts;  ///< by channel, in the order of the states; those without any are left out
  std::optional<Instant> first_at;  ///< first and last note of one sent
  std::optional<Instant> last_at;
  std::int64_t contributions = 0;       ///< that all of these gave
  std::int64_t contributions_sent = 0;  ///< … whose message was sent
};

/// May be used from any thread. A note survives the end of the program at once, and a loss of power after
/// settle(): whoever sends one message after another need not wait for the disk each time.
/// tests/conformance/ledger.hpp holds every implementation to this page.
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Adds those that are not there yet, and leaves the others as they are, but for `contributions`, which
  /// only grow. All or none.
  virtual void queue(std::span<const Recipient> recipients, Instant now) = 0;
  /// Everybody is queued: the list stands until it is opened.
  virtual void close_list(std::string_view key, Instant now) = 0;
  virtual bool list_closed(std::string_view key) = 0;
  /// Others may be added from now on.
  virtual void open_list(std::string_view key) = 0;
  /// Those refused for good are queued once more.
  virtual void queue_refused(std::string_view key, Instant now) = 0;

  /// Queued ones of a delivery, by id.
  virtual std::vector<Recipient> queued(std::string_view key, std::string_view after, int limit) = 0;
  /// Before they leave: for each id the hash of the secret that stops further messages. Earlier ones go on
  /// opening the same: a copy with one of them may have left already.
  virtual void keep_secrets(std::span<const std::pair<std::string, std::string>> hashes) = 0;
  virtual void note(std::string_view id, RecipientState state, Instant now) = 0;
  /// What was noted so far is on the disk.
  virtual void settle() = 0;

  virtual std::optional<Recipient> recipient(std::string_view id) = 0;
  /// Null for a wrong secret and an unknown id alike.
  virtual std::optional<Recipient> recipient_by_secret(std::string_view id, std::string_view secret_hash) = 0;
  /// Null when nothing with that id was sent. Stops nothing by itself.
  virtual std::optional<Recipient> bounced(std::string_view id, Instant now) = 0;
  /// How many it was sent to, beside those of that source.
  virtual std::int64_t sent_beside(std::string_view key, std::string_view source) = 0;
  virtual SendingProgress progress(std::string_view key) = 0;
};

}  // namespace full_circle
