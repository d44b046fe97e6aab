// The answer in other languages, before it is published, and what a page says of an answer that is late.
#include "tests/adapters/publisher/pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace full_circle::publisher {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string k_result = "kowhai-bay-shoreline-path/result/";

/// The first theme's decision in French, and nothing else of it.
json::object translated_page(int version = 81) {
  json::object page = answered_page(version);
  json::object& result = page["result"].as_object();
  const auto id = result.at("themes").at(0).at("id");
  result["translations"] = json::array{json::object{
      {"language", "fr"},
      {"headline", "Le sentier se fera"},
      {"themes", json::array{json::object{{"id", id}, {"we_decided", "On plante d’abord <b>."}}}}}};
  return page;
}

}  // namespace

TEST_CASE("Result: each language has a page of its own, and says of every text which language it is in") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(translated_page())).kind == Delivered::Kind::done);
  const std::string page = site.text(k_result + "fr/index.html");
  CHECK(holds(page, "<html lang=\"fr\">"));
  CHECK(holds(page, "<main id=\"main\" tabindex=\"-1\" lang=\"en-NZ\">"));
  CHECK(holds(page, "<p class=\"lede\" lang=\"fr\" dir=\"auto\">Le sentier se fera</p>"));
  CHECK(holds(page, "<div lang=\"fr\" dir=\"auto\"><p>On plante d’abord &lt;b&gt;.</p>"));
  CHECK(holds(page, "<h4>Because</h4><div lang=\"en\" dir=\"auto\">"));
  CHECK(holds(page, "What has not been translated yet is shown in English."));
  CHECK(holds(page, "hreflang=\"en\" href=\"https://engage.tauira.example/have-your-say/" + k_result + "\""));
  CHECK(holds(page,
              "rel=\"canonical\" href=\"https://engage.tauira.example/have-your-say/" + k_result + "fr/\""));
  CHECK(holds(site.text("sitemap.xml"), k_result + "fr/"));

  const std::string english = site.text(k_result + "index.html");
  CHECK(holds(english, "<html lang=\"en-NZ\">"));
  CHECK(holds(english, "/have-your-say/" + k_result + "fr/\" hreflang=\"fr\" lang=\"fr\">français</a>"));
  CHECK_FALSE(holds(english, "dir=\"auto\""));
  CHECK_FALSE(holds(english, "shown in English"));
}

TEST_CASE("Result: an answer that is not published in a language any more leaves no page in it") {
  PublishedSite site;
  site.deliver(publishing(translated_page(81)));
  REQUIRE(site.has(k_result + "fr/index.html"));
  site.deliver(publishing(answered_page(82)));
  CHECK_FALSE(site.has(k_result + "fr/index.html"));
  CHECK(site.has(k_result + "index.html"));
  site.deliver(publishing(translated_page(83)));
  site.deliver(
      R"({"kind":"unpublish","slug":"kowhai-bay-shoreline-path","title":"Shoreline","reason":"A slip."})");
  CHECK_FALSE(holds(site.text(k_result + "fr/index.html"), "On plante"));
}

TEST_CASE("Result: a language cannot lead out of its folder") {
  PublishedSite site;
  json::object page = translated_page();
  page["result"].as_object()["translations"].as_array()[0].as_object()["language"] = "../../x";
  CHECK(site.deliver(publishing(page)).kind == Delivered::Kind::give_up);
}

TEST_CASE("Result: what was not adopted is as large as what was") {
  PublishedSite site;
  site.deliver(publishing(answered_page()));
  const std::string page = site.text(k_result + "index.html");
  // Every answer has the same parts in the same elements; only the mark in front of the verdict differs.
  std::vector<std::string> shapes;
  for (auto at = page.find("<article class=\"answer\""); at != std::string::npos;
       at = page.find("<article class=\"answer\"", at + 1)) {
    std::string shape;
    const std::string one = page.substr(at, page.find("</article>", at) - at);
    for (auto tag = one.find('<'); tag != std::string::npos; tag = one.find('<', tag + 1)) {
      const std::string name = one.substr(tag + 1, one.find_first_of(" >", tag) - tag - 1);
      if (name == "h3" || name == "h4" || name == "div" || name == "header") shape += name + " ";
    }
    shapes.push_back(shape);
  }
  REQUIRE(shapes.size() > 2);
  CHECK(std::count(shapes.begin(), shapes.end(), shapes.front()) ==
        static_cast<std::ptrdiff_t>(shapes.size()));
  // No rule of the stylesheet gives a verdict another size or weight.
  const std::string style =
      read_file(std::string(FULL_CIRCLE_SOURCE_DIR) + "/adapters/publisher/templates/style.css");
  for (const std::string verdict : {".verdict.yes", ".verdict.part", ".verdict.no"}) {
    for (auto at = style.find(verdict); at != std::string::npos; at = style.find(verdict, at + 1)) {
      const std::string rule = style.substr(at, style.find('}', at) - at);
      CHECK_FALSE(holds(rule, "font"));
      CHECK_FALSE(holds(rule, "opacity"));
      CHECK_FALSE(holds(rule, "padding"));
    }
  }
}

TEST_CASE("Preview: shows the answer in any of its languages, says what it is, and is led to by nothing") {
  const TemporaryFolder folder;
  const auto pages = make_pages(site_options(folder.path()));
  const std::string english = pages("result_preview", {{"page", translated_page()}, {"language", ""}});
  CHECK(holds(english, "This is a preview"));
  CHECK(holds(english, "<meta name=\"robots\" content=\"noindex\">"));
  CHECK_FALSE(holds(english, "rel=\"canonical\""));
  CHECK_FALSE(holds(english, "rel=\"alternate\" hreflang"));
  CHECK(holds(english, "href=\"?language=fr\""));
  CHECK(holds(pages("result_preview", {{"page", translated_page()}, {"language", "fr"}}), "On plante"));
  CHECK_THROWS_AS(pages("result_preview", {{"page", open_page()}, {"language", ""}}), std::invalid_argument);
}

TEST_CASE("Late: the page and the list say it, and promise no day that has passed") {
  PublishedSite site;
  json::object page = open_page();
  page["status"] = "decided";
  page["status_text"] = "The answer is late: it was promised by Thursday 16 September 2027";
  page["late"] = {{"promised_text", "Thursday 16 September 2027"},
                  {"standard_text", "Our standard is 20 working days after the decision."}};
  REQUIRE(site.deliver(publishing(page)).kind == Delivered::Kind::done);
  const std::string text = site.text("kowhai-bay-shoreline-path/index.html");
  CHECK(holds(text, "<p class=\"pill late\">The answer is late"));
  CHECK(holds(text, "You were promised it by Thursday 16 September 2027."));
  CHECK(holds(text, "Our standard is 20 working days after the decision."));
  CHECK_FALSE(holds(text, "You will hear back by"));
  CHECK(holds(site.text("index.html"), "<p class=\"state late\">The answer is late"));
  CHECK(holds(site.text("index.html"), "The answer was due by"));
}

}  // namespace full_circle::publisher
