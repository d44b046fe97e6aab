// What other programs read on the public site: JSON Feed, sitemap, robots.txt, schema.org.
#include "tests/adapters/publisher/pages.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace full_circle::publisher {
namespace {

const std::string k_here = "https://engage.tauira.example/have-your-say/";
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

struct OpenSite : PublishedSite {
  explicit OpenSite(const json::object& page = open_page()) {
    REQUIRE(deliver(publishing(page)).kind == Delivered::Kind::done);
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

TEST_CASE("Site: what differs from its pages' own records is found, and put right only when asked") {
  OpenSite site;
  const auto options = site_options(site.folder.path());
  CHECK(check_static_site(options, Mend::no).empty());
  write_file(site.at(k_page), "<p>Somebody was here</p>");
  std::filesystem::remove(site.folder / "robots.txt");
  std::filesystem::create_directory(site.at("kowhai-bay-shoreline-path/result"));
  write_file(site.at("kowhai-bay-shoreline-path/result/index.html"), "an answer that is none");
  write_file(site.at("kowhai-bay-shoreline-path/theirs.html"), "theirs");
  std::vector<std::string> found;
  for (const auto& one : check_static_site(options, Mend::no))
    found.push_back(std::to_string(static_cast<int>(one.kind)) + " " + one.path);
  CHECK(found == std::vector<std::string>{"1 have-your-say/kowhai-bay-shoreline-path/index.html",
                                          "0 robots.txt",
                                          "2 have-your-say/kowhai-bay-shoreline-path/result/index.html"});
  CHECK(site.text(k_page) == "<p>Somebody was here</p>");
  CHECK(check_static_site(options, Mend::yes).size() == 3);
  CHECK(check_static_site(options, Mend::no).empty());
  CHECK_FALSE(site.has("kowhai-bay-shoreline-path/result/index.html"));
  CHECK(site.text("kowhai-bay-shoreline-path/theirs.html") == "theirs");
  CHECK(site.text(k_page).find("Kōwhai Bay") != std::string::npos);
}

}  // namespace full_circle::publisher
