#include "engine/instant.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using namespace std::chrono;
using namespace std::chrono_literals;

TEST_CASE("Instants are written in UTC with milliseconds", "[instant]") {
  CHECK(to_text(Instant{0ms}) == "1970-01-01T00:00:00.000Z");
  CHECK(to_text(Instant{sys_days{2027y / 6 / 14}} + 23h + 59min + 58s + 7ms) == "2027-06-14T23:59:58.007Z");
  CHECK(to_text(Instant{sys_days{1969y / 12 / 31}} + 23h + 59min + 59s + 999ms) ==
        "1969-12-31T23:59:59.999Z");
}

TEST_CASE("Instants are read with any offset and any fraction", "[instant]") {
  const Instant noon = Instant{sys_days{2027y / 6 / 14}} + 12h;
  CHECK(parse_instant("2027-06-14T12:00:00Z") == noon);
  CHECK(parse_instant("2027-06-15T00:00:00+12:00") == noon);
  CHECK(parse_instant("2027-06-14T06:30:00-05:30") == noon);
  CHECK(parse_instant("2027-06-14T12:00:00.5Z") == noon + 500ms);
  CHECK(parse_instant("2027-06-14T12:00:00.1239999Z") == noon + 123ms);
  CHECK(parse_instant("2027-06-14t12:00:00z") == noon);
  CHECK(parse_instant("2028-02-29T00:00:00Z").has_value());
}

TEST_CASE("What is no instant is not read", "[instant]") {
  for (const char* text : {"",
                           "2027",
                           "2027-06-14",
                           "2027-06-14T12:00:00",
                           "2027-06-14 12:00:00Z",
                           "2027-06-14T12:00Z",
                           "2027-13-14T12:00:00Z",
                           "2027-02-29T12:00:00Z",
                           "2027-06-14T24:00:00Z",
                           "2027-06-14T12:60:00Z",
                           "2027-06-14T12:00:60Z",
                           "2027-06-14T12:00:00.Z",
                           "2027-06-14T12:00:00+1200",
                           "2027-06-14T12:00:00+24:00",
                           "2027-06-14T12:00:00+12:60",
                           "2027-06-14T12:00:00ZZ",
                           " 2027-06-14T12:00:00Z",
                           "2027-6-14T12:00:00Z",
                           "+027-06-14T12:00:00Z",
                           "2027-06-14T-1:00:00Z",
                           "1899-12-31T23:59:59Z",
                           "2200-01-01T00:00:00Z",
                           "9999-12-31T23:59:59Z",
                           "2199-12-31T23:59:59-01:00",
                           "2027-06-14T12:00:00\xC2\xA0Z"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text));
  }
  CHECK(parse_instant("2199-12-31T23:59:59Z").has_value());
  CHECK(parse_instant("1900-01-01T00:00:00Z").has_value());
  CHECK_FALSE(parse_instant(std::string("2027-06-14T12:00:00Z\0", 21)));
}

TEST_CASE("Every instant that is written is read back", "[instant]") {
  Instant instant{sys_days{1900y / 1 / 1}};
  const Instant end{sys_days{2200y / 1 / 1}};
  int checked = 0;
  for (; instant < end; instant += 40'000'003s + 7ms) {
    CHECK(parse_instant(to_text(instant)) == instant);
    ++checked;
  }
  CHECK(checked > 200);
}

TEST_CASE("Days are written and read", "[instant]") {
  CHECK(to_text(2027y / 6 / 4) == "2027-06-04");
  CHECK(parse_day("2027-06-04") == year_month_day{2027y / 6 / 4});
  CHECK(parse_day("2028-02-29").has_value());
  for (const char* text :
       {"", "2027-06", "2027-06-31", "2027-02-29", "2027-00-10", "2027-6-4", "27-06-04", "2027-06-04T",
        "2027/06/04", "1899-12-31", "2200-01-01", "-027-06-04", "2027-06-0x"}) {
    INFO(text);
    CHECK_FALSE(parse_day(text));
  }
}
