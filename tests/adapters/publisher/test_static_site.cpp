#include "adapters/publisher/static_site.hpp"
#include "tests/adapters/publisher/pages.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/support/golden_state.hpp"

#include <catch2/catch.hpp>

#include <regex>

namespace full_circle::publisher {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

constexpr const char* k_slug = "kowhai-bay-shoreline-path";
constexpr const char* k_page = "kowhai-bay-shoreline-path/index.html";
constexpr const char* k_answer = "kowhai-bay-shoreline-path/result/index.html";

/// Every text of a page replaced by one that tries to be markup.
void make_hostile(json::value& value) {
  static const std::string text =
      "x\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\x01 {{TITLE}} ō";
  if (auto* object = value.if_object()) {
    for (auto& item : *object) {
      const std::string key = item.key();
      const bool free_text = key == "title" || key == "summary" || key == "status_text" || key == "note" ||
                             key == "purpose" || key == "decision_maker" || key == "text" || key == "place" ||
                             key == "when_text" || key == "state_text" || key.ends_with("_text") ||
                             key == "headline" || key == "decision" || key == "reasons" ||
                             key == "you_said" || key == "we_decided" || key == "because" || key == "what" ||
                             key == "reason";
      if (free_text && item.value().is_string()) {
        item.value() = text;
      } else if (key == "name" && object->contains("state_text")) {
        item.value() = text;
      } else {
        make_hostile(item.value());
      }
    }
  } else if (auto* array = value.if_array()) {
    for (auto& item : *array) {
      if (item.is_string()) {
        item = text;
      } else {
        make_hostile(item);
      }
    }
  }
}

json::value with_link(const std::string& url) {
  json::object page = open_page();
  page["documents"].as_array()[0].as_object()["url"] = url;
  return page;
}

class Bench final : public conformance::AdapterBench {
 public:
  Adapter& adapter() override { return *m_site.adapter; }
  void restart() override { m_site.restart(); }
  std::string effects() override { return folder_snapshot(m_site.folder.path()); }
  std::string payload(int version) override {
    json::object page = answered_page(version);
    page["title"] = "Kōwhai Bay " + std::to_string(version);
    return publishing(page);
  }
  std::string hostile_payload() override {
    json::value page = answered_page();
    make_hostile(page);
    return publishing(page.as_object());
  }
  void check_hostile() override {
    for (const std::string path : {"index.html", k_page, k_answer, "updates.atom"}) {
      CAPTURE(path);
      const std::string text = m_site.text(path);
      CHECK_FALSE(holds(text, "<script>"));
      CHECK_FALSE(holds(text, "<img"));
      CHECK_FALSE(holds(text, "\x01"));
      CHECK(holds(text, "&lt;script&gt;alert(1)&lt;/script&gt;"));
      CHECK(holds(text, "{{TITLE}} ō"));
    }
  }
  std::vector<Malformed> malformed() override {
    const auto with = [](const char* key, const json::value& value) {
      json::object page = open_page();
      page[key] = value;
      return publishing(page);
    };
    return {{with("slug", "../../etc"), "/page/slug"},
            {with("slug", "contact"), "/page/slug"},
            {with("status", "shiny"), "/page/status"},
            {with("version", 1.5), "/page/version"},
            {with("updated_at", "yesterday"), "/page/updated_at"},
            {with("decision_on", "2027-02-30"), "/page/decision_on"},
            {publishing(with_link("javascript:alert(1)").as_object()), "/page/documents/0/url"},
            {publishing(with_link("data:text/html,x").as_object()), "/page/documents/0/url"},
            {publishing(with_link("//elsewhere.example/x").as_object()), "/page/documents/0/url"},
            {R"({"kind":"project_page"})", "/page"},
            {R"({"kind":"paint"})", "/kind"},
            {R"({"kind":"unpublish","slug":"","title":"x","reason":""})", "/slug"}};
  }
  Order order() const override { return Order::newest_wins; }
  void break_halfway() override { std::filesystem::create_directories(m_site.at(k_answer)); }
  void mend() override { std::filesystem::remove_all(m_site.at(k_answer)); }

 private:
  PublishedSite m_site;
};

json::object read_feed(const std::filesystem::path& path) {
  const std::string script = std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/adapters/publisher/read_feed.py";
  const auto result = run_program("/usr/bin/python3 '" + script + "' '" + path.string() + "'");
  INFO(result.output);
  REQUIRE(result.code == 0);
  return json::parse(result.output).as_object();
}

std::string text_of(const json::value& value) {
  return {value.as_string().data(), value.as_string().size()};
}

}  // namespace

TEST_CASE(
    "Publisher: texts are offered where there are texts, and the page is as before where there are none") {
  const TemporaryFolder folder;
  PublisherOptions options = site_options(folder.path());
  options.texts = GENERATE(PublisherOptions::Texts::none, PublisherOptions::Texts::offered);
  const auto site = make_static_site(options);
  const json::object page = open_page();
  REQUIRE(site->deliver({.key = "k", .project = "p-1", .adapter = "publisher", .payload = publishing(page)})
              .kind == Delivered::Kind::done);
  const std::string slug(page.at("slug").as_string());
  const std::string html = read_file(folder / ("have-your-say/" + slug + "/index.html"));
  const bool offered = options.texts == PublisherOptions::Texts::offered;
  CHECK((html.find(R"(name="channel" value="sms")") != std::string::npos) == offered);
  CHECK((html.find("reply STOP") != std::string::npos) == offered);
  CHECK(html.find(R"(name="address" type="email")") != std::string::npos);
}

TEST_CASE("Static site: keeps what every adapter owes") {
  conformance::check_adapter([] { return std::make_unique<Bench>(); });
}

TEST_CASE("Public page: what is asked, what can change, who decides and when people hear back") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(open_page())).kind == Delivered::Kind::done);
  const std::string page = site.text(k_page);
  for (const std::string part :
       {"<h1>Kōwhai Bay shoreline path and planting</h1>", "Open until Sunday 11 July 2027",
        "Sunday 11 July 2027, 11:59 pm", "Which parts are planted first", "The boat ramp stays where it is",
        "In 2024, 640 people said", "<dt>Who decides</dt><dd>Kōwhai Bay Local Board</dd>",
        "Thursday 19 August 2027", "You will hear back by Thursday 16 September 2027", "<h3>By phone</h3>",
        "NZSL interpreter", "<b class=\"off\">Cancelled</b> Sunday 4 July 2027",
        "<dt>Ngāti Tauira ki Uta</dt><dd>Asked; no answer yet.",
        "href=\"/calendar/kowhai-bay-shoreline-path.ics\"", "href=\"https://tauira.example/advice.pdf\"",
        "aria-current=\"step\"", "id=\"update-2\"", "<p>The local board wants one plan for both.</p>"}) {
    CAPTURE(part);
    CHECK(holds(page, part));
  }
  CHECK_FALSE(site.has(k_answer));
  CHECK_FALSE(holds(page, "13 days"));  // it would be wrong tomorrow
}

TEST_CASE("Answer: every message has its answer, adopted or not, at the same size") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(answered_page())).kind == Delivered::Kind::done);
  const std::string page = site.text(k_answer);
  for (const std::string part :
       {"<h1>What you said, what we decided, and why</h1>", "Loop closed in 18 working days",
        "Our standard is 20.", "Answered Tuesday 14 September 2027.", "Decided Thursday 19 August 2027",
        "<dt>took part</dt><dd>1,284</dd>", "<a href=\"#theme-5\">not adopted, and why</a></dt><dd>1</dd>",
        "<a href=\"#theme-1\">adopted</a></dt><dd>2</dd>", "Little blue penguins", "Outside what was asked",
        "The shoreline has looked after us", "Chose not to take part this time",
        "<th scope=\"row\">Individuals</th><td class=\"n\">871</td>", "This is edition 2.",
        "Monday 20 September 2027", "was 301 and is 477"}) {
    CAPTURE(part);
    CHECK(holds(page, part));
  }
  // One kind of block: nothing marks the whole of an answer as lesser.
  const std::regex block("<article class=\"answer\" id=\"theme-[0-9]\">");
  CHECK(std::distance(std::sregex_iterator(page.begin(), page.end(), block), std::sregex_iterator()) == 5);
  // Grouped by what happened: partly adopted stands before not adopted.
  CHECK(page.find("id=\"theme-4\"") < page.find("id=\"theme-5\""));
  const std::string project = site.text(k_page);
  CHECK(holds(project, "href=\"/have-your-say/kowhai-bay-shoreline-path/result/\""));
  CHECK_FALSE(holds(project, "You will hear back by"));
}

TEST_CASE("Answer: without a count of working days the page claims none") {
  PublishedSite site;
  json::object page = answered_page();
  page["result"].as_object().erase("working_days_taken");
  page["result"].as_object()["days_taken"] = 26;
  REQUIRE(site.deliver(publishing(page)).kind == Delivered::Kind::done);
  CHECK(holds(site.text(k_answer), "Loop closed in 26 days"));
  CHECK_FALSE(holds(site.text(k_answer), "Our standard"));
}

TEST_CASE("Static site: publishes what the workflow really hands over") {
  const auto states = golden_states();
  REQUIRE_FALSE(states.empty());
  for (const auto& state : states) {
    PublishedSite site;
    const json::object page = state.at("page").as_object();
    const Delivered delivered = site.deliver(publishing(page));
    INFO(delivered.reason);
    CHECK(delivered.kind == Delivered::Kind::done);
    const std::string slug(page.at("slug").as_string());
    CHECK(site.has(slug + "/index.html"));
    CHECK(site.has(slug + "/result/index.html") == !page.at("result").is_null());
  }
}

TEST_CASE("Answer: people are led to the survey while it is open, and to the figures where there are any") {
  PublishedSite site;
  json::object page = answered_page();
  REQUIRE(site.deliver(publishing(page)).kind == Delivered::Kind::done);
  CHECK_FALSE(holds(site.text(k_answer), "/survey\""));
  CHECK_FALSE(holds(site.text(k_answer), "/performance\""));
  page["result"].as_object()["survey"] = true;
  page["version"] = 81;
  auto options = site_options(site.folder.path());
  options.performance = PublisherOptions::Performance::linked;
  site.adapter = make_static_site(options);
  REQUIRE(site.deliver(publishing(page)).kind == Delivered::Kind::done);
  CHECK(holds(site.text(k_answer), "/" + json::value_to<std::string>(page["slug"]) + "/survey\""));
  CHECK(holds(site.text("index.html"), "https://engage.tauira.example/have-your-say/performance\""));
}

TEST_CASE("List: every project is in the group of where it stands") {
  PublishedSite site;
  CHECK(holds(site.text("index.html"), "Nothing is open for feedback right now."));
  const auto publish = [&](const std::string& slug, const std::string& status, json::object page) {
    page["slug"] = slug;
    page["title"] = "Project " + slug;
    page["status"] = status;
    REQUIRE(site.deliver(publishing(page)).kind == Delivered::Kind::done);
  };
  publish("a", "open", open_page());
  publish("b", "scheduled", open_page());
  publish("c", "analysing", open_page());
  publish("d", "published", answered_page());
  json::object paused = open_page();
  paused["suspended"] = {{"reason", "The cliff path slipped."}, {"until", "2027-09-01"}};
  publish("e", "suspended", paused);
  const std::string list = site.text("index.html");
  std::size_t before = 0;
  for (const std::string part :
       {"id=\"open\"", "Project a", "id=\"coming\"", "Project b", "id=\"waiting\"", "Project c",
        "id=\"answered\"", "Project d", "id=\"stopped\"", "Project e"}) {
    CAPTURE(part);
    const auto found = list.find(part, before);
    REQUIRE(found != std::string::npos);
    before = found;
  }
  CHECK_FALSE(holds(list, "Nothing is open"));
  const std::string stopped = site.text("e/index.html");
  CHECK(holds(stopped, "This project is paused"));
  CHECK(holds(stopped, "The cliff path slipped."));
  CHECK(holds(stopped, "Wednesday 1 September 2027"));
  CHECK_FALSE(holds(stopped, "id=\"ways\""));
}

TEST_CASE("Withdrawn: the page stays, and says so with the reason") {
  PublishedSite site;
  json::object page = open_page();
  page["status"] = "withdrawn";
  page["withdrawn"] = {{"reason", "The money is needed for flood repairs."}};
  REQUIRE(site.deliver(publishing(page)).kind == Delivered::Kind::done);
  CHECK(holds(site.text(k_page), "This project has been withdrawn"));
  CHECK(holds(site.text(k_page), "The money is needed for flood repairs."));
}

TEST_CASE("Unpublish: a notice stands where the page was, and only something newer brings it back") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(answered_page(80))).kind == Delivered::Kind::done);
  const std::string take_down =
      R"({"kind":"unpublish","slug":"kowhai-bay-shoreline-path","title":"Kōwhai Bay","reason":"A name was shown by mistake."})";
  REQUIRE(site.deliver(take_down).kind == Delivered::Kind::done);
  for (const std::string path : {k_page, k_answer}) {
    CHECK(holds(site.text(path), "This page is no longer published."));
    CHECK(holds(site.text(path), "A name was shown by mistake."));
    CHECK_FALSE(holds(site.text(path), "Little blue penguins"));
  }
  const std::string everything = folder_snapshot(site.folder.path());
  CHECK_FALSE(holds(everything, "Little blue penguins"));
  CHECK_FALSE(holds(site.text("index.html"), "Kōwhai Bay"));
  CHECK(site.deliver(publishing(answered_page(80))).kind == Delivered::Kind::done);
  CHECK(folder_snapshot(site.folder.path()) == everything);
  CHECK(site.deliver(publishing(answered_page(81))).kind == Delivered::Kind::done);
  CHECK(holds(site.text(k_answer), "Little blue penguins"));
}

TEST_CASE("Unpublish: the notice says since when, and a restart leaves it") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(answered_page(80))).kind == Delivered::Kind::done);
  REQUIRE(
      site.deliver(
              R"({"kind":"unpublish","slug":"kowhai-bay-shoreline-path","version":81,"title":"Kōwhai Bay","reason":"A mistake.","since_text":"Monday 14 June 2027","sample":true})")
          .kind == Delivered::Kind::done);
  site.restart();
  for (const std::string path : {k_page, k_answer}) {
    CHECK(holds(site.text(path), "It was taken down on Monday 14 June 2027."));
    CHECK(holds(site.text(path), "Sample data."));
    CHECK(holds(site.text(path), "All projects"));
  }
}

TEST_CASE("Unpublish: an older order to take a page down does not touch a newer page") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(open_page(31))).kind == Delivered::Kind::done);
  const auto order = [](int version) {
    return json::serialize(json::object{
        {"kind", "unpublish"}, {"slug", k_slug}, {"title", "x"}, {"reason", ""}, {"version", version}});
  };
  CHECK(site.deliver(order(30)).kind == Delivered::Kind::done);
  CHECK(holds(site.text(k_page), "Which parts are planted first"));
  CHECK(site.deliver(order(32)).kind == Delivered::Kind::done);
  CHECK_FALSE(holds(site.text(k_page), "Which parts are planted first"));
}

TEST_CASE("Sample: every page of a sample says that it is one, and no other does") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(answered_page())).kind == Delivered::Kind::done);
  for (const std::string path : {"index.html", k_page, k_answer, "contact/index.html"}) {
    CHECK(holds(site.text(path),
                "Sample data. <span lang=\"mi\">Tauira</span> means “example”: no real council, iwi, place "
                "or person is "
                "shown."));
  }
  json::object real = answered_page(81);
  real["sample"] = false;
  REQUIRE(site.deliver(publishing(real)).kind == Delivered::Kind::done);
  for (const std::string path : {"index.html", k_page, k_answer})
    CHECK_FALSE(holds(site.text(path), "Sample data."));
}

TEST_CASE("Feeds: are Atom with ids that stay, newest first") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(answered_page())).kind == Delivered::Kind::done);
  const auto feed = read_feed(site.at("kowhai-bay-shoreline-path/updates.atom"));
  const std::string page = "https://engage.tauira.example/have-your-say/kowhai-bay-shoreline-path/";
  CHECK(feed.at("faults").as_array().empty());
  CHECK(text_of(feed.at("id")) == page + "updates.atom");
  CHECK(text_of(feed.at("links").at("self")) == page + "updates.atom");
  CHECK(text_of(feed.at("links").at("alternate")) == page);
  CHECK(text_of(feed.at("updated")) == "2027-09-20T01:00:00.000Z");
  REQUIRE(feed.at("entries").as_array().size() == 4);
  CHECK(text_of(feed.at("entries").at(0).at("id")) == page + "result/#edition-2");
  CHECK(text_of(feed.at("entries").at(0).at("content")) ==
        "The number of people who spoke about lights was 301 and is 477.");
  CHECK(text_of(feed.at("entries").at(1).at("id")) == page + "result/");
  CHECK(text_of(feed.at("entries").at(2).at("id")) == page + "#update-2");
  CHECK(text_of(feed.at("entries").at(2).at("content")) ==
        "Heavy swell is forecast. We will find another day.");
  const auto all = read_feed(site.at("updates.atom"));
  CHECK(all.at("faults").as_array().empty());
  CHECK(all.at("entries").as_array().size() == 5);
  CHECK(text_of(all.at("id")) == "https://engage.tauira.example/have-your-say/updates.atom");
}

TEST_CASE(
    "Pages: hold no script, no inline style and nothing from elsewhere, and name a stylesheet that is "
    "there") {
  PublishedSite site;
  REQUIRE(site.deliver(publishing(answered_page())).kind == Delivered::Kind::done);
  // What search engines read is no script: nothing runs it.
  const std::regex inline_code(
      "<script(?! type=\"application/ld.json\">)|<style| style=| "
      "on[a-z]+=|javascript:|<iframe|<object|@import",
      std::regex::icase);
  const std::regex loaded("(?:src|srcset)=|<link rel=\"stylesheet\" href=\"([^\"]+)\"");
  std::size_t pages = 0;
  for (const auto& item : std::filesystem::recursive_directory_iterator(site.folder.path())) {
    if (item.path().extension() != ".html") continue;
    CAPTURE(item.path().string());
    ++pages;
    const std::string text = read_file(item.path());
    CHECK_FALSE(std::regex_search(text, inline_code));
    std::smatch found;
    REQUIRE(std::regex_search(text, found, loaded));
    CHECK(std::filesystem::exists(site.folder.path() / found[1].str().substr(1)));
    CHECK(holds(text, "default-src 'none'"));
    CHECK(holds(text, "<html lang=\"en-NZ\">"));
  }
  CHECK(pages == 7);
}

TEST_CASE("Pages: are HTML another program finds nothing wrong with") {
  // Debian's tidy is older than <div> in <dl> (HTML 5.2) and aria-current (ARIA 1.1), and stumbles over both.
  const std::regex outdated("<dd>|<dt>|<dl>|</dl>|\"aria-current\"|^\\s*\\([A-Z_]+\\)$");
  PublishedSite site;
  json::object other = open_page();
  other["slug"] = "other";
  other["status"] = "suspended";
  other["suspended"] = {{"reason", "Rain."}, {"until", ""}};
  REQUIRE(site.deliver(publishing(other)).kind == Delivered::Kind::done);
  REQUIRE(site.deliver(publishing(answered_page())).kind == Delivered::Kind::done);
  for (const auto& item : std::filesystem::recursive_directory_iterator(site.folder.path())) {
    if (item.path().extension() != ".html") continue;
    const auto result =
        run_program("tidy -e -q --show-info no --drop-empty-elements no '" + item.path().string() + "'");
    CHECK(result.code < 2);
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) {
      INFO(item.path().string() << "\n" << line);
      CHECK(std::regex_search(line, outdated));
    }
  }
}

TEST_CASE("Templates: a council's own replace ours, and one that does not parse is refused at once") {
  const TemporaryFolder templates;
  const TemporaryFolder folder;
  write_file(templates / "foot.tpl",
             "{{%AUTOESCAPE context=\"HTML\"}}</main><footer>Ours: {{COUNCIL}}</footer></body></html>\n");
  PublisherOptions options = site_options(folder.path());
  options.council_name = "<b>Waitauira";
  options.template_folder = templates.path();
  make_static_site(options);
  CHECK(holds(read_file(folder / "have-your-say/index.html"), "<footer>Ours: &lt;b&gt;Waitauira</footer>"));
  write_file(templates / "foot.tpl", "{{#OPEN}}");
  CHECK_THROWS_AS(make_static_site(options), std::runtime_error);
}

TEST_CASE("Site: below a path of a larger site every link carries the path") {
  const TemporaryFolder folder;
  PublisherOptions options = site_options(folder.path());
  options.base_url = "https://www.tauira.example/engage/";
  const auto adapter = make_static_site(options);
  REQUIRE(adapter
              ->deliver(
                  {.key = "k", .project = "p-1", .adapter = "publisher", .payload = publishing(open_page())})
              .kind == Delivered::Kind::done);
  const std::string page = read_file(folder / "have-your-say/kowhai-bay-shoreline-path/index.html");
  CHECK(holds(page, "href=\"/engage/have-your-say/contact/\""));
  CHECK(holds(page,
              "<link rel=\"canonical\" "
              "href=\"https://www.tauira.example/engage/have-your-say/kowhai-bay-shoreline-path/\""));
}

TEST_CASE("Site: settings that cannot work are refused at once") {
  const TemporaryFolder folder;
  PublisherOptions options = site_options(folder.path());
  options.base_url = "javascript:alert(1)";
  CHECK_THROWS_AS(make_static_site(options), std::invalid_argument);
}

}  // namespace full_circle::publisher
