#pragma once
/// Commands that stand in a delivery's payload: a timer's own, and what follows once another delivery is done
/// ("then").

#include "engine/envelope.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace full_circle {

/// `{"command":…,"target":…,"body":{…}}` as a command of the system on `project`; target and body may be
/// absent. Throws std::invalid_argument, saying what is wrong with the payload.
CommandRequest command_of_timer(std::string_view payload, std::string project, std::string key);

/// The command under the payload's key "then", or nothing when there is none. Throws as command_of_timer().
std::optional<CommandRequest> command_that_follows(std::string_view payload, std::string project,
                                                   std::string key);

}  // namespace full_circle
