#pragma once
/// One step of a forecast while its bounds are gathered, and the counting between steps. Included by the
/// forecast only.

#include "workflows/engagement/calendar/forecast.hpp"

namespace full_circle::engagement {

/// The day of a step, for the steps that count from it. Without a day it cannot be counted, and says why.
struct Point {
  std::optional<Day> day;
  std::string step;  ///< empty: none, as with today
  std::string why_not{};
};

/// The later day; what cannot be counted wins, because nothing can be said of the later.
Point later_of(const Point& one, const Point& other);

ForecastRule not_before_today();

class StepDraft {
 public:
  explicit StepDraft(ForecastStep step) : m_step(std::move(step)) {}

  ForecastStep& step() { return m_step; }
  void no_sooner(const Point& than, const ForecastRule& rule);
  /// A planned day after this breaks the rule; the earliest day heeds it not.
  void no_later(const Point& than, const ForecastRule& rule);
  void waits_openly(const OpenEnd& open_end);

  const std::optional<Day>& earliest() const { return m_step.earliest_on; }
  /// The step as it is told; of one that is done, only that.
  ForecastStep finished() const;
  /// Where the next steps count from: done, else planned where that keeps the rules, else the earliest.
  Point point() const;

 private:
  struct Limit {
    Day day;
    std::string sentence;
  };
  ForecastStep m_step;
  std::vector<Limit> m_no_sooner;
  std::vector<Limit> m_no_later;
};

class StepCounting {
 public:
  explicit StepCounting(const WorkingCalendars& calendars) : m_calendars(calendars) {}

  Point onwards(const Point& from, const DayCount& count) const;
  /// The first day that has so many days between it and `from` when they are counted back, as due days are.
  /// (Counting onwards differs from it around days off.)
  Point with_room(const Point& from, const DayCount& count) const;
  /// The first day from `candidate` on for which a meeting can still be made known, when nobody was told yet.
  Point first_meeting(const MeetingRule& rule, Day today, Day candidate) const;

 private:
  bool can_be_made_known(const MeetingRule& rule, Day today, Day meeting) const;

  const WorkingCalendars& m_calendars;
};

/// What a step waits for, and by which rule.
struct Wait {
  Point until;
  ForecastRule rule;
};

/// The branches beside the cycle, and what of them the cycle waits for.
struct BranchForecast {
  std::vector<ForecastStep> steps;
  std::vector<Wait> before_announcing;
  std::vector<Wait> before_reporting;
  bool others = false;  ///< some that whoever asks may not see
};
BranchForecast forecast_branches(const Project& project, const Definition& definition, const Context& context,
                                 Day today, const WhatIf& what_if, const SeesBranch& sees);

/// What reporting waits for when another round begins and every entity is asked again.
std::vector<Wait> asked_again(const Project& project, const Definition& definition, const Context& context,
                              const Point& round_begins, const SeesBranch& sees);

}  // namespace full_circle::engagement
