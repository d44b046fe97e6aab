#include "adapters/http/openapi.hpp"

#include "adapters/http/problem.hpp"

#include <yaml-cpp/yaml.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cctype>
#include <regex>

namespace full_circle::http {

namespace json = boost::json;

namespace {

// ── JSON as YAML ────────────────────────────────────────────────────────────────────────────────────────

/// Text that is the same without quotes: no number, no truth, no mark that YAML reads as its own.
bool is_plain(std::string_view text) {
  static const std::regex plain("[A-Za-z/$][A-Za-z0-9 _./,;()${}-]*[A-Za-z0-9_./)}]|[A-Za-z/$]");
  static const std::regex word("true|false|null|yes|no|on|off|y|n|nan|inf", std::regex::icase);
  return std::regex_match(text.begin(), text.end(), plain) &&
         !std::regex_match(text.begin(), text.end(), word);
}

void emit_text(YAML::Emitter& out, std::string_view text) {
  if (!is_plain(text)) out << YAML::DoubleQuoted;
  out << std::string(text);
}

void emit(YAML::Emitter& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::object:
      out << YAML::BeginMap;
      for (const auto& [key, member] : value.get_object()) {
        out << YAML::Key;
        emit_text(out, key);
        out << YAML::Value;
        emit(out, member);
      }
      out << YAML::EndMap;
      return;
    case json::kind::array:
      if (value.get_array().empty()) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const json::value& element : value.get_array()) emit(out, element);
      out << YAML::EndSeq;
      return;
    case json::kind::string:
      emit_text(out, value.get_string());
      return;
    case json::kind::bool_:
      out << value.get_bool();
      return;
    case json::kind::int64:
      out << value.get_int64();
      return;
    case json::kind::uint64:
      out << value.get_uint64();
      return;
    case json::kind::double_:
      out << value.get_double();
      return;
    case json::kind::null:
      out << YAML::Null;
      return;
  }
}

// ── Parts ───────────────────────────────────────────────────────────────────────────────────────────────

json::object reference(std::string_view place) {
  return {{"$ref", "#/components/" + std::string(place)}};
}

/// "{path*}" has no counterpart in OpenAPI; one segment stands for it.
std::string documented(std::string pattern) {
  const std::size_t star = pattern.find('*');
  if (star != std::string::npos) pattern.erase(star, 1);
  return pattern;
}

std::string_view explained(std::string_view parameter) {
  if (parameter == "id") return "Id or slug of a project";
  if (parameter == "entity") return "Id of a mana whenua entity";
  if (parameter == "delivery") return "Number of a delivery";
  if (parameter == "feed") return "Id of a feed's key";
  if (parameter == "key") return "The key of a calendar, as its address has it";
  if (parameter == "slug") return "Slug of a project";
  if (parameter == "receipt") return "What the receipt's address ends with";
  if (parameter == "reference") return "Reference of a contribution";
  if (parameter == "hash") return "Hash of an attachment, as the contribution names it";
  if (parameter == "webhook") return "Name of a webhook in the settings";
  if (parameter == "secret") return "The secret that the settings give the gateway";
  if (parameter == "name") return "Name of a definition";
  return "Name of a file";
}

json::array parameters_of(const Route& route) {
  json::array parameters;
  const std::string path = documented(route.pattern);
  for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    const std::string name = path.substr(open + 1, path.find('}', open) - open - 1);
    parameters.push_back(json::object{{"name", name},
                                      {"in", "path"},
                                      {"required", true},
                                      {"description", explained(name)},
                                      {"schema", json::object{{"type", "string"}}}});
  }
  for (const QueryParameter& parameter : route.query) {
    parameters.push_back(json::object{{"name", parameter.name},
                                      {"in", "query"},
                                      {"description", parameter.summary},
                                      {"schema", json::parse(parameter.schema)}});
  }
  if (!route.body_schema.empty() && route.pattern.starts_with("/api/v1/projects")) {
    parameters.push_back(reference("parameters/idempotency_key"));
    parameters.push_back(reference("parameters/if_match"));
  }
  parameters.push_back(reference("parameters/request_id"));
  return parameters;
}

json::object schema_for(std::string_view media_type, const Route& route) {
  if (media_type != media::json) return {{"type", "string"}};
  const auto asks = [&](std::string_view name) {
    return std::any_of(route.query.begin(), route.query.end(),
                       [&](const QueryParameter& one) { return one.name == name; });
  };
  return asks("limit") || route.operation.starts_with("list_") ? reference("schemas/page")
                                                               : json::object{{"type", "object"}};
}

std::string_view said(unsigned status) {
  switch (status) {
    case 201:
      return "Created; Location says where";
    case 304:
      return "Unchanged since the version in If-None-Match";
    case 302:
    case 308:
      return "Somewhere else; Location says where";
    default:
      return "As asked";
  }
}

json::object responses_of(const Route& route) {
  json::object responses;
  for (const unsigned status : route.statuses) {
    if (status >= 400) {
      responses[std::to_string(status)] = reference("responses/problem");
      continue;
    }
    json::object response{{"description", said(status)}};
    if (status < 300) {
      json::object content;
      for (const std::string_view media_type : route.produces) {
        const std::string_view bare = media_type.substr(0, media_type.find(';'));
        content[bare] = json::object{{"schema", schema_for(media_type, route)}};
      }
      response["content"] = std::move(content);
    }
    responses[std::to_string(status)] = std::move(response);
  }
  responses["default"] = reference("responses/problem");
  return responses;
}

json::object operation_of(const Route& route) {
  json::object operation{{"operationId", route.operation},
                         {"summary", route.summary},
                         {"tags", json::array{route.group}},
                         {"parameters", parameters_of(route)}};
  if (route.body != Route::Body::none) {
    json::object content;
    for (const std::string_view media_type : {route.consumes, route.consumes_too})
      if (!media_type.empty()) content[media_type] = json::object{{"schema", json::parse(route.body_schema)}};
    operation["requestBody"] =
        json::object{{"required", route.body == Route::Body::required}, {"content", std::move(content)}};
  }
  operation["responses"] = responses_of(route);
  if (route.door == Door::open) operation["security"] = json::array{};
  return operation;
}

// ── What all share ──────────────────────────────────────────────────────────────────────────────────────

json::object problem_schema() {
  return json::parse(R"({
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
      "type": {"type": "string", "examples": ["urn:full-circle:problem:not-ready"]},
      "title": {"type": "string"},
      "status": {"type": "integer"},
      "detail": {"type": "string"},
      "instance": {"type": "string"},
      "request_id": {"type": "string"},
      "errors": {"type": "array", "description": "What is wrong with the input",
        "items": {"type": "object", "required": ["field", "message"], "properties": {
          "field": {"type": "string", "description": "A JSON pointer, ?name for a query parameter, or a header's name"},
          "message": {"type": "string"}}}},
      "requirements": {"type": "array", "description": "What has to be true first, met and unmet",
        "items": {"$ref": "#/components/schemas/requirement"}},
      "allowed": {"type": "array", "description": "Commands that are possible from here",
        "items": {"type": "string"}}
    }})")
      .as_object();
}

json::object requirement_schema() {
  return json::parse(R"({
    "type": "object",
    "description": "One condition that a move waits for. A refusal and the list of moves say the same.",
    "required": ["name", "what", "met"],
    "properties": {
      "name": {"type": "string"},
      "what": {"type": "string", "description": "What has to be true"},
      "why": {"type": "string", "description": "Why it matters, or what is missing"},
      "who": {"type": "array", "items": {"type": "string"}, "description": "Roles that can meet it"},
      "by_when": {"type": "string"},
      "fix": {"type": "string", "description": "The command that meets it"},
      "field": {"type": "string", "description": "The field of that command"},
      "source": {"type": "string"},
      "met": {"type": "boolean"}
    }})")
      .as_object();
}

json::object components() {
  json::object components;
  components["securitySchemes"] =
      json::parse(R"({"key": {"type": "http", "scheme": "bearer", "description": "An API key: fc_…"}})");
  components["parameters"] = json::parse(R"({
    "idempotency_key": {"name": "Idempotency-Key", "in": "header",
      "description": "The same key with the same request gives the stored answer again, with Idempotency-Replayed: true",
      "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}},
    "if_match": {"name": "If-Match", "in": "header",
      "description": "The version that was read: the command is refused (412) when the project has moved on",
      "schema": {"type": "string", "examples": ["\"31\""]}},
    "request_id": {"name": "X-Request-Id", "in": "header",
      "description": "Comes back in the answer and stands in the log; given here when absent",
      "schema": {"type": "string", "maxLength": 64, "pattern": "^[A-Za-z0-9._-]+$"}}
  })");
  components["schemas"] =
      json::object{{"problem", problem_schema()},
                   {"requirement", requirement_schema()},
                   {"page", json::parse(R"({"type": "object", "required": ["items", "next"], "properties": {
        "items": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "null"], "description": "Send it as cursor (histories: as after) for what follows"}}})")}};
  components["responses"] = json::parse(R"({"problem": {"description": "Why not", "content": {
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}}})");
  return components;
}

constexpr std::string_view description =
    "Community engagement as a cycle: Plan, Prepare, Engage, Report, Close the loop, Evaluate, with mana "
    "whenua consultation branches beside it. Commands change a project, one route each; every refusal says "
    "everything that is missing.";

}  // namespace

std::string openapi_yaml(const std::vector<Route>& routes) {
  json::object paths;
  json::array tags;
  for (const Route& route : routes) {
    json::value& path = paths[documented(route.pattern)];
    if (path.is_null()) path = json::object{};
    const auto method = boost::beast::http::to_string(route.method);
    std::string name(method);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    path.as_object()[name] = operation_of(route);
    const json::object tag{{"name", route.group}};
    if (std::find(tags.begin(), tags.end(), json::value(tag)) == tags.end()) tags.push_back(tag);
  }
  const json::object document{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Full Circle"},
                            {"version", "1"},
                            {"description", description},
                            {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", json::array{json::object{{"url", "/"}}}},
      {"security", json::array{json::object{{"key", json::array{}}}}},
      {"tags", std::move(tags)},
      {"paths", std::move(paths)},
      {"components", components()}};
  YAML::Emitter out;
  emit(out, document);
  return std::string("# Generated from the server's table of routes; see tests/adapters/http.\n") +
         out.c_str() + "\n";
}

}  // namespace full_circle::http
