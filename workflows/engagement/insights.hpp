#pragma once
/// The register of insights: the lessons, themes and results of every project, found by words, place,
/// community and topic, so that people are not asked what they have said already. Nothing of a mana whenua
/// branch is in it. Kept with each project's rows (engine/workflow.hpp: Findings). Sources: SA step 1 (what
/// have people already told us), SA step 6 (share what was learned).

#include "engine/ports/store.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/project.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

struct Context;

/// Whether an event of this type may change what the register has of its project.
bool changes_findings(std::string_view event_type);
Findings findings_of(const Project& project, const Context& context);
/// Who may see an insight besides those who may see its project.
enum class InsightReader { of_the_project, anybody };
struct InsightQuery {
  std::vector<Label> labels;  ///< of the project: community, local_board, topic; all have to hold
  std::string words;          ///< each has to occur in the same insight, with or without macrons
  std::string kind;           ///< "lesson", "theme", "result", or empty for all
  std::string after;          ///< `next` of the page before, or empty
  int limit = 50;             ///< 1 … 200
};
/// Finds a project whose findings are not kept as this version of the program writes them.
using LoadProject = std::function<std::shared_ptr<const Aggregate>(const std::string& project)>;

/// {"items": […], "next"}, newest project first: {id, kind, title, project: {id, slug, title}, local_boards,
/// communities, topics, public, url, …}; a lesson with `lesson`, a theme with you_said, verdict, we_decided,
/// because as published, and for those who may see its project `advisers_words` where they are others, a
/// result with decision, reasons, decided_on, decision_maker. `url` is null where nothing is published. A
/// page may come out short while `next` goes on. Malformed: an `after` that is none.
Result<boost::json::object> find_insights(
    const InsightQuery& query, StoreReader& store, const Context& context, const LoadProject& load,
    const std::function<InsightReader(const std::string& project)>& reader_of);

/// What a plan still has to look up, with the register's own queries for its topics, communities and places.
std::string where_to_look(const Project& project);

}  // namespace full_circle::engagement
