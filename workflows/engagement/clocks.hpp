#pragma once
/// Every clock that runs on a project: what has to be done by when, or may not be done before, under which
/// calendar and by whose rule. Nothing here stops a clock; it says which ones a suspension holds.

#include "workflows/engagement/workflow.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

enum class ClockKind {
  deadline,  ///< due_on is the last day that is in time
  minimum,   ///< due_on is the first day on which it may be
};
enum class ClockState { waiting, running, met, overdue, on_hold };
std::string_view state_text(ClockState state);

enum class WhenSuspended { runs_on, stands_still };

/// ("Clock" is the engine's word for what tells the time.)
struct ProjectClock {
  std::string name;  ///< period, period_minimum, activity_NAME, branch_response_ENTITY …
  std::string what;
  ClockKind kind = ClockKind::deadline;
  WhenSuspended when_suspended = WhenSuspended::runs_on;
  std::optional<Day> starts_on{};     ///< when it begins to run; null when it is counted back
  std::optional<Day> counted_from{};  ///< day 0
  std::optional<Day> due_on{};        ///< null while it waits for something
  std::string calendar{};             ///< whose working days; empty: plain days or months
  std::string source{};
  ClockState state = ClockState::waiting;
  std::optional<Day> met_on{};
  std::string note{};
  std::string entity{};  ///< of a mana whenua branch: nobody of another entity sees it
};

/// In the order of the cycle. Empty for a project that was withdrawn.
std::vector<ProjectClock> clocks_of(const Project& project, const Definition& definition,
                                    const Context& context, Instant now);

enum class SkippedDays { left_out, listed };
/// {"items": [{name, what, kind, starts_on, counted_from, due_on, calendar, source, state, met_on, days_left,
/// working_days_left, note, skipped}], "today", "next"}. Days left are negative once it is overdue, and null
/// where nothing is counted. `skipped` ([{date, kind, why}], when asked for) has the days passed over.
boost::json::object clocks_view(const Project& project, const Context& context, std::string_view view_class,
                                Instant now, SkippedDays skipped);

}  // namespace full_circle::engagement
