// What a receiver of webhooks was sent, for one that was down.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"
#include "adapters/shared/posting.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace full_circle::http {

namespace json = boost::json;

namespace {

/// Ids and bodies are those of the messages, so that what arrived twice is seen once.
json::object event_json(const Delivery& delivery) {
  boost::system::error_code error;
  json::value body = json::parse(delivery.payload, error);
  return {{"id", shared::webhook_id(delivery.key())},
          {"cursor", std::to_string(delivery.id)},
          {"state", name_of(delivery.state)},
          {"event", error ? json::value(nullptr) : std::move(body)}};
}

Response list_events(const Desk& desk, const Request& request, StoreReader& reader) {
  if (!engagement::sees_every_project(request.visitor->caller)) {
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "Events of every project are for those who see every one."});
  }
  const std::string adapter = "webhook:" + request.parameters[0];
  const auto& hooks = desk.services.context->event_hooks;
  if (std::none_of(hooks.begin(), hooks.end(), [&](const auto& hook) { return hook.adapter == adapter; }))
    return refused(request, unknown("webhook"));
  const Result<int> limit = asked_limit(request);
  if (!limit.ok()) return refused(request, limit.refusal());
  DeliveryQuery query{.adapter = adapter, .limit = limit.value()};
  if (const std::string* after = request.asked("after")) {
    const auto number = read_number(*after);
    if (!number) return bad_parameter(request, "after", "has to be the cursor of an event");
    query.after_id = *number;
  }
  json::array items;
  for (const Delivery& delivery : reader.deliveries(query)) items.push_back(event_json(delivery));
  json::object page{{"items", std::move(items)}, {"next", nullptr}};
  const json::array& found = page["items"].as_array();
  if (found.size() == static_cast<std::size_t>(query.limit)) page["next"] = found.back().at("cursor");
  return json_response(json::serialize(page));
}

}  // namespace

std::vector<Route> webhook_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(
      Route{.pattern = "/api/v1/webhooks/{webhook}/events",
            .operation = "list_webhook_events",
            .summary = "What a webhook was told, in order, for a receiver that missed some",
            .handler = Reading{[&desk](const Request& request, StoreReader& reader) {
              return list_events(desk, request, reader);
            }},
            .query = {{"after", "The cursor of the last event that was received"}, limit_parameter},
            .group = "Deliveries"});
  return routes;
}

}  // namespace full_circle::http
