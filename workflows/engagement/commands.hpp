#pragma once
/// What people ask of a project. Plain structs; `name` is the command's name, `event` the chart event it asks
/// for. Fields follow the order people fill them in. Sources: SA is "Serving Aucklanders" (2018), LGA the
/// Local Government Act 2002.

#include "workflows/engagement/branch_commands.hpp"
#include "workflows/engagement/results_commands.hpp"
#include "workflows/engagement/types.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace full_circle::engagement {

#define FULL_CIRCLE_COMMAND(command, event_name)    \
  static constexpr std::string_view name = command; \
  static constexpr std::string_view event = event_name;

// ── Any stage ───────────────────────────────────────────────────────────────────────────────────────────

struct CreateProject {
  FULL_CIRCLE_COMMAND("create_project", "")
  Line title;
  Text summary;
  Name definition;
  std::vector<Name> local_boards;
  std::vector<Name> communities;
  std::vector<Name> topics;
  std::optional<bool> sample;          ///< invented content; pages say so
  std::optional<bool> whole_district;  ///< everybody is asked, whichever local boards are named
};
BOOST_DESCRIBE_STRUCT(CreateProject, (),
                      (title, summary, definition, local_boards, communities, topics, sample, whole_district))

struct DescribeProject {
  FULL_CIRCLE_COMMAND("describe_project", "project_described")
  std::optional<Line> title;
  std::optional<Text> summary;
  std::optional<std::vector<Name>> local_boards;
  std::optional<std::vector<Name>> communities;
  std::optional<std::vector<Name>> topics;
  std::optional<bool> whole_district;
};
BOOST_DESCRIBE_STRUCT(DescribeProject, (),
                      (title, summary, local_boards, communities, topics, whole_district))

struct AttachDocument {
  FULL_CIRCLE_COMMAND("attach_document", "document_attached")
  DocumentKind kind{};
  Line title;
  Url url;
  std::optional<Name> language;         ///< BCP 47; en when absent
  std::optional<Line> note;             ///< "PDF, 1.2 MB, 38 pages"
  std::optional<bool> fair_summary;     ///< LGA s 83AA: somebody checked that it is fair
  std::optional<bool> says_where_full;  ///< LGA s 83AA: says where the full statement can be read
  std::optional<bool> states_period;    ///< LGA s 83AA: states the period
};
BOOST_DESCRIBE_STRUCT(AttachDocument, (),
                      (kind, title, url, language, note, fair_summary, says_where_full, states_period))

struct PostUpdate {
  FULL_CIRCLE_COMMAND("post_update", "update_posted")
  Line title;
  Text text;
};
BOOST_DESCRIBE_STRUCT(PostUpdate, (), (title, text))

struct AssignActivity {
  FULL_CIRCLE_COMMAND("assign_activity", "activity_assigned")
  Name activity;
  Name person;
  std::optional<Day> due_on;
};
BOOST_DESCRIBE_STRUCT(AssignActivity, (), (activity, person, due_on))

struct CompleteActivity {
  FULL_CIRCLE_COMMAND("complete_activity", "activity_completed")
  Name activity;
  std::optional<Text> note;
  std::optional<Url> evidence;
};
BOOST_DESCRIBE_STRUCT(CompleteActivity, (), (activity, note, evidence))

struct ReopenActivity {
  FULL_CIRCLE_COMMAND("reopen_activity", "activity_reopened")
  Name activity;
  Text reason;
};
BOOST_DESCRIBE_STRUCT(ReopenActivity, (), (activity, reason))

struct WaiveActivity {
  FULL_CIRCLE_COMMAND("waive_activity", "activity_waived")
  Name activity;
  Text reason;
};
BOOST_DESCRIBE_STRUCT(WaiveActivity, (), (activity, reason))

struct SuspendProject {
  FULL_CIRCLE_COMMAND("suspend_project", "project_suspended")
  Text reason;
  std::optional<Day> until;
};
BOOST_DESCRIBE_STRUCT(SuspendProject, (), (reason, until))

struct ResumeProject {
  FULL_CIRCLE_COMMAND("resume_project", "project_resumed")
  std::optional<Text> note;
};
BOOST_DESCRIBE_STRUCT(ResumeProject, (), (note))

struct WithdrawProject {
  FULL_CIRCLE_COMMAND("withdraw_project", "project_withdrawn")
  Text reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawProject, (), (reason))

struct ConfirmPeopleTold {
  FULL_CIRCLE_COMMAND("confirm_people_told_of_withdrawal", "people_told_of_withdrawal")
  Text how;
};
BOOST_DESCRIBE_STRUCT(ConfirmPeopleTold, (), (how))

/// The public page goes and leaves a notice: since when, and why. What people gave stays, and so do receipts.
struct UnpublishPage {
  FULL_CIRCLE_COMMAND("unpublish_page", "page_unpublished")
  Text reason;  ///< shown in public
};
BOOST_DESCRIBE_STRUCT(UnpublishPage, (), (reason))

struct PublishPageAgain {
  FULL_CIRCLE_COMMAND("publish_page_again", "page_published_again")
  Text reason;
};
BOOST_DESCRIBE_STRUCT(PublishPageAgain, (), (reason))

struct MigrateDefinition {
  FULL_CIRCLE_COMMAND("migrate_definition", "definition_migrated")
  Name definition;
  Text reason;
};
BOOST_DESCRIBE_STRUCT(MigrateDefinition, (), (definition, reason))

/// Comes back from a timer: what the definition's `escalation` names is overdue, and somebody is told.
struct EscalateOverdue {
  FULL_CIRCLE_COMMAND("escalate_overdue", "overdue_escalated")
};
BOOST_DESCRIBE_STRUCT(EscalateOverdue, (), ())

// ── Plan (SA step 1) ────────────────────────────────────────────────────────────────────────────────────

/// LGA ss 76AA, 79: how significant, by which policy, and why this much engagement.
struct AssessSignificance {
  FULL_CIRCLE_COMMAND("assess_significance", "significance_assessed")
  Significance level{};
  Text reasons;
  Line policy_version;
  Text extent_reason;
  bool strategic_asset = false;
  bool land_or_water = false;  ///< LGA s 77(1)(c)
};
BOOST_DESCRIBE_STRUCT(AssessSignificance, (),
                      (level, reasons, policy_version, extent_reason, strategic_asset, land_or_water))

/// LGA s 77(1)(c), SA p. 5. "Not needed" takes a second person's sign-off and is refused for land or water.
struct AssessSignificanceToMaori {
  FULL_CIRCLE_COMMAND("assess_significance_to_maori", "mana_whenua_engagement_chosen")
  MaoriEngagement conclusion{};  ///< "not_needed" counts once two people have said so
  Text reasons;
};
BOOST_DESCRIBE_STRUCT(AssessSignificanceToMaori, (), (conclusion, reasons))

/// LGA s 77(1)(a): the reasonably practicable options.
struct RecordOptions {
  FULL_CIRCLE_COMMAND("record_options", "options_recorded")
  std::vector<ProjectOption> options;
};
BOOST_DESCRIBE_STRUCT(RecordOptions, (), (options))

/// LGA s 78: who is likely affected or interested.
struct IdentifyCommunities {
  FULL_CIRCLE_COMMAND("identify_communities", "communities_identified")
  std::vector<AffectedGroup> groups;
};
BOOST_DESCRIBE_STRUCT(IdentifyCommunities, (), (groups))

/// SA step 1: what people have already told us.
struct RecordEarlierInsights {
  FULL_CIRCLE_COMMAND("record_earlier_insights", "earlier_insights_recorded")
  std::vector<Text> insights;
  Line looked_in;
  std::optional<std::vector<Line>> used;  ///< ids in the register of insights (insights.hpp)
};
BOOST_DESCRIBE_STRUCT(RecordEarlierInsights, (), (insights, looked_in, used))

/// SA step 1: what other engagement is happening.
struct CheckCalendar {
  FULL_CIRCLE_COMMAND("check_calendar", "calendar_checked")
  Text finding;
  std::vector<Line> clashes;
  std::optional<Text> settled_because;
};
BOOST_DESCRIBE_STRUCT(CheckCalendar, (), (finding, clashes, settled_because))

/// What becomes of a clash with another engagement: the dates stay, and this is why. It is said for the days
/// that are shared now; when more days come to be shared, it has to be said again.
struct SettleClash {
  FULL_CIRCLE_COMMAND("settle_clash", "clash_settled")
  Line with;  ///< the other project's id or slug, or "import:NAME"
  ClashAnswer how{};
  Text reason;  ///< shown on both projects and in the evaluation
};
BOOST_DESCRIBE_STRUCT(SettleClash, (), (with, how, reason))

struct BeginPreparation {
  FULL_CIRCLE_COMMAND("begin_preparation", "preparation_begun")
};
BOOST_DESCRIBE_STRUCT(BeginPreparation, (), ())

struct ReopenPlan {
  FULL_CIRCLE_COMMAND("reopen_plan", "plan_reopened")
  Text reason;
};
BOOST_DESCRIBE_STRUCT(ReopenPlan, (), (reason))

// ── Prepare (SA step 2)
// ────────────────────────────────────────────────────────────────────────────────────────

/// LGA s 82(1)(c): the purpose and the scope of what is to be decided, and the promise of an answer.
struct SetScope {
  FULL_CIRCLE_COMMAND("set_scope", "scope_set")
  Text purpose;
  std::vector<Text> can_change;
  std::vector<Text> cannot_change;
  Line decision_maker;
  Day decision_on{};
  Day answer_by{};  ///< the day by which people hear what was decided
  std::vector<WayToTakePart> ways;
};
BOOST_DESCRIBE_STRUCT(SetScope, (),
                      (purpose, can_change, cannot_change, decision_maker, decision_on, answer_by, ways))

/// Days in council time. The period lasts from the start of `opens_on` to the end of `closes_on`.
struct SetPeriod {
  FULL_CIRCLE_COMMAND("set_period", "period_set")
  Day opens_on{};
  Day closes_on{};
};
BOOST_DESCRIBE_STRUCT(SetPeriod, (), (opens_on, closes_on))

struct PlanSession {
  FULL_CIRCLE_COMMAND("plan_session", "session_planned")
  SessionKind kind{};
  Line title;
  Instant starts_at{};
  Instant ends_at{};
  Line place;
  std::vector<Line> accessibility;
  bool sign_language = false;  ///< New Zealand Sign Language can be used
  bool remote_link = false;    ///< by audio or audiovisual link
};
BOOST_DESCRIBE_STRUCT(PlanSession, (),
                      (kind, title, starts_at, ends_at, place, accessibility, sign_language, remote_link))

struct MoveSession {
  FULL_CIRCLE_COMMAND("move_session", "session_moved")
  Name session;
  Instant starts_at{};
  Instant ends_at{};
  std::optional<Line> place;
  Text reason;
};
BOOST_DESCRIBE_STRUCT(MoveSession, (), (session, starts_at, ends_at, place, reason))

struct CancelSession {
  FULL_CIRCLE_COMMAND("cancel_session", "session_cancelled")
  Name session;
  Text reason;
};
BOOST_DESCRIBE_STRUCT(CancelSession, (), (session, reason))

/// The project becomes public: its page appears and stays.
struct AnnounceProject {
  FULL_CIRCLE_COMMAND("announce_project", "project_announced")
};
BOOST_DESCRIBE_STRUCT(AnnounceProject, (), ())

struct ScheduleEngagement {
  FULL_CIRCLE_COMMAND("schedule_engagement", "engagement_scheduled")
};
BOOST_DESCRIBE_STRUCT(ScheduleEngagement, (), ())

struct ReopenPreparation {
  FULL_CIRCLE_COMMAND("reopen_preparation", "preparation_reopened")
  Text reason;
};
BOOST_DESCRIBE_STRUCT(ReopenPreparation, (), (reason))

// ── Engage (SA step 3)
// ─────────────────────────────────────────────────────────────────────────────────────────

struct OpenEngagement {
  FULL_CIRCLE_COMMAND("open_engagement", "period_opened")
};
BOOST_DESCRIBE_STRUCT(OpenEngagement, (), ())

struct ExtendEngagement {
  FULL_CIRCLE_COMMAND("extend_engagement", "period_extended")
  Day closes_on{};
  Text reason;
};
BOOST_DESCRIBE_STRUCT(ExtendEngagement, (), (closes_on, reason))

struct CloseEngagement {
  FULL_CIRCLE_COMMAND("close_engagement", "period_closed")
};
BOOST_DESCRIBE_STRUCT(CloseEngagement, (), ())

struct ReopenEngagement {
  FULL_CIRCLE_COMMAND("reopen_engagement", "period_reopened")
  Day closes_on{};
  Text reason;
};
BOOST_DESCRIBE_STRUCT(ReopenEngagement, (), (closes_on, reason))

struct RecordSessionHeld {
  FULL_CIRCLE_COMMAND("record_session_held", "session_held")
  Name session;
  std::int64_t people = 0;
  Text notes;
};
BOOST_DESCRIBE_STRUCT(RecordSessionHeld, (), (session, people, notes))

/// What came in. `by_type` must add up to `total`; `by_channel` too when given.
struct RecordFeedbackTotals {
  FULL_CIRCLE_COMMAND("record_feedback_totals", "feedback_totals_recorded")
  std::int64_t total = 0;
  std::vector<Count> by_type;
  std::vector<Count> by_channel;
  Line source;
};
BOOST_DESCRIBE_STRUCT(RecordFeedbackTotals, (), (total, by_type, by_channel, source))

// ── Report (SA step 4)
// ─────────────────────────────────────────────────────────────────────────────────────────

struct BeginAnalysis {
  FULL_CIRCLE_COMMAND("begin_analysis", "analysis_begun")
};
BOOST_DESCRIBE_STRUCT(BeginAnalysis, (), ())

struct RecordTheme {
  FULL_CIRCLE_COMMAND("record_theme", "theme_recorded")
  std::optional<Name> theme;  ///< an earlier theme's id to revise it; a new one when absent
  Line title;
  Text you_said;
  std::optional<std::int64_t> people;  ///< who raised it; absent: as it was, or not said
};
BOOST_DESCRIBE_STRUCT(RecordTheme, (), (theme, title, you_said, people))

struct SetDecisionMeeting {
  FULL_CIRCLE_COMMAND("set_decision_meeting", "decision_meeting_set")
  Line body;
  Instant starts_at{};
  Line place;
  std::optional<Url> public_notice;  ///< LGOIMA s 46
};
BOOST_DESCRIBE_STRUCT(SetDecisionMeeting, (), (body, starts_at, place, public_notice))

/// LGOIMA s 46A: what decision-makers and the public can read before the meeting.
struct SubmitAdvice {
  FULL_CIRCLE_COMMAND("submit_advice", "advice_submitted")
  Line title;
  Url url;
  Text significance_statement;
};
BOOST_DESCRIBE_STRUCT(SubmitAdvice, (), (title, url, significance_statement))

struct ReopenAnalysis {
  FULL_CIRCLE_COMMAND("reopen_analysis", "analysis_reopened")
  Text reason;
};
BOOST_DESCRIBE_STRUCT(ReopenAnalysis, (), (reason))

/// LGA s 82(1)(f): the decision and its reasons; s 80: an inconsistency with policy has to be named.
struct RecordDecision {
  FULL_CIRCLE_COMMAND("record_decision", "decision_recorded")
  Line body;
  Day decided_on{};
  Text decision;
  Text reasons;
  std::optional<Text> inconsistency;
  std::optional<std::vector<ThemeVerdict>> themes;  ///< what answers to people begin from
};
BOOST_DESCRIBE_STRUCT(RecordDecision, (), (body, decided_on, decision, reasons, inconsistency, themes))

struct StartAnotherRound {
  FULL_CIRCLE_COMMAND("start_another_round", "another_round_started")
  Text reason;
};
BOOST_DESCRIBE_STRUCT(StartAnotherRound, (), (reason))

// ── Close the loop (SA step 5)
// ─────────────────────────────────────────────────────────────────────────────────

struct BeginClosing {
  FULL_CIRCLE_COMMAND("begin_closing", "closing_begun")
  Line headline;
};
BOOST_DESCRIBE_STRUCT(BeginClosing, (), (headline))

/// What became of what people said. "Noted" is no reason, and neither are fewer than five words.
struct AnswerTheme {
  FULL_CIRCLE_COMMAND("answer_theme", "theme_answered")
  Name theme;
  std::optional<Verdict> verdict;  ///< absent: the decision's own
  Text we_decided;
  std::optional<Text> because;  ///< absent: the decision's own reason
};
BOOST_DESCRIBE_STRUCT(AnswerTheme, (), (theme, verdict, we_decided, because))

/// By a second person, for the texts that were read; lapses when one of them changes afterwards.
struct SignOffResults {
  FULL_CIRCLE_COMMAND("sign_off_results", "results_signed_off")
  Line answer_hash;  ///< of what was read (results.hpp)
};
BOOST_DESCRIBE_STRUCT(SignOffResults, (), (answer_hash))

/// Now, or at a time: what it waits for is asked now, and once more then.
struct PublishResults {
  FULL_CIRCLE_COMMAND("publish_results", "results_published")  // or publication_scheduled
  std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(PublishResults, (), (at))

/// A new edition; what changed is listed in public.
struct CorrectResults {
  FULL_CIRCLE_COMMAND("correct_results", "results_correction_drafted")
  Text what_changed;
  std::optional<Line> headline;
  std::vector<AnswerTheme> answers;
  std::optional<std::vector<PlainWords>> plain;
  std::optional<std::vector<TranslateResults>> translations;
  std::optional<Line> title;  ///< of the project, which describe_project no longer changes
  std::optional<Text> summary;
};
BOOST_DESCRIBE_STRUCT(CorrectResults, (),
                      (what_changed, headline, answers, plain, translations, title, summary))

/// Entered by the delivery that told them, or by a person for those told another way.
struct RecordPeopleTold {
  FULL_CIRCLE_COMMAND("record_people_told", "people_told")
  Text how;
};
BOOST_DESCRIBE_STRUCT(RecordPeopleTold, (), (how))

// ── Evaluate (SA step 6)
// ───────────────────────────────────────────────────────────────────────────────────────

struct BeginEvaluation {
  FULL_CIRCLE_COMMAND("begin_evaluation", "evaluation_begun")
};
BOOST_DESCRIBE_STRUCT(BeginEvaluation, (), ())

struct RecordEvaluation {
  FULL_CIRCLE_COMMAND("record_evaluation", "evaluation_recorded")
  Text findings;
  std::vector<TargetResult> targets;
};
BOOST_DESCRIBE_STRUCT(RecordEvaluation, (), (findings, targets))

struct RecordLesson {
  FULL_CIRCLE_COMMAND("record_lesson", "lesson_recorded")
  Line title;
  Text lesson;
};
BOOST_DESCRIBE_STRUCT(RecordLesson, (), (title, lesson))

struct CompleteProject {
  FULL_CIRCLE_COMMAND("complete_project", "project_completed")
};
BOOST_DESCRIBE_STRUCT(CompleteProject, (), ())

#undef FULL_CIRCLE_COMMAND

using Command = std::variant<
    CreateProject, DescribeProject, AttachDocument, PostUpdate, AssignActivity, CompleteActivity,
    ReopenActivity, WaiveActivity, SuspendProject, ResumeProject, WithdrawProject, ConfirmPeopleTold,
    UnpublishPage, PublishPageAgain, MigrateDefinition, EscalateOverdue, AssessSignificance,
    AssessSignificanceToMaori, RecordOptions, IdentifyCommunities, RecordEarlierInsights, CheckCalendar,
    SettleClash, BeginPreparation, ReopenPlan, SetScope, SetPeriod, PlanSession, MoveSession, CancelSession,
    AnnounceProject, ScheduleEngagement, ReopenPreparation, OpenEngagement, ExtendEngagement, CloseEngagement,
    ReopenEngagement, RecordSessionHeld, RecordFeedbackTotals, BeginAnalysis, RecordTheme, SetDecisionMeeting,
    SubmitAdvice, ReopenAnalysis, RecordDecision, StartAnotherRound, BeginClosing, AnswerTheme, EditResults,
    TranslateResults, SignOffResults, PublishResults, CancelPublication, CorrectResults, RecordPeopleTold,
    BeginEvaluation, RecordEvaluation, RecordLesson, CompleteProject>;

}  // namespace full_circle::engagement
