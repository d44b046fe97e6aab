// The form on the public page, as a browser without scripts uses it.
#include "tests/support/open_fixture.hpp"

namespace full_circle::testing {

namespace {

struct FormFixture : OpenFixture {
  using OpenFixture::OpenFixture;
  std::string form() { return "/have-your-say/" + story.project().about->slug + "/contribute"; }
  HttpAnswer submit(const std::string& fields) {
    return send(head("POST", form(), "",
                     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                         std::to_string(fields.size()) + "\r\n") +
                "\r\n" + fields);
  }
  /// The path of where an answer leads.
  static std::string leads_to(const HttpAnswer& answer) {
    const auto location = answer.field("location");
    return location.substr(location.find("/receipt/"));
  }
};

/// What stands in an attribute of the page after this.
std::string value_after(const std::string& page, const std::string& before) {
  const auto at = page.find(before);
  REQUIRE(at != std::string::npos);
  return page.substr(at + before.size(), page.find('"', at + before.size()) - at - before.size());
}

bool holds(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("Form: a mobile number is asked for where there are texts, and has to be one") {
  FormFixture without;
  CHECK_FALSE(holds(without.get(without.form(), "", "Accept: text/html\r\n").body, "Mobile number"));
  FormFixture fixture("standard", "2027-07-18", {}, [](HttpFixture& house) {
    house.texts = {.secret = "tauira-tauira-tauira",
                   .from = "from",
                   .text = "text",
                   .number = [](std::string_view written) -> std::optional<std::string> {
                     return written == "021 123 4567" ? std::optional<std::string>("+64211234567")
                                                      : std::nullopt;
                   }};
  });
  const auto page = fixture.get(fixture.form(), "", "Accept: text/html\r\n");
  CHECK(holds(page.body, "Mobile number"));
  const auto landline = fixture.submit("words=Trees&contact=yes&telephone=09+123+4567&go=send");
  CHECK(landline.status == 422);
  CHECK(holds(landline.body, "has to look like 021 123 4567"));
  CHECK(holds(landline.body, "value=\"09 123 4567\""));
  CHECK(fixture.submit("words=Trees&contact=yes&telephone=021+123+4567&go=send").status == 303);
}

TEST_CASE("Form: what is written comes to a receipt that shows it, and sending twice is one contribution") {
  FormFixture fixture;
  const auto page = fixture.get(fixture.form(), "", "Accept: text/html\r\n");
  REQUIRE(page.status == 200);
  CHECK(holds(page.body, "What would you like us to know before the decision is made?"));
  CHECK(holds(page.field("cache-control"), "no-store"));
  const auto key = value_after(page.body, "name=\"key\" value=\"");
  const std::string fields =
      "key=" + key +
      "&words=P%C5%ABkeko+live+there.%0D%0A%0D%0AAnd+%3Cb%3Eherons%3C%2Fb%3E.&name=Ana+Tauira"
      "&publish_words=yes&go=send";
  const auto sent = fixture.submit(fields);
  REQUIRE(sent.status == 303);
  const auto receipt = fixture.get(FormFixture::leads_to(sent), "");
  REQUIRE(receipt.status == 200);
  CHECK(holds(receipt.body, "<p>Pūkeko live there.</p>"));
  CHECK(holds(receipt.body, "And &lt;b&gt;herons&lt;/b&gt;."));
  CHECK(holds(receipt.body, "Your words may be published."));
  CHECK_FALSE(holds(receipt.body, "Ana Tauira"));
  CHECK(FormFixture::leads_to(fixture.submit(fields)) == FormFixture::leads_to(sent));
  const auto counts = fixture.get(fixture.of_project + "/counts", fixture.lead());
  CHECK(HttpFixture::json(counts).at("total") == 1);

  const auto changed = fixture.submit("key=" + key + "&words=And+the+herons+too.&go=send");
  REQUIRE(changed.status == 303);
  CHECK(holds(fixture.get(FormFixture::leads_to(changed), "").body, "And the herons too."));
  CHECK(holds(fixture.get(FormFixture::leads_to(sent), "").body, "Pūkeko live there."));
}

TEST_CASE("Form: what is wrong is said beside what was written, and nothing is kept") {
  FormFixture fixture;
  const auto empty = fixture.submit("key=x&words=++&name=Ana&go=send");
  CHECK(empty.status == 422);
  CHECK(holds(empty.body, "href=\"#words\""));
  CHECK(holds(empty.body, "value=\"Ana\""));
  const auto no_address = fixture.submit("words=Yes&contact=yes&copy=yes&email=no+address&go=send");
  CHECK(no_address.status == 422);
  CHECK(holds(no_address.body, "like name@example.org"));
  CHECK(holds(no_address.body, "\nYes</textarea>"));
  CHECK(HttpFixture::json(fixture.get(fixture.of_project + "/counts", fixture.lead())).at("total") == 0);
}

TEST_CASE("Form: a definition's questions are asked, and their options counted") {
  FormFixture fixture("local_park_plan", "2027-08-15");
  const auto page = fixture.get(fixture.form(), "");
  REQUIRE(page.status == 200);
  CHECK(holds(page.body, "How often do you come here?"));
  const auto sent = fixture.submit(
      "words=More+shade&q_how_often=Every+week&q_what_for=Sport&q_what_for=Meeting+people&go=send");
  REQUIRE(sent.status == 303);
  const auto receipt = fixture.get(FormFixture::leads_to(sent), "").body;
  CHECK(holds(receipt, "<dt>What do you come here for?</dt><dd>Sport; Meeting people</dd>"));
  const auto counts = HttpFixture::json(fixture.get(fixture.of_project + "/counts", fixture.lead()));
  CHECK(counts.at("by_answer").at("what_for").at("Sport") == 1);
  CHECK(fixture.submit("words=More+shade&q_how_often=At+night&go=send").status == 422);
}

TEST_CASE("Form: it is there for what is open only, and a receipt for who has its address only") {
  FormFixture fixture;
  CHECK(fixture.get("/have-your-say/nothing/contribute", "").status == 404);
  CHECK(fixture.get("/receipt/fc_nothing", "").status == 404);
  const auto sent = fixture.submit("words=Yes&go=send");
  auto address = FormFixture::leads_to(sent);
  address.back() = address.back() == 'A' ? 'B' : 'A';
  CHECK(fixture.get(address, "").status == 404);
  CHECK(fixture.get(FormFixture::leads_to(sent), "").field("referrer-policy") == "no-referrer");
  const auto secret = address.substr(address.size() - 20, 19);
  CHECK_FALSE(holds(fixture.logged(), secret));
}

TEST_CASE("Form: where the page is taken down it says why and takes nothing, and receipts stay") {
  FormFixture fixture;
  const auto receipt = FormFixture::leads_to(fixture.submit("words=Yes&go=send"));
  REQUIRE(fixture
              .post("/api/v1/projects/p01/unpublish-page", fixture.lead(),
                    R"({"reason":"A name was shown by mistake."})")
              .status < 300);
  CHECK(holds(fixture.get(fixture.form(), "").body, "A name was shown by mistake."));
  CHECK(holds(fixture.submit("words=More&go=send").body, "A name was shown by mistake."));
  CHECK(fixture.post(fixture.in_public(), "", R"({"words":"More"})").status == 409);
  CHECK(HttpFixture::json(fixture.get(fixture.of_project + "/counts", fixture.lead())).at("total") == 1);
  CHECK(fixture.get(receipt, "").status == 200);
}

}  // namespace full_circle::testing
