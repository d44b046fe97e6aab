#pragma once
/// The conditions themselves: is it met, and what is missing when it is not. Words, sources and who can meet
/// each: requirements.cpp.

#include "workflows/engagement/project.hpp"
#include "workflows/engagement/requirements.hpp"
#include "workflows/engagement/workflow.hpp"

#include <string>

namespace full_circle::engagement {

/// What a predicate sees, and what it says when it is not met.
struct Seen {
  const Project& project;
  const Definition& definition;
  const Context& context;
  const RequirementArguments& arguments;
  Instant now;
  bool in(std::string_view state) const { return context.project_chart.is_in(project.place, state); }
};

struct Answer {
  bool met = false;
  std::string why{};      ///< what is missing right now, when it is
  std::string by_when{};  ///< ISO date
  std::string fix{};      ///< the command that helps from here, when it is not the usual one
};

Answer clashes_settled(const Seen& seen);
Answer branches_offered(const Seen& seen);
Answer period_long_enough(const Seen& seen);
Answer notice_given(const Seen& seen);
Answer documents_attached(const Seen& seen);
Answer summary_complete(const Seen& seen);
Answer spoken_interaction_offered(const Seen& seen);
Answer translations_ready(const Seen& seen);
Answer activities_done(const Seen& seen);
Answer every_theme_answered(const Seen& seen);
Answer results_signed_off(const Seen& seen);
Answer period_over(const Seen& seen);
Answer period_started(const Seen& seen);
Answer rounds_done(const Seen& seen);
Answer session_planned(const Seen& seen);

/// The council day from which the length of a period counts: the day it opened; of one that is not open yet,
/// the planned day, or today once that has passed.
Day length_from(const Period& period, Instant now, std::string_view zone);

/// The council day on which people could first know the dates: that of the announcement, or of the scheduling
/// of a later round or of other dates. The project has been announced.
Day notice_from(const Project& project, std::string_view zone);

/// Every branch for which `good` does not hold, named with what is the matter.
Answer all_branches(const Seen& seen, bool (*good)(const Branch&, const Chart&), std::string_view otherwise);

}  // namespace full_circle::engagement
