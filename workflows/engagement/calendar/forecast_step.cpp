#include "workflows/engagement/calendar/forecast_step.hpp"

#include <algorithm>

namespace full_circle::engagement {

Point later_of(const Point& one, const Point& other) {
  if (!one.day || !other.day) return one.day ? other : one;
  return *one.day < *other.day ? other : one;
}

ForecastRule not_before_today() {
  return {"today", "It cannot be before today"};
}

void StepDraft::no_sooner(const Point& than, const ForecastRule& rule) {
  if (!than.day) {
    m_step.note = than.why_not;
    return;
  }
  m_no_sooner.push_back({*than.day, rule.says + ": " + day_text(*than.day) + " or later."});
  auto& earliest = m_step.earliest_on;
  // Of two rules that come to one day, the second says more than "not before today".
  const bool says_more = earliest == than.day && m_step.rule.name == not_before_today().name;
  if (earliest && *than.day <= *earliest && !says_more) return;
  earliest = than.day;
  m_step.waits_for = than.step;
  m_step.rule = rule;
}

void StepDraft::no_later(const Point& than, const ForecastRule& rule) {
  if (than.day) m_no_later.push_back({*than.day, rule.says + ": " + day_text(*than.day) + " or earlier."});
}

void StepDraft::waits_openly(const OpenEnd& open_end) {
  auto& all = m_step.open_ends;
  const bool there = std::any_of(all.begin(), all.end(), [&](const OpenEnd& other) {
    return other.name == open_end.name && other.what == open_end.what;
  });
  if (!there) all.push_back(open_end);
}

ForecastStep StepDraft::finished() const {
  ForecastStep step = m_step;
  if (step.done_on) {
    step.earliest_on.reset();
    step.waits_for.clear();
    step.rule = {};
    step.note.clear();
    return step;
  }
  if (!step.note.empty()) step.earliest_on.reset();
  if (!step.planned_on) return step;
  for (const auto& [day, sentence] : m_no_sooner)
    if (*step.planned_on < day) step.breaks.push_back(sentence);
  for (const auto& [day, sentence] : m_no_later)
    if (day < *step.planned_on) step.breaks.push_back(sentence);
  return step;
}

Point StepDraft::point() const {
  if (m_step.done_on) return {m_step.done_on, m_step.name};
  if (!m_step.note.empty()) return {m_step.planned_on, m_step.name, m_step.note};
  const bool as_planned =
      m_step.planned_on && m_step.earliest_on && *m_step.earliest_on <= *m_step.planned_on;
  return {as_planned ? m_step.planned_on : m_step.earliest_on, m_step.name};
}

Point StepCounting::onwards(const Point& from, const DayCount& count) const {
  if (!from.day) return from;
  const auto day = counted(m_calendars, *from.day, count, Counting::onwards);
  if (!day.ok()) return {std::nullopt, from.step, "It cannot be counted: " + day.refusal().message + "."};
  return {day.value(), from.step};
}

Point StepCounting::with_room(const Point& from, const DayCount& count) const {
  Point found = onwards(from, count);
  if (!found.day) return found;
  const auto has_room = [&](Day day) {
    const auto back = counted(m_calendars, day, count, Counting::back);
    return back.ok() && *from.day <= back.value();
  };
  while (!has_room(*found.day)) {
    const Point next = onwards(found, {1});
    if (!counted(m_calendars, *next.day, count, Counting::back).ok())
      return {std::nullopt, from.step, "It cannot be counted: the rules do not reach so far."};
    found = next;
  }
  while (has_room(plus_days(*found.day, -1))) found.day = plus_days(*found.day, -1);
  return found;
}

bool StepCounting::can_be_made_known(const MeetingRule& rule, Day today, Day meeting) const {
  const Day month_end{(meeting.year() / meeting.month() - std::chrono::months{1}) / std::chrono::last};
  if (today <= plus_days(month_end, -rule.notice_days_min)) return true;
  if (unsigned{meeting.day()} < static_cast<unsigned>(rule.late_in_month_from)) return false;
  const auto last =
      counted(m_calendars, meeting, {rule.late_notice_working_days_min, rule.calendar}, Counting::back);
  return last.ok() && today <= last.value();
}

Point StepCounting::first_meeting(const MeetingRule& rule, Day today, Day candidate) const {
  // Ends: of a meeting months away, the month before ends late enough.
  while (!can_be_made_known(rule, today, candidate)) candidate = plus_days(candidate, 1);
  return {candidate, {}};
}

}  // namespace full_circle::engagement
