#include "adapters/notifier/invited.hpp"

#include "adapters/shared/payload.hpp"

#include <algorithm>
#include <array>

namespace full_circle::notifier {

Invited::Invited(Ledger& ledger, const Notice& notice) : m_ledger(ledger) {
  if (!notice.invitation) return;
  m_uid = notice.invitation->entry.uid;
  m_called_off = notice.invitation->method == shared::Invitation::Method::cancel;
}

void Invited::note(const Address& to, Instant now) {
  if (m_uid.empty() || m_called_off) return;
  const std::array<Recipient, 1> asked{Recipient{.id = delivery_hash(m_uid, to.email),
                                                 .key = "invited " + m_uid,
                                                 .source = {},
                                                 .state = RecipientState::sent}};
  m_ledger.queue(asked, now);
}

void Invited::add_to(Recipients& recipients, Identity& identity) const {
  if (m_uid.empty() || !m_called_off) return;
  const auto hash_of = [&](const std::string& email) { return delivery_hash(m_uid, email); };
  for (const Person& person : identity.list_people()) {
    const std::string hash = hash_of(person.email);
    const bool asked = is_plain_address(person.email) && m_ledger.recipient(hash);
    const bool there = std::any_of(recipients.addresses.begin(), recipients.addresses.end(),
                                   [&](const Address& one) { return hash_of(one.email) == hash; });
    if (asked && !there) recipients.addresses.push_back({shared::clean_line(person.name), person.email});
  }
}

}  // namespace full_circle::notifier
