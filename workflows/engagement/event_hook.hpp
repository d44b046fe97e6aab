#pragma once
/// Who is told of events (event_hooks.hpp says of what, and how).

#include <string>
#include <vector>

namespace full_circle::engagement {

struct EventHook {
  std::string adapter;  ///< "webhook:NAME", "chat:NAME"
  /// Everyone: what the public page shows, once it is announced. Staff: work inside the council as well.
  enum class Audience { everyone, staff } audience = Audience::everyone;
  std::vector<std::string> events;  ///< types; empty: all that this audience may be told of
};

}  // namespace full_circle::engagement
