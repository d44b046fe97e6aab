#include "workflows/engagement/definition_section.hpp"

#include "workflows/engagement/definition_words.hpp"

#include <charconv>

namespace full_circle::engagement {

namespace {

std::string shortened(const std::string& word) {
  return characters_in(word) <= 40 && !has_control_character(word, LineBreaks::refused) ? word : "…";
}

}  // namespace

Spot spot_of_mark(const Lines& lines, const YAML::Mark& mark) {
  return lines.spot(mark.line, mark.column);
}

Section::Section(DefinitionDraft& draft, const Lines& lines, const YAML::Node& node, std::string path,
                 std::initializer_list<std::string_view> keys,
                 std::initializer_list<std::string_view> required)
    : m_draft(draft), m_lines(lines), m_path(std::move(path)) {
  const Spot here = spot_of_mark(lines, node.Mark());
  if (!m_path.empty()) m_draft.spots.emplace(m_path, here);
  if (!node.IsMap()) {
    broken(here, named() + " has to be a mapping of " +
                     (keys.size() == 0 ? "roles to commands" : listed({keys.begin(), keys.end()})));
    return;
  }
  for (const auto& entry : node) take(entry.first, entry.second, {keys.begin(), keys.end()});
  for (const std::string_view key : required) {
    if (!m_values.contains(key)) broken(here, named() + " needs '" + std::string(key) + "'");
  }
}

std::string Section::line(std::string_view key) {
  return text(key, LineRule::characters_max, LineBreaks::refused);
}
std::string Section::words(std::string_view key) {
  return text(key, TextRule::characters_max, LineBreaks::allowed);
}

std::optional<int> Section::number(std::string_view key, int least, int most) {
  const auto found = m_values.find(key);
  if (found == m_values.end()) return std::nullopt;
  const YAML::Node& node = found->second;
  int value = 0;
  if (node.IsScalar() && node.Tag() == "?") {
    const std::string& digits = node.Scalar();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc{} && end == digits.data() + digits.size() && value >= least && value <= most) {
      return value;
    }
  }
  broken(spot_of(node, key), "'" + std::string(key) + "' has to be a whole number from " +
                                 std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<bool> Section::flag(std::string_view key) {
  const auto found = m_values.find(key);
  if (found == m_values.end()) return std::nullopt;
  const YAML::Node& node = found->second;
  if (node.IsScalar() && node.Tag() == "?" && node.Scalar() == "true") return true;
  if (node.IsScalar() && node.Tag() == "?" && node.Scalar() == "false") return false;
  broken(spot_of(node, key), "'" + std::string(key) + "' has to be true or false");
  return std::nullopt;
}

std::vector<std::string> Section::list(std::string_view key, std::size_t characters_max, LineBreaks breaks) {
  std::vector<std::string> items;
  each(key, [&](const YAML::Node& node, const std::string& path) {
    items.push_back(scalar(node, path, "an entry of '" + std::string(key) + "'", characters_max, breaks));
  });
  return items;
}

void Section::each(std::string_view key,
                   const std::function<void(const YAML::Node&, const std::string&)>& take_one) {
  const auto found = m_values.find(key);
  if (found == m_values.end()) return;
  const YAML::Node& node = found->second;
  if (!node.IsSequence()) {
    broken(spot_of(node, key), "'" + std::string(key) + "' has to be a list");
    return;
  }
  std::size_t index = 0;
  for (const auto& entry : node) {
    const std::string path = path_of(key) + "/" + std::to_string(index++);
    m_draft.spots.emplace(path, spot_of_mark(m_lines, entry.Mark()));
    take_one(entry, path);
  }
}

std::optional<YAML::Node> Section::value(std::string_view key) const {
  const auto found = m_values.find(key);
  if (found == m_values.end()) return std::nullopt;
  return found->second;
}
std::string Section::path_of(std::string_view key) const {
  return m_path.empty() ? std::string(key) : m_path + "/" + std::string(key);
}
std::vector<std::string> Section::keys() const {
  std::vector<std::string> found;
  for (const auto& [key, node] : m_values) found.push_back(key);
  return found;
}

void Section::take(const YAML::Node& key, const YAML::Node& node, const std::vector<std::string>& known) {
  const Spot here = spot_of_mark(m_lines, key.Mark());
  if (!key.IsScalar()) {
    broken(here, "a key has to be a word");
    return;
  }
  const std::string& word = key.Scalar();
  if (!known.empty() && !is_one_of(known, word)) {
    broken(here, "unknown key '" + shortened(word) + "'" + did_you_mean(word, known));
    return;
  }
  if (!m_values.emplace(word, node).second) {
    broken(here, "'" + shortened(word) + "' is here twice");
    return;
  }
  m_draft.spots.emplace(path_of(word), here);
}

std::string Section::text(std::string_view key, std::size_t characters_max, LineBreaks breaks) {
  const auto found = m_values.find(key);
  if (found == m_values.end()) return "";
  return scalar(found->second, path_of(key), "'" + std::string(key) + "'", characters_max, breaks);
}

std::string Section::scalar(const YAML::Node& node, const std::string& path, const std::string& what,
                            std::size_t characters_max, LineBreaks breaks) {
  const Spot here = node.IsNull() ? m_draft.spot(path) : spot_of_mark(m_lines, node.Mark());
  if (!node.IsScalar()) {
    broken(here, what + " has to be text");
    return "";
  }
  std::string found = node.Scalar();
  while (!found.empty() && (found.back() == '\n' || found.back() == ' ')) found.pop_back();
  if (found.empty()) {
    broken(here, what + " is empty");
  } else if (characters_in(found) > characters_max) {
    broken(here, what + " is longer than " + std::to_string(characters_max) + " characters");
  } else if (has_control_character(found, breaks)) {
    broken(here,
           what + (breaks == LineBreaks::allowed ? " holds a control character" : " has to be one line"));
  } else {
    m_draft.spots.insert_or_assign(path, here);
    return found;
  }
  return "";
}

Spot Section::spot_of(const YAML::Node& node, std::string_view key) const {
  return node.IsNull() ? m_draft.spot(path_of(key)) : spot_of_mark(m_lines, node.Mark());
}
void Section::broken(Spot at, std::string message) {
  m_draft.complete = false;
  m_draft.problem(at, std::move(message));
}

}  // namespace full_circle::engagement
