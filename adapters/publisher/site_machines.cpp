// What search engines read: the sitemap (sitemaps.org, 0.9), robots.txt (RFC 9309) and schema.org's terms in
// each project's page.
#include "adapters/publisher/site.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace full_circle::publisher {

namespace {

namespace json = boost::json;

constexpr std::size_t k_addresses_max = 50'000;  ///< a sitemap takes no more

/// JSON that can stand inside <script>: nothing in it can end the element or begin a comment there.
std::string inside_script(const json::value& value) {
  std::string out;
  for (const char c : json::serialize(value)) {
    if (c == '<') {
      out += "\\u003c";
    } else if (c == '>') {
      out += "\\u003e";
    } else if (c == '&') {
      out += "\\u0026";
    } else {
      out += c;
    }
  }
  return out;
}

json::object session_json(const Session& session, const json::object& council, const std::string& page_url) {
  const bool off = session.state == Session::State::cancelled;
  return {{"@type", "Event"},
          {"name", session.title},
          {"startDate", to_text(*session.starts_at)},
          {"eventStatus", off ? "https://schema.org/EventCancelled" : "https://schema.org/EventScheduled"},
          {"location", json::object{{"@type", "Place"}, {"name", session.place}, {"address", session.place}}},
          {"organizer", council},
          {"url", page_url}};
}

}  // namespace

std::string Site::structured(const Page& page) const {
  const std::string page_url = absolute("/" + page.slug + "/");
  const json::object council{{"@type", "GovernmentOrganization"}, {"name", m_options.council_name}};
  json::object thing{{"@context", "https://schema.org"},
                     {"@type", "WebPage"},
                     {"name", page.title},
                     {"description", page.summary},
                     {"url", page_url},
                     {"inLanguage", "en-NZ"},
                     {"dateModified", to_text(page.updated_at)},
                     {"publisher", council}};
  if (!page.opens_on.empty() && !page.closes_on.empty())
    thing["temporalCoverage"] = page.opens_on + "/" + page.closes_on;
  json::array sessions;
  for (const Session& session : page.sessions) {
    // An event without a place is none to a search engine.
    if (session.starts_at && !session.place.empty())
      sessions.push_back(session_json(session, council, page_url));
  }
  if (!sessions.empty()) thing["about"] = std::move(sessions);
  return inside_script(thing);
}

std::string Site::sitemap(const std::vector<Page>& pages) const {
  ctemplate::TemplateDictionary values("sitemap");
  std::size_t count = 0;
  const auto add = [&](const std::string& path, const std::string& changed_at) {
    if (++count > k_addresses_max) return;
    auto* item = values.AddSectionDictionary("ADDRESS");
    item->SetValue("LOCATION", absolute(path));
    show_value(*item, "CHANGED", "CHANGED_AT", changed_at);
  };
  add("/", "");
  for (const Page& page : pages) {
    add("/" + page.slug + "/", to_text(page.updated_at));
    if (!page.answer) continue;
    const std::string answer = "/" + page.slug + "/result/";
    add(answer, to_text(page.updated_at));
    for (const Translation& in : page.answer->translations)
      add(answer + in.language + "/", to_text(page.updated_at));
  }
  return m_templates.expand("sitemap.tpl", values);
}

std::string Site::robots() const {
  return "User-agent: *\nDisallow: " + m_prefix + "/api/\n\nSitemap: " + absolute("/sitemap.xml") + "\n";
}

}  // namespace full_circle::publisher
