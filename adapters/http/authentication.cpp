#include "adapters/http/authentication.hpp"

#include "engine/record.hpp"

#include <algorithm>
#include <cctype>

namespace full_circle::http {

namespace {

constexpr std::size_t remembered_max = 4'096;
constexpr std::size_t secret_bytes_max = 200;

/// The secret of "Bearer fc_…", or nothing.
std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return {};
  const bool is_bearer = std::equal(scheme.begin(), scheme.end(), authorization.begin(), [](char a, char b) {
    return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
  });
  if (!is_bearer) return {};
  const std::string_view secret = authorization.substr(scheme.size());
  if (!secret.starts_with("fc_") || secret.size() > secret_bytes_max) return {};
  const bool visible = std::all_of(secret.begin(), secret.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return visible ? secret : std::string_view{};
}

std::string rights_of(const Caller& caller) {
  std::string text = caller.person;
  for (const RoleGrant& grant : caller.grants) {
    text += '\n' + grant.role + '\t' + grant.project + '\t' + grant.entity;
  }
  return text;
}

}  // namespace

Visitor visitor_of(Caller caller) {
  std::string rights = rights_of(caller);
  return {std::move(caller), std::move(rights)};
}

Authentication::Authentication(Identity& identity, std::chrono::milliseconds remembered_for)
    : m_identity(identity), m_remembered_for(remembered_for) {}

std::shared_ptr<const Visitor> Authentication::identify(std::string_view authorization, TimePoint now) {
  const std::string_view secret = bearer(authorization);
  if (secret.empty()) return nullptr;
  const std::string hash = sha256_hex(secret);
  const auto known = m_by_hash.find(hash);
  if (known != m_by_hash.end() && now < known->second.until) return known->second.visitor;
  std::optional<Caller> caller = m_identity.identify(secret);
  if (!caller) {
    if (known != m_by_hash.end()) m_by_hash.erase(known);
    return nullptr;
  }
  std::string rights = rights_of(*caller);
  std::shared_ptr<const Visitor> visitor;
  // The same pointer for as long as nothing changed, so that what is kept by visitor stays found.
  if (known != m_by_hash.end() && known->second.visitor->rights == rights) visitor = known->second.visitor;
  if (!visitor) visitor = std::make_shared<const Visitor>(Visitor{std::move(*caller), std::move(rights)});
  if (m_by_hash.size() >= remembered_max) m_by_hash.clear();
  m_by_hash.insert_or_assign(hash, Remembered{visitor, now + m_remembered_for});
  return visitor;
}

}  // namespace full_circle::http
