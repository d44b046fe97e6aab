// What the cycle waits for on the mana whenua branches. Nobody's silence and nobody's hurry is counted on.
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/forecast_step.hpp"

#include <algorithm>

namespace full_circle::engagement {

namespace {

bool left_out(const Branch& branch, const Chart& chart) {
  return chart.is_in(branch.place, "withdrawn_by_council") ||
         chart.is_in(branch.place, "not_engaged_recorded");
}

ForecastRule response_rule(const BranchRule& rule) {
  const auto least = rule.response_min();
  return {"branch_response", "An offer gives " + count_text(least) + " to answer at least", least.calendar,
          rule.source};
}

class Walk {
 public:
  Walk(const Project& project, const Definition& definition, const Context& context, Day today,
       const WhatIf& what_if, const SeesBranch& sees)
      : m_project(project),
        m_definition(definition),
        m_context(context),
        m_today(today),
        m_what_if(what_if),
        m_sees(sees),
        m_counting(*context.working_calendars) {}

  BranchForecast all() {
    bool any = false;
    for (const auto& [entity, branch] : m_project.branches) {
      any = any || !in(branch, "withdrawn_by_council");
      if (left_out(branch, m_context.branch_chart)) continue;
      if (m_sees(entity))
        add(branch);
      else
        m_found.others = true;
    }
    if (!any && m_context.project_chart.is_in(m_project.place, "consulting")) nobody_asked_yet();
    return std::move(m_found);
  }

 private:
  bool in(const Branch& branch, std::string_view state) const {
    return m_context.branch_chart.is_in(branch.place, state);
  }

  void add(const Branch& branch) {
    const Point offered = offer(branch);
    if (in(branch, "paused_by_mana_whenua")) return paused(branch);
    if (reportable(branch, m_context.branch_chart)) return;
    if (!branch.offered_at || in(branch, "offered")) response(branch, offered);
    hui(branch);
  }

  Point offer(const Branch& branch) {
    StepDraft draft({.name = "branch_offer_" + branch.entity,
                     .what = branch.name + " is asked",
                     .entity = branch.entity});
    if (branch.offered_at) draft.step().done_on = day_in(*branch.offered_at, m_context.zone);
    draft.no_sooner({m_today, {}}, not_before_today());
    m_found.steps.push_back(draft.finished());
    const Point offered = draft.point();
    if (!asked_or_settled(branch, m_context.branch_chart))
      m_found.before_announcing.push_back({offered,
                                           {"branches_offered",
                                            branch.name + " is asked before the public is told",
                                            {},
                                            "SA p. 5, branch chart parent gate"}});
    return offered;
  }

  void paused(const Branch& branch) {
    m_found.steps.push_back(
        {.name = "branch_response_" + branch.entity,
         .what = branch.name + " answers when it chooses to. Silence is never agreement",
         .entity = branch.entity,
         .note = "Paused by mana whenua: the time to answer stands still, and no day is worked out."});
  }

  /// The whole of it: nobody's plan rests on an entity being quicker than it was asked to be.
  void response(const Branch& branch, const Point& offered) {
    StepDraft draft(
        {.name = "branch_response_" + branch.entity,
         .what = branch.name + " has until the end of this day to answer. Silence is never agreement",
         .entity = branch.entity});
    if (branch.offer && branch.offered_at) draft.step().planned_on = branch.offer->respond_by;
    draft.no_sooner(m_counting.onwards(offered, m_definition.branch.response_min()),
                    response_rule(m_definition.branch));
    m_found.steps.push_back(draft.finished());
    m_found.before_reporting.push_back({m_counting.onwards(draft.point(), {1}),
                                        {"branches_reportable",
                                         branch.name + " has the whole of the time it was given to answer",
                                         {},
                                         m_definition.branch.source}});
  }

  /// Both sides settle the day of a hui; no rule does, so there is no earliest one.
  void hui(const Branch& branch) {
    ForecastStep step{.name = "branch_hui_" + branch.entity,
                      .what = "Hui with " + branch.name + ", on a day that both settle",
                      .entity = branch.entity};
    const auto tried = m_what_if.hui.find(branch.entity);
    const auto live = std::find_if(branch.hui.rbegin(), branch.hui.rend(),
                                   [](const Hui& one) { return !one.cancelled && !one.held; });
    if (tried != m_what_if.hui.end())
      step.planned_on = tried->second;
    else if (live != branch.hui.rend())
      step.planned_on = day_in(live->starts_at, m_context.zone);
    if (!step.planned_on) return;
    if (*step.planned_on < m_today)
      step.breaks.emplace_back("This day has passed, and no hui is recorded as held.");
    else
      m_found.before_reporting.push_back(
          {{step.planned_on, step.name},
           {"branches_reportable",
            "The hui with " + branch.name + " comes before what it says is reported",
            {},
            "LGA ss 77(1)(c), 82"}});
    m_found.steps.push_back(std::move(step));
  }

  /// Mana whenua are to be engaged and no branch is open: whoever is asked has the time an offer gives.
  void nobody_asked_yet() {
    const Point until = m_counting.onwards({m_today, {}}, m_definition.branch.response_min());
    m_found.before_reporting.push_back({m_counting.onwards(until, {1}), response_rule(m_definition.branch)});
  }

  const Project& m_project;
  const Definition& m_definition;
  const Context& m_context;
  const Day m_today;
  const WhatIf& m_what_if;
  const SeesBranch& m_sees;
  const StepCounting m_counting;
  BranchForecast m_found;
};

}  // namespace

BranchForecast forecast_branches(const Project& project, const Definition& definition, const Context& context,
                                 Day today, const WhatIf& what_if, const SeesBranch& sees) {
  return Walk(project, definition, context, today, what_if, sees).all();
}

std::vector<Wait> asked_again(const Project& project, const Definition& definition, const Context& context,
                              const Point& round_begins, const SeesBranch& sees) {
  const StepCounting counting(*context.working_calendars);
  const Point until = counting.onwards(round_begins, definition.branch.response_min());
  const bool any = std::any_of(project.branches.begin(), project.branches.end(), [&](const auto& entry) {
    return sees(entry.first) && !left_out(entry.second, context.branch_chart);
  });
  if (!any) return {};
  return {{counting.onwards(until, {1}), response_rule(definition.branch)}};
}

}  // namespace full_circle::engagement
