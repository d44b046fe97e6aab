#pragma once
/// Pages as text. It knows where things are on the site, and no file.

#include "adapters/publisher/page.hpp"
#include "adapters/publisher/static_site.hpp"
#include "adapters/publisher/templates.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::publisher {

class Site {
 public:
  /// Throws as make_static_site does.
  explicit Site(PublisherOptions options);

  std::string project(const Page& page) const;
  /// Only for a page that has one. `in` is one of its translations; null: English.
  std::string answer(const Page& page, const Translation* in = nullptr) const;
  /// The same before it is published: kept nowhere, and led to by nothing.
  std::string answer_preview(const Page& page, const Translation* in) const;
  std::string notice(const Notice& notice) const;
  std::string index(const std::vector<Page>& pages) const;
  std::string feed(const Page& page) const;
  enum class Format { atom, json };
  std::string feed_of_all(const std::vector<Page>& pages, Format format) const;
  std::string sitemap(const std::vector<Page>& pages) const;
  std::string robots() const;
  std::string feed_of_notice(const Notice& notice) const;
  /// One of "contact", "accessibility", "privacy", "copyright".
  std::string about(const std::string& name, Page::Content content) const;
  /// A page that somebody is answered with, from `template_name`. `values` by the template's names in lower
  /// case: text and numbers are values, and show the section of their name; `true` shows it; an array shows
  /// it for each of its objects (a text in it is TEXT); {"lines": "…"} is an include of paragraphs. Empty,
  /// null and false show nothing. "title" is the page's; "sample" puts the note about samples under it.
  std::string page(const std::string& template_name, const boost::json::object& values) const;
  const Templates& templates() const { return m_templates; }

 private:
  /// Head and foot; the answer is the head, for what only some pages have in it. `path` is below
  /// /have-your-say, "" or starting with "/"; it also names the page's feed. None: it is for one
  /// reader and has no address that others should be led to.
  ctemplate::TemplateDictionary& frame(ctemplate::TemplateDictionary& values, const std::string& title,
                                       const std::optional<std::string>& path, const std::string& feed_path,
                                       Page::Content content) const;
  enum class Shown { published, preview };
  std::string answer_as(const Page& page, const Translation* in, Shown shown) const;
  void put_languages(ctemplate::TemplateDictionary& values, ctemplate::TemplateDictionary& head,
                     const Page& page, const Translation* in, Shown shown) const;
  std::string url(std::string_view path) const;       ///< "/have-your-say/x", for links
  std::string absolute(std::string_view path) const;  ///< "https://…/have-your-say/x", for feeds
  std::string structured(const Page& page) const;     ///< JSON-LD that can stand inside <script>
  void start(ctemplate::TemplateDictionary& values, const Page& page) const;

  PublisherOptions m_options;
  std::string m_prefix;  ///< the path part of base_url
  Templates m_templates;
};

/// What part of the list a project belongs to.
enum class Group { open, coming, waiting, answered, stopped };
Group group_of(const Page& page);

}  // namespace full_circle::publisher
