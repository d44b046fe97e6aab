#include "adapters/notifier/mail_folder.hpp"

#include "adapters/notifier/invited.hpp"
#include "adapters/notifier/message.hpp"
#include "adapters/notifier/notice.hpp"
#include "adapters/shared/whole_file.hpp"

#include <string>

namespace full_circle::notifier {

namespace {

namespace fs = std::filesystem;

class MailFolder final : public Adapter {
 public:
  MailFolder(fs::path folder, MailOptions options, Identity& identity, const Clock& clock)
      : m_folder(std::move(folder)),
        m_options(checked(std::move(options))),
        m_identity(identity),
        m_clock(clock) {
    shared::make_private_folder(m_folder);
  }

  std::string_view name() const override { return "notifier"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    const Notice notice = read_notice(payload.fields(), m_options);
    if (!payload.ok()) return payload.give_up();
    Recipients recipients = recipients_of(notice, work.project, m_options, m_identity);
    Invited invited(m_folder / "invited", notice);
    invited.add_to(recipients, m_identity);
    for (const Address& to : recipients.addresses) {
      const fs::path path = m_folder / (delivery_hash(work.key, to.email) + ".eml");
      if (fs::exists(path)) continue;
      invited.note(to);
      shared::write_whole_file(path, compose(notice, to, m_options, work.key, m_clock.now()),
                               shared::ReadBy::owner);
    }
    return concluded(notice, recipients);
  }

 private:
  fs::path m_folder;
  MailOptions m_options;
  Identity& m_identity;
  const Clock& m_clock;
};

}  // namespace

std::unique_ptr<Adapter> make_mail_folder(fs::path folder, MailOptions options, Identity& identity,
                                          const Clock& clock) {
  return std::make_unique<MailFolder>(std::move(folder), std::move(options), identity, clock);
}

}  // namespace full_circle::notifier
