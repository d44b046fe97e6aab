#pragma once
/// What takes one message to one address: a mail server, or a folder.

#include <functional>
#include <memory>
#include <string>

namespace full_circle::notifier {

struct Sent {
  enum class Kind {
    accepted,
    later,           ///< this address, not now: 4xx
    refused,         ///< this address, never: 5xx
    server_away,     ///< no message can be sent now: connection, TLS, 4xx before the address
    server_refuses,  ///< no message of ours will be taken: sign-in, sender
  };
  Kind kind = Kind::accepted;
  std::string reason;  ///< for people; never an address, never the password
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  /// `name`: the same for the same message, 32 hex digits. `from` and `to` are plain addresses.
  virtual Sent carry(const std::string& name, const std::string& from, const std::string& to,
                     const std::string& message) = 0;
};

/// Makes one for a number of messages; `our_name` is the domain that mail comes from.
using OpenCarrier = std::function<std::unique_ptr<Carrier>(const std::string& our_name)>;

}  // namespace full_circle::notifier
