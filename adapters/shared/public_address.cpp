#include "adapters/shared/outbound.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace full_circle::shared {

namespace {

struct Range4 {
  std::uint32_t first;
  int bits;
};

// RFC 6890 and its successors: what is not reachable from everywhere.
constexpr std::array<Range4, 14> k_not_public{{{0x00000000, 8},
                                               {0x0A000000, 8},
                                               {0x64400000, 10},
                                               {0x7F000000, 8},
                                               {0xA9FE0000, 16},
                                               {0xAC100000, 12},
                                               {0xC0000000, 24},
                                               {0xC0000200, 24},
                                               {0xC0A80000, 16},
                                               {0xC6120000, 15},
                                               {0xC6336400, 24},
                                               {0xCB007100, 24},
                                               {0xE0000000, 4},
                                               {0xF0000000, 4}}};

bool is_public(std::uint32_t address) {
  return std::none_of(k_not_public.begin(), k_not_public.end(), [address](const Range4& range) {
    return (address >> (32 - range.bits)) == (range.first >> (32 - range.bits));
  });
}

using Bytes = std::array<std::uint8_t, 16>;

std::uint32_t four_at(const Bytes& bytes, std::size_t at) {
  return (std::uint32_t{bytes[at]} << 24) | (std::uint32_t{bytes[at + 1]} << 16) |
         (std::uint32_t{bytes[at + 2]} << 8) | std::uint32_t{bytes[at + 3]};
}

bool starts_with(const Bytes& bytes, std::initializer_list<std::uint8_t> beginning) {
  return std::equal(beginning.begin(), beginning.end(), bytes.begin());
}

bool is_public(const Bytes& bytes) {
  // An IPv4 address in the dress of IPv6: mapped, compatible, by NAT64, by 6to4.
  if (starts_with(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) return is_public(four_at(bytes, 12));
  if (starts_with(bytes, {0x00, 0x64, 0xFF, 0x9B})) return is_public(four_at(bytes, 12));
  if (starts_with(bytes, {0x20, 0x02})) return is_public(four_at(bytes, 2));
  const bool global = (bytes[0] & 0xE0U) == 0x20U;  // 2000::/3; all else is local, multicast or reserved
  const bool documentation = starts_with(bytes, {0x20, 0x01, 0x0D, 0xB8});
  const bool tunnel = starts_with(bytes, {0x20, 0x01, 0x00, 0x00});
  return global && !documentation && !tunnel;
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    return is_public(ntohl(four.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 six{};
  std::memcpy(&six, &address, sizeof six);
  Bytes bytes{};
  std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
  return is_public(bytes);
}

}  // namespace full_circle::shared
