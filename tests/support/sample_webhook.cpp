// Tells a receiver of one invented event: sample_webhook URL SECRET...
#include "adapters/webhook/webhook.hpp"
#include "tests/support/receiver.hpp"

#include <iostream>

namespace {

struct SystemClock final : full_circle::Clock {
  full_circle::Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

int main(int count, char** words) {
  using namespace full_circle;
  if (count < 3) {
    std::cerr << "usage: sample_webhook URL SECRET...\n";
    return 2;
  }
  webhook::WebhookOptions options;
  options.name = "sample";
  options.url = words[1];
  options.secrets.assign(words + 2, words + count);
  options.outbound.private_addresses = shared::PrivateAddresses::allow;
  const SystemClock clock;
  const Delivered delivered = webhook::make_webhook(options, clock)
                                  ->deliver({.key = "p-1/7/webhook",
                                             .project = "p-1",
                                             .adapter = "webhook:sample",
                                             .payload = event_payload("Kōwhai Bay")});
  std::cerr << delivered.reason;
  return delivered.kind == Delivered::Kind::done ? 0 : 1;
}
