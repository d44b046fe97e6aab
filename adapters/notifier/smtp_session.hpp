#pragma once
/// One mail server, spoken to through libcurl; the connection is kept between messages.

#include "adapters/notifier/smtp.hpp"

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

class SmtpSession {
 public:
  /// `our_name` is what EHLO says.
  SmtpSession(const SmtpOptions& server, const std::string& our_name);
  ~SmtpSession();
  SmtpSession(const SmtpSession&) = delete;
  SmtpSession& operator=(const SmtpSession&) = delete;
  Sent send(const std::string& from, const std::string& to, const std::string& message);

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

/// Throws std::invalid_argument for a host that is none and for a password that would travel in the clear.
void check_server(const SmtpOptions& server);

}  // namespace full_circle::notifier
