#pragma once
/// Whom an entry of the calendar was sent to: whoever has it is told when it is called off, also when
/// somebody else is the lead by then. Kept as hashes, never as addresses.

#include "adapters/notifier/notice.hpp"
#include "engine/ports/ledger.hpp"

#include <string>

namespace full_circle::notifier {

class Invited {
 public:
  /// Of a notice without an invitation there is nothing to keep.
  Invited(Ledger& ledger, const Notice& notice);
  /// Before the message leaves: who is told of one that never came is not harmed, who is not told is.
  void note(const Address& to, Instant now);
  /// Adds those who were asked, still have that address here, and are not among the recipients of a message
  /// that calls it off.
  void add_to(Recipients& recipients, Identity& identity) const;

 private:
  Ledger& m_ledger;
  std::string m_uid;  ///< empty: no invitation
  bool m_called_off = false;
};

}  // namespace full_circle::notifier
