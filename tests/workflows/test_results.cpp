// What becomes public of an answer: plain words, translations, a time to publish, and what is late.
#include "tests/support/story.hpp"
#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/results.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

namespace json = boost::json;

const std::string answer =
    R"({"theme":"theme-1","verdict":"not_adopted","we_decided":"Planting precedes construction.",
        "because":"Root systems require one winter to consolidate."})";
const std::string plain =
    R"({"plain":[{"theme":"theme-1","we_decided":"We plant first.","because":"Roots need one winter to hold."}]})";

/// Answered, and waiting for its second person.
Story answered() {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.accept("maori_specialist", "decide", R"({"responses":[{"issue":"Planting","response":"First."}]})",
               "tauira-ki-tai");
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  story.accept("publisher", "answer_theme", answer);
  return story;
}

Story signed_off() {
  Story story = answered();
  story.sign_off();
  return story;
}

json::object page(const Story& story) {
  return public_page(story.project(), story.context(), story.now());
}
json::object result(const Story& story) {
  return page(story).at("result").as_object();
}
std::string theme_text(const Story& story, std::string_view name) {
  return json::value_to<std::string>(result(story).at("themes").at(0).at(name));
}

/// The delivery of that name, which takes the place of those that wait under it; its adapter is empty when it
/// only takes them back.
std::optional<NewDelivery> delivery(const Outcome& outcome, const std::string& name) {
  for (const auto& one : outcome.deliveries)
    if (one.name == name) return one;
  return std::nullopt;
}

std::string in_french(const std::string& state, const std::string& text = "On plante d’abord.") {
  return R"({"language":"fr","blocks":[{"block":"we_decided","theme":"theme-1","text":")" + text +
         R"(","state":")" + state + R"("}]})";
}

json::object french(const Story& story) {
  for (const auto& one : published_translations(story.project()))
    if (one.at("language") == "fr") return one.at("themes").at(0).as_object();
  return {};
}

}  // namespace

TEST_CASE("Close the loop: the page has the plain words, the record keeps the adviser's beside them") {
  Story story = answered();
  story.accept("publisher", "edit_results", plain);
  story.sign_off();
  story.accept("publisher", "publish_results");
  CHECK(theme_text(story, "we_decided") == "We plant first.");
  CHECK(theme_text(story, "because") == "Roots need one winter to hold.");
  CHECK(theme_text(story, "you_said") == "Fence the dunes.");
  const auto seen = project_view(story.project(), story.context(), "staff", story.now()).at("themes").at(0);
  CHECK(seen.at("we_decided") == "Planting precedes construction.");
  CHECK(seen.at("plain").at("we_decided") == "We plant first.");
  CHECK(seen.at("plain").at("you_said").is_null());
}

TEST_CASE("Close the loop: plain words are of an answer that is there, and give its reasons too") {
  Story story = answered();
  const auto fault = [&](const std::string& body) {
    return story.refuse("publisher", "edit_results", body).fields.at(0).field;
  };
  CHECK(fault(R"({"plain":[{"theme":"theme-1","because":"Noted."}]})") == "/plain/0/because");
  CHECK(fault(R"({"plain":[{"theme":"theme-9","because":"Roots need one winter to hold."}]})") ==
        "/plain/0/theme");
  CHECK(fault("{}").empty());
  CHECK(story.refuse("lead", "edit_results", plain).reason == Reason::not_permitted);
  story.accept("publisher", "edit_results", plain);
  std::string other = answer;
  other.replace(other.find("Root systems"), 12, "Young plants");
  story.accept("adviser", "answer_theme", other);
  CHECK(story.project().theme("theme-1")->plain.we_decided == "We plant first.");
  CHECK_FALSE(story.project().theme("theme-1")->plain.because.has_value());
}

TEST_CASE("Close the loop: a sign-off lapses with plain words, the headline and translations") {
  for (const auto& [command, body] : {std::pair<std::string, std::string>{"edit_results", plain},
                                      {"edit_results", R"({"headline":"We plant first"})"},
                                      {"translate_results", in_french("draft")}}) {
    INFO(command << body);
    Story story = signed_off();
    story.accept("publisher", command, body);
    CHECK_FALSE(story.project().signed_off_by.has_value());
    const auto missing = story.refuse("publisher", "publish_results").requirements;
    REQUIRE(missing.size() == 1);
    CHECK(missing.front().name == "results_signed_off");
    CHECK(story.refuse("publisher", "sign_off_results", story.as_read()).reason == Reason::not_permitted);
    story.sign_off();
    story.accept("publisher", "publish_results");
  }
  Story story = answered();
  story.accept("adviser", "translate_results", in_french("checked"));
  CHECK(story.refuse("adviser", "sign_off_results", story.as_read()).requirements.at(0).name ==
        "second_person");
}

TEST_CASE("Translations: only what was checked, and still stands for the same English, is published") {
  Story story = answered();
  story.accept("adviser", "translate_results", in_french("draft"));
  CHECK(published_translations(story.project()).empty());
  story.accept("maori_specialist", "translate_results",
               R"({"language":"fr","blocks":[{"block":"we_decided","theme":"theme-1","state":"checked"}]})");
  CHECK(french(story).at("we_decided") == "On plante d’abord.");
  CHECK(french(story).at("because") == "");
  const auto seen = translations_view(story.project()).at(0);
  CHECK(seen.at("by") == "adviser-person");
  CHECK(seen.at("checked_by") == "maori_specialist-person");

  story.accept("publisher", "edit_results", plain);
  CHECK(french(story).at("we_decided") == "");
  CHECK(translations_view(story.project()).at(0).at("out_of_date") == true);
  CHECK(translations_view(story.project()).at(0).at("translated_from") == "Planting precedes construction.");
  story.accept("adviser", "translate_results",
               R"({"language":"fr","blocks":[{"block":"we_decided","theme":"theme-1","state":"checked"}]})");
  CHECK(french(story).at("we_decided") == "On plante d’abord.");
}

TEST_CASE("Translations: are of a block that is there, into a language, and never into English") {
  Story story = answered();
  const auto fault = [&](const std::string& body) {
    return story.refuse("adviser", "translate_results", body).fields.at(0).field;
  };
  CHECK(fault(R"({"language":"en-nz","blocks":[{"block":"headline","text":"Hi","state":"draft"}]})") ==
        "/language");
  for (const std::string language : {"x", "french", "fr_fr", "fr-", "f1", "fr-toolongsubtag"})
    CHECK(fault(R"({"language":")" + language +
                R"(","blocks":[{"block":"headline","text":"Hi","state":"draft"}]})") == "/language");
  CHECK(fault(R"({"language":"fr","blocks":[]})") == "/blocks");
  CHECK(fault(R"({"language":"fr","blocks":[{"block":"because","text":"Oui.","state":"draft"}]})") ==
        "/blocks/0/theme");
  CHECK(
      fault(
          R"({"language":"fr","blocks":[{"block":"headline","theme":"theme-1","text":"Oui","state":"draft"}]})") ==
      "/blocks/0/theme");
  CHECK(fault(R"({"language":"fr","blocks":[{"block":"headline","state":"checked"}]})") == "/blocks/0/text");
}

TEST_CASE("Publishing at a time: a timer gives the command, and it is asked again what it waits for") {
  Story story = signed_off();
  CHECK(story.refuse("publisher", "publish_results", R"({"at":"2027-08-01T00:00:00Z"})").fields.at(0).field ==
        "/at");
  CHECK(story.refuse("system", "publish_results").reason == Reason::out_of_turn);
  const auto set = story.accept("publisher", "publish_results", R"({"at":"2027-09-01T21:00:00Z"})");
  REQUIRE(delivery(set, "publish_timer"));
  CHECK(delivery(set, "publish_timer")->adapter == "timer");
  CHECK(to_text(delivery(set, "publish_timer")->due_at) == "2027-09-01T21:00:00.000Z");
  CHECK(story.status() == "drafting");
  const auto view = project_view(story.project(), story.context(), "staff", story.now());
  CHECK(view.at("publication").at("by") == "publisher-person");
  const auto moves = moves_view(story.project(), story.context(), as("publisher"), story.now());
  for (const auto& move : moves.at("items").as_array())
    if (move.at("command") == "publish-results")
      CHECK(move.at("scheduled").at("at") == "2027-09-01T21:00:00.000Z");

  story.go_to("2027-09-02");
  const auto published = story.accept("system", "publish_results");
  CHECK(story.status() == "published");
  CHECK(delivery(published, "publish_timer")->adapter.empty());
}

TEST_CASE("Publishing at a time: is taken back by hand, by a change, by a pause and by a withdrawal") {
  for (const auto& [role, command, body] :
       {std::tuple<std::string, std::string, std::string>{"lead", "cancel_publication",
                                                          R"({"reason":"The mayor wants to read it."})"},
        {"publisher", "answer_theme", answer},
        {"publisher", "edit_results", plain},
        {"adviser", "translate_results", in_french("draft")},
        {"lead", "suspend_project", R"({"reason":"A slip."})"},
        {"lead", "withdraw_project", R"({"reason":"No road."})"}}) {
    INFO(command);
    Story story = signed_off();
    story.accept("publisher", "publish_results", R"({"at":"2027-09-01T21:00:00Z"})");
    const auto outcome = story.accept(role, command, body);
    REQUIRE(delivery(outcome, "publish_timer"));
    CHECK(delivery(outcome, "publish_timer")->adapter.empty());
    CHECK_FALSE(story.project().publication.has_value());
    story.refuse("system", "publish_results");
  }
  Story story = signed_off();
  CHECK(story.refuse("lead", "cancel_publication", R"({"reason":"None."})").reason == Reason::out_of_turn);
  story.accept("publisher", "publish_results", R"({"at":"2027-09-01T21:00:00Z"})");
  const auto moved = story.accept("publisher", "publish_results", R"({"at":"2027-09-03T21:00:00Z"})");
  CHECK(to_text(delivery(moved, "publish_timer")->due_at) == "2027-09-03T21:00:00.000Z");
}

TEST_CASE("Editions: a correction may bring plain words and translations, listed in public") {
  Story story = signed_off();
  story.accept("publisher", "publish_results");
  CHECK(story.refuse("publisher", "correct_results", R"({"what_changed":"Nothing.","answers":[]})").reason ==
        Reason::malformed);
  story.accept(
      "publisher", "correct_results",
      R"({"what_changed":"Said in plain words, and in French.","answers":[],"plain":[{"theme":"theme-1",
                   "we_decided":"We plant first."}],"translations":[)" +
          in_french("checked") + "]}");
  CHECK(theme_text(story, "we_decided") == "Planting precedes construction.");
  CHECK(french(story).empty());
  const auto then = as_if_published(story.project(), story.context(), story.now());
  const auto changes = result_changes(page(story), public_page(then, story.context(), story.now()));
  REQUIRE(changes.size() == 2);
  CHECK(changes.at(0).at("now") == "Planting precedes construction.");
  CHECK(changes.at(0).at("then") == "We plant first.");
  CHECK(changes.at(1).at("language") == "fr");
  CHECK(changes.at(1).at("now").is_null());

  story.sign_off();
  CHECK(theme_text(story, "we_decided") == "We plant first.");
  CHECK(french(story).at("we_decided") == "On plante d’abord.");
  CHECK(result(story).at("changes").at(0).at("what") == "Said in plain words, and in French.");
}

TEST_CASE("Preview: the answer as it would be, and nothing of the project changes by looking") {
  Story story = answered();
  const auto then = as_if_published(story.project(), story.context(), story.now());
  const auto would_be = public_page(then, story.context(), story.now());
  CHECK(would_be.at("result").at("headline") == "Planting first");
  CHECK(page(story).at("result").is_null());
  const auto changes = result_changes(page(story), would_be);
  CHECK(changes.size() == 8);  // headline, decision, reasons; the theme's title, three texts and verdict
  CHECK(story.status() == "drafting");
}

TEST_CASE("Late: the page is written again on the day after each day the answer was due by") {
  Story story;
  story.open();
  answer_the_branch(story);
  story.go_to("2027-07-19");
  const auto closed = story.accept("system", "close_engagement");
  const auto written = delivery(closed, "page_late_by_promise");
  REQUIRE(written);
  CHECK(written->adapter == "publisher");
  CHECK(written->due_at == start_of(*parse_day("2027-09-17"), "Pacific/Auckland"));
  CHECK_FALSE(delivery(closed, "page_late_by_standard"));

  Story published = signed_off();
  const auto outcome = published.accept("publisher", "publish_results");
  REQUIRE(delivery(outcome, "page_late_by_promise"));
  CHECK(delivery(outcome, "page_late_by_promise")->adapter.empty());
  CHECK(delivery(outcome, "page_late_by_standard")->adapter.empty());
}

TEST_CASE(
    "Late: the page says what was promised and what the council's own standard is, and counts no days") {
  auto context = std::make_shared<Context>(*shipped_context());
  context->answer_within = DayCount{10, "employment"};
  Story story("standard", "2027-03-01", context);
  story.open();
  answer_the_branch(story);
  decide_it(story);
  const auto status = [&](const std::string& day) {
    story.go_to(day);
    return json::value_to<std::string>(page(story).at("status_text"));
  };
  CHECK(status("2027-09-02") == "Decided: the answer is being written");
  CHECK(page(story).at("late").is_null());
  CHECK(status("2027-09-03") == "The answer is late: our standard was Thursday 2 September 2027");
  CHECK(page(story).at("late").at("promised_text") == "");
  CHECK(page(story).at("late").at("standard_text") ==
        "Our standard is 10 working days after the decision, and that was until Thursday 2 September 2027.");
  const auto late = status("2027-09-17");
  CHECK(late == "The answer is late: it was promised by Thursday 16 September 2027");
  CHECK(status("2028-01-20") == late);
  story.accept("lead", "suspend_project", R"({"reason":"A slip."})");
  CHECK(page(story).at("late").is_null());
}
