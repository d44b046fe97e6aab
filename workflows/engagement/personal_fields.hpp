#pragma once
/// Every detail of people that is kept: what for, on whose word, for how long, and which rule says so. The
/// one place where this is said; the API, the command line and the public page show it.

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace full_circle::engagement {

/// For how long what is known of people is kept; settings may shorten or lengthen it within bounds.
struct Retention {
  std::chrono::days contributor{365};  ///< after the project ended
  std::chrono::days recipient{730};    ///< after the message
  std::chrono::days sender_key{30};    ///< after it was received
};

enum class KeptFor {
  after_project,   ///< Retention::contributor
  after_message,   ///< Retention::recipient
  after_received,  ///< Retention::sender_key
  until_stopped,
  a_day,
  as_long_as_messages_are_sent,
  as_long_as_they_work_here,
  with_the_record,
};

struct PersonalField {
  std::string_view name;  ///< "contributor.email"
  std::string_view what;  ///< for people
  std::string_view purpose;
  std::string_view consent;
  KeptFor kept{};
  std::string_view source;  ///< of the rule it is kept and given up by
};

std::span<const PersonalField> personal_fields();
/// In words.
std::string kept_text(const PersonalField& field, const Retention& retention);
/// {"items": [{field, what, purpose, consent, kept, source}], "next": null}
boost::json::object personal_fields_view(const Retention& retention);

}  // namespace full_circle::engagement
