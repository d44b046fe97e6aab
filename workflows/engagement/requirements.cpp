#include "workflows/engagement/requirements.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/insights.hpp"
#include "workflows/engagement/requirement_checks.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace {

/// One row a requirement: everything about it but the project.
struct Row {
  RequirementSpec spec;
  std::string_view what;
  std::string_view source;
  std::string_view field;
  Answer (*check)(const Seen&);
};

constexpr auto place = RequirementKind::place;
constexpr auto facts = RequirementKind::facts;

constexpr auto rows = std::to_array<Row>({
    {{"mana_whenua_assessed", place, "", "assess_significance_to_maori", ""},
     "It is decided whether mana whenua are engaged",
     "LGA s 77(1)(c), SA p. 5",
     "/conclusion",
     [](const Seen& seen) {
       return Answer{!seen.in("unassessed"),
                     seen.project.not_needed_proposed_by.empty()
                         ? "Nobody has assessed yet how significant this is to Māori."
                         : "One person has said that it is not needed; that takes a second."};
     }},
    {{"publicly_visible", place, "", "announce_project", ""},
     "The project is announced",
     "SA step 2",
     "",
     [](const Seen& seen) {
       if (seen.project.taken_down)
         return Answer{false, "The public page is taken down.", "", "publish_page_again"};
       return Answer{seen.in("public"), "People cannot see the project yet."};
     }},
    {{"mana_whenua_settled", place, "", "assess_significance_to_maori", ""},
     "Every mana whenua consultation has come to its own end, or none was needed",
     "LGA s 81",
     "",
     [](const Seen& seen) {
       if (seen.in("concluded") || seen.in("not_engaged")) return Answer{true};
       auto still = all_branches(seen, ended, "is still open.");
       if (still.why.empty()) return Answer{false, "Mana whenua consultation has not been concluded."};
       return Answer{false, still.why, "", "close"};
     }},
    {{"mana_whenua_engaged", place, "", "assess_significance_to_maori", ""},
     "Engagement with mana whenua is chosen",
     "LGA s 81",
     "/conclusion",
     [](const Seen& seen) {
       return Answer{seen.in("consulting") || seen.in("concluded"),
                     "Record that mana whenua are to be engaged before opening a branch."};
     }},
    {{"significance_assessed", facts, "", "assess_significance", "plan prepare"},
     "Significance is assessed by the policy, with reasons",
     "LGA s 76AA",
     "/level",
     [](const Seen& seen) {
       return Answer{seen.project.significance.has_value(), "No significance assessment is recorded."};
     }},
    {{"communities_identified", facts, "", "identify_communities", "plan prepare"},
     "People affected or interested are identified",
     "LGA s 78, SA step 1",
     "/groups",
     [](const Seen& seen) {
       return Answer{!seen.project.communities_affected.empty(),
                     "Nobody is named as affected or interested."};
     }},
    {{"earlier_insights_recorded", facts, "", "record_earlier_insights", "plan prepare"},
     "What people have already told the council is looked up",
     "SA step 1",
     "/insights",
     [](const Seen& seen) {
       return Answer{seen.project.earlier_insights.has_value(), where_to_look(seen.project)};
     }},
    {{"calendar_checked", facts, "", "check_calendar", "plan prepare engage"},
     "The engagement calendar is checked for other engagement",
     "SA step 1",
     "/finding",
     [](const Seen& seen) {
       return Answer{seen.project.calendar_check.has_value(), "The calendar has not been checked."};
     }},
    {{"clashes_settled", facts, "", "settle_clash", ""},
     "Clashes with other engagement are settled",
     "SA step 1",
     "",
     clashes_settled},
    {{"options_recorded", facts, "", "record_options", "plan prepare report"},
     "The reasonably practicable options are recorded",
     "LGA s 77(1)(a)",
     "/options",
     [](const Seen& seen) {
       return Answer{!seen.project.options.empty(), "No option is recorded."};
     }},
    {{"scope_set", facts, "", "set_scope", "plan prepare"},
     "Purpose, what can change, who decides and when people hear back are stated",
     "LGA s 82(1)(c)",
     "/purpose",
     [](const Seen& seen) {
       return Answer{seen.project.scope.has_value(), "The scope has not been set."};
     }},
    {{"period_set", facts, "", "set_period", "prepare engage"},
     "The period is set",
     "LGA s 82(1)(d)",
     "/opens_on",
     [](const Seen& seen) {
       return Answer{seen.project.period.has_value(), "The period has not been set."};
     }},
    {{"period_long_enough", facts, "", "set_period", "prepare engage"},
     "The period is as long as the rules ask",
     "LGA s 82(1)(d)",
     "/closes_on",
     period_long_enough},
    {{"notice_given", facts, "days", "", ""},
     "People have had notice before it opens",
     "LGA s 82(1)(d)",
     "",
     notice_given},
    {{"period_started", facts, "", "", ""}, "The opening day has come", "LGA s 82(1)(d)", "", period_started},
    {{"period_over", facts, "", "", ""}, "The period is over", "LGA s 82(1)(d)", "", period_over},
    {{"documents_attached", facts, "values", "attach_document", ""},
     "The documents people need are attached",
     "LGA ss 82A, 83, 87",
     "/kind",
     documents_attached},
    {{"summary_complete", facts, "", "attach_document", ""},
     "The summary is fair, says where the full statement is, and states the period",
     "LGA s 83AA",
     "/fair_summary",
     summary_complete},
    {{"spoken_interaction_offered", facts, "", "plan_session", "prepare engage"},
     "People can present their views in spoken form, in New Zealand Sign Language and by audio or "
     "audiovisual link",
     "LGA s 83(1)(d)-(e), (3)",
     "/kind",
     spoken_interaction_offered},
    {{"translations_ready", facts, "values", "attach_document", ""},
     "Translations are ready",
     "SA step 2",
     "/language",
     translations_ready},
    {{"session_planned", facts, "count", "plan_session", "prepare engage"},
     "Sessions are planned where people can take part in person",
     "SA step 3",
     "/kind",
     session_planned},
    {{"branches_offered", facts, "", "send_offer", ""},
     "Each mana whenua entity was asked before the public is",
     "SA p. 5, branch chart parent gate",
     "",
     branches_offered},
    {{"branches_reportable", facts, "", "confirm_record", ""},
     "Each mana whenua branch can be reported in its own words or its literal state",
     "LGA ss 77(1)(c), 82",
     "",
     [](const Seen& seen) {
       return all_branches(seen, reportable, "has not come to where it can be reported in its own words.");
     }},
    {{"branches_answered", facts, "", "decide", "close_the_loop"},
     "Each mana whenua entity that gave its views has had the reasons back",
     "LGA s 82(1)(f)",
     "/responses",
     [](const Seen& seen) { return all_branches(seen, answered, "has not been answered, issue by issue."); }},
    {{"branches_ended", facts, "", "close", "close_the_loop evaluate"},
     "Each mana whenua branch has come to its own end",
     "LGA s 81",
     "",
     [](const Seen& seen) { return all_branches(seen, ended, "is still open."); }},
    {{"feedback_totalled", facts, "", "record_feedback_totals", "engage report"},
     "What came in is counted",
     "PRA s 17",
     "/total",
     [](const Seen& seen) {
       return Answer{seen.project.totals.has_value(), "No totals are recorded for this round."};
     }},
    {{"themes_recorded", facts, "", "record_theme", "engage report"},
     "What people said is grouped into themes",
     "SA step 4",
     "/title",
     [](const Seen& seen) {
       const auto& themes = seen.project.themes;
       const bool any = std::any_of(themes.begin(), themes.end(),
                                    [&](const Theme& theme) { return theme.round == seen.project.round; });
       return Answer{any, themes.empty() ? "No theme is recorded." : "No theme is recorded in this round."};
     }},
    {{"decision_meeting_set", facts, "", "set_decision_meeting", "prepare engage report"},
     "The meeting that decides is set",
     "LGOIMA s 46",
     "/starts_at",
     [](const Seen& seen) {
       return Answer{seen.project.decision_meeting.has_value(), "No meeting is set."};
     }},
    {{"every_theme_answered", facts, "", "answer_theme", "report close_the_loop"},
     "Every theme has an answer: what was decided, and why",
     "LGA s 82(1)(f), SA step 5",
     "/theme",
     every_theme_answered},
    {{"results_signed_off", facts, "", "sign_off_results", "close_the_loop"},
     "A second person has signed off the answers as they stand",
     "SA step 5",
     "",
     results_signed_off},
    {{"people_told", facts, "", "record_people_told", "close_the_loop"},
     "People have been told the results",
     "SA step 5, IAP2 core value 7",
     "/how",
     [](const Seen& seen) {
       return Answer{!seen.project.told.empty(), "Nobody has been told yet."};
     }},
    {{"evaluation_recorded", facts, "", "record_evaluation", "evaluate"},
     "What worked and what did not is recorded",
     "SA step 6",
     "/findings",
     [](const Seen& seen) {
       return Answer{seen.project.evaluation.has_value(), "No evaluation is recorded."};
     }},
    {{"lesson_recorded", facts, "", "record_lesson", "evaluate"},
     "A lesson for others is recorded",
     "SA step 6",
     "/lesson",
     [](const Seen& seen) {
       return Answer{!seen.project.lessons.empty(), "No lesson is recorded."};
     }},
    {{"rounds_done", facts, "count", "start_another_round", "report"},
     "Every round this definition asks for has been held",
     "Reserves Act 1977",
     "",
     rounds_done},
    {{"activities_done", facts, "values", "complete_activity", ""},
     "The stage's activities are done",
     "definition",
     "/activity",
     activities_done},
});

const Row* find_row(std::string_view name) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.spec.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

/// What no definition can take away.
struct Core {
  std::string_view move;
  std::vector<std::string_view> requirements;
};
const std::vector<Core>& core() {
  static const std::vector<Core> table{
      {"begin_preparation", {"significance_assessed", "communities_identified", "mana_whenua_assessed"}},
      {"announce_project", {"scope_set", "mana_whenua_assessed", "branches_offered"}},
      {"schedule_engagement", {"scope_set", "period_set", "period_long_enough"}},
      {"open_engagement",
       {"publicly_visible", "period_set", "period_long_enough", "period_started", "notice_given",
        "branches_offered"}},
      {"close_engagement", {"period_over"}},
      {"begin_analysis", {"feedback_totalled"}},
      {"submit_advice", {"themes_recorded", "decision_meeting_set", "branches_reportable"}},
      {"publish_results",
       {"publicly_visible", "every_theme_answered", "results_signed_off", "branches_answered"}},
      {"begin_evaluation", {"people_told"}},
      {"complete_project", {"evaluation_recorded", "mana_whenua_settled"}},
      {"open_branch", {"mana_whenua_engaged"}},
  };
  return table;
}

/// The move that leaves a stage waits for that stage's required activities.
std::string_view stage_left_by(std::string_view move) {
  if (move == "begin_preparation") return "plan";
  if (move == "schedule_engagement") return "prepare";
  if (move == "begin_analysis") return "engage";
  if (move == "begin_closing") return "report";
  if (move == "begin_evaluation") return "close_the_loop";
  if (move == "complete_project") return "evaluate";
  return {};
}

}  // namespace

const std::vector<RequirementSpec>& requirement_specs() {
  static const std::vector<RequirementSpec> specs = [] {
    std::vector<RequirementSpec> all;
    all.reserve(rows.size());
    for (const auto& row : rows) all.push_back(row.spec);
    return all;
  }();
  return specs;
}

const RequirementSpec* find_requirement(std::string_view name) {
  const auto* row = find_row(name);
  return row ? &row->spec : nullptr;
}

bool holds_in(std::string_view place_requirement, const Chart& project_chart, Place where) {
  const auto in = [&](std::string_view state) { return project_chart.is_in(where, state); };
  if (place_requirement == "mana_whenua_assessed") return !in("unassessed");
  if (place_requirement == "publicly_visible") return in("public");
  if (place_requirement == "mana_whenua_settled") return in("concluded") || in("not_engaged");
  if (place_requirement == "mana_whenua_engaged") return in("consulting") || in("concluded");
  throw std::logic_error("no requirement over the place is called " + std::string(place_requirement));
}

std::vector<HeldTo> held_to(std::string_view move, const Definition* definition) {
  std::vector<HeldTo> all;
  for (const auto& entry : core()) {
    if (entry.move != move) continue;
    for (const auto name : entry.requirements)
      all.push_back({std::string(name), {}, std::string(find_row(name)->source), true});
  }
  if (!definition) return all;
  for (const auto& added : definition->requirements) {
    if (added.move != move) continue;
    const auto& source = added.source;
    all.push_back({added.requirement, added.arguments, source, false});
  }
  const auto stage = stage_left_by(move);
  HeldTo activities{"activities_done", {}, definition->name + " definition", false};
  for (const auto& activity : definition->activities)
    if (activity.required && activity.stage == stage) activities.arguments.values.push_back(activity.name);
  if (!stage.empty() && !activities.arguments.values.empty()) all.push_back(std::move(activities));
  return all;
}

std::vector<Requirement> requirements_of(std::string_view move, const Project& project,
                                         const Definition& definition, const Context& context, Instant now) {
  std::vector<Requirement> all;
  for (const auto& held : held_to(move, &definition)) {
    const auto* row = find_row(held.requirement);
    if (!row) throw std::logic_error("no requirement is called " + held.requirement);
    const auto answer = row->check(Seen{project, definition, context, held.arguments, now});
    Requirement requirement{.name = held.requirement, .what = std::string(row->what)};
    requirement.source = held.source.empty() ? std::string(row->source) : held.source;
    const bool by_period =
        held.requirement == "period_long_enough" || (held.requirement == "notice_given" && held.core);
    if (by_period && !definition.period.source.empty()) requirement.source = definition.period.source;
    requirement.met = answer.met;
    if (!answer.met) {
      requirement.why = answer.why;
      requirement.by_when = answer.by_when;
    }
    requirement.fix = answer.fix.empty() ? std::string(row->spec.fix) : answer.fix;
    requirement.field = std::string(row->field);
    if (!requirement.fix.empty()) requirement.who = who_may(requirement.fix, definition);
    requirement.fix = kebab(requirement.fix);
    all.push_back(std::move(requirement));
  }
  return all;
}

}  // namespace full_circle::engagement
