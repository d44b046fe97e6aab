#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/council_time.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace full_circle::engagement {

namespace {

/// Days since 1970; weeks since the Monday before.
int day_number(Day day) {
  return static_cast<int>(std::chrono::sys_days{day}.time_since_epoch().count());
}
int week_of(int day) {
  const int from_monday = day + 3;  // 1 January 1970 was a Thursday
  return from_monday >= 0 ? from_monday / 7 : (from_monday - 6) / 7;
}
int last_day_number(const Ask& ask) {
  return std::max(day_number(ask.first_on), day_number(ask.last_on));
}

/// Whether it asks everybody: a hui or a meeting never does.
bool asks_everybody(AskKind kind) {
  return asks_of_people(kind, PeopleKind::community);
}

}  // namespace

Day monday_of(Day day) {
  return Day{std::chrono::sys_days{std::chrono::days{week_of(day_number(day)) * 7 - 3}}};
}

bool has_to_be_settled(const Clash& clash) {
  return std::any_of(clash.shared.begin(), clash.shared.end(),
                     [](const People& people) { return people.kind != PeopleKind::topic; });
}

std::string reason_text(const Clash& clash) {
  std::string people;
  for (const auto& one : clash.shared) people += (people.empty() ? "" : ", ") + people_text(one);
  if (people.empty()) people = "the whole district";
  const int days = days_between(clash.first_on, clash.last_on) + 1;
  const std::string when = days == 1 ? " on " + day_text(clash.first_on)
                                     : " from " + day_text(clash.first_on) + " to " +
                                           day_text(clash.last_on) + ": " + std::to_string(days) + " days";
  return "Both ask " + people + when + ".";
}

std::vector<int> asks_at_once(std::span<const AskFound> asks, PeopleKind kind, Day first, int weeks) {
  std::vector<int> load(static_cast<std::size_t>(weeks), 0);
  std::vector<std::vector<std::uint32_t>> seen(load.size());
  const int first_week = week_of(day_number(first));
  for (const auto& found : asks) {
    if (!counts(*found.ask) || !asks_of_people(found.ask->kind, kind)) continue;
    const int from = std::max(week_of(day_number(found.ask->first_on)) - first_week, 0);
    const int to = std::min(week_of(last_day_number(*found.ask)) - first_week, weeks - 1);
    for (int week = from; week <= to; ++week)
      seen[static_cast<std::size_t>(week)].push_back(found.counted_as);
  }
  for (std::size_t week = 0; week < load.size(); ++week) {
    std::sort(seen[week].begin(), seen[week].end());
    load[week] = static_cast<int>(std::unique(seen[week].begin(), seen[week].end()) - seen[week].begin());
  }
  return load;
}

// ── Weeks ───────────────────────────────────────────────────────────────────────────────────────────────

void EngagementCalendar::Weeks::add(std::uint32_t slot, int first_week, int last_week) {
  if (m_weeks.empty()) m_first = first_week;
  if (first_week < m_first) {
    m_weeks.insert(m_weeks.begin(), static_cast<std::size_t>(m_first - first_week), {});
    m_first = first_week;
  }
  const auto needed = static_cast<std::size_t>(last_week - m_first) + 1;
  if (needed > m_weeks.size()) m_weeks.resize(needed);
  for (int week = first_week; week <= last_week; ++week)
    m_weeks[static_cast<std::size_t>(week - m_first)].push_back(slot);
}

void EngagementCalendar::Weeks::remove(std::uint32_t slot, int first_week, int last_week) {
  for (int week = first_week; week <= last_week; ++week)
    std::erase(m_weeks[static_cast<std::size_t>(week - m_first)], slot);
}

void EngagementCalendar::Weeks::meet(const std::vector<Slot>& slots, int first_day, int last_day,
                                     std::vector<const Slot*>& met) const {
  const int from = std::max(week_of(first_day), m_first);
  const int to = std::min(week_of(last_day), m_first + static_cast<int>(m_weeks.size()) - 1);
  for (int week = from; week <= to; ++week)
    for (const auto number : m_weeks[static_cast<std::size_t>(week - m_first)]) {
      const Slot& slot = slots[number];
      const bool met_before = week != from && week_of(slot.first_day) != week;
      if (!met_before && slot.first_day <= last_day && slot.last_day >= first_day) met.push_back(&slot);
    }
}

// ── Changes ─────────────────────────────────────────────────────────────────────────────────────────────

void EngagementCalendar::replace(const CalendarPart& part) {
  const std::lock_guard lock(m_mutex);
  put(part);
}

void EngagementCalendar::add_if_new(const CalendarPart& part) {
  const std::lock_guard lock(m_mutex);
  if (!m_owners.contains(part.owner)) put(part);
}

void EngagementCalendar::put(const CalendarPart& part) {
  const auto number = static_cast<std::uint32_t>(m_owners.size());
  const auto [found, is_new] = m_owners.try_emplace(part.owner);
  Owner& owner = found->second;
  if (is_new) owner.number = number;
  for (const auto slot : owner.slots) take_out(slot);
  owner.slots.clear();
  owner.settled = part.settled;
  for (const auto& ask : part.asks) add(ask, owner);
  ++m_edition;
}

void EngagementCalendar::add(const Ask& ask, Owner& owner) {
  auto kept = std::make_shared<Ask>(ask);
  kept->row = ask_row(ask);
  Slot slot{.ask = std::move(kept),
            .first_day = day_number(ask.first_on),
            .last_day = last_day_number(ask),
            .owner = owner.number,
            .counted_as = number_of(ask.counted_as)};
  const int first_week = week_of(slot.first_day);
  const int last_week = week_of(slot.last_day);
  std::uint32_t number = 0;
  if (m_free.empty()) {
    number = static_cast<std::uint32_t>(m_slots.size());
    m_slots.emplace_back();
  } else {
    number = m_free.back();
    m_free.pop_back();
  }
  for (const auto& people : ask.people) {
    const auto who = number_of(people);
    m_weeks[who].add(number, first_week, last_week);
    if (asks_of_people(ask.kind, people.kind)) slot.people.push_back(who);
  }
  std::sort(slot.people.begin(), slot.people.end());
  if (ask.whole_district) m_district.add(number, first_week, last_week);
  m_all.add(number, first_week, last_week);
  m_slots[number] = std::move(slot);
  owner.slots.push_back(number);
}

void EngagementCalendar::take_out(std::uint32_t number) {
  Slot& slot = m_slots[number];
  const int first_week = week_of(slot.first_day);
  const int last_week = week_of(slot.last_day);
  for (const auto& people : slot.ask->people)
    m_weeks[number_of(people)].remove(number, first_week, last_week);
  if (slot.ask->whole_district) m_district.remove(number, first_week, last_week);
  m_all.remove(number, first_week, last_week);
  slot = {};
  m_free.push_back(number);
}

std::uint32_t EngagementCalendar::number_of(const People& people) {
  const auto [found, is_new] = m_people.try_emplace(people, static_cast<std::uint32_t>(m_weeks.size()));
  if (is_new) m_weeks.emplace_back();
  return found->second;
}

std::uint32_t EngagementCalendar::number_of(const std::string& counted_as) {
  return m_counted.try_emplace(counted_as, static_cast<std::uint32_t>(m_counted.size())).first->second;
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

const EngagementCalendar::Weeks* EngagementCalendar::weeks_of(const People& people) const {
  const auto found = m_people.find(people);
  return found == m_people.end() ? nullptr : &m_weeks[found->second];
}

std::vector<AskFound> EngagementCalendar::in_order(const std::vector<const Slot*>& met) {
  std::vector<AskFound> found;
  found.reserve(met.size());
  for (const auto* slot : met) found.push_back({slot->ask, slot->counted_as});
  std::sort(found.begin(), found.end(), [](const AskFound& one, const AskFound& other) {
    return std::tie(one.ask->first_on, one.ask->uid) < std::tie(other.ask->first_on, other.ask->uid);
  });
  return found;
}

std::vector<AskFound> EngagementCalendar::between(Day first, Day last) const {
  std::vector<const Slot*> met;
  const std::lock_guard lock(m_mutex);
  m_all.meet(m_slots, day_number(first), day_number(last), met);
  return in_order(met);
}

std::vector<AskFound> EngagementCalendar::between(Day first, Day last, const People& people) const {
  std::vector<const Slot*> met;
  const std::lock_guard lock(m_mutex);
  const bool in_district = people.kind == PeopleKind::local_board || people.kind == PeopleKind::community;
  if (in_district) {
    m_district.meet(m_slots, day_number(first), day_number(last), met);
    std::erase_if(met, [&](const Slot* slot) {
      const auto& named = slot->ask->people;
      return std::binary_search(named.begin(), named.end(), people);
    });
  }
  if (const auto* weeks = weeks_of(people)) weeks->meet(m_slots, day_number(first), day_number(last), met);
  return in_order(met);
}

std::vector<AskPointer> EngagementCalendar::asks_of(std::string_view owner) const {
  std::vector<AskPointer> asks;
  const std::lock_guard lock(m_mutex);
  const auto found = m_owners.find(owner);
  if (found == m_owners.end()) return asks;
  for (const auto slot : found->second.slots) asks.push_back(m_slots[slot].ask);
  return asks;
}

bool EngagementCalendar::clash(const Slot& slot, const Ask& ask, std::string_view owner, Clash& found) const {
  const Ask& other = *slot.ask;
  if (other.owner == owner || !counts(other) || one_occasion(ask, other)) return false;
  found.shared.clear();
  std::set_intersection(ask.people.begin(), ask.people.end(), other.people.begin(), other.people.end(),
                        std::back_inserter(found.shared));
  std::erase_if(found.shared, [&](const People& people) {
    return !asks_of_people(ask.kind, people.kind) || !asks_of_people(other.kind, people.kind);
  });
  const bool everybody =
      (ask.whole_district || other.whole_district) && asks_everybody(ask.kind) && asks_everybody(other.kind);
  if (found.shared.empty() && !everybody) return false;
  found.other = slot.ask;
  found.first_on = std::max(ask.first_on, other.first_on);
  found.last_on = std::min(std::max(ask.first_on, ask.last_on), std::max(other.first_on, other.last_on));
  return true;
}

std::vector<Clash> EngagementCalendar::clashes_of(const Ask& ask) const {
  std::vector<Clash> clashes;
  if (!counts(ask)) return clashes;
  const std::lock_guard lock(m_mutex);
  std::vector<const Slot*> met;
  const auto look = [&](const Weeks& weeks) {
    weeks.meet(m_slots, day_number(ask.first_on), last_day_number(ask), met);
  };
  for (const auto& people : ask.people)
    if (asks_of_people(ask.kind, people.kind))
      if (const auto* weeks = weeks_of(people)) look(*weeks);
  if (asks_everybody(ask.kind)) look(ask.whole_district ? m_all : m_district);
  std::sort(met.begin(), met.end());
  met.erase(std::unique(met.begin(), met.end()), met.end());
  Clash found;
  for (const auto* slot : met)
    if (clash(*slot, ask, ask.owner, found)) clashes.push_back(found);
  std::sort(clashes.begin(), clashes.end(), [](const Clash& one, const Clash& other) {
    return std::tie(one.other->first_on, one.other->uid) < std::tie(other.other->first_on, other.other->uid);
  });
  return clashes;
}

bool EngagementCalendar::settles(std::string_view owner, std::string_view with, const Clash& clash,
                                 SettledWith& found) const {
  const auto of = m_owners.find(owner);
  if (of == m_owners.end()) return false;
  for (const auto& one : of->second.settled)
    if (one.with == with && one.first_on <= clash.first_on && one.last_on >= clash.last_on) {
      found = one;
      return true;
    }
  return false;
}

std::optional<SettledWith> EngagementCalendar::settled(std::string_view owner, const Clash& clash) const {
  const std::lock_guard lock(m_mutex);
  SettledWith found;
  if (settles(owner, clash.other->owner, clash, found) || settles(clash.other->owner, owner, clash, found))
    return found;
  return std::nullopt;
}

}  // namespace full_circle::engagement
