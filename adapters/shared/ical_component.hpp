#pragma once
/// libical's components with an owner, and the two that everything we write is made of.

#include "adapters/shared/icalendar.hpp"

#include <libical/ical.h>

#include <memory>
#include <string>

namespace full_circle::shared {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

/// Null for text that holds no component. What libical could not read is in it as errors
/// (`icalcomponent_count_errors`), so that not being null says little.
Component parsed_component(const std::string& text);

/// Throws std::runtime_error when libical has no memory.
std::string written(const Component& component);

void add(const Component& to, icalproperty* property);

/// VCALENDAR with VERSION, PRODID and CALSCALE, and nothing else yet.
Component new_calendar();
/// The VTIMEZONE that times in `event_component` refer to.
Component zone_component();
Component event_component(const CalendarEntry& entry);

}  // namespace full_circle::shared
