#pragma once
/// Messages that belong to no project's event: the letter that asks somebody to confirm that they want to
/// follow, digests of what happened, and the receipts that people asked for by mail. What is due stands in
/// the store until it has left, so that a crash loses none.

#include "adapters/notifier/notifier.hpp"
#include "engine/ports/personal_records.hpp"

#include <functional>
#include <memory>
#include <string>

namespace full_circle::notifier {

struct LettersParts {
  OpenCarrier open;
  MailOptions options;
  Followers& followers;
  Ledger& ledger;
  PersonalRecords& people;
  const Clock& clock;
  /// "project:p1" in words that people read.
  std::function<std::string(const std::string& scope)> scope_name;
  /// Something that people of the council have to know; never an address.
  std::function<void(const std::string&)> warn;
  Texting texting{};
};

class Letters {
 public:
  explicit Letters(LettersParts parts);
  ~Letters();  ///< stops
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;

  /// From now on what falls due is sent, by a thread of its own.
  void start();
  void stop();
  void wake();
  /// Sends what is due now. False when the mail server was away: what is left is due again in a minute.
  bool send_due();

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

}  // namespace full_circle::notifier
