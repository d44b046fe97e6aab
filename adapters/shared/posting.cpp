#include "adapters/shared/posting.hpp"

#include "adapters/shared/whole_file.hpp"

#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

#include <array>
#include <chrono>

namespace full_circle::shared {

namespace {

namespace fs = std::filesystem;

/// Longer than any retry takes, also after an incident that waited for somebody to come back.
constexpr std::chrono::hours k_kept{90 * 24};

}  // namespace

Delivered outcome_of(const OutboundReply& reply, std::string_view who, ClientErrors client_errors) {
  const std::string begin = std::string(who) + ": ";
  if (reply.kind == OutboundReply::Kind::away) return Delivered::retry(begin + reply.problem);
  // An answer that is too long came after it took what was sent: sending it again would change nothing.
  if (reply.kind != OutboundReply::Kind::answered) return Delivered::give_up(begin + reply.problem);
  const long status = reply.status;
  const std::string with = " (" + std::to_string(status) + ").";
  if (status >= 200 && status < 300) return Delivered::done();
  if (status == 410) return Delivered::give_up(begin + "it wants nothing more from us" + with);
  if (status >= 300 && status < 400)
    return Delivered::give_up(begin + "it has moved, and its address in the settings has to follow" + with);
  const bool later = status == 408 || status == 429 || status >= 500;
  if (later || client_errors == ClientErrors::try_again)
    return Delivered::retry(begin + "it does not take this now" + with);
  return Delivered::give_up(begin + "it refuses this" + with);
}

std::string key_hash(std::string_view key) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                     nullptr, 0);
  std::array<char, 2 * hash.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

std::string webhook_id(std::string_view delivery_key) {
  return "msg_" + key_hash(delivery_key);
}

DoneDeliveries::DoneDeliveries(fs::path folder) : m_folder(std::move(folder)) {
  make_private_folder(m_folder);
  const auto oldest = fs::file_time_type::clock::now() - k_kept;
  for (const auto& item : fs::directory_iterator(m_folder)) {
    if (item.is_regular_file() && item.last_write_time() < oldest) fs::remove(item.path());
  }
}

bool DoneDeliveries::has(std::string_view key) const {
  return fs::exists(m_folder / key_hash(key));
}

void DoneDeliveries::add(std::string_view key) const {
  write_whole_file(m_folder / key_hash(key), "", ReadBy::owner);
}

}  // namespace full_circle::shared
