// How a branch changes: what each step keeps, and what a new round asks again.
#include "workflows/engagement/branch_evolve.hpp"

#include "workflows/engagement/branch_chart.hpp"

#include <algorithm>
#include <chrono>

namespace full_circle::engagement {

namespace {

/// What was said with a step, kept on the branch.
struct Saying {
  Branch& branch;
  std::string_view step;
  Side side;
  const Recorded& recorded;

  void entity_said(const std::optional<Text>& words, const std::optional<OnBehalf>& on_behalf) {
    if (words) branch.words = *words;
    branch.on_behalf = on_behalf.has_value();
  }

  void note(std::string text, Sensitivity sensitivity) {
    branch.notes.push_back({"note-" + std::to_string(branch.notes.size() + 1), std::move(text), sensitivity,
                            recorded.by, recorded.at});
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
    branch.answered_at.reset();
    branch.ever_asked = true;
    branch.withdrawal_proposed_by.clear();
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
    if (step == "note_added") {  // after the decision: kept, and the answer they gave still stands
      branch.wrote_after_decision = true;
      note(said.words.value_or("Got in touch after the decision."), Sensitivity::to_be_checked);
      return;
    }
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
    note(said.notes, Sensitivity::in_confidence);
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
  void answer_earlier_rounds(const std::vector<IssueResponse>& responses) {
    for (auto& earlier : branch.earlier_rounds)
      if (earlier.responses.empty()) earlier.responses = responses;
  }
  void operator()(const RespondToEntity& said) {
    branch.responses = said.responses;
    answer_earlier_rounds(said.responses);
  }
  void operator()(const AgreeOutcome& said) {
    (side == Side::entity ? branch.outcome.entity : branch.outcome.council) = said;
  }
  void operator()(const RecordDifference& said) {
    if (side == Side::council) {
      branch.council_statement = said.statement;
    } else {
      branch.entity_statement = said.statement;
      branch.entity_statement_sensitivity = said.sensitivity;
    }
  }
  void operator()(const RecordCommitment& said) { branch.commitments.push_back(said.commitment); }
  void operator()(const CloseBranch&) {}
  void operator()(const NotifyOutcome& said) { answer_earlier_rounds(said.responses); }
  void operator()(const WithdrawBranch& said) {
    branch.reason = said.reason;
    branch.withdrawal_proposed_by = recorded.by;
    if (step != "withdraw") return;
    call_off_hui();
  }
  void operator()(const AddNote& said) {
    // Once the council could say so itself; it still waits for the entity.
    const bool unchecked = side == Side::council && said.sensitivity == Sensitivity::may_be_published;
    note(said.text, unchecked ? Sensitivity::to_be_checked : said.sensitivity);
  }
  void operator()(const CheckNote& said) {
    for (auto& note : branch.notes)
      if (note.id == said.note) note.sensitivity = said.sensitivity;
  }
  void operator()(const RecordAvailability& said) { branch.available = said.days; }
  void operator()(const RecordHuiWishes& said) { branch.hui_wishes = said; }
  void operator()(const RecordReview& said) { branch.reviews.push_back({said, recorded.by, recorded.at}); }
};

}  // namespace

void stand_still(Branch& branch, bool project_suspended, Instant at, const Chart& branch_chart) {
  const bool still = project_suspended || branch_chart.is_in(branch.place, "paused_by_mana_whenua");
  if (still == branch.still_since.has_value()) return;
  if (still) {
    branch.still_since = at;
    return;
  }
  if (branch.offer) {
    const auto from = std::max(*branch.still_since, branch.offered_at.value_or(at));
    const auto stood_still = std::chrono::ceil<std::chrono::days>(at - from);
    branch.offer->respond_by = Day{std::chrono::sys_days{branch.offer->respond_by} + stood_still};
  }
  branch.still_since.reset();
}

void ask_again(Branch& branch, int round, Instant at, const Chart& branch_chart) {
  if (branch.round == round || branch_chart.is_in(branch.place, "paused_by_mana_whenua")) return;
  if (const auto next = branch_chart.next(branch.place, branch_event::another_round_started)) {
    const auto state = branch.ended_as.empty() ? branch_chart.names(branch.place).front() : branch.ended_as;
    const bool agreed = branch_chart.is_in(branch.place, "outcome_agreed");
    branch.earlier_rounds.push_back({.round = branch.round,
                                     .state = state,
                                     .record = std::move(branch.record),
                                     .published_words = published_this_round(branch),
                                     .responses = std::move(branch.responses),
                                     .council_statement = std::move(branch.council_statement),
                                     .entity_statement = std::move(branch.entity_statement),
                                     .outcome = agreed ? branch.outcome.council : std::nullopt});
    branch = Branch{.entity = std::move(branch.entity),
                    .name = std::move(branch.name),
                    .place = *next,
                    .opened_at = branch.opened_at,
                    .place_since = at,
                    .earlier_rounds = std::move(branch.earlier_rounds),
                    .still_since = branch.still_since,
                    .ever_asked = branch.ever_asked,
                    .attempts = std::move(branch.attempts),
                    .hui = std::move(branch.hui),
                    .commitments = std::move(branch.commitments),
                    .notes = std::move(branch.notes),
                    .available = std::move(branch.available),
                    .hui_wishes = std::move(branch.hui_wishes),
                    .reviews = std::move(branch.reviews)};
  }
  branch.round = round;
  branch.offer_approved = false;
}

void take_step(Branch& branch, std::string_view step, Side side, const BranchCommand& said,
               const ProjectAround& around, const Recorded& recorded, const Chart& branch_chart) {
  const auto next = branch_chart.next(branch.place, step);
  if (next && *next != branch.place) {
    if (branch_chart.is_in(*next, "relationship_ongoing"))
      branch.ended_as = branch_chart.names(branch.place).front();
    branch.place = *next;
    branch.place_since = recorded.at;
    const bool waits = branch_chart.is_in(branch.place, "offered") ||
                       branch_chart.is_in(branch.place, "paused_by_mana_whenua");
    if (branch.offered_at && !branch.answered_at && !waits) branch.answered_at = recorded.at;
    stand_still(branch, around.suspended, recorded.at, branch_chart);
  }
  std::visit(Saying{branch, step, side, recorded}, said);
  if (step == "date_agreed") {
    const auto& agreed = branch.date.council ? *branch.date.council : *branch.date.entity;
    branch.hui.push_back(Hui{.id = "hui-" + std::to_string(branch.hui.size() + 1),
                             .starts_at = agreed.starts_at,
                             .ends_at = agreed.ends_at,
                             .place = agreed.place,
                             .joins = agreed.joins});
  }
  if (step == "agree_outcome" && branch.outcome.council)
    branch.commitments.insert(branch.commitments.end(), branch.outcome.council->commitments.begin(),
                              branch.outcome.council->commitments.end());
  ask_again(branch, around.round, recorded.at, branch_chart);
}

}  // namespace full_circle::engagement
