#pragma once
/// What the council's other systems and staff's chat are told of events: that something happened to which
/// project, and nothing that was said in it. What mana whenua do is never among it.

#include "engine/workflow.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/event_hook.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// The types of events that this audience may be told of.
std::vector<std::string> events_told(EventHook::Audience audience);

/// The delivery that tells this hook of the event; nothing where it is not to be told. `number` tells apart
/// events of one command. Payload: adapters/README.md, "webhook:NAME".
std::vector<NewDelivery> told_of(std::string_view event_type, std::size_t number, const Project& after,
                                 const Definition& definition, const Context& context, Instant now);

}  // namespace full_circle::engagement
