#pragma once
/// A definition is the policy: a YAML file that says what has to be done before a project may move. It cannot
/// add, skip or reorder stages, nor take away a core requirement or the mana whenua branches.

#include "engine/chart.hpp"
#include "engine/result.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Days before or after something dated. Plain days; working-day calendars name themselves in `calendar` when
/// given.
struct DueRule {
  int days = 0;
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
};

/// When this happens, hand it to one more adapter, in the form adapters/README.md gives.
struct ExtraDelivery {
  std::string on;       ///< an event type
  std::string adapter;  ///< "exec:NAME", or another adapter that is configured
};

struct BranchRule {
  int response_days_min = 20;    ///< shortest window an offer may give
  int contact_attempts_min = 3;  ///< before "no response" may be confirmed
  int contact_channels_min = 2;  ///< of which one person-to-person (phone, in_person, hui)
  int reminder_days = 7;         ///< a reminder every so many days while an offer waits
  std::string source;
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
