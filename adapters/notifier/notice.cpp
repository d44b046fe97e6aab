#include "adapters/notifier/notice.hpp"

#include "adapters/shared/project_calendar.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace full_circle::notifier {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool is_audience(std::string_view audience) {
  if (audience == "public") return true;
  for (const std::string_view kind : {"role:", "person:", "entity:"}) {
    if (audience.starts_with(kind) && audience.size() > kind.size()) return true;
  }
  return false;
}

std::optional<NoticeInvitation> read_invitation(shared::Fields& fields, const std::string& base_url) {
  auto object = fields.object_or_null("invitation");
  if (!object) return std::nullopt;
  NoticeInvitation invitation;
  if (object->one_of("method", {"request", "cancel"}) == "cancel")
    invitation.method = shared::Invitation::Method::cancel;
  const Instant updated_at = object->instant("updated_at");
  if (auto entry = object->object("entry"))
    invitation.entry = shared::read_calendar_entry(*entry, base_url, updated_at);
  return invitation;
}

}  // namespace

bool is_plain_address(std::string_view address) {
  constexpr std::size_t length_max = 254;  // RFC 5321 s 4.5.3.1.3, without the brackets
  const auto at = address.find('@');
  if (address.size() > length_max || at == std::string_view::npos || at == 0 || at > 64) return false;
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const auto local = address.substr(0, at);
  const auto domain = address.substr(at + 1);
  const bool local_fits = std::all_of(local.begin(), local.end(), [&](char c) {
    return is_letter_or_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
  const bool domain_fits = std::all_of(domain.begin(), domain.end(),
                                       [&](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; });
  const auto dots_fit = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' &&
           part.find("..") == std::string_view::npos;
  };
  return local_fits && domain_fits && dots_fit(local) && dots_fit(domain) && domain.front() != '-';
}

std::string domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? std::string() : std::string(address.substr(at + 1));
}

std::string delivery_hash(std::string_view key, std::string_view address) {
  std::string text(key);
  text.push_back('\0');
  text += lower(std::string(address));
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

Notice read_notice(shared::Fields fields, const MailOptions& options) {
  Notice notice;
  notice.kind = fields.line_required("kind");
  notice.audiences = fields.texts("audiences");
  if (!fields.has("audiences")) fields.problem("audiences", "is missing");
  for (const auto& audience : notice.audiences) {
    if (!is_audience(audience))
      fields.problem("audiences", "holds one that is not role:, person:, entity: or public");
  }
  notice.subject = fields.line_required("subject");
  notice.paragraphs = fields.texts("paragraphs");
  notice.scopes = fields.texts("scopes");
  notice.counts_as_telling = fields.has("then");
  notice.invitation = read_invitation(fields, options.base_url);
  auto link = fields.object_or_null("link");
  if (!link) return notice;
  notice.link_text = link->line_required("text");
  const std::string path = link->line_required("path");
  if (!shared::is_safe_link(path))
    link->problem("path", "is neither an http(s) address nor a path on this site");
  notice.link_url = shared::absolute_link(options.base_url, path);
  return notice;
}

std::string text_message(const Notice& notice, const MailOptions& options) {
  std::string text = options.council_name + ": " + notice.subject + "\n";
  if (!notice.link_url.empty()) text += notice.link_url + "\n";
  return text + "To stop these texts, reply STOP";
}

Recipients recipients_of(const Notice& notice, std::string_view project, const MailOptions& options,
                         Identity& identity) {
  Recipients recipients;
  std::set<std::string> seen;
  const auto add = [&](const Address& address) {
    if (!is_plain_address(address.email)) {
      ++recipients.unusable;
    } else if (seen.insert(lower(address.email)).second) {
      recipients.addresses.push_back({shared::clean_line(address.name), address.email});
    }
  };
  for (const auto& audience : notice.audiences) {
    std::vector<Address> members;
    if (audience == "public")
      for (const auto& email : options.public_addresses) members.push_back({"", email});
    else
      members = identity.addresses(audience, project);
    const bool any = std::any_of(members.begin(), members.end(),
                                 [](const Address& address) { return is_plain_address(address.email); });
    if (!any && (audience == "public" || audience.starts_with("entity:")))
      recipients.unreached.push_back(audience);
    for (const auto& address : members) add(address);
  }
  return recipients;
}

Delivered concluded(const Notice& notice, const Recipients& recipients) {
  if (notice.counts_as_telling && !recipients.unreached.empty()) {
    std::string who;
    for (const auto& audience : recipients.unreached) who += (who.empty() ? "" : ", ") + audience;
    return Delivered::give_up(
        "Nobody could be written to in: " + who +
        ". Give them an address (notifier.public_addresses for the public, user add for an "
        "entity's representative) and retry, or tell them another way, record that, and skip this.");
  }
  Delivered delivered = Delivered::done();
  if (recipients.addresses.empty()) delivered.reason = "There is nobody to write to.";
  return delivered;
}

MailOptions checked(MailOptions options) {
  if (!is_plain_address(options.from_address)) {
    throw std::invalid_argument("notifier: the sender's address is not a plain address");
  }
  for (const auto& address : options.public_addresses) {
    if (!is_plain_address(address))
      throw std::invalid_argument("notifier: a public address is not a plain address");
  }
  if (options.from_name.empty()) options.from_name = options.council_name;
  options.from_name = shared::clean_line(options.from_name);
  options.council_name = shared::clean_line(options.council_name);
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  return options;
}

}  // namespace full_circle::notifier
