#pragma once
/// How long people waited for the answer, as the council's own standard counts it. Sources: LGA s 82(1)(f),
/// SA step 5; the standard is the council's (settings: council.answer_working_days).

#include "workflows/engagement/project.hpp"

#include <cstdint>
#include <optional>

namespace full_circle::engagement {

struct Context;

struct LoopTime {
  std::optional<Day> decided_on;             ///< the last decision
  std::optional<Day> published_on;           ///< the first edition of the answer
  std::optional<Day> promised_on;            ///< by when people were told they would hear back
  std::optional<Day> standard_on;            ///< by when the standard asks for it, once there is a decision
  std::optional<std::int64_t> working_days;  ///< from the decision to the answer; absent: not countable
  std::optional<bool> within_standard;
  std::optional<bool> promise_kept;
};
LoopTime loop_time(const Project& project, const Context& context);

/// Feedback has closed, and no answer is out.
bool answer_is_owed(const Project& project, const Chart& project_chart);
/// Since when the answer was late on that day: the sooner of the day it was promised by and the council's own
/// standard. Nothing: it was out by then, or none was due. Goes by what is known now.
std::optional<Day> answer_late_since(const Project& project, const Context& context, Day on);

}  // namespace full_circle::engagement
