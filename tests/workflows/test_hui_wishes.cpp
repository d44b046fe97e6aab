// How an entity wishes to meet: its notice, its maramataka, and several kaupapa in one hui.
#include "tests/support/story.hpp"

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;

namespace {

constexpr auto tai = "tauira-ki-tai";
constexpr auto uta = "tauira-ki-uta";
constexpr auto representative = "mana_whenua_representative";

class Arranging : public Story {
 public:
  Arranging() {
    plan();
    open_branch(tai, "Ngāti Tauira ki Tai");
    open_branch(uta, "Ngāti Tauira ki Uta");
    accept(representative, "accept", "", tai);
  }
  const Branch& branch() const { return *project().branch(tai); }
  void wish(const std::string& body) { accept(representative, "record_hui_wishes", body, tai); }
};

/// A day in April with a joined hui, or none.
std::string date_in_april(const std::string& more = "") {
  return R"({"starts_at":"2027-04-10T10:00:00+12:00","ends_at":"2027-04-10T14:00:00+12:00","place":"Tauira marae")" +
         more + "}";
}
const std::string joined = R"(,"joins":{"project":"p02","hui":"hui-1"})";

}  // namespace

TEST_CASE("Hui: an entity says what notice it wishes and whose nights it is shown, and may say otherwise") {
  Arranging story;
  CHECK_FALSE(story.branch().hui_wishes);
  const Place before = story.branch().place;
  story.wish(R"({"notice_working_days":15,"maramataka":"best-3-williams"})");
  REQUIRE(story.branch().hui_wishes);
  CHECK(story.branch().hui_wishes->notice_working_days == 15);
  CHECK(*story.branch().hui_wishes->maramataka == "best-3-williams");
  CHECK(story.branch().place == before);
  story.wish(R"({"notice_working_days":5})");
  CHECK(story.branch().hui_wishes->notice_working_days == 5);
  CHECK_FALSE(story.branch().hui_wishes->maramataka);
  story.accept(representative, "pause", "", tai);
  story.wish("{}");
  CHECK_FALSE(story.branch().hui_wishes->notice_working_days);
}

TEST_CASE("Hui: wishes that cannot be kept are refused, naming the field") {
  Arranging story;
  for (const std::string days : {"0", "251", "-3"}) {
    const auto refusal =
        story.refuse(representative, "record_hui_wishes", R"({"notice_working_days":)" + days + "}", tai);
    CHECK(refusal.fields.at(0).field == "/notice_working_days");
  }
  const auto refusal =
      story.refuse(representative, "record_hui_wishes", R"({"maramataka":"somebody-elses"})", tai);
  CHECK(refusal.fields.at(0).field == "/maramataka");
  CHECK(refusal.reason == Reason::malformed);
}

TEST_CASE("Hui: wishes are the entity's word; the council records them with evidence, another entity never") {
  Arranging story;
  const std::string wish = R"({"notice_working_days":10})";
  CHECK(story.refuse("maori_specialist", "record_hui_wishes", wish, tai).fields.at(0).field ==
        "/recorded_on_behalf");
  CHECK(
      story.refuse("mana_whenua_representative:" + std::string(uta), "record_hui_wishes", wish, tai).reason ==
      Reason::not_permitted);
  const auto outcome = story.accept(
      "maori_specialist", "record_hui_wishes",
      R"({"notice_working_days":10,"recorded_on_behalf":{"evidence":"Phone call of 3 March"}})", tai);
  CHECK(outcome.events.at(0).on_behalf_of == tai);
}

TEST_CASE("Hui: what an entity wishes is shown to it, and never to another entity") {
  Arranging story;
  story.wish(R"({"notice_working_days":15,"maramataka":"best-3-williams"})");
  const auto seen_by = [&](const std::string& view_class) {
    return branch_view(story.project(), story.context(), tai, view_class).as_object();
  };
  CHECK(seen_by("entity:tauira-ki-tai").at("hui_wishes").at("notice_working_days") == 15);
  CHECK_FALSE(seen_by("entity:tauira-ki-uta").contains("hui_wishes"));
  const auto rows = history_view(story.history(), story.project(), "entity:tauira-ki-uta");
  CHECK(canonical(rows).find("best-3-williams") == std::string::npos);
}

TEST_CASE("Hui: whoever arranges hui sees the days and wishes, and never how they came to be known") {
  Arranging story;
  story.accept("maori_specialist", "record_hui_wishes",
               R"({"notice_working_days":10,"recorded_on_behalf":{"evidence":"Phone call of 3 March"}})",
               tai);
  story.accept(representative, "record_availability", R"({"days":["2027-04-06"]})", tai);
  const auto seen_by = [&](const std::string& view_class) {
    return branch_view(story.project(), story.context(), tai, view_class).as_object();
  };
  for (const std::string view_class : {"staff", "specialist", "entity:tauira-ki-tai"}) {
    INFO(view_class);
    REQUIRE(sees_arrangements(view_class, tai));  // by which hui-dates shows them too
    CHECK(seen_by(view_class).at("available").as_array().size() == 1);
    CHECK(seen_by(view_class).at("hui_wishes").at("notice_working_days") == 10);
  }
  CHECK(canonical(seen_by("staff")).find("Phone call") == std::string::npos);
  CHECK(canonical(seen_by("specialist")).find("Phone call") != std::string::npos);
  CHECK_FALSE(seen_by("entity:tauira-ki-uta").contains("available"));
}

TEST_CASE("Hui: another round keeps what an entity wished") {
  Arranging story;
  story.wish(R"({"notice_working_days":15})");
  Project project = story.project();
  evolve(project, AnotherRoundStarted{}, {.seq = project.version + 1, .at = story.now(), .by = "x"},
         story.context().project_chart, story.context().branch_chart);
  REQUIRE(project.branch(tai)->hui_wishes);
  CHECK(project.branch(tai)->hui_wishes->notice_working_days == 15);
}

TEST_CASE("Hui: several kaupapa can be taken up in one hui, once both sides say so") {
  Arranging story;
  story.accept("lead", "agree_date", date_in_april(joined), tai);
  story.accept(representative, "agree_date", date_in_april(), tai);
  CHECK(story.branch().hui.empty());
  story.accept(representative, "agree_date", date_in_april(joined), tai);
  REQUIRE(story.branch().hui.size() == 1);
  REQUIRE(story.branch().hui.front().joins);
  CHECK(*story.branch().hui.front().joins == HuiReference{"p02", "hui-1"});
  const auto view = branch_view(story.project(), story.context(), tai, "staff");
  CHECK(view.at("hui").at(0).at("joins").at("project") == "p02");
}

TEST_CASE("Hui: a hui joins one of another project") {
  Arranging story;
  const auto refusal =
      story.refuse("lead", "agree_date", date_in_april(R"(,"joins":{"project":"p01","hui":"hui-1"})"), tai);
  CHECK(refusal.fields.at(0).field == "/joins/project");
}
