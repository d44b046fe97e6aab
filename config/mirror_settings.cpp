#include "config/mirror_settings.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace full_circle::config {
namespace {

constexpr std::int64_t k_timeout_max = 600;

constexpr std::array<std::pair<std::string_view, MirrorKind>, 2> kinds{
    {{"webdav", MirrorKind::webdav}, {"s3", MirrorKind::s3}}};
constexpr std::array<std::pair<std::string_view, shared::PrivateAddresses>, 2> yes_or_no{
    {{"false", shared::PrivateAddresses::refuse}, {"true", shared::PrivateAddresses::allow}}};

/// The plain texts of one, by name.
template <class Mirror>
auto texts_of(Mirror& mirror) {
  return std::array{
      std::pair{"name", &mirror.name},         std::pair{"url", &mirror.url},
      std::pair{"username", &mirror.username}, std::pair{"password_file", &mirror.password_file},
      std::pair{"region", &mirror.region},     std::pair{"ca_file", &mirror.ca_file}};
}

void check(const YAML::Node& item, const MirrorSettings& mirror, const TellProblem& problem) {
  if (!is_item_name(mirror.name))
    problem(item.Mark(), "a mirror needs a name of 1 to 40 characters from a-z, 0-9 and -");
  const bool here =
      mirror.url.starts_with("http://127.0.0.1:") || mirror.url.starts_with("http://localhost:");
  if (!mirror.url.starts_with("https://") && !here)
    problem(item.Mark(), "'mirrors.url' has to begin with https://, or name this machine");
  if (mirror.username.empty() != mirror.password_file.empty())
    problem(item.Mark(), "a mirror's username and password_file go together");
  if (mirror.kind == MirrorKind::s3 && (mirror.username.empty() || mirror.region.empty()))
    problem(item.Mark(),
            "S3 needs a region, and an access key with its secret as username and password_file");
}

MirrorSettings read_one(const YAML::Node& item, const TellProblem& problem) {
  MirrorSettings mirror;
  for (const auto& entry : item) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    const std::string path = "mirrors." + key;
    const auto texts = texts_of(mirror);
    const auto* const text =
        std::find_if(texts.begin(), texts.end(), [&](const auto& one) { return key == one.first; });
    if (text != texts.end()) {
      read_one_text(entry.second, path, *text->second, problem);
    } else if (key == "kind") {
      read_choice(entry.second, path, kinds, mirror.kind, problem);
    } else if (key == "allow_private_addresses") {
      read_choice(entry.second, path, yes_or_no, mirror.private_addresses, problem);
    } else if (key == "timeout_seconds") {
      read_number(entry.second, path, 1, k_timeout_max, mirror.timeout_seconds, problem);
    } else {
      problem(entry.first.Mark(), "there is no setting '" + path + "': " + mirrors_meaning());
    }
  }
  check(item, mirror, problem);
  return mirror;
}

}  // namespace

std::string mirrors_meaning() {
  return "name, kind (webdav or s3), url (of a folder, or ending with a bucket), username, password_file "
         "(its "
         "first line; for S3 the access key and its secret), region (of S3), ca_file, timeout_seconds (30; 1 "
         "to "
         "600), allow_private_addresses (false)";
}

void read_mirrors(const YAML::Node& list, std::vector<MirrorSettings>& mirrors, const TellProblem& problem) {
  if (list.IsNull()) return;
  if (!list.IsSequence()) return problem(list.Mark(), "'mirrors' needs a list of mirrors");
  mirrors.clear();
  for (const YAML::Node& item : list) {
    if (!item.IsMap()) {
      problem(item.Mark(), "a mirror is a map of " + mirrors_meaning());
      continue;
    }
    MirrorSettings mirror = read_one(item, problem);
    const auto same_name = [&](const MirrorSettings& other) { return other.name == mirror.name; };
    if (std::any_of(mirrors.begin(), mirrors.end(), same_name))
      problem(item.Mark(), "there are two mirrors named " + mirror.name);
    mirrors.push_back(std::move(mirror));
  }
}

std::string mirrors_as_yaml(const std::vector<MirrorSettings>& mirrors) {
  if (mirrors.empty()) return "mirrors: []\n";
  std::string out = "mirrors:\n";
  for (const MirrorSettings& one : mirrors) {
    std::string begin = "  - ";
    for (const auto& [key, text] : texts_of(one)) {
      out += begin + key + ": " + yaml_scalar(*text) + "\n";
      begin = "    ";
    }
    out += "    kind: " + name_in(kinds, one.kind) + "\n";
    out += "    timeout_seconds: " + std::to_string(one.timeout_seconds) + "\n";
    out += "    allow_private_addresses: " + name_in(yes_or_no, one.private_addresses) + "\n";
  }
  return out;
}

boost::json::value mirrors_as_json(const std::vector<MirrorSettings>& mirrors) {
  boost::json::array list;
  for (const MirrorSettings& one : mirrors) {
    boost::json::object object{{"kind", name_in(kinds, one.kind)},
                               {"timeout_seconds", one.timeout_seconds},
                               {"allow_private_addresses", name_in(yes_or_no, one.private_addresses)}};
    for (const auto& [key, text] : texts_of(one)) object[key] = *text;
    list.push_back(std::move(object));
  }
  return list;
}

}  // namespace full_circle::config
