#pragma once
/// The consultation branch chart: one branch per mana whenua entity per project, independent of the others.
///
/// A proposal for mana whenua and the council's Māori specialists to change, not advice on tikanga; so its
/// states and steps live in this file and in branch_chart.cpp alone. States are read as `chart.is_in(place,
/// "offered")`; while a branch is open `is_in(place, "open")` is true too. An event's name says what is done,
/// in the words of the published table of 20 states and 28 transitions
/// (tests/golden/branch_transitions.json).

#include "engine/chart.hpp"

#include <string_view>

namespace full_circle::engagement {

/// Explores the branch chart; about a millisecond. Composition does it once and holds the value.
Chart explore_branch_chart();

/// The events of the branch chart. Who may give each, and what it waits for, is decided with the commands.
namespace branch_event {

// Is the kaupapa significant to Māori? Whose is it, and at which level?
inline constexpr std::string_view assess_needed = "assess_needed";
inline constexpr std::string_view assess_not_needed = "assess_not_needed";
inline constexpr std::string_view interest_declared = "interest_declared";
inline constexpr std::string_view entities_identified = "entities_identified";

// The offer and what may come back.
inline constexpr std::string_view send_offer = "send_offer";
inline constexpr std::string_view reminder_due = "reminder_due";
inline constexpr std::string_view accept = "accept";
inline constexpr std::string_view comment_only = "comment_only";
inline constexpr std::string_view defer_to = "defer_to";
inline constexpr std::string_view decline = "decline";
inline constexpr std::string_view window_lapsed = "window_lapsed";
inline constexpr std::string_view late_response = "late_response";

// A pause is the entity's own; a withdrawal is the council's.
inline constexpr std::string_view pause = "pause";
inline constexpr std::string_view resume = "resume";
inline constexpr std::string_view withdraw = "withdraw";

// Meeting, writing, assessing.
inline constexpr std::string_view date_agreed = "date_agreed";
inline constexpr std::string_view written_only = "written_only";
inline constexpr std::string_view hui_moved = "hui_moved";
inline constexpr std::string_view hui_held = "hui_held";
inline constexpr std::string_view request_assessment = "request_assessment";
inline constexpr std::string_view assessment_received = "assessment_received";

// The record, the decision, the answer, and what stays.
inline constexpr std::string_view confirm_record = "confirm_record";
inline constexpr std::string_view report = "report";
inline constexpr std::string_view decide = "decide";
inline constexpr std::string_view agree_outcome = "agree_outcome";
inline constexpr std::string_view record_difference = "record_difference";
inline constexpr std::string_view close = "close";
inline constexpr std::string_view notify_outcome = "notify_outcome";

// Ours, beside the published table: the project asks again, so each entity is asked again (DECISIONS.md).
inline constexpr std::string_view another_round_started = "another_round_started";

// Facts: kept with the branch, they move nothing.
inline constexpr std::string_view not_needed_proposed = "not_needed_proposed";
inline constexpr std::string_view withdrawal_proposed = "withdrawal_proposed";
inline constexpr std::string_view contact_attempted = "contact_attempted";
inline constexpr std::string_view offer_approved = "offer_approved";
inline constexpr std::string_view hui_date_confirmed = "hui_date_confirmed";
inline constexpr std::string_view record_drafted = "record_drafted";
inline constexpr std::string_view difference_stated = "difference_stated";
inline constexpr std::string_view outcome_confirmed = "outcome_confirmed";
inline constexpr std::string_view note_added = "note_added";
inline constexpr std::string_view availability_recorded = "availability_recorded";
inline constexpr std::string_view hui_wishes_recorded = "hui_wishes_recorded";
inline constexpr std::string_view commitment_recorded = "commitment_recorded";
inline constexpr std::string_view review_recorded = "review_recorded";
inline constexpr std::string_view note_checked = "note_checked";

}  // namespace branch_event

}  // namespace full_circle::engagement
