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

/// Whether somebody has to say what becomes of it: when the two share a local board, a community, an entity
/// or a body. A shared topic, or an ask of the whole district, is shown and counted, and needs no reason.
bool has_to_be_settled(const Clash& clash);
/// "Both ask the local board kowhai-bay from Monday 14 June 2027 to Sunday 4 July 2027: 21 days."
std::string reason_text(const Clash& clash);

/// All pairs of a window that have to be settled, as places in `asks`.
struct ClashingPairs {
  std::vector<AskPointer> asks;  ///< by their first day
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
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
  void tell_complete() { m_complete = true; }
  bool complete() const { return m_complete; }
  /// Another number after every change.
  std::int64_t edition() const { return m_edition; }

  /// Asks that touch these days, by first day and uid. With `people`: theirs, and the whole district's.
  std::vector<AskFound> between(Day first, Day last) const;
  std::vector<AskFound> between(Day first, Day last, const People& people) const;
  std::vector<AskPointer> asks_of(std::string_view owner) const;

  /// What clashes with an ask that is or might be, other than its owner's own, by first day and uid.
  std::vector<Clash> clashes_of(const Ask& ask) const;
  ClashingPairs clashes_between(Day first, Day last) const;
  /// What either of the two said of it, if that covers these days.
  std::optional<SettledWith> settled(std::string_view owner, const Clash& clash) const;

 private:
  struct Slot {
    AskPointer ask;  ///< null: free
    int first_day = 0;
    int last_day = 0;
    std::uint32_t owner = 0;
    std::uint32_t counted_as = 0;
    std::vector<std::uint32_t> people;  ///< numbers of those it asks something of, sorted
  };
  /// The asks that touch each week.
  class Weeks {
   public:
    void add(std::uint32_t slot, int first_week, int last_week);
    void remove(std::uint32_t slot, int first_week, int last_week);
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
  };

  void put(const CalendarPart& part);
  void add(const Ask& ask, Owner& owner);
  void take_out(std::uint32_t slot);
  std::uint32_t number_of(const People& people);
  std::uint32_t number_of(const std::string& counted_as);
  const Weeks* weeks_of(const People& people) const;
  bool clash(const Slot& slot, const Ask& ask, std::string_view owner, Clash& found) const;
  bool settles(std::string_view owner, std::string_view with, const Clash& clash, SettledWith& found) const;
  static std::vector<AskFound> in_order(const std::vector<const Slot*>& met);

  mutable std::mutex m_mutex;
  std::atomic<bool> m_complete{false};
  std::atomic<std::int64_t> m_edition{0};
  std::vector<Slot> m_slots;
  std::vector<std::uint32_t> m_free;
  std::map<std::string, Owner, std::less<>> m_owners;
  std::unordered_map<std::string, std::uint32_t> m_counted;  ///< counted_as → number
  std::map<People, std::uint32_t> m_people;
  std::vector<Weeks> m_weeks;  ///< by number of people
  Weeks m_all;
  Weeks m_district;  ///< what asks the whole district
};

}  // namespace full_circle::engagement
