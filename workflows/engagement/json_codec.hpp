#pragma once
/// Described structs to and from JSON; included by json*.cpp only.

#include "workflows/engagement/json.hpp"

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace full_circle::engagement::codec {

namespace json = boost::json;

inline constexpr std::size_t list_max = 500;
inline constexpr std::int64_t number_max = 1'000'000'000;

/// Collects every problem of one document.
struct Reading {
  std::vector<FieldProblem> problems;
  /// Stored events were checked when they were commands: only their shape is checked again.
  bool trusted = false;
  void problem(const std::string& path, std::string message) {
    problems.push_back({path, std::move(message)});
  }
};

template <class T>
using members_of =
    boost::describe::describe_members<T, boost::describe::mod_any_access | boost::describe::mod_inherited>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;
template <class T>
inline constexpr bool is_checked = false;
template <class R>
inline constexpr bool is_checked<Checked<R>> = true;

/// Says what is wrong with a text under a rule; empty when nothing is.
std::string fault_of(std::string_view text, std::string_view rule_says, std::size_t characters_max, bool name,
                     bool url, bool many_lines);

template <class R>
std::string fault_of(const Checked<R>& text) {
  return fault_of(text, R::says, R::characters_max, std::is_same_v<R, NameRule>, std::is_same_v<R, UrlRule>,
                  std::is_same_v<R, TextRule>);
}

std::string kind_of(const json::value& value);

template <class T>
void read(Reading& in, const json::value& from, T& to, const std::string& path);

template <class E>
void read_enum(Reading& in, const json::value& from, E& to, const std::string& path) {
  const auto* text = from.if_string();
  if (text && boost::describe::enum_from_string(text->c_str(), to)) return;
  std::string choices;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto one) { choices += (choices.empty() ? "" : ", ") + std::string(one.name); });
  in.problem(path, "has to be one of: " + choices);
}

bool read_day(Reading& in, const json::value& from, Day& to, const std::string& path);
bool read_instant(Reading& in, const json::value& from, Instant& to, const std::string& path);
bool read_integer(Reading& in, const json::value& from, std::int64_t& to, const std::string& path);
bool read_string(Reading& in, const json::value& from, std::string& to, const std::string& path);

template <class T>
void read_list(Reading& in, const json::value& from, std::vector<T>& to, const std::string& path) {
  const auto* list = from.if_array();
  if (!list) return in.problem(path, "has to be a list, not " + kind_of(from));
  if (list->size() > list_max && !in.trusted)
    return in.problem(path, "may hold at most " + std::to_string(list_max) + " entries");
  to.clear();
  to.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    T entry{};
    read(in, (*list)[i], entry, path + "/" + std::to_string(i));
    to.push_back(std::move(entry));
  }
}

template <class T>
void read_struct(Reading& in, const json::value& from, T& to, const std::string& path) {
  const auto* object = from.if_object();
  if (!object) return in.problem(path, "has to be an object, not " + kind_of(from));
  std::size_t known = 0;
  boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
    auto& field = to.*member.pointer;
    using Field = std::remove_reference_t<decltype(field)>;
    const auto* found = object->if_contains(member.name);
    if (found) {
      ++known;
      if constexpr (is_optional<Field>) {
        if (found->is_null()) return;
      }
      return read(in, *found, field, path + "/" + member.name);
    }
    if constexpr (!is_optional<Field> && !is_vector<Field> && !std::is_same_v<Field, bool>) {
      in.problem(path + "/" + member.name, "is missing");
    }
  });
  if (known == object->size()) return;
  for (const auto& entry : *object) {
    bool expected = false;
    boost::mp11::mp_for_each<members_of<T>>(
        [&](auto member) { expected = expected || entry.key() == member.name; });
    if (!expected) in.problem(path + "/" + std::string(entry.key()), "is not a field of this");
  }
}

template <class... T>
void read_variant(Reading& in, const json::value& from, std::variant<T...>& to, const std::string& path) {
  const auto* object = from.if_object();
  if (!object || object->size() != 1) return in.problem(path, "has to be an object with one field");
  const auto& entry = *object->begin();
  bool found = false;
  boost::mp11::mp_for_each<boost::mp11::mp_list<boost::mp11::mp_identity<T>...>>([&](auto identity) {
    using One = typename decltype(identity)::type;
    if (found || entry.key() != One::name) return;
    found = true;
    One one{};
    read(in, entry.value(), one, path + "/" + std::string(One::name));
    to = std::move(one);
  });
  if (!found) in.problem(path, "names something unknown: " + std::string(entry.key()));
}

template <class T>
void read(Reading& in, const json::value& from, T& to, const std::string& path) {
  if constexpr (is_optional<T>) {
    to.emplace();
    read(in, from, *to, path);
  } else if constexpr (is_vector<T>) {
    read_list(in, from, to, path);
  } else if constexpr (is_variant<T>) {
    read_variant(in, from, to, path);
  } else if constexpr (is_checked<T>) {
    if (!read_string(in, from, to, path) || in.trusted) return;
    if (auto fault = fault_of(to); !fault.empty()) in.problem(path, std::move(fault));
  } else if constexpr (std::is_same_v<T, std::string>) {
    read_string(in, from, to, path);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (const auto* flag = from.if_bool())
      to = *flag;
    else
      in.problem(path, "has to be true or false, not " + kind_of(from));
  } else if constexpr (std::is_enum_v<T>) {
    read_enum(in, from, to, path);
  } else if constexpr (std::is_integral_v<T>) {
    std::int64_t number = 0;
    if (read_integer(in, from, number, path)) to = static_cast<T>(number);
  } else if constexpr (std::is_same_v<T, Day>) {
    read_day(in, from, to, path);
  } else if constexpr (std::is_same_v<T, Instant>) {
    read_instant(in, from, to, path);
  } else {
    read_struct(in, from, to, path);
  }
}

template <class T>
json::value write(const T& from) {
  if constexpr (is_optional<T>) {
    return from ? write(*from) : json::value(nullptr);
  } else if constexpr (is_vector<T>) {
    json::array list;
    list.reserve(from.size());
    for (const auto& entry : from) list.push_back(write(entry));
    return list;
  } else if constexpr (is_variant<T>) {
    return std::visit(
        [](const auto& one) {
          json::object object;
          object.emplace(one.name, write(one));
          return json::value(std::move(object));
        },
        from);
  } else if constexpr (std::is_base_of_v<std::string, T>) {
    return json::string(std::string_view(from));
  } else if constexpr (std::is_enum_v<T>) {
    return json::string(boost::describe::enum_to_string(from, "?"));
  } else if constexpr (std::is_integral_v<T>) {
    return json::value(from);
  } else if constexpr (std::is_same_v<T, Day> || std::is_same_v<T, Instant>) {
    return json::string(to_text(from));
  } else {
    json::object object;
    boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
      const auto& field = from.*member.pointer;
      if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>) {
        if (!field) return;  // absent, so that a field added later leaves old records as they are
      }
      object.emplace(member.name, write(field));
    });
    return object;
  }
}

}  // namespace full_circle::engagement::codec
