#pragma once
/// When the activities of a definition are due on one project, and which of them are overdue for so long that
/// somebody is told.

#include "workflows/engagement/workflow.hpp"

#include <optional>
#include <string>
#include <vector>

namespace full_circle::engagement {

struct DueDay {
  std::optional<Day> counted_from;  ///< the anchor's day; null for a day somebody set
  std::optional<Day> due_on;        ///< null while nothing says, or when it cannot be counted
  std::string why_not{};            ///< why it cannot be counted
};
/// The day an activity was assigned with, else the definition's rule, counted from its anchor.
DueDay due_day(const Activity& activity, const Project& project, const Context& context);

/// The stage that is being worked on; of a suspended project, the one it will resume in. Empty once ended.
std::string_view working_stage(const Project& project, const Chart& project_chart);

/// Whether an activity is still to be done: its stage has not been left, and it is neither done nor waived.
bool still_to_do(const Activity& activity, const Project& project, const Chart& project_chart);

/// What the definition's `escalation` calls for and nobody was told yet.
struct Escalation {
  OverdueEscalated event;
  Instant at{};  ///< the start of the day on which it is told
};
/// In order of time. Nothing while the project is suspended, being withdrawn or ended.
std::vector<Escalation> escalations_to_come(const Project& project, const Definition& definition,
                                            const Context& context);

}  // namespace full_circle::engagement
