#include "workflows/engagement/views.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/due_days.hpp"
#include "workflows/engagement/results.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace {

constexpr std::array<std::string_view, 7> staff_roles{
    "lead", "coordinator", "adviser", "decision_maker", "publisher", "system", "administrator"};

json::object period_json(const Period& period) {
  return {{"round", period.round},
          {"opens_on", to_text(period.opens_on)},
          {"closes_on", to_text(period.closes_on)},
          {"opens_at", to_text(period.opens_at)},
          {"closes_at", to_text(period.closes_at)},
          {"opened_at", period.opened_at ? json::value(to_text(*period.opened_at)) : json::value(nullptr)},
          {"closed_at", period.closed_at ? json::value(to_text(*period.closed_at)) : json::value(nullptr)}};
}

json::object session_json(const Session& session) {
  auto object = codec::write(static_cast<const SessionPlanned&>(session)).as_object();
  object["cancelled"] = session.cancelled;
  object["changed_because"] = session.changed_because;
  object["people"] = session.people ? json::value(*session.people) : json::value(nullptr);
  return object;
}

json::object theme_json(const Theme& theme) {
  return {{"id", std::string_view(theme.id)},
          {"title", std::string_view(theme.title)},
          {"you_said", std::string_view(theme.you_said)},
          {"people", theme.people},
          {"verdict", theme.verdict ? codec::write(*theme.verdict) : json::value(nullptr)},
          {"we_decided", std::string_view(theme.we_decided)},
          {"because", std::string_view(theme.because)},
          {"plain",
           {{"you_said", or_null(theme.plain.you_said)},
            {"we_decided", or_null(theme.plain.we_decided)},
            {"because", or_null(theme.plain.because)}}}};
}

}  // namespace

std::string view_class(const Caller& caller, const Project& project) {
  if (is_system(caller)) return "specialist";
  if (holds(caller, "maori_specialist", project.id)) return "specialist";
  for (const auto role : staff_roles)
    if (holds(caller, role, project.id)) return "staff";
  std::string entities;
  for (const auto& [entity, branch] : project.branches)
    if (represents(caller, entity, project.id)) entities += (entities.empty() ? "" : ",") + entity;
  return entities.empty() ? std::string() : "entity:" + entities;
}

bool sees_every_project(const Caller& caller) {
  // Only grants on all projects reach a project that has no id yet.
  const std::string seen = view_class(caller, Project{});
  return seen == "staff" || seen == "specialist";
}

json::object project_view(const Project& project, const Context& context, std::string_view view_class,
                          Instant now) {
  const auto definition = definition_of(project, context);
  const auto& chart = context.project_chart;
  json::object view = codec::write(static_cast<const CreateProject&>(*project.about)).as_object();
  view["id"] = project.id;
  view["slug"] = project.about->slug;
  view["version"] = project.version;
  view["definition_version"] = project.about->definition_version;
  view["definition_hash"] = project.about->definition_hash;
  view["lead"] = std::string_view(project.about->lead);
  view["created_at"] = to_text(project.created_at);
  view["updated_at"] = to_text(project.updated_at);
  view["stage"] = std::string(stage_of(project.place, chart));
  view["place"] = names(chart.names(project.place));
  view["stage_since"] = to_text(project.stage_since);
  view["round"] = project.round;
  view["facts"] = four_facts(project, context, *definition, now);
  view["significance"] = or_null(project.significance);
  view["significance_to_maori"] = or_null(project.significance_to_maori);
  view["not_needed_proposed_by"] = or_blank(project.not_needed_proposed_by);
  view["options"] = codec::write(*project.options);
  view["communities_affected"] = codec::write(*project.communities_affected);
  view["earlier_insights"] = or_null(project.earlier_insights);
  view["calendar_check"] = or_null(project.calendar_check);
  view["clashes_settled"] =
      view_class.starts_with("entity:") ? json::array{} : codec::write(*project.clashes_settled);
  view["scope"] = or_null(project.scope);
  view["documents"] = codec::write(*project.documents);
  view["announced_at"] = or_null(project.announced_at);
  view["period"] = project.period ? json::value(period_json(*project.period)) : json::value(nullptr);
  json::array earlier;
  for (const auto& period : project.earlier_periods) earlier.push_back(period_json(period));
  view["earlier_periods"] = std::move(earlier);
  json::array sessions;
  for (const auto& session : project.sessions) sessions.push_back(session_json(session));
  view["sessions"] = std::move(sessions);
  view["totals"] = or_null(project.totals);
  json::array themes;
  for (const auto& theme : project.themes) themes.push_back(theme_json(theme));
  view["themes"] = std::move(themes);
  view["decision_meeting"] =
      project.decision_meeting
          ? codec::write(static_cast<const SetDecisionMeeting&>(*project.decision_meeting))
          : json::value(nullptr);
  view["advice"] = or_null(project.advice);
  view["decisions"] = decisions_view(project, context)["items"];
  view["headline"] = std::string_view(project.headline);
  view["signed_off_by"] = or_null(project.signed_off_by);
  view["translations"] = translations_view(project);
  view["publication"] = publication_json(project);
  json::array editions;
  for (const auto& edition : project.editions)
    editions.push_back(json::object{{"edition", edition.number},
                                    {"published_at", to_text(edition.published_at)},
                                    {"what_changed", edition.what_changed}});
  view["editions"] = std::move(editions);
  view["correction"] = project.correction
                           ? codec::write(static_cast<const CorrectResults&>(*project.correction))
                           : json::value(nullptr);
  view["told"] = names(*project.told);
  view["evaluation"] = or_null(project.evaluation);
  view["lessons"] = codec::write(*project.lessons);
  view["taken_down"] = nullptr;
  if (project.taken_down)
    view["taken_down"] = json::object{{"since", to_text(project.taken_down->since)},
                                      {"reason", std::string_view(project.taken_down->reason)}};
  view["suspended"] = or_null(project.suspended);
  view["withdrawn"] = or_null(project.withdrawn);
  view["branches"] = branches_view(project, context, view_class)["items"];
  return view;
}

json::object activities_view(const Project& project, const Context& context, Instant now) {
  const auto definition = definition_of(project, context);
  json::array items;
  for (const auto& activity : definition->activities) {
    const auto found = project.activities.find(activity.name);
    const ActivityRecord record = found == project.activities.end() ? ActivityRecord{} : found->second;
    const auto due = due_day(activity, project, context).due_on;
    std::vector<std::string> waiting;
    for (const auto& earlier : activity.waits_for) {
      const auto other = project.activities.find(earlier);
      if (other == project.activities.end() || other->second.state == ActivityRecord::State::open)
        waiting.push_back(earlier);
    }
    static constexpr std::array<std::string_view, 3> states{"open", "done", "waived"};
    const bool open = record.state == ActivityRecord::State::open;
    items.push_back(json::object{
        {"activity", activity.name},
        {"title", activity.title},
        {"stage", activity.stage},
        {"guidance", activity.guidance},
        {"role", activity.role},
        {"required", activity.required},
        {"evidence_wanted", activity.evidence},
        {"waits_for", names(waiting)},
        {"source", activity.source},
        {"state", states[static_cast<std::size_t>(record.state)]},
        {"person", std::string_view(record.person)},
        {"due_on", due ? json::value(to_text(*due)) : json::value(nullptr)},
        {"overdue",
         open && due && std::chrono::sys_days{*due} < std::chrono::sys_days{day_in(now, context.zone)}},
        {"note", record.note},
        {"evidence", record.evidence},
        {"by", record.by},
        {"at", open ? json::value(nullptr) : json::value(to_text(record.at))}});
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::object decisions_view(const Project& project, const Context&) {
  json::array items;
  for (const auto& decision : project.decisions) {
    auto object = codec::write(static_cast<const RecordDecision&>(decision)).as_object();
    // What those who decided said of each theme, beside what people are answered.
    const auto* verdicts = object.if_contains("themes");
    object["verdicts"] = verdicts && verdicts->is_array() ? *verdicts : json::value(json::array());
    object["id"] = std::string_view(decision.id);
    object["round"] = decision.round;
    object["recorded_by"] = decision.recorded_by;
    object["recorded_at"] = to_text(decision.recorded_at);
    json::array themes;
    for (const auto& theme : project.themes) themes.push_back(theme_json(theme));
    object["themes"] = std::move(themes);
    items.push_back(std::move(object));
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::object history_view(std::span<const StoredEvent> events, const Project&, std::string_view view_class) {
  json::array items;
  for (const auto& event : events) {
    json::value data = json::parse(event.data);
    if (event.type == "branch_moved" || event.type == "branch_noted" || event.type == "branch_opened") {
      auto& object = data.as_object();
      const std::string entity(object.at("entity").as_string());
      if (!sees_branch_words(view_class, entity)) {
        if (object.contains("said")) object["said"] = json::object{{"withheld", true}};
        if (object.contains("interest")) object.erase("interest");
      }
    }
    // It may tell of a project, or of another entity's days, that are not theirs to know.
    if (event.type == "clash_settled" && view_class.starts_with("entity:"))
      data = json::object{{"how", data.at("how")}, {"withheld", true}};
    items.push_back(json::object{{"seq", event.seq},
                                 {"type", event.type},
                                 {"type_version", event.type_version},
                                 {"recorded_at", to_text(event.recorded_at)},
                                 {"by", event.by},
                                 {"on_behalf_of", event.on_behalf_of},
                                 {"data", std::move(data)},
                                 {"hash", event.hash}});
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace full_circle::engagement
