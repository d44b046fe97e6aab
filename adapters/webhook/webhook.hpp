#pragma once
/// Events to a system of somebody else's, by Standard Webhooks (standardwebhooks.com, specification 1.0).

#include "adapters/shared/outbound.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::webhook {

struct WebhookOptions {
  std::string name;  ///< the adapter is "webhook:NAME"
  std::string url;
  /// "whsec_" and 24 to 64 bytes in base64; while one takes over from another each signs.
  std::vector<std::string> secrets;
  shared::OutboundOptions outbound;
};

/// One receiver; each has its own, so that one that is down holds up nobody else. Throws
/// std::invalid_argument for a secret that is none, without saying what it holds. `clock` outlives it.
std::unique_ptr<Adapter> make_webhook(WebhookOptions options, const Clock& clock);

/// What comes after "v1," in webhook-signature. Throws as make_webhook does.
std::string signature(std::string_view secret, std::string_view id, std::string_view timestamp,
                      std::string_view body);

}  // namespace full_circle::webhook
