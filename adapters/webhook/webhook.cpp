#include "adapters/webhook/webhook.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/posting.hpp"

#include <sodium/crypto_auth_hmacsha256.h>
#include <sodium/utils.h>
#include <boost/json/serialize.hpp>

#include <array>
#include <stdexcept>

namespace full_circle::webhook {

namespace {

constexpr std::string_view k_prefix = "whsec_";
constexpr std::size_t k_bytes_min = 24;
constexpr std::size_t k_bytes_max = 64;

/// The bytes of a secret; wiped when done with.
class Key {
 public:
  explicit Key(std::string_view secret) {
    if (secret.starts_with(k_prefix)) {
      secret.remove_prefix(k_prefix.size());
      const bool read = sodium_base642bin(m_bytes.data(), m_bytes.size(), secret.data(), secret.size(),
                                          nullptr, &m_size, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
      if (read && m_size >= k_bytes_min) return;
    }
    throw std::invalid_argument("a webhook's secret is whsec_ and 24 to 64 bytes in base64");
  }
  ~Key() { sodium_memzero(m_bytes.data(), m_bytes.size()); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  const unsigned char* bytes() const { return m_bytes.data(); }
  std::size_t size() const { return m_size; }

 private:
  std::array<unsigned char, k_bytes_max> m_bytes{};
  std::size_t m_size = 0;
};

class Webhook final : public Adapter {
 public:
  Webhook(WebhookOptions options, const Clock& clock)
      : m_options(std::move(options)), m_name("webhook:" + m_options.name), m_clock(clock) {
    if (m_options.secrets.empty()) throw std::invalid_argument("a webhook without a secret");
    for (const std::string& secret : m_options.secrets) const Key key(secret);
  }

  std::string_view name() const override { return m_name; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    shared::Fields fields = payload.fields();
    fields.line_required("type");
    fields.instant("timestamp");
    fields.object("data");
    if (!payload.ok()) return payload.give_up();
    shared::OutboundRequest request;
    request.method = "POST";
    request.url = m_options.url;
    request.body = boost::json::serialize(fields.json());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(m_clock.now().time_since_epoch()).count();
    const std::string timestamp = std::to_string(seconds);
    const std::string id = shared::webhook_id(work.key);
    request.headers = {{"Content-Type", "application/json"},
                       {"webhook-id", id},
                       {"webhook-timestamp", timestamp},
                       {"webhook-signature", signatures(id, timestamp, request.body)}};
    return shared::outcome_of(shared::ask(request, m_options.outbound), "The receiver " + m_options.name,
                              shared::ClientErrors::try_again);
  }

 private:
  std::string signatures(const std::string& id, const std::string& timestamp, const std::string& body) const {
    std::string all;
    for (const std::string& secret : m_options.secrets)
      all += (all.empty() ? "v1," : " v1,") + signature(secret, id, timestamp, body);
    return all;
  }

  WebhookOptions m_options;
  std::string m_name;
  const Clock& m_clock;
};

}  // namespace

std::string signature(std::string_view secret, std::string_view id, std::string_view timestamp,
                      std::string_view body) {
  const Key key(secret);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.bytes(), key.size());
  const auto add = [&state](std::string_view text) {
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  for (const std::string_view part : {id, std::string_view("."), timestamp, std::string_view("."), body})
    add(part);
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_final(&state, mac.data());
  std::array<char, sodium_base64_ENCODED_LEN(mac.size(), sodium_base64_VARIANT_ORIGINAL)> text{};
  sodium_bin2base64(text.data(), text.size(), mac.data(), mac.size(), sodium_base64_VARIANT_ORIGINAL);
  return text.data();
}

std::unique_ptr<Adapter> make_webhook(WebhookOptions options, const Clock& clock) {
  return std::make_unique<Webhook>(std::move(options), clock);
}

}  // namespace full_circle::webhook
