#include "config/hook_settings.hpp"
#include "config/import_settings.hpp"
#include "config/mirror_settings.hpp"
#include "config/settings_fields.hpp"
#include "config/settings_read.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <sstream>

namespace full_circle::config {
namespace {

bool is_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && rest == text.data() + text.size();
}

std::string shown(const SettingField& field, const Settings& settings) {
  const auto values = field.get(settings);
  if (field.kind == SettingField::Kind::secret) return values.front().empty() ? "(not set)" : "(set)";
  return values.front();
}

std::string indentation(std::size_t depth) {
  return std::string(depth * 2, ' ');
}

void write_field(std::ostream& out, const SettingField& field, const Settings& settings, std::size_t depth) {
  const std::string key = field.path.substr(field.path.rfind('.') + 1);
  out << indentation(depth) << "# " << field.says << "\n";
  if (field.kind == SettingField::Kind::secret) {
    out << indentation(depth) << "# " << key << ": " << environment_name(field.path) << " "
        << shown(field, settings) << "\n";
  } else if (field.kind == SettingField::Kind::imports) {
    out << imports_as_yaml(settings.calendar.imports);
  } else if (field.kind == SettingField::Kind::list) {
    out << indentation(depth) << key << ": " << yaml_list(field.get(settings)) << "\n";
  } else {
    out << indentation(depth) << key << ": " << yaml_scalar(field.get(settings).front()) << "\n";
  }
}

void write_programs(std::ostream& out, const Settings& settings) {
  out << "\n# programs that take deliveries as JSON on standard input (adapters/README.md); each is the\n"
      << "# adapter exec:NAME: name, command (a list, absolute path first), timeout_seconds (seconds, 30; 1 "
         "to "
         "3600)\n";
  if (settings.exec.empty()) {
    out << "exec: []\n";
    return;
  }
  out << "exec:\n";
  for (const ExecSettings& program : settings.exec) {
    out << "  - name: " << yaml_scalar(program.name) << "\n    command: " << yaml_list(program.command)
        << "\n    timeout_seconds: " << program.timeout_seconds << "\n";
  }
}

std::vector<std::string> sections_of(const std::string& path) {
  std::vector<std::string> sections;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
    sections.push_back(path.substr(0, dot));
  }
  return sections;
}

boost::json::value json_value(const SettingField& field, const Settings& settings) {
  if (field.kind == SettingField::Kind::imports) return imports_as_json(settings.calendar.imports);
  if (field.kind == SettingField::Kind::list) {
    boost::json::array values;
    for (const std::string& value : field.get(settings)) values.emplace_back(value);
    return values;
  }
  const std::string value = shown(field, settings);
  if (is_number(value)) return boost::json::value(std::stoll(value));
  return boost::json::value(value);
}

}  // namespace

std::string settings_as_yaml(const Settings& settings) {
  std::ostringstream out;
  std::vector<std::string> open;
  for (const SettingField& field : setting_fields()) {
    const auto sections = sections_of(field.path);
    for (std::size_t depth = 0; depth < sections.size(); ++depth) {
      if (depth < open.size() && open[depth] == sections[depth]) continue;
      open.resize(depth);
      const std::string& section = sections[depth];
      out << (depth == 0 ? "\n" : "") << indentation(depth) << section.substr(section.rfind('.') + 1)
          << ":\n";
      open.push_back(section);
    }
    open.resize(sections.size());
    write_field(out, field, settings, sections.size());
  }
  write_programs(out, settings);
  out << "\n# who outside is told of events: a list (config/README.md)\n" << hooks_as_yaml(settings.hooks);
  out << "\n# copies of the public site: a list (config/README.md)\n" << mirrors_as_yaml(settings.mirrors);
  return out.str();
}

std::string settings_as_json(const Settings& settings) {
  boost::json::object root;
  for (const SettingField& field : setting_fields()) {
    boost::json::object* at = &root;
    for (const std::string& section : sections_of(field.path)) {
      boost::json::value& inner = (*at)[section.substr(section.rfind('.') + 1)];
      if (!inner.is_object()) inner = boost::json::object();
      at = &inner.as_object();
    }
    (*at)[field.path.substr(field.path.rfind('.') + 1)] = json_value(field, settings);
  }
  boost::json::array programs;
  for (const ExecSettings& program : settings.exec) {
    boost::json::array command(program.command.begin(), program.command.end());
    programs.push_back(boost::json::object{{"name", program.name},
                                           {"command", std::move(command)},
                                           {"timeout_seconds", program.timeout_seconds}});
  }
  root["exec"] = std::move(programs);
  root[hooks_path] = hooks_as_json(settings.hooks);
  root[mirrors_path] = mirrors_as_json(settings.mirrors);
  return boost::json::serialize(root);
}

}  // namespace full_circle::config
