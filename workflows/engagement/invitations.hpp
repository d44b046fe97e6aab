#pragma once
/// Who is asked to keep a time free, and is told when it changes: messages that a calendar takes up.

#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/events.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace full_circle::engagement {

/// One entry of the calendar and whom it concerns. A hui is for its entity and the lead, and never for
/// another entity; a session is for the lead and the roles that the definition tells of it. Nobody is invited
/// as the public: the page and the calendars are for everyone.
struct InvitationNotice {
  std::string name;  ///< of the delivery
  std::vector<std::string> audiences;
  std::string subject;
  std::vector<std::string> paragraphs;
  boost::json::object invitation;  ///< adapters/README.md, "notifier"
};

/// `before` and `after` are the project without and with what happened; it may be new.
std::vector<InvitationNotice> invitations_of(const Event& event, const Project* before, const Project& after,
                                             const Definition& definition, const Context& context);

}  // namespace full_circle::engagement
