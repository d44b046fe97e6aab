// The server itself: is it well, what does it count, who am I, what can it do.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;

namespace {

Response plain(std::string text, std::string_view content_type) {
  Response response = json_response(std::move(text));
  response.content_type = content_type;
  return response;
}

Response read_readiness(const Desk& desk, const Request& request) {
  if (desk.stopping) return problem(Fault::unavailable, "The server is stopping.", request.request_id);
  if (!desk.services.store.healthy()) {
    return problem(Fault::unavailable, "The store does not answer.", request.request_id);
  }
  return json_response(R"({"status":"ready"})");
}

Response read_metrics(const Desk& desk, StoreReader& reader) {
  Metrics::Moment moment;
  moment.queue = desk.services.engine.queued();
  moment.deliveries = reader.delivery_counts();
  const DeliveryLag lag = desk.services.deliveries.lag();
  moment.overdue = lag.overdue;
  moment.lag = lag.oldest;
  moment.version = desk.options.build_version;
  return plain(desk.metrics->text(desk.operations, moment), media::metrics);
}

Response read_me(const Request& request) {
  const Caller& caller = request.visitor->caller;
  json::array grants;
  for (const RoleGrant& grant : caller.grants) {
    json::object row{{"role", grant.role}};
    if (!grant.project.empty()) row["project"] = grant.project;
    if (!grant.entity.empty()) row["entity"] = grant.entity;
    grants.push_back(std::move(row));
  }
  return json_response(
      json::serialize(json::object{{"person", caller.person}, {"grants", std::move(grants)}}));
}

// ── The clock, where it is simulated ────────────────────────────────────────────────────────────────────

Response clock_response(const Desk& desk) {
  return json_response(json::serialize(json::object{{"now", to_text(desk.services.clock.now())},
                                                    {"simulated", bool(desk.services.set_clock)}}));
}

Result<Instant> read_new_now(const std::string& body) {
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (!object) return malformed("", "The body has to be a JSON object with the field now.");
  for (const auto& [key, member] : *object) {
    if (key != "now") return malformed("/" + std::string(key), "There is no such field here.");
  }
  const json::value* now = object->if_contains("now");
  const json::string* text = now ? now->if_string() : nullptr;
  const auto instant = text ? parse_instant(std::string_view(text->data(), text->size())) : std::nullopt;
  if (!instant) return malformed("/now", "now has to be an instant (RFC 3339) in the years 1900 to 2199.");
  return *instant;
}

Response move_clock(const Desk& desk, const Request& request) {
  if (!ProjectDoor::is_administrator(request.visitor->caller)) {
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "Only an administrator moves the clock."});
  }
  const Result<Instant> now = read_new_now(request.message->body());
  if (!now.ok()) return refused(request, now.refusal());
  if (!desk.services.set_clock(now.value())) {
    return refused(request, malformed("/now", "The clock only goes forward."));
  }
  return clock_response(desk);
}

Route open_route(std::string pattern, std::string operation, std::string summary, Handler handler,
                 std::string_view produces) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .door = Door::open,
               .produces = {produces},
               .group = "Server"};
}

void add_clock(std::vector<Route>& routes, Desk& desk) {
  routes.push_back(Route{.pattern = "/api/v1/clock",
                         .operation = "read_clock",
                         .summary = "What time it is here",
                         .handler = AtOnce{[&desk](const Request&) { return clock_response(desk); }},
                         .group = "Server"});
  if (!desk.services.set_clock) return;
  // On a reading thread, because everything that falls due on the way is waited for.
  routes.push_back(Route{
      .method = Verb::post,
      .pattern = "/api/v1/clock",
      .operation = "move_clock",
      .summary = "Move a simulated clock on; an administrator's",
      .handler = Reading{[&desk](const Request& request, StoreReader&) { return move_clock(desk, request); }},
      .body_schema = R"({"type":"object","additionalProperties":false,"required":["now"],)"
                     R"("properties":{"now":{"type":"string","format":"date-time"}}})",
      .body = Route::Body::required,
      .group = "Server"});
}

}  // namespace

std::vector<Route> service_routes(Desk& desk) {
  std::vector<Route> routes;
  Route events{.pattern = "/api/v1/events",
               .operation = "follow_projects",
               .summary = "Server-sent events of every project the caller may see, from now on",
               .handler = Streaming{[](const Request&) -> Result<Subscription> { return Subscription{}; }},
               .produces = {media::events},
               .group = "Server"};
  routes.push_back(std::move(events));
  routes.push_back(Route{.pattern = "/api/v1/me",
                         .operation = "read_me",
                         .summary = "Who the key belongs to, and what it may do",
                         .handler = AtOnce{[](const Request& request) { return read_me(request); }},
                         .group = "Server"});
  add_clock(routes, desk);
  routes.push_back(open_route("/healthz", "read_health", "The process answers",
                              AtOnce{[](const Request&) { return json_response(R"({"status":"ok"})"); }},
                              media::json));
  routes.push_back(open_route(
      "/readyz", "read_readiness", "Requests can be answered: the store works",
      AtOnce{[&desk](const Request& request) { return read_readiness(desk, request); }}, media::json));
  routes.back().statuses = {200, 503};
  Route metrics =
      open_route("/metrics", "read_metrics", "Prometheus metrics",
                 Reading{[&desk](const Request&, StoreReader& reader) { return read_metrics(desk, reader); }},
                 media::metrics);
  metrics.door = Door::metrics;
  routes.push_back(std::move(metrics));
  // Written when somebody first asks, because starting has to be quick.
  const auto document = std::make_shared<std::shared_ptr<const std::string>>();
  const auto read_document = [&desk, document](const Request&) {
    if (!*document) *document = std::make_shared<const std::string>(desk.describe());
    Response response = json_response(*document);
    response.content_type = media::yaml;
    return response;
  };
  routes.push_back(
      open_route("/openapi.yaml", "read_openapi", "This document", AtOnce{read_document}, media::yaml));
  return routes;
}

}  // namespace full_circle::http
