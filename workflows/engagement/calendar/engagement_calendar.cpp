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

bool is_outside(std::string_view owner) {
  return owner.starts_with("import:");
}

/// Whether it asks everybody: a hui or a meeting never does.
bool asks_everybody(AskKind kind) {
  return asks_of_people(kind, PeopleKind::community);
}

}  // namespace

Day monday_of(Day day) {
  return Day{std::chrono::sys_days{std::chrono::days{week_of(day_number(day)) * 7 - 3}}};
}

SharedDays to_be_settled(const Clash& clash) {
  SharedDays days{.people = clash.shared, .first_on = clash.first_on, .last_on = clash.last_on};
  std::erase_if(days.people, [](const People& people) { return people.kind == PeopleKind::topic; });
  return days;
}

bool has_to_be_settled(const Clash& clash) {
  return !to_be_settled(clash).people.empty();
}

std::string reason_text(const Clash& clash) {
  std::string people;
  for (const auto& one : clash.shared) people += (people.empty() ? "" : ", ") + people_text(one);
  const int days = days_between(clash.first_on, clash.last_on) + 1;
  const std::string when = days == 1 ? " on " + day_text(clash.first_on)
                                     : " from " + day_text(clash.first_on) + " to " +
                                           day_text(clash.last_on) + ": " + std::to_string(days) + " days";
  if (people.empty()) return "One of the two asks the whole district, and both ask" + when + ".";
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

void EngagementCalendar::Weeks::remove(const std::vector<Slot>& slots, std::span<const std::uint32_t> removed,
                                       const std::vector<char>& gone) {
  std::vector<char> touched(m_weeks.size());
  for (const auto number : removed)
    for (int week = week_of(slots[number].first_day); week <= week_of(slots[number].last_day); ++week)
      touched[static_cast<std::size_t>(week - m_first)] = 1;
  for (std::size_t week = 0; week < touched.size(); ++week)
    if (touched[week]) std::erase_if(m_weeks[week], [&](std::uint32_t number) { return gone[number] != 0; });
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

/// A part with its rows written: as much as can be done before the calendar is locked.
struct EngagementCalendar::Prepared {
  explicit Prepared(const CalendarPart& part) : owner(part.owner), settled(part.settled) {
    asks.reserve(part.asks.size());
    for (const auto& ask : part.asks) {
      auto kept = std::make_shared<Ask>(ask);
      kept->row = ask_row(ask);
      asks.push_back(std::move(kept));
    }
  }
  std::string owner;
  std::vector<AskPointer> asks;
  std::vector<SettledWith> settled;
};

void EngagementCalendar::replace(const CalendarPart& part) {
  Prepared prepared(part);
  const std::lock_guard lock(m_mutex);
  put(prepared);
}

void EngagementCalendar::add_if_new(const CalendarPart& part) {
  if (part.asks.empty() && part.settled.empty()) return;
  Prepared prepared(part);
  const std::lock_guard lock(m_mutex);
  if (!m_owners.contains(part.owner)) put(prepared);
}

void EngagementCalendar::tell_complete() {
  const std::lock_guard lock(m_mutex);
  // Until now they said that what was kept of them is old.
  std::erase_if(m_owners, [](const auto& entry) { return entry.second.empty(); });
  m_complete = true;
}

void EngagementCalendar::put(Prepared& part) {
  const auto [found, is_new] = m_owners.try_emplace(part.owner);
  Owner& owner = found->second;
  if (is_new) owner.number = m_owners_ever++;
  take_out(owner.slots);
  owner.slots.clear();
  owner.settled = std::move(part.settled);
  for (auto& ask : part.asks) add(std::move(ask), owner);
  if (owner.empty() && m_complete) m_owners.erase(found);
  ++m_edition;
}

void EngagementCalendar::add(AskPointer ask, Owner& owner) {
  std::uint32_t number = 0;
  if (m_free.empty()) {
    number = static_cast<std::uint32_t>(m_slots.size());
    m_slots.emplace_back();
    m_gone.push_back(0);
  } else {
    number = m_free.back();
    m_free.pop_back();
  }
  Slot slot{.first_day = day_number(ask->first_on),
            .last_day = last_day_number(*ask),
            .owner = owner.number,
            .counted_as = counts_alone(ask->kind) ? 2 * number + 1 : 2 * owner.number,
            .outside = is_outside(ask->owner)};
  const int first_week = week_of(slot.first_day);
  const int last_week = week_of(slot.last_day);
  for (const auto& people : ask->people) {
    const auto who = number_of(people);
    m_weeks[who].add(number, first_week, last_week);
    if (asks_of_people(ask->kind, people.kind)) slot.people.push_back(who);
  }
  std::sort(slot.people.begin(), slot.people.end());
  if (ask->whole_district) m_district.add(number, first_week, last_week);
  m_all.add(number, first_week, last_week);
  if (ask->kind == AskKind::hui) m_hui[ask->uid] = number;
  slot.ask = std::move(ask);
  m_slots[number] = std::move(slot);
  owner.slots.push_back(number);
}

void EngagementCalendar::take_out(const std::vector<std::uint32_t>& slots) {
  if (slots.empty()) return;
  std::map<std::uint32_t, std::vector<std::uint32_t>> asked;  // by number of people
  std::vector<std::uint32_t> of_district;
  for (const auto number : slots) {
    m_gone[number] = 1;
    const Ask& ask = *m_slots[number].ask;
    for (const auto& people : ask.people) asked[number_of(people)].push_back(number);
    if (ask.whole_district) of_district.push_back(number);
  }
  for (const auto& [who, numbers] : asked) m_weeks[who].remove(m_slots, numbers, m_gone);
  if (!of_district.empty()) m_district.remove(m_slots, of_district, m_gone);
  m_all.remove(m_slots, slots, m_gone);
  for (const auto number : slots) {
    if (m_slots[number].ask->kind == AskKind::hui) m_hui.erase(m_slots[number].ask->uid);
    m_slots[number] = {};
    m_gone[number] = 0;
    m_free.push_back(number);
  }
}

std::uint32_t EngagementCalendar::number_of(const People& people) {
  const auto [found, is_new] = m_people.try_emplace(people, static_cast<std::uint32_t>(m_weeks.size()));
  if (is_new) m_weeks.emplace_back();
  return found->second;
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

const EngagementCalendar::Weeks* EngagementCalendar::weeks_of(const People& people) const {
  const auto found = m_people.find(people);
  return found == m_people.end() ? nullptr : &m_weeks[found->second];
}

const EngagementCalendar::Slot* EngagementCalendar::host_of(const Ask& ask) const {
  if (ask.joins.empty()) return nullptr;
  const auto found = m_hui.find(ask.joins);
  if (found == m_hui.end()) return nullptr;
  const Slot& host = m_slots[found->second];
  return takes_up(*host.ask, ask) ? &host : nullptr;
}

std::uint32_t EngagementCalendar::counted_as(const Slot& slot) const {
  const Slot* host = host_of(*slot.ask);
  return host ? host->counted_as : slot.counted_as;
}

bool EngagementCalendar::one_occasion(const Ask& one, const Ask& other) const {
  if (one.kind != AskKind::hui || other.kind != AskKind::hui) return one_meeting(one, other);
  const Slot* host = host_of(one);
  const Slot* others = host_of(other);
  return (host ? host->ask->uid : one.uid) == (others ? others->ask->uid : other.uid);
}

std::vector<AskFound> EngagementCalendar::in_order(const std::vector<const Slot*>& met) const {
  std::vector<AskFound> found;
  found.reserve(met.size());
  for (const auto* slot : met) found.push_back({slot->ask, counted_as(*slot)});
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

bool EngagementCalendar::knows(const People& people) const {
  const std::lock_guard lock(m_mutex);
  return weeks_of(people) != nullptr;
}

AskPointer EngagementCalendar::host(const Ask& joining) const {
  const std::lock_guard lock(m_mutex);
  const Slot* host = host_of(joining);
  return host ? host->ask : nullptr;
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

std::optional<SettledWith> EngagementCalendar::settled(std::string_view owner, const Clash& clash) const {
  const auto shared = to_be_settled(clash);
  const std::lock_guard lock(m_mutex);
  const auto said_by = [&](std::string_view who, std::string_view with) -> const SettledWith* {
    const auto found = m_owners.find(who);
    return found == m_owners.end() ? nullptr : word_on(found->second.settled, with, shared);
  };
  if (const auto* own = said_by(owner, clash.other->owner)) return *own;
  const auto* others = said_by(clash.other->owner, owner);
  return others && others->for_both ? std::optional(*others) : std::nullopt;
}

}  // namespace full_circle::engagement
