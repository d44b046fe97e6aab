#include "workflows/engagement/views.hpp"

#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/json_codec.hpp"

#include <boost/mp11.hpp>

#include <algorithm>
#include <array>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;

json::array names(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

constexpr std::array<std::string_view, 7> staff_roles{
    "lead", "coordinator", "adviser", "decision_maker", "publisher", "system", "administrator"};

bool sees_branch_words(std::string_view view_class, std::string_view entity) {
  if (view_class == "specialist") return true;
  if (!view_class.starts_with("entity:")) return false;
  // "entity:A,B" for somebody who speaks for both; ids hold no comma.
  const std::string among = "," + std::string(view_class.substr(7)) + ",";
  return among.find("," + std::string(entity) + ",") != std::string::npos;
}

/// A definition that was never kept cannot happen through the engine; an empty one keeps views answering.
std::shared_ptr<const Definition> definition_of(const Project& project, const Context& context) {
  auto definition = context.definitions->by_hash(project.about.definition_hash);
  return definition ? definition : std::make_shared<const Definition>();
}

template <class Variant, class Visit>
void each_of(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_rename<
      boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>, boost::mp11::mp_list>>(visit);
}

std::optional<Day> due_on(const Activity& activity, const ActivityRecord& record, const Project& project,
                          const Context& context) {
  if (record.due_on) return record.due_on;
  if (!activity.due) return std::nullopt;
  const auto& anchor = activity.due->anchor;
  std::optional<Day> from;
  if (anchor == "project_created") from = day_in(project.created_at, context.zone);
  if (anchor == "stage_begun" && stage_of(project.place, context.project_chart) == activity.stage)
    from = day_in(project.stage_since, context.zone);
  if (anchor == "opens_on" && project.period) from = project.period->opens_on;
  if (anchor == "closes_on" && project.period) from = project.period->closes_on;
  if (anchor == "decision_on" && project.scope) from = project.scope->decision_on;
  if (anchor == "answer_by" && project.scope) from = project.scope->answer_by;
  if (!from) return std::nullopt;
  return plus_days(*from, activity.due->before ? -activity.due->days : activity.due->days);
}

bool put_before_decision_makers(const Branch& branch, const Chart& chart) {
  static constexpr std::array<std::string_view, 5> states{"views_before_decision_maker", "responded",
                                                          "outcome_agreed", "outcome_differs",
                                                          "relationship_ongoing"};
  return std::any_of(states.begin(), states.end(),
                     [&](std::string_view state) { return chart.is_in(branch.place, state); });
}

json::array days(const std::vector<Day>& all) {
  json::array list;
  for (const auto day : all) list.push_back(json::string(to_text(day)));
  return list;
}

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
          {"because", std::string_view(theme.because)}};
}

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? codec::write(*value) : json::value(nullptr);
}

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

/// The four facts first: where it is, what blocks it, who acts next, by when.
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

json::object project_view(const Project& project, const Context& context, std::string_view view_class,
                          Instant now) {
  const auto definition = definition_of(project, context);
  const auto& chart = context.project_chart;
  json::object view = codec::write(static_cast<const CreateProject&>(project.about)).as_object();
  view["id"] = project.id;
  view["slug"] = project.about.slug;
  view["version"] = project.version;
  view["definition_version"] = project.about.definition_version;
  view["definition_hash"] = project.about.definition_hash;
  view["lead"] = std::string_view(project.about.lead);
  view["created_at"] = to_text(project.created_at);
  view["updated_at"] = to_text(project.updated_at);
  view["stage"] = std::string(stage_of(project.place, chart));
  view["place"] = names(chart.names(project.place));
  view["stage_since"] = to_text(project.stage_since);
  view["round"] = project.round;
  view["facts"] = four_facts(project, context, *definition, now);
  view["significance"] = or_null(project.significance);
  view["significance_to_maori"] = or_null(project.significance_to_maori);
  view["options"] = codec::write(project.options);
  view["communities_affected"] = codec::write(project.communities_affected);
  view["earlier_insights"] = or_null(project.earlier_insights);
  view["calendar_check"] = or_null(project.calendar_check);
  view["scope"] = or_null(project.scope);
  view["documents"] = codec::write(project.documents);
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
  json::array editions;
  for (const auto& edition : project.editions)
    editions.push_back(json::object{{"edition", edition.number},
                                    {"published_at", to_text(edition.published_at)},
                                    {"what_changed", edition.what_changed}});
  view["editions"] = std::move(editions);
  view["told"] = names(project.told);
  view["evaluation"] = or_null(project.evaluation);
  view["lessons"] = codec::write(project.lessons);
  view["suspended"] = or_null(project.suspended);
  view["withdrawn"] = or_null(project.withdrawn);
  view["branches"] = branches_view(project, context, view_class)["items"];
  return view;
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
  });
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::object branch_moves_view(const Project& project, const Context& context, const Caller& caller,
                               std::string_view entity, Instant now) {
  const auto definition = definition_of(project, context);
  const auto* branch = project.branch(entity);
  json::array items;
  if (branch) {
    const Asking asking{project, *definition, context, caller, now};
    const auto& chart = context.branch_chart;
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
    });
  }
  return {{"items", std::move(items)}, {"next", nullptr}};
}

json::object branches_view(const Project& project, const Context& context, std::string_view view_class) {
  json::array items;
  for (const auto& [entity, branch] : project.branches)
    items.push_back(branch_view(project, context, entity, view_class));
  return {{"items", std::move(items)}, {"next", nullptr}};
}

namespace {

/// What those who make arrangements need; the entity's words are not among it until they are put, as
/// confirmed by the entity, before the decision-makers.
void add_arrangements(json::object& view, const Branch& branch, const Chart& chart) {
  json::array attempts;
  for (const auto& attempt : branch.attempts)
    attempts.push_back(json::object{{"channel", codec::write(attempt.channel)}, {"on", to_text(attempt.on)}});
  view["contact_attempts"] = std::move(attempts);
  view["offer"] = or_null(branch.offer);
  view["offer_approved"] = branch.offer_approved;
  view["date_confirmed"] =
      json::object{{"council", or_null(branch.date.council)}, {"entity", or_null(branch.date.entity)}};
  if (put_before_decision_makers(branch, chart)) view["record"] = branch.record;
}

}  // namespace

json::value branch_view(const Project& project, const Context& context, std::string_view entity,
                        std::string_view view_class) {
  const auto* branch = project.branch(entity);
  if (!branch) return nullptr;
  const auto& chart = context.branch_chart;
  json::object view{
      {"entity", std::string_view(branch->entity)},
      {"name", std::string_view(branch->name)},
      {"state", state_of(*branch, chart)},
      {"place", names(chart.names(branch->place))},
      {"state_text", state_text(*branch, chart)},
      {"since", to_text(branch->place_since)},
      {"opened_at", to_text(branch->opened_at)},
      {"ended", ended(*branch, chart)},
      {"recorded_on_behalf", branch->on_behalf},
      {"respond_by", branch->offer ? json::value(to_text(branch->offer->respond_by)) : json::value(nullptr)},
      {"deferred_to", branch->deferred_to},
      {"published_words", branch->published_words},
      {"commitments", codec::write(branch->commitments)}};
  json::array meetings;
  for (const auto& hui : branch->hui)
    meetings.push_back(json::object{{"id", hui.id},
                                    {"starts_at", to_text(hui.starts_at)},
                                    {"ends_at", to_text(hui.ends_at)},
                                    {"place", std::string_view(hui.place)},
                                    {"cancelled", hui.cancelled},
                                    {"held", hui.held}});
  view["hui"] = std::move(meetings);
  const bool sees_words = sees_branch_words(view_class, entity);
  view["withheld"] = !sees_words;
  if (sees_words || view_class == "staff") add_arrangements(view, *branch, chart);
  if (!sees_words) return view;

  view["reason"] = branch->reason;
  view["words"] = branch->words;
  view["draft"] = branch->draft;
  view["record"] = branch->record;
  view["outcome_confirmed"] = json::object{{"council", or_null(branch->outcome.council)},
                                           {"entity", or_null(branch->outcome.entity)}};
  view["responses"] = codec::write(branch->responses);
  view["council_statement"] = branch->council_statement;
  view["entity_statement"] = branch->entity_statement;
  view["available"] = days(branch->available);
  json::array notes;
  for (const auto& note : branch->notes) {
    notes.push_back(json::object{{"text", note.text},
                                 {"sensitivity", codec::write(note.sensitivity)},
                                 {"by", note.by},
                                 {"at", to_text(note.at)}});
  }
  view["notes"] = std::move(notes);
  return view;
}

json::object activities_view(const Project& project, const Context& context, Instant now) {
  const auto definition = definition_of(project, context);
  json::array items;
  for (const auto& activity : definition->activities) {
    const auto found = project.activities.find(activity.name);
    const ActivityRecord record = found == project.activities.end() ? ActivityRecord{} : found->second;
    const auto due = due_on(activity, record, project, context);
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
