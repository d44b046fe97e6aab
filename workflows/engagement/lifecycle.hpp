#pragma once
/// The project chart: what may ever follow what. This is the law; a definition can make people wait for more,
/// it cannot add, skip or reorder anything here.
///
/// The chart itself is stated in stages/*.hpp and drawn in README.md. Here are the names that the rest of the
/// program uses: events below, states as the snake_case names in the drawing (`chart.is_in(place,
/// "scheduled")`). Sources: SA is "Serving Aucklanders" (2018), LGA the Local Government Act 2002.

#include "engine/chart.hpp"

#include <string_view>

namespace full_circle::engagement {

/// Explores the project chart; some milliseconds. Composition does it once and holds the value.
Chart explore_project_chart();

/// The events of the project chart, past tense: it happened.
namespace project_event {

// The cycle: from stage to stage, and back where going back is legal.
inline constexpr std::string_view preparation_begun = "preparation_begun";
inline constexpr std::string_view plan_reopened = "plan_reopened";
inline constexpr std::string_view engagement_scheduled = "engagement_scheduled";
inline constexpr std::string_view preparation_reopened = "preparation_reopened";
inline constexpr std::string_view period_opened = "period_opened";
inline constexpr std::string_view period_closed = "period_closed";
inline constexpr std::string_view period_reopened = "period_reopened";
inline constexpr std::string_view analysis_begun = "analysis_begun";
inline constexpr std::string_view advice_submitted = "advice_submitted";
inline constexpr std::string_view analysis_reopened = "analysis_reopened";
inline constexpr std::string_view decision_recorded = "decision_recorded";
inline constexpr std::string_view another_round_started = "another_round_started";
inline constexpr std::string_view closing_begun = "closing_begun";
inline constexpr std::string_view results_published = "results_published";
inline constexpr std::string_view evaluation_begun = "evaluation_begun";
inline constexpr std::string_view project_completed = "project_completed";

// Whether and how mana whenua are engaged; reassessment is always open (SA step 1, LGA s 81).
inline constexpr std::string_view mana_whenua_engagement_chosen = "mana_whenua_engagement_chosen";
inline constexpr std::string_view mana_whenua_engagement_not_needed = "mana_whenua_engagement_not_needed";
inline constexpr std::string_view mana_whenua_not_needed_proposed = "mana_whenua_not_needed_proposed";
inline constexpr std::string_view mana_whenua_consultation_concluded = "mana_whenua_consultation_concluded";
inline constexpr std::string_view mana_whenua_consultation_reopened = "mana_whenua_consultation_reopened";

// What the public can see.
inline constexpr std::string_view project_announced = "project_announced";
inline constexpr std::string_view update_posted = "update_posted";
inline constexpr std::string_view page_unpublished = "page_unpublished";
inline constexpr std::string_view page_published_again = "page_published_again";

// Stopping, for a while or for good.
inline constexpr std::string_view project_suspended = "project_suspended";
inline constexpr std::string_view project_resumed = "project_resumed";
inline constexpr std::string_view project_withdrawn = "project_withdrawn";
inline constexpr std::string_view people_told_of_withdrawal = "people_told_of_withdrawal";

// Facts of any stage.
inline constexpr std::string_view project_described = "project_described";
inline constexpr std::string_view document_attached = "document_attached";
inline constexpr std::string_view activity_assigned = "activity_assigned";
inline constexpr std::string_view activity_completed = "activity_completed";
inline constexpr std::string_view activity_reopened = "activity_reopened";
inline constexpr std::string_view activity_waived = "activity_waived";
inline constexpr std::string_view definition_migrated = "definition_migrated";
inline constexpr std::string_view clash_settled = "clash_settled";
inline constexpr std::string_view overdue_escalated = "overdue_escalated";

// Facts of the consultation branches, recorded with the project; their order is the branch chart's.
inline constexpr std::string_view branch_opened = "branch_opened";
inline constexpr std::string_view branch_moved = "branch_moved";
inline constexpr std::string_view branch_noted = "branch_noted";

// Facts of Plan and Prepare.
inline constexpr std::string_view significance_assessed = "significance_assessed";
inline constexpr std::string_view communities_identified = "communities_identified";
inline constexpr std::string_view earlier_insights_recorded = "earlier_insights_recorded";
inline constexpr std::string_view options_recorded = "options_recorded";
inline constexpr std::string_view scope_set = "scope_set";
inline constexpr std::string_view calendar_checked = "calendar_checked";
inline constexpr std::string_view period_set = "period_set";
inline constexpr std::string_view decision_meeting_set = "decision_meeting_set";

// Facts of Engage. A session is what the public would call an event.
inline constexpr std::string_view session_planned = "session_planned";
inline constexpr std::string_view session_moved = "session_moved";
inline constexpr std::string_view session_cancelled = "session_cancelled";
inline constexpr std::string_view session_held = "session_held";
inline constexpr std::string_view period_extended = "period_extended";
inline constexpr std::string_view feedback_totals_recorded = "feedback_totals_recorded";

// Facts of Report, Close the loop and Evaluate.
inline constexpr std::string_view theme_recorded = "theme_recorded";
inline constexpr std::string_view theme_answered = "theme_answered";
inline constexpr std::string_view results_edited = "results_edited";
inline constexpr std::string_view results_translated = "results_translated";
inline constexpr std::string_view results_signed_off = "results_signed_off";
inline constexpr std::string_view publication_scheduled = "publication_scheduled";
inline constexpr std::string_view publication_cancelled = "publication_cancelled";
inline constexpr std::string_view results_correction_drafted = "results_correction_drafted";
inline constexpr std::string_view results_corrected = "results_corrected";
inline constexpr std::string_view people_told = "people_told";
inline constexpr std::string_view evaluation_recorded = "evaluation_recorded";
inline constexpr std::string_view lesson_recorded = "lesson_recorded";

}  // namespace project_event

}  // namespace full_circle::engagement
