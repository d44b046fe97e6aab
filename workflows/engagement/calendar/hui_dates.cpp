#include "workflows/engagement/calendar/hui_dates.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/views.hpp"

#include <algorithm>

namespace full_circle::engagement {
namespace {

using std::chrono::sys_days;
using std::chrono::weekday;

std::string working_days_text(std::int64_t count) {
  return std::to_string(count) + (count == 1 ? " working day" : " working days");
}

/// How many working days lie between two days, whichever comes first.
std::int64_t working_days_between(const WorkingDays& working_days, Day one, Day other) {
  return working_days.count(std::min(one, other), std::max(one, other)).value();
}

PlanEffect effect_of(Day day, const PlanDate& date, const WorkingDays& working_days) {
  PlanEffect effect{.name = date.name, .on = date.on};
  effect.working_days = working_days_between(working_days, day, date.on);
  const std::string then = date.what + " (" + day_text(date.on) + ").";
  if (day < date.on) {
    effect.text = working_days_text(effect.working_days) + " before " + then;
    return effect;
  }
  effect.relation = day == date.on ? Relation::same_day : Relation::after;
  effect.text =
      day == date.on ? "On the day " + then : working_days_text(effect.working_days) + " after " + then;
  effect.breaks_plan = !date.too_late.empty();
  if (effect.breaks_plan) effect.text += " " + date.too_late;
  return effect;
}

/// Where the day stands in the plan: after which date and before which, and what breaks.
std::string plan_text(const std::vector<PlanEffect>& plan) {
  std::string text;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const bool came = plan[i].relation != Relation::before;
    const bool last_before = came && (i + 1 == plan.size() || plan[i + 1].relation == Relation::before);
    const bool next_after = !came && (i == 0 || plan[i - 1].relation != Relation::before);
    if (last_before || next_after || plan[i].breaks_plan) text += (text.empty() ? "" : " ") + plan[i].text;
  }
  return text;
}

bool overlaps(const OtherAsk& ask, Day from, Day to) {
  return ask.from <= to && from <= ask.to;
}

/// Works one answer out.
class HuiDatesFinding {
 public:
  explicit HuiDatesFinding(const HuiDatesAsked& asked)
      : m_asked(asked),
        m_today(day_in(asked.now, asked.context.zone)),
        m_first(std::max(asked.from, plus_days(m_today, 1))) {}

  HuiDates find() {
    const auto& wishes = m_asked.branch.hui_wishes;
    if (wishes) m_found.notice_wished = wishes->notice_working_days;
    if (!m_asked.branch.available.empty()) m_found.basis = HuiDates::Basis::availability;
    m_found.maramataka = chosen_maramataka();
    if (m_first <= m_asked.to) find_dates();
    note_the_branch();
    note_the_maramataka();
    find_hui_to_join();
    return std::move(m_found);
  }

 private:
  /// The entity's choice, else the council's; null when none is on or the choice is not known any more.
  const MaramatakaVersion* chosen_maramataka() const {
    const Maramataka& maramataka = *m_asked.context.maramataka;
    const auto& wishes = m_asked.branch.hui_wishes;
    if (wishes && wishes->maramataka) return maramataka.version(*wishes->maramataka);
    return maramataka.council_version();
  }

  std::vector<Day> candidates() const {
    std::vector<Day> days;
    if (m_found.basis == HuiDates::Basis::working_days) {
      for (Day day = m_first; day <= m_asked.to; day = plus_days(day, 1))
        if (m_asked.working_days.is_working_day(day).value()) days.push_back(day);
      return days;
    }
    days = m_asked.branch.available;
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    std::erase_if(days, [this](Day day) { return day < m_first || day > m_asked.to; });
    return days;
  }

  void find_dates() {
    const std::string_view zone = m_asked.context.zone;
    const auto moons = moon_on_days(m_first, m_asked.to, zone);
    std::vector<std::optional<Night>> nights(moons.size());
    if (m_found.maramataka) nights = nights_between(*m_found.maramataka, m_first, m_asked.to, zone);
    for (const Day day : candidates()) {
      const auto index = static_cast<std::size_t>(days_between(m_first, day));
      HuiDate date{.day = day, .moon = moons.at(index), .night = nights.at(index)};
      give_notice(date);
      name_holidays(date);
      look_at_that_week(date);
      hold_against_the_plan(date);
      m_found.dates.push_back(std::move(date));
    }
  }

  void give_notice(HuiDate& date) const {
    date.notice_working_days = working_days_between(m_asked.working_days, m_today, date.day);
    date.notice = working_days_text(date.notice_working_days) + " from today";
    if (m_found.notice_wished) date.notice += "; they ask for " + std::to_string(*m_found.notice_wished);
    date.notice += ".";
  }

  /// Those of the day; on a weekend, those from its Friday to its Monday too, because people go away then.
  void name_holidays(HuiDate& date) const {
    const weekday on{sys_days{date.day}};
    Day first = date.day;
    Day last = date.day;
    if (on == std::chrono::Saturday || on == std::chrono::Sunday) {
      first = plus_days(date.day, on == std::chrono::Saturday ? -1 : -2);
      last = plus_days(first, 3);
    }
    for (const Holiday& holiday : m_asked.holidays) {
      if (holiday.day < first || holiday.day > last) continue;
      const std::string when = holiday.day == date.day ? "" : " on " + day_text(holiday.day);
      date.holidays_text += (date.holidays.empty() ? "" : "; ") + holiday.name + when;
      date.holidays.push_back(holiday);
    }
  }

  void look_at_that_week(HuiDate& date) const {
    if (!m_asked.other_asks) return;
    const auto since_monday = (weekday{sys_days{date.day}} - std::chrono::Monday).count();
    const Day monday = plus_days(date.day, -static_cast<int>(since_monday));
    for (const OtherAsk& ask : *m_asked.other_asks) {
      if (overlaps(ask, monday, plus_days(monday, 6))) date.that_week.push_back(ask);
      if (ask.hui && overlaps(ask, date.day, date.day)) date.could_join.push_back(*ask.hui);
    }
  }

  void hold_against_the_plan(HuiDate& date) const {
    for (const PlanDate& planned : m_asked.plan)
      if (m_asked.working_days.is_working_day(planned.on).ok())  // in the years that are known
        date.plan.push_back(effect_of(date.day, planned, m_asked.working_days));
    std::stable_sort(date.plan.begin(), date.plan.end(),
                     [](const PlanEffect& one, const PlanEffect& other) { return one.on < other.on; });
    date.plan_text = plan_text(date.plan);
  }

  void note_the_branch() {
    const Branch& branch = m_asked.branch;
    if (branch.available.empty()) {
      m_found.notes.push_back("No availability is recorded for " + branch.name +
                              ": these are working days, and none of them is known to suit.");
    } else if (m_found.dates.empty()) {
      m_found.notes.push_back("None of the days that " + branch.name + " gave lies in this time.");
    }
    if (m_asked.context.branch_chart.is_in(branch.place, "paused_by_mana_whenua"))
      m_found.notes.push_back(branch.name + " has paused: nothing is arranged until they resume.");
    for (const Hui& hui : branch.hui)
      if (!hui.cancelled && !hui.held && hui.ends_at > m_asked.now)
        m_found.notes.push_back("A hui is arranged already: " +
                                span_text(hui.starts_at, hui.ends_at, m_asked.context.zone) + ".");
  }

  void note_the_maramataka() {
    const auto& wishes = m_asked.branch.hui_wishes;
    if (m_found.maramataka) {
      m_found.notes.push_back("Nights are named by " + m_found.maramataka->label + " (" +
                              m_found.maramataka->whose +
                              "). They are shown and never graded; the days they gave come first.");
    } else if (wishes && wishes->maramataka) {
      m_found.notes.push_back("They chose the maramataka " + *wishes->maramataka +
                              ", which is not known here any more.");
    }
  }

  void find_hui_to_join() {
    if (!m_asked.other_asks) {
      m_found.notes.emplace_back("What else they are asked was not looked at.");
      return;
    }
    for (const OtherAsk& ask : *m_asked.other_asks)
      if (ask.hui && overlaps(ask, m_first, m_asked.to)) m_found.hui_to_join.push_back(ask);
  }

  const HuiDatesAsked& m_asked;
  Day m_today;
  Day m_first;  ///< the first day that can be a candidate
  HuiDates m_found;
};

/// Advice is written in the report stage: what is still to be done there, by when.
void add_report_activities(std::vector<PlanDate>& dates, const Project& project, const Context& context) {
  const auto definition = context.definitions->by_hash(project.about->definition_hash);
  if (!definition) return;
  for (const Activity& activity : definition->activities) {
    const auto found = project.activities.find(activity.name);
    const ActivityRecord record = found == project.activities.end() ? ActivityRecord{} : found->second;
    if (activity.stage != "report" || record.state != ActivityRecord::State::open) continue;
    if (const auto due = due_day(activity, project, context).due_on)
      dates.push_back({activity.name, *due, "“" + activity.title + "” is due", ""});
  }
}

std::optional<Refusal> fault_of_span(const HuiDatesAsked& asked, Day today) {
  if (asked.to < asked.from) return malformed("/to", "lies before from");
  if (days_between(asked.from, asked.to) >= hui_dates_days_max)
    return malformed("/to", "lies more than " + std::to_string(hui_dates_days_max) + " days on");
  for (const auto& [day, field] : {std::pair{today, "/from"}, {asked.from, "/from"}, {asked.to, "/to"}}) {
    const auto known = asked.working_days.is_working_day(day);
    if (!known.ok()) return malformed(field, known.refusal().message);
  }
  return std::nullopt;
}

}  // namespace

std::vector<PlanDate> plan_dates(const Project& project, const Branch& branch, const Context& context) {
  std::vector<PlanDate> dates;
  if (branch.offer)
    dates.push_back({"respond_by", branch.offer->respond_by, "their time to answer ends", ""});
  if (project.period) {
    dates.push_back({"opens_on", project.period->opens_on, "the period opens", ""});
    dates.push_back({"closes_on", project.period->closes_on, "the period closes", ""});
  }
  add_report_activities(dates, project, context);
  const bool decided = std::any_of(project.decisions.begin(), project.decisions.end(),
                                   [&](const Decision& decision) { return decision.round == project.round; });
  const std::string unweighed = decided ? "" : "What is said there could not be weighed in the decision.";
  if (project.decision_meeting && !project.decision_meeting->called_off)
    dates.push_back({"decision_meeting", day_in(project.decision_meeting->starts_at, context.zone),
                     "the decision-makers meet", unweighed});
  if (project.scope) {
    dates.push_back({"decision_on", project.scope->decision_on, "the decision is due", unweighed});
    dates.push_back({"answer_by", project.scope->answer_by, "people are to hear what was decided", ""});
  }
  return dates;
}

Result<HuiDates> hui_dates(const HuiDatesAsked& asked) {
  if (const auto fault = fault_of_span(asked, day_in(asked.now, asked.context.zone))) return *fault;
  return HuiDatesFinding(asked).find();
}

}  // namespace full_circle::engagement
