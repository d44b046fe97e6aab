#include "workflows/engagement/due_days.hpp"

#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/loop_time.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

std::optional<Day> anchor_day(const Activity& activity, const Project& project, const Context& context) {
  const auto& anchor = activity.due->anchor;
  if (anchor == "project_created") return day_in(project.created_at, context.zone);
  if (anchor == "stage_begun" && working_stage(project.place, context.project_chart) == activity.stage)
    return day_in(project.stage_since, context.zone);
  if (anchor == "opens_on" && project.period) return project.period->opens_on;
  if (anchor == "closes_on" && project.period) return project.period->closes_on;
  if (anchor == "decision_on" && project.scope) return project.scope->decision_on;
  if (anchor == "answer_by" && project.scope) return project.scope->answer_by;
  return std::nullopt;
}

/// Something that has a due day and is not done.
struct Waiting {
  std::string kind;  ///< activity, answer: as an escalation rule names it
  std::string what;
  Day due_on;
};

std::vector<Waiting> waiting_things(const Project& project, const Definition& definition,
                                    const Context& context) {
  std::vector<Waiting> all;
  for (const auto& activity : definition.activities) {
    if (!still_to_do(activity, project, context.project_chart)) continue;
    if (const auto due = due_day(activity, project, context); due.due_on)
      all.push_back({"activity", "activity_" + activity.name, *due.due_on});
  }
  if (project.scope && project.announced_at && project.editions.empty())
    all.push_back({"answer", "answer", project.scope->answer_by});
  return all;
}

}  // namespace

Day put_off(Day day, Day from, const Project& project, const Context& context) {
  for (const auto& [began, ended] : project.stood_still) {
    const Day still_from = std::max(from, day_in(began, context.zone));
    const Day again_on = day_in(ended, context.zone);
    if (day < still_from || again_on <= still_from) continue;
    day = plus_days(day, days_between(still_from, again_on));
  }
  return day;
}

namespace {

/// What is due within working days is not put off to a day off.
Day on_a_working_day(Day day, const DayCount& count, const Context& context) {
  if (!count.in_working_days()) return day;
  const auto next =
      counted(*context.working_calendars, plus_days(day, -1), {1, count.calendar}, Counting::onwards);
  return next.ok() ? next.value() : day;
}

}  // namespace

DueDay due_day(const Activity& activity, const Project& project, const Context& context) {
  const auto record = project.activities.find(activity.name);
  if (record != project.activities.end() && record->second.due_on) {
    const Day set_on = day_in(record->second.assigned_at, context.zone);
    const Day due_on = put_off(*record->second.due_on, set_on, project, context);
    return {.due_on = due_on, .put_off_days = days_between(*record->second.due_on, due_on)};
  }
  if (!activity.due) return {};
  const auto from = anchor_day(activity, project, context);
  if (!from) return {};
  const auto direction = activity.due->before ? Counting::back : Counting::onwards;
  const auto due = counted(*context.working_calendars, *from, activity.due->count, direction);
  if (!due.ok()) return {.counted_from = from, .why_not = due.refusal().message};
  // Counted back, it hangs on a day that a suspension does not move.
  if (activity.due->before) return {.counted_from = from, .due_on = due.value(), .stands_still = false};
  Day due_on = put_off(due.value(), *from, project, context);
  if (due_on != due.value()) due_on = on_a_working_day(due_on, activity.due->count, context);
  return {.counted_from = from, .due_on = due_on, .put_off_days = days_between(due.value(), due_on)};
}

bool still_to_do(const Activity& activity, const Project& project, const Chart& project_chart) {
  const auto stage = stage_order(working_stage(project.place, project_chart));
  if (!stage || stage_order(activity.stage).value_or(0) < *stage) return false;
  const auto record = project.activities.find(activity.name);
  return record == project.activities.end() || record->second.state == ActivityRecord::State::open;
}

std::vector<Escalation> escalations_to_come(const Project& project, const Definition& definition,
                                            const Context& context) {
  std::vector<Escalation> all;
  if (definition.escalation.empty() || !context.project_chart.is_in(project.place, "underway")) return all;
  for (const auto& waiting : waiting_things(project, definition, context)) {
    for (const auto& rule : definition.escalation) {
      if (rule.overdue != waiting.kind) continue;
      const auto day = counted(*context.working_calendars, waiting.due_on, rule.after, Counting::onwards);
      if (!day.ok()) continue;  // the clocks say that it cannot be counted
      // The days until somebody is told stand still as well: not all of it is told on the day work goes on.
      const Day told_on = put_off(day.value(), waiting.due_on, project, context);
      OverdueEscalated event{waiting.what, waiting.due_on, rule.tell};
      const auto& told = *project.escalated;
      if (std::find(told.begin(), told.end(), event) != told.end()) continue;
      all.push_back({std::move(event), start_of(told_on, context.zone)});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& one, const auto& other) { return one.at < other.at; });
  return all;
}

AnswerDays answer_days(const Project& project, const Context& context) {
  if (!answer_is_owed(project, context.project_chart)) return {};
  const LoopTime time = loop_time(project, context);
  return {time.promised_on, time.standard_on};
}

bool same_answer_days(const Project& before, const Project& after) {
  return before.place == after.place && before.scope.same_as(after.scope) &&
         before.decisions.same_as(after.decisions);
}

bool same_due_days(const Project& before, const Project& after) {
  const auto period = [](const Project& project) {
    return project.period ? std::pair(project.period->opens_on, project.period->closes_on)
                          : std::pair(Day{}, Day{});
  };
  return before.place == after.place && before.stage_since == after.stage_since &&
         before.announced_at == after.announced_at && period(before) == period(after) &&
         before.scope.same_as(after.scope) && before.activities.same_as(after.activities) &&
         before.escalated.same_as(after.escalated) && before.editions.same_as(after.editions) &&
         before.stood_still.same_as(after.stood_still);
}

}  // namespace full_circle::engagement
