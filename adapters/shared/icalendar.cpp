#include "adapters/shared/icalendar.hpp"

#include "adapters/shared/ical_component.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <stdexcept>

namespace full_circle::shared {

namespace {

constexpr const char* k_version_name = "X-FULL-CIRCLE-VERSION";

// libical's own Auckland goes back to 1868 with an offset of +113904 and a TZID that its DTSTART does not
// match, so the zone is written here: the rules since the Time Act order of 2007, which hold for every date
// we write.
constexpr const char* k_zone_text =
    "BEGIN:VTIMEZONE\r\n"
    "TZID:Pacific/Auckland\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "TZNAME:NZDT\r\n"
    "TZOFFSETFROM:+1200\r\n"
    "TZOFFSETTO:+1300\r\n"
    "DTSTART:20070930T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "TZNAME:NZST\r\n"
    "TZOFFSETFROM:+1300\r\n"
    "TZOFFSETTO:+1200\r\n"
    "DTSTART:20080406T030000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

struct FreeZone {
  void operator()(icaltimezone* zone) const { icaltimezone_free(zone, 1); }
};
using Zone = std::unique_ptr<icaltimezone, FreeZone>;

Zone new_council_zone() {
  Zone zone(icaltimezone_new());
  if (icaltimezone_set_component(zone.get(), zone_component().release()) == 0) {
    throw std::runtime_error("libical does not take the time zone");
  }
  return zone;
}

/// One for each thread: libical works a zone's changes out when it is asked, inside the zone.
icaltimezone* council_zone() {
  static thread_local const Zone zone = new_council_zone();
  return zone.get();
}

void add_extension(const Component& to, const char* name, const std::string& value) {
  icalproperty* property = icalproperty_new(ICAL_X_PROPERTY);
  icalproperty_set_x_name(property, name);
  icalproperty_set_value(property, icalvalue_new_text(value.c_str()));
  add(to, property);
}

icaltimetype utc(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0, icaltimezone_get_utc_timezone());
}

icaltimetype whole_day(std::chrono::year_month_day day) {
  icaltimetype time = icaltime_null_date();
  time.year = static_cast<int>(day.year());
  time.month = static_cast<int>(static_cast<unsigned>(day.month()));
  time.day = static_cast<int>(static_cast<unsigned>(day.day()));
  return time;
}

const char* category(CalendarEntry::Kind kind) {
  switch (kind) {
    case CalendarEntry::Kind::period:
      return "Feedback period";
    case CalendarEntry::Kind::hui:
      return "Hui";
    case CalendarEntry::Kind::session:
      return "Session";
    case CalendarEntry::Kind::decision_meeting:
      return "Decision meeting";
    case CalendarEntry::Kind::answer_due:
      return "Answer due";
    case CalendarEntry::Kind::partner:
      return "Partner";
    case CalendarEntry::Kind::meeting:
      return "Meeting";
  }
  throw std::logic_error("a kind of entry without a case");
}

icalproperty_status status(CalendarEntry::State state) {
  switch (state) {
    case CalendarEntry::State::tentative:
      return ICAL_STATUS_TENTATIVE;
    case CalendarEntry::State::confirmed:
      return ICAL_STATUS_CONFIRMED;
    case CalendarEntry::State::cancelled:
      return ICAL_STATUS_CANCELLED;
  }
  throw std::logic_error("a state of an entry without a case");
}

void add_when(const Component& event, const CalendarEntry& entry, icaltimezone* zone) {
  if (entry.span == CalendarEntry::Span::whole_days) {
    add(event, icalproperty_new_dtstart(whole_day(entry.starts_on)));
    // DTEND is exclusive: the day after the last one.
    const std::chrono::year_month_day after(std::chrono::sys_days(entry.ends_on) + std::chrono::days(1));
    add(event, icalproperty_new_dtend(whole_day(after)));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return;
  }
  icalproperty* start = icalproperty_new_dtstart(icaltime_convert_to_zone(utc(entry.starts_at), zone));
  icalproperty_add_parameter(start, icalparameter_new_tzid(zone_name));
  add(event, start);
  icalproperty* end = icalproperty_new_dtend(icaltime_convert_to_zone(utc(entry.ends_at), zone));
  icalproperty_add_parameter(end, icalparameter_new_tzid(zone_name));
  add(event, end);
  add(event, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
}

Component head_of(const CalendarFile& file) {
  Component calendar = new_calendar();
  add(calendar, icalproperty_new_name(file.name.c_str()));
  add_extension(calendar, "X-WR-CALNAME", file.name);  // what programs older than RFC 7986 show
  if (!file.description.empty()) {
    add(calendar, icalproperty_new_description(file.description.c_str()));
    add_extension(calendar, "X-WR-CALDESC", file.description);
  }
  add_extension(calendar, "X-WR-TIMEZONE", zone_name);
  if (!file.url.empty()) add(calendar, icalproperty_new_url(file.url.c_str()));
  const icaldurationtype refresh = icaldurationtype_from_int(file.refresh_hours * 3600);
  icalproperty* interval = icalproperty_new_refreshinterval(refresh);
  icalproperty_add_parameter(interval, icalparameter_new_value(ICAL_VALUE_DURATION));
  add(calendar, interval);
  add_extension(calendar, "X-PUBLISHED-TTL", "PT" + std::to_string(file.refresh_hours) + "H");
  add(calendar, icalproperty_new_color("teal"));
  add_extension(calendar, k_version_name, std::to_string(file.version));
  icalcomponent_add_component(calendar.get(), zone_component().release());
  return calendar;
}

std::optional<std::int64_t> version_in(const Component& calendar) {
  for (icalproperty* p = icalcomponent_get_first_property(calendar.get(), ICAL_X_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(calendar.get(), ICAL_X_PROPERTY)) {
    const char* name = icalproperty_get_x_name(p);
    const char* value = icalproperty_get_value_as_string(p);
    if (name == nullptr || value == nullptr || std::string_view(name) != k_version_name) continue;
    const std::string_view digits(value);
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (error == std::errc{} && end == digits.data() + digits.size()) return version;
  }
  return std::nullopt;
}

/// A parameter can hold neither quotation marks nor lines (RFC 5545 s 3.1).
std::string parameter_text(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '"' || static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

icalproperty* organizer(const Mailbox& mailbox) {
  icalproperty* property = icalproperty_new_organizer(("mailto:" + mailbox.address).c_str());
  if (!mailbox.name.empty())
    icalproperty_add_parameter(property, icalparameter_new_cn(parameter_text(mailbox.name).c_str()));
  return property;
}

icalproperty* attendee(const Mailbox& mailbox) {
  icalproperty* property = icalproperty_new_attendee(("mailto:" + mailbox.address).c_str());
  if (!mailbox.name.empty())
    icalproperty_add_parameter(property, icalparameter_new_cn(parameter_text(mailbox.name).c_str()));
  icalproperty_add_parameter(property, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
  icalproperty_add_parameter(property, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
  // Answers go to the council by any way that suits; a mailbox that nobody reads for them is none.
  icalproperty_add_parameter(property, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
  return property;
}

}  // namespace

Component parsed_component(const std::string& text) {
  return Component(icalparser_parse_string(text.c_str()));
}

std::string written(const Component& calendar) {
  const std::unique_ptr<char, decltype(&std::free)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                         &std::free);
  if (!text) throw std::runtime_error("libical does not write the calendar");
  return text.get();
}

void add(const Component& to, icalproperty* property) {
  icalcomponent_add_property(to.get(), property);
}

Component new_calendar() {
  Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  add(calendar, icalproperty_new_version("2.0"));
  add(calendar, icalproperty_new_prodid("-//Full Circle//Engagement calendar//EN"));
  add(calendar, icalproperty_new_calscale("GREGORIAN"));
  return calendar;
}

Component zone_component() {
  Component component = parsed_component(k_zone_text);
  if (!component) throw std::runtime_error("libical does not read the time zone");
  return component;
}

Component event_component(const CalendarEntry& entry) {
  Component event(icalcomponent_new(ICAL_VEVENT_COMPONENT));
  add(event, icalproperty_new_uid(entry.uid.c_str()));
  add(event, icalproperty_new_dtstamp(utc(entry.updated_at)));
  add(event, icalproperty_new_lastmodified(utc(entry.updated_at)));
  add(event, icalproperty_new_sequence(entry.sequence));
  add_when(event, entry, council_zone());
  add(event, icalproperty_new_summary(entry.summary.c_str()));
  if (!entry.description.empty()) add(event, icalproperty_new_description(entry.description.c_str()));
  if (!entry.location.empty()) add(event, icalproperty_new_location(entry.location.c_str()));
  if (!entry.url.empty()) add(event, icalproperty_new_url(entry.url.c_str()));
  add(event, icalproperty_new_categories(category(entry.kind)));
  add(event, icalproperty_new_status(status(entry.state)));
  const bool everyone = entry.audience == CalendarEntry::Audience::everyone;
  add(event, icalproperty_new_class(everyone ? ICAL_CLASS_PUBLIC : ICAL_CLASS_PRIVATE));
  return event;
}

std::string to_icalendar(const CalendarFile& file) {
  const Component calendar = head_of(file);
  for (const CalendarEntry& entry : file.entries) {
    icalcomponent_add_component(calendar.get(), event_component(entry).release());
  }
  return written(calendar);
}

std::string to_icalendar(const CalendarEntry& entry, const Invitation& invitation) {
  const bool request = invitation.method == Invitation::Method::request;
  const Component calendar = new_calendar();
  add(calendar, icalproperty_new_method(request ? ICAL_METHOD_REQUEST : ICAL_METHOD_CANCEL));
  icalcomponent_add_component(calendar.get(), zone_component().release());
  Component event = event_component(entry);
  add(event, organizer(invitation.organizer));
  add(event, attendee(invitation.attendee));
  icalcomponent_add_component(calendar.get(), event.release());
  return written(calendar);
}

std::optional<std::int64_t> version_of(std::string_view text) {
  const Component calendar = parsed_component(std::string(text));
  if (!calendar || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT) return std::nullopt;
  return version_in(calendar);
}

std::string merged(const CalendarFile& head, const std::vector<std::string>& files) {
  const Component calendar = head_of(head);
  for (const std::string& text : files) {
    const Component one = parsed_component(text);
    if (!one || icalcomponent_isa(one.get()) != ICAL_VCALENDAR_COMPONENT || !version_in(one)) continue;
    for (icalcomponent* event = icalcomponent_get_first_component(one.get(), ICAL_VEVENT_COMPONENT);
         event != nullptr; event = icalcomponent_get_next_component(one.get(), ICAL_VEVENT_COMPONENT)) {
      icalcomponent_add_component(calendar.get(), icalcomponent_new_clone(event));
    }
  }
  return written(calendar);
}

}  // namespace full_circle::shared
