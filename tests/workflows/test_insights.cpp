#include "tests/workflows/cycle_story.hpp"
#include "workflows/engagement/insights.hpp"

#include <algorithm>

namespace full_circle::engagement::testing {

namespace {

namespace json = boost::json;

/// One project, kept before there were findings or with those given here.
struct OneProject final : StoreReader {
  explicit OneProject(std::optional<std::string> content = {}) : kept(std::move(content)) {}
  std::optional<std::string> kept;
  std::vector<FindingsRow> findings(const FindingsQuery&) override { return {{"p01", kept}}; }

  std::vector<StoredEvent> events_of(std::string_view, std::int64_t, int) override { return {}; }
  std::vector<ProjectRow> projects(const ProjectQuery&) override { return {}; }
  std::optional<ProjectRow> project(std::string_view) override { return {}; }
  std::vector<CalendarRow> calendars(std::string_view, int) override { return {}; }
  std::optional<Entry> entry(std::string_view) override { return {}; }
  std::vector<Entry> entries(const EntryQuery&) override { return {}; }
  std::vector<LabelCount> entry_counts(std::string_view, std::string_view) override { return {}; }
  std::vector<LabelPairCount> entry_pair_counts(std::string_view, std::string_view,
                                                std::string_view) override {
    return {};
  }
  std::vector<LabelKindCount> entry_kind_counts(std::string_view, std::string_view) override { return {}; }
  std::vector<LabelBatch> label_batches(std::string_view, std::string_view, std::int64_t, int) override {
    return {};
  }
  std::optional<LabelBatch> label_batch(std::int64_t) override { return {}; }
  std::vector<Delivery> deliveries(const DeliveryQuery&) override { return {}; }
  std::optional<Delivery> delivery(std::int64_t) override { return {}; }
  std::vector<Delivery> due(Instant, int) override { return {}; }
  std::vector<Delivery> due_for(std::string_view, Instant, int) override { return {}; }
  std::optional<Instant> next_due() override { return {}; }
  std::optional<Instant> next_due_for(std::string_view, Instant) override { return {}; }
  std::vector<std::string> waiting_adapters() override { return {}; }
  Overdue overdue(Instant) override { return {}; }
  std::vector<std::pair<DeliveryState, std::int64_t>> delivery_counts() override { return {}; }
  std::optional<std::string> document(std::string_view) override { return {}; }
  std::vector<std::string> project_ids(std::string_view, int) override { return {}; }
};

struct Learned : Story {
  Learned() {
    open();
    answer_people(*this);
    learn_from_it(*this);
  }
  json::object find(const InsightQuery& query, InsightReader reader = InsightReader::of_the_project,
                    std::optional<std::string> kept = {}) const {
    OneProject store(std::move(kept));
    const auto found = find_insights(
        query, store, context(), [&](const std::string&) { return state(); },
        [&](const std::string&) { return reader; });
    REQUIRE(found.ok());
    return found.value();
  }
  std::size_t count(const InsightQuery& query, InsightReader reader = InsightReader::of_the_project) const {
    return find(query, reader).at("items").as_array().size();
  }
};

}  // namespace

TEST_CASE("Insights: lessons, themes and results are found by their words, with or without macrons") {
  const Learned story;
  CHECK(story.count({}) == 3);
  for (const char* words : {"tūī", "tui", "TUUII school"}) CHECK(story.count({.words = words}) == 1);
  const auto theme = story.find({.words = "dunes kōwhai"}).at("items").at(0).as_object();
  CHECK(theme.at("id") == "p01/theme/theme-1");
  CHECK(theme.at("verdict") == "adopted");
  CHECK(theme.at("topics") == json::array{"parks"});
  CHECK_FALSE(theme.contains("search_text"));
  CHECK(story.count({.kind = "result"}) == 1);
  // Each word in one and the same insight.
  CHECK(story.count({.words = "dunes school"}) == 0);
}

TEST_CASE("Insights: who may not see a project finds a theme in the words that are published") {
  Story story;
  story.open();
  answer_the_branch(story);
  decide_it(story);
  story.go_to("2027-09-02");
  publish_it(story, R"({"plain":[{"theme":"theme-1","you_said":"Put up fences."}]})");
  const auto find = [&](const std::string& words, InsightReader reader) {
    OneProject store;
    return find_insights(
               {.words = words}, store, story.context(), [&](const std::string&) { return story.state(); },
               [&](const std::string&) { return reader; })
        .value()
        .at("items")
        .as_array();
  };
  const auto published = find("fences", InsightReader::anybody);
  REQUIRE(published.size() == 1);
  CHECK(published[0].at("you_said") == "Put up fences.");
  CHECK_FALSE(published[0].as_object().contains("advisers_words"));
  CHECK(find("dunes", InsightReader::anybody).empty());
  REQUIRE(find("dunes", InsightReader::of_the_project).size() == 1);
  CHECK(find("dunes", InsightReader::of_the_project)[0].at("advisers_words") ==
        json::object{{"you_said", "Fence the dunes."}});

  const char* correction = R"({"what_changed":"Said in plain words.","answers":[],
                               "plain":[{"theme":"theme-1","you_said":"Keep people off the sand."}]})";
  story.accept("publisher", "correct_results", correction);
  CHECK(find("fences", InsightReader::anybody).size() == 1);
  story.sign_off();
  CHECK(find("fences", InsightReader::anybody).empty());
  CHECK(find("people sand", InsightReader::anybody).size() == 1);
}

TEST_CASE("Insights: who may not see a project finds what is published of it, and no lesson") {
  const Learned story;
  const auto found = story.find({}, InsightReader::anybody).at("items").as_array();
  REQUIRE(found.size() == 2);
  for (const auto& insight : found) {
    CHECK(insight.at("public") == true);
    CHECK(insight.at("kind") != "lesson");
  }
  Story unpublished;
  unpublished.open();
  answer_the_branch(unpublished);
  decide_it(unpublished);
  OneProject store;
  const auto none = find_insights(
      {}, store, unpublished.context(), [&](const std::string&) { return unpublished.state(); },
      [](const std::string&) { return InsightReader::anybody; });
  CHECK(none.value().at("items").as_array().empty());
}

TEST_CASE("Insights: nothing of a mana whenua branch is in the register") {
  const Learned story;
  const auto findings = findings_of(story.project(), story.context());
  for (const char* words : {"Plant first, then build.", "tauira-ki-tai", "Ngāti Tauira"})
    CHECK(findings.content.find(words) == std::string::npos);
}

TEST_CASE("Insights: a page ends where it says, and the next goes on from there") {
  const Learned story;
  std::vector<std::string> seen;
  InsightQuery query{.limit = 2};
  for (int page = 0; page < 5; ++page) {
    const auto found = story.find(query);
    for (const auto& item : found.at("items").as_array())
      seen.push_back(json::value_to<std::string>(item.at("id")));
    if (found.at("next").is_null()) break;
    query.after = json::value_to<std::string>(found.at("next"));
  }
  CHECK(seen == std::vector<std::string>{"p01/lesson/1", "p01/theme/theme-1", "p01/result/1"});
  OneProject store;
  for (const char* after : {"p01", ":1", "p01:x", "p01:-1"})
    CHECK_FALSE(find_insights({.after = after}, store, story.context(), nullptr, nullptr).ok());
}

TEST_CASE("Insights: what another version of the program kept is read from the events") {
  const Learned story;
  CHECK(story.find({}, InsightReader::of_the_project, R"({"shape":1,"items":[]})")
            .at("items")
            .as_array()
            .size() == 3);
  CHECK(story.find({}, InsightReader::of_the_project, R"({"shape":2,"items":[]})")
            .at("items")
            .as_array()
            .empty());
}

TEST_CASE("Insights: every event that changes what is found is on the list of those that do") {
  Story second_round;
  second_round.open();
  answer_the_branch(second_round);
  decide_it(second_round);
  second_round.accept("decision_maker", "start_another_round", R"({"reason":"Ask on the draft."})");
  Story corrected;
  corrected.open();
  answer_the_branch(corrected);
  decide_it(corrected);
  publish_it(corrected, R"({"plain":[{"theme":"theme-1","you_said":"Put up fences."}]})");
  corrected.accept("publisher", "correct_results",
                   R"({"what_changed":"Plainer.","answers":[],"headline":"Fences first"})");
  corrected.sign_off();
  learn_from_it(corrected);
  for (const Story* story : {&second_round, &corrected}) {
    std::shared_ptr<const Aggregate> state;
    std::string before;
    for (const StoredEvent& event : story->history()) {
      state = story->workflow().replay(state, std::span(&event, 1));
      const std::string after = findings_of(as_project(*state), story->context()).content;
      CAPTURE(event.type);
      if (after != before) CHECK(changes_findings(event.type));
      before = after;
    }
  }
}

TEST_CASE("Plan: what is still to be looked up names the register's queries, and what was used is kept") {
  Story story;
  const auto refusal = story.refuse("lead", "begin_preparation");
  const auto waits = std::find_if(
      refusal.requirements.begin(), refusal.requirements.end(),
      [](const Requirement& requirement) { return requirement.name == "earlier_insights_recorded"; });
  REQUIRE(waits != refusal.requirements.end());
  CHECK(waits->why.find("/api/v1/insights?topic=parks") != std::string::npos);
  CHECK(waits->why.find("/api/v1/insights?community=young-people") != std::string::npos);
  CHECK(waits->why.find("/api/v1/insights?local_board=kowhai-bay") != std::string::npos);
  story.accept("lead", "record_earlier_insights",
               R"({"insights":["Go to schools."],"looked_in":"The register","used":["p00/lesson/1"]})");
  REQUIRE(story.project().earlier_insights->used);
  CHECK(story.project().earlier_insights->used->front() == "p00/lesson/1");
}

}  // namespace full_circle::engagement::testing
