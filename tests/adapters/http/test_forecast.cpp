// The forecast of a project over HTTP: for whoever sees the project, with other days tried.
#include "tests/support/http_fixture.hpp"

#include <catch2/catch.hpp>

using namespace full_circle;
using namespace full_circle::testing;

TEST_CASE("Forecast: is read by whoever sees the project, and other days can be tried") {
  HttpFixture fixture;
  const std::string path = "/api/v1/projects/" + fixture.project() + "/forecast";
  const auto plain = fixture.get(path, fixture.lead());
  REQUIRE(plain.status == 200);
  const auto forecast = HttpFixture::json(plain);
  CHECK(forecast.at("items").as_array().size() == 6);
  CHECK(forecast.at("changes").as_array().empty());
  const auto tried =
      HttpFixture::json(fixture.get(path + "?opens_on=2027-09-01&answer_by=2027-09-02", fixture.lead()));
  CHECK_FALSE(tried.at("changes").as_array().empty());
  CHECK_FALSE(tried.at("items").as_array().back().at("breaks").as_array().empty());
  CHECK(fixture.get("/api/v1/projects/none/forecast", fixture.lead()).status == 404);
  CHECK(fixture.get(path, "").status == 401);
}

TEST_CASE("Forecast: a day that cannot be tried is refused with the parameter's name") {
  HttpFixture fixture;
  const std::string path = "/api/v1/projects/" + fixture.project() + "/forecast";
  for (const std::string query : {"opens_on=soon", "hui=2027-06-01", "hui=tauira-elsewhere:2027-06-01"}) {
    const auto answer = fixture.get(path + "?" + query, fixture.lead());
    INFO(query << " " << answer.body);
    CHECK(answer.status == 400);
    CHECK(answer.body.find(query.substr(0, query.find('='))) != std::string::npos);
  }
  CHECK(fixture.get(path + "?hui=" + std::string(3000, 'a'), fixture.lead()).status == 400);
}
