#pragma once
/// Posting to other people's services, and what their answers mean for a delivery.

#include "adapters/shared/outbound.hpp"
#include "engine/ports/adapter.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace full_circle::shared {

/// What a status of a client's error (4xx) means: that trying again may help, or that it cannot.
enum class ClientErrors { try_again, give_up };

/// 2xx is done; 410 and redirects are given up; 408, 429 and 5xx are tried again. `who` begins the reason:
/// "The receiver". The reason never holds an address or an answer's text.
Delivered outcome_of(const OutboundReply& reply, std::string_view who, ClientErrors client_errors);

/// A delivery's key as 32 hexadecimal digits: says nothing, and is the same over every retry.
std::string key_hash(std::string_view key);

/// The id of a message to a receiver of webhooks (Standard Webhooks): the same over every retry and replay.
std::string webhook_id(std::string_view delivery_key);

/// Which deliveries are done, for services that would take one twice. Kept on disk for 90 days.
class DoneDeliveries {
 public:
  explicit DoneDeliveries(std::filesystem::path folder);  ///< throws std::system_error
  bool has(std::string_view key) const;
  void add(std::string_view key) const;

 private:
  std::filesystem::path m_folder;
};

}  // namespace full_circle::shared
