#include "engine/deliveries_command.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

namespace full_circle {
namespace {

namespace json = boost::json;

json::object object_of(std::string_view payload) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 128;
  auto value = json::parse(json::string_view{payload.data(), payload.size()}, error, {}, options);
  if (error || !value.is_object()) throw std::invalid_argument("its payload is not a JSON object");
  return std::move(value.as_object());
}

std::string text_at(const json::object& object, json::string_view key) {
  const json::value* value = object.if_contains(key);
  if (!value || value->is_null()) return {};
  if (!value->is_string())
    throw std::invalid_argument("its payload has no text under \"" + std::string(key) + "\"");
  return std::string(value->as_string());
}

CommandRequest command_in(const json::object& object, std::string project, std::string key) {
  CommandRequest command;
  command.project = std::move(project);
  command.target = text_at(object, "target");
  command.name = text_at(object, "command");
  if (command.name.empty()) throw std::invalid_argument("its payload names no command");
  if (const json::value* body = object.if_contains("body")) command.body = json::serialize(*body);
  command.caller = Caller::system();
  command.request_id = key;
  command.idempotency_key = std::move(key);
  return command;
}

}  // namespace

CommandRequest command_of_timer(std::string_view payload, std::string project, std::string key) {
  return command_in(object_of(payload), std::move(project), std::move(key));
}

std::optional<CommandRequest> command_that_follows(std::string_view payload, std::string project,
                                                   std::string key) {
  const json::object object = object_of(payload);
  const json::value* then = object.if_contains("then");
  if (!then || then->is_null()) return std::nullopt;
  if (!then->is_object()) throw std::invalid_argument("its payload's \"then\" is not an object");
  return command_in(then->as_object(), std::move(project), std::move(key));
}

}  // namespace full_circle
