#pragma once
/// What happened and is kept for ever. `type` is also the chart event. An event that adds nothing to what was
/// asked inherits the command's fields; what was decided (instants, ids, met requirements) is added here.
/// Meaning changes only by a new `version` and an upcast in json.cpp; released versions have golden files.

#include "workflows/engagement/commands.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace full_circle::engagement {

#define FULL_CIRCLE_EVENT(event_type)                  \
  static constexpr std::string_view type = event_type; \
  static constexpr int version = 1;

/// Carried by every event that moves the project on: the rules it was held to.
struct Moved {
  std::string definition;  ///< name/version
  std::string definition_hash;
  std::vector<std::string> requirements_met;  ///< names
};
BOOST_DESCRIBE_STRUCT(Moved, (), (definition, definition_hash, requirements_met))

#define FULL_CIRCLE_FACT(Event, event_type, ...) \
  struct Event : __VA_ARGS__ {                   \
    FULL_CIRCLE_EVENT(event_type)                \
  };                                             \
  BOOST_DESCRIBE_STRUCT(Event, (__VA_ARGS__), ())

struct ProjectCreated : CreateProject {
  FULL_CIRCLE_EVENT("project_created")
  std::string slug;
  std::string definition_hash;
  int definition_version = 0;
  Name lead;  ///< person id
};
BOOST_DESCRIBE_STRUCT(ProjectCreated, (CreateProject), (slug, definition_hash, definition_version, lead))

FULL_CIRCLE_FACT(ProjectDescribed, "project_described", DescribeProject)

struct DocumentAttached : AttachDocument {
  FULL_CIRCLE_EVENT("document_attached")
  Name document;
};
BOOST_DESCRIBE_STRUCT(DocumentAttached, (AttachDocument), (document))

struct UpdatePosted : PostUpdate {
  FULL_CIRCLE_EVENT("update_posted")
  Name update;
};
BOOST_DESCRIBE_STRUCT(UpdatePosted, (PostUpdate), (update))

FULL_CIRCLE_FACT(ActivityAssigned, "activity_assigned", AssignActivity)
FULL_CIRCLE_FACT(ActivityCompleted, "activity_completed", CompleteActivity)
FULL_CIRCLE_FACT(ActivityReopened, "activity_reopened", ReopenActivity)
FULL_CIRCLE_FACT(ActivityWaived, "activity_waived", WaiveActivity)
FULL_CIRCLE_FACT(ProjectSuspended, "project_suspended", SuspendProject)
FULL_CIRCLE_FACT(ProjectResumed, "project_resumed", ResumeProject)
FULL_CIRCLE_FACT(ProjectWithdrawn, "project_withdrawn", WithdrawProject)
FULL_CIRCLE_FACT(PeopleToldOfWithdrawal, "people_told_of_withdrawal", ConfirmPeopleTold)

FULL_CIRCLE_FACT(PageUnpublished, "page_unpublished", UnpublishPage)
FULL_CIRCLE_FACT(PagePublishedAgain, "page_published_again", PublishPageAgain)

struct DefinitionMigrated : MigrateDefinition {
  FULL_CIRCLE_EVENT("definition_migrated")
  std::string definition_hash;
  int definition_version = 0;
};
BOOST_DESCRIBE_STRUCT(DefinitionMigrated, (MigrateDefinition), (definition_hash, definition_version))

/// Roles were told that something was not done by its day: once for each thing, day and roles.
struct OverdueEscalated {
  FULL_CIRCLE_EVENT("overdue_escalated")
  std::string what;  ///< "activity_NAME", or "answer"
  Day due_on{};
  std::vector<std::string> told;  ///< roles
  friend bool operator==(const OverdueEscalated&, const OverdueEscalated&) = default;
};
BOOST_DESCRIBE_STRUCT(OverdueEscalated, (), (what, due_on, told))

FULL_CIRCLE_FACT(SignificanceAssessed, "significance_assessed", AssessSignificance)
FULL_CIRCLE_FACT(ManaWhenuaEngagementChosen, "mana_whenua_engagement_chosen", AssessSignificanceToMaori)
/// The first of the two who have to say so.
FULL_CIRCLE_FACT(ManaWhenuaNotNeededProposed, "mana_whenua_not_needed_proposed", AssessSignificanceToMaori)

struct ManaWhenuaEngagementNotNeeded : AssessSignificanceToMaori {
  FULL_CIRCLE_EVENT("mana_whenua_engagement_not_needed")
  Name proposed_by;  ///< person id
};
BOOST_DESCRIBE_STRUCT(ManaWhenuaEngagementNotNeeded, (AssessSignificanceToMaori), (proposed_by))

struct ManaWhenuaConsultationConcluded {
  FULL_CIRCLE_EVENT("mana_whenua_consultation_concluded")
};
BOOST_DESCRIBE_STRUCT(ManaWhenuaConsultationConcluded, (), ())
struct ManaWhenuaConsultationReopened {
  FULL_CIRCLE_EVENT("mana_whenua_consultation_reopened")
  Name entity;
};
BOOST_DESCRIBE_STRUCT(ManaWhenuaConsultationReopened, (), (entity))

FULL_CIRCLE_FACT(OptionsRecorded, "options_recorded", RecordOptions)
FULL_CIRCLE_FACT(CommunitiesIdentified, "communities_identified", IdentifyCommunities)
FULL_CIRCLE_FACT(EarlierInsightsRecorded, "earlier_insights_recorded", RecordEarlierInsights)
FULL_CIRCLE_FACT(CalendarChecked, "calendar_checked", CheckCalendar)

struct ClashSettled : SettleClash {
  FULL_CIRCLE_EVENT("clash_settled")
  bool for_both = false;           ///< whoever said so may see both: it stands for the other side as well
  std::vector<SharedDays> shared;  ///< whom both asked then, and on which days
};
BOOST_DESCRIBE_STRUCT(ClashSettled, (SettleClash), (for_both, shared))

FULL_CIRCLE_FACT(PreparationBegun, "preparation_begun", Moved)

struct PlanReopened : ReopenPlan {
  FULL_CIRCLE_EVENT("plan_reopened")
};
BOOST_DESCRIBE_STRUCT(PlanReopened, (ReopenPlan), ())

FULL_CIRCLE_FACT(ScopeSet, "scope_set", SetScope)

/// Instants are worked out once, in the council's zone, and kept.
struct PeriodInstants {
  Instant opens_at{};
  Instant closes_at{};
};
BOOST_DESCRIBE_STRUCT(PeriodInstants, (), (opens_at, closes_at))

struct PeriodSet : SetPeriod, PeriodInstants {
  FULL_CIRCLE_EVENT("period_set")
};
BOOST_DESCRIBE_STRUCT(PeriodSet, (SetPeriod, PeriodInstants), ())

struct SessionPlanned : PlanSession {
  FULL_CIRCLE_EVENT("session_planned")
  Name session;
};
BOOST_DESCRIBE_STRUCT(SessionPlanned, (PlanSession), (session))

FULL_CIRCLE_FACT(SessionMoved, "session_moved", MoveSession)
FULL_CIRCLE_FACT(SessionCancelled, "session_cancelled", CancelSession)
FULL_CIRCLE_FACT(SessionHeld, "session_held", RecordSessionHeld)
FULL_CIRCLE_FACT(ProjectAnnounced, "project_announced", Moved)
FULL_CIRCLE_FACT(EngagementScheduled, "engagement_scheduled", Moved)
FULL_CIRCLE_FACT(PreparationReopened, "preparation_reopened", ReopenPreparation)
FULL_CIRCLE_FACT(PeriodOpened, "period_opened", Moved)

struct PeriodExtended : ExtendEngagement {
  FULL_CIRCLE_EVENT("period_extended")
  Instant closes_at{};
};
BOOST_DESCRIBE_STRUCT(PeriodExtended, (ExtendEngagement), (closes_at))

struct PeriodClosed : Moved {
  FULL_CIRCLE_EVENT("period_closed")
  std::int64_t contributions = 0;  ///< counted when it closed; contributions have their own table
};
BOOST_DESCRIBE_STRUCT(PeriodClosed, (Moved), (contributions))

struct PeriodReopened : ReopenEngagement {
  FULL_CIRCLE_EVENT("period_reopened")
  Instant closes_at{};
};
BOOST_DESCRIBE_STRUCT(PeriodReopened, (ReopenEngagement), (closes_at))

FULL_CIRCLE_FACT(FeedbackTotalsRecorded, "feedback_totals_recorded", RecordFeedbackTotals)
FULL_CIRCLE_FACT(AnalysisBegun, "analysis_begun", Moved)

/// `theme` is always set in the event.
FULL_CIRCLE_FACT(ThemeRecorded, "theme_recorded", RecordTheme)
FULL_CIRCLE_FACT(DecisionMeetingSet, "decision_meeting_set", SetDecisionMeeting)

struct AdviceSubmitted : SubmitAdvice, Moved {
  FULL_CIRCLE_EVENT("advice_submitted")
  std::optional<Line> document_hash;  ///< SHA-256 of the document as it was then (advice.hpp)
};
BOOST_DESCRIBE_STRUCT(AdviceSubmitted, (SubmitAdvice, Moved), (document_hash))

FULL_CIRCLE_FACT(AnalysisReopened, "analysis_reopened", ReopenAnalysis)

struct DecisionRecorded : RecordDecision, Moved {
  FULL_CIRCLE_EVENT("decision_recorded")
  Name decision_id;
};
BOOST_DESCRIBE_STRUCT(DecisionRecorded, (RecordDecision, Moved), (decision_id))

struct AnotherRoundStarted : StartAnotherRound {
  FULL_CIRCLE_EVENT("another_round_started")
  int round = 0;  ///< the new one
  std::vector<Name> activities_reopened;
};
BOOST_DESCRIBE_STRUCT(AnotherRoundStarted, (StartAnotherRound), (round, activities_reopened))

struct ClosingBegun : BeginClosing, Moved {
  FULL_CIRCLE_EVENT("closing_begun")
};
BOOST_DESCRIBE_STRUCT(ClosingBegun, (BeginClosing, Moved), ())

FULL_CIRCLE_FACT(ThemeAnswered, "theme_answered", AnswerTheme)

FULL_CIRCLE_FACT(ResultsEdited, "results_edited", EditResults)
FULL_CIRCLE_FACT(ResultsTranslated, "results_translated", TranslateResults)

struct ResultsSignedOff {
  FULL_CIRCLE_EVENT("results_signed_off")
  Name by;                          ///< person id
  std::optional<Line> answer_hash;  ///< absent: signed off before the texts were named
};
BOOST_DESCRIBE_STRUCT(ResultsSignedOff, (), (by, answer_hash))

/// A timer publishes them then, unless something that was signed off changes first.
struct PublicationScheduled : Moved {
  FULL_CIRCLE_EVENT("publication_scheduled")
  Instant at{};
};
BOOST_DESCRIBE_STRUCT(PublicationScheduled, (Moved), (at))

FULL_CIRCLE_FACT(PublicationCancelled, "publication_cancelled", CancelPublication)

struct ResultsPublished : Moved {
  FULL_CIRCLE_EVENT("results_published")
  int edition = 1;
};
BOOST_DESCRIBE_STRUCT(ResultsPublished, (Moved), (edition))

/// Waits for a second person; nothing that is published has changed yet.
FULL_CIRCLE_FACT(ResultsCorrectionDrafted, "results_correction_drafted", CorrectResults)

struct ResultsCorrected : CorrectResults {
  FULL_CIRCLE_EVENT("results_corrected")
  int edition = 0;
  Name drafted_by;  ///< person ids; never the same
  Name signed_off_by;
  std::optional<Line> answer_hash;  ///< as in ResultsSignedOff
};
BOOST_DESCRIBE_STRUCT(ResultsCorrected, (CorrectResults), (edition, drafted_by, signed_off_by, answer_hash))

FULL_CIRCLE_FACT(PeopleTold, "people_told", RecordPeopleTold)
FULL_CIRCLE_FACT(EvaluationBegun, "evaluation_begun", Moved)
FULL_CIRCLE_FACT(EvaluationRecorded, "evaluation_recorded", RecordEvaluation)
FULL_CIRCLE_FACT(LessonRecorded, "lesson_recorded", RecordLesson)
FULL_CIRCLE_FACT(ProjectCompleted, "project_completed", Moved)

// ── Branches
// ───────────────────────────────────────────────────────────────────────────────────────────────────

struct BranchOpened : OpenBranch {
  FULL_CIRCLE_EVENT("branch_opened")
  Name entity;
};
BOOST_DESCRIBE_STRUCT(BranchOpened, (OpenBranch), (entity))

/// A step of one entity's branch. `step` is the branch chart's event; `said` what was said with it, whole.
/// When the second of two confirmations arrives, `step` is what both agreed to (`date_agreed`,
/// `agree_outcome`).
struct BranchMoved {
  FULL_CIRCLE_EVENT("branch_moved")
  Name entity;
  std::string step;
  Side side{};
  BranchCommand said;
};
BOOST_DESCRIBE_STRUCT(BranchMoved, (), (entity, step, side, said))

/// A fact of one entity's branch that leaves its place as it is.
struct BranchNoted {
  FULL_CIRCLE_EVENT("branch_noted")
  Name entity;
  std::string step;
  Side side{};
  BranchCommand said;
};
BOOST_DESCRIBE_STRUCT(BranchNoted, (), (entity, step, side, said))

#undef FULL_CIRCLE_FACT
#undef FULL_CIRCLE_EVENT

using Event = std::variant<
    ProjectCreated, ProjectDescribed, DocumentAttached, UpdatePosted, ActivityAssigned, ActivityCompleted,
    ActivityReopened, ActivityWaived, ProjectSuspended, ProjectResumed, ProjectWithdrawn,
    PeopleToldOfWithdrawal, PageUnpublished, PagePublishedAgain, DefinitionMigrated, OverdueEscalated,
    SignificanceAssessed, ManaWhenuaEngagementChosen, ManaWhenuaNotNeededProposed,
    ManaWhenuaEngagementNotNeeded, ManaWhenuaConsultationConcluded, ManaWhenuaConsultationReopened,
    OptionsRecorded, CommunitiesIdentified, EarlierInsightsRecorded, CalendarChecked, ClashSettled,
    PreparationBegun, PlanReopened, ScopeSet, PeriodSet, SessionPlanned, SessionMoved, SessionCancelled,
    SessionHeld, ProjectAnnounced, EngagementScheduled, PreparationReopened, PeriodOpened, PeriodExtended,
    PeriodClosed, PeriodReopened, FeedbackTotalsRecorded, AnalysisBegun, ThemeRecorded, DecisionMeetingSet,
    AdviceSubmitted, AnalysisReopened, DecisionRecorded, AnotherRoundStarted, ClosingBegun, ThemeAnswered,
    ResultsEdited, ResultsTranslated, ResultsSignedOff, PublicationScheduled, PublicationCancelled,
    ResultsPublished, ResultsCorrectionDrafted, ResultsCorrected, PeopleTold, EvaluationBegun,
    EvaluationRecorded, LessonRecorded, ProjectCompleted, BranchOpened, BranchMoved, BranchNoted>;

}  // namespace full_circle::engagement
