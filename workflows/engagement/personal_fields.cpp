#include "workflows/engagement/personal_fields.hpp"

#include <boost/json.hpp>

#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace json = boost::json;

namespace {

constexpr std::string_view given = "theirs, with the contribution; for each purpose its own";
constexpr std::string_view ipp_9 = "Privacy Act 2020 IPP 1 and 9";
constexpr std::string_view public_record = "Public Records Act 2005 s 17; LGA 2002 s 82(1)(d)";

constexpr std::array fields{
    PersonalField{"contributor.name", "The name of somebody who contributes",
                  "To address them, and to publish it where they agreed", given, KeptFor::after_project,
                  ipp_9},
    PersonalField{"contributor.organisation", "The organisation somebody contributes for",
                  "To know for whom they speak", given, KeptFor::after_project, ipp_9},
    PersonalField{"contributor.email", "The e-mail address of somebody who contributes",
                  "To tell them what became of it where they agreed, and to send the receipt they asked for",
                  given, KeptFor::after_project, ipp_9},
    PersonalField{"contributor.telephone", "The telephone number of somebody who contributes",
                  "To reach them where they agreed", given, KeptFor::after_project, ipp_9},
    PersonalField{"contributor.address", "The postal address of somebody who contributes",
                  "To reach them where they agreed", given, KeptFor::after_project, ipp_9},
    PersonalField{"contribution.words", "What somebody said, and what they answered",
                  "To be read, counted and answered, and to be considered in the decision", given,
                  KeptFor::with_the_record, public_record},
    PersonalField{"contribution.communities", "The communities and the local board somebody names",
                  "To see who was heard; small groups are never shown", given, KeptFor::with_the_record,
                  public_record},
    PersonalField{"contribution.collected_by", "The organisation through which something came",
                  "To say where it was collected", "the organisation's, with the contribution",
                  KeptFor::with_the_record, "Privacy Act 2020 IPP 3A"},
    PersonalField{"contribution.attachments",
                  "The files somebody sent with what they said, and what the files are called",
                  "To be read with their words", given, KeptFor::after_project, ipp_9},
    PersonalField{"contribution.receipt", "A hash of the secret in the address of their receipt",
                  "To show them, and nobody else, what became of what they said", given,
                  KeptFor::with_the_record, "Privacy Act 2020 IPP 5 and 6"},
    PersonalField{"contribution.letter", "A hash of the address their receipt was sent to",
                  "To send nobody more letters than they can want", given, KeptFor::a_day, ipp_9},
    PersonalField{"contribution.sender_key", "A key that the sender's program made",
                  "To take something that is sent twice as one", given, KeptFor::after_received, ipp_9},
    PersonalField{
        "follower.address", "The mail address or mobile number of somebody who follows",
        "To tell them what they asked to be told",
        "theirs, confirmed by the link in a letter or a text; unconfirmed it is forgotten after seven days",
        KeptFor::until_stopped, "Unsolicited Electronic Messages Act 2007 s 9"},
    PersonalField{"follower.stop", "A hash of an address or number that wants no more messages",
                  "To write to it no more",
                  "theirs, by the link in every letter, or by answering STOP to a text",
                  KeptFor::as_long_as_messages_are_sent, "Unsolicited Electronic Messages Act 2007 s 9"},
    PersonalField{"recipient.source", "Which follower or contributor a message went to",
                  "To send nobody a message twice, and to show that people were told",
                  "with the consent to be written to", KeptFor::after_message, ipp_9},
    PersonalField{"person.name", "The name of somebody who works with the system",
                  "To show who is responsible for what", "with their work",
                  KeptFor::as_long_as_they_work_here, ipp_9},
    PersonalField{"person.email", "The e-mail address of somebody who works with the system",
                  "To tell them what they have to do", "with their work", KeptFor::as_long_as_they_work_here,
                  ipp_9},
    PersonalField{"review.agreed_by", "Who agreed to the words of an entity's review",
                  "To show whose words they are", "theirs, for the entity", KeptFor::with_the_record,
                  public_record},
    PersonalField{"record.by", "Who did what in a project, by the name they sign in with",
                  "To keep a record that can be checked", "with their work", KeptFor::with_the_record,
                  public_record},
};

std::string days(std::chrono::days length) {
  return std::to_string(length.count()) + (length.count() == 1 ? " day" : " days");
}

}  // namespace

std::span<const PersonalField> personal_fields() {
  return fields;
}

std::string kept_text(const PersonalField& field, const Retention& retention) {
  switch (field.kept) {
    case KeptFor::after_project:
      return "until " + days(retention.contributor) + " after the project has ended";
    case KeptFor::after_message:
      return days(retention.recipient) + " from the message";
    case KeptFor::after_received:
      return days(retention.sender_key) + " from when it was received";
    case KeptFor::until_stopped:
      return "until they stop it; what follows a single project, until " + days(retention.contributor) +
             " after it has ended";
    case KeptFor::a_day:
      return "one day";
    case KeptFor::as_long_as_messages_are_sent:
      return "as long as messages are sent";
    case KeptFor::as_long_as_they_work_here:
      return "as long as they work with it";
    case KeptFor::with_the_record:
      return "as long as the public record; their words go when they ask for it";
  }
  throw std::logic_error("a length of keeping without a case");
}

json::object personal_fields_view(const Retention& retention) {
  json::array items;
  for (const PersonalField& field : fields)
    items.push_back(json::object{{"field", field.name},
                                 {"what", field.what},
                                 {"purpose", field.purpose},
                                 {"consent", field.consent},
                                 {"kept", kept_text(field, retention)},
                                 {"source", field.source}});
  return {{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace full_circle::engagement
