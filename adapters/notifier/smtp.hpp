#pragma once
/// Mail through a council's own server (RFC 5321), one message to one address.

#include "adapters/notifier/carrier.hpp"

#include <chrono>
#include <filesystem>
#include <string>

namespace full_circle::notifier {

struct SmtpOptions {
  std::string host;
  int port = 587;
  std::string username;  ///< empty: no sign-in
  std::string password;  ///< never appears in a reason
  enum class Tls {
    none,               ///< only for a server on this machine or a private network
    starttls_required,  ///< plain first, refused when the server does not offer TLS
    implicit,           ///< TLS from the first byte, usually port 465
  } tls = Tls::starttls_required;
  std::filesystem::path ca_file;              ///< PEM; empty: the system's
  std::chrono::milliseconds timeout{30'000};  ///< for each message
};

/// A connection kept between messages. Reasons never hold an address or the password. Throws
/// std::invalid_argument for a host that is none and for a password that would travel in the clear.
OpenCarrier through_smtp(SmtpOptions server);

}  // namespace full_circle::notifier
