#pragma once
/// What people are told whatever a definition says, and which message means that they were told.

#include "workflows/engagement/definition.hpp"

#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Told whatever the definition says: the loop is not closed by leaving a notice out.
const std::vector<NoticeRule>& core_notices();

/// The notice of an event which, once it has left, means that people were told: the definition's, or else the
/// core's, that reaches everybody who was asked. Definitions kept from before that was asked for may have
/// none: then the one to the public. Null where neither is there.
const NoticeRule* telling_rule(const Definition& definition, std::string_view event);

}  // namespace full_circle::engagement
