#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/requirements.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

/// The moves round the cycle, with the stage each leads to, in their order.
struct Step {
  std::string_view move;
  std::string_view to;  ///< a stage, or empty: the next step follows at once
};
const std::vector<Step>& steps() {
  static const std::vector<Step> all{{"begin_preparation", "prepare"},
                                     {"announce_project", ""},
                                     {"schedule_engagement", ""},
                                     {"open_engagement", "engage"},
                                     {"close_engagement", ""},
                                     {"begin_analysis", "report"},
                                     {"submit_advice", ""},
                                     {"record_decision", ""},
                                     {"begin_closing", "close_the_loop"},
                                     {"publish_results", ""},
                                     {"begin_evaluation", "evaluate"},
                                     {"complete_project", "complete"}};
  return all;
}

/// Text inside a quoted Mermaid label; entities are written with # there.
std::string label(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '"':
        safe += "#quot;";
        break;
      case '<':
        safe += "#lt;";
        break;
      case '>':
        safe += "#gt;";
        break;
      case '&':
        safe += "#amp;";
        break;
      case '#':
        safe += "#35;";
        break;
      case '`':
        safe += "#96;";
        break;
      case '\n':
        safe += ' ';
        break;
      default:
        safe += letter;
    }
  }
  return safe;
}

std::string words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string due_text(const DueRule& due) {
  return count_text(due.count) + (due.before ? " before " : " after ") + due.anchor;
}

std::string requirement_text(const std::string& name, const RequirementArguments& arguments) {
  std::vector<std::string> given;
  if (arguments.months) given.push_back(std::to_string(*arguments.months) + " months");
  if (arguments.days) given.push_back(std::to_string(*arguments.days) + " days");
  if (arguments.count) given.push_back(std::to_string(*arguments.count));
  given.insert(given.end(), arguments.values.begin(), arguments.values.end());
  return given.empty() ? name : name + ": " + listed(given);
}

std::string gate(std::string_view move, const Definition& definition) {
  std::string text = "  gate_" + std::string(move) + "{{\"<b>" + words(move) + "</b>";
  for (const HeldTo& held : held_to(move, nullptr)) {
    text += "<br/>" + label(requirement_text(held.requirement, held.arguments));
  }
  for (const AddedRequirement& added : definition.requirements) {
    if (added.move == move) text += "<br/>+ " + label(requirement_text(added.requirement, added.arguments));
  }
  return text + "\"}}\n";
}

std::string stage_box(const std::string& stage, const Definition& definition) {
  std::string text = "  subgraph " + stage + "[\"" + words(stage) + "\"]\n";
  bool any = false;
  for (const Activity& activity : definition.activities) {
    if (activity.stage != stage) continue;
    any = true;
    text += "    activity_" + activity.name + (activity.required ? "[\"" : "([\"") + label(activity.title) +
            "<br/><i>" + label(activity.role) + (activity.due ? ", " + label(due_text(*activity.due)) : "") +
            "</i>" + (activity.required ? "\"]\n" : "\"])\n");
  }
  if (!any) text += "    nothing_in_" + stage + "[\" \"]\n";
  return text + "  end\n";
}

}  // namespace

std::string draw_definition(const Definition& definition) {
  std::string text = "---\ntitle: \"" + label(definition.title) + ", version " +
                     std::to_string(definition.version) + "\"\n---\nflowchart TB\n";
  for (const std::string& stage : known_stages()) text += stage_box(stage, definition);
  text += "  complete([\"Complete\"])\n";
  for (const Step& step : steps()) text += gate(step.move, definition);
  std::string before = "plan";
  for (const Step& step : steps()) {
    const std::string here = "gate_" + std::string(step.move);
    text += "  " + before + " --> " + here + "\n";
    before = here;
    if (step.to.empty()) continue;
    text += "  " + here + " --> " + std::string(step.to) + "\n";
    before = step.to;
  }
  const bool rounds = std::any_of(definition.requirements.begin(), definition.requirements.end(),
                                  [](const auto& added) { return added.requirement == "rounds_done"; });
  if (rounds) {
    text += gate("start_another_round", definition);
    text += "  report --> gate_start_another_round\n  gate_start_another_round --> prepare\n";
  }
  for (const Activity& activity : definition.activities) {
    for (const std::string& other : activity.waits_for) {
      text += "  activity_" + other + " -.-> activity_" + activity.name + "\n";
    }
  }
  return text;
}

}  // namespace full_circle::engagement
