#pragma once
/// Messages to people who have to know: one message to one address, each noted in a ledger, so that sending
/// is taken up where it broke off. Payload: adapters/README.md, "notifier".

#include "adapters/notifier/carrier.hpp"
#include "adapters/notifier/mail_options.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/followers.hpp"
#include "engine/ports/identity.hpp"
#include "engine/ports/ledger.hpp"
#include "engine/ports/store.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace full_circle::notifier {

/// Where people are found; all of it outlives what is made with it.
struct NotifierParts {
  Identity& identity;
  Followers& followers;
  Ledger& ledger;
  Store& store;
  const Clock& clock;
  Texting texting{};
};

/// After every 200 recipients, and when the program ends, a delivery pauses: others go in between. A
/// temporary refusal (4xx, no connection, no trust) is `retry`; addresses refused for good (5xx) are noted,
/// the others still get theirs, and the delivery ends as `give_up` with how many. A message the server took
/// whose note was lost travels once more, under the same Message-ID. A gateway for texts that is away holds
/// up no mail.
std::unique_ptr<Adapter> make_notifier(OpenCarrier open, MailOptions options, NotifierParts parts);

/// Who would get a message now and what it says, without sending it; null when the payload is no notice.
/// {"subject", "text", "audiences": [{"audience", "people"}], "public": {"list", "followers", "in_digest",
/// "contributors"}, "email": ADDRESSES, "sms": {"text", "parts", "followers", "contributors", "people",
/// "parts_in_all"}, "not_reached": [{"people", "why"}]}; never an address. "sms" is null without a gateway,
/// and where nobody of the public is told.
std::optional<boost::json::object> preview(std::string_view payload, const std::string& project,
                                           const MailOptions& options, const NotifierParts& parts);

/// A mail's address for stopping, as it stands in List-Unsubscribe: names nobody.
std::string stop_url(const MailOptions& options, std::string_view recipient, std::string_view secret);

}  // namespace full_circle::notifier
