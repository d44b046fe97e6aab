// Calendars to follow: the public ones, those behind a key of their own, and the keys.
#include "adapters/http/desk.hpp"
#include "adapters/http/feeds.hpp"
#include "adapters/http/seeing.hpp"
#include "adapters/http/text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <memory>

namespace full_circle::http {

namespace json = boost::json;

namespace {

constexpr std::string_view ending = ".ics";
constexpr std::size_t keys_max = 100;

Response feed_response(const Request& request, const std::optional<Feed>& feed, Audience audience) {
  if (!feed) return calendar_not_read(request);
  Response response;
  response.audience = audience;
  const std::string_view known = request.header(boost::beast::http::field::if_none_match);
  if (!known.empty() && tag_listed(known, feed->tag)) {
    response.status = 304;
  } else {
    response.body = feed->body;
    response.content_type = media::calendar;
  }
  return response.with("ETag", feed->tag);
}

Response read_public_feed(Feeds& feeds, const Request& request, std::string_view kind) {
  std::string_view id = request.parameters[0];
  if (!id.ends_with(ending)) return refused(request, unknown("calendar"));
  id.remove_suffix(ending.size());
  const std::string text = std::string(kind) + ":" + std::string(id);
  const auto scope = read_feed_scope(text);
  if (!scope || !is_plain_id(id)) return refused(request, unknown("calendar"));
  const auto is_public = [](const engagement::Ask& ask) { return ask.is_public; };
  return feed_response(request, feeds.find(text, *scope, "everybody", is_public), Audience::everyone);
}

Response read_private_feed(Desk& desk, Feeds& feeds, const Request& request) {
  std::string_view secret = request.parameters[0];
  if (!secret.ends_with(ending)) return refused(request, unknown("calendar"));
  secret.remove_suffix(ending.size());
  const auto follower = desk.services.identity.identify_feed(secret);
  const auto scope = follower ? read_feed_scope(follower->feed) : std::nullopt;
  if (!scope) return refused(request, unknown("calendar"));
  const auto visitor = std::make_shared<const Visitor>(visitor_of(follower->caller));
  return feed_response(request, feeds.find(follower->feed, *scope, visitor->rights, may_see(desk, *visitor)),
                       Audience::caller);
}

// ── The keys ────────────────────────────────────────────────────────────────────────────────────────────

json::object key_json(const ApiKey& key) {
  return {{"id", key.id},
          {"scope", key.feed},
          {"label", key.label},
          {"created_at", to_text(key.created_at)},
          {"revoked_at", key.revoked_at ? json::value(to_text(*key.revoked_at)) : json::value(nullptr)}};
}

std::vector<ApiKey> feed_keys(Desk& desk, const Request& request) {
  auto keys = desk.services.identity.list_keys(request.visitor->caller.person);
  std::erase_if(keys, [](const ApiKey& key) { return key.feed.empty(); });
  return keys;
}

Response list_feeds(Desk& desk, const Request& request) {
  json::array items;
  for (const auto& key : feed_keys(desk, request)) items.push_back(key_json(key));
  return json_response(json::serialize(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

struct AskedFeed {
  std::string scope;
  std::string label;
};
Refusal wrong_scope() {
  return malformed("/scope",
                   "has to be council, local_board:ID, community:ID, topic:ID, entity:ID or "
                   "project:ID");
}
Result<AskedFeed> read_asked_feed(const std::string& body) {
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  const auto* object = error ? nullptr : value.if_object();
  if (!object) return malformed("", "has to be an object");
  AskedFeed asked;
  for (const auto& [name, field] : *object) {
    const auto* text = field.if_string();
    if (name != "scope" && name != "label")
      return malformed("/" + std::string(name), "is not a field of this");
    if (!text) return malformed("/" + std::string(name), "has to be a text");
    (name == "scope" ? asked.scope : asked.label) = std::string(*text);
  }
  if (!read_feed_scope(asked.scope)) return wrong_scope();
  return asked;
}

/// A project may be named by its slug, but is followed by its id, which it has for ever.
Result<std::string> lasting_scope(Desk& desk, const Request& request, const std::string& scope_text) {
  const auto scope = read_feed_scope(scope_text);
  if (!scope) return wrong_scope();
  if (scope->of != FeedScope::Of::project) return scope_text;
  const auto visible = desk.door.find(scope->project, *request.visitor);
  if (!visible) return malformed("/scope", "there is no such project");
  return "project:" + visible->project->id;
}

Response add_feed(Desk& desk, const Request& request) {
  const auto asked = read_asked_feed(request.message->body());
  if (!asked.ok()) return refused(request, asked.refusal());
  auto scope = lasting_scope(desk, request, asked.value().scope);
  if (!scope.ok()) return refused(request, scope.refusal());
  const auto keys = feed_keys(desk, request);
  const auto open =
      std::count_if(keys.begin(), keys.end(), [](const ApiKey& key) { return !key.revoked_at; });
  if (static_cast<std::size_t>(open) >= keys_max)
    return refused(request, Refusal{.reason = Reason::too_many,
                                    .message = "You follow 100 calendars; revoke one you no longer need."});
  const auto made = desk.services.identity.add_feed_key(request.visitor->caller.person, asked.value().label,
                                                        std::move(scope).value(), desk.services.clock.now());
  if (!made.ok()) return refused(request, made.refusal());
  json::object answer = key_json(made.value().key);
  answer["url"] = desk.options.base_url + "/calendar/private/" + made.value().secret + std::string(ending);
  return json_response(json::serialize(answer), 201).with("Location", "/api/v1/calendar/feeds");
}

Response revoke_feed(Desk& desk, const Request& request) {
  for (const auto& key : feed_keys(desk, request)) {
    if (key.id != request.parameters[0]) continue;
    const auto revoked = desk.services.identity.revoke_key(key.id, desk.services.clock.now());
    if (!revoked.ok()) return refused(request, revoked.refusal());
    return json_response(json::serialize(key_json(revoked.value())));
  }
  return refused(request, unknown("feed"));
}

// ── What is brought in ──────────────────────────────────────────────────────────────────────────────────

json::value instant_or_null(const std::optional<Instant>& at) {
  return at ? json::value(to_text(*at)) : json::value(nullptr);
}

Response list_imports(const Desk& desk, const Request& request) {
  // Titles of private entries may be in it.
  if (!engagement::sees_every_project(request.visitor->caller))
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "This is for people who see every project."});
  json::array items;
  const auto standings = desk.services.imports ? desk.services.imports() : std::vector<ImportStanding>{};
  for (const auto& one : standings)
    items.push_back(
        json::object{{"name", one.name},
                     {"tried_at", instant_or_null(one.tried_at)},
                     {"read_at", instant_or_null(one.read_at)},
                     {"problem", one.problem.empty() ? json::value(nullptr) : json::value(one.problem)},
                     {"entries", one.entries},
                     {"left_out", json::array(one.left_out.begin(), one.left_out.end())}});
  return json_response(json::serialize(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

Route open_feed(std::string pattern, std::string operation, std::string summary, AtOnce handler) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .door = Door::open,
               .produces = {media::calendar},
               .statuses = {200, 304, 503},
               .group = "Calendar"};
}

}  // namespace

std::vector<Route> feed_routes(Desk& desk) {
  const auto feeds = std::make_shared<Feeds>(
      FeedOptions{desk.options.base_url, desk.options.council_name, desk.options.calendar_refresh_hours},
      desk.services);
  std::vector<Route> routes;
  const auto open = [&](std::string_view folder, std::string_view kind, std::string operation,
                        std::string summary) {
    routes.push_back(
        open_feed("/calendar/" + std::string(folder) + "/{file}", std::move(operation), std::move(summary),
                  [feeds, kind](const Request& request) { return read_public_feed(*feeds, request, kind); }));
  };
  open("local-boards", "local_board", "read_local_board_calendar", "What is public of a local board (.ics)");
  open("communities", "community", "read_community_calendar", "What is public for a community (.ics)");
  open("topics", "topic", "read_topic_calendar", "What is public on a topic (.ics)");
  Route secret = open_feed(
      "/calendar/private/{key}", "read_private_calendar", "A calendar behind a key of its own (.ics)",
      [&desk, feeds](const Request& request) { return read_private_feed(desk, *feeds, request); });
  secret.secret_path = true;
  routes.push_back(std::move(secret));

  routes.push_back(
      Route{.pattern = "/api/v1/calendar/imports",
            .operation = "list_calendar_imports",
            .summary = "How the calendars that are brought in stand, for staff",
            .handler = AtOnce{[&desk](const Request& request) { return list_imports(desk, request); }},
            .group = "Calendar"});
  Route list{.pattern = "/api/v1/calendar/feeds",
             .operation = "list_feeds",
             .summary = "The keys of calendars you follow",
             .handler = AtOnce{[&desk](const Request& request) { return list_feeds(desk, request); }},
             .group = "Calendar"};
  routes.push_back(std::move(list));
  routes.push_back(Route{
      .method = Verb::post,
      .pattern = "/api/v1/calendar/feeds",
      .operation = "add_feed",
      .summary = "A key for following a calendar; its address is shown once",
      .handler = AtOnce{[&desk](const Request& request) { return add_feed(desk, request); }},
      .body_schema =
          R"({"type": "object", "required": ["scope"], "additionalProperties": false, "properties": {"scope": {"type": "string", "description": "council, local_board:ID, community:ID, topic:ID, entity:ID or project:ID"}, "label": {"type": "string", "maxLength": 200}}})",
      .body = Route::Body::required,
      .statuses = {201, 429},
      .group = "Calendar"});
  routes.push_back(
      Route{.method = Verb::post,
            .pattern = "/api/v1/calendar/feeds/{feed}/revoke",
            .operation = "revoke_feed",
            .summary = "The address opens nothing any more",
            .handler = AtOnce{[&desk](const Request& request) { return revoke_feed(desk, request); }},
            .group = "Calendar"});
  return routes;
}

}  // namespace full_circle::http
