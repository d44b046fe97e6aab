// Commands: one route each, named after the command. The body goes to the workflow as it was sent.
#include "adapters/http/desk.hpp"
#include "adapters/http/project_ids.hpp"
#include "adapters/http/text.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/views.hpp"

#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include <memory>

namespace full_circle::http {

namespace json = boost::json;

namespace {

/// What a command route knows of its command.
struct Commanded {
  std::string name;
  enum class On { project, branch, nothing_yet } on = On::project;
};

/// No project ever has it.
constexpr std::int64_t never_matches = -1;

/// `"31"`, `"31-0f3a…"` as reading a project gives it, or 31.
std::optional<std::int64_t> version_of_tag(std::string_view tag) {
  if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  return read_number(tag.substr(0, tag.find('-')));
}

/// The version to hold the command to: nothing for none or *; of a list the one the project has now, when it
/// is there. Weak tags never match (RFC 9110, 13.1.1).
Result<std::optional<std::int64_t>> read_if_match(const Message& message, std::int64_t version_now) {
  std::optional<std::int64_t> expected;
  const auto range = message.equal_range(boost::beast::http::field::if_match);
  for (auto field = range.first; field != range.second; ++field) {
    std::string_view rest{field->value().data(), field->value().size()};
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      const std::string_view tag = trimmed(rest.substr(0, comma));
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
      if (tag.empty()) continue;
      if (tag == "*") return std::optional<std::int64_t>{};
      const bool weak = tag.starts_with("W/");
      const std::optional<std::int64_t> version = weak ? never_matches : version_of_tag(tag);
      if (!version) return malformed("If-Match", "has to be the version the project had: \"31\"");
      if (!expected || *expected != version_now) expected = version;
    }
  }
  return expected;
}

Result<CommandRequest> read_command(Desk& desk, const Request& request, const Commanded& commanded,
                                    ProjectIds& ids) {
  CommandRequest command;
  command.name = commanded.name;
  command.body = request.message->body();
  command.caller = request.visitor->caller;
  command.request_id = request.request_id;
  const auto key_header = request.message->find("Idempotency-Key");
  if (key_header != request.message->end()) {
    command.idempotency_key = std::string(key_header->value());
    if (!is_visible_ascii(command.idempotency_key, 200)) {
      return malformed("Idempotency-Key", "has to be 1 to 200 visible ASCII characters");
    }
  }
  const bool creates = commanded.on == Commanded::On::nothing_yet;
  std::optional<Visible> visible;
  if (!creates) visible = desk.door.find(request.parameters[0], *request.visitor);
  const auto expected = read_if_match(*request.message, visible ? visible->project->version : 0);
  if (!expected.ok()) return expected.refusal();
  command.expected_version = expected.value();
  if (creates) {
    command.project = ids.next(desk.services.clock.now());
    return command;
  }
  if (!visible) return unknown("project");
  command.project = visible->project->id;
  if (commanded.on == Commanded::On::branch) {
    if (!is_plain_id(request.parameters[1])) return unknown("branch");
    command.target = request.parameters[1];
  }
  return command;
}

Response accepted_response(Accepted accepted, Commanded::On on) {
  const bool creates = on == Commanded::On::nothing_yet;
  Response response = json_response(std::move(accepted.reply), creates ? 201 : 200);
  response.with("ETag", version_tag(accepted.version));
  if (creates) response.with("Location", "/api/v1/projects/" + accepted.project);
  if (accepted.replayed) response.with("Idempotency-Replayed", "true");
  return response;
}

Response answer_command(Desk& desk, const Request& request, const Commanded& commanded, Reply reply) {
  if (auto* accepted = std::get_if<Accepted>(&reply)) {
    desk.metrics->command_accepted();
    return accepted_response(std::move(*accepted), commanded.on);
  }
  if (const auto* refusal = std::get_if<Refusal>(&reply)) {
    desk.metrics->command_refused(refusal->reason);
    return refused(request, *refusal);
  }
  desk.metrics->command_broken();
  return broken(desk.services, std::get<std::exception_ptr>(reply), request.request_id);
}

constexpr QueryParameter dry_run_parameter{"dry_run",
                                           "true: says what the command would lead to, and keeps nothing",
                                           R"({"type": "boolean", "default": false})"};

/// Nothing is kept: what would happen, and what the project would wait for then.
Response rehearsed(Desk& desk, const Request& request, const CommandRequest& command) {
  auto outcome = desk.services.engine.rehearse(command);
  if (!outcome.ok()) return refused(request, outcome.refusal());
  const auto& after = engagement::as_project(*outcome.value().after);
  json::object answer{{"dry_run", true}, {"would", json::parse(outcome.value().reply)}};
  const auto before = desk.services.engine.load(command.project);
  answer["rules"] =
      before ? engagement::rule_changes_view(engagement::as_project(*before), after, *desk.services.context)
             : json::array{};
  answer["moves"] = engagement::moves_view(after, *desk.services.context, command.caller,
                                           desk.services.clock.now())["items"];
  return json_response(json::serialize(answer));
}

/// Whether it is a rehearsal.
Result<bool> asked_dry_run(const Request& request) {
  const std::string* asked = request.asked("dry_run");
  if (!asked || *asked == "false") return false;
  if (*asked == "true") return true;
  return malformed("?dry_run", "dry_run has to be true or false");
}

Asking giving(Desk& desk, Commanded commanded, std::shared_ptr<ProjectIds> ids) {
  return [&desk, commanded = std::move(commanded), ids = std::move(ids)](const Request& request,
                                                                         std::function<void(Making)> answer) {
    Result<CommandRequest> command = read_command(desk, request, commanded, *ids);
    if (!command.ok()) {
      desk.metrics->command_refused(command.refusal().reason);
      answer([response = refused(request, command.refusal())] { return response; });
      return;
    }
    const Result<bool> dry_run = asked_dry_run(request);
    if (!dry_run.ok() || dry_run.value()) {
      answer([response = dry_run.ok() ? rehearsed(desk, request, command.value())
                                      : refused(request, dry_run.refusal())] { return response; });
      return;
    }
    desk.services.engine.submit(std::move(command).value(),
                                [&desk, &request, &commanded, answer = std::move(answer)](Reply reply) {
                                  auto kept = std::make_shared<Reply>(std::move(reply));
                                  answer([&desk, &request, &commanded, kept] {
                                    return answer_command(desk, request, commanded, std::move(*kept));
                                  });
                                });
  };
}

Route route_of(Desk& desk, const engagement::CommandDescription& description,
               const std::shared_ptr<ProjectIds>& ids) {
  Commanded commanded{.name = description.name};
  std::string pattern = "/api/v1/projects";
  std::string operation = description.name;
  if (description.creates) {
    commanded.on = Commanded::On::nothing_yet;
  } else if (description.branch) {
    commanded.on = Commanded::On::branch;
    pattern += "/{id}/branches/{entity}/" + kebab_case(description.name);
    operation = "branch_" + operation;
  } else {
    pattern += "/{id}/" + kebab_case(description.name);
  }
  return Route{.method = Verb::post,
               .pattern = std::move(pattern),
               .operation = std::move(operation),
               .summary = engagement::title_of(description.name),
               .handler = giving(desk, std::move(commanded), ids),
               .query = {dry_run_parameter},
               .body_schema = description.schema_json,
               .body = Route::Body::optional,
               .statuses = {description.creates ? 201U : 200U, 409, 412, 422},
               .group = description.branch ? "Branch commands" : "Commands"};
}

}  // namespace

std::vector<Route> command_routes(Desk& desk) {
  const auto ids = std::make_shared<ProjectIds>();
  std::vector<Route> routes;
  for (const engagement::CommandDescription& description : engagement::command_descriptions()) {
    routes.push_back(route_of(desk, description, ids));
  }
  return routes;
}

}  // namespace full_circle::http
