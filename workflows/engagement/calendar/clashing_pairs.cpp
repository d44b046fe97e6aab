// All clashing pairs of a window: the asks in order of their first day, and for each of the people they ask
// a sweep that keeps those still going on.
#include "workflows/engagement/calendar/engagement_calendar.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

constexpr std::uint32_t outside = UINT32_MAX;

struct Going {
  int first_day = 0;
  int last_day = 0;
  std::uint32_t owner = 0;  ///< one for all that was brought in from outside
  std::uint32_t place = 0;  ///< among the asks of the window
};

/// The smallest number in both, of which there is at least one.
std::uint32_t first_shared(const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other) {
  auto left = one.begin();
  auto right = other.begin();
  while (*left != *right) ++(*left < *right ? left : right);
  return *left;
}

}  // namespace

ClashingPairs EngagementCalendar::clashes_between(Day first, Day last, std::size_t keep_at_most) const {
  ClashingPairs found;
  std::vector<std::vector<std::uint32_t>> people;  // by place
  std::vector<std::vector<Going>> asked;           // by number of people
  std::vector<std::uint32_t> counted;              // by place
  std::vector<bool> on_occasions;                  // who is asked to hui and meetings, by number
  {
    std::vector<const Slot*> met;
    const std::lock_guard lock(m_mutex);
    asked.resize(m_weeks.size());
    std::vector<bool> topics(m_weeks.size());
    on_occasions.resize(m_weeks.size());
    for (const auto& [who, number] : m_people) {
      topics[number] = who.kind == PeopleKind::topic;
      on_occasions[number] = who.kind == PeopleKind::entity || who.kind == PeopleKind::body;
    }
    m_all.meet(m_slots, static_cast<int>(std::chrono::sys_days{first}.time_since_epoch().count()),
               static_cast<int>(std::chrono::sys_days{last}.time_since_epoch().count()), met);
    std::erase_if(met, [](const Slot* slot) { return slot->people.empty() || !counts(*slot->ask); });
    std::stable_sort(met.begin(), met.end(),
                     [](const Slot* one, const Slot* other) { return one->first_day < other->first_day; });
    found.asks.reserve(met.size());
    people.reserve(met.size());
    counted.reserve(met.size());
    for (const auto* slot : met) {
      const Going going{slot->first_day, slot->last_day, slot->outside ? outside : slot->owner,
                        static_cast<std::uint32_t>(found.asks.size())};
      counted.push_back(counted_as(*slot));
      auto& numbers = people.emplace_back();
      for (const auto who : slot->people)
        if (!topics[who]) {
          numbers.push_back(who);
          asked[who].push_back(going);
        }
      found.asks.push_back(slot->ask);
    }
  }
  const auto one_gathering = [&](std::uint32_t one, std::uint32_t other) {
    return counted[one] == counted[other] || one_meeting(*found.asks[one], *found.asks[other]);
  };
  std::vector<Going> still;
  for (std::uint32_t who = 0; who < asked.size(); ++who) {
    still.clear();
    for (const auto& next : asked[who]) {
      std::size_t kept = 0;
      for (const auto& going : still) {
        if (going.last_day < next.first_day) continue;
        still[kept++] = going;
        if (going.owner == next.owner) continue;
        if (on_occasions[who] && one_gathering(going.place, next.place)) continue;
        const auto& one = people[going.place];
        const auto& other = people[next.place];
        // Those who share several people are one pair.
        if (one.size() > 1 && other.size() > 1 && first_shared(one, other) != who) continue;
        if (found.pairs.size() < keep_at_most) found.pairs.emplace_back(going.place, next.place);
        ++found.total;
      }
      still.resize(kept);
      still.push_back(next);
    }
  }
  return found;
}

}  // namespace full_circle::engagement
