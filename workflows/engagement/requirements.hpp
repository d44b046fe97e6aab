#pragma once
/// Requirement name → what it asks, why, who can meet it, and whether it is met. Core requirements are
/// compiled in and no definition can remove them.

#include "engine/instant.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/definition.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;
struct Project;

/// What a requirement looks at: the chart's place only (the proofs apply it exactly), or the facts.
enum class RequirementKind { place, facts };

/// What is known of a requirement without any project: for checking definitions.
struct RequirementSpec {
  std::string_view name;
  RequirementKind kind;
  std::string_view takes;   ///< space-separated argument names: "months days count values", or empty
  std::string_view fix;     ///< command that meets it (snake_case), empty when time alone does
  std::string_view stages;  ///< space-separated stages in which the fix can be given, empty: any
};
const std::vector<RequirementSpec>& requirement_specs();
const RequirementSpec* find_requirement(std::string_view name);

/// For place requirements: does it hold in a place?
bool holds_in(std::string_view place_requirement, const Chart& project_chart, Place place);

/// A requirement a move is held to: core, or added by the definition.
struct HeldTo {
  std::string requirement;
  RequirementArguments arguments;
  std::string source;
  bool core = false;

  bool same_as(const HeldTo& other) const {
    return requirement == other.requirement && arguments == other.arguments;
  }
};
/// Core first, then the definition's, then the stage's required activities; each name once unless its
/// arguments differ.
std::vector<HeldTo> held_to(std::string_view move, const Definition* definition);

/// Evaluates every requirement of a move, met and unmet, in the order of held_to.
std::vector<Requirement> requirements_of(std::string_view move, const Project& project,
                                         const Definition& definition, const Context& context, Instant now);

}  // namespace full_circle::engagement
