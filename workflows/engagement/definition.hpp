#pragma once
/// A definition is the policy: a YAML file that says what has to be done before a project may move. It cannot
/// add, skip or reorder stages, nor take away a core requirement or the mana whenua branches.

#include "engine/chart.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/calendar/day_count.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Days before or after something dated.
struct DueRule {
  DayCount count;
  bool before = false;  ///< else after
  std::string anchor;   ///< project_created, stage_begun, opens_on, closes_on, decision_on, answer_by
};

struct Activity {
  std::string name;   ///< snake_case
  std::string stage;  ///< plan prepare engage report close_the_loop evaluate
  std::string title;
  std::string guidance;  ///< plain text, our own words
  std::string role;      ///< who does it
  std::optional<DueRule> due;
  std::string evidence;                ///< none, note, link: what completing it takes
  std::vector<std::string> waits_for;  ///< activities
  bool required = true;                ///< its stage cannot be left before it is done or waived
  std::string source;
};

/// Arguments of a requirement; each requirement says which it takes (requirements.hpp).
struct RequirementArguments {
  std::optional<int> months;
  std::optional<int> days;
  std::optional<int> count;
  std::vector<std::string> values;  ///< document kinds, languages, activity names
  friend bool operator==(const RequirementArguments&, const RequirementArguments&) = default;
};

/// A requirement this definition adds to a move.
struct AddedRequirement {
  std::string move;         ///< command name, snake_case
  std::string requirement;  ///< name in requirements.hpp
  RequirementArguments arguments;
  std::string source;
};

struct PeriodRule {
  std::optional<int>
      months_min;               ///< calendar months: closes_on is not before the same day of the later month
  std::optional<int> days_min;  ///< days the period is open, both ends counted
  std::optional<int> days_max;
  std::optional<int> notice_days_min;  ///< days between the announcement and the opening
  std::string source;
  std::optional<int> working_days_min{};         ///< the opening day is day 0, the earliest last day the last
  std::optional<int> notice_working_days_min{};  ///< instead of notice_days_min
  std::string calendar{};                        ///< of both

  /// What is counted in days beside the months: with a calendar when the rule names one.
  std::optional<DayCount> working_min() const;
  std::optional<DayCount> notice_min() const;
};

/// LGOIMA ss 46 and 46A: what the public can read before the meeting that decides, and when the meeting
/// itself is made known.
struct MeetingRule {
  std::string calendar;
  int report_working_days_min = 2;  ///< the report is public so many working days before
  int notice_days_min = 5;          ///< before the end of the month before the meeting
  int notice_days_max = 14;
  int late_in_month_from = 21;  ///< from this day of a month on, it may be made known by the next two instead
  int late_notice_working_days_min = 5;
  int late_notice_working_days_max = 10;
  std::string source;
};

/// Once this is so many days overdue, these roles are told.
struct EscalationRule {
  std::string overdue;  ///< activity, answer
  DayCount after;       ///< 1: the first day on which it is overdue
  std::vector<std::string> tell;
  std::string source;
};

/// When this happens, tell these people. `on` is an event type.
struct NoticeRule {
  std::string on;
  std::vector<std::string> audiences;  ///< role:R, branch (the branch's own entity), entities (all), public
  std::string subject;                 ///< may hold {title}
  std::vector<std::string>
      paragraphs;  ///< may hold {title} {opens_on} {closes_on} {decision_on} {answer_by} {reason} {entity}
  std::string source;
  std::vector<std::string> steps{};  ///< of branch events: only these steps of the branch chart; empty: all

  bool reaches(std::string_view audience) const;
  /// Everybody who was asked: the entities, and the public unless the engagement is internal.
  bool reaches_everybody_asked(bool internal) const;
};

/// When this happens, hand it to one more adapter, in the form adapters/README.md gives.
struct ExtraDelivery {
  std::string on;       ///< an event type
  std::string adapter;  ///< "exec:NAME", or another adapter that is configured
};

struct BranchRule {
  int response_days_min = 20;    ///< shortest window an offer may give; working days of `calendar`, if named
  int contact_attempts_min = 3;  ///< before "no response" may be confirmed
  int contact_channels_min = 2;  ///< of which one person-to-person (phone, in_person, hui)
  int reminder_days = 7;         ///< a reminder every so many days while an offer waits
  std::string source;
  std::string calendar{};

  DayCount response_min() const { return {response_days_min, calendar}; }
};

/// One more question of the form; nobody has to answer it.
struct Question {
  std::string name;  ///< snake_case
  std::string text;
  std::string hint;
  std::string kind;                  ///< one_of, any_of, words
  std::vector<std::string> options;  ///< of one_of and any_of
};

/// Files that may come with somebody's words (attachments.hpp).
struct AttachmentRule {
  std::vector<std::string> types;  ///< names of kinds of files: "pdf", "jpeg" …
  int each_megabytes_max = 0;      ///< of 1,048,576 bytes
  int files_max = 0;               ///< with one contribution

  std::int64_t each_bytes_max() const { return std::int64_t{each_megabytes_max} << 20; }
};

/// Who may contribute, and what they are asked.
struct ContributionRule {
  std::string from = "anyone";  ///< anyone: over the public page too; invited: only through the council
  std::string who;              ///< whom the council would like to hear from, in plain words over the form
  std::string words = "What would you like to tell us?";  ///< the question that asks for their words
  std::string words_hint;
  bool page_per_question = false;
  std::vector<Question> questions;
  std::string source;
  std::optional<AttachmentRule> attachments{};  ///< absent: none are taken

  const Question* question(std::string_view name) const;
};

struct Definition {
  std::string name;
  int version = 0;
  std::string title;
  std::string summary;
  std::string source;
  bool internal = false;  ///< people inside the council: nothing is put on the public site
  std::map<std::string, std::string> guidance;               ///< stage → plain text
  std::map<std::string, std::vector<std::string>> may_give;  ///< command (snake_case) → roles
  std::vector<Activity> activities;
  std::vector<AddedRequirement> requirements;
  PeriodRule period;
  BranchRule branch;
  std::vector<NoticeRule> notices;
  std::vector<ExtraDelivery> deliveries;  ///< beyond those that every project has
  std::optional<MeetingRule> meeting;
  std::vector<EscalationRule> escalation;
  ContributionRule contributions;
  std::string hash;  ///< SHA-256 of the file's bytes, filled in by the caller that read it
  std::string text;  ///< the file as it was read

  const Activity* activity(std::string_view activity_name) const;
  bool may(std::string_view role, std::string_view command) const;
};

/// One thing wrong with a definition file. Lines and columns count from 1.
struct DefinitionProblem {
  int line = 0;
  int column = 0;
  std::string message;
};

/// Reads and checks a definition: every problem at once, or the definition. `text` is the file's contents.
struct DefinitionReading {
  std::optional<Definition> definition;
  std::vector<DefinitionProblem> problems;
};
DefinitionReading read_definition(std::string_view text, const std::vector<std::string>& adapters);
/// One that projects began with: they keep to it, even where lengths do not fit or a command came later.
DefinitionReading read_kept_definition(std::string_view text, const std::vector<std::string>& adapters);

/// Proves it by exploring the project chart with the definition's (and the core's) requirements over the
/// place applied: every place reachable, every place has a way to an end. Each violation carries a shortest
/// path.
struct ProofFailure {
  std::string what;
  std::vector<std::string> path;  ///< events from the beginning
};
std::vector<ProofFailure> prove_definition(const Definition& definition, const Chart& project_chart);

/// Mermaid: the stages with their activities, what waits for what, and each gate's requirements.
std::string draw_definition(const Definition& definition);

/// Every role there is; a definition that names another is wrong.
const std::vector<std::string>& known_roles();

}  // namespace full_circle::engagement
