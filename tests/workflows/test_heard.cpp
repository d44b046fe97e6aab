#include "tests/support/program.hpp"
#include "tests/support/story.hpp"
#include "workflows/engagement/heard.hpp"
#include "workflows/engagement/themes.hpp"

namespace full_circle::engagement::testing {

namespace {

constexpr const char* figures = R"(population:
  - kind: community
    year: 2018
    base: 1000
    counted: Tauira, usually resident population
    source: Tauira
    groups: [{id: young-people, name: Young people, people: 100}]
  - kind: community
    year: 2023
    base: 2000
    counted: Tauira, usually resident population
    source: Tauira
    groups:
      - {id: young-people, name: "Young people, 15 to 24", people: 300}
      - {id: renters, name: People who rent, people: 500}
)";

Population tauira() {
  Population population;
  CHECK(read_population(figures, population).empty());
  return population;
}

std::vector<bool> hidden(const std::vector<std::int64_t>& counts) {
  return hidden_counts(counts);
}

using Hidden = std::vector<bool>;

}  // namespace

TEST_CASE("Heard: one small group hides a second, so that the sum does not tell it", "[heard]") {
  CHECK(hidden({40, 10, 0}) == Hidden{false, false, false});
  CHECK(hidden({40, 9, 20}) == Hidden{false, true, true});
  CHECK(hidden({40, 9, 4}) == Hidden{false, true, true});
  // Two of one each: their sum would tell both.
  CHECK(hidden({40, 1, 1}) == Hidden{true, true, true});
  CHECK(hidden({9}) == Hidden{true});
  CHECK(hidden({}) == Hidden{});
}

TEST_CASE("Heard: no sum of what is shown narrows a small group down to one number", "[heard]") {
  for (std::int64_t one = 0; one <= 25; ++one)
    for (std::int64_t two = 0; two <= 25; ++two)
      for (std::int64_t three = 0; three <= 25; ++three) {
        const std::vector<std::int64_t> counts{one, two, three};
        const auto total = one + two + three;
        const auto hides = hidden(counts);
        std::int64_t sum = 0;
        int cells = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
          if (counts[i] > 0 && counts[i] < shown_from) CHECK(hides[i]);
          if (hides[i]) sum += counts[i], ++cells;
        }
        if (cells == 0 || total < shown_from) continue;  // then the total is hidden too
        CHECK(cells >= 2);
        CHECK(sum >= shown_from);
      }
}

TEST_CASE("Heard: each group stands beside its target and who lives here, those not heard too", "[heard]") {
  Story story;
  story.accept("lead", "identify_communities",
               R"({"groups":[{"community":"young-people","interest":"They swim.","target_people":60},
                             {"community":"boaties","interest":"They moor.","target_people":20}]})");
  const auto view = heard_view(story.project(), tauira(),
                               {{{"community", "young-people"}, 30}, {{"community", "walkers"}, 70}},
                               {{"channel", 120}, {"community", 100}});
  CHECK(view.at("total") == 120);
  CHECK(view.at("communities").at("not_said") == 20);
  CHECK(view.at("communities").at("share_of") == "those_who_said");
  const auto& groups = view.at("communities").at("groups").as_array();
  REQUIRE(groups.size() == 4);
  CHECK(groups[0].at("id") == "boaties");
  CHECK(groups[0].at("contributions") == 0);
  CHECK(groups[0].at("target") == 20);
  CHECK(groups[0].at("census").is_null());
  CHECK(groups[1].at("id") == "renters");
  CHECK(groups[1].at("gap_points") == -25.0);
  CHECK(groups[2].at("target").is_null());
  const auto& young = groups[3];
  CHECK(young.at("name") == "Young people, 15 to 24");
  CHECK(young.at("share") == 30.0);
  CHECK(young.at("target") == 60);
  CHECK(young.at("census").at("share") == 15.0);
  CHECK(young.at("census").at("base") == 2000);
  CHECK(young.at("census").at("year") == 2023);
  CHECK(young.at("gap_points") == 15.0);
  CHECK(view.at("local_boards").at("groups").at(0).at("id") == "kowhai-bay");
  CHECK(view.at("local_boards").at("not_said") == 120);
}

TEST_CASE("Heard: a hidden number is in no share, sum or gap", "[heard]") {
  Story story;
  const auto view = heard_view(story.project(), tauira(),
                               {{{"community", "young-people"}, 95}, {{"community", "renters"}, 40}},
                               {{"channel", 100}, {"community", 97}});
  const auto& communities = view.at("communities").as_object();
  CHECK(communities.at("not_said").is_null());
  CHECK(communities.at("share_of") == "all");
  const auto& renters = communities.at("groups").at(0);
  CHECK(renters.at("hidden") == true);
  for (const char* field : {"contributions", "share", "gap_points"}) CHECK(renters.at(field).is_null());
  CHECK(communities.at("groups").at(1).at("share") == 95.0);
}

TEST_CASE("Heard: a target is a number of people", "[heard]") {
  Story story;
  const auto refusal =
      story.refuse("lead", "identify_communities",
                   R"({"groups":[{"community":"young-people","interest":"They swim.","target_people":0}]})");
  CHECK(refusal.fields.at(0).field == "/groups/0/target_people");
}

TEST_CASE("Population: figures that cannot be right are told with their line", "[heard]") {
  Population population;
  const auto problems = read_population(R"(population:
  - kind: topic
    year: 2023
    base: 10
    counted: Tauira
    source: Tauira
    groups:
      - {id: a, name: A, people: 11}
      - {id: a, name: B, people: 1}
)",
                                        population);
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].line == 2);
  CHECK(problems[1].line == 8);
  CHECK(problems[2].line == 9);
  CHECK(population.sets.empty());
}

TEST_CASE("Population: the sample that comes with the program can be read, and says that it is one",
          "[heard]") {
  Population population;
  const auto text = read_file(std::string(FULL_CIRCLE_SOURCE_DIR) + "/config/demo/population.yaml");
  CHECK(read_population(text, population).empty());
  CHECK(population.sets.size() == 2);
  for (const auto& set : population.sets) CHECK(set.source.starts_with("Tauira"));
}

TEST_CASE("Themes: how many people raised one need not be said, and stays when it is not said again",
          "[themes]") {
  Story story;
  story.open();
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  story.finish_activities("engage");
  story.accept("lead", "record_feedback_totals",
               R"({"total":4,"by_type":[{"name":"individuals","count":4}],"by_channel":[],"source":"Here"})");
  story.accept("lead", "begin_analysis");
  story.accept("adviser", "record_theme", R"({"title":"Dogs","you_said":"Leads on."})");
  CHECK(story.project().themes.front().people == 0);
  story.accept("adviser", "record_theme",
               R"({"theme":"theme-1","title":"Dogs","you_said":"Leads on.","people":12})");
  story.accept("adviser", "record_theme", R"({"theme":"theme-1","title":"Dogs","you_said":"Leads on!"})");
  CHECK(story.project().themes.front().people == 12);
}

TEST_CASE("Themes: are recorded from the day people can answer, while there is time to ask what is missing",
          "[themes]") {
  Story story;
  CHECK(story.refuse("adviser", "record_theme", R"({"title":"Dogs","you_said":"Leads on."})").reason ==
        Reason::out_of_turn);
  story.open();
  story.accept("adviser", "record_theme", R"({"title":"Dogs","you_said":"Leads on."})");
  story.go_to("2027-07-19");
  story.accept("system", "close_engagement");
  story.accept("adviser", "record_theme", R"({"title":"Trees","you_said":"More of them."})");
  CHECK(story.project().themes.size() == 2);
}

TEST_CASE("Engage: closing keeps how many contributions the round had, as they were counted", "[themes]") {
  auto context = std::make_shared<Context>(*shipped_context());
  context->contribution_counts = [](std::string_view) {
    return ThemeCounts{.labels = {{{"round", "1"}, 41}, {{"round", "2"}, 3}}};
  };
  Story story("standard", "2027-03-01", context);
  story.open();
  story.go_to("2027-07-19");
  const auto closed = story.accept("system", "close_engagement");
  CHECK(boost::json::parse(closed.events.front().data).at("contributions") == 41);
}

}  // namespace full_circle::engagement::testing
