#include "config/hook_settings.hpp"

#include "workflows/engagement/event_hooks.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace full_circle::config {
namespace {

using Audience = engagement::EventHook::Audience;

constexpr std::int64_t k_timeout_max = 600;
constexpr std::size_t k_secrets_max = 2;

constexpr std::array<std::pair<std::string_view, HookKind>, 3> kinds{
    {{"webhook", HookKind::webhook}, {"slack", HookKind::slack}, {"teams", HookKind::teams}}};
constexpr std::array<std::pair<std::string_view, Audience>, 2> audiences{
    {{"everyone", Audience::everyone}, {"staff", Audience::staff}}};
constexpr std::array<std::pair<std::string_view, shared::PrivateAddresses>, 2> yes_or_no{
    {{"false", shared::PrivateAddresses::refuse}, {"true", shared::PrivateAddresses::allow}}};

/// Reads one item of the list.
class HookItem {
 public:
  HookItem(const YAML::Node& item, const TellProblem& problem) : m_item(item), m_problem(problem) {}

  HookSettings read() {
    for (const auto& entry : m_item) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      if (!text(key, entry.second) && !choice(key, entry.second) && !other(key, entry.second))
        m_problem(entry.first.Mark(), "there is no setting 'hooks." + key + "': " + hooks_meaning());
    }
    check();
    return std::move(m_hook);
  }

 private:
  bool text(const std::string& key, const YAML::Node& value) {
    std::string* where = key == "name"       ? &m_hook.name
                         : key == "url"      ? &m_hook.url
                         : key == "url_file" ? &m_hook.url_file
                         : key == "ca_file"  ? &m_hook.ca_file
                                             : nullptr;
    if (where == nullptr) return false;
    read_one_text(value, "hooks." + key, *where, m_problem);
    return true;
  }

  bool choice(const std::string& key, const YAML::Node& value) {
    const std::string path = "hooks." + key;
    if (key == "kind") {
      read_choice(value, path, kinds, m_hook.kind, m_problem);
    } else if (key == "audience") {
      read_choice(value, path, audiences, m_hook.audience, m_problem);
    } else if (key == "allow_private_addresses") {
      read_choice(value, path, yes_or_no, m_hook.private_addresses, m_problem);
    } else {
      return false;
    }
    return true;
  }

  bool other(const std::string& key, const YAML::Node& value) {
    if (key == "timeout_seconds") {
      read_number(value, "hooks.timeout_seconds", 1, k_timeout_max, m_hook.timeout_seconds, m_problem);
    } else if (key == "events") {
      read_texts(value, "hooks.events", m_hook.events, m_problem);
    } else if (key == "secret_files") {
      read_texts(value, "hooks.secret_files", m_hook.secret_files, m_problem);
    } else {
      return false;
    }
    return true;
  }

  void check() {
    if (!is_item_name(m_hook.name))
      m_problem(m_item.Mark(), "a hook needs a name of 1 to 40 characters from a-z, 0-9 and -");
    if (m_hook.url.empty() == m_hook.url_file.empty())
      m_problem(m_item.Mark(), "a hook has a url, or a url_file that holds it: give one");
    const bool web = m_hook.url.starts_with("https://") || m_hook.url.starts_with("http://");
    if (!m_hook.url.empty() && !web)
      m_problem(m_item.Mark(), "'hooks.url' has to begin with http:// or https://");
    const bool signs = m_hook.kind == HookKind::webhook;
    if (signs && (m_hook.secret_files.empty() || m_hook.secret_files.size() > k_secrets_max))
      m_problem(m_item.Mark(), "a webhook signs with 1 or 2 secret_files");
    if (!signs && (!m_hook.secret_files.empty() || !m_hook.url.empty()))
      m_problem(m_item.Mark(), "a chat's address is its only secret: it belongs in a url_file");
    const auto known = engagement::events_told(m_hook.audience);
    for (const std::string& event : m_hook.events) {
      if (std::find(known.begin(), known.end(), event) == known.end())
        m_problem(m_item.Mark(), "'" + event + "' is not an event that this audience is told of");
    }
  }

  YAML::Node m_item;
  const TellProblem& m_problem;
  HookSettings m_hook;
};

boost::json::array json_list(const std::vector<std::string>& values) {
  return boost::json::array(values.begin(), values.end());
}

}  // namespace

std::string hooks_meaning() {
  return "name, kind (webhook, slack or teams), url or url_file, secret_files (of a webhook: one, or two "
         "while "
         "one takes over), audience (everyone or staff), events (a list; left out: all), ca_file, "
         "timeout_seconds (10; 1 to 600), allow_private_addresses (false)";
}

void read_hooks(const YAML::Node& list, std::vector<HookSettings>& hooks, const TellProblem& problem) {
  if (list.IsNull()) return;
  if (!list.IsSequence()) return problem(list.Mark(), "'hooks' needs a list of hooks");
  hooks.clear();
  for (const YAML::Node& item : list) {
    if (!item.IsMap()) {
      problem(item.Mark(), "a hook is a map of " + hooks_meaning());
      continue;
    }
    HookSettings hook = HookItem(item, problem).read();
    const auto same_name = [&](const HookSettings& other) { return other.name == hook.name; };
    if (std::any_of(hooks.begin(), hooks.end(), same_name))
      problem(item.Mark(), "there are two hooks named " + hook.name);
    hooks.push_back(std::move(hook));
  }
}

std::string hooks_as_yaml(const std::vector<HookSettings>& hooks) {
  if (hooks.empty()) return "hooks: []\n";
  std::string out = "hooks:\n";
  for (const HookSettings& one : hooks) {
    out += "  - name: " + yaml_scalar(one.name) + "\n";
    out += "    kind: " + name_in(kinds, one.kind) + "\n";
    if (!one.url.empty()) out += "    url: " + yaml_scalar(one.url) + "\n";
    if (!one.url_file.empty()) out += "    url_file: " + yaml_scalar(one.url_file) + "\n";
    out += "    secret_files: " + yaml_list(one.secret_files) + "\n";
    out += "    audience: " + name_in(audiences, one.audience) + "\n";
    out += "    events: " + yaml_list(one.events) + "\n";
    if (!one.ca_file.empty()) out += "    ca_file: " + yaml_scalar(one.ca_file) + "\n";
    out += "    timeout_seconds: " + std::to_string(one.timeout_seconds) + "\n";
    out += "    allow_private_addresses: " + name_in(yes_or_no, one.private_addresses) + "\n";
  }
  return out;
}

boost::json::value hooks_as_json(const std::vector<HookSettings>& hooks) {
  boost::json::array list;
  for (const HookSettings& one : hooks) {
    list.push_back(
        boost::json::object{{"name", one.name},
                            {"kind", name_in(kinds, one.kind)},
                            {"url", one.url},
                            {"url_file", one.url_file},
                            {"secret_files", json_list(one.secret_files)},
                            {"audience", name_in(audiences, one.audience)},
                            {"events", json_list(one.events)},
                            {"ca_file", one.ca_file},
                            {"timeout_seconds", one.timeout_seconds},
                            {"allow_private_addresses", name_in(yes_or_no, one.private_addresses)}});
  }
  return list;
}

std::string hook_adapter(const HookSettings& hook) {
  return (hook.kind == HookKind::webhook ? "webhook:" : "chat:") + hook.name;
}

}  // namespace full_circle::config
