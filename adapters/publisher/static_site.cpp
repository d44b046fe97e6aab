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
#include <string>
#include <vector>

namespace full_circle::publisher {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// What page.json says about a slug: a page, a page taken down, or nothing yet.
struct Kept {
  std::optional<std::int64_t> version;
  std::optional<Page> page;
  std::optional<Notice> notice;
};

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

  std::vector<FileDifference> check() const {
    const shared::FolderLock lock(m_folder);
    Files expected = shared_files();
    for (const std::string& slug : slugs()) expected.merge(files_of(kept(slug)));
    std::vector<FileDifference> differences;
    for (const auto& [path, content] : expected) {
      const auto there = shared::read_whole_file(m_root / path);
      if (!there) {
        differences.push_back({FileDifference::Kind::missing, path.generic_string()});
      } else if (*there != content) {
        differences.push_back({FileDifference::Kind::changed, path.generic_string()});
      }
    }
    for (const std::string& slug : slugs()) {
      auto ours = answers_there(slug);
      for (const std::string name : {"index.html", "updates.atom"})
        ours.push_back(fs::path("have-your-say") / slug / name);
      for (const fs::path& path : ours)
        if (fs::exists(m_root / path) && !expected.contains(path))
          differences.push_back({FileDifference::Kind::left_over, path.generic_string()});
    }
    return differences;
  }

  void mend(const std::vector<FileDifference>& differences) const {
    write_all();
    const shared::FolderLock lock(m_folder);
    for (const FileDifference& one : differences)
      if (one.kind == FileDifference::Kind::left_over) fs::remove(m_root / one.path);
  }

  std::string_view name() const override { return "publisher"; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    shared::Fields fields = payload.fields();
    const std::string kind = fields.one_of("kind", {"project_page", "unpublish"});
    if (!payload.ok()) return payload.give_up();
    return kind == "unpublish" ? unpublish(payload) : publish(payload);
  }

 private:
  Delivered publish(shared::Payload& payload) {
    auto fields = payload.fields().object("page");
    if (!fields) return payload.give_up();
    const Page page = read_page(*fields);
    if (!payload.ok()) return payload.give_up();
    const shared::FolderLock lock(m_folder);
    const Kept before = kept(page.slug);
    // After a page was taken down only something newer than what was taken down brings it back.
    const bool older = before.version &&
                       (page.version < *before.version || (before.notice && page.version == *before.version));
    if (older) return left_out(page.version, *before.version);
    // First what the pages are made of: a version is never lost between two files.
    shared::write_whole_file(page_file(page.slug), json::serialize(fields->json()));
    const Files files = files_of({page.version, page, std::nullopt});
    write(files);
    // An answer in a language that it is not published in any more would go on saying what it said.
    for (const fs::path& answer : answers_there(page.slug))
      if (!files.contains(answer)) fs::remove(m_root / answer);
    write_shared();
    return Delivered::done();
  }

  Delivered unpublish(shared::Payload& payload) {
    Notice notice = read_notice(payload.fields());
    if (!payload.ok()) return payload.give_up();
    const shared::FolderLock lock(m_folder);
    const Kept before = kept(notice.slug);
    if (before.version && notice.version && *notice.version < *before.version) {
      return left_out(*notice.version, *before.version);
    }
    if (!notice.version) notice.version = before.version;
    json::object object{
        {"unpublished", true}, {"slug", notice.slug}, {"title", notice.title}, {"reason", notice.reason}};
    if (notice.version) object["version"] = *notice.version;
    shared::write_whole_file(page_file(notice.slug), json::serialize(object));
    write({notice.version, std::nullopt, notice});
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

  Kept kept(const std::string& slug) const {
    const auto text = shared::read_whole_file(page_file(slug));
    if (!text) return {};
    shared::Payload payload(*text);
    Kept kept;
    if (payload.fields().flag_or("unpublished", false)) {
      kept.notice = read_notice(payload.fields());
      kept.version = kept.notice->version;
    } else {
      kept.page = read_page(payload.fields());
      kept.version = kept.page->version;
    }
    // A file that somebody else has changed is replaced by the next delivery.
    return payload.ok() ? kept : Kept{};
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
  void write_shared() const { write(shared_files()); }
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
  Files shared_files() const {
    const fs::path folder = "have-your-say";
    const Templates& templates = m_site.templates();
    Files files{{folder / templates.style_name(), templates.style()}};
    std::vector<Page> pages;
    for (const std::string& slug : slugs()) {
      Kept one = kept(slug);
      if (one.page) pages.push_back(std::move(*one.page));
    }
    std::stable_sort(pages.begin(), pages.end(),
                     [](const Page& a, const Page& b) { return a.title < b.title; });
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

std::vector<FileDifference> check_static_site(PublisherOptions options, Mend mend) {
  const StaticSite site(std::move(options));
  const auto differences = site.check();
  if (mend == Mend::yes && !differences.empty()) site.mend(differences);
  return differences;
}

}  // namespace full_circle::publisher
