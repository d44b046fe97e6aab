#include "adapters/store/identity_rules.hpp"

#include "adapters/shared/secret.hpp"
#include "engine/record.hpp"

#include <sodium/core.h>
#include <sodium/randombytes.h>

#include <algorithm>
#include <stdexcept>

namespace full_circle::store {
namespace {

constexpr std::string_view secret_start = "fc_";
constexpr std::size_t id_length = 12;

bool each_of(std::string_view text, std::string_view allowed, std::size_t most) {
  return text.size() <= most && text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view id_characters = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::string_view role_characters = "abcdefghijklmnopqrstuvwxyz0123456789_";

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
}

/// Something the mail server can be asked about; whether it exists only sending tells.
bool looks_like_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return text.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" \t<>,;\"()") == std::string_view::npos && !has_control(text);
}

class Problems {
 public:
  void unless(bool fits, std::string field, std::string message) {
    if (!fits) m_fields.push_back({std::move(field), std::move(message)});
  }
  std::optional<Refusal> found() && {
    if (m_fields.empty()) return std::nullopt;
    Refusal refusal{.reason = Reason::malformed, .message = m_fields.front().message};
    refusal.fields = std::move(m_fields);
    return refusal;
  }
  void add(const RoleGrant& grant, const std::string& at) {
    unless(!grant.role.empty() && each_of(grant.role, role_characters, 64), at + "/role",
           "a role is lower-case letters, digits and underscores, at most 64");
    unless(each_of(grant.project, id_characters, 64), at + "/project",
           "a project id is lower-case letters, digits and hyphens, at most 64");
    unless(each_of(grant.entity, id_characters, 64), at + "/entity",
           "an entity id is lower-case letters, digits and hyphens, at most 64");
  }

 private:
  std::vector<FieldProblem> m_fields;
};

}  // namespace

std::optional<Refusal> problems_of(const Person& person) {
  Problems problems;
  problems.unless(!person.id.empty() && each_of(person.id, id_characters, 64), "/id",
                  "an id is lower-case letters, digits and hyphens, at most 64");
  problems.unless(person.id != "system" && person.id != "public", "/id", "this id is the program's own");
  problems.unless(!person.name.empty() && person.name.size() <= 200 && !has_control(person.name), "/name",
                  "a name is 1 to 200 bytes on one line");
  problems.unless(person.email.empty() || looks_like_address(person.email), "/email",
                  "this is not an email address");
  for (std::size_t i = 0; i < person.grants.size(); ++i)
    problems.add(person.grants[i], "/grants/" + std::to_string(i));
  return std::move(problems).found();
}

std::optional<Refusal> problems_of(const RoleGrant& grant) {
  Problems problems;
  problems.add(grant, "");
  return std::move(problems).found();
}

std::optional<Refusal> problems_of_label(std::string_view label) {
  Problems problems;
  problems.unless(label.size() <= 200 && !has_control(label), "/label",
                  "a label is at most 200 bytes on one line");
  return std::move(problems).found();
}

FreshSecret fresh_secret() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used on this machine");
  constexpr std::string_view letters = id_characters.substr(0, 36);
  FreshSecret fresh;
  for (std::size_t i = 0; i < id_length; ++i)
    fresh.id += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  fresh.secret = std::string(secret_start) + fresh.id + "_" + shared::fresh_secret();
  return fresh;
}

std::optional<std::string> id_inside(std::string_view secret) {
  if (secret.size() != secret_start.size() + id_length + 1 + shared::secret_length) return std::nullopt;
  if (!secret.starts_with(secret_start) || secret[secret_start.size() + id_length] != '_')
    return std::nullopt;
  const std::string_view id = secret.substr(secret_start.size(), id_length);
  if (!each_of(id, id_characters, id_length)) return std::nullopt;
  return std::string(id);
}

std::string hash_of_secret(std::string_view secret) {
  return sha256_hex(secret);
}

}  // namespace full_circle::store
