#pragma once
/// What is to be told, and to whom. Payload: adapters/README.md, "notifier".

#include "adapters/notifier/mail_options.hpp"
#include "adapters/shared/icalendar.hpp"
#include "adapters/shared/payload.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/identity.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::notifier {

/// What the message asks of each reader's calendar.
struct NoticeInvitation {
  shared::Invitation::Method method = shared::Invitation::Method::request;
  shared::CalendarEntry entry;
};

struct Notice {
  std::string kind;
  std::vector<std::string> audiences;
  std::string subject;
  std::vector<std::string> paragraphs;
  std::string link_text;  ///< empty with link_url when there is no link
  std::string link_url;   ///< absolute
  std::optional<NoticeInvitation> invitation;
  std::vector<std::string> scopes;  ///< what somebody of the public may follow to get it
  enum class Form { text_and_html, text_alone } form = Form::text_and_html;
  bool counts_as_telling = false;  ///< a command follows that records that people were told
};

/// Problems go into the payload that `fields` belongs to.
Notice read_notice(shared::Fields fields, const MailOptions& options);

struct Recipients {
  std::vector<Address> addresses;  ///< each address once, in the order of the audiences
  std::size_t unusable = 0;        ///< people whose address is empty or cannot be written to
  std::vector<std::string>
      unreached;  ///< audiences of the public and of entities in which nobody can be written to
};

/// What the delivery comes to once everybody in `recipients` has their message: done, unless it would be
/// recorded that people were told who were not.
Delivered concluded(const Notice& notice, const Recipients& recipients);

/// The council's people and its own list, resolved now, at the moment of sending.
Recipients recipients_of(const Notice& notice, std::string_view project, const MailOptions& options,
                         Identity& identity);

/// What a text message says: who writes, what of, where to read more, and how it is stopped.
std::string text_message(const Notice& notice, const MailOptions& options);

/// A plain ASCII address without quoting, comments or anything a header or an SMTP line could be broken with.
bool is_plain_address(std::string_view address);
std::string domain_of(std::string_view address);

/// 32 hex digits that stand for (key, address) and give neither away.
std::string delivery_hash(std::string_view key, std::string_view address);

/// Throws std::invalid_argument when the sender or a public address is not a plain address.
MailOptions checked(MailOptions options);

}  // namespace full_circle::notifier
