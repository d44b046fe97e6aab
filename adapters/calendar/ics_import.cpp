#include "adapters/calendar/ics_import.hpp"

#include "adapters/calendar/ics_recurrence.hpp"
#include "adapters/calendar/ics_text.hpp"
#include "adapters/calendar/ics_time.hpp"
#include "adapters/shared/ical_component.hpp"
#include "adapters/shared/payload.hpp"
#include "engine/record.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <utility>

namespace full_circle::calendar {

namespace {

using Key = std::pair<std::string, std::string>;  // uid, recurrence id

std::string cut(std::string text) {
  if (text.size() <= ics_limits::text_bytes) return text;
  std::size_t end = ics_limits::text_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // whole letters
  return text.substr(0, end) + "…";
}

std::string line_of(icalcomponent* event, icalproperty_kind kind) {
  icalproperty* property = icalcomponent_get_first_property(event, kind);
  icalvalue* value = property == nullptr ? nullptr : icalproperty_get_value(property);
  const bool text = value != nullptr && icalvalue_isa(value) == ICAL_TEXT_VALUE;
  const char* line = text ? icalvalue_get_text(value) : nullptr;
  return line == nullptr ? std::string() : shared::clean_line(line);
}

std::string link_of(icalcomponent* event) {
  icalproperty* property = icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);
  const char* value = property == nullptr ? nullptr : icalproperty_get_value_as_string(property);
  constexpr std::size_t length_max = 2'000;
  const std::string link = value == nullptr ? "" : value;
  const bool usable = !link.starts_with('/') && link.size() <= length_max && shared::is_safe_link(link);
  return usable ? link : std::string();
}

/// Two that begin alike stay two, and what is made of it stays short enough for names and addresses.
std::string short_uid(std::string uid) {
  if (uid.size() > ics_limits::uid_bytes) return sha256_hex(uid);
  return uid;
}

/// One VEVENT, its words and times taken out of it.
struct Event {
  icalcomponent* component = nullptr;
  ImportedEntry entry;  ///< without its times
  Moment start;
  std::chrono::seconds length{};     ///< by the clock on the wall, so that a meeting keeps its hours
  std::optional<Moment> instead_of;  ///< the occurrence that it changes
};

class Reading {
 public:
  Reading(const std::string& zone, Instant now)
      : m_zones(zone),
        m_bounds{.from = now - ics_limits::past,
                 .to = now + ics_limits::future,
                 .deadline = std::chrono::steady_clock::now() + ics_limits::rules_time} {}

  void read(icalcomponent* root) {
    if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) return read_calendar(root);
    for (icalcomponent* one = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
         one != nullptr; one = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
      read_calendar(one);
  }

  IcsReading finish() {
    expand();
    if (m_unnamed > 0) m_reading.left_out.push_back("And " + std::to_string(m_unnamed) + " more.");
    if (m_reading.problem.empty()) m_reading.problem = nothing_readable();
    if (!m_reading.problem.empty()) return std::move(m_reading);
    for (auto& [key, event] : m_entries) m_reading.entries.push_back(std::move(event));
    std::stable_sort(m_reading.entries.begin(), m_reading.entries.end(), is_earlier);
    return std::move(m_reading);
  }

 private:
  /// An empty calendar is one; rubbish between BEGIN and END is none, and must not take a good copy's place.
  std::string nothing_readable() const {
    if (m_events.empty() && !m_reading.left_out.empty()) return "None of its entries can be read.";
    return m_events.empty() && !m_versioned ? "It is not an iCalendar file." : "";
  }

  static bool is_earlier(const ImportedEntry& one, const ImportedEntry& other) {
    const auto day = [](const ImportedEntry& entry) {
      return entry.span == ImportedEntry::Span::timed
                 ? std::chrono::floor<std::chrono::seconds>(entry.starts_at)
                 : std::chrono::sys_days(entry.starts_on);
    };
    return day(one) < day(other);
  }

  void read_calendar(icalcomponent* calendar) {
    m_zones.learn(calendar);
    if (icalcomponent_get_first_property(calendar, ICAL_VERSION_PROPERTY) != nullptr) m_versioned = true;
    const bool called_off = icalcomponent_get_method(calendar) == ICAL_METHOD_CANCEL;
    for (icalcomponent* one = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         one != nullptr; one = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
      if (auto event = read_event(one)) {
        if (called_off) event->entry.state = ImportedEntry::State::cancelled;
        keep(std::move(*event));
      }
    }
  }

  void leave_out(const std::string& title, const std::string& why) {
    if (m_reading.left_out.size() < ics_limits::notes) {
      m_reading.left_out.push_back("“" + title + "”: " + why + ".");
    } else {
      ++m_unnamed;
    }
  }

  /// A date or a time, and nothing else that may stand in its place.
  std::optional<Moment> moment(icalcomponent* event, icalproperty_kind kind) {
    icalproperty* property = icalcomponent_get_first_property(event, kind);
    return property == nullptr ? std::nullopt : moment(property);
  }
  std::optional<Moment> moment(icalproperty* property) {
    icalvalue* value = icalproperty_get_value(property);
    const auto kind = value == nullptr ? ICAL_NO_VALUE : icalvalue_isa(value);
    if (kind != ICAL_DATE_VALUE && kind != ICAL_DATETIME_VALUE) return std::nullopt;
    return m_zones.moment(icalvalue_get_datetime(value), property);
  }

  std::optional<Event> read_event(icalcomponent* component) {
    Event event;
    event.component = component;
    ImportedEntry& entry = event.entry;
    entry.title = cut(line_of(component, ICAL_SUMMARY_PROPERTY));
    if (entry.title.empty()) entry.title = "Without a title";
    entry.location = cut(line_of(component, ICAL_LOCATION_PROPERTY));
    entry.url = link_of(component);
    read_standing(component, entry);
    const auto start = moment(component, ICAL_DTSTART_PROPERTY);
    if (!start) {
      leave_out(entry.title, "its start cannot be read, or is in a time zone that is not known");
      return std::nullopt;
    }
    event.start = *start;
    if (!read_length(event)) return std::nullopt;
    read_revision(component, entry);
    const char* uid = icalcomponent_get_uid(component);
    entry.uid = uid == nullptr ? "" : shared::clean_line(uid);
    if (entry.uid.empty()) entry.uid = start->text() + " " + entry.title;
    entry.uid = short_uid(std::move(entry.uid));
    if (icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY) == nullptr) return event;
    event.instead_of = moment(component, ICAL_RECURRENCEID_PROPERTY);
    if (event.instead_of) return event;
    leave_out(entry.title, "which occurrence it changes cannot be read");
    return std::nullopt;
  }

  void read_revision(icalcomponent* component, ImportedEntry& entry) {
    entry.sequence = std::clamp(icalcomponent_get_sequence(component), 0, ics_limits::sequence_max);
    const auto changed = moment(component, ICAL_LASTMODIFIED_PROPERTY);
    if (changed && changed->kind == Moment::Kind::time) entry.updated_at = changed->at();
  }

  static void read_standing(icalcomponent* component, ImportedEntry& entry) {
    const auto status = icalcomponent_get_status(component);
    if (status == ICAL_STATUS_CANCELLED) entry.state = ImportedEntry::State::cancelled;
    if (status == ICAL_STATUS_TENTATIVE) entry.state = ImportedEntry::State::tentative;
    icalproperty* access = icalcomponent_get_first_property(component, ICAL_CLASS_PROPERTY);
    if (access != nullptr && icalproperty_get_class(access) != ICAL_CLASS_PUBLIC)
      entry.audience = ImportedEntry::Audience::staff;
  }

  bool read_length(Event& event) {
    const bool day = event.start.kind == Moment::Kind::day;
    const std::chrono::seconds least = day ? std::chrono::days{1} : std::chrono::seconds{0};
    event.length = least;
    if (icalcomponent_get_first_property(event.component, ICAL_DTEND_PROPERTY) != nullptr) {
      const auto end = moment(event.component, ICAL_DTEND_PROPERTY);
      if (!end || end->kind != event.start.kind) {
        leave_out(event.entry.title, "its end cannot be read");
        return false;
      }
      const bool same_clock = day || end->zone == event.start.zone;
      event.length = same_clock ? end->local - event.start.local
                                : std::chrono::floor<std::chrono::seconds>(end->at() - event.start.at());
    } else if (icalproperty* p = icalcomponent_get_first_property(event.component, ICAL_DURATION_PROPERTY)) {
      event.length = std::chrono::seconds(icaldurationtype_as_int(icalproperty_get_duration(p)));
    }
    if (event.length < std::chrono::seconds{0}) {
      leave_out(event.entry.title, "it ends before it starts");
      return false;
    }
    event.length = std::max(event.length, least);
    if (event.length <= ics_limits::longest) return true;
    leave_out(event.entry.title, "it lasts longer than three years");
    return false;
  }

  /// Of two that say they are the same, the later revision counts, and of equal ones the later in the file.
  void keep(Event event) {
    const Key key{event.entry.uid, event.instead_of ? event.instead_of->text() : std::string()};
    const auto found = m_events.find(key);
    if (found != m_events.end() && found->second.entry.sequence > event.entry.sequence) return;
    m_events.insert_or_assign(key, std::move(event));
  }

  void expand() {
    for (const auto& [key, event] : m_events) {
      if (!m_reading.problem.empty()) return;
      if (event.instead_of) {
        add(event, event.start, key.second);
      } else if (repeats(event)) {
        repeat(event);
      } else {
        add(event, event.start, "");
      }
    }
  }

  static bool repeats(const Event& event) {
    return icalcomponent_get_first_property(event.component, ICAL_RRULE_PROPERTY) != nullptr ||
           icalcomponent_get_first_property(event.component, ICAL_RDATE_PROPERTY) != nullptr;
  }

  void repeat(const Event& event) {
    auto bounds = m_bounds;
    bounds.from -= event.length;  // it may have begun before the window opens
    auto occurrences = occurrences_of(event.component, event.start, bounds);
    if (occurrences.end == Occurrences::End::out_of_time) {
      m_reading.problem = "Its rules for repeating take too long to follow.";
      return;
    }
    if (!occurrences.problem.empty()) return leave_out(event.entry.title, occurrences.problem);
    const std::set<std::string> left_out = days_left_out(event);
    const auto once = [&](const Moment& start) {
      const std::string id = start.text();
      if (!left_out.contains(id) && !m_events.contains({event.entry.uid, id})) add(event, start, id);
    };
    if (occurrences.end == Occurrences::End::cut_short)
      leave_out(event.entry.title,
                "it repeats too often to be followed to the end; what is late in it is not shown");
    if (icalcomponent_get_first_property(event.component, ICAL_RRULE_PROPERTY) == nullptr) once(event.start);
    for (const Moment& start : occurrences.starts) once(start);
    for (icalproperty* p = icalcomponent_get_first_property(event.component, ICAL_RDATE_PROPERTY);
         p != nullptr; p = icalcomponent_get_next_property(event.component, ICAL_RDATE_PROPERTY)) {
      const icaldatetimeperiodtype also = icalproperty_get_rdate(p);
      const bool period = icaltime_is_null_time(also.time) != 0;
      const auto start = m_zones.moment(period ? also.period.start : also.time, p);
      if (start && start->kind == event.start.kind) once(*start);
    }
  }

  std::set<std::string> days_left_out(const Event& event) {
    std::set<std::string> out;
    for (icalproperty* p = icalcomponent_get_first_property(event.component, ICAL_EXDATE_PROPERTY);
         p != nullptr; p = icalcomponent_get_next_property(event.component, ICAL_EXDATE_PROPERTY)) {
      if (const auto not_on = moment(p)) out.insert(not_on->text());
    }
    return out;
  }

  void add(const Event& event, const Moment& start, const std::string& recurrence_id) {
    ImportedEntry entry = event.entry;
    entry.recurrence_id = recurrence_id;
    Moment end = start;
    end.local += event.length;
    if (start.kind == Moment::Kind::day) {
      entry.span = ImportedEntry::Span::whole_days;
      entry.starts_on = start.day();
      end.local -= std::chrono::seconds{1};  // DTEND is exclusive
      entry.ends_on = end.day();
    } else {
      entry.starts_at = start.at();
      entry.ends_at = std::max(entry.starts_at, end.at());
    }
    const bool outside = end.at() < m_bounds.from || start.at() > m_bounds.to;
    if (outside || !m_reading.problem.empty()) return;
    if (m_entries.size() >= ics_limits::entries) {
      m_reading.problem =
          "It has more than " + std::to_string(ics_limits::entries) + " entries in three years.";
      return;
    }
    m_entries.insert_or_assign(Key{entry.uid, recurrence_id}, std::move(entry));
  }

  IcsZones m_zones;
  RecurrenceBounds m_bounds;
  std::map<Key, Event> m_events;
  std::map<Key, ImportedEntry> m_entries;
  IcsReading m_reading;
  std::size_t m_unnamed = 0;
  bool m_versioned = false;
};

IcsReading refused(std::string why) {
  return {.entries = {}, .problem = std::move(why), .left_out = {}};
}

}  // namespace

IcsReading read_ics(std::string_view text, const std::string& zone, Instant now) {
  const IcsText examined = examine_ics(text);
  if (!examined.problem.empty()) return refused(examined.problem);
  const shared::Component root = shared::parsed_component(examined.unfolded);
  const auto kind = root ? icalcomponent_isa(root.get()) : ICAL_NO_COMPONENT;
  if (kind != ICAL_VCALENDAR_COMPONENT && kind != ICAL_XROOT_COMPONENT)
    return refused("It is not an iCalendar file.");
  Reading reading(zone, now);
  reading.read(root.get());
  return reading.finish();
}

}  // namespace full_circle::calendar
