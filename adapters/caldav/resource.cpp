#include "adapters/caldav/resource.hpp"

#include "adapters/shared/ical_component.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace full_circle::caldav {

namespace {

using shared::Component;

/// Fields that are ours, and compared: whoever changes them there finds them changed back.
constexpr std::array k_ours{ICAL_DTSTART_PROPERTY,  ICAL_DTEND_PROPERTY,   ICAL_DURATION_PROPERTY,
                            ICAL_TRANSP_PROPERTY,   ICAL_SUMMARY_PROPERTY, ICAL_DESCRIPTION_PROPERTY,
                            ICAL_LOCATION_PROPERTY, ICAL_URL_PROPERTY,     ICAL_STATUS_PROPERTY,
                            ICAL_CLASS_PROPERTY,    ICAL_RRULE_PROPERTY,   ICAL_RDATE_PROPERTY,
                            ICAL_EXDATE_PROPERTY};
/// Ours too, but they differ without anything being different.
constexpr std::array k_stamps{ICAL_UID_PROPERTY, ICAL_DTSTAMP_PROPERTY, ICAL_LASTMODIFIED_PROPERTY,
                              ICAL_SEQUENCE_PROPERTY};

std::vector<icalproperty*> properties(icalcomponent* event, icalproperty_kind kind) {
  std::vector<icalproperty*> out;
  for (icalproperty* p = icalcomponent_get_first_property(event, kind); p != nullptr;
       p = icalcomponent_get_next_property(event, kind))
    out.push_back(p);
  return out;
}

std::string value_of(icalproperty* property) {
  const char* value = icalproperty_get_value_as_string(property);
  const char* zone = icalproperty_get_parameter_as_string(property, "TZID");
  return std::string(value == nullptr ? "" : value) + " " + (zone == nullptr ? "" : zone);
}

std::vector<std::string> values(icalcomponent* event, icalproperty_kind kind) {
  std::vector<std::string> out;
  for (icalproperty* property : properties(event, kind)) out.push_back(value_of(property));
  return out;
}

bool says_the_same(icalcomponent* one, icalcomponent* other) {
  return std::all_of(k_ours.begin(), k_ours.end(), [one, other](icalproperty_kind kind) {
    return values(one, kind) == values(other, kind);
  });
}

void remove(icalcomponent* event, icalproperty_kind kind) {
  for (icalproperty* property : properties(event, kind)) {
    icalcomponent_remove_property(event, property);
    icalproperty_free(property);
  }
}

/// What makes an entry one of several occurrences is left behind: ours is one of a kind.
icalcomponent* event_in(icalcomponent* calendar, std::string_view uid) {
  for (icalcomponent* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
       event != nullptr; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    const char* found = icalcomponent_get_uid(event);
    const bool same = uid.empty() || (found != nullptr && uid == found);
    if (same && properties(event, ICAL_RECURRENCEID_PROPERTY).empty()) return event;
  }
  return nullptr;
}

/// Zones that what people added may refer to.
void take_zones(const Component& to, icalcomponent* from) {
  for (icalcomponent* zone = icalcomponent_get_first_component(from, ICAL_VTIMEZONE_COMPONENT);
       zone != nullptr; zone = icalcomponent_get_next_component(from, ICAL_VTIMEZONE_COMPONENT)) {
    const auto names = properties(zone, ICAL_TZID_PROPERTY);
    if (!names.empty() && std::string_view(shared::zone_name) != icalproperty_get_tzid(names.front()))
      icalcomponent_add_component(to.get(), icalcomponent_new_clone(zone));
  }
}

Component with_ours(icalcomponent* theirs, const Component& ours) {
  Component event(icalcomponent_new_clone(theirs));
  for (const auto kind : k_ours) remove(event.get(), kind);
  for (const auto kind : k_stamps) remove(event.get(), kind);
  const auto categories = values(theirs, ICAL_CATEGORIES_PROPERTY);
  for (icalproperty* property : properties(ours.get(), ICAL_ANY_PROPERTY)) {
    const bool category = icalproperty_isa(property) == ICAL_CATEGORIES_PROPERTY;
    const bool there =
        category && std::find(categories.begin(), categories.end(), value_of(property)) != categories.end();
    if (!there) shared::add(event, icalproperty_new_clone(property));
  }
  return event;
}

}  // namespace

std::optional<std::string> resource_of(const shared::CalendarEntry& ours,
                                       const std::optional<std::string>& theirs) {
  Component event = shared::event_component(ours);
  const Component calendar = shared::new_calendar();
  icalcomponent_add_component(calendar.get(), shared::zone_component().release());
  const Component there = theirs ? shared::parsed_component(*theirs) : nullptr;
  icalcomponent* event_there = there ? event_in(there.get(), ours.uid) : nullptr;
  if (event_there != nullptr) {
    const int sequence_there = icalcomponent_get_sequence(event_there);
    const bool same = says_the_same(event.get(), event_there);
    if (same && sequence_there >= ours.sequence) return std::nullopt;
    event = with_ours(event_there, event);
    if (sequence_there >= ours.sequence) icalcomponent_set_sequence(event.get(), sequence_there + 1);
    take_zones(calendar, there.get());
  }
  icalcomponent_add_component(calendar.get(), event.release());
  return shared::written(calendar);
}

std::optional<std::string> cancelled(const std::string& theirs) {
  const Component calendar = shared::parsed_component(theirs);
  icalcomponent* event = calendar ? event_in(calendar.get(), "") : nullptr;
  if (event == nullptr || icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return std::nullopt;
  icalcomponent_set_status(event, ICAL_STATUS_CANCELLED);
  icalcomponent_set_sequence(event, icalcomponent_get_sequence(event) + 1);
  return shared::written(calendar);
}

std::string resource_name(const std::string& uid) {
  std::string name;
  for (const char c : uid) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (plain) {
      name += c;
    } else {
      name += c == '_' ? "__" : c == '/' ? "_s" : c == ':' ? "_c" : c == '@' ? "_a" : "_";
    }
  }
  return name + ".ics";
}

}  // namespace full_circle::caldav
