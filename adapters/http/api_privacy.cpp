// What is kept about people: what for and for how long, what is held about one person, and erasing it. An
// address comes in a body only, never in a path or a query; answers about erasures are counts.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/privacy.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;

namespace {

using Answering = Response (*)(const Desk&, const Request&);

std::optional<Refusal> not_for(const Request& request) {
  if (ProjectDoor::is_administrator(request.visitor->caller)) return std::nullopt;
  return Refusal{.reason = Reason::not_permitted,
                 .message = "What is held about people is for an administrator to look at and erase."};
}

Response list_fields(const Desk& desk, const Request&) {
  return json_response(json::serialize(desk.services.privacy->fields()));
}

Response export_held(const Desk& desk, const Request& request) {
  if (const auto refusal = not_for(request)) return refused(request, *refusal);
  const auto asked = engagement::read_held(request.message->body());
  if (!asked.ok()) return refused(request, asked.refusal());
  const auto held = desk.services.privacy->held(asked.value());
  if (!held.ok()) return refused(request, held.refusal());
  return json_response(json::serialize(held.value()));
}

Response erase(const Desk& desk, const Request& request) {
  if (const auto refusal = not_for(request)) return refused(request, *refusal);
  const auto asked = engagement::read_erasure(request.message->body());
  if (!asked.ok()) return refused(request, asked.refusal());
  const auto erased =
      desk.services.privacy->erase(asked.value(), request.visitor->caller.person, desk.services.clock.now());
  if (!erased.ok()) return refused(request, erased.refusal());
  return json_response(json::serialize(json::object{{"dry_run", asked.value().dry_run.value_or(false)},
                                                    {"erased", engagement::erased_view(erased.value())},
                                                    {"from_files", erased.value().from_files}}));
}

Response list_erasures(const Desk& desk, const Request& request) {
  if (const auto refusal = not_for(request)) return refused(request, *refusal);
  const auto limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  const std::string* after = request.asked("after");
  const auto before = after ? read_number(*after) : std::optional<std::int64_t>(0);
  if (!before) return bad_parameter(request, "after", "has to be the next of an earlier answer");
  return json_response(json::serialize(desk.services.privacy->erasures(*before, limit.value())));
}

}  // namespace

std::vector<Route> privacy_routes(Desk& desk) {
  std::vector<Route> routes;
  if (!desk.services.privacy) return routes;
  const auto add = [&](Verb method, const char* pattern, const char* operation, const char* summary,
                       Answering answer) -> Route& {
    return routes.emplace_back(Route{
        .method = method,
        .pattern = pattern,
        .operation = operation,
        .summary = summary,
        .handler =
            Reading{[&desk, answer](const Request& request, StoreReader&) { return answer(desk, request); }},
        .group = "Privacy"});
  };
  add(Verb::get, "/api/v1/privacy/fields", "list_personal_fields",
      "Every detail of people that is kept: what for, on whose word, for how long", list_fields)
      .door = Door::open;
  Route& exporting = add(Verb::post, "/api/v1/privacy/exports", "export_person",
                         "Everything held about one person (Privacy Act 2020 IPP 6)", export_held);
  exporting.body_schema = engagement::held_schema();
  exporting.body = Route::Body::required;
  Route& erasing = add(Verb::post, "/api/v1/privacy/erasures", "erase_person",
                       "Erases what is held about one person, or counts it; what they said stays unless they "
                       "ask that it goes",
                       erase);
  erasing.body_schema = engagement::erasure_schema();
  erasing.body = Route::Body::required;
  add(Verb::get, "/api/v1/privacy/erasures", "list_erasures",
      "That people were forgotten: when, by whom, why and how much; never who", list_erasures)
      .query = {{"after", "The next of an earlier answer"}, limit_parameter};
  return routes;
}

}  // namespace full_circle::http
