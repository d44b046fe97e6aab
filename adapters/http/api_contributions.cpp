// Contributions: taken in by staff for somebody, or given over the public page; listed, counted, and each
// behind a receipt's address of its own.
#include "adapters/http/arrivals.hpp"
#include "adapters/http/contributions_door.hpp"
#include "adapters/http/text.hpp"
#include "adapters/shared/secret.hpp"
#include "workflows/engagement/contributions.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

namespace json = boost::json;

namespace {

using engagement::TakenInBy;

// ── Taking in ───────────────────────────────────────────────────────────────────────────────────────────

Response kept_response(const Desk& desk, const Request& request, const Arrival& arrival) {
  if (arrival.first && !engagement::says_the_same(*arrival.first, arrival.entry))
    return refused(request, malformed("Idempotency-Key", "this key was used before with another request"));
  const Entry& kept = arrival.first ? *arrival.first : arrival.entry;
  json::object answer{{"reference", kept.id}, {"late", json::parse(kept.data).at("late")}};
  // The receipt of an earlier one opens with its own secret, which only its sender has.
  answer["receipt"] =
      arrival.first
          ? json::value(nullptr)
          : json::value(desk.options.base_url + "/api/v1/receipts/" + receipt_token(kept.id, arrival.secret));
  Response response = json_response(json::serialize(answer), arrival.first ? 200 : 201);
  if (arrival.first) response.with("Idempotency-Replayed", "true");
  return response;
}

/// The sender's key, so that sending twice is one contribution. All of the public share one set of keys, so
/// that theirs have to be long enough for chance to keep them apart.
Result<std::string> sender_key(const Request& request, TakenInBy by, std::string_view scope) {
  constexpr std::size_t public_length_min = 16;
  const auto header = request.message->find("Idempotency-Key");
  if (header == request.message->end()) return std::string();
  const std::string key(header->value());
  if (!is_visible_ascii(key, 200))
    return malformed("Idempotency-Key", "has to be 1 to 200 visible ASCII characters");
  if (by == TakenInBy::public_page && key.size() < public_length_min)
    return malformed("Idempotency-Key", "has to be at least 16 characters drawn by chance, like a UUID");
  return std::string(scope) + "/" + key;
}

void take_in(Desk& desk, const Request& request, TakenInBy by, const std::string& person,
             const engagement::Project& project, std::function<void(Making)> answer) {
  const auto refuse = [&](const Refusal& refusal) {
    answer([response = refused(request, refusal)] { return response; });
  };
  const auto given = engagement::read_contribution(request.message->body());
  if (!given.ok()) return refuse(given.refusal());
  const auto key = sender_key(request, by, by == TakenInBy::council ? person : "public");
  if (!key.ok()) return refuse(key.refusal());
  auto arrival = arrived(desk, given.value(), {by, person, key.value(), shared::fresh_secret()}, project);
  if (!arrival.ok()) return refuse(arrival.refusal());
  keep(
      desk, request, arrival.value(),
      [&request](const Desk& at, const Arrival& kept) { return kept_response(at, request, kept); },
      std::move(answer));
}

void record(Desk& desk, const Request& request, std::function<void(Making)> answer) {
  const auto visible = worked_on(desk.door.find(request.parameters[0], *request.visitor), request);
  if (!visible.ok()) {
    answer([response = refused(request, visible.refusal())] { return response; });
    return;
  }
  take_in(desk, request, TakenInBy::council, request.visitor->caller.person, *visible.value().project,
          std::move(answer));
}

void give(Desk& desk, const Request& request, std::function<void(Making)> answer) {
  const auto aggregate = desk.door.find_public(request.parameters[0]);
  if (!aggregate) {
    answer([response = refused(request, unknown("project"))] { return response; });
    return;
  }
  take_in(desk, request, TakenInBy::public_page, "", engagement::as_project(*aggregate), std::move(answer));
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

Result<EntryQuery> read_query(const Request& request, const engagement::Project& project) {
  auto query = filtered(request, project);
  if (!query.ok()) return query;
  const auto limit = asked_limit(request);
  if (!limit.ok()) return limit.refusal();
  query.value().limit = limit.value();
  if (const std::string* after = request.asked("after")) {
    const auto number = read_number(*after);
    if (!number) return malformed("?after", "has to be the next of an earlier answer");
    query.value().after = *number;
  }
  return query;
}

Response read_contributions(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto query = read_query(request, *visible.value().project);
  if (!query.ok()) return refused(request, query.refusal());
  const auto entries = reader.entries(query.value());
  json::array items;
  for (const Entry& entry : entries) items.push_back(engagement::contribution_view(entry, true));
  const bool full = entries.size() == static_cast<std::size_t>(query.value().limit);
  return json_response(json::serialize(json::object{
      {"items", std::move(items)},
      {"next", full ? json::value(std::to_string(entries.back().position)) : json::value(nullptr)}}));
}

Response read_counts(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  return json_response(json::serialize(engagement::contribution_counts_view(
      reader.entry_counts(visible.value().project->id, engagement::contributions_book))));
}

Response read_one(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto visible = project_worked_on(desk.door, request, reader);
  if (!visible.ok()) return refused(request, visible.refusal());
  const auto entry = reader.entry(request.parameters[1]);
  if (!entry || entry->project != visible.value().project->id)
    return refused(request, unknown("contribution"));
  return json_response(json::serialize(engagement::contribution_view(*entry, true)));
}

Response read_receipt(const Desk& desk, const Request& request, StoreReader& reader) {
  const auto entry = entry_behind(request.parameters[0], reader);
  if (!entry) return refused(request, unknown("receipt"));
  const auto aggregate = desk.services.engine.load(entry->project);
  if (!aggregate) return refused(request, unknown("receipt"));
  return json_response(json::serialize(
      engagement::receipt_view(*entry, engagement::as_project(*aggregate), *desk.services.context)));
}

Route taking_route(std::string pattern, std::string operation, std::string summary, Asking handler) {
  return Route{.method = Verb::post,
               .pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .body_schema = engagement::contribution_schema(),
               .body = Route::Body::required,
               .statuses = {200, 201, 409},
               .group = "Contributions"};
}

Route reading_route(std::string pattern, std::string operation, std::string summary, Reading handler) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(handler),
               .group = "Contributions"};
}

}  // namespace

std::vector<Route> contribution_routes(Desk& desk) {
  std::vector<Route> routes;
  routes.push_back(taking_route("/api/v1/projects/{id}/contributions", "record_contribution",
                                "Takes in what somebody said in person, by letter or telephone, at a hui …",
                                [&desk](const Request& request, std::function<void(Making)> answer) {
                                  record(desk, request, std::move(answer));
                                }));
  Route list = reading_route("/api/v1/projects/{id}/contributions", "list_contributions",
                             "What people said, in the order it came in",
                             [&desk](const Request& request, StoreReader& reader) {
                               return read_contributions(desk, request, reader);
                             });
  list.query = filter_parameters();
  list.query.push_back({"after", "The next of an earlier answer"});
  list.query.push_back(limit_parameter);
  routes.push_back(std::move(list));
  routes.push_back(contribution_import_route(desk));
  routes.push_back(reading_route(
      "/api/v1/projects/{id}/contributions/counts", "count_contributions",
      "How many came, by channel, kind, local board and community",
      [&desk](const Request& request, StoreReader& reader) { return read_counts(desk, request, reader); }));
  routes.push_back(reading_route(
      "/api/v1/projects/{id}/contributions/{reference}", "read_contribution",
      "One contribution, and whose it is",
      [&desk](const Request& request, StoreReader& reader) { return read_one(desk, request, reader); }));
  Route giving = taking_route("/api/v1/have-your-say/{slug}/contributions", "give_contribution",
                              "Says something to what is open; the receipt shows later what became of it",
                              [&desk](const Request& request, std::function<void(Making)> answer) {
                                give(desk, request, std::move(answer));
                              });
  giving.door = Door::open;
  routes.push_back(std::move(giving));
  Route receipt = reading_route(
      "/api/v1/receipts/{receipt}", "read_receipt",
      "What somebody said, for themselves: the address is the key",
      [&desk](const Request& request, StoreReader& reader) { return read_receipt(desk, request, reader); });
  receipt.door = Door::open;
  receipt.secret_path = true;
  routes.push_back(std::move(receipt));
  return routes;
}

}  // namespace full_circle::http
