#include "adapters/shared/payload.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace full_circle::shared {

TEST_CASE("Payload: every field that does not fit is named at once, and no value is repeated") {
  Payload payload(
      R"({"slug":"../x","count":1.5,"day":"2027-02-30","list":[1],"inner":{"a/b~":7},"secret":"hunter2"})");
  Fields fields = payload.fields();
  CHECK(fields.slug("slug").empty());
  fields.number("count", 0, 10);
  fields.day("day");
  CHECK(fields.texts("list").empty());
  auto inner = fields.object("inner");
  REQUIRE(inner);
  inner->text("a/b~");
  fields.instant("secret");
  fields.text("absent");
  CHECK_FALSE(payload.ok());
  const Delivered delivered = payload.give_up();
  CHECK(delivered.kind == Delivered::Kind::give_up);
  CHECK(delivered.reason ==
        "The payload does not fit: /slug is not made of 1 to 80 small letters, digits and hyphens; /count is "
        "not a whole "
        "number; /day is not a day written YYYY-MM-DD; /list/0 is not text; /inner/a~1b~0 is not text; "
        "/secret is not an "
        "instant written as RFC 3339; /absent is missing.");
}

TEST_CASE("Payload: a thousand faults are told in a sentence") {
  std::string list;
  for (int i = 0; i < 1000; ++i) list += i == 0 ? "1" : ",1";
  Payload payload("{\"list\":[" + list + "]}");
  payload.fields().texts("list");
  const std::string reason = payload.give_up().reason;
  CHECK(reason.size() < 1000);
  CHECK(reason.ends_with("and 990 more."));
}

TEST_CASE("Payload: optional fields may be absent or null, and still have to fit when they are there") {
  Payload payload(R"({"null":null,"wrong":7})");
  Fields fields = payload.fields();
  CHECK(fields.text_or_empty("null").empty());
  CHECK(fields.text_or_empty("absent").empty());
  CHECK(fields.number_or("absent", 3) == 3);
  CHECK(fields.flag_or("null", true));
  CHECK_FALSE(fields.object_or_null("null"));
  CHECK(fields.objects("absent").empty());
  CHECK(payload.ok());
  CHECK(fields.text_or_empty("wrong").empty());
  CHECK_FALSE(payload.ok());
}

TEST_CASE("Text: control characters become spaces, line ends become one kind") {
  CHECK(clean_text("a\r\nb\rc\nd") == "a\nb\nc\nd");
  CHECK(clean_text(std::string("a\0b\x01\x1F\x7F\t", 7)) == "a b    ");
  CHECK(clean_text("a\xC2\x85z\xE2\x80\xA8z\xEF\xBF\xBFz") == "a z\nz\xEF\xBF\xBDz");
  CHECK(clean_text("Kōwhai 简体 \xF0\x9F\x8C\x95") == "Kōwhai 简体 \xF0\x9F\x8C\x95");
  CHECK(clean_line("  a\r\nb \n") == "a b");
  CHECK(clean_line("\n \t").empty());
}

TEST_CASE("Links: only http, https and paths on this site") {
  for (const std::string good :
       {"https://a.example", "HTTP://a.example/x?y=1#z", "/", "/have-your-say/x", "/ō"}) {
    CAPTURE(good);
    CHECK(is_safe_link(good));
  }
  for (const std::string bad :
       {"", "x", "//a.example", "/\\a.example", "javascript:alert(1)", "JavaScript:alert(1)",
        " https://a.example", "https://a.example/ x", "https://", "http:/a", "data:text/html,x",
        "/x\"onclick=", "/<b>", "/x\n", "mailto:a@b.example", "ftp://a.example"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_safe_link(bad));
  }
  CHECK(absolute_link("https://a.example/", "/x") == "https://a.example/x");
  CHECK(absolute_link("https://a.example", "https://b.example/x") == "https://b.example/x");
}

TEST_CASE("Host: of an address, whatever stands around it") {
  CHECK(host_of("https://engage.council.example:8443/x") == "engage.council.example");
  CHECK(host_of("http://user@council.example?x") == "council.example");
  CHECK(host_of("council.example") == "council.example");
  CHECK(host_of("") == "localhost");
  CHECK(host_of("https://bad host/") == "localhost");
}

}  // namespace full_circle::shared
