// Candidate dates for a hui: what is offered, what is said with each, and what never decides.
#include "tests/support/story.hpp"
#include "tests/workflows/calendar_rules.hpp"
#include "workflows/engagement/calendar/hui_dates.hpp"

#include <algorithm>

using namespace full_circle;
using namespace full_circle::engagement;
using namespace full_circle::engagement::testing;
using Texts = std::vector<std::string>;

namespace {

constexpr auto tai = "tauira-ki-tai";
constexpr auto representative = "mana_whenua_representative";

/// A project with a period, a decision to come, and an entity that has said yes.
class Arranging : public Story {
 public:
  Arranging() {
    plan();
    open_branch(tai, "Ngāti Tauira ki Tai");
    prepare();
    accept(representative, "accept", "", tai);
  }
  void available(const std::string& days) {
    accept(representative, "record_availability", R"({"days":[)" + days + "]}", tai);
  }
  void wish(const std::string& wishes) { accept(representative, "record_hui_wishes", wishes, tai); }

  Result<HuiDates> ask(std::string_view from, std::string_view to,
                       const std::vector<OtherAsk>* other_asks = nullptr) {
    const WorkingDays days = working_days("employment");
    const auto holidays = holidays_between(shipped_holiday_rules(), 2027, 2027, "").value();
    const Branch& branch = *project().branch(tai);
    const auto planned = plan_dates(project(), branch, m_context);
    return hui_dates({.project = project(),
                      .branch = branch,
                      .context = m_context,
                      .working_days = days,
                      .holidays = holidays,
                      .plan = planned,
                      .other_asks = other_asks,
                      .now = now(),
                      .from = day(from),
                      .to = day(to)});
  }
  HuiDates found(std::string_view from, std::string_view to,
                 const std::vector<OtherAsk>* other_asks = nullptr) {
    auto dates = ask(from, to, other_asks);
    if (!dates.ok()) FAIL(dates.refusal().message);
    return std::move(dates).value();
  }
  void council_switches_on(const std::string& id) {
    auto maramataka = std::make_shared<Maramataka>(*shipped_maramataka());
    maramataka->council_id = id;
    m_context.maramataka = maramataka;
  }

 private:
  Context m_context = *shipped_context();
};

Texts days_of(const HuiDates& dates) {
  Texts days;
  for (const HuiDate& date : dates.dates) days.push_back(to_text(date.day));
  return days;
}

bool notes(const HuiDates& dates, std::string_view words) {
  return std::any_of(dates.notes.begin(), dates.notes.end(),
                     [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

/// What a candidate does to one date of the plan.
const PlanEffect& effect_on(const HuiDate& date, std::string_view name) {
  const auto found = std::find_if(date.plan.begin(), date.plan.end(),
                                  [&](const PlanEffect& effect) { return effect.name == name; });
  REQUIRE(found != date.plan.end());
  return *found;
}

}  // namespace

TEST_CASE("Hui dates: where an entity gave days, those are the candidates and no others, in calendar order") {
  Arranging story;
  story.available(R"("2027-04-10","2027-03-24","2027-05-03","2027-03-24","2027-02-01")");
  const auto dates = story.found("2027-02-01", "2027-04-30");
  CHECK(dates.basis == HuiDates::Basis::availability);
  CHECK(days_of(dates) == Texts{"2027-03-24", "2027-04-10"});
  CHECK(story.found("2027-06-01", "2027-06-30").dates.empty());
  CHECK(notes(story.found("2027-06-01", "2027-06-30"), "None of the days that Ngāti Tauira ki Tai gave"));
}

TEST_CASE(
    "Hui dates: without availability working days are shown, and it is said that none is known to suit") {
  Arranging story;
  const auto dates = story.found("2027-03-22", "2027-03-31");
  CHECK(dates.basis == HuiDates::Basis::working_days);
  CHECK(days_of(dates) ==
        Texts{"2027-03-22", "2027-03-23", "2027-03-24", "2027-03-25", "2027-03-30", "2027-03-31"});
  CHECK(notes(dates, "No availability is recorded for Ngāti Tauira ki Tai"));
}

TEST_CASE("Hui dates: candidates begin tomorrow") {
  Arranging story;  // on 1 March
  CHECK(days_of(story.found("2027-02-15", "2027-03-03")) == Texts{"2027-03-02", "2027-03-03"});
  CHECK(story.found("2027-02-01", "2027-03-01").dates.empty());
  story.available(R"("2027-04-10")");
  CHECK(story.found("2027-02-01", "2027-03-01").basis == HuiDates::Basis::availability);
}

TEST_CASE("Hui dates: notice is shown beside what the entity asks for, and blocks nothing") {
  Arranging story;
  CHECK(story.found("2027-03-02", "2027-03-02").dates.at(0).notice == "1 working day from today.");
  story.wish(R"({"notice_working_days":15})");
  const auto dates = story.found("2027-03-03", "2027-03-22");
  CHECK(dates.notice_wished == 15);
  CHECK(dates.dates.front().notice_working_days == 2);
  CHECK(dates.dates.front().notice == "2 working days from today; they ask for 15.");
  CHECK(dates.dates.back().notice_working_days == 15);
}

TEST_CASE("Hui dates: nights are named by the entity's own choice, else by the council's, else not at all") {
  Arranging story;
  story.available(R"("2027-04-10")");  // the fourth day from the new moon of 7 April
  const auto night = [&] { return story.found("2027-04-01", "2027-04-30").dates.at(0).night; };
  CHECK_FALSE(night());
  CHECK(story.found("2027-04-01", "2027-04-30").maramataka == nullptr);
  story.council_switches_on("best-1-metera-aomarere-otaki");
  REQUIRE(night());
  CHECK(night()->ordinal == 4);
  CHECK(story.found("2027-04-01", "2027-04-30").maramataka->id == "best-1-metera-aomarere-otaki");
  story.wish(R"({"maramataka":"best-3-williams"})");
  CHECK(story.found("2027-04-01", "2027-04-30").maramataka->id == "best-3-williams");
  CHECK(night()->name == "Oue");
  CHECK(notes(story.found("2027-04-01", "2027-04-30"), "never graded"));
}

TEST_CASE("Hui dates: a night never adds, removes or reorders a candidate") {
  Arranging story;
  story.available(R"("2027-04-08","2027-04-10","2027-04-22","2027-05-05")");
  const auto before = days_of(story.found("2027-04-01", "2027-05-31"));
  for (const MaramatakaVersion& version : shipped_maramataka()->versions) {
    story.wish(R"({"maramataka":")" + version.id + R"("})");
    CHECK(days_of(story.found("2027-04-01", "2027-05-31")) == before);
  }
}

TEST_CASE("Hui dates: holidays are named, and those around a weekend too") {
  Arranging story;
  story.available(R"("2027-03-26","2027-03-27","2027-03-30","2027-04-10")");
  const auto dates = story.found("2027-03-20", "2027-04-30").dates;
  REQUIRE(dates.size() == 4);
  CHECK(dates[0].holidays_text == "Good Friday");
  CHECK(dates[1].holidays_text ==
        "Good Friday on Friday 26 March 2027; Easter Monday on Monday 29 March 2027");
  CHECK(dates[2].holidays_text.empty());
  CHECK(dates[3].holidays.empty());
}

TEST_CASE("Hui dates: what else the entity is asked that week is shown, and a hui that could be joined") {
  Arranging story;
  story.available(R"("2027-04-10","2027-04-20")");
  const std::vector<OtherAsk> asks{
      {"Harbour path", "hui", day("2027-04-10"), day("2027-04-10"), HuiReference{"p02", "hui-1"}},
      {"", "an answer", day("2027-03-01"), day("2027-04-05"), {}},
      {"Reserve plan", "hui", day("2027-04-28"), day("2027-04-28"), HuiReference{"p03", "hui-2"}}};
  const auto dates = story.found("2027-04-01", "2027-04-30", &asks);
  REQUIRE(dates.dates.size() == 2);
  CHECK(dates.dates[0].that_week.size() == 2);  // 5 to 11 April
  CHECK(dates.dates[0].could_join == std::vector<HuiReference>{{"p02", "hui-1"}});
  CHECK(dates.dates[1].that_week.empty());
  CHECK(dates.dates[1].could_join.empty());
  CHECK(dates.hui_to_join.size() == 2);
  CHECK_FALSE(notes(dates, "was not looked at"));
}

TEST_CASE("Hui dates: when nobody looked at what else the entity is asked, the answer says so") {
  Arranging story;
  CHECK(notes(story.found("2027-04-01", "2027-04-30"), "What else they are asked was not looked at."));
}

TEST_CASE("Hui dates: each says what it does to the plan") {
  Arranging story;  // open 14 June to 18 July, decided on 19 August
  story.available(R"("2027-06-11","2027-07-20","2027-08-13","2027-08-19","2027-08-23")");
  const auto dates = story.found("2027-06-01", "2027-08-31").dates;
  REQUIRE(dates.size() == 5);
  CHECK(effect_on(dates[0], "opens_on").relation == Relation::before);
  CHECK(effect_on(dates[0], "opens_on").text ==
        "1 working day before the period opens (Monday 14 June 2027).");
  CHECK(effect_on(dates[1], "closes_on").text ==
        "2 working days after the period closes (Sunday 18 July 2027).");
  CHECK_FALSE(effect_on(dates[1], "closes_on").breaks_plan);
  CHECK(effect_on(dates[2], "decision_on").text ==
        "4 working days before the decision is due (Thursday 19 August 2027).");
  CHECK_FALSE(effect_on(dates[2], "decision_on").breaks_plan);
  CHECK(effect_on(dates[3], "decision_on").relation == Relation::same_day);
  CHECK(effect_on(dates[3], "decision_on").breaks_plan);
  CHECK(effect_on(dates[4], "decision_on").text ==
        "2 working days after the decision is due (Thursday 19 August 2027). What is said there could not be "
        "weighed in the decision.");
  CHECK(effect_on(dates[4], "answer_by").relation == Relation::before);
}

TEST_CASE(
    "Hui dates: what the advice still needs is part of the plan, and the text says where a day stands") {
  Arranging story;  // the decision is due on 19 August, “Write the advice” ten days before
  story.available(R"("2027-07-20","2027-08-03","2027-08-23")");
  const auto dates = story.found("2027-07-01", "2027-08-31").dates;
  REQUIRE(dates.size() == 3);
  CHECK(effect_on(dates[1], "write_advice").text ==
        "4 working days before “Write the advice” is due (Monday 9 August 2027).");
  CHECK(dates[0].plan_text ==
        "2 working days after the period closes (Sunday 18 July 2027). 8 working days before “Take out what "
        "has "
        "to stay private” is due (Friday 30 July 2027).");
  CHECK(dates[2].plan_text ==
        "2 working days after the decision is due (Thursday 19 August 2027). What is said there could not be "
        "weighed in the decision. 18 working days before people are to hear what was decided (Thursday 16 "
        "September 2027).");
  story.accept("lead", "waive_activity", R"({"activity":"write_advice","reason":"Written already."})");
  const auto later = story.found("2027-07-01", "2027-08-31").dates;
  for (const PlanEffect& effect : later[0].plan) CHECK(effect.name != "write_advice");
}

TEST_CASE("Hui dates: a pause, and a hui that is arranged already, are said") {
  Arranging story;
  const std::string date =
      R"({"starts_at":"2027-04-10T10:00:00+12:00","ends_at":"2027-04-10T14:00:00+12:00","place":"Tauira marae"})";
  story.accept("lead", "agree_date", date, tai);
  story.accept(representative, "agree_date", date, tai);
  CHECK(notes(story.found("2027-04-01", "2027-04-30"),
              "A hui is arranged already: Saturday 10 April 2027, 10 am to 2 pm."));
  story.accept(representative, "pause", "", tai);
  CHECK(notes(story.found("2027-04-01", "2027-04-30"), "has paused"));
}

TEST_CASE("Hui dates: a span that cannot be answered is refused, naming the field") {
  Arranging story;
  const auto field = [&](std::string_view from, std::string_view to) {
    const auto refused = story.ask(from, to);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.refusal().reason == Reason::malformed);
    return refused.refusal().fields.at(0).field;
  };
  CHECK(field("2027-04-02", "2027-04-01") == "/to");
  CHECK(field("2027-04-01", "2028-04-01") == "/to");
  CHECK(field("1989-12-01", "1990-02-01") == "/from");
  CHECK(field("2052-12-01", "2053-02-01") == "/to");
  CHECK(story.ask("2027-04-01", "2028-03-31").ok());
}
