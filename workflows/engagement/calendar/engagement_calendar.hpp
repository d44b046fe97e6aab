#pragma once
/// The council's engagement calendar in memory: who is asked what, when. Every ask stands in the weeks it
/// touches, once for each of the people it asks, so that a window, the load of a week and the clashes of one
/// date are read from a few short lists. Any thread may read; changes come from the one that writes.

#include "workflows/engagement/calendar/ask.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace full_circle::engagement {

using AskPointer = std::shared_ptr<const Ask>;

/// An ask found in a window. Two with one number count as one ask.
struct AskFound {
  AskPointer ask;
  std::uint32_t counted_as = 0;
};

/// Two asks of different owners that share people and days.
struct Clash {
  AskPointer other;
  std::vector<People> shared;  ///< by name; empty: only because one of the two asks the whole district
  Day first_on{};              ///< the days both have, both included
  Day last_on{};
};

/// Of whom somebody has to say what becomes of it: a local board, a community, an entity or a body that both
/// ask. A shared topic, or an ask of the whole district, is shown and counted, and needs no reason.
SharedDays to_be_settled(const Clash& clash);
bool has_to_be_settled(const Clash& clash);
/// "Both ask the local board kowhai-bay from Monday 14 June 2027 to Sunday 4 July 2027: 21 days."
std::string reason_text(const Clash& clash);

/// The pairs of a window that have to be settled, as places in `asks`. What two outside calendars ask at the
/// same time is not ours to settle.
struct ClashingPairs {
  std::vector<AskPointer> asks;  ///< by their first day
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  std::size_t total = 0;  ///< also those that were counted and not kept
};

/// Weeks begin on Monday.
Day monday_of(Day day);

/// How many ask these people at once in each of `weeks` weeks from the Monday `first`.
std::vector<int> asks_at_once(std::span<const AskFound> asks, PeopleKind kind, Day first, int weeks);

class EngagementCalendar {
 public:
  /// Takes the place of all that was known of this owner.
  void replace(const CalendarPart& part);
  /// From what is kept, while newer events may have come in already: does nothing when the owner is known.
  void add_if_new(const CalendarPart& part);
  /// Everything that is kept is in it. Until then whoever asks has to be told to come again.
  void tell_complete();
  bool complete() const { return m_complete; }
  /// Another number after every change.
  std::int64_t edition() const { return m_edition; }

  /// Asks that touch these days, by first day and uid. With `people`: theirs, and the whole district's.
  std::vector<AskFound> between(Day first, Day last) const;
  std::vector<AskFound> between(Day first, Day last, const People& people) const;
  std::vector<AskPointer> asks_of(std::string_view owner) const;

  /// The hui of another project in which this one is taken up; null when there is none, or not at that time.
  AskPointer host(const Ask& joining) const;
  /// Whether anything was ever asked of them: a name that is spelt otherwise is nobody's.
  bool knows(const People& people) const;
  /// What clashes with an ask that is or might be, other than its owner's own, by first day and uid.
  std::vector<Clash> clashes_of(const Ask& ask) const;
  ClashingPairs clashes_between(Day first, Day last, std::size_t keep_at_most) const;
  /// What either of the two said of it, if that covers these people and days.
  std::optional<SettledWith> settled(std::string_view owner, const Clash& clash) const;

 private:
  struct Slot {
    AskPointer ask;  ///< null: free
    int first_day = 0;
    int last_day = 0;
    std::uint32_t owner = 0;
    std::uint32_t counted_as = 0;
    bool outside = false;               ///< brought in from a partner's calendar
    std::vector<std::uint32_t> people;  ///< numbers of those it asks something of, sorted
  };
  /// The asks that touch each week.
  class Weeks {
   public:
    void add(std::uint32_t slot, int first_week, int last_week);
    /// Slots that lie in these weeks; `gone` says so of each slot.
    void remove(const std::vector<Slot>& slots, std::span<const std::uint32_t> removed,
                const std::vector<char>& gone);
    /// Adds to `met` what touches these days: each once, though it may touch many weeks.
    void meet(const std::vector<Slot>& slots, int first_day, int last_day,
              std::vector<const Slot*>& met) const;

   private:
    int m_first = 0;
    std::vector<std::vector<std::uint32_t>> m_weeks;
  };
  struct Owner {
    std::uint32_t number = 0;
    std::vector<std::uint32_t> slots;
    std::vector<SettledWith> settled;
    bool empty() const { return slots.empty() && settled.empty(); }
  };

  struct Prepared;
  void put(Prepared& part);
  void add(AskPointer ask, Owner& owner);
  void take_out(const std::vector<std::uint32_t>& slots);
  std::uint32_t number_of(const People& people);
  const Weeks* weeks_of(const People& people) const;
  bool clash(const Slot& slot, const Ask& ask, std::string_view owner, Clash& found) const;
  /// The hui in which this one is taken up; null when it is on its own.
  const Slot* host_of(const Ask& ask) const;
  std::uint32_t counted_as(const Slot& slot) const;
  bool one_occasion(const Ask& one, const Ask& other) const;
  std::vector<AskFound> in_order(const std::vector<const Slot*>& met) const;

  mutable std::mutex m_mutex;
  std::atomic<bool> m_complete{false};
  std::atomic<std::int64_t> m_edition{0};
  std::vector<Slot> m_slots;
  std::vector<std::uint32_t> m_free;
  std::uint32_t m_owners_ever = 0;
  std::map<std::string, Owner, std::less<>> m_owners;
  std::unordered_map<std::string, std::uint32_t> m_hui;  ///< uid → slot
  std::vector<char> m_gone;                              ///< by slot; all 0 between changes
  std::map<People, std::uint32_t> m_people;
  std::vector<Weeks> m_weeks;  ///< by number of people
  Weeks m_all;
  Weeks m_district;  ///< what asks the whole district
};

}  // namespace full_circle::engagement
