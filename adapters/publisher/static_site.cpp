#include "adapters/publisher/static_site.hpp"

#include "adapters/publisher/page.hpp"
#include "adapters/publisher/site.hpp"
#include "adapters/shared/payload.hpp"
#include "adapters/shared/whole_file.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace full_circle::publisher {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// What page.json says about a slug: a page, a page taken down, or nothing yet.
struct Kept {
  enum class Record { readable, absent, unreadable } record = Record::readable;
  std::optional<std::int64_t> version;
  std::optional<Page> page;
  std::optional<Notice> notice;
  std::string slug() const { return page ? page->slug : notice ? notice->slug : ""; }
};

/// A delivery that could be read: what it says, and page.json as it is kept.
struct Told {
  Kept kept;
  json::object record;
};

/// The page or the notice in a page.json's fields; problems go into their payload.
Kept kept_of(shared::Fields fields) {
  Kept kept;
  if (fields.flag_or("unpublished", false)) {
    kept.notice = read_notice(fields);
    kept.version = kept.notice->version;
  } else {
    kept.page = read_page(fields);
    kept.version = kept.page->version;
  }
  return kept;
}

/// nullopt together with a problem in the payload only.
std::optional<Told> read_delivery(shared::Payload& payload) {
  shared::Fields fields = payload.fields();
  Told told;
  if (fields.one_of("kind", {"project_page", "unpublish"}) == "unpublish") {
    told.record = fields.json();
    told.record.erase("kind");
    told.record["unpublished"] = true;
    told.kept.notice = read_notice(fields);
    told.kept.version = told.kept.notice->version;
  } else if (payload.ok()) {
    const auto page = fields.object("page");
    if (!page) return std::nullopt;
    told.record = page->json();
    told.kept.page = read_page(*page);
    told.kept.version = told.kept.page->version;
  }
  if (!payload.ok()) return std::nullopt;
  return told;
}

Kept read_record(const fs::path& file) {
  const auto text = shared::read_whole_file(file);
  if (!text) return {.record = Kept::Record::absent, .version = {}, .page = {}, .notice = {}};
  shared::Payload payload(*text);
  Kept kept = kept_of(payload.fields());
  // What it is made of can only be told by the record it came from, or by the next delivery.
  const bool ours = payload.ok() && kept.slug() == file.parent_path().filename();
  if (!ours) return {.record = Kept::Record::unreadable, .version = {}, .page = {}, .notice = {}};
  return kept;
}

/// What the public does not see makes a project's version and time newer, and writes no page: the same as it
/// was when the page was last written.
Told as_of(Told told, const Kept& there) {
  if (!there.version || !told.kept.version || *there.version > *told.kept.version) return told;
  if (there.page && told.kept.page && there.page->updated_at <= told.kept.page->updated_at) {
    told.kept.page->updated_at = there.page->updated_at;
    told.record["updated_at"] = to_text(there.page->updated_at);
  } else if (!there.notice || !told.kept.notice) {
    return told;
  }
  told.kept.version = there.version;
  told.record["version"] = *there.version;
  return told;
}

/// Whether a file below the folder bears a name that only we give: what is beside those is the council's own.
bool is_name_of_ours(const fs::path& path) {
  const std::vector<fs::path> parts(path.begin(), path.end());  // have-your-say, slug, …
  const std::string name = path.filename().string();
  if (parts.size() == 2) return name.starts_with("style.") && name.ends_with(".css");
  if (parts.size() == 3) return name == "index.html" || name == "updates.atom" || name == "page.json";
  return (parts.size() == 4 || parts.size() == 5) && parts[2] == "result" && name == "index.html";
}

/// Paths below the site's folder, with what they hold.
using Files = std::map<fs::path, std::string>;

class StaticSite final : public Adapter {
 public:
  explicit StaticSite(PublisherOptions options)
      : m_root(options.folder), m_folder(m_root / "have-your-say"), m_site(std::move(options)) {
    fs::create_directories(m_folder);
  }

  /// Templates, settings or the program may have changed since the pages were written.
  void write_all() const {
    const shared::FolderLock lock(m_folder);
    for (const std::string& slug : slugs()) write(kept(slug));
    write_shared();
  }

  /// `pages` is asked once nobody else can write: what it says is then no older than what is there.
  std::vector<FileDifference> check(const ExpectedPages& pages, Mend mend) const {
    const shared::FolderLock lock(m_folder);
    std::vector<FileDifference> differences;
    std::vector<Page> listed;
    Files expected;
    std::set<fs::path> left_alone;  // folders of which it cannot be said what belongs there
    for (const ExpectedPage& one : pages()) {
      shared::Payload payload(one.payload);
      auto told = read_delivery(payload);
      const fs::path folder = fs::path("have-your-say") / (told ? told->kept.slug() : one.slug);
      if (!told) {
        differences.push_back({FileDifference::Kind::unreadable, (folder / "page.json").generic_string()});
        left_alone.insert(folder);
        continue;
      }
      const Kept there = read_record(m_root / folder / "page.json");
      if (Told same = as_of(*told, there); files_of(same.kept) == files_of(there)) told = std::move(same);
      expected[folder / "page.json"] = json::serialize(told->record);
      Files files = files_of(told->kept);
      compare_record((folder / "page.json").generic_string(), there, *told, files, differences);
      expected.merge(files);
      if (told->kept.page) listed.push_back(*told->kept.page);
    }
    expected.merge(shared_files(std::move(listed)));
    compare(expected, differences);
    find_left_over(expected, left_alone, differences);
    if (mend == Mend::yes && !differences.empty()) put_right(expected, differences);
    return differences;
  }

  std::string_view name() const override { return "publisher"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    auto told = read_delivery(payload);
    if (!told) return payload.give_up();
    return told->kept.notice ? unpublish(std::move(*told)) : publish(*told);
  }

 private:
  Delivered publish(const Told& told) {
    const std::int64_t version = *told.kept.version;
    const std::string slug = told.kept.slug();
    const shared::FolderLock lock(m_folder);
    const Kept before = kept(slug);
    // After a page was taken down only something newer than what was taken down brings it back.
    const bool older =
        before.version && (version < *before.version || (before.notice && version == *before.version));
    if (older) return left_out(version, *before.version);
    // First what the pages are made of: a version is never lost between two files.
    shared::write_whole_file(page_file(slug), json::serialize(told.record));
    const Files files = files_of(told.kept);
    write(files);
    // An answer in a language that it is not published in any more would go on saying what it said.
    for (const fs::path& answer : answers_there(slug))
      if (!files.contains(answer)) fs::remove(m_root / answer);
    write_shared();
    return Delivered::done();
  }

  Delivered unpublish(Told told) {
    Notice& notice = *told.kept.notice;
    const shared::FolderLock lock(m_folder);
    const Kept before = kept(notice.slug);
    if (before.version && notice.version && *notice.version < *before.version) {
      return left_out(*notice.version, *before.version);
    }
    if (!notice.version) notice.version = before.version;
    if (notice.version) told.record["version"] = *notice.version;
    shared::write_whole_file(page_file(notice.slug), json::serialize(told.record));
    write({.version = notice.version, .page = {}, .notice = notice});
    write_shared();
    return Delivered::done();
  }

  static Delivered left_out(std::int64_t version, std::int64_t newest) {
    Delivered delivered = Delivered::done();
    delivered.reason = "Version " + std::to_string(version) + " was left out: version " +
                       std::to_string(newest) + " is already there.";
    return delivered;
  }

  fs::path page_file(const std::string& slug) const { return m_folder / slug / "page.json"; }

  Kept kept(const std::string& slug) const { return read_record(page_file(slug)); }

  /// A page.json is as it should be when it says the same: the days that are left, it counts anew each day.
  void compare_record(const std::string& path, const Kept& there, const Told& told, const Files& drawn,
                      std::vector<FileDifference>& differences) const {
    if (there.record == Kept::Record::absent) {
      differences.push_back({FileDifference::Kind::missing, path});
    } else if (there.record == Kept::Record::unreadable) {
      differences.push_back({FileDifference::Kind::unreadable, path});
    } else if (there.version != told.kept.version || files_of(there) != drawn) {
      differences.push_back({FileDifference::Kind::changed, path});
    }
  }

  void compare(const Files& expected, std::vector<FileDifference>& differences) const {
    for (const auto& [path, content] : expected) {
      if (path.filename() == "page.json") continue;  // compare_record
      const auto there = shared::read_whole_file(m_root / path);
      if (!there) {
        differences.push_back({FileDifference::Kind::missing, path.generic_string()});
      } else if (*there != content) {
        differences.push_back({FileDifference::Kind::changed, path.generic_string()});
      }
    }
  }

  void find_left_over(const Files& expected, const std::set<fs::path>& left_alone,
                      std::vector<FileDifference>& differences) const {
    std::set<std::string> found;
    for (const auto& item : fs::recursive_directory_iterator(m_folder)) {
      const fs::path path = fs::relative(item.path(), m_root);
      const bool alone = std::any_of(left_alone.begin(), left_alone.end(), [&](const fs::path& folder) {
        return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
      });
      if (!alone && item.is_regular_file() && is_name_of_ours(path) && !expected.contains(path))
        found.insert(path.generic_string());
    }
    for (const std::string& path : found) differences.push_back({FileDifference::Kind::left_over, path});
  }

  /// What is left over is put out of sight, not destroyed: it may be somebody's who chose a name of ours.
  void put_right(const Files& expected, const std::vector<FileDifference>& differences) const {
    write(expected);
    const fs::path aside = m_root / ".left-over";
    for (const FileDifference& one : differences) {
      if (one.kind != FileDifference::Kind::left_over) continue;
      shared::make_private_folder(aside);
      fs::create_directories((aside / one.path).parent_path());
      fs::rename(m_root / one.path, aside / one.path);
    }
  }

  std::vector<std::string> slugs() const {
    std::vector<std::string> out;
    for (const auto& item : fs::directory_iterator(m_folder)) {
      if (item.is_directory() && fs::exists(item.path() / "page.json"))
        out.push_back(item.path().filename().string());
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  void write(const Kept& kept) const { write(files_of(kept)); }
  void write_shared() const {
    std::vector<Page> pages;
    for (const std::string& slug : slugs()) {
      Kept one = kept(slug);
      if (one.page) pages.push_back(std::move(*one.page));
    }
    write(shared_files(std::move(pages)));
  }
  void write(const Files& files) const {
    for (const auto& [path, content] : files) shared::write_whole_file(m_root / path, content);
  }

  /// The answer's pages that are in the folder, in every language; below the site's folder.
  std::vector<fs::path> answers_there(const std::string& slug) const {
    std::vector<fs::path> pages;
    const fs::path folder = fs::path("have-your-say") / slug / "result";
    if (!fs::exists(m_root / folder)) return pages;
    if (fs::exists(m_root / folder / "index.html")) pages.push_back(folder / "index.html");
    for (const auto& item : fs::directory_iterator(m_root / folder))
      if (const fs::path page = item.path() / "index.html"; item.is_directory() && fs::exists(page))
        pages.push_back(folder / item.path().filename() / "index.html");
    return pages;
  }

  /// What one project's page is in files.
  Files files_of(const Kept& kept) const {
    Files files;
    if (kept.page) {
      const fs::path folder = fs::path("have-your-say") / kept.page->slug;
      files[folder / "index.html"] = m_site.project(*kept.page);
      files[folder / "updates.atom"] = m_site.feed(*kept.page);
      if (kept.page->answer) files[folder / "result/index.html"] = m_site.answer(*kept.page);
      if (kept.page->answer)
        for (const Translation& in : kept.page->answer->translations)
          files[folder / "result" / in.language / "index.html"] = m_site.answer(*kept.page, &in);
    } else if (kept.notice) {
      const fs::path folder = fs::path("have-your-say") / kept.notice->slug;
      files[folder / "index.html"] = m_site.notice(*kept.notice);
      files[folder / "updates.atom"] = m_site.feed_of_notice(*kept.notice);
      for (const fs::path& answer : answers_there(kept.notice->slug))
        files[answer] = m_site.notice(*kept.notice);
    }
    return files;
  }

  /// What is made of all projects.
  Files shared_files(std::vector<Page> pages) const {
    const fs::path folder = "have-your-say";
    const Templates& templates = m_site.templates();
    Files files{{folder / templates.style_name(), templates.style()}};
    std::stable_sort(pages.begin(), pages.end(), [](const Page& a, const Page& b) {
      return std::tie(a.title, a.slug) < std::tie(b.title, b.slug);
    });
    const bool sample = std::any_of(pages.begin(), pages.end(),
                                    [](const Page& page) { return page.content == Page::Content::sample; });
    const auto content = sample ? Page::Content::sample : Page::Content::real;
    for (const std::string name : {"contact", "accessibility", "privacy", "copyright"})
      files[folder / name / "index.html"] = m_site.about(name, content);
    files[folder / "index.html"] = m_site.index(pages);
    files[folder / "updates.atom"] = m_site.feed_of_all(pages, Site::Format::atom);
    files[folder / "feed.json"] = m_site.feed_of_all(pages, Site::Format::json);
    files[folder / "sitemap.xml"] = m_site.sitemap(pages);
    files["robots.txt"] = m_site.robots();
    return files;
  }

  fs::path m_root;
  fs::path m_folder;
  Site m_site;
};

}  // namespace

std::unique_ptr<Adapter> make_static_site(PublisherOptions options) {
  auto site = std::make_unique<StaticSite>(std::move(options));
  site->write_all();
  return site;
}

std::vector<FileDifference> check_static_site(PublisherOptions options, const ExpectedPages& pages,
                                              Mend mend) {
  return StaticSite(std::move(options)).check(pages, mend);
}

std::vector<std::string> unreadable_pages(const fs::path& folder) {
  std::vector<std::string> unreadable;
  std::error_code none;
  for (const auto& item : fs::directory_iterator(folder / "have-your-say", none)) {
    if (item.is_directory() && read_record(item.path() / "page.json").record == Kept::Record::unreadable)
      unreadable.push_back(fs::relative(item.path() / "page.json", folder).generic_string());
  }
  std::sort(unreadable.begin(), unreadable.end());
  return unreadable;
}

}  // namespace full_circle::publisher
