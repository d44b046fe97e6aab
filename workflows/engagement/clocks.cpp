#include "workflows/engagement/clocks.hpp"

#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/requirement_checks.hpp"

#include <array>

namespace full_circle::engagement {

namespace {

constexpr std::string_view suspension_does_not_stop_it = "The project is suspended. That does not stop it.";

constexpr std::string_view stands_still_text =
    "It stands still, and the day moves on by as long as that lasts.";

/// The last day of the month before.
Day month_before(Day day) {
  return Day{(day.year() / day.month() - std::chrono::months{1}) / std::chrono::last};
}

class Telling {
 public:
  Telling(const Project& project, const Definition& definition, const Context& context, Instant now)
      : m_project(project),
        m_definition(definition),
        m_context(context),
        m_now(now),
        m_today(day_in(now, context.zone)),
        m_suspended(in("suspended")) {}

  std::vector<ProjectClock> all() {
    if (in("withdrawn") || in("withdrawing")) return {};
    if (m_project.period) {
      notice_before_opening(*m_project.period);
      period_minimum(*m_project.period);
      period(*m_project.period);
    }
    meeting();
    answer();
    for (const auto& activity : m_definition.activities) add_activity(activity);
    for (const auto& [entity, branch] : m_project.branches) response(branch);
    return std::move(m_clocks);
  }

 private:
  bool in(std::string_view state) const { return m_context.project_chart.is_in(m_project.place, state); }
  Day suspended_on() const { return day_of(m_project.suspended_at); }
  Day day_of(Instant instant) const { return day_in(instant, m_context.zone); }

  /// Counts, and says so when it cannot.
  void count(ProjectClock& clock, Day start, const DayCount& days, Counting direction) const {
    clock.counted_from = start;
    clock.calendar = days.calendar;
    const auto due = counted(*m_context.working_calendars, start, days, direction);
    if (due.ok())
      clock.due_on = due.value();
    else
      clock.note = "It cannot be counted: " + due.refusal().message + ".";
  }

  ClockState by_the_days(const ProjectClock& clock) const {
    if (!clock.due_on || (clock.starts_on && m_today < *clock.starts_on)) return ClockState::waiting;
    if (clock.kind == ClockKind::minimum)
      return m_today < *clock.due_on ? ClockState::running : ClockState::met;
    return *clock.due_on < m_today ? ClockState::overdue : ClockState::running;
  }

  enum class Begun { by_its_day, not_yet };
  void add(ProjectClock clock, Begun begun = Begun::by_its_day) {
    const bool held = m_suspended && clock.when_suspended == WhenSuspended::stands_still;
    if (clock.met_on) clock.state = ClockState::met;
    if (clock.state == ClockState::waiting && begun == Begun::by_its_day)
      clock.state = held ? ClockState::on_hold : by_the_days(clock);
    const bool late =
        clock.kind == ClockKind::deadline && clock.met_on && clock.due_on && *clock.due_on < *clock.met_on;
    if (late && clock.note.empty()) clock.note = "Done, and late.";
    const bool goes_on = clock.state != ClockState::met && !held;
    if (m_suspended && goes_on && clock.note.empty()) clock.note = suspension_does_not_stop_it;
    m_clocks.push_back(std::move(clock));
  }

  void notice_before_opening(const Period& period) {
    const auto least = m_definition.period.notice_min();
    if (!least) return;
    ProjectClock clock{.name = "notice_before_opening",
                       .what =
                           "From this day people have known these dates for long enough; others would "
                           "count anew",
                       .kind = ClockKind::minimum,
                       .source = m_definition.period.source};
    clock.calendar = least->calendar;
    if (m_project.announced_at) {
      clock.starts_on = notice_from(m_project, m_context.zone);
      count(clock, *clock.starts_on, *least, Counting::onwards);
    }
    if (period.opened_at) clock.met_on = day_of(*period.opened_at);
    add(std::move(clock));
  }

  static bool is_late(const Period& period, Day from) { return !period.opened_at && period.opens_on < from; }
  static std::string late_text(const Period& period) {
    return "It was to open on " + day_text(period.opens_on) + " and has not. It counts from its opening.";
  }

  /// People have had their time when it was open for so long, whatever was planned.
  void period_minimum(const Period& period) {
    const auto& rule = m_definition.period;
    const Day from = length_from(period, m_now, m_context.zone);
    ProjectClock clock{.name = "period_minimum",
                       .what = "The shortest time people have: it may close at the end of this day",
                       .kind = ClockKind::minimum,
                       .starts_on = from,
                       .counted_from = from,
                       .source = rule.source};
    const auto later = [&](Day day) {
      if (!clock.due_on || *clock.due_on < day) clock.due_on = day;
    };
    if (const auto least = rule.working_min()) count(clock, from, *least, Counting::onwards);
    if (rule.months_min) later(plus_months(from, *rule.months_min));
    if (rule.days_min) later(plus_days(from, *rule.days_min - 1));
    if (!clock.due_on && clock.note.empty()) return;
    if (!is_late(period, from)) return add(std::move(clock));
    if (clock.note.empty()) clock.note = late_text(period);
    add(std::move(clock), Begun::not_yet);
  }

  void period(const Period& period) {
    const Day from = length_from(period, m_now, m_context.zone);
    ProjectClock clock{.name = "period",
                       .what = "People can say what they think, until the end of this day",
                       .starts_on = from,
                       .counted_from = from,
                       .due_on = period.closes_on,
                       .source = "LGA s 82(1)(d)"};
    if (period.closed_at) clock.met_on = std::min(day_of(*period.closed_at), period.closes_on);
    if (!is_late(period, from)) return add(std::move(clock));
    clock.note = late_text(period);
    add(std::move(clock), Begun::not_yet);
  }

  /// LGOIMA ss 46 and 46A, as the definition states them.
  void meeting() {
    const auto& meeting = m_project.decision_meeting;
    if (!meeting || !m_definition.meeting) return;
    const auto& rule = *m_definition.meeting;
    const Day on = day_of(meeting->starts_at);
    ProjectClock report{.name = "report_public",
                        .what = "The report is where anyone can read it, before the meeting",
                        .source = rule.source};
    count(report, on, {rule.report_working_days_min, rule.calendar}, Counting::back);
    if (m_project.advice_submitted_at) report.met_on = day_of(*m_project.advice_submitted_at);
    add(std::move(report));
    meeting_notice(rule, on, meeting->public_notice.has_value());
  }

  void meeting_notice(const MeetingRule& rule, Day on, bool noted) {
    const Day month_end = month_before(on);
    ProjectClock notice{.name = "meeting_notice",
                        .what = "The meeting is made known to the public",
                        .starts_on = plus_days(month_end, -rule.notice_days_max),
                        .counted_from = month_end,
                        .due_on = plus_days(month_end, -rule.notice_days_min),
                        .source = rule.source};
    if (unsigned{on.day()} >= static_cast<unsigned>(rule.late_in_month_from)) {
      const auto first = counted(*m_context.working_calendars, on,
                                 {rule.late_notice_working_days_max, rule.calendar}, Counting::back);
      notice.note = "Between " + day_text(*notice.starts_on) + " and " + day_text(*notice.due_on);
      count(notice, on, {rule.late_notice_working_days_min, rule.calendar}, Counting::back);
      if (first.ok() && notice.due_on)
        notice.note += ", or between " + day_text(first.value()) + " and " + day_text(*notice.due_on) + ".";
    }
    if (noted) notice.state = ClockState::met;
    add(std::move(notice));
  }

  /// What was promised, and what the council asks of itself.
  void answer() {
    std::optional<Day> answered;
    if (!m_project.editions.empty()) answered = day_of(m_project.editions.front().published_at);
    if (m_project.scope) {
      ProjectClock promise{.name = "answer_promised",
                           .what = "People hear what was decided and why, by the day they were promised",
                           .due_on = m_project.scope->answer_by,
                           .source = "LGA s 82(1)(f); the day is the project's own promise",
                           .met_on = answered};
      add(std::move(promise));
    }
    ProjectClock standard{
        .name = "answer_standard",
        .what = "People hear back within " + count_text(m_context.answer_within) + " of the decision",
        .calendar = m_context.answer_within.calendar,
        .source = "the council's own standard",
        .met_on = answered};
    if (!m_project.decisions.empty() && m_project.decisions.back().round == m_project.round) {
      standard.starts_on = m_project.decisions.back().decided_on;
      count(standard, *standard.starts_on, m_context.answer_within, Counting::onwards);
    }
    add(std::move(standard));
  }

  void add_activity(const Activity& activity) {
    const auto found = m_project.activities.find(activity.name);
    const bool settled =
        found != m_project.activities.end() && found->second.state != ActivityRecord::State::open;
    const auto due = due_day(activity, m_project, m_context);
    const bool says_when = activity.due || due.due_on;
    if (!says_when || (!settled && !still_to_do(activity, m_project, m_context.project_chart))) return;
    ProjectClock clock{
        .name = "activity_" + activity.name,
        .what = activity.title,
        .when_suspended = due.stands_still ? WhenSuspended::stands_still : WhenSuspended::runs_on,
        .counted_from = due.counted_from,
        .due_on = due.due_on,
        .calendar = due.counted_from ? activity.due->count.calendar : "",
        .source = activity.source};
    if (due.counted_from && !activity.due->before) clock.starts_on = due.counted_from;
    if (!due.why_not.empty()) clock.note = "It cannot be counted: " + due.why_not + ".";
    if (clock.note.empty() && due.put_off_days > 0)
      clock.note = "Put off by " + count_text({due.put_off_days}) + ", in which the project stood still.";
    if (m_suspended && due.due_on && due.stands_still && !settled && !(*due.due_on < suspended_on()))
      clock.note = stands_still_text;
    if (settled) clock.met_on = day_of(found->second.at);
    add(std::move(clock));
  }

  /// A pause by either side takes nothing from anybody's time to answer.
  void response(const Branch& branch) {
    const auto& chart = m_context.branch_chart;
    const bool paused = chart.is_in(branch.place, "paused_by_mana_whenua");
    if (!branch.offer || !branch.offered_at || !(paused || chart.is_in(branch.place, "offered"))) return;
    ProjectClock clock{.name = "branch_response_" + branch.entity,
                       .what = "Time for " + branch.name + " to answer. Silence is never agreement.",
                       .when_suspended = WhenSuspended::stands_still,
                       .starts_on = day_of(*branch.offered_at),
                       .counted_from = day_of(*branch.offered_at),
                       .due_on = branch.offer->respond_by,
                       .calendar = m_definition.branch.calendar,
                       .source = m_definition.branch.source,
                       .entity = branch.entity};
    if (paused) clock.state = ClockState::on_hold;
    if (paused || m_suspended) clock.note = stands_still_text;
    add(std::move(clock));
  }

  const Project& m_project;
  const Definition& m_definition;
  const Context& m_context;
  const Instant m_now;
  const Day m_today;
  const bool m_suspended;
  std::vector<ProjectClock> m_clocks;
};

}  // namespace

std::string_view state_text(ClockState state) {
  constexpr std::array<std::string_view, 5> words{"waiting", "running", "met", "overdue", "on_hold"};
  return words.at(static_cast<std::size_t>(state));
}

std::vector<ProjectClock> clocks_of(const Project& project, const Definition& definition,
                                    const Context& context, Instant now) {
  return Telling(project, definition, context, now).all();
}

}  // namespace full_circle::engagement
