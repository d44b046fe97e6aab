#pragma once
/// When the activities of a definition are due on one project, and which of them are overdue for so long that
/// somebody is told.

#include "workflows/engagement/workflow.hpp"

#include <optional>
#include <string>
#include <vector>

namespace full_circle::engagement {

struct DueDay {
  std::optional<Day> counted_from{};  ///< the anchor's day; null for a day somebody set
  std::optional<Day> due_on{};        ///< null while nothing says, or when it cannot be counted
  std::string why_not{};              ///< why it cannot be counted
  bool stands_still = true;           ///< a suspension puts it off; not what is counted back
  int put_off_days = 0;               ///< by the suspensions that are over
};
/// `day`, which counts from `from`, put off by every suspension that began before it had passed: by as many
/// days of it as lie after `from`.
Day put_off(Day day, Day from, const Project& project, const Context& context);
/// The day an activity was assigned with, else the definition's rule, counted from its anchor. Both are put
/// off by suspensions.
DueDay due_day(const Activity& activity, const Project& project, const Context& context);

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

/// By when people are owed the answer: the last day of each, where there is one. Nothing once it is
/// published, and while nobody has been asked.
struct AnswerDays {
  std::optional<Day> promised_on{};  ///< in the scope
  std::optional<Day> standard_on{};  ///< the council's own standard, counted from the decision
};
AnswerDays answer_days(const Project& project, const Context& context);
/// Whether nothing that they follow from differs. Costs far less than working them out.
bool same_answer_days(const Project& before, const Project& after);

/// Whether nothing that due days, or what is told of them, follow from differs between two versions of a
/// project under one definition. Costs far less than working them out; may be false where they are the same.
bool same_due_days(const Project& before, const Project& after);

}  // namespace full_circle::engagement
