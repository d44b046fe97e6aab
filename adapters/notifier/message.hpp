#pragma once
/// One mail message to one address (RFC 5322, MIME).

#include "adapters/notifier/notice.hpp"
#include "engine/instant.hpp"

#include <string>

namespace full_circle::notifier {

/// Why somebody of the public gets a message, and how it is stopped; empty for people who do this as their
/// work.
struct Standing {
  std::string why;
  std::string stop_url;  ///< opens a page with a button, and stops by one POST (RFC 8058)
};

/// The whole message with CRLF line ends: text and HTML alternatives in UTF-8 (and one for
/// calendars, where there is an invitation), headers encoded as RFC 2047
/// asks. The same key, address and time give the same bytes.
std::string compose(const Notice& notice, const Address& to, const MailOptions& options, std::string_view key,
                    Instant now, const Standing& standing = {});

}  // namespace full_circle::notifier
