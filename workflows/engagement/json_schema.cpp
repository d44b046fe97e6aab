// JSON Schema (2020-12) of command bodies, from the same descriptions that read them.
#include "workflows/engagement/contribution_import.hpp"
#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/privacy.hpp"
#include "workflows/engagement/themes.hpp"

#include <stdexcept>

namespace full_circle::engagement {

namespace {

namespace json = boost::json;

template <class T>
json::object schema_of();

template <class E>
json::object schema_of_enum() {
  json::array choices;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto one) { choices.push_back(json::string(one.name)); });
  return {{"type", "string"}, {"enum", std::move(choices)}};
}

template <class T>
json::object schema_of_struct() {
  json::object properties;
  json::array required;
  boost::mp11::mp_for_each<codec::members_of<T>>([&](auto member) {
    using Field = std::remove_reference_t<decltype(std::declval<T&>().*member.pointer)>;
    properties.emplace(member.name, schema_of<Field>());
    if constexpr (!codec::is_optional<Field> && !codec::is_vector<Field> && !std::is_same_v<Field, bool>)
      required.push_back(json::string(member.name));
  });
  json::object schema{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema.emplace("required", std::move(required));
  return schema;
}

template <class T>
json::object schema_of() {
  if constexpr (codec::is_optional<T>) {
    return schema_of<typename T::value_type>();
  } else if constexpr (codec::is_vector<T>) {
    return {{"type", "array"}, {"maxItems", codec::list_max}, {"items", schema_of<typename T::value_type>()}};
  } else if constexpr (codec::is_checked<T>) {
    using Rule = typename T::rule;
    json::object schema{{"type", "string"}, {"minLength", 1}, {"maxLength", Rule::characters_max}};
    if constexpr (std::is_same_v<Rule, NameRule>) schema.emplace("pattern", "^[a-z0-9_-]+$");
    if constexpr (std::is_same_v<Rule, UrlRule>) schema.emplace("format", "uri-reference");
    return schema;
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_enum_v<T>) {
    return schema_of_enum<T>();
  } else if constexpr (std::is_integral_v<T>) {
    return {{"type", "integer"}, {"minimum", 0}, {"maximum", codec::number_max}};
  } else if constexpr (std::is_same_v<T, Day>) {
    return {{"type", "string"}, {"format", "date"}};
  } else if constexpr (std::is_same_v<T, Instant>) {
    return {{"type", "string"}, {"format", "date-time"}};
  } else {
    return schema_of_struct<T>();
  }
}

template <class... T>
std::string schema_by_name(std::string_view name, boost::mp11::mp_list<T...>) {
  std::string schema;
  boost::mp11::mp_for_each<boost::mp11::mp_list<boost::mp11::mp_identity<T>...>>([&](auto identity) {
    using One = typename decltype(identity)::type;
    if (name == One::name) schema = json::serialize(schema_of<One>());
  });
  if (schema.empty()) throw std::logic_error("no command is called " + std::string(name));
  return schema;
}

}  // namespace

std::string command_schema(std::string_view name) {
  return schema_by_name(name, boost::mp11::mp_rename<Command, boost::mp11::mp_list>{});
}
std::string branch_command_schema(std::string_view name) {
  return schema_by_name(name, boost::mp11::mp_rename<BranchCommand, boost::mp11::mp_list>{});
}

std::string contribution_schema() {
  return json::serialize(schema_of<GiveContribution>());
}
std::string coding_schema() {
  return json::serialize(schema_of<CodeContributions>());
}

std::string held_schema() {
  return json::serialize(schema_of<AskHeld>());
}
std::string erasure_schema() {
  return json::serialize(schema_of<ErasePerson>());
}

std::string import_mapping_schema() {
  return json::serialize(schema_of<ImportMapping>());
}

}  // namespace full_circle::engagement
