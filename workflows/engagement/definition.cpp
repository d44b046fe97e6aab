#include "workflows/engagement/definition.hpp"

#include "workflows/engagement/definition_draft.hpp"
#include "workflows/engagement/definition_words.hpp"

#include <algorithm>
#include <tuple>

namespace full_circle::engagement {

const Question* ContributionRule::question(std::string_view wanted) const {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [&](const Question& question) { return question.name == wanted; });
  return found == questions.end() ? nullptr : &*found;
}

bool NoticeRule::reaches(std::string_view audience) const {
  return std::find(audiences.begin(), audiences.end(), audience) != audiences.end();
}

bool NoticeRule::reaches_everybody_asked(bool internal) const {
  return reaches("entities") && (internal || reaches("public"));
}

const Activity* Definition::activity(std::string_view activity_name) const {
  const auto found = std::find_if(activities.begin(), activities.end(),
                                  [&](const Activity& candidate) { return candidate.name == activity_name; });
  return found == activities.end() ? nullptr : &*found;
}

std::optional<DayCount> PeriodRule::working_min() const {
  return working_days_min ? std::optional(DayCount{*working_days_min, calendar}) : std::nullopt;
}

std::optional<DayCount> PeriodRule::notice_min() const {
  if (notice_working_days_min) return DayCount{*notice_working_days_min, calendar};
  return notice_days_min ? std::optional(DayCount{*notice_days_min}) : std::nullopt;
}

bool Definition::may(std::string_view role, std::string_view command) const {
  const auto roles = may_give.find(std::string(command));
  return roles != may_give.end() &&
         std::find(roles->second.begin(), roles->second.end(), role) != roles->second.end();
}

Spot DefinitionDraft::spot(std::string_view path) const {
  while (true) {
    if (const auto found = spots.find(path); found != spots.end()) return found->second;
    const auto cut = path.rfind('/');
    if (cut == std::string_view::npos) return {};
    path = path.substr(0, cut);
  }
}

void DefinitionDraft::problem(Spot at, std::string message) {
  problems.push_back({at.line, at.column, std::move(message)});
}

std::string entry_path(std::string_view list, std::size_t index, std::string_view key) {
  return std::string(list) + "/" + std::to_string(index) + (key.empty() ? "" : "/" + std::string(key));
}

std::vector<std::string> activity_names(const Definition& definition) {
  std::vector<std::string> names;
  for (const Activity& activity : definition.activities) names.push_back(activity.name);
  return names;
}

bool check_word(DefinitionDraft& draft, const std::string& path, std::string_view what,
                const std::string& word, const std::vector<std::string>& known) {
  if (word.empty()) return false;
  if (is_one_of(known, word)) return true;
  draft.problem(path, "unknown " + std::string(what) + " " + quoted(word) + did_you_mean(word, known));
  return false;
}

namespace {

DefinitionReading reading_of(DefinitionDraft draft, std::string_view text) {
  auto& problems = draft.problems;
  const auto order = [](const DefinitionProblem& problem) {
    return std::tie(problem.line, problem.column, problem.message);
  };
  std::sort(problems.begin(), problems.end(),
            [&](const auto& left, const auto& right) { return order(left) < order(right); });
  problems.erase(
      std::unique(problems.begin(), problems.end(),
                  [&](const auto& left, const auto& right) { return order(left) == order(right); }),
      problems.end());
  DefinitionReading reading;
  if (problems.empty()) {
    reading.definition = std::move(draft.definition);
    reading.definition->text = text;
  }
  reading.problems = std::move(problems);
  return reading;
}

}  // namespace

DefinitionReading read_definition(std::string_view text, const std::vector<std::string>& adapters) {
  DefinitionDraft draft = read_draft(text);
  check_draft(draft, adapters);
  check_commands(draft);
  check_times(draft);
  check_telling(draft);
  return reading_of(std::move(draft), text);
}

DefinitionReading read_kept_definition(std::string_view text, const std::vector<std::string>& adapters) {
  DefinitionDraft draft = read_draft(text);
  check_draft(draft, adapters);
  return reading_of(std::move(draft), text);
}

}  // namespace full_circle::engagement
