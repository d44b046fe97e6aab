// What other programs read on the public site: JSON Feed, sitemap, robots.txt, schema.org.
#include "tests/adapters/publisher/pages.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

namespace full_circle::publisher {
namespace {

const std::string k_here = "https://engage.tauira.example/have-your-say/";
constexpr const char* k_slug = "kowhai-bay-shoreline-path";
constexpr const char* k_page = "kowhai-bay-shoreline-path/index.html";

std::string text_of(const json::value& value) {
  return json::value_to<std::string>(value);
}

/// The JSON-LD of a page.
json::value structured(const std::string& page) {
  const std::string begin = "<script type=\"application/ld+json\">";
  const auto from = page.find(begin);
  REQUIRE(from != std::string::npos);
  const auto to = page.find("</script>", from);
  REQUIRE(to != std::string::npos);
  return json::parse(page.substr(from + begin.size(), to - from - begin.size()));
}

using Pages = std::vector<ExpectedPage>;
using Found = std::vector<std::string>;

std::string text_of(const FileDifference& one) {
  switch (one.kind) {
    case FileDifference::Kind::missing:
      return "missing " + one.path;
    case FileDifference::Kind::changed:
      return "changed " + one.path;
    case FileDifference::Kind::left_over:
      return "left over " + one.path;
    default:
      return "unreadable " + one.path;
  }
}

struct OpenSite : PublishedSite {
  explicit OpenSite(const json::object& page = open_page()) {
    REQUIRE(deliver(publishing(page)).kind == Delivered::Kind::done);
  }
  Found check(const Pages& pages, Mend mend = Mend::no) const {
    Found found;
    for (const auto& one : check_static_site(
             site_options(folder.path()), [&] { return pages; }, mend))
      found.push_back(text_of(one));
    return found;
  }
};

}  // namespace

TEST_CASE("JSON Feed: says the same as the Atom feed, in version 1.1") {
  const OpenSite site(answered_page());
  const json::value feed = json::parse(site.text("feed.json"));
  CHECK(feed.at("version") == "https://jsonfeed.org/version/1.1");
  CHECK(text_of(feed.at("feed_url")) == k_here + "feed.json");
  CHECK(text_of(feed.at("home_page_url")) == k_here);
  const json::array& items = feed.at("items").as_array();
  REQUIRE(items.size() == 5);
  const std::string atom = site.text("updates.atom");
  for (const json::value& item : items) {
    CAPTURE(json::serialize(item));
    CHECK(atom.find("<id>" + text_of(item.at("id")) + "</id>") != std::string::npos);
    CHECK_FALSE(text_of(item.at("content_text")).empty());
    CHECK(parse_instant(text_of(item.at("date_published"))));
  }
  CHECK(site.text("index.html").find("type=\"application/feed+json\"") != std::string::npos);
}

TEST_CASE("Feeds: an answer is dated by its instant, and what is said again keeps its id and first date") {
  json::object page = answered_page();
  page["announced_at"] = "2027-06-01T00:00:00.000Z";
  json::object& result = page["result"].as_object();
  result["published_at"] = "2027-09-13T21:30:00.000Z";
  result["changes"].as_array()[0].as_object()["at"] = "2027-09-19T20:00:00.000Z";
  const OpenSite site(page);
  const json::value feed = json::parse(site.text("feed.json"));
  const auto dates = [&](const std::string& id) {
    for (const json::value& item : feed.at("items").as_array())
      if (text_of(item.at("id")) == k_here + std::string(k_slug) + "/" + id)
        return text_of(item.at("date_published")) + " " + text_of(item.at("date_modified"));
    return std::string();
  };
  CHECK(dates("result/") == "2027-09-13T21:30:00.000Z 2027-09-19T20:00:00.000Z");
  CHECK(dates("result/#edition-2") == "2027-09-19T20:00:00.000Z 2027-09-19T20:00:00.000Z");
  CHECK(dates("") == "2027-06-01T00:00:00.000Z 2027-09-20T01:00:00.000Z");
}

TEST_CASE("Sitemap: is XML that lists each page and answer, and nothing that was taken down") {
  OpenSite site(answered_page());
  const std::string map = site.at("sitemap.xml").string();
  const auto addresses = [&] {
    const auto read = run_program(
        "xmllint --xpath \"//*[local-name()='urlset' and "
        "namespace-uri()='http://www.sitemaps.org/schemas/sitemap/0.9']/*/*[local-name()='loc']/text()\" '" +
        map + "'");
    CHECK(read.code == 0);
    return read.output;
  };
  const std::string page = k_here + "kowhai-bay-shoreline-path/";
  CHECK(addresses() == k_here + "\n" + page + "\n" + page + "result/\n");
  CHECK(
      site.deliver(
              R"({"kind":"unpublish","slug":"kowhai-bay-shoreline-path","title":"Gone","reason":"A mistake."})")
          .kind == Delivered::Kind::done);
  CHECK(addresses() == k_here + "\n");
  CHECK(site.text(k_page).find("<meta name=\"robots\" content=\"noindex\">") != std::string::npos);
  CHECK(site.text("feed.json").find("kowhai-bay") == std::string::npos);
}

TEST_CASE("Robots: are shown the sitemap, and kept off the API") {
  const OpenSite site;
  CHECK(read_file(site.folder / "robots.txt") ==
        "User-agent: *\nDisallow: /api/\n\nSitemap: " + k_here + "sitemap.xml\n");
}

TEST_CASE("Search engines: learn when a project is open and where its sessions are") {
  const OpenSite site;
  const json::value page = structured(site.text(k_page));
  CHECK(page.at("@type") == "WebPage");
  CHECK(page.at("temporalCoverage") == "2027-06-14/2027-07-11");
  const json::array& sessions = page.at("about").as_array();
  REQUIRE(sessions.size() == 2);
  CHECK(sessions[0].at("startDate") == "2027-07-02T22:00:00.000Z");
  CHECK(sessions[0].at("location").at("name") == "Kōwhai Bay surf club, 1 Tauira Road");
  CHECK(sessions[0].at("eventStatus") == "https://schema.org/EventScheduled");
  CHECK(sessions[1].at("eventStatus") == "https://schema.org/EventCancelled");
}

TEST_CASE("Search engines: what they read cannot end the element it stands in") {
  json::object hostile = open_page();
  const std::string title = "</script><script>alert(1)</script> <!-- <script> &lt; \xE2\x80\xA8 ō";
  hostile["title"] = title;
  const OpenSite site(hostile);
  const std::string page = site.text(k_page);
  CHECK(page.find("<script>") == std::string::npos);
  CHECK(page.find("<!--") == std::string::npos);
  const std::string read = text_of(structured(page).at("name"));
  CHECK(read.starts_with("</script><script>alert(1)</script> <!-- <script> &lt; "));
  CHECK(read.ends_with("ō"));
}

TEST_CASE("Site: what differs from the record is found, and put right only when asked") {
  OpenSite site;
  const Pages pages{{k_slug, publishing(open_page())}};
  CHECK(site.check(pages).empty());
  write_file(site.at(k_page), "<p>Somebody was here</p>");
  std::filesystem::remove(site.folder / "robots.txt");
  std::filesystem::create_directory(site.at("kowhai-bay-shoreline-path/result"));
  write_file(site.at("kowhai-bay-shoreline-path/result/index.html"), "an answer that is none");
  write_file(site.at("kowhai-bay-shoreline-path/theirs.html"), "theirs");
  write_file(site.at("style.0123456789abcdef.css"), "p {}");
  CHECK(site.check(pages) == Found{"changed have-your-say/kowhai-bay-shoreline-path/index.html",
                                   "missing robots.txt",
                                   "left over have-your-say/kowhai-bay-shoreline-path/result/index.html",
                                   "left over have-your-say/style.0123456789abcdef.css"});
  CHECK(site.text(k_page) == "<p>Somebody was here</p>");
  CHECK(site.check(pages, Mend::yes).size() == 4);
  CHECK(site.check(pages).empty());
  CHECK_FALSE(site.has("kowhai-bay-shoreline-path/result/index.html"));
  CHECK(site.text("kowhai-bay-shoreline-path/theirs.html") == "theirs");
  CHECK(site.text(k_page).find("Kōwhai Bay") != std::string::npos);
  // Nothing is destroyed: it may have been somebody's who chose a name of ours.
  CHECK(read_file(site.folder / ".left-over/have-your-say/kowhai-bay-shoreline-path/result/index.html") ==
        "an answer that is none");
}

TEST_CASE("Site: the record says what there should be, not the files beside the pages") {
  OpenSite site;
  json::object other = open_page();
  other["slug"] = "other";
  json::object changed = open_page(7);
  changed["title"] = "Another title";
  write_file(site.at("kowhai-bay-shoreline-path/page.json"), json::serialize(changed));
  std::filesystem::create_directory(site.at("stray"));
  write_file(site.at("stray/index.html"), "no project");
  const Pages pages{{k_slug, publishing(open_page())}, {"other", publishing(other)}};
  const Found found = site.check(pages, Mend::yes);
  for (const std::string one :
       {"changed have-your-say/kowhai-bay-shoreline-path/page.json", "missing have-your-say/other/page.json",
        "missing have-your-say/other/index.html", "changed have-your-say/index.html",
        "left over have-your-say/stray/index.html"}) {
    CAPTURE(one);
    CHECK(std::find(found.begin(), found.end(), one) != found.end());
  }
  CHECK(site.check(pages).empty());
  CHECK(site.has("other/index.html"));
  CHECK_FALSE(site.has("stray/index.html"));
  // A version that was made up would have held up every page to come.
  CHECK(json::parse(site.text("kowhai-bay-shoreline-path/page.json")).at("version") == 31);
}

TEST_CASE("Site: a page.json that cannot be read takes no page away, and is drawn anew from the record") {
  OpenSite site(answered_page());
  const std::string before = site.text("kowhai-bay-shoreline-path/result/index.html");
  const std::string file = "kowhai-bay-shoreline-path/page.json";
  const std::string damage = GENERATE(as<std::string>(), "", "{\"slug\":\"kowhai-bay-sho", "[]",
                                      "{\"unpublished\":true,\"slug\":\"other\",\"title\":\"x\"}");
  CAPTURE(damage);
  write_file(site.at(file), damage);
  CHECK(unreadable_pages(site.folder.path()) == Found{"have-your-say/" + file});
  const Pages pages{{k_slug, publishing(answered_page())}};
  CHECK(site.check(pages) == Found{"unreadable have-your-say/" + file});
  // Also where the record's own page cannot be read.
  CHECK(site.check({{k_slug, publishing({})}}, Mend::yes).front() == "unreadable have-your-say/" + file);
  CHECK(site.text("kowhai-bay-shoreline-path/result/index.html") == before);
  site.restart();
  CHECK(site.text("kowhai-bay-shoreline-path/result/index.html") == before);
  CHECK(site.check(pages, Mend::yes).size() >= 1);
  CHECK(unreadable_pages(site.folder.path()).empty());
  CHECK(site.check(pages).empty());
  CHECK(site.text("kowhai-bay-shoreline-path/result/index.html") == before);
}

}  // namespace full_circle::publisher
