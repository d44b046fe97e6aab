// A public page that is taken down, and put back.
#include "tests/support/story.hpp"
#include "workflows/engagement/contributions.hpp"
#include "workflows/engagement/requirements.hpp"

#include <boost/json.hpp>

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Catch::Contains;

namespace {

const std::string mistake = R"({"reason":"A name was shown by mistake."})";

/// What the publisher is given with the last of an outcome's deliveries to it; null when there is none.
boost::json::value published(const Story& story, const Outcome& outcome) {
  boost::json::value last;
  for (const auto& one : outcome.deliveries)
    if (one.adapter == "publisher")
      last = boost::json::parse(
          story.workflow().materialise(*story.state(), "publisher", one.payload, story.now()));
  return last;
}

bool is_public(const Story& story) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  return has_public_page(story.project(), *definition);
}

Result<Entry> contribute(const Story& story, TakenInBy by) {
  const auto given =
      read_contribution(by == TakenInBy::council ? R"({"words":"Trees, please.","channel":"post"})"
                                                 : R"({"words":"Trees, please."})");
  REQUIRE(given.ok());
  return take_in(given.value(), by, by == TakenInBy::council ? "lead-person" : "",
                 {.reference = "7k2m-9x4q-1dvb", .receipt_hash = "hash", .key = "k"}, story.project(),
                 story.context(), story.now());
}

}  // namespace

TEST_CASE("Taken down: a notice says since when and why, and nothing of the page is left") {
  Story story;
  story.open();
  const Outcome outcome = story.accept("lead", "unpublish_page", mistake);
  CHECK_FALSE(is_public(story));
  const auto notice = published(story, outcome);
  CHECK(notice.at("kind") == "unpublish");
  CHECK(notice.at("reason") == "A name was shown by mistake.");
  CHECK(notice.at("since_text") == "Monday 14 June 2027");
  CHECK(notice.at("version") == story.project().version);
  CHECK(notice.as_object().size() == 7);
  CHECK(story.refuse("publisher", "unpublish_page", mistake).reason == Reason::out_of_turn);
}

TEST_CASE("Taken down: what happens later does not bring the page back; only putting it back does") {
  Story story;
  story.open();
  story.accept("lead", "unpublish_page", mistake);
  const Outcome later = story.accept("lead", "describe_project", R"({"title":"Another title"})");
  CHECK(published(story, later).is_null());
  CHECK(published(story, story.accept("lead", "suspend_project", R"({"reason":"A slip."})")).is_null());
  // Work that was waiting for its time, as for a late answer, says the same as the notice.
  CHECK(boost::json::parse(story.workflow().materialise(*story.state(), "publisher",
                                                        R"({"kind":"project_page"})", story.now()))
            .at("kind") == "unpublish");
  CHECK(story.refuse("lead", "post_update", R"({"title":"A","text":"B."})").reason == Reason::out_of_turn);
  story.accept("lead", "resume_project");
  const Outcome back = story.accept("publisher", "publish_page_again", R"({"reason":"The name is gone."})");
  CHECK(is_public(story));
  CHECK(published(story, back).at("page").at("title") == "Another title");
  CHECK(story.refuse("lead", "publish_page_again", R"({"reason":"Again."})").reason == Reason::out_of_turn);
}

TEST_CASE("Taken down: the page takes nothing in, and says why; the council still may") {
  Story story;
  story.open();
  REQUIRE(contribute(story, TakenInBy::public_page).ok());
  story.accept("administrator", "unpublish_page", mistake);
  const auto refused = contribute(story, TakenInBy::public_page);
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.refusal().message, Contains("14 June 2027") && Contains("A name was shown by mistake."));
  CHECK_FALSE(takes_contributions(story.project(), story.context(), story.now()).ok());
  const auto entry = contribute(story, TakenInBy::council);
  REQUIRE(entry.ok());
  // Whoever has a receipt keeps it; it leads to no page.
  const auto receipt = receipt_view(entry.value(), story.project(), story.context());
  CHECK(receipt.at("words") == "Trees, please.");
  CHECK(receipt.at("project").at("url") == "");
}

TEST_CASE("Taken down: nothing opens and no answer goes out where nobody can read it") {
  Story story;
  story.plan();
  CHECK(story.refuse("lead", "unpublish_page", mistake).reason == Reason::out_of_turn);  // nobody sees it yet
  Story open;
  open.open();
  open.accept("lead", "unpublish_page", mistake);
  const auto definition = open.context().definitions->by_hash(open.project().about->definition_hash);
  for (const std::string command : {"open_engagement", "publish_results"}) {
    CAPTURE(command);
    const auto all = requirements_of(command, open.project(), *definition, open.context(), open.now());
    const auto visible = std::find_if(all.begin(), all.end(),
                                      [](const Requirement& one) { return one.name == "publicly_visible"; });
    REQUIRE(visible != all.end());
    CHECK_FALSE(visible->met);
    CHECK(visible->fix == "publish-page-again");
  }
}

TEST_CASE("Taken down: a page can be, also by a definition from before there was a way") {
  Story story("standard", "2027-03-01", shipped_context([](Definition& definition) {
                definition.may_give.erase("unpublish_page");
                definition.may_give.erase("publish_page_again");
              }));
  story.open();
  CHECK(story.refuse("adviser", "unpublish_page", mistake).reason == Reason::not_permitted);
  story.accept("publisher", "unpublish_page", mistake);
  story.accept("lead", "withdraw_project", R"({"reason":"No money."})");
  story.accept("publisher", "publish_page_again", R"({"reason":"People have to be told."})");
  CHECK(is_public(story));
}
