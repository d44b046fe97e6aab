#pragma once
/// What is asked of one mana whenua entity's consultation branch. The entity is the request's target. `event`
/// is the branch chart's event; `asked_by` says whose word it is: an answer that is the entity's own can be
/// entered by the council only as "recorded on behalf of", with evidence. Sources of each step:
/// branch_chart.hpp.

#include "workflows/engagement/types.hpp"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace full_circle::engagement {

/// How the council knows what the entity said. The entity is sent a copy.
struct OnBehalf {
  Text evidence;  ///< "Letter of 3 May, file reference 24/118"
  friend bool operator==(const OnBehalf&, const OnBehalf&) = default;
};
BOOST_DESCRIBE_STRUCT(OnBehalf, (), (evidence))

/// Whose word a branch command is.
enum class AskedBy {
  council,      ///< the council's own step
  entity,       ///< the entity's answer; the council may record it on behalf, with evidence
  entity_only,  ///< the entity confirms, and nobody can for it
  both,         ///< both have to confirm; each enters its own half
};

#define FULL_CIRCLE_BRANCH_COMMAND(command, event_name, whose) \
  static constexpr std::string_view name = command;            \
  static constexpr std::string_view event = event_name;        \
  static constexpr AskedBy asked_by = AskedBy::whose;

struct OpenBranch {
  FULL_CIRCLE_BRANCH_COMMAND("open_branch", "branch_opened", council)
  Line entity_name;  ///< in the entity's own spelling
  std::optional<Text> interest;
};
BOOST_DESCRIBE_STRUCT(OpenBranch, (), (entity_name, interest))

struct AssessNeeded {
  FULL_CIRCLE_BRANCH_COMMAND("assess_needed", "assess_needed", council)
  Text assessment;
};
BOOST_DESCRIBE_STRUCT(AssessNeeded, (), (assessment))

/// Counts once two people have said so.
struct AssessNotNeeded {
  FULL_CIRCLE_BRANCH_COMMAND("assess_not_needed", "assess_not_needed", council)
  Text reason;
};
BOOST_DESCRIBE_STRUCT(AssessNotNeeded, (), (reason))

struct DeclareInterest {
  FULL_CIRCLE_BRANCH_COMMAND("declare_interest", "interest_declared", entity)
  std::optional<Text> words;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(DeclareInterest, (), (words, recorded_on_behalf))

struct IdentifyEntities {
  FULL_CIRCLE_BRANCH_COMMAND("identify_entities", "entities_identified", council)
  Line contact_source;  ///< the RMA s 35A record, Te Kāhui Māngai, the entity itself
  Line level;           ///< the level at which the entity takes this up
  std::vector<Line> overlapping_interests;
  std::optional<Text> agreement;  ///< a relationship agreement whose process binds
};
BOOST_DESCRIBE_STRUCT(IdentifyEntities, (), (contact_source, level, overlapping_interests, agreement))

struct ApproveOffer {
  FULL_CIRCLE_BRANCH_COMMAND("approve_offer", "offer_approved", council)
  std::optional<Text> note;
};
BOOST_DESCRIBE_STRUCT(ApproveOffer, (), (note))

struct SendOffer {
  FULL_CIRCLE_BRANCH_COMMAND("send_offer", "send_offer", council)
  Text kaupapa;
  Text resourcing;
  Text information_handling;
  Day respond_by{};
};
BOOST_DESCRIBE_STRUCT(SendOffer, (), (kaupapa, resourcing, information_handling, respond_by))

struct RecordContactAttempt {
  FULL_CIRCLE_BRANCH_COMMAND("record_contact_attempt", "contact_attempted", council)
  Channel channel{};
  Day on{};
  Text note;
};
BOOST_DESCRIBE_STRUCT(RecordContactAttempt, (), (channel, on, note))

/// The reminder falls due: a person is asked to get in touch. It never changes where the branch stands.
struct Remind {
  FULL_CIRCLE_BRANCH_COMMAND("remind", "reminder_due", council)
};
BOOST_DESCRIBE_STRUCT(Remind, (), ())

struct Accept {
  FULL_CIRCLE_BRANCH_COMMAND("accept", "accept", entity)
  std::optional<Text> words;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(Accept, (), (words, recorded_on_behalf))

struct CommentOnly {
  FULL_CIRCLE_BRANCH_COMMAND("comment_only", "comment_only", entity)
  std::optional<Text> words;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(CommentOnly, (), (words, recorded_on_behalf))

struct DeferTo {
  FULL_CIRCLE_BRANCH_COMMAND("defer_to", "defer_to", entity)
  Name entity;
  Line entity_name;
  bool stay_informed = true;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(DeferTo, (), (entity, entity_name, stay_informed, recorded_on_behalf))

struct Decline {
  FULL_CIRCLE_BRANCH_COMMAND("decline", "decline", entity)
  std::optional<Text> reason;
  std::optional<Sensitivity> sensitivity;  ///< in confidence when absent
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(Decline, (), (reason, sensitivity, recorded_on_behalf))

/// A specialist confirms that the window has lapsed after enough tries by enough channels. Not consent, not
/// disinterest; the door stays open.
struct ConfirmNoResponse {
  FULL_CIRCLE_BRANCH_COMMAND("confirm_no_response", "window_lapsed", council)
  Text note;
};
BOOST_DESCRIBE_STRUCT(ConfirmNoResponse, (), (note))

struct RespondLate {
  FULL_CIRCLE_BRANCH_COMMAND("respond_late", "late_response", entity)
  std::optional<Text> words;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(RespondLate, (), (words, recorded_on_behalf))

/// Capacity, tangihanga, rāhui or their own reason; no reason needs to be given.
struct Pause {
  FULL_CIRCLE_BRANCH_COMMAND("pause", "pause", entity)
  std::optional<Text> words;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(Pause, (), (words, recorded_on_behalf))

struct Resume {
  FULL_CIRCLE_BRANCH_COMMAND("resume", "resume", entity)
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(Resume, (), (recorded_on_behalf))

/// A hui of the same entity in another project.
struct HuiReference {
  Name project;  ///< its id
  Name hui;      ///< hui-1 …
  friend bool operator==(const HuiReference&, const HuiReference&) = default;
};
BOOST_DESCRIBE_STRUCT(HuiReference, (), (project, hui))

struct AgreeDate {
  FULL_CIRCLE_BRANCH_COMMAND("agree_date", "hui_date_confirmed", both)
  Instant starts_at{};
  Instant ends_at{};
  Line place;
  std::optional<Text> koha;           ///< approved in advance, by whom; never a fee
  std::optional<HuiReference> joins;  ///< taken up in that hui: one gathering for several kaupapa
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(AgreeDate, (), (starts_at, ends_at, place, koha, joins, recorded_on_behalf))

struct WrittenOnly {
  FULL_CIRCLE_BRANCH_COMMAND("written_only", "written_only", entity)
  std::optional<Text> words;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(WrittenOnly, (), (words, recorded_on_behalf))

struct MoveHui {
  FULL_CIRCLE_BRANCH_COMMAND("move_hui", "hui_moved", council)
  std::optional<Text> reason;  ///< the council has to give one; the entity need not
};
BOOST_DESCRIBE_STRUCT(MoveHui, (), (reason))

struct RecordHuiHeld {
  FULL_CIRCLE_BRANCH_COMMAND("record_hui_held", "hui_held", council)
  std::int64_t people = 0;
  Text notes;
};
BOOST_DESCRIBE_STRUCT(RecordHuiHeld, (), (people, notes))

struct RequestAssessment {
  FULL_CIRCLE_BRANCH_COMMAND("request_assessment", "request_assessment", council)
  Text scope;
  Text fee;
  Text knowledge_terms;  ///< who owns and may use what is shared
  Day due_on{};
  Text accepted_by;  ///< how the entity accepted these terms
};
BOOST_DESCRIBE_STRUCT(RequestAssessment, (), (scope, fee, knowledge_terms, due_on, accepted_by))

struct ReceiveAssessment {
  FULL_CIRCLE_BRANCH_COMMAND("receive_assessment", "assessment_received", entity)
  Line title;
  Sensitivity sensitivity{};
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(ReceiveAssessment, (), (title, sensitivity, recorded_on_behalf))

struct DraftRecord {
  FULL_CIRCLE_BRANCH_COMMAND("draft_record", "record_drafted", council)
  Text record;
};
BOOST_DESCRIBE_STRUCT(DraftRecord, (), (record))

/// The record becomes the entity's own. `record` is the text as they confirm it; `published_words` is what of
/// it may be published, absent for none.
struct ConfirmRecord {
  FULL_CIRCLE_BRANCH_COMMAND("confirm_record", "confirm_record", entity_only)
  Text record;
  std::optional<Text> published_words;
};
BOOST_DESCRIBE_STRUCT(ConfirmRecord, (), (record, published_words))

struct ReportViews {
  FULL_CIRCLE_BRANCH_COMMAND("report", "report", council)
  Line report;
  Text shown_to_entity;  ///< when and how the entity saw how it is quoted
};
BOOST_DESCRIBE_STRUCT(ReportViews, (), (report, shown_to_entity))

struct IssueResponse {
  Text issue;
  Text response;
  friend bool operator==(const IssueResponse&, const IssueResponse&) = default;
};
BOOST_DESCRIBE_STRUCT(IssueResponse, (), (issue, response))

/// Reasons back to the entity, issue by issue, once the decision is made.
struct RespondToEntity {
  FULL_CIRCLE_BRANCH_COMMAND("decide", "decide", council)
  std::vector<IssueResponse> responses;
};
BOOST_DESCRIBE_STRUCT(RespondToEntity, (), (responses))

struct Commitment {
  Text what;
  Line owner;  ///< a role or team
  std::optional<Day> due_on;
  friend bool operator==(const Commitment&, const Commitment&) = default;
};
BOOST_DESCRIBE_STRUCT(Commitment, (), (what, owner, due_on))

struct AgreeOutcome {
  FULL_CIRCLE_BRANCH_COMMAND("agree_outcome", "outcome_confirmed", both)
  Text outcome;
  std::vector<Commitment> commitments;
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(AgreeOutcome, (), (outcome, commitments, recorded_on_behalf))

struct RecordDifference {
  FULL_CIRCLE_BRANCH_COMMAND("record_difference", "difference_stated", both)
  Text statement;  ///< of the side that gives it
  Sensitivity sensitivity{};
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(RecordDifference, (), (statement, sensitivity, recorded_on_behalf))

struct RecordCommitment {
  FULL_CIRCLE_BRANCH_COMMAND("record_commitment", "commitment_recorded", council)
  Commitment commitment;
};
BOOST_DESCRIBE_STRUCT(RecordCommitment, (), (commitment))

struct CloseBranch {
  FULL_CIRCLE_BRANCH_COMMAND("close", "close", council)
  Text evaluation_asked;  ///< how the entity was asked how it went
};
BOOST_DESCRIBE_STRUCT(CloseBranch, (), (evaluation_asked))

struct NotifyOutcome {
  FULL_CIRCLE_BRANCH_COMMAND("notify_outcome", "notify_outcome", council)
  Text words;
  std::vector<IssueResponse> responses;  ///< to the views of an earlier round, where those are owed
};
BOOST_DESCRIBE_STRUCT(NotifyOutcome, (), (words, responses))

struct WithdrawBranch {
  FULL_CIRCLE_BRANCH_COMMAND("withdraw", "withdraw", council)
  Text reason;
  Text entity_told;  ///< when and how the entity was told first
};
BOOST_DESCRIBE_STRUCT(WithdrawBranch, (), (reason, entity_told))

/// The council's own notes never may be published until the entity has checked them.
struct AddNote {
  FULL_CIRCLE_BRANCH_COMMAND("add_note", "note_added", council)
  Text text;
  Sensitivity sensitivity{};
};
BOOST_DESCRIBE_STRUCT(AddNote, (), (text, sensitivity))

struct RecordAvailability {
  FULL_CIRCLE_BRANCH_COMMAND("record_availability", "availability_recorded", entity)
  std::vector<Day> days;  ///< days that suit; never reasons
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(RecordAvailability, (), (days, recorded_on_behalf))

/// How the entity wishes hui to be arranged. What is said last stands; what is left out is no longer wished.
struct RecordHuiWishes {
  FULL_CIRCLE_BRANCH_COMMAND("record_hui_wishes", "hui_wishes_recorded", entity)
  std::optional<std::int64_t> notice_working_days;  ///< before a hui, 1 to 250; shown, never enforced
  std::optional<Name> maramataka;                   ///< id of the version whose nights they are shown
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(RecordHuiWishes, (), (notice_working_days, maramataka, recorded_on_behalf))

/// How the entity found the council's part, in its own words and as it agreed to have it kept. Never scored.
struct RecordReview {
  FULL_CIRCLE_BRANCH_COMMAND("record_review", "review_recorded", entity)
  Text words;
  Sensitivity sensitivity{};
  Line agreed_by;  ///< who agreed to these words being kept, for the entity
  std::optional<OnBehalf> recorded_on_behalf;
};
BOOST_DESCRIBE_STRUCT(RecordReview, (), (words, sensitivity, agreed_by, recorded_on_behalf))

/// The entity has looked at a note: it may be published as theirs, or stays in confidence. May be said again.
struct CheckNote {
  FULL_CIRCLE_BRANCH_COMMAND("check_note", "note_checked", entity_only)
  Name note;
  Sensitivity sensitivity{};  ///< may_be_published or in_confidence
};
BOOST_DESCRIBE_STRUCT(CheckNote, (), (note, sensitivity))

#undef FULL_CIRCLE_BRANCH_COMMAND

using BranchCommand =
    std::variant<OpenBranch, AssessNeeded, AssessNotNeeded, DeclareInterest, IdentifyEntities, ApproveOffer,
                 SendOffer, RecordContactAttempt, Remind, Accept, CommentOnly, DeferTo, Decline,
                 ConfirmNoResponse, RespondLate, Pause, Resume, AgreeDate, WrittenOnly, MoveHui,
                 RecordHuiHeld, RequestAssessment, ReceiveAssessment, DraftRecord, ConfirmRecord, ReportViews,
                 RespondToEntity, AgreeOutcome, RecordDifference, RecordCommitment, CloseBranch,
                 NotifyOutcome, WithdrawBranch, AddNote, RecordAvailability, RecordHuiWishes, RecordReview,
                 CheckNote>;

}  // namespace full_circle::engagement
