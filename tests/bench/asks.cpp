#include "tests/bench/asks.hpp"

#include "workflows/engagement/calendar/council_time.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace full_circle::bench {

using engagement::Ask;
using engagement::CalendarPart;
using engagement::People;
using engagement::PeopleKind;

namespace {

/// SplitMix64: numbers that look random, from a number.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
  number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
  return number ^ (number >> 31);
}

constexpr int days = 3'652;

}  // namespace

CalendarPart engagement_of(std::size_t number, Spread spread) {
  const std::uint64_t chance = mixed(number);
  const auto part = [&](int shift, std::uint64_t of) { return static_cast<int>((chance >> shift) % of); };
  Ask ask{.uid = "p" + std::to_string(number) + "/period-1",
          .owner = "p" + std::to_string(number),
          .slug = "engagement-" + std::to_string(number),
          .title = "Engagement " + std::to_string(number),
          .summary = "Open for feedback: Engagement " + std::to_string(number)};
  ask.state = engagement::AskState::confirmed;
  ask.first_on = engagement::plus_days(std::chrono::year{2025} / 1 / 1, part(0, days));
  ask.last_on = engagement::plus_days(ask.first_on, 13 + part(16, 43));
  const bool crowded = spread == Spread::busy && part(24, 3) == 0;
  const std::string community =
      crowded ? "busy-" + std::to_string(part(32, 3)) : "community-" + std::to_string(part(32, 60));
  ask.people = {{PeopleKind::local_board, "board-" + std::to_string(part(40, 21))},
                {PeopleKind::community, community}};
  return {.owner = ask.owner, .title = ask.title, .asks = {ask}, .settled = {}};
}

std::size_t swept_pairs(const std::vector<CalendarPart>& parts, std::size_t keep_at_most) {
  struct Row {
    std::uint32_t people;
    int first;
    int last;
    std::uint32_t owner;
  };
  std::map<People, std::uint32_t> numbers;
  std::vector<Row> rows;
  std::vector<std::vector<std::uint32_t>> people(parts.size());
  for (std::uint32_t owner = 0; owner < parts.size(); ++owner) {
    const Ask& ask = parts[owner].asks.front();
    for (const auto& who : ask.people) {
      const auto number = numbers.try_emplace(who, static_cast<std::uint32_t>(numbers.size())).first->second;
      people[owner].push_back(number);
      rows.push_back(
          {number, static_cast<int>(std::chrono::sys_days{ask.first_on}.time_since_epoch().count()),
           static_cast<int>(std::chrono::sys_days{ask.last_on}.time_since_epoch().count()), owner});
    }
    std::sort(people[owner].begin(), people[owner].end());
  }
  std::sort(rows.begin(), rows.end(), [](const Row& one, const Row& other) {
    return std::tie(one.people, one.first) < std::tie(other.people, other.first);
  });
  const auto first_shared = [&](std::uint32_t one, std::uint32_t other) {
    for (const auto number : people[one])
      if (std::count(people[other].begin(), people[other].end(), number) != 0) return number;
    return ~0U;
  };
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  std::size_t total = 0;
  std::vector<Row> still;
  for (const Row& row : rows) {
    if (!still.empty() && still.front().people != row.people) still.clear();
    std::erase_if(still, [&](const Row& going) { return going.last < row.first; });
    for (const Row& going : still)
      if (first_shared(going.owner, row.owner) == row.people) {
        if (pairs.size() < keep_at_most) pairs.emplace_back(going.owner, row.owner);
        ++total;
      }
    still.push_back(row);
  }
  return total;
}

}  // namespace full_circle::bench
