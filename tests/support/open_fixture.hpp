#pragma once
/// A server with one project that is open for feedback.

#include "tests/support/http_fixture.hpp"
#include "tests/support/story.hpp"

#include <catch2/catch.hpp>

#include <boost/json.hpp>
#include <functional>
#include <string>

namespace full_circle::testing {

struct OpenFixture : HttpFixture {
  engagement::testing::Story story;
  /// `then`: what else happened before the server knew of it.
  explicit OpenFixture(const std::string& definition = "standard",
                       const std::string& closes_on = "2027-07-18",
                       const std::function<void(engagement::testing::Story&)>& then = {},
                       const std::function<void(HttpFixture&)>& change = {})
      : HttpFixture(change), story(definition, "2027-03-01", context) {
    story.open(closes_on);
    if (then) then(story);
    clock.set(story.now());
    const auto& project = story.project();
    Commit commit{.project = project.id, .decided_at = story.now(), .events = story.history()};
    commit.projection.slug = project.about->slug;
    commit.projection.summary = "{}";
    auto writer = store->writer();
    writer->begin();
    if (!writer->append(commit)) throw std::runtime_error("the project cannot be kept");
    writer->commit();
  }
  const std::string of_project = "/api/v1/projects/p01/contributions";
  std::string in_public() {
    return "/api/v1/have-your-say/" + story.project().about->slug + "/contributions";
  }
  boost::json::value give(const std::string& body, const std::string& more = "") {
    const auto answer = post(in_public(), "", body, more);
    REQUIRE(answer.status < 300);
    return boost::json::parse(answer.body);
  }
  static std::string below_root(const boost::json::value& url) {
    const auto text = boost::json::value_to<std::string>(url);
    return text.substr(text.find("/api/"));
  }
};

}  // namespace full_circle::testing
