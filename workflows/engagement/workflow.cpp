#include "workflows/engagement/workflow.hpp"

#include "workflows/engagement/advice.hpp"
#include "workflows/engagement/branch.hpp"
#include "workflows/engagement/calendar/ask.hpp"
#include "workflows/engagement/communities.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/deliveries.hpp"
#include "workflows/engagement/insights.hpp"
#include "workflows/engagement/json.hpp"
#include "workflows/engagement/view_parts.hpp"

#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;

class ProjectSnapshot final : public Aggregate {
 public:
  explicit ProjectSnapshot(Project state) : project(std::move(state)) {}
  std::int64_t version() const override { return project.version; }
  const Project project;
};

/// "kowhai-bay-shoreline-path-7k2m": readable, and unique by the tail of the project's id.
std::string slug_of(std::string_view title, std::string_view id) {
  std::string slug;
  for (const char c : without_marks(title)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept)
      slug += c;
    else if (!slug.empty() && slug.back() != '-')
      slug += '-';
    if (slug.size() >= 60) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  const auto tail = id.size() > 6 ? id.substr(id.size() - 6) : id;
  return slug + (slug.empty() ? "" : "-") + std::string(tail);
}

Decided create(const CreateProject& asked, const CommandRequest& request, const Context& context) {
  const auto definition = context.definitions->current(asked.definition);
  if (!definition) {
    std::string known;
    for (const auto& one : context.definitions->all()) known += (known.empty() ? "" : ", ") + one->name;
    return malformed("/definition",
                     "There is no definition " + asked.definition + ". There are: " + known + ".");
  }
  if (!may_give(request.caller, asked.name, *definition, "")) return not_permitted(asked.name, *definition);
  return std::vector<Event>{ProjectCreated{asked, slug_of(asked.title, request.project), definition->hash,
                                           definition->version, Name(request.caller.person)}};
}

/// When every branch has ended the consultation is concluded; when one is open again, so is the consultation.
std::optional<Event> settle_mana_whenua(const Project& project, const Context& context) {
  const auto& chart = context.project_chart;
  const auto open = std::find_if(project.branches.begin(), project.branches.end(), [&](const auto& entry) {
    return !ended(entry.second, context.branch_chart);
  });
  const bool any = !project.branches.empty();
  if (any && open == project.branches.end() && chart.is_in(project.place, "consulting"))
    return ManaWhenuaConsultationConcluded{};
  if (open != project.branches.end() && chart.is_in(project.place, "concluded"))
    return ManaWhenuaConsultationReopened{.entity = open->second.entity};
  return std::nullopt;
}

/// Every command writes two small documents; on the stack they cost no allocations.
using OnTheStack = std::array<unsigned char, 4096>;

std::string reply_of(const Project& project, const std::vector<Event>& events, const Context& context) {
  OnTheStack buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  json::array happened(&memory);
  auto seq = project.version - static_cast<std::int64_t>(events.size());
  for (const auto& event : events)
    happened.push_back(json::object({{"seq", ++seq}, {"type", event_type(event)}}, &memory));
  json::array place(&memory);
  for (const auto& name : context.project_chart.names(project.place)) place.emplace_back(name);
  return json::serialize(json::object({{"project", project.id},
                                       {"slug", project.about->slug},
                                       {"version", project.version},
                                       {"status", status_of(project.place, context.project_chart)},
                                       {"place", std::move(place)},
                                       {"events", std::move(happened)}},
                                      &memory));
}

/// Whose answer the council entered; for the record.
std::string on_behalf_of(const Event& event, const Caller& caller, std::string_view project) {
  return std::visit(
      [&](const auto& one) -> std::string {
        if constexpr (requires { one.side; })
          if (one.side == Side::entity && !represents(caller, one.entity, project)) return one.entity;
        return {};
      },
      event);
}

}  // namespace

const Project& as_project(const Aggregate& aggregate) {
  return dynamic_cast<const ProjectSnapshot&>(aggregate).project;
}

EngagementWorkflow::EngagementWorkflow(std::shared_ptr<const Context> context)
    : m_context(std::move(context)) {}

Result<Outcome> EngagementWorkflow::decide(const std::shared_ptr<const Aggregate>& before,
                                           const CommandRequest& request, Instant now) const {
  const bool on_branch = !request.target.empty();
  const bool known = on_branch ? is_branch_command(request.name) : is_command(request.name);
  if (!known)
    return Refusal{.reason = Reason::unknown, .message = "There is no command " + kebab(request.name) + "."};
  const bool creates = request.name == CreateProject::name;
  if (!before && !creates)
    return Refusal{.reason = Reason::unknown, .message = "There is no project " + request.project + "."};
  if (before && creates)
    return Refusal{.reason = Reason::out_of_turn, .message = "The project exists already."};

  Project project = before ? as_project(*before) : Project{};
  if (!before) {
    project.id = request.project;
    project.place = m_context->project_chart.initial();
  } else if (view_class(request.caller, project).empty()) {
    return Refusal{.reason = Reason::unknown, .message = "There is no project " + request.project + "."};
  }

  auto decided = decide_events(project, request, now);
  if (!decided.ok()) return std::move(decided).refusal();
  auto events = std::move(decided).value();

  Outcome outcome;
  for (auto& event : events)
    if (auto* submitted = std::get_if<AdviceSubmitted>(&event); submitted && m_context->contribution_counts)
      outcome.documents.push_back(freeze_advice(*submitted, project, *definition_of(project, *m_context),
                                                *m_context, request.caller.person, now));
  const auto apply = [&](const Event& event) {
    evolve(project, event, {project.version + 1, now, request.caller.person}, m_context->project_chart,
           m_context->branch_chart);
  };
  for (const auto& event : events) apply(event);
  if (auto settled = settle_mana_whenua(project, *m_context)) {
    apply(*settled);
    events.push_back(*std::move(settled));
  }

  const auto definition = m_context->definitions->by_hash(project.about->definition_hash);
  if (!definition) throw std::runtime_error("the definition of project " + project.id + " is not kept");
  outcome.events.reserve(events.size());
  for (const auto& event : events)
    outcome.events.push_back({std::string(event_type(event)), event_version(event), write_event(event),
                              on_behalf_of(event, request.caller, project.id)});
  outcome.deliveries =
      deliveries_of(events, before ? &as_project(*before) : nullptr, project, *definition, *m_context, now);
  outcome.reply = reply_of(project, events, *m_context);
  auto after = std::make_shared<ProjectSnapshot>(std::move(project));
  outcome.projection = rows_of(after->project);
  const bool dates_change = std::any_of(events.begin(), events.end(), [](const Event& event) {
    return changes_calendar_part(event_type(event));
  });
  if (dates_change)
    outcome.projection.calendar = write_calendar_part(calendar_part(after->project, *m_context));
  const bool findings_change = std::any_of(
      events.begin(), events.end(), [](const Event& event) { return changes_findings(event_type(event)); });
  if (findings_change) outcome.projection.findings = findings_of(after->project, *m_context);
  outcome.after = std::move(after);
  return outcome;
}

Result<std::vector<Event>> EngagementWorkflow::decide_events(const Project& project,
                                                             const CommandRequest& request,
                                                             Instant now) const {
  if (!project.exists()) {
    const auto command = read_command(request.name, request.body);
    if (!command.ok()) return command.refusal();
    return create(std::get<CreateProject>(command.value()), request, *m_context);
  }
  const auto definition = m_context->definitions->by_hash(project.about->definition_hash);
  if (!definition) throw std::runtime_error("the definition of project " + project.id + " is not kept");
  const Asking asking{project, *definition, *m_context, request.caller, now};
  if (!request.target.empty()) {
    const auto command = read_branch_command(request.name, request.body);
    if (!command.ok()) return command.refusal();
    return decide_branch(command.value(), request.target, asking);
  }
  const auto command = read_command(request.name, request.body);
  if (!command.ok()) return command.refusal();
  return engagement::decide(command.value(), asking);
}

std::shared_ptr<const Aggregate> EngagementWorkflow::replay(const std::shared_ptr<const Aggregate>& from,
                                                            std::span<const StoredEvent> events) const {
  if (events.empty()) return from;
  Project project = from ? as_project(*from) : Project{};
  if (!from) {
    project.id = events.front().project;
    project.place = m_context->project_chart.initial();
  }
  for (const auto& stored : events)
    evolve(project, read_event(stored.type, stored.type_version, stored.data),
           {stored.seq, stored.recorded_at, stored.by}, m_context->project_chart, m_context->branch_chart);
  return std::make_shared<ProjectSnapshot>(std::move(project));
}

Projection EngagementWorkflow::project(const Aggregate& aggregate) const {
  const auto& project = as_project(aggregate);
  Projection projection = rows_of(project);
  projection.calendar = write_calendar_part(calendar_part(project, *m_context));
  projection.findings = findings_of(project, *m_context);
  return projection;
}

Projection EngagementWorkflow::rows_of(const Project& project) const {
  const auto& about = *project.about;
  const auto status = status_of(project.place, m_context->project_chart);
  const auto stage = stage_of(project.place, m_context->project_chart);
  Projection projection{.slug = about.slug};
  projection.search_text = about.search_text;
  auto& labels = projection.labels;
  labels.push_back({"stage", std::string(stage.empty() ? status : stage)});
  labels.push_back({"status", std::string(status)});
  labels.push_back({"definition", about.definition});
  for (const auto& board : about.local_boards) labels.push_back({"local_board", board});
  for (const auto& community : communities_of(project)) labels.push_back({"community", community});
  for (const auto& topic : about.topics) labels.push_back({"topic", topic});
  for (const auto& [entity, branch] : project.branches) labels.push_back({"entity", entity});
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());

  OnTheStack buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  const auto list = [&](const std::vector<Name>& names) {
    json::array all(&memory);
    for (const auto& name : names) all.emplace_back(std::string_view(name));
    return all;
  };
  projection.summary = json::serialize(json::object(
      {{"id", project.id},
       {"slug", about.slug},
       {"title", std::string_view(about.title)},
       {"summary", std::string_view(about.summary)},
       {"definition", std::string_view(about.definition)},
       {"stage", stage.empty() ? status : stage},
       {"status", status},
       {"round", project.round},
       {"local_boards", list(about.local_boards)},
       {"communities", list(about.communities)},
       {"topics", list(about.topics)},
       {"announced", project.announced_at.has_value()},
       {"opens_on", project.period ? json::value(to_text(project.period->opens_on)) : json::value(nullptr)},
       {"closes_on", project.period ? json::value(to_text(project.period->closes_on)) : json::value(nullptr)},
       {"answer_by", project.scope ? json::value(to_text(project.scope->answer_by)) : json::value(nullptr)},
       {"version", project.version},
       {"updated_at", to_text(project.updated_at)}},
      &memory));
  return projection;
}

namespace {

/// What somebody may follow to hear of this project.
json::array follow_scopes(const Project& project) {
  json::array scopes{json::value("everything"), json::value("project:" + project.id)};
  for (const auto& board : project.about->local_boards)
    scopes.emplace_back("local_board:" + std::string(board));
  return scopes;
}

}  // namespace

std::string EngagementWorkflow::materialise(const Aggregate& aggregate, const std::string& adapter,
                                            const std::string& payload, Instant now) const {
  const auto& project = as_project(aggregate);
  if (adapter == "publisher") {
    const auto kind = json::parse(payload).at("kind");
    if (kind != "project_page") return payload;
    return json::serialize(page_or_notice(project, *m_context, now));
  }
  if (adapter == "notifier") {
    auto notice = json::parse(payload);
    if (auto* fields = notice.if_object()) fields->insert_or_assign("scopes", follow_scopes(project));
    return json::serialize(notice);
  }
  const auto& mirrors = m_context->site_mirrors;
  if (std::find(mirrors.begin(), mirrors.end(), adapter) != mirrors.end()) {
    auto told = json::parse(payload).as_object();
    told["late"] = page_late(project, *m_context, now);
    return json::serialize(told);
  }
  const auto& calendars = m_context->calendar_adapters;
  if (std::find(calendars.begin(), calendars.end(), adapter) != calendars.end())
    return json::serialize(calendar_entries(project, *m_context));
  return payload;
}

const std::vector<CommandDescription>& command_descriptions() {
  static const std::vector<CommandDescription> all = [] {
    std::vector<CommandDescription> list;
    boost::mp11::mp_for_each<boost::mp11::mp_rename<
        boost::mp11::mp_transform<boost::mp11::mp_identity, Command>, boost::mp11::mp_list>>(
        [&](auto identity) {
          using One = typename decltype(identity)::type;
          list.push_back(
              {std::string(One::name), false, One::name == CreateProject::name, command_schema(One::name)});
        });
    boost::mp11::mp_for_each<boost::mp11::mp_rename<
        boost::mp11::mp_transform<boost::mp11::mp_identity, BranchCommand>, boost::mp11::mp_list>>(
        [&](auto identity) {
          using One = typename decltype(identity)::type;
          list.push_back({std::string(One::name), true, false, branch_command_schema(One::name)});
        });
    return list;
  }();
  return all;
}

Definitions::Definitions(std::vector<Definition> current,
                         std::function<std::optional<std::string>(std::string_view)> older,
                         std::vector<std::string> adapters)
    : m_older(std::move(older)), m_adapters(std::move(adapters)) {
  for (auto& definition : current) {
    const auto shared = std::make_shared<const Definition>(std::move(definition));
    m_current[shared->name] = shared;
    m_by_hash[shared->hash] = shared;
  }
}

std::shared_ptr<const Definition> Definitions::current(std::string_view name) const {
  const auto found = m_current.find(name);
  return found == m_current.end() ? nullptr : found->second;
}

std::shared_ptr<const Definition> Definitions::by_hash(std::string_view hash) const {
  const std::lock_guard lock(m_mutex);
  if (const auto found = m_by_hash.find(hash); found != m_by_hash.end()) return found->second;
  const auto text = m_older ? m_older(hash) : std::nullopt;
  if (!text) return nullptr;
  auto reading = read_kept_definition(*text, m_adapters);
  if (!reading.definition) return nullptr;
  reading.definition->hash = std::string(hash);
  const auto shared = std::make_shared<const Definition>(*std::move(reading.definition));
  m_by_hash[std::string(hash)] = shared;
  return shared;
}

std::vector<std::shared_ptr<const Definition>> Definitions::all() const {
  std::vector<std::shared_ptr<const Definition>> list;
  for (const auto& [name, definition] : m_current) list.push_back(definition);
  return list;
}

}  // namespace full_circle::engagement
