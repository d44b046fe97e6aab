#include "workflows/engagement/definition_draft.hpp"
#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace full_circle::engagement {

namespace {

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> found;
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    if (end > from) found.emplace_back(words.substr(from, end - from));
    from = end + 1;
  }
  return found;
}

/// What a definition adds to the moves: known, given what it takes, and possible to meet.
class RequirementCheck {
 public:
  explicit RequirementCheck(DefinitionDraft& draft) : m_draft(draft), m_definition(draft.definition) {}

  void all() {
    for (std::size_t index = 0; index < m_definition.requirements.size(); ++index) requirement(index);
    twice_required();
  }

 private:
  void requirement(std::size_t index) {
    const AddedRequirement& added = m_definition.requirements[index];
    const MoveWord* move = find_move(added.move);
    if (!added.move.empty() && move == nullptr) {
      const bool command = is_one_of(known_commands(), added.move);
      m_draft.problem(entry_path("requirements", index, "move"),
                      command
                          ? quoted(added.move) + " moves no project on, so nothing can wait there"
                          : "unknown move " + quoted(added.move) + did_you_mean(added.move, move_names()));
    }
    const RequirementSpec* spec = find_requirement(added.requirement);
    if (spec == nullptr) {
      if (added.requirement.empty()) return;
      m_draft.problem(entry_path("requirements", index, "requirement"),
                      "unknown requirement " + quoted(added.requirement) +
                          did_you_mean(added.requirement, requirement_names()));
      return;
    }
    arguments(index, added, *spec);
    values(index, added, move);
    if (move != nullptr) can_be_met(index, *spec, *move);
  }

  static std::vector<std::string> move_names() {
    std::vector<std::string> names;
    for (const MoveWord& move : known_moves()) names.emplace_back(move.command);
    return names;
  }

  static std::vector<std::string> requirement_names() {
    std::vector<std::string> names;
    for (const RequirementSpec& spec : requirement_specs()) names.emplace_back(spec.name);
    return names;
  }

  void arguments(std::size_t index, const AddedRequirement& added, const RequirementSpec& spec) {
    const std::vector<std::string> takes = split(spec.takes);
    const auto argument = [&](const std::string& name, bool given) {
      if (given && !is_one_of(takes, name)) {
        m_draft.problem(entry_path("requirements", index, name),
                        quoted(added.requirement) + " takes no " + quoted(name) +
                            (takes.empty() ? "" : ", only " + listed(takes)));
      }
      // What was given and could not be read has been told already.
      if (!given && is_one_of(takes, name) &&
          !m_draft.spots.contains(entry_path("requirements", index, name))) {
        m_draft.problem(entry_path("requirements", index, "requirement"),
                        quoted(added.requirement) + " needs " + quoted(name));
      }
    };
    argument("months", added.arguments.months.has_value());
    argument("days", added.arguments.days.has_value());
    argument("count", added.arguments.count.has_value());
    argument("values", !added.arguments.values.empty());
  }

  void values(std::size_t index, const AddedRequirement& added, const MoveWord* move) {
    std::set<std::string> seen;
    for (std::size_t value = 0; value < added.arguments.values.size(); ++value) {
      const std::string& word = added.arguments.values[value];
      const std::string path = entry_path(entry_path("requirements", index, "values"), value);
      if (word.empty()) continue;
      if (!seen.insert(word).second) m_draft.problem(path, quoted(word) + " is listed twice");
      if (added.requirement == "documents_attached") {
        check_word(m_draft, path, "kind of document", word, known_document_kinds());
      } else if (added.requirement == "translations_ready" && !is_language(word)) {
        m_draft.problem(path, quoted(word) + " is no language code (BCP 47, such as mi or zh-Hans)");
      } else if (added.requirement == "activities_done") {
        listed_activity(path, word, move);
      }
    }
  }

  /// The form of a BCP 47 tag; whether the language exists is for people to know.
  static bool is_language(std::string_view tag) {
    std::size_t from = 0;
    for (bool first = true; from <= tag.size(); first = false) {
      const std::string_view part = tag.substr(from, tag.find('-', from) - from);
      const bool letters = std::all_of(part.begin(), part.end(), [&](unsigned char letter) {
        return (letter >= 'a' && letter <= 'z') ||
               (!first && ((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')));
      });
      if (!letters || part.size() < 2 || part.size() > (first ? 3U : 8U)) return false;
      from += part.size() + 1;
    }
    return true;
  }

  void listed_activity(const std::string& path, const std::string& name, const MoveWord* move) {
    const Activity* activity = m_definition.activity(name);
    if (activity == nullptr) {
      m_draft.problem(
          path, "there is no activity " + quoted(name) + did_you_mean(name, activity_names(m_definition)));
      return;
    }
    const auto done_in = stage_order(activity->stage);
    const auto needed_in = move == nullptr ? std::nullopt : stage_order(move->stage);
    if (done_in && needed_in && *done_in > *needed_in) {
      m_draft.problem(path, nobody(quoted(name) + " belongs to " + activity->stage + ", which comes after " +
                                   quoted(move->command)));
    }
  }

  void can_be_met(std::size_t index, const RequirementSpec& spec, const MoveWord& move) {
    const std::string path = entry_path("requirements", index, "requirement");
    if (spec.fix.empty()) return;
    if (m_draft.complete && !m_definition.may_give.contains(std::string(spec.fix))) {
      m_draft.problem(path, nobody("no role may give " + quoted(spec.fix) + ", which meets it"));
    }
    const auto needed_in = stage_order(move.stage);
    const auto stages = split(spec.stages);
    if (!needed_in || stages.empty()) return;
    const bool in_time = std::any_of(stages.begin(), stages.end(), [&](const std::string& stage) {
      return stage_order(stage).value_or(0) <= *needed_in;
    });
    if (!in_time) {
      m_draft.problem(path, nobody(quoted(spec.fix) + " is given in " + listed(stages) + ", after " +
                                   quoted(move.command)));
    }
  }

  static std::string nobody(const std::string& because) { return "nobody could ever meet this: " + because; }

  void twice_required() {
    std::set<std::tuple<std::string, std::string, std::optional<int>, std::optional<int>, std::optional<int>,
                        std::vector<std::string>>>
        seen;
    for (std::size_t index = 0; index < m_definition.requirements.size(); ++index) {
      const auto& [move, requirement, arguments, source] = m_definition.requirements[index];
      if (move.empty() || requirement.empty()) continue;
      if (!seen.emplace(move, requirement, arguments.months, arguments.days, arguments.count,
                        arguments.values)
               .second) {
        m_draft.problem(entry_path("requirements", index),
                        quoted(move) + " already waits for " + quoted(requirement));
      }
    }
  }

  DefinitionDraft& m_draft;
  const Definition& m_definition;
};

}  // namespace

void check_requirements(DefinitionDraft& draft) {
  RequirementCheck(draft).all();
}

}  // namespace full_circle::engagement
