#pragma once
/// What of the engagement calendar a visitor may see.

#include "adapters/http/desk.hpp"
#include "workflows/engagement/calendar/calendar_view.hpp"
#include "workflows/engagement/views.hpp"

#include <algorithm>

namespace full_circle::http {

/// Staff see all; others what is public, their own projects, and what is asked of their own entity. Holds on
/// to `visitor`.
inline engagement::MaySee may_see(const Desk& desk, const Visitor& visitor) {
  if (engagement::sees_every_project(visitor.caller)) return [](const engagement::Ask&) { return true; };
  return [&desk, &visitor](const engagement::Ask& ask) {
    if (ask.is_public) return true;
    // Most projects are told apart by the grants alone, without being read.
    const auto& grants = visitor.caller.grants;
    const bool may_reach = std::any_of(grants.begin(), grants.end(), [&](const RoleGrant& grant) {
      return grant.project.empty() || grant.project == ask.owner;
    });
    if (!may_reach) return false;
    const auto seen = desk.door.find_by_id(ask.owner, visitor);
    if (!seen) return false;
    const bool of_branch = ask.kind == engagement::AskKind::hui || ask.kind == engagement::AskKind::offer;
    return !of_branch || engagement::sees_arrangements(seen->view_class, ask.people.front().id);
  };
}

/// For the first moments after a start.
inline Response calendar_not_read(const Request& request) {
  return problem(Fault::unavailable, "The engagement calendar is still being read; ask again shortly.",
                 request.request_id);
}

}  // namespace full_circle::http
