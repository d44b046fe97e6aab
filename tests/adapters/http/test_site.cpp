// The public site and calendars, as files.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using namespace full_circle::testing;

namespace {

void fill(HttpFixture& fixture) {
  const auto site = fixture.folder / "site" / "have-your-say";
  fixture.write_file(site / "index.html", "<!doctype html><title>All</title>");
  fixture.write_file(site / "style.css", "body{}");
  fixture.write_file(site / "path" / "index.html", "<!doctype html><title>Path</title>");
  fixture.write_file(site / "path" / "feed.xml", "<feed/>");
  fixture.write_file(site / ".hidden", "secret");
  fixture.write_file(fixture.folder / "site" / "beside.txt", "secret");
  fixture.write_file(fixture.folder / "calendar" / "path.ics", "BEGIN:VCALENDAR");
}

}  // namespace

TEST_CASE("Site: pages, types, redirects to the folder, and the way in") {
  HttpFixture fixture;
  fill(fixture);
  CHECK(fixture.get("/", "").field("location") == "/have-your-say/");
  CHECK(fixture.get("/have-your-say", "").field("location") == "/have-your-say/");
  const auto page = fixture.get("/have-your-say/?utm=x", "");
  CHECK(page.status == 200);
  CHECK(page.field("content-type") == "text/html; charset=utf-8");
  CHECK(page.field("cache-control") == "public, max-age=60");
  CHECK(page.field("content-security-policy") ==
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'");
  CHECK(fixture.get("/have-your-say/style.css", "").field("content-type") == "text/css; charset=utf-8");
  const auto redirect = fixture.get("/have-your-say/path", "");
  CHECK(redirect.status == 308);
  CHECK(redirect.field("location") == "/have-your-say/path/");
  CHECK(fixture.get("/have-your-say/path/", "").body == "<!doctype html><title>Path</title>");
  CHECK(fixture.get("/have-your-say/path/feed.xml", "").field("content-type") ==
        "application/xml; charset=utf-8");
  CHECK(fixture.get("/have-your-say/none", "").status == 404);
  const auto html = fixture.get("/have-your-say/none", "", "Accept: text/html\r\n");
  CHECK(html.status == 404);
  CHECK(html.field("content-type") == "text/html; charset=utf-8");
}

TEST_CASE("Site: robots.txt is at the root, and nothing else from beside the pages is") {
  HttpFixture fixture;
  fill(fixture);
  CHECK(fixture.get("/robots.txt", "").status == 404);
  fixture.write_file(fixture.folder / "site" / "robots.txt", "User-agent: *\n");
  const auto robots = fixture.get("/robots.txt", "");
  CHECK(robots.status == 200);
  CHECK(robots.body == "User-agent: *\n");
  CHECK(robots.field("content-type") == "text/plain; charset=utf-8");
  CHECK(fixture.get("/beside.txt", "").status == 404);
}

TEST_CASE("Site: what has not changed is not sent again, and what has changed is") {
  HttpFixture fixture;
  fill(fixture);
  const auto page = fixture.get("/have-your-say/path/", "");
  const auto by_tag =
      fixture.get("/have-your-say/path/", "", "If-None-Match: " + page.field("etag") + "\r\n");
  CHECK(by_tag.status == 304);
  CHECK(by_tag.body.empty());
  const auto by_date =
      fixture.get("/have-your-say/path/", "", "If-Modified-Since: " + page.field("last-modified") + "\r\n");
  CHECK(by_date.status == 304);
  CHECK(fixture.get("/have-your-say/path/", "", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
            .status == 200);
  CHECK(fixture.get("/have-your-say/path/", "", "If-Modified-Since: soon\r\n").status == 200);
  fixture.write_file(fixture.folder / "site" / "have-your-say" / "path" / "index.html", "changed");
  CHECK(fixture.get("/have-your-say/path/", "").body == "changed");
}

TEST_CASE("Site: nothing outside the folder is served, however it is asked for") {
  HttpFixture fixture;
  fill(fixture);
  const auto site = fixture.folder / "site" / "have-your-say";
  std::filesystem::create_symlink("/etc/passwd", site / "passwd");
  std::filesystem::create_symlink("/etc", site / "etc");
  std::filesystem::create_symlink("style.css", site / "alias.css");
  CHECK(fixture.get("/have-your-say/alias.css", "").status == 200);
  for (const std::string path :
       {"/have-your-say/../beside.txt", "/have-your-say/%2e%2e/beside.txt", "/have-your-say/..%2fbeside.txt",
        "/have-your-say/path/../../beside.txt", "/have-your-say/.hidden", "/have-your-say/passwd",
        "/have-your-say/etc/passwd", "/have-your-say//etc/passwd", "/have-your-say/%00",
        "/have-your-say/a%5cb", "/have-your-say/path%2findex.html", "/have-your-say/%c0%ae%c0%ae/beside.txt",
        "/have-your-say/./style.css", "/calendar/..%2fsite%2fbeside.txt", "/calendar/staff%2fpath.ics",
        "/calendar/path.ics%00.txt"}) {
    INFO(path);
    const auto answer = fixture.get(path, "");
    CHECK(answer.status == 404);
    CHECK(answer.body.find("secret") == std::string::npos);
    CHECK(answer.body.find("root:") == std::string::npos);
  }
}

TEST_CASE("Calendars: public ones for everybody, staff ones for those who see the project") {
  HttpFixture fixture;
  fill(fixture);
  const auto calendar = fixture.get("/calendar/path.ics", "");
  CHECK(calendar.status == 200);
  CHECK(calendar.field("content-type") == "text/calendar; charset=utf-8");
  const auto made = fixture.post("/api/v1/projects", fixture.lead(), HttpFixture::project_body());
  const std::string slug(HttpFixture::json(made).at("slug").as_string());
  const std::string staff = "/calendar/staff/" + slug + ".ics";
  fixture.write_file(fixture.folder / "calendar" / "staff" / (slug + ".ics"), "BEGIN:VCALENDAR");
  CHECK(fixture.get(staff, "").status == 401);
  CHECK(fixture.get(staff, fixture.lead()).status == 200);
  CHECK(fixture.get(staff, fixture.lead()).field("cache-control") == "private, no-cache");
  CHECK(fixture.get(staff, fixture.key("stranger", {"adviser", "p-other", ""})).status == 404);
}
