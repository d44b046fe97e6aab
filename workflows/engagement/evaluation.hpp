#pragma once
/// What is looked at when a project is over: targets beside results, how long people waited, what they and
/// mana whenua say of it. It proposes what can be counted; people judge. Each entity's review stands in its
/// own words, as far as the reader may see them, and is never counted. Sources: SA step 6, TSE.

#include "engine/ports/store.hpp"
#include "workflows/engagement/project.hpp"

#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;

/// What was counted outside the project's events.
struct EvaluationCounts {
  std::vector<LabelCount> contributions;
  std::vector<LabelKindCount> contribution_kinds;
  std::vector<LabelCount> survey;
};

/// {"targets": [{community, interest, target, heard, hidden, met}], "loop": {…}, "sessions": {…}, "survey":
/// {…}, "mana_whenua": [{entity, name, reviews, withheld}], "told", "recorded", "lessons", "prefill"}.
/// `prefill` is the targets of record_evaluation as far as they can be counted; hidden ones are not in it.
boost::json::object evaluation_view(const Project& project, const Context& context,
                                    const EvaluationCounts& counts, std::string_view view_class);

}  // namespace full_circle::engagement
