#include "workflows/engagement/attachments.hpp"
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

void check_attachments(DefinitionDraft& draft, const AttachmentRule& rule) {
  const std::string path = "contributions/attachments";
  std::vector<std::string> known;
  for (const FileKind& kind : file_kinds()) known.emplace_back(kind.name);
  if (rule.types.empty()) draft.problem(path + "/types", "no kind of file is named");
  std::set<std::string> seen;
  for (std::size_t index = 0; index < rule.types.size(); ++index) {
    const std::string one = path + "/types/" + std::to_string(index);
    check_word(draft, one, "kind of file", rule.types[index], known);
    if (!rule.types[index].empty() && !seen.insert(rule.types[index]).second)
      draft.problem(one, quoted(rule.types[index]) + " is named twice");
  }
  if (rule.each_megabytes_max * rule.files_max > attached_megabytes_max)
    draft.problem(path + "/files_max", std::to_string(rule.files_max) + " files of " +
                                           std::to_string(rule.each_megabytes_max) +
                                           " MB are more than the " + std::to_string(attached_megabytes_max) +
                                           " MB that can be sent at once");
}

}  // namespace

void check_contributions(DefinitionDraft& draft) {
  const ContributionRule& rule = draft.definition.contributions;
  check_word(draft, "contributions/from", "way in", rule.from, known_givers);
  if (rule.questions.size() > questions_max)
    draft.problem("contributions/questions",
                  "there are more than " + std::to_string(questions_max) + " questions");
  if (rule.attachments) check_attachments(draft, *rule.attachments);
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
