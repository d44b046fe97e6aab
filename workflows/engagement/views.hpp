#pragma once
/// What people see of a project. The API, the pages and the refusals share these, so they cannot disagree.
/// Everything takes the caller: what someone may not see is not in the view.

#include "engine/envelope.hpp"
#include "engine/result.hpp"
#include "workflows/engagement/project.hpp"

#include <boost/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace full_circle::engagement {

struct Activity;
struct Definition;
struct Context;  // charts, definitions, zone; workflow.hpp

/// Whom a view is for. Two callers of one class see the same, so that views can be kept per (project,
/// version, class). "staff", "specialist", "entity:ID" ("entity:A,B" for two), or "" for nobody (no access).
std::string view_class(const Caller& caller, const Project& project);
/// Whether the caller's grants reach every project there is, and all that is asked of anybody.
bool sees_every_project(const Caller& caller);

/// The project as staff and entities see it: description, place, stages, the four facts (where it is, what
/// blocks it, who acts next, by when), dates, scope, sessions, documents, totals, themes, decision, results.
boost::json::object project_view(const Project&, const Context&, std::string_view view_class, Instant now);
/// One requirement as the moves view and the refusals show it: {name, what, why, who, by_when, fix, field,
/// source, met}.
boost::json::object requirement_json(const Requirement& requirement);
/// {"items": [{command, event, title, from, to, allowed, ready, requirements: […], who: [roles]}]}: every
/// command of the chart from here with what it still waits for.
boost::json::object moves_view(const Project&, const Context&, const Caller&, Instant now);
/// What changes when a project keeps to another definition: [{command, added: [names], dropped: [names]}], a
/// row for each move that is held to something else.
boost::json::array rule_changes_view(const Project& before, const Project& after, const Context&);
boost::json::object branch_moves_view(const Project&, const Context&, const Caller&, std::string_view entity,
                                      Instant now);
boost::json::object branches_view(const Project&, const Context&, std::string_view view_class);
/// Whether this class sees how an entity is asked, where and when they meet: staff, and the entity itself.
bool sees_arrangements(std::string_view view_class, std::string_view entity);
/// Null when there is no such branch.
boost::json::value branch_view(const Project&, const Context&, std::string_view entity,
                               std::string_view view_class);
boost::json::object activities_view(const Project&, const Context&, Instant now);
boost::json::object decisions_view(const Project&, const Context&);
/// Events as history rows {seq, type, type_version, recorded_at, by, on_behalf_of, data, hash}; words of a
/// branch that this class may not see are replaced by {"withheld": true}.
boost::json::object history_view(std::span<const StoredEvent>, const Project&, std::string_view view_class);

/// Whether the public knows of it: announced, and not of a definition for people inside the council.
bool has_public_address(const Project& project, const Definition& definition);
/// … and its page is not taken down.
bool has_public_page(const Project& project, const Definition& definition);
/// What the publisher is given for either: adapters/README.md, "publisher".
boost::json::object page_or_notice(const Project&, const Context&, Instant now);
/// What the page says of an answer that is late; null while it is not.
boost::json::value page_late(const Project&, const Context&, Instant now);
/// adapters/README.md: the publisher's `page` and the calendar's object. Public information only.
boost::json::object public_page(const Project&, const Context&, Instant now);
boost::json::object calendar_entries(const Project&, const Context&);

}  // namespace full_circle::engagement
