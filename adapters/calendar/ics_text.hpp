#pragma once
/// The outermost look at an iCalendar text, before a library may work on it.

#include <string>
#include <string_view>

namespace full_circle::calendar {

struct IcsText {
  std::string unfolded;  ///< lines put together again; empty when there is a problem
  std::string problem;   ///< for people; or empty
};

/// Bounds size, components and nesting, and refuses what is cut short or not UTF-8. A line folded inside a
/// letter is put together first.
IcsText examine_ics(std::string_view text);

}  // namespace full_circle::calendar
