#pragma once
/// Commands and events as JSON. Reading is strict: unknown fields, wrong types, text that breaks its rule and
/// dates out of range are all reported at once, each with the JSON pointer of its field.

#include "engine/result.hpp"
#include "workflows/engagement/events.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace full_circle::engagement {

/// Days and instants that commands may name. The zone data in use is right until 2037.
inline constexpr int year_min = 1990;
inline constexpr int year_max = 2037;

/// A command by its snake_case name, read from JSON text ("" counts as {}).
Result<Command> read_command(std::string_view name, std::string_view body);
Result<BranchCommand> read_branch_command(std::string_view name, std::string_view body);

bool is_command(std::string_view name);
bool is_branch_command(std::string_view name);

/// Canonical JSON of an event's data: sorted keys, no blanks.
std::string write_event(const Event& event);
std::string_view event_type(const Event& event);
int event_version(const Event& event);

/// Reads a stored event of any released version, upcasting old ones. Throws std::runtime_error naming the
/// type when it cannot be read: a damaged record, or one written by a newer program.
Event read_event(std::string_view type, int version, std::string_view data);

/// The JSON of what was said, for views.
boost::json::value to_json(const BranchCommand& said);
boost::json::object to_json(const Event& event);

std::string canonical(const boost::json::value& value);

/// JSON Schema (2020-12) of a command's body.
std::string command_schema(std::string_view name);
std::string branch_command_schema(std::string_view name);

}  // namespace full_circle::engagement
