#pragma once
/// One mapping of a definition file while it is read. Says at once which keys are unknown, missing or there
/// twice, and what is not of the shape it has to be.

#include "workflows/engagement/definition_draft.hpp"
#include "workflows/engagement/definition_text.hpp"
#include "workflows/engagement/types.hpp"

#include <yaml-cpp/yaml.h>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

Spot spot_of_mark(const Lines& lines, const YAML::Mark& mark);

class Section {
 public:
  Section(DefinitionDraft& draft, const Lines& lines, const YAML::Node& node, std::string path,
          std::initializer_list<std::string_view> keys, std::initializer_list<std::string_view> required);

  std::string line(std::string_view key);
  std::string words(std::string_view key);
  std::optional<int> number(std::string_view key, int least, int most);
  std::optional<bool> flag(std::string_view key);
  std::vector<std::string> list(std::string_view key, std::size_t characters_max = NameRule::characters_max,
                                LineBreaks breaks = LineBreaks::refused);
  /// Calls with each entry of a list and its path.
  void each(std::string_view key, const std::function<void(const YAML::Node&, const std::string&)>& take_one);

  std::optional<YAML::Node> value(std::string_view key) const;
  std::string path_of(std::string_view key) const;
  bool has(std::string_view key) const { return m_values.contains(key); }
  std::vector<std::string> keys() const;

 private:
  void take(const YAML::Node& key, const YAML::Node& node, const std::vector<std::string>& known);
  std::string text(std::string_view key, std::size_t characters_max, LineBreaks breaks);
  std::string scalar(const YAML::Node& node, const std::string& path, const std::string& what,
                     std::size_t characters_max, LineBreaks breaks);
  Spot spot_of(const YAML::Node& node, std::string_view key) const;
  std::string named() const { return m_path.empty() ? "a definition" : "'" + m_path + "'"; }
  void broken(Spot at, std::string message);

  DefinitionDraft& m_draft;
  const Lines& m_lines;
  std::string m_path;
  std::map<std::string, YAML::Node, std::less<>> m_values;
};

}  // namespace full_circle::engagement
