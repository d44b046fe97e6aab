#pragma once
/// The words a definition may use, taken from the code that gives them their meaning.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// A command that moves the project chart on, and so can be made to wait for something.
struct MoveWord {
  std::string_view command;
  std::string_view stage;                ///< the stage in which it is given; empty: any
  std::vector<std::string_view> events;  ///< what it may lead to on the chart
};
const std::vector<MoveWord>& known_moves();
const MoveWord* find_move(std::string_view command);

/// A command of a mana whenua branch, by whose word it is.
struct BranchWord {
  std::string_view command;
  bool is_the_entitys = false;       ///< an answer that is the entity's own, or a thing both have to confirm
  bool is_the_entitys_only = false;  ///< nobody can record it on the entity's behalf
};
const std::vector<BranchWord>& known_branch_commands();

const std::vector<std::string>& known_stages();  ///< in their order
const std::vector<std::string>& known_anchors();
const std::vector<std::string>& known_evidence();
const std::vector<std::string>& known_commands();  ///< of projects and of branches
const std::vector<std::string>& known_event_types();
const std::vector<std::string>& known_steps();  ///< of branches: what branch_moved and branch_noted carry
const std::vector<std::string>& known_document_kinds();
const std::vector<std::string>& known_placeholders();
const std::vector<std::string>& known_calendars();  ///< that count working days
const std::vector<std::string>& known_overdue();    ///< what an escalation can be of

/// 0 for plan … 5 for evaluate.
std::optional<int> stage_order(std::string_view stage);

/// Whether the event has something to put in the place of {reason} or {entity}.
bool event_fills(std::string_view event_type, std::string_view placeholder);

bool is_one_of(const std::vector<std::string>& words, std::string_view word);
/// Starts with a letter; letters, digits and single underscores.
bool is_snake_case(std::string_view word);
/// " (did you mean 'plan'?)", or nothing when no word is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& words);
/// 'word'.
std::string quoted(std::string_view word);
/// "a, b and c".
std::string listed(const std::vector<std::string>& words);

}  // namespace full_circle::engagement
