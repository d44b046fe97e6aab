#include "adapters/calendar/ics_recurrence.hpp"

#include "adapters/calendar/ics_import.hpp"

#include <algorithm>
#include <memory>

namespace full_circle::calendar {

namespace {

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

template <std::size_t N>
bool has_several(const short (&values)[N]) {
  return values[0] != ICAL_RECURRENCE_ARRAY_MAX && values[1] != ICAL_RECURRENCE_ARRAY_MAX;
}

/// libical goes through every second that such a rule names before it gives one answer.
std::string unreadable(const icalrecurrencetype& rule) {
  switch (rule.freq) {
    case ICAL_YEARLY_RECURRENCE:
    case ICAL_MONTHLY_RECURRENCE:
    case ICAL_WEEKLY_RECURRENCE:
    case ICAL_DAILY_RECURRENCE:
      break;
    case ICAL_HOURLY_RECURRENCE:
    case ICAL_MINUTELY_RECURRENCE:
    case ICAL_SECONDLY_RECURRENCE:
      return "it repeats more often than once a day";
    default:
      return "its rule for repeating cannot be read";
  }
  if (has_several(rule.by_hour) || has_several(rule.by_minute) || has_several(rule.by_second))
    return "it repeats more often than once a day";
  if (rule.rscale != nullptr && std::string_view(rule.rscale) != "GREGORIAN")
    return "it repeats by a calendar other than the usual one";
  return {};
}

/// The last start that `rule` itself allows, by the clock of `first`.
icaltimetype own_end(const icalrecurrencetype& rule, const Moment& first) {
  icaltimetype until = rule.until;
  if (icaltime_is_utc(until) != 0 && first.kind == Moment::Kind::time) {
    const std::chrono::seconds in_utc(icaltime_as_timet(until));
    return first.moved_to(first.zone->to_local(date::sys_seconds{in_utc})).floating();
  }
  if (until.is_date != 0 && first.kind == Moment::Kind::time) {
    until.hour = 23;
    until.minute = 59;
    until.second = 59;
  }
  until.zone = nullptr;
  until.is_date = first.kind == Moment::Kind::day ? 1 : 0;
  return until;
}

/// No later than `last`: also what keeps a rule that never matches from being followed for centuries.
void end_by(icalrecurrencetype& rule, const Moment& first, const Moment& last) {
  const icaltimetype bound = last.floating();
  const bool open = icaltime_is_null_time(rule.until) != 0;
  const icaltimetype until = open ? bound : own_end(rule, first);
  rule.until = icaltime_compare(until, bound) > 0 ? bound : until;
}

Moment local_bound(const Moment& first, Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch();
  return first.moved_to(first.zone->to_local(date::sys_seconds{seconds}));
}

void follow(icalrecurrencetype rule, const Moment& first, const RecurrenceBounds& bounds,
            Occurrences& found) {
  const Moment from = local_bound(first, bounds.from);
  const Moment to = local_bound(first, bounds.to);
  end_by(rule, first, to);
  const Iterator iterator(icalrecur_iterator_new(rule, first.floating()));
  if (!iterator) {
    found.problem = "its rule for repeating cannot be read";
    return;
  }
  for (std::size_t step = 0; step < ics_limits::steps_of_rule; ++step) {
    const icaltimetype next = icalrecur_iterator_next(iterator.get());
    if (std::chrono::steady_clock::now() > bounds.deadline) {
      found.end = Occurrences::End::out_of_time;
      return;
    }
    if (icaltime_is_null_time(next) != 0) return;
    const Moment start = first.moved_to(local_of(next));
    if (start.local > to.local) return;
    if (found.starts.size() >= ics_limits::occurrences_of_event) break;
    if (start.local >= from.local) found.starts.push_back(start);
  }
  found.end = Occurrences::End::cut_short;
}

}  // namespace

Occurrences occurrences_of(icalcomponent* event, const Moment& first, const RecurrenceBounds& bounds) {
  Occurrences found;
  for (icalproperty* p = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(event, ICAL_RRULE_PROPERTY)) {
    const icalrecurrencetype rule = icalproperty_get_rrule(p);
    found.problem = unreadable(rule);
    if (found.problem.empty()) follow(rule, first, bounds, found);
    if (!found.problem.empty() || found.end == Occurrences::End::out_of_time) {
      found.starts.clear();
      return found;
    }
  }
  const auto earlier = [](const Moment& one, const Moment& other) { return one.local < other.local; };
  const auto same = [](const Moment& one, const Moment& other) { return one.local == other.local; };
  std::sort(found.starts.begin(), found.starts.end(), earlier);
  found.starts.erase(std::unique(found.starts.begin(), found.starts.end(), same), found.starts.end());
  return found;
}

}  // namespace full_circle::calendar
