// What may follow, and what it waits for.
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/definition_words.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <array>

namespace full_circle::engagement {

namespace {

/// The move that takes the project on from here: the first of the cycle that the chart allows.
struct NextMove {
  std::string_view command;
  std::string_view event;
};
std::optional<NextMove> next_move(const Project& project, const Context& context) {
  static constexpr std::array<NextMove, 12> in_order{
      {{"begin_preparation", "preparation_begun"},
       {"schedule_engagement", "engagement_scheduled"},
       {"open_engagement", "period_opened"},
       {"close_engagement", "period_closed"},
       {"begin_analysis", "analysis_begun"},
       {"submit_advice", "advice_submitted"},
       {"record_decision", "decision_recorded"},
       {"begin_closing", "closing_begun"},
       {"publish_results", "results_published"},
       {"begin_evaluation", "evaluation_begun"},
       {"complete_project", "project_completed"},
       {"confirm_people_told_of_withdrawal", "people_told_of_withdrawal"}}};
  for (const auto& move : in_order)
    if (context.project_chart.next(project.place, move.event)) return move;
  if (context.project_chart.next(project.place, "project_resumed"))
    return NextMove{"resume_project", "project_resumed"};
  return std::nullopt;
}

json::object move_json(std::string_view command, std::string_view event, std::string_view from,
                       std::string_view to, bool allowed, const std::vector<Requirement>& requirements,
                       const std::vector<std::string>& who) {
  json::array listed;
  bool ready = true;
  for (const auto& requirement : requirements) {
    ready = ready && requirement.met;
    listed.push_back(requirement_json(requirement));
  }
  return {{"command", kebab(command)},
          {"event", event},
          {"title", title_of(command)},
          {"from", from},
          {"to", to},
          {"allowed", allowed},
          {"ready", ready},
          {"who", names(who)},
          {"requirements", std::move(listed)}};
}

}  // namespace

json::object four_facts(const Project& project, const Context& context, const Definition& definition,
                        Instant now) {
  json::object facts{{"where", status_of(project.place, context.project_chart)},
                     {"next", nullptr},
                     {"blocked_by", json::array{}},
                     {"who_acts_next", json::array{}},
                     {"by_when", nullptr}};
  const auto next = next_move(project, context);
  if (!next) return facts;
  facts["next"] = kebab(next->command);
  if (next->command == PublishResults::name && project.publication) {
    facts["by_when"] = to_text(day_in(project.publication->at, context.zone));
    return facts;
  }
  auto requirements = requirements_of(next->command, project, definition, context, now);
  std::erase_if(requirements, [](const Requirement& requirement) { return requirement.met; });
  std::vector<std::string> who;
  std::string by_when;
  json::array blocked;
  for (const auto& requirement : requirements) {
    blocked.push_back(requirement_json(requirement));
    for (const auto& role : requirement.who)
      if (std::find(who.begin(), who.end(), role) == who.end()) who.push_back(role);
    if (!requirement.by_when.empty() && (by_when.empty() || requirement.by_when < by_when))
      by_when = requirement.by_when;
  }
  if (requirements.empty()) who = who_may(next->command, definition);
  facts["blocked_by"] = std::move(blocked);
  facts["who_acts_next"] = names(who);
  if (!by_when.empty()) facts["by_when"] = by_when;
  return facts;
}

json::object requirement_json(const Requirement& requirement) {
  return {{"name", requirement.name},
          {"what", requirement.what},
          {"why", requirement.why},
          {"who", names(requirement.who)},
          {"by_when", requirement.by_when.empty() ? json::value(nullptr) : json::value(requirement.by_when)},
          {"fix", requirement.fix.empty() ? json::value(nullptr) : json::value(requirement.fix)},
          {"field", requirement.field.empty() ? json::value(nullptr) : json::value(requirement.field)},
          {"source", requirement.source},
          {"met", requirement.met}};
}

json::object moves_view(const Project& project, const Context& context, const Caller& caller, Instant now) {
  const auto definition = definition_of(project, context);
  const auto& chart = context.project_chart;
  json::array items;
  each_of<Command>([&](auto identity) {
    using One = typename decltype(identity)::type;
    if (One::event.empty()) return;
    auto next = chart.next(project.place, One::event);
    if constexpr (std::is_same_v<One, AssessSignificanceToMaori>)
      if (!next) next = chart.next(project.place, "mana_whenua_engagement_not_needed");
    if (!next) return;
    std::string to;
    if (*next != project.place) to = status_of(*next, chart);
    items.push_back(move_json(One::name, One::event, status_of(project.place, chart), to,
                              may_give(caller, One::name, *definition, project.id),
                              requirements_of(One::name, project, *definition, context, now),
                              who_may(One::name, *definition)));
    if constexpr (std::is_same_v<One, PublishResults>)
      items.back().as_object()["scheduled"] = publication_json(project);
  });
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::array rule_changes_view(const Project& before, const Project& after, const Context& context) {
  const auto old_rules = definition_of(before, context);
  const auto new_rules = definition_of(after, context);
  const auto beyond = [](const std::vector<HeldTo>& these, const std::vector<HeldTo>& those) {
    json::array names;
    for (const auto& one : these)
      if (std::none_of(those.begin(), those.end(), [&](const HeldTo& other) { return one.same_as(other); }))
        names.push_back(json::string(one.requirement));
    return names;
  };
  json::array rows;
  for (const auto& move : known_moves()) {
    const auto old_held = held_to(move.command, old_rules.get());
    const auto new_held = held_to(move.command, new_rules.get());
    auto added = beyond(new_held, old_held);
    auto dropped = beyond(old_held, new_held);
    if (added.empty() && dropped.empty()) continue;
    rows.push_back(json::object{
        {"command", kebab(move.command)}, {"added", std::move(added)}, {"dropped", std::move(dropped)}});
  }
  return rows;
}

json::object branch_moves_view(const Project& project, const Context& context, const Caller& caller,
                               std::string_view entity, Instant now) {
  const auto definition = definition_of(project, context);
  const auto* branch = project.branch(entity);
  json::array items;
  // As decide_branch has it: with the project, every branch of it has ended.
  if (branch && context.project_chart.next(project.place, "branch_moved")) {
    const Asking asking{project, *definition, context, caller, now};
    const auto& chart = context.branch_chart;
    const auto wide_class = view_class(caller, Project{});
    const MaySee names_all = [all = wide_class == "staff" || wide_class == "specialist"](const Ask& ask) {
      return all || ask.is_public;
    };
    each_of<BranchCommand>([&](auto identity) {
      using One = typename decltype(identity)::type;
      const auto next = chart.next(branch->place, One::event);
      if (!next) return;
      const bool own = represents(caller, entity, project.id);
      const bool representative = own && (One::asked_by != AskedBy::council ||
                                          definition->may("mana_whenua_representative", One::name));
      const bool allowed = One::asked_by == AskedBy::entity_only
                               ? representative
                               : representative || may_give(caller, One::name, *definition, project.id);
      Branch after = *branch;
      after.place = *next;
      items.push_back(move_json(One::name, One::event, state_of(*branch, chart),
                                *next == branch->place ? "" : state_of(after, chart), allowed,
                                branch_requirements(One::name, *branch, asking),
                                branch_roles(One::name, *definition)));
      // Whoever is about to ask an entity again sees what it is asked already.
      if constexpr (std::is_same_v<One, SendOffer>)
        items.back().as_object()["load"] = entity_load_view(context, entity, asking.today(), names_all);
    });
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace full_circle::engagement
