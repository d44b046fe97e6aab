#include "config/settings_read.hpp"

#include "config/hook_settings.hpp"
#include "config/import_settings.hpp"
#include "config/mirror_settings.hpp"
#include "config/settings_fields.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace full_circle::config {
namespace {

constexpr std::size_t file_bytes_max = 1'048'576;

/// Reads one settings file; collects every problem.
class FileReading {
 public:
  FileReading(std::string source, SettingsReading& reading)
      : m_source(std::move(source)), m_reading(reading) {}

  void read(const YAML::Node& root) {
    if (root.IsNull()) return;
    if (!root.IsMap()) return problem(root.Mark(), "a settings file is a map of sections");
    section(root, "");
  }

  void problem(const YAML::Mark& mark, std::string message) {
    m_reading.problems.push_back({m_source, mark.line + 1, mark.column + 1, std::move(message)});
  }

 private:
  void section(const YAML::Node& node, const std::string& path) {
    std::vector<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        problem(entry.first.Mark(), "a setting's name has to be plain text");
        continue;
      }
      const std::string key = entry.first.Scalar();
      const std::string here = path.empty() ? key : path + "." + key;
      if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
        problem(entry.first.Mark(), "'" + here + "' is set twice");
      } else {
        this->entry(entry.first, entry.second, here);
      }
      seen.push_back(key);
    }
  }

  void entry(const YAML::Node& key, const YAML::Node& value, const std::string& path) {
    if (path == "exec") return programs(value);
    if (path == hooks_path) return read_hooks(value, m_reading.settings.hooks, tell());
    if (path == mirrors_path) return read_mirrors(value, m_reading.settings.mirrors, tell());
    if (path == imports_path) return read_imports(value, m_reading.settings.calendar.imports, tell());
    if (const SettingField* field = find_setting(path)) return setting(*field, key, value);
    if (is_section(path)) {
      if (value.IsNull()) return;
      if (!value.IsMap()) return problem(value.Mark(), "'" + path + "' is a section: it holds settings");
      return section(value, path);
    }
    problem(key.Mark(), "there is no setting '" + path + "'" + suggestion(path));
  }

  void setting(const SettingField& field, const YAML::Node& key, const YAML::Node& value) {
    if (field.kind == SettingField::Kind::secret) {
      return problem(key.Mark(), "'" + field.path + "' does not belong in a file: use " +
                                     environment_name(field.path) + " or " + field.path + "_file");
    }
    std::vector<std::string> values;
    if (field.kind == SettingField::Kind::list) {
      if (!read_texts(value, field.path, values, tell())) return;
    } else if (value.IsScalar()) {
      values.push_back(value.Scalar());
    } else {
      return problem(value.IsNull() ? key.Mark() : value.Mark(), "'" + field.path + "' needs one value");
    }
    if (auto wrong = field.set(m_reading.settings, values)) {
      problem(value.Mark(), "'" + field.path + "' " + *wrong);
    }
  }

  TellProblem tell() {
    return [this](const YAML::Mark& mark, std::string message) { problem(mark, std::move(message)); };
  }

  void programs(const YAML::Node& value) {
    if (value.IsNull()) return;
    if (!value.IsSequence()) return problem(value.Mark(), "'exec' needs a list of programs");
    m_reading.settings.exec.clear();
    for (const YAML::Node& item : value) {
      if (!item.IsMap()) {
        problem(item.Mark(), "a program is a map of name, command and timeout_seconds");
      } else {
        program(item);
      }
    }
  }

  void program(const YAML::Node& item) {
    ExecSettings program;
    for (const auto& entry : item) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      const YAML::Node& value = entry.second;
      if (key == "command") {
        read_texts(value, "exec.command", program.command, tell());
      } else if (key == "name" && value.IsScalar()) {
        program.name = value.Scalar();
      } else if (key == "timeout_seconds") {
        read_number(value, "exec.timeout_seconds", 1, 3'600, program.timeout_seconds, tell());
      } else {
        problem(entry.first.Mark(), "there is no setting 'exec." + key + "': name, command, timeout_seconds");
      }
    }
    check(item, program);
    m_reading.settings.exec.push_back(std::move(program));
  }

  void check(const YAML::Node& item, const ExecSettings& program) {
    const bool named =
        !program.name.empty() && program.name.size() <= 40 &&
        program.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
    if (!named) problem(item.Mark(), "a program needs a name of 1 to 40 characters from a-z, 0-9, _ and -");
    if (program.command.empty() || !program.command.front().starts_with('/')) {
      problem(item.Mark(), "a program needs a command: a list that begins with an absolute path");
    }
    for (const ExecSettings& other : m_reading.settings.exec) {
      if (other.name == program.name) problem(item.Mark(), "there are two programs named " + program.name);
    }
  }

  static bool is_section(const std::string& path) {
    const auto& fields = setting_fields();
    return std::any_of(fields.begin(), fields.end(),
                       [&](const SettingField& field) { return field.path.starts_with(path + "."); });
  }

  static std::string suggestion(const std::string& path) {
    std::vector<std::string> names;
    const std::size_t depth = static_cast<std::size_t>(std::count(path.begin(), path.end(), '.'));
    const std::string around = path.substr(0, path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1);
    for (const SettingField& field : setting_fields()) {
      if (!field.path.starts_with(around)) continue;
      std::string name = field.path.substr(around.size());
      name = around + name.substr(0, name.find('.'));
      if (static_cast<std::size_t>(std::count(name.begin(), name.end(), '.')) == depth) names.push_back(name);
    }
    names.emplace_back("exec");
    names.emplace_back(hooks_path);
    names.emplace_back(mirrors_path);
    const std::string nearest = nearest_name(path, names);
    return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
  }

  std::string m_source;
  SettingsReading& m_reading;
};

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    const std::size_t first = part.find_first_not_of(' ');
    const std::size_t last = part.find_last_not_of(' ');
    if (first != std::string::npos) parts.push_back(part.substr(first, last - first + 1));
  }
  return parts;
}

/// FULL_CIRCLE_… that is no setting and no variable of its own: a mistake, like FULL_CIRCLE_LISTN.
bool looks_like_a_setting(const std::string& variable) {
  constexpr std::array<std::string_view, 5> others{"FULL_CIRCLE_CONFIG", "FULL_CIRCLE_FAILPOINT",
                                                   "FULL_CIRCLE_REGENERATE", "FULL_CIRCLE_UPDATE_GOLDEN",
                                                   "FULL_CIRCLE_TEST_SECRET"};
  return variable.starts_with("FULL_CIRCLE_") &&
         std::find(others.begin(), others.end(), variable) == others.end();
}

bool is_on_this_machine(const std::string& url) {
  return url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:");
}

}  // namespace

std::string SettingsProblem::text() const {
  if (line == 0) return source + ": " + message;
  return source + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + message;
}

void read_settings_text(std::string_view text, const std::string& source, SettingsReading& reading) {
  FileReading file(source, reading);
  if (text.size() > file_bytes_max) {
    reading.problems.push_back({source, 1, 1, "larger than 1 MiB: this is no settings file"});
    return;
  }
  try {
    file.read(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    file.problem(error.mark, "not YAML: " + error.msg);
  }
}

void read_settings_environment(const Environment& environment, SettingsReading& reading) {
  std::vector<std::string> names;
  for (const SettingField& field : setting_fields()) {
    if (field.kind == SettingField::Kind::imports) continue;
    names.push_back(environment_name(field.path));
    const auto found = environment.find(environment_name(field.path));
    if (found == environment.end()) continue;
    const bool list = field.kind == SettingField::Kind::list;
    const auto values = list ? split_at_commas(found->second) : std::vector<std::string>{found->second};
    if (auto wrong = field.set(reading.settings, values)) {
      reading.problems.push_back({found->first, 0, 0, *wrong});
    }
  }
  for (const auto& [name, value] : environment) {
    if (std::find(names.begin(), names.end(), name) != names.end() || !looks_like_a_setting(name)) continue;
    const std::string nearest = nearest_name(name, names);
    reading.problems.push_back(
        {name, 0, 0,
         "there is no such setting" + (nearest.empty() ? "" : "; did you mean " + nearest + "?")});
  }
}

void check_settings(SettingsReading& reading) {
  const Settings& settings = reading.settings;
  const auto problem = [&](std::string setting, std::string message) {
    reading.problems.push_back({std::move(setting), 0, 0, std::move(message)});
  };
  const auto& smtp = settings.notifier.smtp;
  const auto& caldav = settings.caldav;
  if (!caldav.password.empty() && !caldav.password_file.empty()) {
    problem("caldav.password_file", "there is a password in the environment too: keep one");
  }
  if (!caldav.username.empty() && caldav.url.starts_with("http://") && !is_on_this_machine(caldav.url)) {
    problem("caldav.url", "http would send the password in the clear");
  }
  const auto& texts = settings.sms;
  if (!texts.secret.empty() && !texts.secret_file.empty()) {
    problem("sms.secret_file", "there is a secret in the environment too: keep one");
  }
  if (!texts.inbound_secret.empty() && !texts.inbound_secret_file.empty()) {
    problem("sms.inbound_secret_file", "there is a secret in the environment too: keep one");
  }
  if (!texts.url.empty() && texts.inbound_secret.empty() && texts.inbound_secret_file.empty()) {
    problem("sms.inbound_secret_file", "needed because of sms.url: people have to be able to answer STOP");
  }
  if (texts.url.starts_with("http://") && !is_on_this_machine(texts.url)) {
    problem("sms.url", "http would send people's numbers in the clear");
  }
  if (settings.notifier.kind == NotifierKind::smtp && smtp.host.empty()) {
    problem("notifier.smtp.host", "needed because notifier.kind is smtp");
  }
  if (!smtp.password.empty() && !smtp.password_file.empty()) {
    problem("notifier.smtp.password_file", "there is a password in the environment too: keep one");
  }
  if (!smtp.username.empty() && smtp.tls == SmtpTls::none) {
    problem("notifier.smtp.tls", "none would send the password in the clear");
  }
  if (settings.deliveries.backoff_most_seconds < settings.deliveries.backoff_first_seconds) {
    problem("deliveries.backoff_most_seconds", "shorter than deliveries.backoff_first_seconds");
  }
}

SettingsReading load_settings(const std::optional<std::string>& file, const Environment& environment) {
  SettingsReading reading;
  std::string path = file.value_or("");
  const auto named = environment.find("FULL_CIRCLE_CONFIG");
  if (path.empty() && named != environment.end()) path = named->second;
  if (!path.empty()) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    if (stream) text << stream.rdbuf();
    if (!stream) {
      reading.problems.push_back({path, 0, 0, "cannot be read"});
    } else {
      read_settings_text(text.str(), path, reading);
    }
  }
  read_settings_environment(environment, reading);
  check_settings(reading);
  return reading;
}

}  // namespace full_circle::config
