#include "workflows/engagement/calendar/project_clashes.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace full_circle::engagement {

namespace {

using std::chrono::sys_days;

constexpr int near_days = 28;
constexpr int horizon_days = 182;

/// What has to be settled around an ask, for trying other days.
class Around {
 public:
  Around(const EngagementCalendar& calendar, const Ask& ask) : m_calendar(calendar), m_ask(ask) {
    Ask wide = ask;
    wide.first_on = plus_days(ask.first_on, -horizon_days);
    wide.last_on = plus_days(ask.last_on, horizon_days);
    m_clashes = calendar.clashes_of(wide);
    std::erase_if(m_clashes, [](const Clash& clash) { return !has_to_be_settled(clash); });
  }

  int days_shared(int moved) const {
    int days = 0;
    each(moved, [&](const Clash&, Day first, Day last) { days += days_between(first, last) + 1; });
    return days;
  }
  /// Moves worth trying: to just after, or just before, something that is in the way.
  std::set<int> moves() const {
    std::set<int> moves;
    for (const auto& clash : m_clashes) {
      moves.insert(days_between(m_ask.first_on, clash.other->last_on) + 1);
      moves.insert(days_between(m_ask.last_on, clash.other->first_on) - 1);
    }
    return moves;
  }
  OtherDays at(int moved) const {
    OtherDays days{.first_on = plus_days(m_ask.first_on, moved),
                   .last_on = plus_days(m_ask.last_on, moved),
                   .days_moved = moved,
                   .days_shared = days_shared(moved)};
    std::set<std::string_view> owners;
    each(moved, [&](const Clash& clash, Day, Day) {
      if (owners.insert(clash.other->owner).second) days.others.push_back(clash.other);
    });
    days.asks_at_once = 1 + most_others(days);
    return days;
  }

 private:
  template <class Visit>
  void each(int moved, Visit visit) const {
    const Day first = plus_days(m_ask.first_on, moved);
    const Day last = plus_days(m_ask.last_on, moved);
    for (const auto& clash : m_clashes) {
      const Day from = std::max(first, clash.other->first_on);
      const Day to = std::min(last, clash.other->last_on);
      if (from <= to) visit(clash, from, to);
    }
  }
  int most_others(const OtherDays& days) const {
    const Day monday = monday_of(days.first_on);
    const int weeks = days_between(monday, days.last_on) / 7 + 1;
    int most = 0;
    for (const auto& people : m_ask.people) {
      auto found = m_calendar.between(days.first_on, days.last_on, people);
      std::erase_if(found, [&](const AskFound& one) { return one.ask->owner == m_ask.owner; });
      for (const int load : asks_at_once(found, people.kind, monday, weeks)) most = std::max(most, load);
    }
    return most;
  }

  const EngagementCalendar& m_calendar;
  const Ask& m_ask;
  std::vector<Clash> m_clashes;
};

Day first_shared_day(const ClashWith& with) {
  Day first = with.clashes.front().second.first_on;
  for (const auto& [own, clash] : with.clashes) first = std::min(first, clash.first_on);
  return first;
}

}  // namespace

std::vector<ClashWith> clashes_with_others(const Project& project, const Context& context, Day today,
                                           const OfOwn& of_own) {
  std::vector<ClashWith> all;
  if (!context.calendar) return all;
  const auto part = calendar_part(project, context);
  std::map<std::string, bool> left;  // by the other's owner: something nobody has said a word on
  for (const auto& ask : part.asks) {
    if (ask.last_on < today || !of_own(ask)) continue;
    const auto own = std::make_shared<const Ask>(ask);
    for (auto& clash : context.calendar->clashes_of(ask)) {
      if (clash.last_on < today) continue;
      const std::string& owner = clash.other->owner;
      auto with =
          std::find_if(all.begin(), all.end(), [&](const ClashWith& one) { return one.owner == owner; });
      if (with == all.end()) with = all.insert(all.end(), {.owner = owner, .title = clash.other->title});
      if (has_to_be_settled(clash)) {
        with->to_settle = true;
        // The project's own words may be newer than those that the calendar knows.
        const auto* word = word_on(part.settled, owner, to_be_settled(clash));
        with->settled = word ? std::optional(*word) : context.calendar->settled(project.id, clash);
        left[owner] = left[owner] || !with->settled;
      }
      with->clashes.emplace_back(own, std::move(clash));
    }
  }
  for (auto& with : all)
    if (left[with.owner]) with.settled.reset();
  std::stable_sort(all.begin(), all.end(), [](const ClashWith& one, const ClashWith& other) {
    return first_shared_day(one) < first_shared_day(other);
  });
  return all;
}

std::vector<OtherDays> other_days(const EngagementCalendar& calendar, const Ask& ask, Day earliest) {
  const Around around(calendar, ask);
  const int least_moved = std::max(days_between(ask.first_on, earliest), -horizon_days);
  std::vector<OtherDays> found;
  std::optional<int> later;
  std::optional<int> earlier;
  std::optional<int> fewest;
  if (around.days_shared(0) == 0) return found;
  for (const int moved : around.moves()) {
    if (moved < least_moved || moved > horizon_days || moved == 0) continue;
    const int shared = around.days_shared(moved);
    if (shared == 0 && moved > 0 && !later) later = moved;
    if (shared == 0 && moved < 0) earlier = moved;
    const bool near = moved >= -near_days && moved <= near_days;
    if (near && shared < around.days_shared(fewest.value_or(0))) fewest = moved;
  }
  if (later) found.push_back(around.at(*later));
  if (earlier) found.push_back(around.at(*earlier));
  const bool free_nearby = (later && *later <= near_days) || (earlier && *earlier >= -near_days);
  if (!free_nearby && fewest) found.push_back(around.at(*fewest));
  return found;
}

}  // namespace full_circle::engagement
