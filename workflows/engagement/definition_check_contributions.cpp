#include "workflows/engagement/definition_draft.hpp"
#include "workflows/engagement/definition_words.hpp"

#include <set>

namespace full_circle::engagement {

namespace {

const std::vector<std::string> known_givers{"anyone", "invited"};
const std::vector<std::string> known_question_kinds{"one_of", "any_of", "words"};

/// Enough for any form, and for whoever has to fill it in.
constexpr std::size_t questions_max = 50;

void check_question(DefinitionDraft& draft, std::size_t index) {
  const Question& question = draft.definition.contributions.questions[index];
  const auto path = [&](std::string_view key) { return entry_path("contributions/questions", index, key); };
  if (!question.name.empty() && !is_snake_case(question.name))
    draft.problem(path("name"), quoted(question.name) +
                                    " has to be in snake_case: a-z, 0-9 and single underscores, at most 64");
  check_word(draft, path("kind"), "kind of question", question.kind, known_question_kinds);
  const bool chosen = question.kind == "one_of" || question.kind == "any_of";
  if (chosen && question.options.size() < (question.kind == "one_of" ? 2U : 1U))
    draft.problem(path("options"), quoted(question.name) + " has too few options to choose from");
  if (question.kind == "words" && !question.options.empty())
    draft.problem(path("options"), quoted(question.name) + " asks for words, and has options");
  std::set<std::string> seen;
  for (const auto& option : question.options)
    if (!option.empty() && !seen.insert(option).second)
      draft.problem(path("options"), quoted(question.name) + " has the option " + quoted(option) + " twice");
}

}  // namespace

void check_contributions(DefinitionDraft& draft) {
  const ContributionRule& rule = draft.definition.contributions;
  check_word(draft, "contributions/from", "way in", rule.from, known_givers);
  if (rule.questions.size() > questions_max)
    draft.problem("contributions/questions",
                  "there are more than " + std::to_string(questions_max) + " questions");
  std::set<std::string> names;
  for (std::size_t index = 0; index < rule.questions.size(); ++index) {
    check_question(draft, index);
    const std::string& name = rule.questions[index].name;
    if (!name.empty() && !names.insert(name).second)
      draft.problem(entry_path("contributions/questions", index, "name"),
                    "there are two questions " + quoted(name));
  }
}

}  // namespace full_circle::engagement
