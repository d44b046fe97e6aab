#pragma once
/// What takes one message to one address: a mail server or a folder, and for text messages a gateway.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

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

/// Text messages; all of it empty where the council has no gateway. Any thread.
struct Texting {
  /// `name`: the same for the same message, so that a gateway that knows it sends it once.
  std::function<Sent(const std::string& name, const std::string& number, const std::string& text)> send{};
  /// A number as people write it, in E.164; null when no text can go there.
  std::function<std::optional<std::string>(std::string_view written)> number{};
  /// How many parts a text is sent and paid in.
  std::function<std::size_t(const std::string& text)> parts{};

  bool offered() const { return static_cast<bool>(send); }
};

}  // namespace full_circle::notifier
