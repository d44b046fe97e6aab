#pragma once
/// Mail through a council's own server (RFC 5321), one message to one address.

#include "adapters/notifier/mail_options.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/identity.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
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
  std::filesystem::path
      ledger_folder;  ///< which addresses a delivery has reached, so that a retry skips them
};

/// A temporary refusal (4xx, no connection, no trust) is `retry`; addresses refused for good (5xx) are noted,
/// the others still get theirs, and the delivery ends as `give_up` with how many. Reasons never hold an
/// address or the password. `identity` and `clock` must outlive the adapter. Throws when the ledger folder
/// cannot be made.
std::unique_ptr<Adapter> make_smtp(SmtpOptions server, MailOptions options, Identity& identity,
                                   const Clock& clock);

}  // namespace full_circle::notifier
