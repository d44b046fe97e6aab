#pragma once
/// All that is known of one project, rebuilt from its events. `evolve` is total: it consults no definition
/// and no clock, and never refuses history.

#include "engine/chart.hpp"
#include "workflows/engagement/events.hpp"
#include "workflows/engagement/shared.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Title, summary, boards, communities, topics, definition, slug, lead; kept current.
struct About : ProjectCreated {
  std::string search_text;  ///< title and summary, folded
};

struct ActivityRecord {
  enum class State { open, done, waived } state = State::open;
  Name person;                ///< whom it is assigned to, or empty
  std::optional<Day> due_on;  ///< when assigned with a day of its own
  Instant assigned_at{};
  std::string note;  ///< what completing said, or why it was waived
  std::string evidence;
  std::string by;  ///< who did it
  Instant at{};
};

struct Session : SessionPlanned {
  int round = 1;
  int sequence = 0;  ///< raised by every change, for calendars
  bool cancelled = false;
  std::string changed_because;
  std::optional<std::int64_t> people;  ///< who came, once held
  std::string notes;
};

struct Period {
  Day opens_on{};
  Day closes_on{};
  Instant opens_at{};
  Instant closes_at{};
  int round = 1;
  int sequence = 0;
  std::optional<Instant> opened_at;
  std::optional<Instant> closed_at;
};

struct Theme {
  Name id;
  Line title;
  Text you_said;
  std::string by;           ///< person id: who wrote both
  std::int64_t people = 0;  ///< as recorded; 0: nobody said
  int round = 1;            ///< the last one in which people raised it
  std::optional<Verdict> verdict;
  Text we_decided;
  Text because;
  PlainWords plain;  ///< what of it the page says otherwise
};

/// One text in one language, as somebody entered it.
struct Translation {
  Name language;
  ResultBlock block{};
  Name theme;  ///< empty: the headline's, decision's or reasons'
  Text text;
  TranslationState state{};
  std::string source;  ///< the English words it stands for; others by now: it is out of date
  std::string by;      ///< person ids
  std::string checked_by;
};

/// A time at which the results are published.
struct Publication {
  Instant at{};
  std::string by;  ///< person id
};

struct DecisionMeeting : SetDecisionMeeting {
  int round = 1;
  int sequence = 0;
  bool called_off = false;
};

struct Decision : RecordDecision {
  Name id;
  int round = 1;
  std::string recorded_by;
  Instant recorded_at{};
};

/// An advice document as it was submitted, which the store keeps under its hash.
struct FrozenAdvice {
  std::string hash;
  int round = 1;
  Instant at{};
  std::optional<Instant> replaced_at;      ///< analysis was opened again, or another round began
  std::optional<DecisionMeeting> meeting;  ///< as it was set then
};

/// A move, and the requirements it was held to and met.
struct MoveMade {
  std::string event;
  std::vector<std::string> requirements_met;  ///< names
  int round = 1;                              ///< in which it was made
  Instant at{};
};

struct Edition {
  int number = 1;
  Instant published_at{};
  std::string what_changed;
};

/// A correction of published results that a second person has yet to sign off.
struct CorrectionDraft : CorrectResults {
  std::string by;  ///< person id
};

struct Update {
  Name id;
  Line title;
  Text text;
  Instant posted_at{};
};

/// The public page, as long as it is taken down.
struct TakenDown : UnpublishPage {
  Instant since{};
};

struct ContactAttempt {
  Channel channel{};
  Day on{};
};

struct BranchNote {
  std::string id;  ///< note-1 …
  std::string text;
  Sensitivity sensitivity{};  ///< to_be_checked is read as in_confidence
  std::string by;
  Instant at{};
};

struct BranchReview : RecordReview {
  std::string by;
  Instant at{};
};

struct Hui {
  std::string id;  ///< hui-1 …
  Instant starts_at{};
  Instant ends_at{};
  Line place;
  std::optional<HuiReference> joins;  ///< another project's hui in which this one is taken up
  int sequence = 0;
  bool cancelled = false;
  bool held = false;
};

/// Half of a "both confirm": what one side has agreed to so far.
template <class What>
struct Halves {
  std::optional<What> council;
  std::optional<What> entity;
};

/// A suspension that is over.
struct StoodStill {
  Instant from{};
  Instant to{};
};

/// How an earlier round ended for an entity: it stands, and it answers nothing later.
struct BranchRound {
  int round = 1;
  std::string state;
  std::string record;
  std::string published_words;  ///< with the entity's statement, where that may be published
  std::vector<IssueResponse> responses;
  std::string council_statement;
  std::string entity_statement;
  std::optional<AgreeOutcome> outcome;  ///< what both agreed to
};

/// One mana whenua entity's consultation. Each stands alone: nothing here looks at another entity.
struct Branch {
  Name entity;
  Line name;  ///< the entity's own spelling
  Place place;
  Instant opened_at{};
  Instant place_since{};
  int round = 1;  ///< the one it was last asked in
  std::vector<BranchRound> earlier_rounds;
  std::string not_needed_proposed_by;  ///< the first of the two who have to say so
  std::string withdrawal_proposed_by;  ///< likewise, for an entity that was never asked
  bool offer_approved = false;
  std::optional<SendOffer> offer;
  std::optional<Instant> offered_at;   ///< of this round
  std::optional<Instant> answered_at;  ///< when the offer of this round no longer waited for an answer
  std::optional<Instant> still_since;  ///< paused, or the project suspended, without a gap between the two
  bool ever_asked = false;             ///< in any round: they are told how it ends
  std::vector<ContactAttempt> attempts;
  Halves<AgreeDate> date;
  std::vector<Hui> hui;
  Halves<AgreeOutcome> outcome;
  std::string reason;           ///< why not engaged, withdrawn …
  std::string words;            ///< the entity's last words, as given
  std::string draft;            ///< the drafted record, not yet theirs
  std::string record;           ///< confirmed by the entity as its own
  std::string published_words;  ///< what of it may be published
  std::string deferred_to;      ///< entity id
  bool gave_views = false;      ///< the entity confirmed a record of its views
  std::string ended_as;         ///< the state it was closed from: what is told of it for good
  bool wrote_after_decision = false;
  bool on_behalf = false;  ///< the last answer was recorded on the entity's behalf
  std::vector<IssueResponse> responses;
  std::vector<Commitment> commitments;
  std::string council_statement;
  std::string entity_statement;
  Sensitivity entity_statement_sensitivity{};
  std::vector<BranchNote> notes;
  std::vector<Day> available;  ///< never with reasons
  std::optional<RecordHuiWishes> hui_wishes;
  std::vector<BranchReview> reviews;  ///< of any round, in the order they were given
};

/// What the entity said in this round that may be published, as it said itself.
std::string published_this_round(const Branch& branch);
/// The same, with the notes of any round that it let be published, as quotations.
std::string public_words(const Branch& branch);

struct Project {
  std::string id;
  std::int64_t version = 0;
  Place place;
  Instant created_at{};
  Instant updated_at{};
  Instant stage_since{};
  int round = 1;

  Shared<About> about;
  std::string created_by;

  SharedOptional<AssessSignificance> significance;
  SharedOptional<AssessSignificanceToMaori> significance_to_maori;
  std::string
      not_needed_proposed_by;  ///< the first of the two who have to say so; lapses by a new assessment
  Shared<std::vector<ProjectOption>> options;
  Shared<std::vector<AffectedGroup>> communities_affected;
  SharedOptional<RecordEarlierInsights> earlier_insights;
  SharedOptional<CheckCalendar> calendar_check;
  Shared<std::vector<ClashSettled>> clashes_settled;  ///< in the order they were said

  SharedOptional<SetScope> scope;
  int scope_sequence = 0;  ///< raised by every change, for calendars
  Shared<std::vector<DocumentAttached>> documents;
  std::optional<Period> period;
  Shared<std::vector<Period>> earlier_periods;
  Shared<std::vector<Session>> sessions;
  std::optional<Instant> announced_at;
  std::optional<Instant> scheduled_at;                       ///< of this round, with the dates as they are
  Shared<std::map<std::string, ActivityRecord>> activities;  ///< by name; absent: open
  Shared<std::vector<MoveMade>> moves_made;                  ///< in order
  Shared<std::vector<OverdueEscalated>> escalated;           ///< so that nobody is told the same thing twice

  SharedOptional<RecordFeedbackTotals> totals;
  Shared<std::vector<Theme>> themes;
  SharedOptional<DecisionMeeting> decision_meeting;
  Shared<std::vector<DecisionMeeting>> earlier_meetings;
  SharedOptional<SubmitAdvice> advice;
  std::optional<Instant> advice_submitted_at;
  std::string advice_hash;  ///< of the frozen document; empty: none of this round, or analysis is open again
  Shared<std::vector<FrozenAdvice>> frozen_advice;  ///< every one, in order
  Shared<std::vector<Decision>> decisions;

  Line headline;
  std::optional<Name> signed_off_by;             ///< lapses when anything that was approved changes
  std::string signed_off_hash;                   ///< of its texts (results.hpp); empty: they were not named
  Shared<std::vector<std::string>> answered_by;  ///< everybody who changed any of it in Close the loop
  Shared<std::vector<Translation>> translations;
  std::optional<Publication> publication;  ///< lapses with the sign-off
  Shared<std::vector<Edition>> editions;
  SharedOptional<CorrectionDraft> correction;
  Shared<std::vector<std::string>> told;  ///< how people were told
  SharedOptional<RecordEvaluation> evaluation;
  Shared<std::vector<RecordLesson>> lessons;
  Shared<std::vector<Update>> updates;

  SharedOptional<TakenDown> taken_down;
  SharedOptional<SuspendProject> suspended;
  Instant suspended_at{};
  Shared<std::vector<StoodStill>> stood_still;
  SharedOptional<WithdrawProject> withdrawn;
  std::optional<std::string> withdrawal_told;

  Shared<std::map<std::string, Branch>> branches;  ///< by entity id

  bool exists() const { return version > 0; }
  const Branch* branch(std::string_view entity) const;
  const Session* session(std::string_view id) const;
  const Theme* theme(std::string_view id) const;
};

/// What this round's decision made of a theme; null when it says nothing of it.
const ThemeVerdict* decided_on(const Project& project, std::string_view theme);

/// The stage of the cycle: plan, prepare, engage, report, close_the_loop, evaluate; empty when suspended or
/// ended.
std::string_view stage_of(Place place, const Chart& project_chart);
/// The stage that is being worked on; of a suspended project, the one it will resume in. Empty once ended.
std::string_view working_stage(Place place, const Chart& project_chart);
/// The innermost word for where a project stands: plan, prepare, scheduled, open, closed, analysing, advised,
/// decided, drafting, published, evaluate, suspended, withdrawing, complete, withdrawn.
std::string_view status_of(Place place, const Chart& project_chart);

/// What an event's place in the record says besides the event itself.
struct Recorded {
  std::int64_t seq = 0;
  Instant at{};
  std::string by;
};

void evolve(Project& project, const Event& event, const Recorded& recorded, const Chart& project_chart,
            const Chart& branch_chart);

}  // namespace full_circle::engagement
