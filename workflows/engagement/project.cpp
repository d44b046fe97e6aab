#include "workflows/engagement/project.hpp"

#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>

namespace full_circle::engagement {

const Branch* Project::branch(std::string_view entity) const {
  const auto found = branches.find(std::string(entity));
  return found == branches.end() ? nullptr : &found->second;
}

const Session* Project::session(std::string_view session_id) const {
  const auto found = std::find_if(sessions.begin(), sessions.end(),
                                  [&](const Session& session) { return session.session == session_id; });
  return found == sessions.end() ? nullptr : &*found;
}

const Theme* Project::theme(std::string_view theme_id) const {
  const auto found =
      std::find_if(themes.begin(), themes.end(), [&](const Theme& theme) { return theme.id == theme_id; });
  return found == themes.end() ? nullptr : &*found;
}

namespace {

/// Applies one event's facts. The place has been moved already.
struct Applying {
  Project& project;
  const Recorded& recorded;

  Session* session(const Name& id) {
    auto& sessions = project.sessions.edit();
    const auto found = std::find_if(sessions.begin(), sessions.end(),
                                    [&](const Session& session) { return session.session == id; });
    return found == sessions.end() ? nullptr : &*found;
  }

  void answer(const AnswerTheme& answer, std::string_view by) {
    for (auto& theme : project.themes.edit()) {
      if (theme.id != answer.theme) continue;
      theme.verdict = answer.verdict;
      theme.we_decided = answer.we_decided;
      theme.because = answer.because;
    }
    project.signed_off_by.reset();
    auto& writers = project.answered_by.edit();
    if (std::find(writers.begin(), writers.end(), by) == writers.end()) writers.emplace_back(by);
  }

  // ── Any stage ──
  void operator()(const ProjectCreated& event) {
    project.about = About{event, fold(event.title + " " + event.summary)};
    project.created_at = recorded.at;
    project.stage_since = recorded.at;
    project.created_by = recorded.by;
  }
  void operator()(const ProjectDescribed& event) {
    auto& about = project.about.edit();
    if (event.title) about.title = *event.title;
    if (event.summary) about.summary = *event.summary;
    if (event.local_boards) about.local_boards = *event.local_boards;
    if (event.communities) about.communities = *event.communities;
    if (event.topics) about.topics = *event.topics;
    about.search_text = fold(about.title + " " + about.summary);
  }
  void operator()(const DocumentAttached& event) { project.documents.edit().push_back(event); }
  void operator()(const UpdatePosted& event) {
    project.updates.edit().push_back({event.update, event.title, event.text, recorded.at});
  }
  void operator()(const ActivityAssigned& event) {
    auto& activity = project.activities.edit()[event.activity];
    activity.person = event.person;
    activity.due_on = event.due_on;
  }
  void settle(const Name& name, ActivityRecord::State state, std::string note, std::string evidence) {
    auto& activity = project.activities.edit()[name];
    activity.state = state;
    activity.note = std::move(note);
    activity.evidence = std::move(evidence);
    activity.by = recorded.by;
    activity.at = recorded.at;
  }
  void operator()(const ActivityCompleted& event) {
    settle(event.activity, ActivityRecord::State::done, event.note.value_or(""), event.evidence.value_or(""));
  }
  void operator()(const ActivityReopened& event) {
    settle(event.activity, ActivityRecord::State::open, event.reason, "");
  }
  void operator()(const ActivityWaived& event) {
    settle(event.activity, ActivityRecord::State::waived, event.reason, "");
  }
  void operator()(const ProjectSuspended& event) { project.suspended = event; }
  void operator()(const ProjectResumed&) { project.suspended.reset(); }
  void operator()(const ProjectWithdrawn& event) {
    project.withdrawn = event;
    project.suspended.reset();
  }
  void operator()(const PeopleToldOfWithdrawal& event) { project.withdrawal_told = event.how; }
  void operator()(const DefinitionMigrated& event) {
    auto& about = project.about.edit();
    about.definition = event.definition;
    about.definition_hash = event.definition_hash;
    about.definition_version = event.definition_version;
  }

  // ── Plan ──
  void operator()(const SignificanceAssessed& event) {
    project.significance = event;
    project.not_needed_proposed_by.clear();
  }
  void operator()(const ManaWhenuaNotNeededProposed&) { project.not_needed_proposed_by = recorded.by; }
  void conclude(const AssessSignificanceToMaori& assessed) {
    project.significance_to_maori = assessed;
    project.not_needed_proposed_by.clear();
  }
  void operator()(const ManaWhenuaEngagementChosen& event) { conclude(event); }
  void operator()(const ManaWhenuaEngagementNotNeeded& event) { conclude(event); }
  void operator()(const ManaWhenuaConsultationConcluded&) {}
  void operator()(const ManaWhenuaConsultationReopened&) {}
  void operator()(const OptionsRecorded& event) { project.options = event.options; }
  void operator()(const CommunitiesIdentified& event) { project.communities_affected = event.groups; }
  void operator()(const EarlierInsightsRecorded& event) { project.earlier_insights = event; }
  void operator()(const CalendarChecked& event) { project.calendar_check = event; }
  void operator()(const PreparationBegun&) {}
  void operator()(const PlanReopened&) {}

  // ── Prepare ──
  void operator()(const ScopeSet& event) {
    if (project.scope) ++project.scope_sequence;
    project.scope = event;
  }
  void operator()(const PeriodSet& event) {
    const int sequence = project.period ? project.period->sequence + 1 : 0;
    project.period = Period{.opens_on = event.opens_on,
                            .closes_on = event.closes_on,
                            .opens_at = event.opens_at,
                            .closes_at = event.closes_at,
                            .round = project.round,
                            .sequence = sequence};
  }
  void operator()(const SessionPlanned& event) {
    project.sessions.edit().push_back(Session{event, project.round});
  }
  void operator()(const SessionMoved& event) {
    auto* moved = session(event.session);
    if (!moved) return;
    moved->starts_at = event.starts_at;
    moved->ends_at = event.ends_at;
    if (event.place) moved->place = *event.place;
    moved->changed_because = event.reason;
    ++moved->sequence;
  }
  void operator()(const SessionCancelled& event) {
    auto* cancelled = session(event.session);
    if (!cancelled) return;
    cancelled->cancelled = true;
    cancelled->changed_because = event.reason;
    ++cancelled->sequence;
  }
  void operator()(const SessionHeld& event) {
    auto* held = session(event.session);
    if (!held) return;
    held->people = event.people;
    held->notes = event.notes;
  }
  void operator()(const ProjectAnnounced&) { project.announced_at = recorded.at; }
  void operator()(const EngagementScheduled&) { project.scheduled_at = recorded.at; }
  void operator()(const PreparationReopened&) {}

  // ── Engage ──
  void operator()(const PeriodOpened&) {
    if (project.period) project.period->opened_at = recorded.at;
  }
  void close_at(Day closes_on, Instant closes_at) {
    if (!project.period) return;
    project.period->closes_on = closes_on;
    project.period->closes_at = closes_at;
    ++project.period->sequence;
  }
  void operator()(const PeriodExtended& event) { close_at(event.closes_on, event.closes_at); }
  void operator()(const PeriodClosed&) {
    if (project.period) project.period->closed_at = recorded.at;
  }
  void operator()(const PeriodReopened& event) {
    close_at(event.closes_on, event.closes_at);
    if (project.period) project.period->closed_at.reset();
  }
  void operator()(const FeedbackTotalsRecorded& event) { project.totals = event; }

  // ── Report ──
  void operator()(const AnalysisBegun&) {}
  void operator()(const ThemeRecorded& event) {
    for (auto& theme : project.themes.edit()) {
      if (theme.id != *event.theme) continue;
      theme.title = event.title;
      theme.you_said = event.you_said;
      theme.people = event.people;
      theme.round = project.round;
      return;
    }
    project.themes.edit().push_back(Theme{.id = *event.theme,
                                          .title = event.title,
                                          .you_said = event.you_said,
                                          .people = event.people,
                                          .round = project.round});
  }
  void operator()(const DecisionMeetingSet& event) {
    const int sequence = project.decision_meeting ? project.decision_meeting->sequence + 1 : 0;
    project.decision_meeting = DecisionMeeting{event, sequence};
  }
  void operator()(const AdviceSubmitted& event) { project.advice = event; }
  void operator()(const AnalysisReopened&) {}
  void operator()(const DecisionRecorded& event) {
    project.decisions.edit().push_back(
        Decision{event, event.decision_id, project.round, recorded.by, recorded.at});
  }
  void operator()(const AnotherRoundStarted& event) {
    project.round = event.round;
    if (project.period) project.earlier_periods.edit().push_back(*project.period);
    project.period.reset();
    project.scheduled_at.reset();
    project.advice.reset();
    project.decision_meeting.reset();
    project.totals.reset();
    project.calendar_check.reset();
    for (const auto& activity : event.activities_reopened) project.activities.edit().erase(activity);
  }

  // ── Close the loop ──
  void operator()(const ClosingBegun& event) { project.headline = event.headline; }
  void operator()(const ThemeAnswered& event) { answer(event, recorded.by); }
  void operator()(const ResultsSignedOff& event) { project.signed_off_by = event.by; }
  void operator()(const ResultsPublished& event) {
    project.editions.edit().push_back({event.edition, recorded.at, "First published"});
  }
  void operator()(const ResultsCorrectionDrafted& event) {
    project.correction = CorrectionDraft{event, recorded.by};
  }
  void operator()(const ResultsCorrected& event) {
    if (event.headline) project.headline = *event.headline;
    for (const auto& one : event.answers) answer(one, event.drafted_by);
    project.signed_off_by = event.signed_off_by;
    project.correction.reset();
    project.editions.edit().push_back({event.edition, recorded.at, event.what_changed});
  }
  void operator()(const PeopleTold& event) { project.told.edit().push_back(event.how); }

  // ── Evaluate ──
  void operator()(const EvaluationBegun&) {}
  void operator()(const EvaluationRecorded& event) { project.evaluation = event; }
  void operator()(const LessonRecorded& event) { project.lessons.edit().push_back(event); }
  void operator()(const ProjectCompleted&) {}

  // ── Branches: evolve_branch below does the rest ──
  void operator()(const BranchMoved&) {}
  void operator()(const BranchNoted&) {}
  void operator()(const BranchOpened& event) {
    auto& branch = project.branches.edit()[event.entity];
    branch.entity = event.entity;
    branch.name = event.entity_name;
    branch.opened_at = recorded.at;
    branch.place_since = recorded.at;
    branch.round = project.round;
  }
};

/// What was said with a step, kept on the branch.
struct Saying {
  Branch& branch;
  Side side;
  const Recorded& recorded;

  void entity_said(const std::optional<Text>& words, const std::optional<OnBehalf>& on_behalf) {
    if (words) branch.words = *words;
    branch.on_behalf = on_behalf.has_value();
  }

  void operator()(const OpenBranch&) {}
  void operator()(const AssessNeeded&) {}
  void operator()(const AssessNotNeeded& said) {
    branch.reason = said.reason;
    branch.not_needed_proposed_by = recorded.by;
  }
  void operator()(const DeclareInterest& said) { entity_said(said.words, said.recorded_on_behalf); }
  void operator()(const IdentifyEntities&) {}
  void operator()(const ApproveOffer&) { branch.offer_approved = true; }
  void operator()(const SendOffer& said) {
    branch.offer = said;
    branch.offered_at = recorded.at;
  }
  void operator()(const RecordContactAttempt& said) { branch.attempts.push_back({said.channel, said.on}); }
  void operator()(const Remind&) {}
  void operator()(const Accept& said) { entity_said(said.words, said.recorded_on_behalf); }
  void operator()(const CommentOnly& said) { entity_said(said.words, said.recorded_on_behalf); }
  void operator()(const DeferTo& said) {
    branch.deferred_to = said.entity;
    entity_said({}, said.recorded_on_behalf);
  }
  void operator()(const Decline& said) {
    entity_said(said.reason, said.recorded_on_behalf);
    if (said.reason && said.sensitivity == Sensitivity::may_be_published)
      branch.published_words = *said.reason;
  }
  void operator()(const ConfirmNoResponse& said) { branch.reason = said.note; }
  void operator()(const RespondLate& said) {
    entity_said(said.words, said.recorded_on_behalf);
    branch.published_words.clear();  // what was said with an earlier answer does not stand for this one
  }
  void operator()(const Pause& said) { entity_said(said.words, said.recorded_on_behalf); }
  void operator()(const Resume& said) { entity_said({}, said.recorded_on_behalf); }
  void operator()(const AgreeDate& said) {
    (side == Side::entity ? branch.date.entity : branch.date.council) = said;
  }
  void operator()(const WrittenOnly& said) { entity_said(said.words, said.recorded_on_behalf); }
  void call_off_hui() {
    if (branch.hui.empty() || branch.hui.back().held || branch.hui.back().cancelled) return;
    branch.hui.back().cancelled = true;
    ++branch.hui.back().sequence;
  }
  void operator()(const MoveHui& said) {
    if (said.reason) branch.reason = *said.reason;
    call_off_hui();
    branch.date = {};
  }
  void operator()(const RecordHuiHeld& said) {
    if (!branch.hui.empty()) branch.hui.back().held = true;
    branch.notes.push_back({said.notes, Sensitivity::in_confidence, recorded.by, recorded.at});
  }
  void operator()(const RequestAssessment&) {}
  void operator()(const ReceiveAssessment& said) { branch.on_behalf = said.recorded_on_behalf.has_value(); }
  void operator()(const DraftRecord& said) { branch.draft = said.record; }
  void operator()(const ConfirmRecord& said) {
    branch.record = said.record;
    branch.published_words = said.published_words.value_or("");
    branch.gave_views = true;
    branch.on_behalf = false;
  }
  void operator()(const ReportViews&) {}
  void operator()(const RespondToEntity& said) { branch.responses = said.responses; }
  void operator()(const AgreeOutcome& said) {
    (side == Side::entity ? branch.outcome.entity : branch.outcome.council) = said;
  }
  void operator()(const RecordDifference& said) {
    branch.council_statement = said.council_statement;
    branch.entity_statement = said.entity_statement;
    branch.entity_statement_sensitivity = said.entity_statement_sensitivity;
  }
  void operator()(const RecordCommitment& said) { branch.commitments.push_back(said.commitment); }
  void operator()(const CloseBranch&) {}
  void operator()(const NotifyOutcome&) {}
  void operator()(const WithdrawBranch& said) {
    branch.reason = said.reason;
    call_off_hui();
  }
  void operator()(const AddNote& said) {
    branch.notes.push_back({said.text, said.sensitivity, recorded.by, recorded.at});
  }
  void operator()(const RecordAvailability& said) { branch.available = said.days; }
};

/// A new round asks anew: what the entity answered before is kept as the earlier round's, and an offer is to
/// be made again. A branch that is paused, or still under way, goes on from where it is.
void ask_again(Branch& branch, int round, Instant at, const Chart& branch_chart) {
  if (branch.round == round || branch_chart.is_in(branch.place, "paused_by_mana_whenua")) return;
  if (const auto next = branch_chart.next(branch.place, branch_event::another_round_started)) {
    const auto state = branch.ended_as.empty() ? branch_chart.names(branch.place).front() : branch.ended_as;
    branch.earlier_rounds.push_back({branch.round, state, std::move(branch.record),
                                     std::move(branch.published_words), std::move(branch.responses)});
    branch = Branch{.entity = std::move(branch.entity),
                    .name = std::move(branch.name),
                    .place = *next,
                    .opened_at = branch.opened_at,
                    .place_since = at,
                    .earlier_rounds = std::move(branch.earlier_rounds),
                    .attempts = std::move(branch.attempts),
                    .hui = std::move(branch.hui),
                    .commitments = std::move(branch.commitments),
                    .notes = std::move(branch.notes),
                    .available = std::move(branch.available)};
  }
  branch.round = round;
}

template <class BranchEvent>
void evolve_branch(Project& project, const BranchEvent& event, const Recorded& recorded,
                   const Chart& branch_chart) {
  auto& branches = project.branches.edit();
  const auto found = branches.find(event.entity);
  if (found == branches.end()) return;
  auto& branch = found->second;
  const auto next = branch_chart.next(branch.place, event.step);
  // A pause stops the branch's clock: the time to answer moves on by as long as it lasted.
  if (event.step == "resume" && branch.offer) {
    const auto paused = std::chrono::ceil<std::chrono::days>(recorded.at - branch.place_since);
    branch.offer->respond_by = Day{std::chrono::sys_days{branch.offer->respond_by} + paused};
  }
  if (next && *next != branch.place) {
    if (branch_chart.is_in(*next, "relationship_ongoing"))
      branch.ended_as = branch_chart.names(branch.place).front();
    branch.place = *next;
    branch.place_since = recorded.at;
  }
  std::visit(Saying{branch, event.side, recorded}, event.said);
  if (const auto* late = std::get_if<RespondLate>(&event.said); late && event.step == "note_added") {
    branch.wrote_after_decision = true;
    branch.notes.push_back({late->words.value_or("Got in touch after the decision."),
                            Sensitivity::to_be_checked, recorded.by, recorded.at});
  }
  if (event.step == "date_agreed") {
    const auto& agreed = branch.date.council ? *branch.date.council : *branch.date.entity;
    branch.hui.push_back(Hui{.id = "hui-" + std::to_string(branch.hui.size() + 1),
                             .starts_at = agreed.starts_at,
                             .ends_at = agreed.ends_at,
                             .place = agreed.place});
  }
  if (event.step == "agree_outcome" && branch.outcome.council)
    branch.commitments.insert(branch.commitments.end(), branch.outcome.council->commitments.begin(),
                              branch.outcome.council->commitments.end());
  ask_again(branch, project.round, recorded.at, branch_chart);
}

}  // namespace

std::string_view stage_of(Place place, const Chart& project_chart) {
  for (const std::string_view stage : {"plan", "prepare", "engage", "report", "close_the_loop", "evaluate"})
    if (project_chart.is_in(place, stage)) return stage;
  return {};
}

std::string_view status_of(Place place, const Chart& project_chart) {
  for (const std::string_view state :
       {"complete", "withdrawn", "withdrawing", "suspended", "scheduled", "open", "closed", "analysing",
        "advised", "decided", "drafting", "published", "plan", "prepare", "evaluate"})
    if (project_chart.is_in(place, state)) return state;
  return {};
}

void evolve(Project& project, const Event& event, const Recorded& recorded, const Chart& project_chart,
            const Chart& branch_chart) {
  const auto type = std::visit([](const auto& one) { return std::string_view(one.type); }, event);
  const auto before = project.place;
  if (const auto next = project_chart.next(before, type)) project.place = *next;
  if (project.place != before && stage_of(before, project_chart) != stage_of(project.place, project_chart))
    project.stage_since = recorded.at;

  std::visit(Applying{project, recorded}, event);
  if (const auto* opened = std::get_if<BranchOpened>(&event))
    project.branches.edit()[opened->entity].place = branch_chart.initial();
  if (const auto* moved = std::get_if<BranchMoved>(&event))
    evolve_branch(project, *moved, recorded, branch_chart);
  if (const auto* noted = std::get_if<BranchNoted>(&event))
    evolve_branch(project, *noted, recorded, branch_chart);
  if (std::holds_alternative<AnotherRoundStarted>(event))
    for (auto& [entity, branch] : project.branches.edit())
      ask_again(branch, project.round, recorded.at, branch_chart);

  project.version = recorded.seq;
  project.updated_at = recorded.at;
}

}  // namespace full_circle::engagement
