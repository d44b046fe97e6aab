#include "workflows/engagement/definition_words.hpp"

#include "workflows/engagement/definition.hpp"
#include "workflows/engagement/events.hpp"

#include <algorithm>
#include <boost/mp11.hpp>
#include <numeric>
#include <type_traits>

namespace full_circle::engagement {

namespace {

template <class Alternatives, class Take>
std::vector<std::string> words_of(Take take) {
  std::vector<std::string> words;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Alternatives>>(
      [&](auto alternative) { words.emplace_back(take(alternative)); });
  return words;
}

template <class Enum>
std::vector<std::string> words_of_enum() {
  std::vector<std::string> words;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
      [&](auto enumerator) { words.emplace_back(enumerator.name); });
  return words;
}

template <class Event>
bool has_member(std::string_view member) {
  bool found = false;
  boost::mp11::mp_for_each<
      boost::describe::describe_members<Event, boost::describe::mod_public | boost::describe::mod_inherited>>(
      [&](auto described) { found = found || described.name == member; });
  return found;
}

std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

const std::vector<std::string>& known_roles() {
  static const std::vector<std::string> roles{
      "lead",    "coordinator",    "maori_specialist", "mana_whenua_representative",
      "adviser", "decision_maker", "publisher",        "administrator",
      "system"};
  return roles;
}

// The test holds this list against the chart: a move that is missing here, or stands in the wrong stage,
// fails.
const std::vector<MoveWord>& known_moves() {
  static const std::vector<MoveWord> moves{
      {AssessSignificanceToMaori::name,
       "",
       {ManaWhenuaEngagementChosen::type, ManaWhenuaEngagementNotNeeded::type}},
      {AnnounceProject::name, "", {AnnounceProject::event}},
      {BeginPreparation::name, "plan", {BeginPreparation::event}},
      {ReopenPlan::name, "prepare", {ReopenPlan::event}},
      {ScheduleEngagement::name, "prepare", {ScheduleEngagement::event}},
      {ReopenPreparation::name, "engage", {ReopenPreparation::event}},
      {OpenEngagement::name, "engage", {OpenEngagement::event}},
      {CloseEngagement::name, "engage", {CloseEngagement::event}},
      {ReopenEngagement::name, "engage", {ReopenEngagement::event}},
      {BeginAnalysis::name, "engage", {BeginAnalysis::event}},
      {SubmitAdvice::name, "report", {SubmitAdvice::event}},
      {ReopenAnalysis::name, "report", {ReopenAnalysis::event}},
      {RecordDecision::name, "report", {RecordDecision::event}},
      {StartAnotherRound::name, "report", {StartAnotherRound::event}},
      {BeginClosing::name, "report", {BeginClosing::event}},
      {PublishResults::name, "close_the_loop", {PublishResults::event}},
      {BeginEvaluation::name, "close_the_loop", {BeginEvaluation::event}},
      {CompleteProject::name, "evaluate", {CompleteProject::event}},
      {SuspendProject::name, "", {SuspendProject::event}},
      {ResumeProject::name, "", {ResumeProject::event}},
      {WithdrawProject::name, "", {WithdrawProject::event}},
      {ConfirmPeopleTold::name, "", {ConfirmPeopleTold::event}},
  };
  return moves;
}

const MoveWord* find_move(std::string_view command) {
  const auto& moves = known_moves();
  const auto found =
      std::find_if(moves.begin(), moves.end(), [&](const MoveWord& move) { return move.command == command; });
  return found == moves.end() ? nullptr : &*found;
}

const std::vector<BranchWord>& known_branch_commands() {
  static const std::vector<BranchWord> commands = [] {
    std::vector<BranchWord> words;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, BranchCommand>>(
        [&]<class Asked>(boost::mp11::mp_identity<Asked>) {
          words.push_back({.command = Asked::name,
                           .is_the_entitys = Asked::asked_by != AskedBy::council,
                           .is_the_entitys_only = Asked::asked_by == AskedBy::entity_only});
        });
    return words;
  }();
  return commands;
}

const std::vector<std::string>& known_stages() {
  static const std::vector<std::string> stages{"plan",   "prepare",        "engage",
                                               "report", "close_the_loop", "evaluate"};
  return stages;
}

const std::vector<std::string>& known_anchors() {
  static const std::vector<std::string> anchors{"project_created", "stage_begun", "opens_on",
                                                "closes_on",       "decision_on", "answer_by"};
  return anchors;
}

const std::vector<std::string>& known_evidence() {
  static const std::vector<std::string> evidence{"none", "note", "link"};
  return evidence;
}

const std::vector<std::string>& known_commands() {
  static const std::vector<std::string> commands = [] {
    const auto name = []<class Asked>(boost::mp11::mp_identity<Asked>) { return Asked::name; };
    auto words = words_of<Command>(name);
    const auto of_branches = words_of<BranchCommand>(name);
    words.insert(words.end(), of_branches.begin(), of_branches.end());
    return words;
  }();
  return commands;
}

const std::vector<std::string>& known_event_types() {
  static const std::vector<std::string> types =
      words_of<Event>([]<class Kept>(boost::mp11::mp_identity<Kept>) { return Kept::type; });
  return types;
}

const std::vector<std::string>& known_steps() {
  static const std::vector<std::string> steps = [] {
    auto words =
        words_of<BranchCommand>([]<class Asked>(boost::mp11::mp_identity<Asked>) { return Asked::event; });
    words.insert(words.end(),
                 {"date_agreed", "agree_outcome", "record_difference"});  // once both have confirmed
    return words;
  }();
  return steps;
}

const std::vector<std::string>& known_document_kinds() {
  static const std::vector<std::string> kinds = words_of_enum<DocumentKind>();
  return kinds;
}

const std::vector<std::string>& known_placeholders() {
  static const std::vector<std::string> placeholders{"title",     "opens_on", "closes_on", "decision_on",
                                                     "answer_by", "reason",   "entity",    "until"};
  return placeholders;
}

const std::vector<std::string>& known_calendars() {
  static const std::vector<std::string> calendars = [] {
    std::vector<std::string> names;
    for (const CalendarRule& rule : shipped_holiday_rules().calendars) names.push_back(rule.name);
    return names;
  }();
  return calendars;
}

const std::vector<std::string>& known_overdue() {
  static const std::vector<std::string> things{"activity", "answer"};
  return things;
}

std::optional<int> stage_order(std::string_view stage) {
  const auto& stages = known_stages();
  const auto found = std::find(stages.begin(), stages.end(), stage);
  if (found == stages.end()) return std::nullopt;
  return static_cast<int>(found - stages.begin());
}

bool event_fills(std::string_view event_type, std::string_view placeholder) {
  if (placeholder != "reason" && placeholder != "entity") return true;
  // A correction's reason is what it changes.
  const std::string_view other = placeholder == "reason" ? "what_changed" : placeholder;
  bool fills = false;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Event>>(
      [&]<class Kept>(boost::mp11::mp_identity<Kept>) {
        if (Kept::type == event_type) fills = has_member<Kept>(placeholder) || has_member<Kept>(other);
      });
  return fills;
}

bool is_one_of(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_snake_case(std::string_view word) {
  if (word.empty() || word.size() > NameRule::characters_max) return false;
  if (word.front() < 'a' || word.front() > 'z' || word.back() == '_') return false;
  char before = 'a';
  for (const char letter : word) {
    const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    if (!fits || (letter == '_' && before == '_')) return false;
    before = letter;
  }
  return true;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& words) {
  if (word.empty() || word.size() > 2 * NameRule::characters_max) return "";
  const std::string* nearest = nullptr;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : words) {
    const std::size_t changes = distance(word, candidate);
    if (changes < fewest && changes < candidate.size()) {
      fewest = changes;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? "" : " (did you mean '" + *nearest + "'?)";
}

std::string quoted(std::string_view word) {
  return "'" + std::string(word) + "'";
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (index > 0) text += index + 1 == words.size() ? " and " : ", ";
    text += words[index];
  }
  return text;
}

}  // namespace full_circle::engagement
