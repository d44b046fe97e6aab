#pragma once
/// One mail message to one address (RFC 5322, MIME).

#include "adapters/notifier/notice.hpp"
#include "engine/instant.hpp"

#include <string>

namespace full_circle::notifier {

/// The whole message with CRLF line ends: text and HTML alternatives in UTF-8 (and one for
/// calendars, where there is an invitation), headers encoded as RFC 2047
/// asks. The same key, address and time give the same bytes.
std::string compose(const Notice& notice, const Address& to, const MailOptions& options, std::string_view key,
                    Instant now);

}  // namespace full_circle::notifier
