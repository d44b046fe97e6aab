// Files that come with contributions: over the form, one by one, and read back by whom they are for.
#include "tests/support/open_fixture.hpp"

#include <fstream>
#include <sstream>

namespace full_circle::testing {

namespace {

const std::string pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

std::string fixture_file(const std::string& name) {
  std::ifstream in(FULL_CIRCLE_SOURCE_DIR "/tests/adapters/http/attachments/" + name, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  REQUIRE_FALSE(all.str().empty());
  return all.str();
}

bool holds(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

struct Fields {
  std::string body;
  Fields& field(const std::string& name, const std::string& value) {
    return part("name=\"" + name + "\"", value);
  }
  Fields& file(const std::string& name, const std::string& content) {
    return part("name=\"file\"; filename=\"" + name + "\"", content,
                "Content-Type: application/octet-stream\r\n");
  }
  Fields& part(const std::string& says, const std::string& content, const std::string& more = "") {
    body += "--tauira\r\nContent-Disposition: form-data; " + says + "\r\n" + more + "\r\n" + content + "\r\n";
    return *this;
  }
};

struct FileFixture : OpenFixture {
  using OpenFixture::OpenFixture;
  std::string form() { return "/have-your-say/" + story.project().about->slug + "/contribute"; }
  HttpAnswer sent(const std::string& target, const std::string& secret, const std::string& type,
                  const std::string& body) {
    return send(
        head("POST", target, secret,
             "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") +
        "\r\n" + body);
  }
  HttpAnswer submit(const Fields& fields) {
    return sent(form(), "", "multipart/form-data; boundary=tauira", fields.body + "--tauira--\r\n");
  }
  HttpAnswer attach(const std::string& target, const std::string& content, const std::string& name = "a.pdf",
                    const std::string& secret = "") {
    return sent(target + "/attachments?name=" + name, secret, "application/octet-stream", content);
  }
  std::string given() { return below_root(give(R"({"words":"Keep it."})").at("receipt")); }
  std::size_t on_disk() {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder / "attachments"), {}));
  }
  static std::string receipt_of(const HttpAnswer& answer) {
    const auto location = answer.field("location");
    return location.substr(location.find("/receipt/"));
  }
};

}  // namespace

TEST_CASE("Attachments: a file chosen in the form stands on the receipt, and comes back as it was") {
  FileFixture fixture;
  const auto page = fixture.get(fixture.form(), "").body;
  CHECK(holds(page, "enctype=\"multipart/form-data\""));
  CHECK(holds(page, "Up to 3 files of up to 10 MB each: PDF"));
  CHECK(holds(page, "id=\"file-3\" name=\"file\" accept=\".pdf,.jpg"));
  CHECK_FALSE(holds(page, "id=\"file-4\""));
  const auto sent = fixture.submit(Fields()
                                       .field("words", "Pūkeko\r\n\r\nlive there.")
                                       .field("go", "send")
                                       .file("Ana's <b>plan.pdf", pdf)
                                       .file("", ""));
  REQUIRE(sent.status == 303);
  const auto receipt = fixture.get(FileFixture::receipt_of(sent), "").body;
  CHECK(holds(receipt, "<p>Pūkeko</p>"));
  CHECK(holds(receipt, "&lt;b&gt;plan.pdf</a>"));
  const std::string link = "../api/v1/receipts/";
  REQUIRE(holds(receipt, link));
  const auto at = receipt.find(link) + 2;
  const auto file = fixture.get(receipt.substr(at, receipt.find('"', at) - at), "");
  REQUIRE(file.status == 200);
  CHECK(file.body == pdf);
  CHECK(file.field("content-type") == "application/pdf");
  CHECK(file.field("content-disposition") ==
        "attachment; filename=\"file.pdf\"; filename*=UTF-8''Ana%27s%20%3Cb%3Eplan.pdf");
  CHECK(file.field("x-content-type-options") == "nosniff");
  CHECK(holds(file.head, "Content-Security-Policy: sandbox"));
  CHECK(file.field("etag") == '"' + sha256_hex(pdf) + '"');
  const auto again = fixture.get(receipt.substr(at, receipt.find('"', at) - at), "",
                                 "If-None-Match: " + file.field("etag") + "\r\n");
  CHECK(again.status == 304);
}

TEST_CASE("Attachments: what a file is counts, not what it is called") {
  FileFixture fixture;
  const std::string program = "#!/bin/sh\nrm -rf /\n";
  const auto refused =
      fixture.submit(Fields().field("words", "Yes").field("go", "send").file("plan.pdf", program));
  CHECK(refused.status == 422);
  CHECK(holds(refused.body, "The file “plan.pdf” is none of the kinds of file that are taken here"));
  CHECK(holds(refused.body, "href=\"#file-1\""));
  CHECK(holds(refused.body, "please choose them again"));
  CHECK(holds(refused.body, "\nYes</textarea>"));
  CHECK(fixture.on_disk() == 0);
  const std::string jpeg("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9", 22);
  for (const auto& [content, ending] :
       std::vector<std::pair<std::string, std::string>>{{pdf, ".pdf"},
                                                        {jpeg, ".jpg"},
                                                        {fixture_file("tauira.png"), ".png"},
                                                        {fixture_file("tauira.docx"), ".docx"},
                                                        {fixture_file("tauira.odt"), ".odt"},
                                                        {"Pūkeko live there.\n", ".txt"},
                                                        {"bird,seen\nruru,2\npūkeko,4\n", ".txt"},
                                                        {"{\"bird\": \"ruru\"}\n", ".txt"}}) {
    CAPTURE(ending);
    const auto kept = fixture.attach(fixture.given(), content, "run.exe");
    REQUIRE(kept.status == 201);
    CHECK(HttpFixture::json(kept).at("attachments").at(0).at("name").as_string() == "run.exe" + ending);
  }
  for (const std::string& bad : {program, std::string("<!DOCTYPE html><html><script>x</script></html>"),
                                 std::string("\x7f"
                                             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0",
                                             20),
                                 std::string("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>"),
                                 std::string("PK\3\4zip"), std::string()}) {
    const auto answer = fixture.attach(fixture.given(), bad);
    CHECK(answer.status == 400);
    if (!bad.empty()) CHECK(holds(answer.body, "/attachments/0"));
  }
}

TEST_CASE("Attachments: beside something else that is wrong, people are told to choose their files again") {
  FileFixture fixture;
  const auto page = fixture.submit(Fields().field("words", " ").field("go", "send").file("a.pdf", pdf));
  CHECK(page.status == 422);
  CHECK(holds(page.body, "A page cannot keep the files you chose"));
  CHECK(fixture.on_disk() == 0);
  CHECK_FALSE(holds(fixture.submit(Fields().field("words", " ").field("go", "send")).body, "cannot keep"));
  // Without files a browser may still send it the old way.
  CHECK(fixture.sent(fixture.form(), "", "application/x-www-form-urlencoded", "words=Yes&go=send").status ==
        303);
}

TEST_CASE("Attachments: limits are the definition's, and said with the field") {
  FileFixture fixture;
  const auto receipt = fixture.given();
  const auto large = fixture.attach(receipt, "%PDF-1.4\n" + std::string(10u << 20, 'x'));
  CHECK(large.status == 400);
  CHECK(holds(large.body, "is larger than 10 MB"));
  CHECK(fixture.attach(receipt, pdf).status == 201);
  CHECK(fixture.attach(receipt, pdf, "again.pdf").status == 200);
  CHECK(fixture.attach(receipt, pdf + "2").status == 201);
  CHECK(fixture.attach(receipt, pdf + "3").status == 201);
  const auto fourth = fixture.attach(receipt, pdf + "4");
  CHECK(fourth.status == 400);
  CHECK(holds(fourth.body, "at most 3 files"));
  CHECK(fixture.attach(fixture.given(), pdf).status == 201);
  CHECK(fixture.on_disk() == 3);
  const auto seen = boost::json::parse(fixture.get(receipt, "").body);
  CHECK(seen.at("attachments").as_array().size() == 3);
  RawHttp client(fixture.server->port());
  client.send(HttpFixture::head("POST", receipt + "/attachments", "",
                                "Content-Type: a/b\r\nContent-Length: 40000000\r\n\r\n"));
  CHECK(client.answer(true)->status == 413);
  for (const std::string size : {"40000000", "400000000"}) {
    CAPTURE(size);
    RawHttp browser(fixture.server->port());
    browser.send(HttpFixture::head(
        "POST", fixture.form(), "",
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: " + size + "\r\n\r\n"));
    const auto page = browser.answer(true);
    CHECK(page->status == 413);
    CHECK(page->field("content-type") == "text/html; charset=utf-8");
    CHECK(holds(page->body, "send less, or smaller files"));
  }
}

TEST_CASE("Attachments: a hash opens nothing, only the receipt or work on the project does") {
  FileFixture fixture;
  const auto mine = fixture.given();
  const auto other = fixture.given();
  REQUIRE(fixture.attach(mine, pdf).status == 201);
  const std::string file = "/attachments/" + sha256_hex(pdf);
  CHECK(fixture.get(mine + file, "").status == 200);
  CHECK(fixture.get(other + file, "").status == 404);
  CHECK(fixture.get("/api/v1/receipts/fc_nothing" + file, "").status == 404);
  const auto reference =
      boost::json::value_to<std::string>(boost::json::parse(fixture.get(mine, "").body).at("reference"));
  const std::string of_staff = fixture.of_project + "/" + reference;
  CHECK(fixture.get(of_staff + file, fixture.lead()).body == pdf);
  CHECK(fixture.attach(of_staff, pdf + "2", "post.pdf", fixture.lead()).status == 201);
  CHECK(HttpFixture::json(fixture.get(of_staff, fixture.lead())).at("attachments").as_array().size() == 2);
  const auto publisher = fixture.key("pub", {"publisher", "", ""});
  CHECK(fixture.get(of_staff + file, publisher).status == 403);
  CHECK(fixture.attach(of_staff, pdf, "a.pdf", publisher).status == 403);
  CHECK(fixture.get(of_staff + file, "").status == 401);
  CHECK(fixture.attach(fixture.of_project + "/nothing", pdf, "a.pdf", fixture.lead()).status == 404);
  const auto table = fixture.get("/api/v1/projects/p01/contributions.csv?contributors=yes", fixture.lead());
  CHECK(holds(table.body, "\"a.pdf; post.pdf\""));
  CHECK_FALSE(holds(fixture.get("/api/v1/projects/p01/contributions.csv", fixture.lead()).body, "a.pdf"));
  CHECK_FALSE(holds(fixture.logged(), mine.substr(mine.size() - 20)));
}

TEST_CASE("Attachments: few large bodies of people unknown are on their way at once") {
  FileFixture fixture;
  const auto receipt = fixture.given();
  const std::string head = HttpFixture::head("POST", receipt + "/attachments", "",
                                             "Content-Type: a/b\r\nContent-Length: 2000000\r\n\r\n");
  std::vector<std::unique_ptr<RawHttp>> senders;
  for (int i = 0; i < 8; ++i) {
    senders.push_back(std::make_unique<RawHttp>(fixture.server->port()));
    senders.back()->send(head + "%PDF-");
  }
  const auto turned_away = [&] {
    RawHttp late(fixture.server->port());
    late.send(head);
    late.wait_at_most(std::chrono::milliseconds{300});
    const auto answer = late.answer(true);
    return answer && answer->status == 503 && answer->field("retry-after") == "60";
  };
  bool full = false;
  for (int i = 0; i < 20 && !full; ++i) full = turned_away();
  CHECK(full);
  CHECK(fixture.attach(receipt, pdf).status == 201);  // small ones go through
  senders.clear();
  for (int i = 0; i < 20 && full; ++i) full = turned_away();
  CHECK_FALSE(full);
}

}  // namespace full_circle::testing
