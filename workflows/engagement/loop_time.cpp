#include "workflows/engagement/loop_time.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {

LoopTime loop_time(const Project& project, const Context& context) {
  LoopTime time;
  if (!project.decisions.empty()) time.decided_on = project.decisions.back().decided_on;
  if (project.scope) time.promised_on = project.scope->answer_by;
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

bool answer_is_late(const Project& project, const Chart& project_chart, Day today) {
  static constexpr std::array<std::string_view, 5> owing{"closed", "analysing", "advised", "decided",
                                                         "drafting"};
  const auto status = status_of(project.place, project_chart);
  const bool owed = std::find(owing.begin(), owing.end(), status) != owing.end();
  return owed && project.scope &&
         std::chrono::sys_days{project.scope->answer_by} < std::chrono::sys_days{today};
}

}  // namespace full_circle::engagement
