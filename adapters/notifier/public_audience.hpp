#pragma once
/// Who the public is, beside the council's own list: people who follow, and people who gave something to the
/// project, agreed to be contacted and left an address. Asked for when a message is queued, and once more for
/// each when it leaves: somebody may have stopped, or taken their word back, in between.

#include "adapters/notifier/carrier.hpp"
#include "adapters/notifier/mail_options.hpp"
#include "adapters/notifier/notice.hpp"
#include "engine/ports/followers.hpp"
#include "engine/ports/store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::notifier {

/// Somebody who may be written to now.
struct Reached {
  std::string source;  ///< "follower:ID" or "entry:ID": where they are found again
  Address address;     ///< by mail
  std::string number;  ///< by text message, E.164; empty: by mail
  Rhythm rhythm = Rhythm::at_once;
};

/// People who agreed to be contacted and cannot be by mail or text, or stopped it.
struct NotReached {
  std::size_t without_address = 0;
  std::size_t stopped = 0;
  std::size_t without_gateway = 0;  ///< follow by text, and there is no gateway any more
};

/// Used by one thread at a time.
class PublicAudience {
 public:
  PublicAudience(Followers& followers, Store& store, Texting texting);
  /// Calls `take` for each of them; an address or a number may come twice.
  NotReached each(const Notice& notice, const std::string& project,
                  const std::function<void(const Reached&)>& take);
  /// Null when that one is not to be written to any more.
  std::optional<Reached> now(const Notice& notice, const std::string& project, std::string_view source);

 private:
  Reached reached(const Follower& follower, const Notice& notice) const;
  /// How somebody who contributed is reached: by mail, by text where they left only a number, or why not.
  enum class Way { mail, text, stopped, none };
  Way way_to(const Entry& entry, const Address& contact, Reached& reached) const;
  Rhythm rhythm_for(const Follower& follower, const Notice& notice) const;

  Followers& m_followers;
  std::unique_ptr<StoreReader> m_reader;
  Texting m_texting;
};

/// Without the public addresses whose owners stopped messages that they had followed.
MailOptions without_stopped(MailOptions options, Followers& followers);

bool is_follower(std::string_view source);
bool is_contributor(std::string_view source);

}  // namespace full_circle::notifier
