#include "workflows/engagement/project.hpp"

#include "workflows/engagement/branch_evolve.hpp"
#include "workflows/engagement/results.hpp"
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

std::string published_this_round(const Branch& branch) {
  std::string text = branch.published_words;
  if (branch.entity_statement_sensitivity == Sensitivity::may_be_published &&
      !branch.entity_statement.empty())
    text += (text.empty() ? "" : "\n\n") + branch.entity_statement;
  return text;
}

std::string public_words(const Branch& branch) {
  std::string text = published_this_round(branch);
  for (const auto& note : branch.notes)
    if (note.sensitivity == Sensitivity::may_be_published)
      text += (text.empty() ? "“" : "\n\n“") + note.text + "”";
  return text;
}

const Theme* Project::theme(std::string_view theme_id) const {
  const auto found =
      std::find_if(themes.begin(), themes.end(), [&](const Theme& theme) { return theme.id == theme_id; });
  return found == themes.end() ? nullptr : &*found;
}

const ThemeVerdict* decided_on(const Project& project, std::string_view theme) {
  if (project.decisions.empty() || project.decisions.back().round != project.round) return nullptr;
  const auto& verdicts = project.decisions.back().themes;
  if (!verdicts) return nullptr;
  const auto found = std::find_if(verdicts->begin(), verdicts->end(),
                                  [&](const ThemeVerdict& one) { return one.theme == theme; });
  return found == verdicts->end() ? nullptr : &*found;
}

namespace {

/// Applies one event's facts. The place has been moved already.
struct Applying {
  Project& project;
  const Recorded& recorded;
  const Chart& project_chart;
  const Chart& branch_chart;

  Session* session(const Name& id) {
    auto& sessions = project.sessions.edit();
    const auto found = std::find_if(sessions.begin(), sessions.end(),
                                    [&](const Session& session) { return session.session == id; });
    return found == sessions.end() ? nullptr : &*found;
  }

  /// What was said has changed, or is asked again: the answer given to it stands in the history only.
  static void forget_answer(Theme& theme) {
    theme.verdict.reset();
    theme.we_decided = {};
    theme.because = {};
    theme.plain = {};
  }
  void answer(const AnswerTheme& answer, std::string_view by) {
    for (auto& theme : project.themes.edit()) {
      if (theme.id != answer.theme) continue;
      theme.verdict = answer.verdict;
      // Plain words say the same as the adviser's: with others beside them they may say something else.
      if (theme.we_decided != answer.we_decided) theme.plain.we_decided.reset();
      if (theme.because != answer.because) theme.plain.because.reset();
      theme.we_decided = answer.we_decided;
      theme.because = answer.because.value_or("");
    }
    wrote(by);
  }
  /// What was approved is not what stands here now.
  void wrote(std::string_view by) {
    project.signed_off_by.reset();
    project.signed_off_hash.clear();
    project.publication.reset();
    auto& writers = project.answered_by.edit();
    if (std::find(writers.begin(), writers.end(), by) == writers.end()) writers.emplace_back(by);
  }
  void edit(const std::optional<Line>& headline, const std::vector<PlainWords>& plain) {
    if (headline) project.headline = *headline;
    for (const auto& words : plain)
      for (auto& theme : project.themes.edit())
        if (theme.id == words.theme) theme.plain = words;
  }

  // ── Any stage ──
  void operator()(const ProjectCreated& event) {
    project.about = About{event, fold(event.title + " " + event.summary)};
    project.created_at = recorded.at;
    project.stage_since = recorded.at;
    project.created_by = recorded.by;
  }
  void operator()(const ProjectDescribed& event) {
    describe(event.title, event.summary, recorded.by);
    auto& about = project.about.edit();
    if (event.local_boards) about.local_boards = *event.local_boards;
    if (event.communities) about.communities = *event.communities;
    if (event.topics) about.topics = *event.topics;
    if (event.whole_district) about.whole_district = event.whole_district;
  }
  /// The answer is read under title and summary: they are approved with it.
  void describe(const std::optional<Line>& title, const std::optional<Text>& summary, std::string_view by) {
    const bool same =
        (!title || *title == project.about->title) && (!summary || *summary == project.about->summary);
    if (same) return;
    auto& about = project.about.edit();
    if (title) about.title = *title;
    if (summary) about.summary = *summary;
    about.search_text = fold(about.title + " " + about.summary);
    if (working_stage(project.place, project_chart) == "close_the_loop") wrote(by);
  }
  void operator()(const DocumentAttached& event) { project.documents.edit().push_back(event); }
  void operator()(const UpdatePosted& event) {
    project.updates.edit().push_back({event.update, event.title, event.text, recorded.at});
  }
  void operator()(const ActivityAssigned& event) {
    auto& activity = project.activities.edit()[event.activity];
    activity.person = event.person;
    activity.due_on = event.due_on;
    activity.assigned_at = recorded.at;
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
  void operator()(const ProjectSuspended& event) {
    project.suspended = event;
    project.suspended_at = recorded.at;
    project.publication.reset();
    branches_stand_still();
  }
  /// The council's own pause takes nothing from anybody's time to answer.
  void branches_stand_still() {
    if (project.branches.empty()) return;
    for (auto& [entity, branch] : project.branches.edit())
      stand_still(branch, project.suspended.has_value(), recorded.at, branch_chart);
  }
  void operator()(const ProjectResumed&) {
    project.stood_still.edit().push_back({project.suspended_at, recorded.at});
    project.suspended.reset();
    branches_stand_still();
  }
  void operator()(const ProjectWithdrawn& event) {
    project.withdrawn = event;
    project.publication.reset();
    if (!project.suspended) return;
    project.suspended.reset();
    branches_stand_still();
  }
  void operator()(const PeopleToldOfWithdrawal& event) { project.withdrawal_told = event.how; }
  void operator()(const PageUnpublished& event) { project.taken_down = TakenDown{event, recorded.at}; }
  void operator()(const PagePublishedAgain&) { project.taken_down.reset(); }
  void operator()(const DefinitionMigrated& event) {
    auto& about = project.about.edit();
    about.definition = event.definition;
    about.definition_hash = event.definition_hash;
    about.definition_version = event.definition_version;
  }

  void operator()(const OverdueEscalated& event) { project.escalated.edit().push_back(event); }

  // ── Plan ──
  void operator()(const SignificanceAssessed& event) {
    project.significance = event;
    project.not_needed_proposed_by.clear();
    if (!project.branches.empty())
      for (auto& [entity, branch] : project.branches.edit()) branch.not_needed_proposed_by.clear();
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
  void operator()(const ClashSettled& event) { project.clashes_settled.edit().push_back(event); }
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
    if (project.scheduled_at) project.scheduled_at = recorded.at;
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
      theme.by = recorded.by;
      theme.people = event.people.value_or(theme.people);
      theme.round = project.round;
      forget_answer(theme);
      return;
    }
    project.themes.edit().push_back(Theme{.id = *event.theme,
                                          .title = event.title,
                                          .you_said = event.you_said,
                                          .by = recorded.by,
                                          .people = event.people.value_or(0),
                                          .round = project.round});
  }
  void operator()(const DecisionMeetingSet& event) {
    const int sequence = project.decision_meeting ? project.decision_meeting->sequence + 1 : 0;
    project.decision_meeting = DecisionMeeting{event, project.round, sequence};
  }
  void operator()(const AdviceSubmitted& event) {
    project.advice = event;
    project.advice_submitted_at = recorded.at;
    project.advice_hash = event.document_hash.value_or("");
    if (event.document_hash)
      project.frozen_advice.edit().push_back(
          {.hash = project.advice_hash, .round = project.round, .at = recorded.at});
  }
  void replace_advice() {
    if (project.advice_hash.empty()) return;
    auto& last = project.frozen_advice.edit().back();
    last.replaced_at = recorded.at;
    if (project.decision_meeting) last.meeting = *project.decision_meeting;
    project.advice_hash.clear();
  }
  void operator()(const AnalysisReopened&) { replace_advice(); }
  void operator()(const DecisionRecorded& event) {
    project.decisions.edit().push_back(
        Decision{event, event.decision_id, project.round, recorded.by, recorded.at});
  }
  void keep_meeting() {
    if (!project.decision_meeting) return;
    auto meeting = *project.decision_meeting;
    meeting.called_off = project.decisions.empty() || project.decisions.back().round != project.round;
    if (meeting.called_off) ++meeting.sequence;
    project.earlier_meetings.edit().push_back(std::move(meeting));
  }
  void operator()(const AnotherRoundStarted& event) {
    replace_advice();
    keep_meeting();
    for (auto& theme : project.themes.edit()) forget_answer(theme);
    project.answered_by = {};
    project.signed_off_by.reset();
    project.signed_off_hash.clear();
    project.round = event.round;
    if (project.period) project.earlier_periods.edit().push_back(*project.period);
    project.period.reset();
    project.scheduled_at.reset();
    project.advice.reset();
    project.advice_submitted_at.reset();
    project.decision_meeting.reset();
    project.totals.reset();
    project.calendar_check.reset();
    for (const auto& activity : event.activities_reopened) project.activities.edit().erase(activity);
  }

  // ── Close the loop ──
  void operator()(const ClosingBegun& event) {
    project.headline = event.headline;
    wrote(recorded.by);
  }
  void operator()(const ThemeAnswered& event) { answer(event, recorded.by); }
  void operator()(const ResultsEdited& event) {
    edit(event.headline, event.plain);
    wrote(recorded.by);
  }
  void operator()(const ResultsTranslated& event) {
    take_translations(project, event, recorded.by);
    wrote(recorded.by);
  }
  void signed_off(const Name& by, const std::optional<Line>& answer_hash) {
    project.signed_off_by = by;
    project.signed_off_hash = answer_hash.value_or("");
  }
  void operator()(const ResultsSignedOff& event) { signed_off(event.by, event.answer_hash); }
  void operator()(const PublicationScheduled& event) {
    project.publication = Publication{event.at, recorded.by};
  }
  void operator()(const PublicationCancelled&) { project.publication.reset(); }
  void operator()(const ResultsPublished& event) {
    project.publication.reset();
    project.editions.edit().push_back({event.edition, recorded.at, "First published"});
  }
  void operator()(const ResultsCorrectionDrafted& event) {
    project.correction = CorrectionDraft{event, recorded.by};
  }
  void operator()(const ResultsCorrected& event) {
    for (const auto& one : event.answers) answer(one, event.drafted_by);
    edit(event.headline, event.plain.value_or(std::vector<PlainWords>{}));
    if (event.translations)
      for (const auto& one : *event.translations) take_translations(project, one, event.drafted_by);
    describe(event.title, event.summary, event.drafted_by);
    signed_off(event.signed_off_by, event.answer_hash);
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
    if (project.suspended) branch.still_since = recorded.at;
  }
};

/// The rules that the event was held to; null where it is no move.
const Moved* move_in(const Event& event) {
  return std::visit(
      [](const auto& one) -> const Moved* {
        if constexpr (std::is_base_of_v<Moved, std::decay_t<decltype(one)>>)
          return &one;
        else
          return nullptr;
      },
      event);
}

}  // namespace

std::string_view stage_of(Place place, const Chart& project_chart) {
  for (const std::string_view stage : {"plan", "prepare", "engage", "report", "close_the_loop", "evaluate"})
    if (project_chart.is_in(place, stage)) return stage;
  return {};
}

std::string_view working_stage(Place place, const Chart& project_chart) {
  const auto resumed = project_chart.next(place, "project_resumed");
  return stage_of(resumed.value_or(place), project_chart);
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
  // A suspension leaves no stage and begins none.
  if (project.place != before &&
      working_stage(before, project_chart) != working_stage(project.place, project_chart))
    project.stage_since = recorded.at;

  if (const auto* held = move_in(event))
    project.moves_made.edit().push_back(
        {std::string(type), held->requirements_met, project.round, recorded.at});
  std::visit(Applying{project, recorded, project_chart, branch_chart}, event);
  if (const auto* opened = std::get_if<BranchOpened>(&event))
    project.branches.edit()[opened->entity].place = branch_chart.initial();
  const auto step = [&](const auto& one) {
    auto& branches = project.branches.edit();
    if (const auto found = branches.find(one.entity); found != branches.end())
      take_step(found->second, one.step, one.side, one.said, {project.round, project.suspended.has_value()},
                recorded, branch_chart);
  };
  if (const auto* moved = std::get_if<BranchMoved>(&event)) step(*moved);
  if (const auto* noted = std::get_if<BranchNoted>(&event)) step(*noted);
  if (std::holds_alternative<AnotherRoundStarted>(event))
    for (auto& [entity, branch] : project.branches.edit())
      ask_again(branch, project.round, recorded.at, branch_chart);

  project.version = recorded.seq;
  project.updated_at = recorded.at;
}

}  // namespace full_circle::engagement
