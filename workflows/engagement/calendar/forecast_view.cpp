// A forecast as people and programs read it, and what is asked of one.
#include "workflows/engagement/calendar/forecast.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/view_parts.hpp"

namespace full_circle::engagement {

namespace {

json::object rule_json(const ForecastRule& rule) {
  return {{"name", rule.name},
          {"says", rule.says},
          {"calendar", or_blank(rule.calendar)},
          {"source", rule.source}};
}

json::array open_ends_json(const std::vector<OpenEnd>& open_ends) {
  json::array list;
  for (const auto& one : open_ends)
    list.push_back(json::object{{"name", one.name}, {"what", one.what}, {"source", one.source}});
  return list;
}

json::object step_json(const ForecastStep& step) {
  const bool counted = step.planned_on && step.earliest_on;
  return {{"name", step.name},
          {"what", step.what},
          {"entity", or_blank(step.entity)},
          {"done_on", or_null(step.done_on)},
          {"planned_on", or_null(step.planned_on)},
          {"earliest_on", or_null(step.earliest_on)},
          {"slack_days",
           counted ? json::value(days_between(*step.earliest_on, *step.planned_on)) : json::value(nullptr)},
          {"waits_for", or_blank(step.waits_for)},
          {"rule", step.rule.name.empty() ? json::value(nullptr) : json::value(rule_json(step.rule))},
          {"open_ends", open_ends_json(step.open_ends)},
          {"breaks", names(step.breaks)},
          {"critical", step.critical},
          {"note", step.note}};
}

json::array steps_json(const std::vector<ForecastStep>& steps) {
  json::array list;
  for (const auto& step : steps) list.push_back(step_json(step));
  return list;
}

json::array changes_json(const std::vector<ForecastChange>& changes) {
  json::array list;
  for (const auto& [before, after, newly_broken] : changes)
    list.push_back(json::object{
        {"name", after.name},
        {"what", after.what},
        {"entity", or_blank(after.entity)},
        {"planned_before", or_null(before.planned_on)},
        {"planned_on", or_null(after.planned_on)},
        {"earliest_before", or_null(before.earliest_on)},
        {"earliest_on", or_null(after.earliest_on)},
        {"rule", after.rule.name.empty() ? json::value(nullptr) : json::value(rule_json(after.rule))},
        {"breaks", names(newly_broken)}});
  return list;
}

/// As if nobody had set a day, but for a period that people take part in already.
Project without_days(const Project& project) {
  Project changed = project;
  if (changed.period && !changed.period->opened_at) changed.period.reset();
  changed.scope.reset();
  changed.decision_meeting.reset();
  return changed;
}

Result<Day> read_day(const std::string& text, const char* field) {
  const auto day = parse_day(text);
  if (day && int{day->year()} >= year_min && int{day->year()} <= year_max) return *day;
  return malformed(field, std::string(field + 1) + " has to be a day like 2027-06-14, from 1990 to 2037");
}

/// "tauira-ki-tai:2027-06-14,…".
std::optional<Refusal> read_hui(std::string_view text, WhatIf& what_if) {
  while (true) {
    const auto comma = text.find(',');
    const auto one = text.substr(0, comma);
    const auto colon = one.find(':');
    if (colon == 0 || colon == std::string_view::npos)
      return malformed("/hui", "hui has to be an entity and a day: tauira-ki-tai:2027-06-14");
    const auto day = read_day(std::string(one.substr(colon + 1)), "/hui");
    if (!day.ok()) return day.refusal();
    if (!what_if.hui.emplace(one.substr(0, colon), day.value()).second)
      return malformed("/hui", "hui names an entity twice");
    if (comma == std::string_view::npos) return std::nullopt;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

Result<WhatIf> read_what_if(const std::function<const std::string*(std::string_view)>& asked) {
  WhatIf what_if;
  const auto days = {std::pair{"/opens_on", &what_if.opens_on}, std::pair{"/closes_on", &what_if.closes_on},
                     std::pair{"/decision_on", &what_if.decision_on},
                     std::pair{"/answer_by", &what_if.answer_by}};
  for (const auto& [field, day] : days) {
    const auto* text = asked(std::string_view(field).substr(1));
    if (!text) continue;
    const auto read = read_day(*text, field);
    if (!read.ok()) return read.refusal();
    *day = read.value();
  }
  if (const auto* hui = asked("hui"))
    if (auto refusal = read_hui(*hui, what_if)) return *std::move(refusal);
  return what_if;
}

std::vector<ForecastChange> forecast_changes(const Forecast& before, const Forecast& after) {
  std::vector<ForecastChange> changes;
  for (const auto* list : {&after.steps, &after.branches}) {
    for (const auto& step : *list) {
      const auto* earlier = before.step(step.name);
      ForecastChange change{earlier ? *earlier : ForecastStep{}, step, {}};
      const auto& were = change.before.breaks;
      for (const auto& broken : step.breaks)
        if (std::find(were.begin(), were.end(), broken) == were.end()) change.newly_broken.push_back(broken);
      const bool moved =
          change.before.planned_on != step.planned_on || change.before.earliest_on != step.earliest_on;
      if (moved || !change.newly_broken.empty()) changes.push_back(std::move(change));
    }
  }
  return changes;
}

Result<json::object> forecast_view(const Project& project, const Context& context,
                                   std::string_view view_class, Instant now, const WhatIf& what_if) {
  const auto definition = definition_of(project, context);
  // Staff see how long an offer has been waiting; an entity sees its own only.
  const SeesBranch sees = [&](std::string_view entity) {
    return !view_class.starts_with("entity:") || sees_branch_words(view_class, entity);
  };
  const auto walk = [&](const Project& walked, const WhatIf& tried) {
    return forecast(walked, *definition, context, now, tried, sees);
  };
  const auto tried = walk(project, what_if);
  if (!tried.ok()) return tried.refusal();
  const auto& told = tried.value();
  json::object soonest;
  const auto free = walk(without_days(project), {});
  if (!free.ok()) return free.refusal();
  for (const auto& step : free.value().steps) soonest[step.name] = or_null(step.earliest_on);
  const bool as_it_is = what_if == WhatIf{};
  const auto before = as_it_is ? tried : walk(project, {});
  if (!before.ok()) return before.refusal();
  return json::object{{"today", to_text(told.today)},
                      {"items", steps_json(told.steps)},
                      {"branches", steps_json(told.branches)},
                      {"critical_path", names(told.critical_path())},
                      {"soonest", std::move(soonest)},
                      {"changes", changes_json(forecast_changes(before.value(), told))},
                      {"notes", names(told.notes)},
                      {"next", nullptr}};
}

}  // namespace full_circle::engagement
