// Outside work: what waits, what went wrong, and what a person does about it.
#include "adapters/http/desk.hpp"
#include "adapters/http/text.hpp"

#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace full_circle::http {

namespace json = boost::json;

namespace {

enum class Words { with_payload, without_payload };

json::object delivery_json(const Delivery& delivery, Words words) {
  json::object row{{"id", delivery.id},
                   {"project", delivery.project},
                   {"seq", delivery.seq},
                   {"key", delivery.key()},
                   {"adapter", delivery.adapter},
                   {"name", delivery.name},
                   {"state", name_of(delivery.state)},
                   {"attempts", delivery.attempts},
                   {"due_at", to_text(delivery.due_at)},
                   {"created_at", to_text(delivery.created_at)},
                   {"note", delivery.note}};
  if (words == Words::with_payload) {
    boost::system::error_code error;
    json::value payload = json::parse(delivery.payload, error);
    row["payload"] = error ? json::value(delivery.payload) : std::move(payload);
  }
  return row;
}

std::optional<DeliveryState> read_state(std::string_view text) {
  for (const DeliveryState state : {DeliveryState::waiting, DeliveryState::done, DeliveryState::incident,
                                    DeliveryState::skipped, DeliveryState::replaced}) {
    if (name_of(state) == text) return state;
  }
  return std::nullopt;
}

Result<DeliveryQuery> read_delivery_query(const Request& request) {
  DeliveryQuery query;
  const Result<int> limit = asked_limit(request);
  if (!limit.ok()) return limit.refusal();
  query.limit = limit.value();
  if (const std::string* state = request.asked("state")) {
    query.state = read_state(*state);
    if (!query.state) {
      return malformed("?state", "state has to be waiting, done, incident, skipped or replaced");
    }
  }
  if (const std::string* cursor = request.asked("cursor")) {
    const auto after = read_number(*cursor);
    if (!after) return malformed("?cursor", "cursor has to be the next of an earlier answer");
    query.after_id = *after;
  }
  return query;
}

/// Pages of several projects as one page, by id.
std::vector<Delivery> merged_page(StoreReader& reader, DeliveryQuery query,
                                  const std::vector<std::string>& projects) {
  std::vector<Delivery> merged;
  for (const std::string& project : projects) {
    query.project = project;
    std::vector<Delivery> page = reader.deliveries(query);
    std::move(page.begin(), page.end(), std::back_inserter(merged));
  }
  std::sort(merged.begin(), merged.end(), [](const Delivery& a, const Delivery& b) { return a.id < b.id; });
  if (merged.size() > static_cast<std::size_t>(query.limit)) {
    merged.resize(static_cast<std::size_t>(query.limit));
  }
  return merged;
}

Response page_of(const std::vector<Delivery>& deliveries, int limit, Words words) {
  json::array items;
  for (const Delivery& delivery : deliveries) items.push_back(delivery_json(delivery, words));
  json::object page{{"items", std::move(items)}, {"next", nullptr}};
  if (deliveries.size() == static_cast<std::size_t>(limit)) {
    page["next"] = std::to_string(deliveries.back().id);
  }
  return json_response(json::serialize(page));
}

/// The projects whose deliveries somebody looks after; nothing: of every project.
std::optional<std::vector<std::string>> looked_after(const Caller& caller) {
  std::vector<std::string> projects;
  for (const RoleGrant& grant : caller.grants) {
    if (grant.role != "administrator" && grant.role != "lead") continue;
    if (grant.project.empty()) return std::nullopt;
    projects.push_back(grant.project);
  }
  std::sort(projects.begin(), projects.end());
  projects.erase(std::unique(projects.begin(), projects.end()), projects.end());
  return projects;
}

Response list_deliveries(const Desk& desk, const Request& request, StoreReader& reader,
                         std::optional<DeliveryState> only) {
  Result<DeliveryQuery> asked = read_delivery_query(request);
  if (!asked.ok()) return refused(request, asked.refusal());
  DeliveryQuery query = asked.value();
  if (only) query.state = only;
  if (const std::string* project = request.asked("project")) {
    const std::optional<Visible> visible = desk.door.find(*project, *request.visitor, reader);
    if (!visible || !ProjectDoor::may_look_after(request.visitor->caller, *visible->project)) {
      return refused(request, unknown("project among those whose deliveries you look after"));
    }
    query.project = visible->project->id;
    return page_of(reader.deliveries(query), query.limit, Words::with_payload);
  }
  const auto projects = looked_after(request.visitor->caller);
  if (!projects) return page_of(reader.deliveries(query), query.limit, Words::with_payload);
  return page_of(merged_page(reader, query, *projects), query.limit, Words::with_payload);
}

/// Staff see how a project's outside work goes; its words only who looks after it.
Response list_project_deliveries(const Desk& desk, const Request& request, StoreReader& reader) {
  Result<DeliveryQuery> asked = read_delivery_query(request);
  if (!asked.ok()) return refused(request, asked.refusal());
  DeliveryQuery query = asked.value();
  const std::optional<Visible> visible = desk.door.find(request.parameters[0], *request.visitor, reader);
  if (!visible) return refused(request, unknown("project"));
  if (visible->view_class.starts_with("entity:")) {
    return refused(request, Refusal{.reason = Reason::not_permitted,
                                    .message = "Deliveries are for the people who run the project."});
  }
  query.project = visible->project->id;
  const bool looks_after = ProjectDoor::may_look_after(request.visitor->caller, *visible->project);
  return page_of(reader.deliveries(query), query.limit,
                 looks_after ? Words::with_payload : Words::without_payload);
}

/// The delivery of this path, for somebody who looks after its project.
Result<Delivery> find_delivery(const Desk& desk, const Request& request, StoreReader& reader) {
  const std::optional<std::int64_t> id = read_number(request.parameters[0]);
  if (!id) return unknown("delivery");
  std::optional<Delivery> delivery = reader.delivery(*id);
  if (!delivery) return unknown("delivery");
  const std::optional<Visible> visible = desk.door.find_by_id(delivery->project, *request.visitor);
  if (!visible) return unknown("delivery");
  if (!ProjectDoor::may_look_after(request.visitor->caller, *visible->project)) {
    return Refusal{.reason = Reason::not_permitted,
                   .message = "Only the project's lead or an administrator looks after its deliveries."};
  }
  return *delivery;
}

// ── What a person does about an incident ────────────────────────────────────────────────────────────────

enum class Remedy { retry, edit, skip };

struct Resolution {
  std::optional<std::string> payload;
  std::string reason;
};

/// The one field each remedy takes, checked.
Result<Resolution> read_resolution(const std::string& body, Remedy remedy) {
  const std::string_view taken = remedy == Remedy::edit ? "payload" : remedy == Remedy::skip ? "reason" : "";
  Resolution resolution;
  boost::system::error_code error;
  const json::value value = json::parse(body.empty() ? "{}" : body, error);
  if (error) return malformed("", "The body is not JSON: " + error.message());
  const json::object* object = value.if_object();
  if (!object) return malformed("", "The body has to be a JSON object.");
  for (const auto& [key, member] : *object) {
    if (key != taken) return malformed("/" + std::string(key), "There is no such field here.");
  }
  if (taken.empty()) return resolution;
  const json::value* member = object->if_contains(taken);
  if (!member) return malformed("/" + std::string(taken), "This field is needed.");
  if (remedy == Remedy::edit) {
    if (!member->is_object()) return malformed("/payload", "payload has to be a JSON object.");
    resolution.payload = json::serialize(*member);
    // A number too large for a double was read as infinity, which is no JSON when written again.
    json::parse(*resolution.payload, error);
    if (error) return malformed("/payload", "payload holds a number out of range.");
    return resolution;
  }
  const json::string* reason = member->if_string();
  if (!reason || trimmed(std::string_view(reason->data(), reason->size())).empty() ||
      reason->size() > 2'000) {
    return malformed("/reason", "reason has to be text of 1 to 2,000 bytes.");
  }
  resolution.reason = std::string(*reason);
  return resolution;
}

/// What an edit may change is what a message or a file says. What runs next and who is told stay as decided.
std::optional<Refusal> problem_with_edit(const Delivery& delivery, const std::string& edited) {
  if (delivery.adapter == "timer") {
    return malformed("/payload", "A timer gives a command when its time has come: there is nothing to edit.");
  }
  constexpr std::array<std::string_view, 3> words{"subject", "paragraphs", "link"};
  const bool is_notice = delivery.adapter == "notifier";
  boost::system::error_code error;
  const json::value before = json::parse(delivery.payload, error);
  if (error || !before.is_object()) return malformed("/payload", "What is stored is no object to edit.");
  const json::value after = json::parse(edited);
  std::vector<std::string> fixed{"then", "kind", "audiences"};
  for (const json::object* object : {&before.get_object(), &after.get_object()}) {
    for (const auto& member : *object) {
      const bool is_words = std::find(words.begin(), words.end(), member.key()) != words.end();
      if (is_notice && !is_words) fixed.emplace_back(member.key());
    }
  }
  for (const std::string& name : fixed) {
    const json::value* was = before.get_object().if_contains(name);
    const json::value* is = after.get_object().if_contains(name);
    const bool same = was && is ? *was == *is : was == is;
    if (!same) return malformed("/payload/" + name, name + " stays as it was decided.");
  }
  return std::nullopt;
}

/// Who did it, for the delivery's row.
std::string note_of(const std::string& person, Remedy remedy, const std::string& reason) {
  switch (remedy) {
    case Remedy::retry:
      return person + ": tried again";
    case Remedy::edit:
      return person + ": edited and tried again";
    case Remedy::skip:
      return person + ": " + reason;
  }
  throw std::logic_error("a remedy without a case");
}

Refusal not_an_incident() {
  return Refusal{.reason = Reason::out_of_turn,
                 .message = "Only an incident waits for a person; this delivery is none (any more)."};
}

Response resolved(Desk& desk, const Request& request, std::int64_t id, bool changed) {
  if (!changed) return refused(request, not_an_incident());
  desk.services.deliveries.wake();
  const std::optional<Delivery> delivery = desk.reader->delivery(id);
  if (!delivery) return refused(request, unknown("delivery"));
  desk.services.logger->info("request_id={} delivery={} by={} now={}", request.request_id, delivery->key(),
                             request.visitor->caller.person, name_of(delivery->state));
  return json_response(json::serialize(delivery_json(*delivery, Words::with_payload)));
}

void resolve(Desk& desk, const Request& request, Remedy remedy, const std::function<void(Making)>& answer) {
  const auto refuse = [&](const Refusal& refusal) {
    answer([response = refused(request, refusal)] { return response; });
  };
  const Result<Delivery> delivery = find_delivery(desk, request, *desk.reader);
  if (!delivery.ok()) return refuse(delivery.refusal());
  const Result<Resolution> resolution = read_resolution(request.message->body(), remedy);
  if (!resolution.ok()) return refuse(resolution.refusal());
  if (delivery.value().state != DeliveryState::incident) return refuse(not_an_incident());
  if (const auto& payload = resolution.value().payload) {
    if (const auto problem = problem_with_edit(delivery.value(), *payload)) return refuse(*problem);
  }
  const std::int64_t id = delivery.value().id;
  const auto changed = std::make_shared<bool>(false);
  const std::string note = note_of(request.visitor->caller.person, remedy, resolution.value().reason);
  desk.services.engine.write(
      [id, remedy, changed, note, payload = resolution.value().payload,
       now = desk.services.clock.now()](StoreWriter& writer) {
        *changed = remedy == Remedy::skip ? writer.skip(id, note) : writer.retry(id, payload, now, note);
      },
      [&desk, &request, id, changed, answer](const std::exception_ptr& thrown) {
        answer([&desk, &request, id, changed, thrown] {
          return thrown ? broken(desk.services, thrown, request.request_id)
                        : resolved(desk, request, id, *changed);
        });
      });
}

Route remedy_route(Desk& desk, const std::string& name, std::string summary, Remedy remedy,
                   std::string schema) {
  return Route{
      .method = Verb::post,
      .pattern = "/api/v1/deliveries/{delivery}/" + name,
      .operation = name + "_delivery",
      .summary = std::move(summary),
      .handler = Asking{[&desk, remedy](const Request& request, const std::function<void(Making)>& answer) {
        resolve(desk, request, remedy, answer);
      }},
      .body_schema = std::move(schema),
      .body = remedy == Remedy::retry ? Route::Body::optional : Route::Body::required,
      .statuses = {200, 409},
      .group = "Deliveries"};
}

constexpr QueryParameter state_parameter{
    "state", "Only deliveries in this state",
    R"({"type": "string", "enum": ["waiting", "done", "incident", "skipped", "replaced"]})"};
constexpr QueryParameter cursor_parameter{"cursor", "The next of an earlier answer"};

Route list_route(std::string pattern, std::string operation, std::string summary, Reading reading,
                 std::vector<QueryParameter> query) {
  return Route{.pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = std::move(summary),
               .handler = std::move(reading),
               .query = std::move(query),
               .group = "Deliveries"};
}

}  // namespace

std::vector<Route> delivery_routes(Desk& desk) {
  constexpr QueryParameter project_parameter{"project", "Only deliveries of this project (id or slug)"};
  std::vector<Route> routes;
  routes.push_back(list_route("/api/v1/projects/{id}/deliveries", "list_project_deliveries",
                              "Outside work of one project",
                              [&desk](const Request& request, StoreReader& reader) {
                                return list_project_deliveries(desk, request, reader);
                              },
                              {state_parameter, limit_parameter, cursor_parameter}));
  routes.push_back(list_route("/api/v1/deliveries", "list_deliveries",
                              "Outside work of the projects the caller looks after",
                              [&desk](const Request& request, StoreReader& reader) {
                                return list_deliveries(desk, request, reader, std::nullopt);
                              },
                              {state_parameter, project_parameter, limit_parameter, cursor_parameter}));
  routes.push_back(list_route("/api/v1/incidents", "list_incidents", "Deliveries that wait for a person",
                              [&desk](const Request& request, StoreReader& reader) {
                                return list_deliveries(desk, request, reader, DeliveryState::incident);
                              },
                              {project_parameter, limit_parameter, cursor_parameter}));
  routes.push_back(list_route("/api/v1/deliveries/{delivery}", "read_delivery", "One delivery",
                              [&desk](const Request& request, StoreReader& reader) {
                                const Result<Delivery> found = find_delivery(desk, request, reader);
                                if (!found.ok()) return refused(request, found.refusal());
                                return json_response(
                                    json::serialize(delivery_json(found.value(), Words::with_payload)));
                              },
                              {}));
  routes.push_back(remedy_route(desk, "retry", "Try an incident again now", Remedy::retry,
                                R"({"type":"object","additionalProperties":false})"));
  routes.push_back(remedy_route(
      desk, "edit", "Change what an incident sends, and try again now", Remedy::edit,
      R"({"type":"object","additionalProperties":false,"required":["payload"],"properties":{"payload":{"type":"object"}}})"));
  routes.push_back(remedy_route(
      desk, "skip", "Give an incident up, with the reason", Remedy::skip,
      R"({"type":"object","additionalProperties":false,"required":["reason"],"properties":{"reason":{"type":"string","minLength":1,"maxLength":2000}}})"));
  return routes;
}

}  // namespace full_circle::http
