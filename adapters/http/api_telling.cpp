// Who would be told, who was, and what came back. Counts, never addresses.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace full_circle::http {

namespace json = boost::json;

namespace {

constexpr std::string_view name_of(RecipientState state) {
  switch (state) {
    case RecipientState::queued:
      return "queued";
    case RecipientState::sent:
      return "sent";
    case RecipientState::refused:
      return "refused";
    case RecipientState::bounced:
      return "bounced";
    case RecipientState::stopped:
      return "stopped";
    case RecipientState::in_digest:
      return "in_digest";
  }
  return "";
}

json::object no_counts() {
  return {{"total", 0},   {"queued", 0},  {"sent", 0},     {"refused", 0},
          {"bounced", 0}, {"stopped", 0}, {"in_digest", 0}};
}

void count_in(json::object& counts, std::string_view name, std::int64_t count) {
  json::value& value = counts[name];
  value = value.as_int64() + count;
}

json::object progress_json(const SendingProgress& progress) {
  json::object answer = no_counts();
  json::object channels;
  std::int64_t left = 0;
  for (const auto& [channel, state, count] : progress.counts) {
    if (!channels.contains(channel)) channels[channel] = no_counts();
    for (json::object* counts : {&answer, &channels[channel].as_object()}) {
      count_in(*counts, name_of(state), count);
      count_in(*counts, "total", count);
    }
    if (state == RecipientState::sent || state == RecipientState::bounced) left += count;
  }
  answer["channels"] = std::move(channels);
  answer["first_at"] = progress.first_at ? json::value(to_text(*progress.first_at)) : json::value(nullptr);
  answer["last_at"] = progress.last_at ? json::value(to_text(*progress.last_at)) : json::value(nullptr);
  const auto took = progress.first_at ? *progress.last_at - *progress.first_at : std::chrono::milliseconds{0};
  answer["per_minute"] = took.count() > 0 ? json::value(left * 60'000 / took.count()) : json::value(nullptr);
  return answer;
}

Response read_recipients(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto id = read_number(request.parameters[0]);
  const auto delivery = id ? reader.delivery(*id) : std::nullopt;
  const auto visible = delivery ? desk.door.find_by_id(delivery->project, *request.visitor) : std::nullopt;
  if (!visible || !desk.services.telling.ledger) return refused(request, unknown("delivery"));
  if (!ProjectDoor::may_look_after(request.visitor->caller, *visible->project))
    return refused(
        request,
        Refusal{.reason = Reason::not_permitted,
                .message = "Only the project's lead or an administrator looks after its deliveries."});
  json::object answer = progress_json(desk.services.telling.ledger->progress(delivery->key()));
  answer["delivery"] = std::to_string(delivery->id);
  return json_response(json::serialize(answer));
}

/// What a command would tell, and whom: decided as it would be, and kept nowhere.
Response preview_telling(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible || !desk.services.telling.preview) return refused(request, unknown("project"));
  // Whoever may give the command sees what it would lead to: that is asked below.
  if (visible->view_class.starts_with("entity:"))
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "Who would be told is for the people who run the project."});
  const std::string* command = request.asked("command");
  if (!command) return bad_parameter(request, "command", "says which command, like publish_results");
  std::string name = *command;
  std::replace(name.begin(), name.end(), '-', '_');
  const auto outcome = desk.services.engine.rehearse({.project = visible->project->id,
                                                      .name = std::move(name),
                                                      .body = request.message->body(),
                                                      .caller = request.visitor->caller,
                                                      .request_id = request.request_id});
  if (!outcome.ok()) return refused(request, outcome.refusal());
  return json_response(R"({"items":)" + desk.services.telling.preview(outcome.value(), visible->project->id) +
                       R"(,"next":null})");
}

// ── Bounces ─────────────────────────────────────────────────────────────────────────────────────────────

/// The left half of a Message-ID, with or without its brackets.
std::optional<std::string> recipient_in(std::string_view message_id) {
  if (message_id.starts_with('<')) message_id.remove_prefix(1);
  const std::string_view left = message_id.substr(0, message_id.find('@'));
  const bool fits = left.size() == 32 && std::all_of(left.begin(), left.end(), [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                    });
  return fits ? std::optional<std::string>(left) : std::nullopt;
}

Response report_bounce(const Desk& desk, const Request& request, StoreReader&) {
  if (!ProjectDoor::is_administrator(request.visitor->caller))
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "Bounces are reported with an administrator's key."});
  boost::system::error_code error;
  const json::value body = json::parse(request.message->body(), error);
  const json::object* object = error ? nullptr : body.if_object();
  const json::value* given = object && object->size() == 1 ? object->if_contains("message_id") : nullptr;
  const json::string* text = given ? given->if_string() : nullptr;
  const auto id = text ? recipient_in(*text) : std::nullopt;
  if (!id)
    return refused(request, malformed("/message_id", "has to be the Message-ID of a message from here"));
  const auto recipient = desk.services.telling.ledger
                             ? desk.services.telling.ledger->bounced(*id, desk.services.clock.now())
                             : std::nullopt;
  if (!recipient) return refused(request, unknown("message that was sent"));
  return json_response(
      json::serialize(json::object{{"state", name_of(recipient->state)}, {"bounces", recipient->bounces}}));
}

}  // namespace

std::vector<Route> telling_routes(Desk& desk) {
  const auto reading = [&desk](Response (*answer)(const Desk&, const Request&, StoreReader&)) {
    return Reading{[&desk, answer](const Request& request, StoreReader& reader) {
      return answer(desk, request, reader);
    }};
  };
  std::vector<Route> routes;
  routes.push_back(Route{.pattern = "/api/v1/deliveries/{delivery}/recipients",
                         .operation = "count_recipients",
                         .summary = "How far a message has come: counts by state, and the pace",
                         .handler = reading(read_recipients),
                         .group = "Deliveries"});
  routes.push_back(Route{.method = Verb::post,
                         .pattern = "/api/v1/projects/{id}/telling",
                         .operation = "preview_telling",
                         .summary = "Who would get what if a command were given now; keeps and sends nothing",
                         .handler = reading(preview_telling),
                         .query = {{"command", "Which one, like publish_results; its body is this body"}},
                         .body_schema = R"({"type":"object"})",
                         .body = Route::Body::optional,
                         .statuses = {200, 409, 422},
                         .group = "Deliveries"});
  routes.push_back(Route{
      .method = Verb::post,
      .pattern = "/api/v1/bounces",
      .operation = "report_bounce",
      .summary = "Notes that a message came back, by its Message-ID; stops nothing by itself",
      .handler = reading(report_bounce),
      .body_schema =
          R"({"type":"object","additionalProperties":false,"required":["message_id"],"properties":{"message_id":{"type":"string","maxLength":300}}})",
      .body = Route::Body::required,
      .group = "Deliveries"});
  return routes;
}

}  // namespace full_circle::http
