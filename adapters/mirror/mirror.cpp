#include "adapters/mirror/mirror.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/posting.hpp"
#include "adapters/shared/whole_file.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace full_circle::mirror {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Beside each page stands what it was made of; that is ours alone, as are locks and files half written.
bool is_public(const fs::path& file) {
  const std::string name = file.filename().string();
  return !name.starts_with('.') && name != "page.json";
}

/// 0: what pages need; 1: pages; 2: what lists them.
int rank(const std::string& path) {
  if (path.ends_with(".css")) return 0;
  return std::count(path.begin(), path.end(), '/') > 1 ? 1 : 2;
}

std::optional<std::int64_t> version_here(const fs::path& site, const std::string& slug) {
  const auto text = shared::read_whole_file(site / "have-your-say" / slug / "page.json");
  if (!text) return std::nullopt;
  shared::Payload payload(*text);
  return payload.fields().number_or("version", 0);
}

class MirrorAdapter final : public Adapter {
 public:
  MirrorAdapter(MirrorOptions options, std::unique_ptr<Remote> remote)
      : m_name("mirror:" + options.name),
        m_site(options.site),
        m_mirror(std::move(options), std::move(remote)) {}

  std::string_view name() const override { return m_name; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    shared::Fields fields = payload.fields();
    fields.one_of("kind", {"site_changed"});
    const std::string slug = fields.slug("slug");
    const std::int64_t version = fields.number("version", 0, INT64_MAX);
    if (!payload.ok()) return payload.give_up();
    // The publisher has a thread of its own, and may not have come to it yet.
    const auto here = version_here(m_site, slug);
    if (!here || *here < version) return Delivered::retry("The page is not written here yet.");
    return m_mirror.follow();
  }

 private:
  std::string m_name;
  fs::path m_site;
  Mirror m_mirror;
};

}  // namespace

std::vector<std::string> site_files(const fs::path& site) {
  std::vector<std::string> paths;
  if (fs::exists(site / "robots.txt")) paths.emplace_back("robots.txt");
  for (const auto& item : fs::recursive_directory_iterator(site / "have-your-say")) {
    if (item.is_regular_file() && is_public(item.path()))
      paths.push_back(fs::relative(item.path(), site).generic_string());
  }
  std::sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) {
    return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
  });
  return paths;
}

Mirror::Mirror(MirrorOptions options, std::unique_ptr<Remote> remote)
    : m_options(std::move(options)), m_remote(std::move(remote)) {}

/// Without a ledger, or with a damaged one, everything is put again; what was put and is gone here stays
/// there.
Mirror::Hashes Mirror::kept() const {
  const auto text = shared::read_whole_file(m_options.ledger);
  boost::system::error_code error;
  const json::value value = json::parse(text.value_or("{}"), error);
  if (error) return {};
  const auto hashes = json::try_value_to<Hashes>(value);
  return hashes ? *hashes : Hashes{};
}

void Mirror::keep(const Hashes& hashes) const {
  shared::write_whole_file(m_options.ledger, json::serialize(json::value_from(hashes)),
                           shared::ReadBy::owner);
}

std::optional<Delivered> Mirror::put(const std::string& path, Hashes& hashes) {
  const auto content = shared::read_whole_file(m_options.site / path);
  if (!content) return std::nullopt;  // gone a moment ago: the next delivery says so
  const std::string hash = shared::key_hash(*content);
  const auto known = hashes.find(path);
  if (known != hashes.end() && known->second == hash) return std::nullopt;
  // Noted before it is put: what is there and not noted would never be taken away.
  hashes[path] = "";
  keep(hashes);
  const RemoteAnswer answer = m_remote->put(path, *content);
  if (answer.kind == RemoteAnswer::Kind::failed) return answer.failure;
  hashes[path] = hash;
  keep(hashes);
  return std::nullopt;
}

std::optional<Delivered> Mirror::take_away(const std::string& path, Hashes& hashes) {
  const RemoteAnswer answer = m_remote->remove(path);
  if (answer.kind == RemoteAnswer::Kind::failed) return answer.failure;
  hashes.erase(path);
  keep(hashes);
  return std::nullopt;
}

Delivered Mirror::follow() {
  Hashes hashes = kept();
  const auto files = site_files(m_options.site);
  for (const std::string& path : files)
    if (const auto failure = put(path, hashes)) return *failure;
  const Hashes before = hashes;
  for (const auto& [path, hash] : before) {
    if (std::find(files.begin(), files.end(), path) != files.end()) continue;
    if (const auto failure = take_away(path, hashes)) return *failure;
  }
  return Delivered::done();
}

Mirror::Finding Mirror::check() {
  Finding finding;
  const auto files = site_files(m_options.site);
  for (const std::string& path : files) {
    const auto content = shared::read_whole_file(m_options.site / path);
    const RemoteAnswer answer = m_remote->get(path);
    if (answer.kind == RemoteAnswer::Kind::failed) {
      finding.failed = answer.failure;
      return finding;
    }
    if (answer.kind == RemoteAnswer::Kind::absent) {
      finding.differences.push_back({Difference::Kind::missing, path});
    } else if (content && answer.content != *content) {
      finding.differences.push_back({Difference::Kind::changed, path});
    }
  }
  for (const auto& [path, hash] : kept()) {
    if (std::find(files.begin(), files.end(), path) == files.end())
      finding.differences.push_back({Difference::Kind::left_over, path});
  }
  return finding;
}

Delivered Mirror::mend(const std::vector<Difference>& differences) {
  Hashes hashes = kept();
  for (const Difference& one : differences) {
    const bool left_over = one.kind == Difference::Kind::left_over;
    if (!left_over) hashes.erase(one.path);  // whatever was noted, it is not there
    const auto failure = left_over ? take_away(one.path, hashes) : put(one.path, hashes);
    if (failure) return *failure;
  }
  return Delivered::done();
}

std::unique_ptr<Adapter> make_mirror(MirrorOptions options, std::unique_ptr<Remote> remote) {
  return std::make_unique<MirrorAdapter>(std::move(options), std::move(remote));
}

}  // namespace full_circle::mirror
