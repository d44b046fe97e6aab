// What is new, for programs that follow the site: Atom (RFC 4287) and JSON Feed 1.1.
#include "adapters/publisher/site.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace full_circle::publisher {

namespace {

namespace json = boost::json;
using Dictionary = ctemplate::TemplateDictionary;

constexpr std::size_t k_feed_entries_max = 100;

struct FeedEntry {
  std::string id;
  std::string title;
  Instant published_at{};
  Instant updated_at{};
  std::string url;
  std::string text;
};

/// A page from before instants were told has its days only. The end of the day before, in UTC, is in the
/// morning of that day in New Zealand, and never still to come.
Instant instant_of(const std::optional<Instant>& at, const std::string& on) {
  const auto day = parse_day(on);
  return at ? *at : day ? Instant(std::chrono::sys_days(*day) - std::chrono::hours(3)) : Instant{};
}

std::vector<FeedEntry> entries_of(const Page& page, const std::string& page_url) {
  std::vector<FeedEntry> entries;
  for (const Update& update : page.updates) {
    const std::string id = page_url + "#" + update.id;
    entries.push_back({id, update.title, update.posted_at, update.posted_at, id, update.text});
  }
  if (page.answer) {
    const std::string id = page_url + "result/";
    const Instant published_at = instant_of(page.answer->published_at, page.answer->published_on);
    Instant updated_at = published_at;
    for (const Change& change : page.answer->changes) {
      const std::string edition = std::to_string(change.edition);
      const Instant at = instant_of(change.at, change.on);
      updated_at = std::max(updated_at, at);
      entries.push_back({id + "#edition-" + edition, "Corrected: edition " + edition, at, at,
                         id + "#edition-" + edition, change.what});
    }
    entries.push_back(
        {id, "What you said, what we decided, and why", published_at, updated_at, id, page.answer->headline});
  }
  return entries;
}

struct Feed {
  std::string id;  ///< of the Atom feed, which is where it is
  std::string title;
  std::string page;
  std::vector<FeedEntry> entries;  ///< newest first
  Instant updated_at{};
};

Feed made_feed(std::string id, std::string title, std::string page, std::vector<FeedEntry> entries,
               Instant updated_at) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const FeedEntry& a, const FeedEntry& b) { return a.updated_at > b.updated_at; });
  if (entries.size() > k_feed_entries_max) entries.resize(k_feed_entries_max);
  for (const FeedEntry& entry : entries) updated_at = std::max(updated_at, entry.updated_at);
  return {std::move(id), std::move(title), std::move(page), std::move(entries), updated_at};
}

std::string as_atom(const Feed& feed, const std::string& council, const Templates& templates) {
  Dictionary values("feed");
  values.SetValue("FEED_ID", feed.id);
  values.SetValue("FEED_TITLE", feed.title);
  values.SetValue("FEED_PAGE", feed.page);
  values.SetValue("COUNCIL", council);
  values.SetValue("FEED_UPDATED", to_text(feed.updated_at));
  for (const FeedEntry& entry : feed.entries) {
    auto* item = values.AddSectionDictionary("ENTRY");
    item->SetValue("ENTRY_ID", entry.id);
    item->SetValue("ENTRY_TITLE", entry.title);
    item->SetValue("ENTRY_PUBLISHED", to_text(entry.published_at));
    item->SetValue("ENTRY_UPDATED", to_text(entry.updated_at));
    item->SetValue("ENTRY_URL", entry.url);
    item->SetValue("ENTRY_TEXT", entry.text);
  }
  return templates.expand("atom.tpl", values);
}

std::string as_json(const Feed& feed, const std::string& where, const std::string& council) {
  json::array items;
  for (const FeedEntry& entry : feed.entries) {
    items.push_back(json::object{{"id", entry.id},
                                 {"url", entry.url},
                                 {"title", entry.title},
                                 {"content_text", entry.text},
                                 {"date_published", to_text(entry.published_at)},
                                 {"date_modified", to_text(entry.updated_at)}});
  }
  return json::serialize(json::object{{"version", "https://jsonfeed.org/version/1.1"},
                                      {"title", feed.title},
                                      {"home_page_url", feed.page},
                                      {"feed_url", where},
                                      {"language", "en-NZ"},
                                      {"authors", json::array{json::object{{"name", council}}}},
                                      {"items", std::move(items)}}) +
         "\n";
}

}  // namespace

std::string Site::feed(const Page& page) const {
  const std::string page_url = absolute("/" + page.slug + "/");
  return as_atom(
      made_feed(page_url + "updates.atom", page.title, page_url, entries_of(page, page_url), page.updated_at),
      m_options.council_name, m_templates);
}

std::string Site::feed_of_notice(const Notice& notice) const {
  const std::string page_url = absolute("/" + notice.slug + "/");
  return as_atom(made_feed(page_url + "updates.atom", notice.title, page_url, {}, Instant{}),
                 m_options.council_name, m_templates);
}

std::string Site::feed_of_all(const std::vector<Page>& pages, Format format) const {
  std::vector<FeedEntry> entries;
  for (const Page& page : pages) {
    const std::string page_url = absolute("/" + page.slug + "/");
    entries.push_back({page_url, page.title, page.announced_at.value_or(page.updated_at), page.updated_at,
                       page_url, page.status_text});
    for (FeedEntry& entry : entries_of(page, page_url)) {
      entry.title = page.title + ": " + entry.title;
      entries.push_back(std::move(entry));
    }
  }
  const Feed feed = made_feed(absolute("/updates.atom"), "Have your say – " + m_options.council_name,
                              absolute("/"), std::move(entries), Instant{});
  return format == Format::atom ? as_atom(feed, m_options.council_name, m_templates)
                                : as_json(feed, absolute("/feed.json"), m_options.council_name);
}

}  // namespace full_circle::publisher
