#include "workflows/engagement/due_days.hpp"

#include "workflows/engagement/definition_words.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

std::optional<Day> anchor_day(const Activity& activity, const Project& project, const Context& context) {
  const auto& anchor = activity.due->anchor;
  if (anchor == "project_created") return day_in(project.created_at, context.zone);
  if (anchor == "stage_begun" && stage_of(project.place, context.project_chart) == activity.stage)
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

DueDay due_day(const Activity& activity, const Project& project, const Context& context) {
  const auto record = project.activities.find(activity.name);
  if (record != project.activities.end() && record->second.due_on)
    return {std::nullopt, record->second.due_on};
  if (!activity.due) return {};
  const auto from = anchor_day(activity, project, context);
  if (!from) return {};
  const auto direction = activity.due->before ? Counting::back : Counting::onwards;
  const auto due = counted(*context.working_calendars, *from, activity.due->count, direction);
  if (!due.ok()) return {from, std::nullopt, due.refusal().message};
  return {from, due.value()};
}

std::string_view working_stage(const Project& project, const Chart& project_chart) {
  const auto resumed = project_chart.next(project.place, "project_resumed");
  return stage_of(resumed.value_or(project.place), project_chart);
}

bool still_to_do(const Activity& activity, const Project& project, const Chart& project_chart) {
  const auto stage = stage_order(working_stage(project, project_chart));
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
      OverdueEscalated event{waiting.what, waiting.due_on, rule.tell};
      const auto& told = *project.escalated;
      if (std::find(told.begin(), told.end(), event) != told.end()) continue;
      all.push_back({std::move(event), start_of(day.value(), context.zone)});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& one, const auto& other) { return one.at < other.at; });
  return all;
}

}  // namespace full_circle::engagement
