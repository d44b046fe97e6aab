#include "adapters/notifier/smtp.hpp"

#include "adapters/notifier/invited.hpp"
#include "adapters/notifier/ledger.hpp"
#include "adapters/notifier/message.hpp"
#include "adapters/notifier/notice.hpp"
#include "adapters/notifier/smtp_session.hpp"

#include <stdexcept>

namespace full_circle::notifier {

namespace {

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

class Smtp final : public Adapter {
 public:
  Smtp(SmtpOptions server, MailOptions options, Identity& identity, const Clock& clock)
      : m_server(std::move(server)),
        m_options(checked(std::move(options))),
        m_identity(identity),
        m_clock(clock) {
    check_server(m_server);
    if (m_server.ledger_folder.empty())
      throw std::invalid_argument("notifier: the ledger folder is not given");
    std::filesystem::create_directories(m_server.ledger_folder);
  }

  std::string_view name() const override { return "notifier"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    const Notice notice = read_notice(payload.fields(), m_options);
    if (!payload.ok()) return payload.give_up();
    Recipients recipients = recipients_of(notice, work.project, m_options, m_identity);
    Invited invited(m_server.ledger_folder, notice);
    invited.add_to(recipients, m_identity);
    Ledger ledger(m_server.ledger_folder, work.key);
    SmtpSession session(m_server, domain_of(m_options.from_address));
    std::string put_off;
    for (const Address& to : recipients.addresses) {
      const std::string hash = delivery_hash(work.key, to.email);
      if (ledger.note_for(hash) != Ledger::Note::none) continue;
      invited.note(to);
      const Sent sent = session.send(m_options.from_address, to.email,
                                     compose(notice, to, m_options, work.key, m_clock.now()));
      switch (sent.kind) {
        case Sent::Kind::accepted:
          ledger.add(hash, Ledger::Note::accepted);
          break;
        case Sent::Kind::refused:
          ledger.add(hash, Ledger::Note::refused);
          break;
        case Sent::Kind::later:
          put_off = sent.reason;
          break;
        case Sent::Kind::server_away:
          return Delivered::retry(sent.reason);
        case Sent::Kind::server_refuses:
          return Delivered::give_up(sent.reason);
      }
    }
    if (!put_off.empty()) return Delivered::retry(put_off);
    return ended(notice, recipients, ledger);
  }

 private:
  static Delivered ended(const Notice& notice, const Recipients& recipients, Ledger& ledger) {
    const std::size_t refused = ledger.refused();
    if (refused > 0) {
      ledger.forget_refused();
      return Delivered::give_up("The mail server refused " +
                                counted(refused, "address for good; everybody else has their message.",
                                        "addresses for good; everybody else has their message."));
    }
    return concluded(notice, recipients);
  }

  SmtpOptions m_server;
  MailOptions m_options;
  Identity& m_identity;
  const Clock& m_clock;
};

}  // namespace

std::unique_ptr<Adapter> make_smtp(SmtpOptions server, MailOptions options, Identity& identity,
                                   const Clock& clock) {
  return std::make_unique<Smtp>(std::move(server), std::move(options), identity, clock);
}

}  // namespace full_circle::notifier
