#pragma once
/// Deciding a command: pure, from what is known, the definition, who asks, and now. Each stage decides its
/// own commands in stages/; this page is what they share.

#include "engine/envelope.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/commands.hpp"
#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/events.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/requirements.hpp"
#include "workflows/engagement/workflow.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Everything a decision looks at.
struct Asking {
  const Project& project;
  const Definition& definition;
  const Context& context;
  const Caller& caller;
  Instant now;

  bool in(std::string_view state) const { return context.project_chart.is_in(project.place, state); }
  Day today() const { return day_in(now, context.zone); }
};

using Decided = Result<std::vector<Event>>;

/// Whether the caller holds a role on this project (or on all).
bool holds(const Caller& caller, std::string_view role, std::string_view project);
bool is_system(const Caller& caller);
/// Whether the definition lets this caller give the command here.
bool may_give(const Caller& caller, std::string_view command, const Definition& definition,
              std::string_view project);
/// Roles that may give the command, for messages.
std::vector<std::string> who_may(std::string_view command, const Definition& definition);

/// Commands the chart takes from here.
std::vector<std::string> commands_from(const Project& project, const Context& context);
/// The chart event a command asks for; AssessSignificanceToMaori asks for one of two.
std::string_view asked_event(const Command& command);
/// A person can read "begin_preparation" as "Begin preparation".
std::string title_of(std::string_view name);
std::string kebab(std::string_view name);

Refusal not_ready(std::string message, std::vector<Requirement> requirements);
/// Whether a project with other dates still keeps the definition's rules of length and notice.
std::optional<Refusal> breaks_period_rules(const Project& changed, const Asking& asking);
/// The requirement that stands against whoever said it first.
Requirement second_person(std::string_view command, const Asking& asking);
Refusal not_permitted(std::string_view command, const Definition& definition);

/// Permission, turn and requirements, then the stage's own decision.
Decided decide(const Command& command, const Asking& asking);

/// The stages' deciders: stages/*.cpp.
Decided decide_plan(const Command& command, const Asking& asking);
Decided decide_prepare(const Command& command, const Asking& asking);
Decided decide_engage(const Command& command, const Asking& asking);
Decided decide_report(const Command& command, const Asking& asking);
Decided decide_close_the_loop(const Command& command, const Asking& asking);
Decided decide_evaluate(const Command& command, const Asking& asking);
Decided decide_any_stage(const Command& command, const Asking& asking);

/// What a move carries: the rules it was held to and met.
Moved moved(std::string_view command, const Asking& asking);

}  // namespace full_circle::engagement
