// The advice: what stands in it, when it is frozen, and who reads it when. What a decision says of each
// theme.
#include "engine/record.hpp"
#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/advice.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/reasons.hpp"

namespace full_circle::engagement::testing {

namespace {

namespace json = boost::json;

ThemeCounts no_counts() {
  return {};
}

json::object drawn_up(const Story& story) {
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  return advice_document(story.project(), *definition, story.context(), no_counts(), story.now());
}

/// Analysis is under way, with two themes and a meeting on a Thursday.
Story analysing() {
  auto context = std::make_shared<Context>(*shipped_context());
  context->contribution_counts = [](std::string_view) { return no_counts(); };
  Story story("standard", "2027-03-01", context);
  story.open();
  answer_the_branch(story);
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  story.finish_activities("engage");
  story.accept(
      "lead", "record_feedback_totals",
      R"({"total":2,"by_type":[{"name":"individuals","count":2}],"by_channel":[],"source":"Tauira"})");
  story.accept("lead", "begin_analysis");
  story.accept("adviser", "record_theme", R"({"title":"Plant first","you_said":"Fence the dunes."})");
  story.accept("adviser", "record_theme", R"({"title":"Dogs","you_said":"Leads on."})");
  story.accept(
      "adviser", "set_decision_meeting",
      R"({"body":"Kōwhai Bay Local Board","starts_at":"2027-08-19T18:00:00+12:00","place":"Library"})");
  return story;
}

constexpr const char* submission =
    R"({"title":"Advice","url":"https://example.org/advice","significance_statement":"Medium."})";

std::string decision(const std::string& themes) {
  return R"({"body":"Kōwhai Bay Local Board","decided_on":"2027-08-19","decision":"Plant first.",
             "reasons":"Roots hold the sand.","themes":)" +
         themes + "}";
}

/// The advice is submitted, and the day after the meeting has come.
Story advised() {
  Story story = analysing();
  story.accept("adviser", "submit_advice", submission);
  story.finish_activities("report");
  story.go_to("2027-08-20");
  return story;
}

AdvicePublic public_of(const Story& story) {
  return advice_public(story.project(),
                       *story.context().definitions->by_hash(story.project().about->definition_hash),
                       story.context());
}

}  // namespace

TEST_CASE("Advice: submitting it keeps the document as it is then, under the hash that the event names") {
  Story story = analysing();
  CHECK(story.project().advice_hash.empty());
  const auto outcome = story.accept("adviser", "submit_advice", submission);
  REQUIRE(outcome.documents.size() == 1);
  const auto& kept = outcome.documents.front();
  CHECK(sha256_hex(kept.text) == kept.hash);
  CHECK(story.project().advice_hash == kept.hash);
  CHECK(json::parse(outcome.events.front().data).at("document_hash").as_string() == kept.hash);
  const auto document = json::parse(kept.text);
  CHECK(document.at("advice").at("title") == "Advice");
  CHECK(document.at("themes").at("items").as_array().size() == 2);
}

TEST_CASE("Advice: opening the analysis again makes it a draft again") {
  Story story = analysing();
  story.accept("adviser", "submit_advice", submission);
  const auto first = story.project().advice_hash;
  story.accept("decision_maker", "reopen_analysis", R"({"reason":"Count the petitions again."})");
  CHECK(story.project().advice_hash.empty());
  CHECK_FALSE(may_read_advice(AdviceReaders::deciding, story.project(), story.context(), story.now()));
  story.accept("adviser", "record_theme", R"({"title":"Lights","you_said":"Fewer."})");
  story.accept("adviser", "submit_advice", submission);
  CHECK(story.project().advice_hash != first);
}

TEST_CASE("Advice: what was submitted stays to be read, by whom it was there for") {
  Story story = analysing();
  const auto submit = [&] {
    story.accept("adviser", "submit_advice", submission);
    return story.project().advice_hash;
  };
  const auto reads = [&](AdviceReaders reader, const std::string& hash) {
    return may_read_frozen(reader, *frozen_advice(story.project(), hash), story.project(), story.context(),
                           story.now());
  };
  const auto before = submit();
  story.accept("decision_maker", "reopen_analysis", R"({"reason":"Count the petitions again."})");
  const auto second = submit();
  // Two working days before the meeting; the first was replaced before that.
  story.go_to("2027-08-18");
  CHECK(reads(AdviceReaders::deciding, before));
  CHECK_FALSE(reads(AdviceReaders::everybody, before));
  CHECK(reads(AdviceReaders::everybody, second));
  story.accept("decision_maker", "start_another_round", R"({"reason":"The sea wall moved."})");
  CHECK(story.project().advice_hash.empty());
  CHECK(reads(AdviceReaders::deciding, second));
  CHECK(reads(AdviceReaders::everybody, second));
  const auto listed = [&](AdviceReaders reader) {
    return frozen_advice_list(story.project(), story.context(), reader, story.now()).at("items").as_array();
  };
  CHECK(listed(AdviceReaders::deciding).size() == 2);
  CHECK(listed(AdviceReaders::everybody).size() == 1);
  CHECK(frozen_advice(story.project(), "another") == nullptr);
}

TEST_CASE(
    "Advice: anyone reads it from two working days before the meeting, and that moves with the meeting") {
  Story story = analysing();
  CHECK(public_of(story).why_not == "It is a draft.");
  story.accept("adviser", "submit_advice", submission);
  REQUIRE(public_of(story).from);
  CHECK(to_text(*public_of(story).from) == "2027-08-17");
  const auto may = [&](const char* day) {
    return may_read_advice(AdviceReaders::everybody, story.project(), story.context(),
                           start_of(*parse_day(day), story.context().zone));
  };
  CHECK_FALSE(may("2027-08-16"));
  CHECK(may("2027-08-17"));
  story.accept(
      "adviser", "set_decision_meeting",
      R"({"body":"Kōwhai Bay Local Board","starts_at":"2027-08-23T18:00:00+12:00","place":"Library"})");
  // Two working days before a Monday.
  CHECK(to_text(*public_of(story).from) == "2027-08-19");
  CHECK_FALSE(may("2027-08-17"));
}

TEST_CASE("Advice: those who decide read it once it is frozen, those who work on it before") {
  Story story = analysing();
  const auto& project = story.project();
  CHECK(advice_reader(as("adviser"), project) == AdviceReaders::working_on_it);
  CHECK(advice_reader(as("maori_specialist"), project) == AdviceReaders::working_on_it);
  CHECK(advice_reader(as("decision_maker"), project) == AdviceReaders::deciding);
  CHECK(advice_reader(as("mana_whenua_representative"), project) == AdviceReaders::everybody);
  CHECK(advice_reader({}, project) == AdviceReaders::everybody);
  CHECK_FALSE(may_read_advice(AdviceReaders::deciding, project, story.context(), story.now()));
  story.accept("adviser", "submit_advice", submission);
  CHECK(may_read_advice(AdviceReaders::deciding, story.project(), story.context(), story.now()));
}

TEST_CASE("Advice: says which rules each move was held to, from where, and when they were met") {
  Story story = analysing();
  const auto rules = drawn_up(story).at("rules").as_array();
  const auto& first = rules.front().as_object();
  CHECK(first.at("move") == "begin_preparation");
  CHECK(first.at("met_on") == "2027-03-01");
  for (const auto& rule : first.at("requirements").as_array()) {
    CHECK_FALSE(rule.at("what").as_string().empty());
    CHECK_FALSE(rule.at("source").as_string().empty());
  }
  CHECK(rules.back().at("move") == "submit_advice");
  CHECK(rules.back().at("met_on").is_null());
  story.accept("adviser", "submit_advice", submission);
  const auto after = drawn_up(story).at("rules").as_array();
  CHECK(after.size() == rules.size());
  CHECK(after.back().at("met_on") == "2027-07-19");
}

TEST_CASE(
    "Advice: a branch speaks in the words it let be published, and its record goes to those who decide") {
  Story story = analysing();
  const auto branch = [&] { return drawn_up(story).at("mana_whenua").at("branches").at(0).as_object(); };
  CHECK(branch().at("words") == "Plant first.");
  CHECK(branch().at("state_text") == "Views given, and confirmed as their own.");
  CHECK(branch().at("record").is_null());
  story.accept("lead", "report", R"({"report":"Advice","shown_to_entity":"By e-mail on 1 August"})",
               "tauira-ki-tai");
  CHECK(branch().at("record") == "Plant first, then build.");
  const auto shown = advice_view(drawn_up(story), story.project(), story.context(), AdviceReaders::everybody);
  CHECK(shown.at("document").at("mana_whenua").at("branches").at(0).at("record").is_null());
}

TEST_CASE("Advice: where few people contributed, no theme tells how many") {
  const Story story = analysing();
  const auto definition = story.context().definitions->by_hash(story.project().about->definition_hash);
  const auto drawn = [&](const ThemeCounts& counts) {
    return advice_document(story.project(), *definition, story.context(), counts, story.now());
  };
  const Label dogs{"theme", "theme-2"};
  const ThemeCounts few{.labels = {{dogs, 4}},
                        .pairs = {{dogs, {"channel", "online"}, 3},
                                  {dogs, {"channel", "post"}, 1},
                                  {dogs, {"kind", "own_words"}, 4}},
                        .kinds = {{"channel", 7}, {"theme", 4}},
                        .signatures = {}};
  const auto hidden = drawn(few);
  CHECK(hidden.at("heard").at("total").is_null());
  CHECK(hidden.at("heard").at("totals").is_null());
  CHECK(hidden.at("themes").at("uncoded").is_null());
  CHECK(hidden.at("themes").at("items").at(0).at("contributions") == 0);
  const auto& theme = hidden.at("themes").at("items").at(1);
  CHECK(theme.at("contributions").is_null());
  CHECK(theme.at("by_kind") == json::object{{"own_words", nullptr}});
  CHECK(theme.at("by_channel") == json::object{{"online", nullptr}, {"post", nullptr}});
  const auto page =
      advice_page(advice_view(hidden, story.project(), story.context(), AdviceReaders::everybody),
                  "https://tauira.example", AdvicePaper::screen);
  CHECK(page.at("uncoded") == "Not shown");
  CHECK(page.at("themes").at("item").at(1).at("own_words") == "Not shown");
  CHECK(page.at("themes").at("item").at(1).at("channels") == "online not shown, post not shown");

  // One person of many is still one person, and the other channel would tell it.
  ThemeCounts many = few;
  many.labels = {{dogs, 41}};
  many.pairs = {{dogs, {"channel", "online"}, 25},
                {dogs, {"channel", "in_person"}, 15},
                {dogs, {"channel", "post"}, 1},
                {dogs, {"kind", "own_words"}, 41}};
  many.kinds = {{"channel", 60}, {"theme", 41}};
  const auto shown = drawn(many);
  CHECK(shown.at("themes").at("uncoded") == 19);
  CHECK(shown.at("themes").at("items").at(1).at("contributions") == 41);
  CHECK(shown.at("themes").at("items").at(1).at("by_channel") ==
        json::object{{"online", 25}, {"in_person", nullptr}, {"post", nullptr}});
}

TEST_CASE("Decision: says what became of each theme, and the answer to people begins from it") {
  Story story = advised();
  story.accept("decision_maker", "record_decision",
               decision(R"([{"theme":"theme-1","verdict":"partly_adopted",
                             "reason":"The budget pays for half of the fences."}])"));
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  CHECK_FALSE(story.project().theme("theme-1")->verdict);
  story.accept("publisher", "answer_theme",
               R"({"theme":"theme-1","we_decided":"Half of the dunes are fenced."})");
  CHECK(story.project().theme("theme-1")->verdict == Verdict::partly_adopted);
  CHECK(story.project().theme("theme-1")->because == "The budget pays for half of the fences.");
  const auto refusal =
      story.refuse("publisher", "answer_theme", R"({"theme":"theme-2","we_decided":"Nothing changes."})");
  REQUIRE(refusal.fields.size() == 2);
  CHECK(refusal.fields[0].field == "/verdict");
  CHECK(refusal.fields[1].field == "/because");
}

TEST_CASE("Decision: a theme that does not exist, stands twice, or is only noted is refused") {
  Story story = advised();
  const auto refusal = story.refuse(
      "decision_maker", "record_decision",
      decision(R"([{"theme":"theme-9","verdict":"adopted","reason":"Roots hold the sand through winter."},
                   {"theme":"theme-1","verdict":"adopted","reason":"Noted with thanks."},
                   {"theme":"theme-1","verdict":"adopted","reason":"Roots hold the sand through winter."}])"));
  REQUIRE(refusal.fields.size() == 3);
  CHECK(refusal.fields[0].field == "/themes/0/theme");
  CHECK(refusal.fields[1].field == "/themes/1/reason");
  CHECK(refusal.fields[2].field == "/themes/2/theme");
}

TEST_CASE("Results: are not published while a theme has no verdict, whatever the decision says of it") {
  Story story = advised();
  story.accept("decision_maker", "record_decision",
               decision(R"([{"theme":"theme-1","verdict":"adopted","reason":"Roots hold the sand in winter."},
                            {"theme":"theme-2","verdict":"not_adopted","reason":"The bylaw is another board's."}])"));
  story.accept("publisher", "begin_closing", R"({"headline":"Planting first"})");
  story.accept("publisher", "answer_theme", R"({"theme":"theme-1","we_decided":"Planting starts in May."})");
  const auto refusal = story.refuse("publisher", "publish_results");
  const auto& waits = refusal.requirements;
  CHECK(std::any_of(waits.begin(), waits.end(), [](const Requirement& one) {
    return one.name == "every_theme_answered" && one.why == "Not answered yet: Dogs.";
  }));
}

TEST_CASE("Reasons: thanks and “noted” tell nobody why") {
  for (const char* empty :
       {"Noted.", "Noted with thanks.", "Too dear.", "Thank you for all of your feedback!",
        "Your submission has been noted by staff, with thanks.",
        "We acknowledge and thank the submitters for their views on this."}) {
    CAPTURE(empty);
    CHECK_FALSE(fault_of_reason(empty).empty());
  }
  for (const char* reason :
       {"The land is not the council's.", "Noted: the road is owned by another agency, so we cannot.",
        "Kāore i te rahi te pūtea mō tēnei."}) {
    CAPTURE(reason);
    CHECK(fault_of_reason(reason).empty());
  }
}

}  // namespace full_circle::engagement::testing
