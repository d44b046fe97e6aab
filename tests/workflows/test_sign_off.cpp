// What is signed off is what is published, and nobody is said to be told who was not.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

namespace json = boost::json;

const std::string tai = "tauira-ki-tai";

/// The publisher wrote the headline, the adviser the theme and somebody who decides the decision.
Story answered(const std::shared_ptr<const Context>& context = shipped_context()) {
  Story story("standard", "2027-03-01", context);
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  story.accept("lead", "answer_theme",
               R"({"theme":"theme-1","verdict":"adopted","we_decided":"In May.",
                   "because":"Roots need one winter to hold."})");
  story.accept("maori_specialist", "decide", R"({"responses":[{"issue":"Planting","response":"First."}]})",
               tai);
  return story;
}

/// Another lead, who wrote none of it.
void sign_off(Story& story) {
  story.accept("lead:second", "sign_off_results", story.as_read());
}

std::string title(const Story& story) {
  return json::value_to<std::string>(public_page(story.project(), story.context(), story.now()).at("title"));
}

/// The command that a message leads to once it has left; empty for none.
std::string follows(const NewDelivery& delivery) {
  const auto payload = json::parse(delivery.payload);
  const auto* then = payload.as_object().if_contains("then");
  return then ? json::value_to<std::string>(then->at("command")) : std::string();
}

}  // namespace

TEST_CASE("Close the loop: another title or summary lapses the sign-off and the time that was set") {
  for (const std::string body : {R"({"title":"Another path"})", R"({"summary":"Another one."})"}) {
    INFO(body);
    Story story = answered();
    sign_off(story);
    story.accept("publisher", "publish_results", R"({"at":"2027-09-01T21:00:00Z"})");
    story.accept("coordinator", "describe_project", body);
    CHECK_FALSE(story.project().signed_off_by.has_value());
    CHECK_FALSE(story.project().publication.has_value());
    CHECK(story.refuse("publisher", "publish_results").requirements.at(0).name == "results_signed_off");
  }
  Story story = answered();
  sign_off(story);
  story.accept("coordinator", "describe_project",
               R"({"title":"Kōwhai Bay shoreline path","topics":["parks","water"]})");
  CHECK(story.project().signed_off_by.has_value());
}

TEST_CASE("Editions: once published, title and summary change by a correction that is signed off") {
  Story story = answered();
  sign_off(story);
  story.accept("publisher", "publish_results");
  CHECK(story.refuse("lead", "describe_project", R"({"title":"Another path"})").reason ==
        Reason::out_of_turn);
  story.accept("lead", "describe_project", R"({"topics":["water"]})");
  story.accept("publisher", "correct_results",
               R"({"what_changed":"The name of the path.","answers":[],"title":"Te ara tauira"})");
  CHECK(title(story) == "Kōwhai Bay shoreline path");
  const auto then = as_if_published(story.project(), story.context(), story.now());
  const auto changes = result_changes(public_page(story.project(), story.context(), story.now()),
                                      public_page(then, story.context(), story.now()));
  REQUIRE(changes.size() == 1);
  CHECK(changes.at(0).at("then") == "Te ara tauira");
  sign_off(story);
  CHECK(title(story) == "Te ara tauira");
  CHECK(story.project().editions.size() == 2);
}

TEST_CASE("Close the loop: whoever wrote any of it does not sign it off") {
  Story story = answered();
  for (const char* writer : {"lead", "adviser", "decision_maker"}) {
    INFO(writer);
    CHECK(story.refuse(writer, "sign_off_results", story.as_read()).requirements.at(0).name ==
          "second_person");
  }
  sign_off(story);
  CHECK(story.project().signed_off_by == "second");

  Story headlined;
  headlined.open();
  answer_the_branch(headlined);
  decide_it(headlined);
  headlined.accept("lead", "begin_closing", R"({"headline":"Planting first"})");
  headlined.accept("publisher", "answer_theme",
                   R"({"theme":"theme-1","verdict":"adopted","we_decided":"In May.",
                       "because":"Roots need one winter to hold."})");
  CHECK(headlined.refuse("lead", "sign_off_results", headlined.as_read()).requirements.at(0).name ==
        "second_person");
}

TEST_CASE("Close the loop: a sign-off is for the texts that were read") {
  Story story = answered();
  CHECK(story.refuse("lead:second", "sign_off_results").fields.at(0).field == "/answer_hash");
  const auto read = story.as_read();
  story.accept("publisher", "edit_results", R"({"headline":"We plant first"})");
  const auto stale = story.refuse("lead:second", "sign_off_results", read);
  CHECK(stale.reason == Reason::out_of_turn);
  CHECK(stale.message.find("changed since it was read") != std::string::npos);
  sign_off(story);
  story.accept("publisher", "publish_results");

  const std::string correction = R"({"what_changed":"A word.","answers":[],"headline":)";
  story.accept("publisher", "correct_results", correction + R"("Planting comes first"})");
  const auto first = story.as_read();
  story.accept("publisher", "correct_results", correction + R"("Nothing is planted"})");
  CHECK(story.refuse("lead:second", "sign_off_results", first).reason == Reason::out_of_turn);
  sign_off(story);
  CHECK(std::string(story.project().headline) == "Nothing is planted");
}

TEST_CASE("Close the loop: nobody says by hand that people were told while the message is on its way") {
  const auto under_way = std::make_shared<bool>(true);
  auto context = std::make_shared<Context>(*shipped_context());
  context->telling_under_way = [under_way](std::string_view) { return *under_way; };
  Story story = answered(context);
  sign_off(story);
  story.accept("publisher", "publish_results");
  const auto refusal = story.refuse("lead", "record_people_told", R"({"how":"At the library."})");
  CHECK(refusal.reason == Reason::not_ready);
  CHECK(refusal.requirements.at(0).name == "message_has_left");
  CHECK(story.project().told.empty());
  *under_way = false;
  story.accept("lead", "record_people_told", R"({"how":"At the library."})");

  *under_way = true;
  Story sent = answered(context);
  sign_off(sent);
  sent.accept("publisher", "publish_results");
  sent.accept("system", "record_people_told", R"({"how":"By a message to: public"})");
}

TEST_CASE("Close the loop: a message to staff alone tells nobody that people were told") {
  const auto context = shipped_context([](Definition& definition) {
    auto& notices = definition.notices;
    const auto whole = std::find_if(notices.begin(), notices.end(),
                                    [](const NoticeRule& rule) { return rule.on == "results_published"; });
    NoticeRule staff = *whole;
    staff.audiences = {"role:adviser"};
    notices.insert(whole, staff);
  });
  Story story = answered(context);
  sign_off(story);
  const auto published = story.accept("publisher", "publish_results");
  int telling = 0;
  for (const auto& delivery : published.deliveries) {
    if (delivery.adapter != "notifier" || follows(delivery).empty()) continue;
    ++telling;
    CHECK(delivery.payload.find("\"public\"") != std::string::npos);
    CHECK(delivery.payload.find("entity:tauira-ki-tai") != std::string::npos);
  }
  CHECK(telling == 1);
}
