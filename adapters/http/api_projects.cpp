// Reading projects: the list, one project and its parts.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/clocks.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace full_circle::http {

namespace json = boost::json;

namespace {

constexpr std::string_view instant_or_day = R"({"type": "string", "examples": ["2027-06-14"]})";

// ── The list ────────────────────────────────────────────────────────────────────────────────────────────

Result<ProjectQuery> read_project_query(const Request& request) {
  ProjectQuery query;
  const Result<int> limit = asked_limit(request);
  if (!limit.ok()) return limit.refusal();
  query.limit = limit.value();
  for (const std::string_view kind : {"stage", "local_board", "community", "topic", "definition"}) {
    const std::string* value = request.asked(kind);
    if (!value) continue;
    if (value->empty() || value->size() > 64) {
      return malformed("?" + std::string(kind), std::string(kind) + " has to be 1 to 64 characters");
    }
    query.labels.push_back(Label{std::string(kind), *value});
  }
  if (const std::string* text = request.asked("text")) {
    if (text->size() > 200) return malformed("?text", "text has to be at most 200 characters");
    query.search_text = engagement::fold(*text);
  }
  if (const std::string* cursor = request.asked("cursor")) {
    if (!is_plain_id(*cursor)) return malformed("?cursor", "cursor has to be the next of an earlier answer");
    query.cursor = *cursor;
  }
  return query;
}

/// Which of these rows somebody may see who does not see everything. Grants on single projects are looked at
/// first, because opening a project can mean reading its history.
class RowFilter {
 public:
  RowFilter(const Desk& desk, const Visitor& visitor)
      : m_desk(desk), m_visitor(visitor), m_everything(engagement::sees_every_project(visitor.caller)) {
    for (const RoleGrant& grant : visitor.caller.grants) {
      if (grant.project.empty()) m_has_wide_grant = true;
      m_granted.insert(grant.project);
    }
  }
  bool shows_everything() const { return m_everything; }
  bool shows(const ProjectRow& row) const {
    if (m_everything) return true;
    if (!m_has_wide_grant && !m_granted.contains(row.project)) return false;
    return m_desk.door.find_by_id(row.project, m_visitor).has_value();
  }

 private:
  const Desk& m_desk;
  const Visitor& m_visitor;
  bool m_everything;
  bool m_has_wide_grant = false;
  std::unordered_set<std::string> m_granted;
};

Response read_projects(const Desk& desk, const Request& request, StoreReader& reader) {
  Result<ProjectQuery> asked = read_project_query(request);
  if (!asked.ok()) return refused(request, asked.refusal());
  ProjectQuery query = asked.value();
  const RowFilter filter(desk, *request.visitor);
  const auto wanted = static_cast<std::size_t>(query.limit);
  // For those who see few projects a page is looked for among at most this many; it may come out short, and
  // `next` goes on from there.
  int pages_left = filter.shows_everything() ? 1 : 10;
  if (!filter.shows_everything()) query.limit = 200;
  std::vector<ProjectRow> shown;
  bool more = true;
  while (more && pages_left-- > 0 && shown.size() < wanted) {
    const std::vector<ProjectRow> rows = reader.projects(query);
    more = rows.size() == static_cast<std::size_t>(query.limit);
    for (const ProjectRow& row : rows) {
      if (shown.size() == wanted) {
        more = true;
        break;
      }
      query.cursor = row.project;
      if (filter.shows(row)) shown.push_back(row);
    }
  }
  std::string body = R"({"items":[)";
  for (const ProjectRow& row : shown) {
    if (&row != &shown.front()) body += ',';
    body += row.summary;  // JSON as the workflow wrote it
  }
  body += R"(],"next":)";
  body += more && !query.cursor.empty() ? json::serialize(json::value(query.cursor)) : "null";
  body += '}';
  return json_response(std::move(body));
}

// ── One project ─────────────────────────────────────────────────────────────────────────────────────────

/// `"31-0f3a…"`: the project's version, which If-Match reads, and what tells this body from another one of
/// the same version, because the time of day and who asks change it too.
std::string content_tag(std::int64_t version, std::string_view body) {
  return '"' + std::to_string(version) + '-' + sha256_hex(body).substr(0, 16) + '"';
}

/// A view from the cache, or rendered and kept. `part` says which, `reader_class` for whom.
template <class Render>
Response view(Desk& desk, const Request& request, const Visible& visible, std::string_view part,
              std::string_view reader_class, const Render& render) {
  const Instant now = desk.services.clock.now();
  std::string key;
  key.reserve(visible.project->id.size() + part.size() + reader_class.size() + 2);
  key.append(visible.project->id).append(1, '\n').append(part).append(1, '\n').append(reader_class);
  const std::int64_t version = visible.project->version;
  ViewCache::Rendered rendered = desk.views.find(key, version, now);
  if (!rendered.body) {
    rendered.body = std::make_shared<const std::string>(json::serialize(render(now)));
    rendered.tag = content_tag(version, *rendered.body);
    desk.views.keep(std::move(key), version, now, rendered);
  }
  const std::string_view known = request.header(boost::beast::http::field::if_none_match);
  const bool unchanged = !known.empty() && tag_listed(known, rendered.tag);
  Response response = unchanged ? empty_response(304) : json_response(std::move(rendered.body));
  response.with("ETag", rendered.tag);
  return response;
}

Response no_project(const Request& request) {
  return refused(request, unknown("project"));
}

std::optional<Response> read_project_now(Desk& desk, const Request& request) {
  if (request.asked("at")) return std::nullopt;
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor);
  if (!visible) return no_project(request);
  return view(desk, request, *visible, "project", visible->view_class, [&](Instant now) {
    return engagement::project_view(*visible->project, *desk.services.context, visible->view_class, now);
  });
}

/// An instant, or the end of a day in council time.
std::optional<Instant> read_at(const std::string& text, const engagement::Context& context) {
  if (const auto day = parse_day(text)) {
    return engagement::end_of(*day, context.zone) - std::chrono::milliseconds{1};
  }
  return parse_instant(text);
}

Response read_project_as_it_was(const Desk& desk, const Request& request, StoreReader& reader) {
  const engagement::Context& context = *desk.services.context;
  const std::optional<Instant> at = read_at(*request.asked("at"), context);
  if (!at)
    return bad_parameter(request, "at",
                         "has to be a day (2027-06-14) or an instant (RFC 3339) in the years 1900 to 2199");
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return no_project(request);
  const auto then = desk.services.engine.load_at(visible->project->id, *at);
  if (!then || engagement::as_project(*then).version == 0) {
    return refused(request, Refusal{.reason = Reason::unknown,
                                    .message = "The project did not exist yet at " + to_text(*at) + "."});
  }
  const engagement::Project& project = engagement::as_project(*then);
  return json_response(json::serialize(engagement::project_view(project, context, visible->view_class, *at)));
}

/// A part of a project as a route's handler: found, seen, rendered, kept.
using RenderPart = std::function<json::object(const Desk&, const Request&, const Visible&, Instant)>;
enum class KeptFor { view_class, person };
AtOnce part(Desk& desk, std::string name, KeptFor kept_for, RenderPart render) {
  return [&desk, name = std::move(name), kept_for, render = std::move(render)](const Request& request) {
    const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor);
    if (!visible) return no_project(request);
    const std::string_view reader_class =
        kept_for == KeptFor::person ? std::string_view(request.visitor->rights) : visible->view_class;
    return view(desk, request, *visible, name, reader_class,
                [&](Instant now) { return whole_list(render(desk, request, *visible, now)); });
  };
}

/// While people are being told, the move that waits for it says how many are left. That number moves without
/// the project, and is read where reading may take a while.
Response read_moves_while_telling(const Desk& desk, const Request& request, StoreReader& reader) {
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return no_project(request);
  json::object moves = engagement::moves_view(*visible->project, *desk.services.context,
                                              request.visitor->caller, desk.services.clock.now());
  for (auto& move : moves.at("items").as_array())
    if (move.at("command") == "begin-evaluation")
      move.as_object()["telling"] = telling_of_results(desk, *visible->project, reader);
  return json_response(json::serialize(moves));
}

Handler moves_handler(Desk& desk) {
  AtOnce moves = part(desk, "moves", KeptFor::person,
                      [](const Desk& the_desk, const Request& request, const Visible& visible, Instant now) {
                        return engagement::moves_view(*visible.project, *the_desk.services.context,
                                                      request.visitor->caller, now);
                      });
  return AtOnceOrReading{
      [&desk, moves = std::move(moves)](const Request& request) -> std::optional<Response> {
        const auto visible = desk.door.find(request.parameters[0], *request.visitor);
        if (visible && is_being_told(desk, *visible->project)) return std::nullopt;
        return moves(request);
      },
      [&desk](const Request& request, StoreReader& reader) {
        return read_moves_while_telling(desk, request, reader);
      }};
}

Response read_clocks(Desk& desk, const Request& request) {
  const std::string* asked = request.asked("skipped");
  if (asked && *asked != "true" && *asked != "false")
    return bad_parameter(request, "skipped", "has to be true or false");
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor);
  if (!visible) return no_project(request);
  const bool listed = asked && *asked == "true";
  return view(desk, request, *visible, listed ? "clocks\nskipped" : "clocks", visible->view_class,
              [&](Instant now) {
                return engagement::clocks_view(
                    *visible->project, *desk.services.context, visible->view_class, now,
                    listed ? engagement::SkippedDays::listed : engagement::SkippedDays::left_out);
              });
}

/// A branch that this caller may see, or the answer that there is none.
std::optional<Visible> find_branch(Desk& desk, const Request& request) {
  if (!is_plain_id(request.parameters[1])) return std::nullopt;
  std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor);
  if (!visible || !visible->project->branch(request.parameters[1])) return std::nullopt;
  return visible;
}

Response read_branch(Desk& desk, const Request& request) {
  const std::optional<Visible> visible = find_branch(desk, request);
  if (!visible) return refused(request, unknown("branch"));
  const json::value branch = engagement::branch_view(*visible->project, *desk.services.context,
                                                     request.parameters[1], visible->view_class);
  if (branch.is_null()) return refused(request, unknown("branch"));
  std::string body = json::serialize(branch);
  const std::string tag = content_tag(visible->project->version, body);
  Response response = json_response(std::move(body));
  return response.with("ETag", tag);
}

Response read_branch_moves(Desk& desk, const Request& request) {
  const std::optional<Visible> visible = find_branch(desk, request);
  if (!visible || engagement::branch_view(*visible->project, *desk.services.context, request.parameters[1],
                                          visible->view_class)
                      .is_null()) {
    return refused(request, unknown("branch"));
  }
  return view(
      desk, request, *visible, "branch_moves\n" + request.parameters[1], request.visitor->rights,
      [&](Instant now) {
        return whole_list(engagement::branch_moves_view(*visible->project, *desk.services.context,
                                                        request.visitor->caller, request.parameters[1], now));
      });
}

Response read_history(const Desk& desk, const Request& request, StoreReader& reader) {
  const Result<int> limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  std::int64_t after = 0;
  if (const std::string* asked = request.asked("after")) {
    const auto number = read_number(*asked);
    if (!number) return bad_parameter(request, "after", "has to be the number of an event");
    after = *number;
  }
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return no_project(request);
  std::vector<StoredEvent> events = reader.events_of(visible->project->id, after, limit.value() + 1);
  const bool more = events.size() > static_cast<std::size_t>(limit.value());
  if (more) events.resize(static_cast<std::size_t>(limit.value()));
  json::object history = engagement::history_view(events, *visible->project, visible->view_class);
  if (more) {
    history["next"] = std::to_string(events.back().seq);
  } else {
    history["next"] = nullptr;
  }
  return json_response(json::serialize(history));
}

Result<Subscription> subscribe_to_project(Desk& desk, const Request& request) {
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor);
  if (!visible) return unknown("project");
  Subscription subscription{.project = visible->project->id, .after_seq = std::nullopt};
  std::string_view last = trimmed(request.header("Last-Event-ID"));
  if (last.empty()) return subscription;
  const std::size_t slash = last.rfind('/');
  const bool other_project = slash != std::string_view::npos && last.substr(0, slash) != visible->project->id;
  if (slash != std::string_view::npos) last.remove_prefix(slash + 1);
  subscription.after_seq = read_number(last);
  if (!subscription.after_seq || other_project) {
    return malformed("Last-Event-ID", "has to be the id of an event of this project");
  }
  return subscription;
}

std::vector<QueryParameter> list_parameters() {
  return {{"stage", "Projects in this stage (plan, prepare, engage …)"},
          {"local_board", "Projects of this local board"},
          {"community", "Projects that concern this community"},
          {"topic", "Projects on this topic"},
          {"definition", "Projects under this definition"},
          {"text", "Words that all occur in the title or summary; macrons and double vowels are the same"},
          limit_parameter,
          {"cursor", "The next of an earlier answer"}};
}

Route reading_part(std::string pattern, std::string operation, std::string summary, Handler handler) {
  return Route{.pattern = "/api/v1/projects/{id}" + std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .group = "Projects"};
}

Route clocks_route(Desk& desk) {
  Route clocks =
      reading_part("/clocks", "list_clocks", "What is due by when, under which calendar and by whose rule",
                   AtOnce{[&desk](const Request& request) { return read_clocks(desk, request); }});
  clocks.query = {{"skipped", "true lists the days that were passed over in counting, and why",
                   R"({"type": "string", "enum": ["true", "false"], "default": "false"})"}};
  clocks.statuses = {200, 304};
  return clocks;
}

}  // namespace

std::vector<Route> project_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(Route{.pattern = "/api/v1/projects",
                         .operation = "list_projects",
                         .summary = "Projects, newest first",
                         .handler = Reading{[&desk](const Request& request, StoreReader& reader) {
                           return read_projects(desk, request, reader);
                         }},
                         .query = list_parameters(),
                         .group = "Projects"});
  Route one = reading_part(
      "", "read_project", "A project as it stands, or as it was",
      AtOnceOrReading{[&desk](const Request& request) { return read_project_now(desk, request); },
                      [&desk](const Request& request, StoreReader& reader) {
                        return read_project_as_it_was(desk, request, reader);
                      }});
  one.query = {{"at", "As it was at the end of this day, or at this instant", instant_or_day}};
  one.statuses = {200, 304};
  routes.push_back(std::move(one));

  routes.push_back(reading_part("/moves", "list_moves",
                                "What may happen next, and what each move still waits for",
                                moves_handler(desk)));
  routes.push_back(
      reading_part("/branches", "list_branches", "The mana whenua consultation branches",
                   part(desk, "branches", KeptFor::view_class,
                        [](const Desk& the_desk, const Request&, const Visible& visible, Instant) {
                          return engagement::branches_view(*visible.project, *the_desk.services.context,
                                                           visible.view_class);
                        })));
  routes.push_back(
      reading_part("/branches/{entity}", "read_branch", "One entity's branch",
                   AtOnce{[&desk](const Request& request) { return read_branch(desk, request); }}));
  routes.push_back(
      reading_part("/branches/{entity}/moves", "list_branch_moves", "What may happen next in one branch",
                   AtOnce{[&desk](const Request& request) { return read_branch_moves(desk, request); }}));
  routes.push_back(reading_part(
      "/activities", "list_activities", "The activities of each stage and how far they are",
      part(desk, "activities", KeptFor::view_class,
           [](const Desk& the_desk, const Request&, const Visible& visible, Instant now) {
             return engagement::activities_view(*visible.project, *the_desk.services.context, now);
           })));
  routes.push_back(clocks_route(desk));
  routes.push_back(
      reading_part("/decisions", "list_decisions", "What was decided, by whom and why",
                   part(desk, "decisions", KeptFor::view_class,
                        [](const Desk& the_desk, const Request&, const Visible& visible, Instant) {
                          return engagement::decisions_view(*visible.project, *the_desk.services.context);
                        })));
  Route history = reading_part("/history", "list_history", "Every event of the project, oldest first",
                               Reading{[&desk](const Request& request, StoreReader& reader) {
                                 return read_history(desk, request, reader);
                               }});
  history.query = {{"after", "Events after this number", R"({"type": "integer", "minimum": 0})"},
                   limit_parameter};
  routes.push_back(std::move(history));
  Route events = reading_part(
      "/events", "follow_project",
      "Server-sent events of one project; Last-Event-ID goes on after that event",
      Streaming{[&desk](const Request& request) { return subscribe_to_project(desk, request); }});
  events.produces = {media::events};
  routes.push_back(std::move(events));
  return routes;
}

}  // namespace full_circle::http
