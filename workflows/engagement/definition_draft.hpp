#pragma once
/// A definition on its way from text to meaning. Reading fills it (definition_read.cpp: is it the right
/// shape?), checking judges it (definition_check.cpp: does it make sense?); both add to one list of problems.

#include "workflows/engagement/definition.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

/// Counted from 1; columns count characters.
struct Spot {
  int line = 1;
  int column = 1;
};

struct DefinitionDraft {
  Definition definition;
  std::map<std::string, Spot, std::less<>> spots;  ///< by path: "activities/2/waits_for/0"
  bool complete = true;  ///< false: something could not be read, so nothing can be said of what is missing
  std::vector<DefinitionProblem> problems;

  /// Where this stands, or the nearest thing around it.
  Spot spot(std::string_view path) const;
  void problem(Spot at, std::string message);
  void problem(std::string_view path, std::string message) { problem(spot(path), std::move(message)); }
};

/// Definitions are small; more than this is a mistake or an attack.
inline constexpr std::size_t definition_bytes_max = std::size_t{1024} * 1024;
inline constexpr std::size_t definition_nodes_max = 20'000;
inline constexpr int definition_depth_max = 16;

/// Reads YAML into a draft: syntax, shapes, sizes, keys.
DefinitionDraft read_draft(std::string_view text);

/// Adds every problem of meaning: unknown words, things that contradict or wait for one another.
void check_draft(DefinitionDraft& draft, const std::vector<std::string>& adapters);
/// The part of it that looks at the requirements (definition_check_requirements.cpp).
void check_requirements(DefinitionDraft& draft);
/// Who may contribute, and the questions (definition_check_contributions.cpp).
void check_contributions(DefinitionDraft& draft);
/// Whether there is somebody for every command that a project cannot do without (definition_check.cpp). Not
/// asked of a definition that a project has begun with: commands come with later versions of the program.
void check_commands(DefinitionDraft& draft);
/// Whether what is due fits with what waits for it, and the shortest period within the longest
/// (definition_check_times.cpp). Not asked of a definition that a project has begun with.
void check_times(DefinitionDraft& draft);
/// One notice tells everybody who was asked. Not asked of a definition that a project has begun with either.
void check_telling(DefinitionDraft& draft);

/// The path of one entry of a list, or of one key of that entry.
std::string entry_path(std::string_view list, std::size_t index, std::string_view key = {});
std::vector<std::string> activity_names(const Definition& definition);
/// Whether a word is known; a problem when it is not. Says nothing of a word that could not be read.
bool check_word(DefinitionDraft& draft, const std::string& path, std::string_view what,
                const std::string& word, const std::vector<std::string>& known);

}  // namespace full_circle::engagement
