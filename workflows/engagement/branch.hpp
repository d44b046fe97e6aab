#pragma once
/// Deciding what happens on one entity's branch, and what its steps wait for.

#include "workflows/engagement/decide.hpp"

namespace full_circle::engagement {

/// Whether a branch stands where its entity has been asked: an offer was sent, or it is recorded why none is.
bool asked_or_settled(const Branch& branch, const Chart& branch_chart);
/// Whether a branch can be put before decision-makers in its literal state.
bool reportable(const Branch& branch, const Chart& branch_chart);
/// Whether an entity that gave its views has had the reasons back.
bool answered(const Branch& branch, const Chart& branch_chart);
bool ended(const Branch& branch, const Chart& branch_chart);

/// The literal state in plain words: "No response received. This is not agreement."
std::string state_text(const Branch& branch, const Chart& branch_chart);

/// The branch chart's innermost state: "offered", "paused_by_mana_whenua".
std::string state_of(const Branch& branch, const Chart& branch_chart);
/// Whether what it confirmed as its record lies before those who decide.
bool put_before_decision_makers(const Branch& branch, const Chart& branch_chart);

/// What a step of this branch waits for, met and unmet.
std::vector<Requirement> branch_requirements(std::string_view command, const Branch& branch,
                                             const Asking& asking);

Decided decide_branch(const BranchCommand& command, std::string_view entity, const Asking& asking);

/// Roles that may give a branch command under a definition, in words people read.
std::vector<std::string> branch_roles(std::string_view command, const Definition& definition);

/// Whether the caller speaks for this entity on this project.
bool represents(const Caller& caller, std::string_view entity, std::string_view project);

}  // namespace full_circle::engagement
