#include "workflows/engagement/calendar/forecast.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/forecast_step.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/requirement_checks.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace {

/// What the forecast dates itself, so that it is no open end.
constexpr std::array<std::string_view, 5> dated{"publicly_visible", "period_started", "period_over",
                                                "period_long_enough", "notice_given"};

/// Of either list; null when there is none.
template <class OneForecast>
auto* named(OneForecast& forecast, std::string_view name) {
  for (auto* list : {&forecast.steps, &forecast.branches})
    for (auto& step : *list)
      if (step.name == name) return &step;
  return static_cast<decltype(forecast.steps.data())>(nullptr);
}

std::string of_round(std::string_view step, int round, const Project& project) {
  return std::string(step) + (round == project.round ? "" : "_" + std::to_string(round));
}

class Walk {
 public:
  Walk(const Project& project, const Definition& definition, const Context& context, Instant now,
       const WhatIf& what_if, const SeesBranch& sees)
      : m_project(project),
        m_definition(definition),
        m_context(context),
        m_now(now),
        m_what_if(what_if),
        m_sees(sees),
        m_counting(*context.working_calendars) {
    m_forecast.today = day_in(now, context.zone);
    m_round_begins = {today(), {}};
  }

  Forecast all() {
    if (in("withdrawn") || in("withdrawing")) {
      m_forecast.notes.emplace_back("The project was withdrawn: nothing is to come.");
      return std::move(m_forecast);
    }
    m_branches = forecast_branches(m_project, m_definition, m_context, today(), m_what_if, m_sees);
    m_forecast.branches = m_branches.steps;
    const Point opened = open(m_project.round, may_be_known_from(announce()));
    Point closed = close(m_project.round, opened);
    for (int round = m_project.round + 1; round <= rounds_wanted() && !m_project.advice_submitted_at; ++round)
      closed = ask_again(round, closed);
    answer(decide(advice(closed), closed));
    mark_critical();
    return std::move(m_forecast);
  }

 private:
  bool in(std::string_view state) const { return m_context.project_chart.is_in(m_project.place, state); }
  Day today() const { return m_forecast.today; }
  Day day_of(Instant instant) const { return day_in(instant, m_context.zone); }
  std::optional<Day> day_of(const std::optional<Instant>& instant) const {
    return instant ? std::optional(day_of(*instant)) : std::nullopt;
  }

  Point add(const StepDraft& draft) {
    m_forecast.steps.push_back(draft.finished());
    return draft.point();
  }

  void open_ends(StepDraft& draft, std::initializer_list<std::string_view> moves) const {
    for (const auto move : moves)
      for (const auto& unmet : requirements_of(move, m_project, m_definition, m_context, m_now))
        if (!unmet.met && std::find(dated.begin(), dated.end(), unmet.name) == dated.end())
          draft.waits_openly({unmet.name, unmet.what, unmet.source});
  }

  /// A day that activities are due before, and the stage that ends with it.
  struct Anchor {
    std::string_view name;
    std::string_view words;
    std::string_view stage;
  };
  /// Each required activity needs its time from when its stage begins; those of earlier stages can be done
  /// now.
  void activities(StepDraft& draft, const Anchor& anchor, const Point& stage_begins) const {
    for (const auto& activity : m_definition.activities) {
      if (!activity.required || !activity.due || !activity.due->before || activity.due->anchor != anchor.name)
        continue;
      if (!to_be_done(activity)) continue;
      const auto& count = activity.due->count;
      const bool of_stage = activity.stage == anchor.stage;
      draft.no_sooner(
          m_counting.with_room(of_stage ? stage_begins : m_round_begins, count),
          {"activity_" + activity.name,
           "“" + activity.title + "” is due " + count_text(count) + " before " + std::string(anchor.words),
           count.calendar, activity.source});
    }
  }
  /// In a round to come everything is done again, but Plan is not gone through a second time.
  bool to_be_done(const Activity& activity) const {
    if (m_round_begins.step.empty()) return still_to_do(activity, m_project, m_context.project_chart);
    return activity.stage != "plan";
  }

  void after_branches(StepDraft& draft) const {
    for (const auto& [point, rule] : m_branches.before_reporting) draft.no_sooner(point, rule);
  }

  // ── The cycle ──

  Point announce() {
    StepDraft draft({.name = "announce",
                     .what = "The public is told that it is coming",
                     .done_on = day_of(m_project.announced_at)});
    draft.no_sooner({today(), {}}, not_before_today());
    for (const auto& [point, rule] : m_branches.before_announcing) draft.no_sooner(point, rule);
    if (!m_project.announced_at) open_ends(draft, {"announce_project"});
    return add(draft);
  }

  /// The day on which people can first know the dates. Dates that come after the announcement are known when
  /// they are scheduled (notice_from).
  Point may_be_known_from(const Point& announced) const {
    if (!m_project.announced_at) return announced;
    const auto& period = m_project.period;
    if (keeps_its_dates()) return {notice_from(m_project, m_context.zone), announced.step};
    const bool first_dates =
        !scheduled() && !moved() && m_project.round == 1 && (!period || period->sequence == 0);
    return first_dates ? announced : Point{today(), {}};
  }

  bool scheduled() const {
    return m_project.scheduled_at && working_stage(m_project.place, m_context.project_chart) != "prepare";
  }
  /// Other dates are tried than those that are set.
  bool moved() const {
    const auto& period = m_project.period;
    return period && (planned_opening() != period->opens_on || planned_closing() != period->closes_on);
  }
  bool keeps_its_dates() const {
    return m_project.announced_at && scheduled() && m_project.period && !moved();
  }

  std::optional<Day> planned_opening() const {
    if (m_what_if.opens_on) return m_what_if.opens_on;
    return m_project.period ? std::optional(m_project.period->opens_on) : std::nullopt;
  }
  std::optional<Day> planned_closing() const {
    if (m_what_if.closes_on) return m_what_if.closes_on;
    return m_project.period ? std::optional(m_project.period->closes_on) : std::nullopt;
  }

  struct Notice {
    DayCount count;
    std::string source;
  };
  std::vector<Notice> notices() const {
    std::vector<Notice> all;
    if (const auto count = m_definition.period.notice_min())
      all.push_back({*count, m_definition.period.source});
    for (const auto& added : m_definition.requirements)
      if (added.requirement == "notice_given" && added.arguments.days)
        all.push_back({{*added.arguments.days}, added.source});
    return all;
  }
  void notice(StepDraft& draft, const Point& known) const {
    for (const auto& [count, source] : notices())
      draft.no_sooner(m_counting.onwards(known, count),
                      {"notice_given", "People know of it for " + count_text(count) + " before it opens",
                       count.calendar, source});
  }
  Point known_long_enough(const Point& known) const {
    Point enough = known;
    for (const auto& one : notices()) enough = later_of(enough, m_counting.onwards(known, one.count));
    return enough;
  }

  /// Scheduled, it opens on its day. A sooner day is another date, which people have to know for as long
  /// again.
  void opens_on_its_day(StepDraft& draft, const Point& known) const {
    const Point its_day{m_project.period->opens_on, {}};
    const Point sooner = known_long_enough({today(), {}});
    const Point kept = later_of(its_day, known_long_enough(known));
    if (sooner.day && kept.day && *sooner.day < *kept.day) return notice(draft, {today(), {}});
    draft.no_sooner(its_day, {"period_started",
                              "It opens on its day; people would not know a sooner one for long enough",
                              {},
                              m_definition.period.source});
    notice(draft, known);
  }

  Point open(int round, const Point& known) {
    StepDraft draft({.name = of_round("open", round, m_project), .what = "People can say what they think"});
    const bool current = round == m_project.round;
    if (current) {
      draft.step().planned_on = planned_opening();
      if (m_project.period) draft.step().done_on = day_of(m_project.period->opened_at);
    }
    const Point start = current ? Point{today(), {}} : known;
    draft.no_sooner(start,
                    current ? not_before_today() : ForecastRule{"next_round", "The round before is over"});
    draft.no_sooner(known, {"publicly_visible", "It is announced before it opens", {}, "SA step 2"});
    if (current && keeps_its_dates())
      opens_on_its_day(draft, known);
    else
      notice(draft, known);
    activities(draft, {"opens_on", "it opens", "prepare"}, start);
    if (current && !draft.step().done_on)
      open_ends(draft, {"begin_preparation", "schedule_engagement", "open_engagement"});
    return add(draft);
  }

  Point close(int round, const Point& opened) {
    StepDraft draft(
        {.name = of_round("close", round, m_project), .what = "The last day for people to say so"});
    const auto& rule = m_definition.period;
    const auto& period = m_project.period;
    const auto kept = [&](std::string says, std::string calendar = {}) {
      return ForecastRule{"period_long_enough", std::move(says), std::move(calendar), rule.source};
    };
    draft.no_sooner(opened, kept("It does not close before it opens"));
    if (round == m_project.round) {
      draft.step().planned_on = planned_closing();
      if (period && period->closed_at) draft.step().done_on = period->closes_on;
      if (period && period->opened_at)
        draft.no_sooner(
            {period->closes_on, opened.step},
            {"never_shorter", "An open period is made longer, never shorter", {}, "LGA s 82(1)(d)"});
    }
    if (rule.months_min && opened.day)
      draft.no_sooner({plus_months(*opened.day, *rule.months_min), opened.step},
                      kept("It stays open for not less than " + std::to_string(*rule.months_min) +
                           (*rule.months_min == 1 ? " month" : " months")));
    if (const auto least = rule.working_min())
      draft.no_sooner(m_counting.onwards(opened, *least),
                      kept("It stays open for " + count_text(*least), least->calendar));
    if (rule.days_min)
      draft.no_sooner(m_counting.onwards(opened, {*rule.days_min - 1}),
                      kept("It stays open for " + count_text({*rule.days_min}) + ", both ends counted"));
    if (rule.days_max)
      draft.no_later(
          m_counting.onwards(opened, {*rule.days_max - 1}),
          kept("It stays open for at most " + count_text({*rule.days_max}) + ", both ends counted"));
    activities(draft, {"closes_on", "it closes", "engage"}, opened);
    return add(draft);
  }

  int rounds_wanted() const {
    int wanted = m_project.round;
    for (const auto& added : m_definition.requirements)
      if (added.requirement == "rounds_done") wanted = std::max(wanted, added.arguments.count.value_or(1));
    return wanted;
  }

  /// A round to come: every entity is asked again, and people are told of other dates.
  Point ask_again(int round, const Point& closed) {
    StepDraft draft({.name = of_round("another_round", round, m_project),
                     .what = "Round " + std::to_string(round) + " begins"});
    draft.no_sooner(m_counting.onwards(closed, {1}), read_once_over());
    const auto held = held_to("start_another_round", &m_definition);
    if (std::any_of(held.begin(), held.end(),
                    [](const HeldTo& one) { return one.requirement == "branches_reportable"; }))
      after_branches(draft);
    if (round == m_project.round + 1) open_ends(draft, {"start_another_round"});
    const Point begun = add(draft);
    m_round_begins = begun;
    m_branches.before_reporting = asked_again(m_project, m_definition, m_context, begun, m_sees);
    return close(round, open(round, begun));
  }

  static ForecastRule read_once_over() {
    return {"period_over",
            "What people said is weighed once the time to say it is over",
            {},
            "LGA s 82(1)(d), (e)"};
  }

  Point advice(const Point& closed) {
    StepDraft draft({.name = "advice",
                     .what = "The report is where anyone can read it",
                     .done_on = day_of(m_project.advice_submitted_at)});
    draft.no_sooner({today(), {}}, not_before_today());
    draft.no_sooner(m_counting.onwards(closed, {1}), read_once_over());
    after_branches(draft);
    if (!draft.step().done_on) open_ends(draft, {"begin_analysis", "submit_advice"});
    if (m_branches.others)
      draft.waits_openly(
          {"branches_reportable",
           "Other mana whenua entities come to their own words. Their days are theirs to tell, "
           "and are not counted here",
           "LGA ss 77(1)(c), 82"});
    return add(draft);
  }

  const Decision* decided() const {
    const auto& all = m_project.decisions;
    return !all.empty() && all.back().round == m_project.round ? &all.back() : nullptr;
  }

  std::optional<Day> planned_decision() const {
    if (m_what_if.decision_on) return m_what_if.decision_on;
    if (m_project.decision_meeting) return day_of(m_project.decision_meeting->starts_at);
    return m_project.scope ? std::optional(m_project.scope->decision_on) : std::nullopt;
  }

  Point decide(const Point& advised, const Point& closed) {
    StepDraft draft({.name = "decide", .what = "It is decided", .planned_on = planned_decision()});
    if (const auto* decision = decided()) draft.step().done_on = decision->decided_on;
    draft.no_sooner({today(), {}}, not_before_today());
    activities(draft, {"decision_on", "the decision", "report"},
               later_of({today(), {}}, m_counting.onwards(closed, {1})));
    if (m_definition.meeting)
      meeting(draft, *m_definition.meeting, advised);
    else
      draft.no_sooner(advised, {"advice_submitted", "The advice comes before the decision", {}, "SA step 4"});
    if (!draft.step().done_on) open_ends(draft, {"record_decision"});
    return add(draft);
  }

  /// LGOIMA ss 46 and 46A, as the definition states them.
  void meeting(StepDraft& draft, const MeetingRule& rule, const Point& advised) const {
    const DayCount readable{rule.report_working_days_min, rule.calendar};
    draft.no_sooner(
        m_counting.with_room(advised, readable),
        {"report_public", "Anyone can read the report " + count_text(readable) + " before the meeting",
         rule.calendar, rule.source});
    const auto& set = m_project.decision_meeting;
    const bool made_known = set && set->public_notice &&
                            (!m_what_if.decision_on || *m_what_if.decision_on == day_of(set->starts_at));
    if (made_known || !draft.earliest()) return;
    const Point first = m_counting.first_meeting(rule, today(), *draft.earliest());
    if (*draft.earliest() < *first.day)
      draft.no_sooner(
          first, {"meeting_notice", "The meeting is made known to the public in time, today at the earliest",
                  rule.calendar, rule.source});
  }

  void answer(const Point& decision) {
    StepDraft draft({.name = "answer", .what = "People hear what was decided and why"});
    if (m_what_if.answer_by)
      draft.step().planned_on = m_what_if.answer_by;
    else if (m_project.scope)
      draft.step().planned_on = m_project.scope->answer_by;
    if (!m_project.editions.empty()) draft.step().done_on = day_of(m_project.editions.front().published_at);
    draft.no_sooner({today(), {}}, not_before_today());
    draft.no_sooner(decision, {"decided", "People hear back once it is decided", {}, "LGA s 82(1)(f)"});
    activities(draft, {"answer_by", "people hear back", "close_the_loop"}, later_of({today(), {}}, decision));
    const auto& within = m_context.answer_within;
    draft.no_later(m_counting.onwards(decision, within),
                   {"answer_standard", "People hear back within " + count_text(within) + " of the decision",
                    within.calendar, "the council's own standard"});
    if (!draft.step().done_on) open_ends(draft, {"begin_closing", "publish_results"});
    add(draft);
  }

  void mark_critical() {
    std::string name = "answer";
    while (!name.empty()) {
      auto* found = named(m_forecast, name);
      if (!found || found->critical) return;
      found->critical = true;
      const bool has_room = name != "answer" && found->planned_on && found->earliest_on &&
                            *found->earliest_on < *found->planned_on;
      name = has_room || found->done_on ? std::string() : found->waits_for;
    }
  }

  const Project& m_project;
  const Definition& m_definition;
  const Context& m_context;
  const Instant m_now;
  const WhatIf& m_what_if;
  const SeesBranch& m_sees;
  const StepCounting m_counting;
  Forecast m_forecast;
  Point m_round_begins;  ///< today; of a round to come, the step that begins it
  BranchForecast m_branches;
};

/// Days can be tried for what has not happened.
std::optional<Refusal> fault_of(const WhatIf& what_if, const Project& project, const Context& context,
                                const SeesBranch& sees) {
  const auto& period = project.period;
  const bool decided = !project.decisions.empty() && project.decisions.back().round == project.round;
  if (what_if.opens_on && period && period->opened_at)
    return malformed("/opens_on", "It opened on " + day_text(day_in(*period->opened_at, context.zone)) + ".");
  if (what_if.closes_on && period && period->closed_at)
    return malformed("/closes_on", "It closed on " + day_text(period->closes_on) + ".");
  if (what_if.decision_on && decided)
    return malformed("/decision_on",
                     "It was decided on " + day_text(project.decisions.back().decided_on) + ".");
  if (what_if.answer_by && !project.editions.empty())
    return malformed("/answer_by", "The results are published.");
  for (const auto& [entity, day] : what_if.hui) {
    const auto* branch = project.branch(entity);
    if (!branch || !sees(entity))
      return malformed("/hui", "There is no branch of " + entity + " to be seen.");
    if (reportable(*branch, context.branch_chart))
      return malformed("/hui", "Nothing waits for a hui with " + branch->name + ".");
  }
  return std::nullopt;
}

}  // namespace

const ForecastStep* Forecast::step(std::string_view name) const {
  return named(*this, name);
}

std::vector<std::string> Forecast::critical_path() const {
  std::vector<std::string> path;
  const auto* at = step("answer");
  for (; at && at->critical; at = at->waits_for.empty() ? nullptr : step(at->waits_for))
    path.push_back(at->name);
  std::reverse(path.begin(), path.end());
  return path;
}

Result<Forecast> forecast(const Project& project, const Definition& definition, const Context& context,
                          Instant now, const WhatIf& what_if, const SeesBranch& sees) {
  if (auto fault = fault_of(what_if, project, context, sees)) return *std::move(fault);
  if (!context.project_chart.is_in(project.place, "suspended"))
    return Walk(project, definition, context, now, what_if, sees).all();
  // What a suspension holds moves on when it ends: the days to tell are those of the project as resumed.
  Project resumed = project;
  evolve(resumed, ProjectResumed{}, {project.version + 1, now, {}}, context.project_chart,
         context.branch_chart);
  auto told = Walk(resumed, definition, context, now, what_if, sees).all();
  told.notes.insert(told.notes.begin(),
                    "The project is suspended. These days are right if it goes on today.");
  return told;
}

}  // namespace full_circle::engagement
