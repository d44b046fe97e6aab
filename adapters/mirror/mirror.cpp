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
#include <map>
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

/// Whether the publisher, which has a thread of its own, has come to what is told. A page that turned late is
/// written again without another version.
bool is_written(const fs::path& site, const std::string& slug, std::int64_t version,
                const json::value* late) {
  const auto text = shared::read_whole_file(site / "have-your-say" / slug / "page.json");
  if (!text) return false;
  shared::Payload payload(*text);
  if (payload.fields().number_or("version", 0) < version) return false;
  const auto* said = payload.fields().json().if_contains("late");
  return !late || *late == (said ? *said : json::value());
}

/// What has been put on one server: its ledger, for as long as this process has it to itself.
class Ledger {
 public:
  explicit Ledger(const MirrorOptions& options)
      : m_lock(options.folder), m_file(options.folder / "ledger.json"), m_server(options.server) {
    const auto text = shared::read_whole_file(m_file);
    boost::system::error_code error;
    const json::value value = json::parse(text.value_or("{}"), error);
    const auto* kept = error ? nullptr : value.if_object();
    const auto* server = kept ? kept->if_contains("server") : nullptr;
    if (!server || *server != json::value(m_server)) return;
    const auto* files = kept->if_contains("files");
    if (auto hashes = files ? json::try_value_to<Hashes>(*files) : json::result<Hashes>(Hashes{}))
      m_hashes = std::move(*hashes);
  }

  using Hashes = std::map<std::string, std::string>;
  const Hashes& hashes() const { return m_hashes; }
  void note(const std::string& path, std::string hash) { m_hashes[path] = std::move(hash); }
  void forget(const std::string& path) { m_hashes.erase(path); }
  /// Without a ledger, or with a damaged one, everything is put again; what was put and is gone here stays
  /// there.
  void keep() const {
    shared::write_whole_file(
        m_file, json::serialize(json::object{{"server", m_server}, {"files", json::value_from(m_hashes)}}),
        shared::ReadBy::owner);
  }

 private:
  shared::FolderLock m_lock;
  fs::path m_file;
  std::string m_server;
  Hashes m_hashes;
};

/// One file that has to go there.
struct ToPut {
  std::string path;
  std::string content;
  std::string hash;
};

/// Goes through a copy file by file.
class Round {
 public:
  Round(const MirrorOptions& options, Remote& remote)
      : m_options(options), m_remote(remote), m_ledger(options) {}

  /// nullopt when it was gone here a moment ago: the next delivery says so.
  std::optional<ToPut> here(const std::string& path) const {
    auto content = shared::read_whole_file(m_options.site / path);
    if (!content) return std::nullopt;
    std::string hash = shared::key_hash(*content);
    return ToPut{path, std::move(*content), std::move(hash)};
  }
  const Ledger::Hashes& hashes() const { return m_ledger.hashes(); }
  bool was_put(const ToPut& file) const {
    const auto known = m_ledger.hashes().find(file.path);
    return known != m_ledger.hashes().end() && known->second == file.hash;
  }

  void put(const std::vector<std::string>& paths) {
    // Noted before it is put: what is there and not noted would never be taken away.
    for (const std::string& path : paths) m_ledger.note(path, "");
    if (!paths.empty()) m_ledger.keep();
    std::size_t count = 0;
    for (const std::string& path : paths) {
      if (gives_up()) return;
      const auto file = here(path);
      if (!file) continue;
      if (good(path, m_remote.put(path, file->content))) m_ledger.note(path, file->hash);
      if (++count % k_kept_every == 0) m_ledger.keep();
    }
  }
  void take_away(const std::vector<std::string>& paths) {
    for (const std::string& path : paths)
      if (!gives_up() && good(path, m_remote.remove(path))) m_ledger.forget(path);
  }
  /// nullopt when it could not be looked at.
  std::optional<RemoteAnswer> get(const std::string& path) {
    if (gives_up()) return std::nullopt;
    RemoteAnswer answer = m_remote.get(path);
    return good(path, answer) ? std::optional(std::move(answer)) : std::nullopt;
  }
  void found_right(const ToPut& file) { m_ledger.note(file.path, file.hash); }
  void keep() const { m_ledger.keep(); }

  /// nullopt when everything was done.
  std::optional<Delivered> failed() const {
    if (m_failures == 0) return std::nullopt;
    std::string reason = m_reasons;
    if (m_failures > k_named_max) reason += " And " + std::to_string(m_failures - k_named_max) + " more.";
    return m_again ? Delivered::retry(reason) : Delivered::give_up(reason);
  }

 private:
  static constexpr std::size_t k_kept_every = 256;
  static constexpr std::size_t k_named_max = 5;
  static constexpr std::size_t k_in_a_row_max = 5;

  /// A server that takes nothing is not asked for each of ten thousand files.
  bool gives_up() const { return m_in_a_row >= k_in_a_row_max; }
  bool good(const std::string& path, const RemoteAnswer& answer) {
    if (answer.kind != RemoteAnswer::Kind::failed) {
      m_in_a_row = 0;
      return true;
    }
    ++m_in_a_row;
    m_again = m_again || answer.failure.kind == Delivered::Kind::retry;
    if (++m_failures <= k_named_max)
      m_reasons += (m_reasons.empty() ? "" : " ") + path + ": " + answer.failure.reason;
    return false;
  }

  const MirrorOptions& m_options;
  Remote& m_remote;
  Ledger m_ledger;
  std::string m_reasons;
  std::size_t m_failures = 0;
  std::size_t m_in_a_row = 0;
  bool m_again = false;
};

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
    if (!is_written(m_site, slug, version, fields.json().if_contains("late")))
      return Delivered::retry("The page is not written here yet.");
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

Delivered Mirror::follow() {
  if (const std::string why = m_options.held_back(); !why.empty()) return Delivered::retry(why);
  Round round(m_options, *m_remote);
  const auto files = site_files(m_options.site);
  std::vector<std::string> changed;
  for (const std::string& path : files)
    if (const auto file = round.here(path); file && !round.was_put(*file)) changed.push_back(path);
  std::vector<std::string> left_over;
  for (const auto& [path, hash] : round.hashes())
    if (std::find(files.begin(), files.end(), path) == files.end()) left_over.push_back(path);
  round.put(changed);
  round.take_away(left_over);
  if (!changed.empty() || !left_over.empty()) round.keep();
  return round.failed().value_or(Delivered::done());
}

Mirror::Finding Mirror::check(Mend mend) {
  if (const std::string why = m_options.held_back(); !why.empty()) return {{}, Delivered::retry(why)};
  Round round(m_options, *m_remote);
  Finding finding;
  std::vector<std::string> to_put;
  std::vector<std::string> left_over;
  const auto files = site_files(m_options.site);
  for (const std::string& path : files) {
    const auto file = round.here(path);
    const auto there = file ? round.get(path) : std::nullopt;
    if (!there) continue;
    if (there->kind == RemoteAnswer::Kind::good && there->content == file->content) {
      round.found_right(*file);
      continue;
    }
    const bool missing = there->kind == RemoteAnswer::Kind::absent;
    finding.differences.push_back({missing ? Difference::Kind::missing : Difference::Kind::changed, path});
    to_put.push_back(path);
  }
  for (const auto& [path, hash] : round.hashes()) {
    if (std::find(files.begin(), files.end(), path) != files.end()) continue;
    finding.differences.push_back({Difference::Kind::left_over, path});
    left_over.push_back(path);
  }
  if (mend == Mend::yes) {
    round.put(to_put);
    round.take_away(left_over);
    round.keep();
  }
  finding.failed = round.failed();
  return finding;
}

std::unique_ptr<Adapter> make_mirror(MirrorOptions options, std::unique_ptr<Remote> remote) {
  return std::make_unique<MirrorAdapter>(std::move(options), std::move(remote));
}

}  // namespace full_circle::mirror
