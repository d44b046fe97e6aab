#include "config/import_settings.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace full_circle::config {
namespace {

constexpr std::int64_t k_refresh_hours_max = 168;

std::string kind_name(ImportKind kind) {
  switch (kind) {
    case ImportKind::partner:
      return "partner";
    case ImportKind::meetings:
      return "meetings";
  }
  return {};
}

/// Reads one item of the list.
class ImportItem {
 public:
  ImportItem(const YAML::Node& item, const TellProblem& problem) : m_item(item), m_problem(problem) {}

  ImportSettings read() {
    for (const auto& entry : m_item) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (!text(key, entry.second) && !list(key, entry.second) && !other(key, entry.second))
        m_problem(entry.first.Mark(),
                  "there is no setting 'calendar.imports." + key + "': " + imports_meaning());
    }
    check();
    return std::move(m_import);
  }

 private:
  bool text(const std::string& key, const YAML::Node& value) {
    std::string* where = key == "name"   ? &m_import.name
                         : key == "url"  ? &m_import.url
                         : key == "file" ? &m_import.file
                         : key == "body" ? &m_import.body
                                         : nullptr;
    if (where == nullptr) return false;
    if (value.IsScalar()) {
      *where = value.Scalar();
    } else {
      m_problem(value.Mark(), "'calendar.imports." + key + "' needs one value");
    }
    return true;
  }

  bool list(const std::string& key, const YAML::Node& value) {
    std::vector<std::string>* where = key == "local_boards"  ? &m_import.local_boards
                                      : key == "communities" ? &m_import.communities
                                      : key == "topics"      ? &m_import.topics
                                                             : nullptr;
    if (where == nullptr) return false;
    read_texts(value, "calendar.imports." + key, *where, m_problem);
    return true;
  }

  bool other(const std::string& key, const YAML::Node& value) {
    const std::string written = value.IsScalar() ? value.Scalar() : "";
    if (key == "refresh_hours") {
      read_number(value, "calendar.imports.refresh_hours", 1, k_refresh_hours_max, m_import.refresh_hours,
                  m_problem);
    } else if (key == "kind") {
      if (written != "partner" && written != "meetings")
        m_problem(value.Mark(), "'calendar.imports.kind' has to be one of partner, meetings");
      m_import.kind = written == "partner" ? ImportKind::partner : ImportKind::meetings;
    } else if (key == "whole_district") {
      if (written != "true" && written != "false")
        m_problem(value.Mark(), "'calendar.imports.whole_district' has to be true or false");
      m_import.whole_district = written == "true";
    } else {
      return false;
    }
    return true;
  }

  void check() {
    const std::string& name = m_import.name;
    const bool named = !name.empty() && name.size() <= 40 &&
                       name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!named)
      m_problem(m_item.Mark(), "an imported calendar needs a name of 1 to 40 characters from a-z, 0-9 and -");
    if (m_import.url.empty() == m_import.file.empty())
      m_problem(m_item.Mark(), "an imported calendar is at a url or in a file: give one");
    const bool web = m_import.url.starts_with("https://") || m_import.url.starts_with("http://");
    if (!m_import.url.empty() && !web)
      m_problem(m_item.Mark(), "'calendar.imports.url' has to begin with http:// or https://");
  }

  YAML::Node m_item;
  const TellProblem& m_problem;
  ImportSettings m_import;
};

boost::json::array json_list(const std::vector<std::string>& values) {
  return boost::json::array(values.begin(), values.end());
}

}  // namespace

std::string imports_meaning() {
  return "name, url or file, kind (partner or meetings), local_boards, communities and topics (lists), body, "
         "whole_district (true or false), refresh_hours (6; 1 to 168)";
}

void read_imports(const YAML::Node& list, std::vector<ImportSettings>& imports, const TellProblem& problem) {
  if (list.IsNull()) return;
  if (!list.IsSequence()) return problem(list.Mark(), "'calendar.imports' needs a list of calendars");
  imports.clear();
  for (const YAML::Node& item : list) {
    if (!item.IsMap()) {
      problem(item.Mark(), "an imported calendar is a map of " + imports_meaning());
      continue;
    }
    ImportSettings import = ImportItem(item, problem).read();
    const auto same_name = [&](const ImportSettings& other) { return other.name == import.name; };
    if (std::any_of(imports.begin(), imports.end(), same_name))
      problem(item.Mark(), "there are two imported calendars named " + import.name);
    imports.push_back(std::move(import));
  }
}

std::string imports_as_yaml(const std::vector<ImportSettings>& imports) {
  if (imports.empty()) return "  imports: []\n";
  std::string out = "  imports:\n";
  for (const ImportSettings& one : imports) {
    out += "    - name: " + yaml_scalar(one.name) + "\n";
    if (!one.url.empty()) out += "      url: " + yaml_scalar(one.url) + "\n";
    if (!one.file.empty()) out += "      file: " + yaml_scalar(one.file) + "\n";
    out += "      kind: " + kind_name(one.kind) + "\n";
    out += "      local_boards: " + yaml_list(one.local_boards) + "\n";
    out += "      communities: " + yaml_list(one.communities) + "\n";
    out += "      topics: " + yaml_list(one.topics) + "\n";
    out += "      body: " + yaml_scalar(one.body) + "\n";
    out += std::string("      whole_district: ") + (one.whole_district ? "true" : "false") + "\n";
    out += "      refresh_hours: " + std::to_string(one.refresh_hours) + "\n";
  }
  return out;
}

boost::json::value imports_as_json(const std::vector<ImportSettings>& imports) {
  boost::json::array list;
  for (const ImportSettings& one : imports) {
    list.push_back(boost::json::object{{"name", one.name},
                                       {"url", one.url},
                                       {"file", one.file},
                                       {"kind", kind_name(one.kind)},
                                       {"local_boards", json_list(one.local_boards)},
                                       {"communities", json_list(one.communities)},
                                       {"topics", json_list(one.topics)},
                                       {"body", one.body},
                                       {"whole_district", one.whole_district},
                                       {"refresh_hours", one.refresh_hours}});
  }
  return list;
}

}  // namespace full_circle::config
