#include "workflows/engagement/loop_time.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/calendar/day_count.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {

LoopTime loop_time(const Project& project, const Context& context) {
  LoopTime time;
  if (!project.decisions.empty()) time.decided_on = project.decisions.back().decided_on;
  if (project.scope) time.promised_on = project.scope->answer_by;
  if (time.decided_on && project.decisions.back().round == project.round) {
    const auto standard =
        counted(*context.working_calendars, *time.decided_on, context.answer_within, Counting::onwards);
    if (standard.ok()) time.standard_on = standard.value();
  }
  if (project.editions.empty()) return time;
  time.published_on = day_in(project.editions.front().published_at, context.zone);
  if (time.promised_on)
    time.promise_kept = std::chrono::sys_days{*time.published_on} <= std::chrono::sys_days{*time.promised_on};
  const auto* days = context.working_calendars->find(context.answer_within.calendar);
  if (!days || !time.decided_on) return time;
  const auto taken = days->count(*time.decided_on, *time.published_on);
  if (!taken.ok()) return time;
  time.working_days = taken.value();
  time.within_standard = taken.value() <= context.answer_within.days;
  return time;
}

bool answer_is_owed(const Project& project, const Chart& project_chart) {
  static constexpr std::array<std::string_view, 5> owing{"closed", "analysing", "advised", "decided",
                                                         "drafting"};
  const auto status = status_of(project.place, project_chart);
  return std::find(owing.begin(), owing.end(), status) != owing.end();
}

std::optional<Day> answer_late_since(const Project& project, const Context& context, Day on) {
  using std::chrono::sys_days;
  const LoopTime time = loop_time(project, context);
  const bool out = time.published_on && sys_days{*time.published_on} <= sys_days{on};
  if (out || (!time.published_on && !answer_is_owed(project, context.project_chart))) return std::nullopt;
  std::optional<Day> since;
  for (const auto& due : {time.promised_on, time.standard_on})
    if (due && sys_days{*due} < sys_days{on} && (!since || sys_days{*due} < sys_days{*since})) since = due;
  return since;
}

}  // namespace full_circle::engagement
