#include "adapters/notifier/invited.hpp"

#include "adapters/shared/payload.hpp"

#include <algorithm>

namespace full_circle::notifier {

Invited::Invited(const std::filesystem::path& folder, const Notice& notice) {
  if (!notice.invitation) return;
  m_uid = notice.invitation->entry.uid;
  m_called_off = notice.invitation->method == shared::Invitation::Method::cancel;
  std::filesystem::create_directories(folder);
  m_ledger.emplace(folder, "invited " + m_uid);
}

void Invited::note(const Address& to) {
  if (!m_ledger || m_called_off) return;
  const std::string hash = delivery_hash(m_uid, to.email);
  if (m_ledger->note_for(hash) == Ledger::Note::none) m_ledger->add(hash, Ledger::Note::accepted);
}

void Invited::add_to(Recipients& recipients, Identity& identity) const {
  if (!m_ledger || !m_called_off) return;
  const auto hash_of = [&](const std::string& email) { return delivery_hash(m_uid, email); };
  for (const Person& person : identity.list_people()) {
    const std::string hash = hash_of(person.email);
    const bool asked = is_plain_address(person.email) && m_ledger->note_for(hash) == Ledger::Note::accepted;
    const bool there = std::any_of(recipients.addresses.begin(), recipients.addresses.end(),
                                   [&](const Address& one) { return hash_of(one.email) == hash; });
    if (asked && !there) recipients.addresses.push_back({shared::clean_line(person.name), person.email});
  }
}

}  // namespace full_circle::notifier
