#pragma once
/// Which rules a project was held to on its way, and when it met them.

#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

namespace full_circle::engagement {

/// [{"move", "title", "round", "met_on", "requirements": [{"name", "what", "source"}]}]: each move that was
/// made, with the requirements it met then; and last, for advice that is not submitted yet, what submitting
/// it waits for, with "met_on": null and each requirement's "met" and "why".
boost::json::array rules_met(const Project& project, const Definition& definition, const Context& context,
                             Instant now);

}  // namespace full_circle::engagement
