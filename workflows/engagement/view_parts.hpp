#pragma once
/// What the views share. Included by the views only.

#include "workflows/engagement/json_codec.hpp"
#include "workflows/engagement/views.hpp"
#include "workflows/engagement/workflow.hpp"

#include <boost/mp11.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::engagement {

namespace json = boost::json;

inline json::array names(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

/// "4", "4.5": a number that is not negative, for people; JSON would say 4.5E0.
inline std::string number_text(double number) {
  const auto tenths = std::lround(number * 10);
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

inline bool sees_branch_words(std::string_view view_class, std::string_view entity) {
  if (view_class == "specialist") return true;
  if (!view_class.starts_with("entity:")) return false;
  // "entity:A,B" for somebody who speaks for both; ids hold no comma.
  const std::string among = "," + std::string(view_class.substr(7)) + ",";
  return among.find("," + std::string(entity) + ",") != std::string::npos;
}

/// A definition that was never kept cannot happen through the engine; an empty one keeps views answering.
inline std::shared_ptr<const Definition> definition_of(const Project& project, const Context& context) {
  auto definition = context.definitions->by_hash(project.about->definition_hash);
  return definition ? definition : std::make_shared<const Definition>();
}

template <class Variant, class Visit>
void each_of(Visit visit) {
  boost::mp11::mp_for_each<boost::mp11::mp_rename<
      boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>, boost::mp11::mp_list>>(visit);
}

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? codec::write(*value) : json::value(nullptr);
}

template <class T>
json::value or_null(const SharedOptional<T>& value) {
  return value ? codec::write(*value) : json::value(nullptr);
}

/// The time at which the results go out by themselves, and who set it; null when none is set.
inline json::value publication_json(const Project& project) {
  if (!project.publication) return nullptr;
  return json::object{{"at", to_text(project.publication->at)}, {"by", project.publication->by}};
}

inline json::value or_blank(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

/// Where it is, what blocks it, who acts next, by when: moves_view.cpp.
json::object four_facts(const Project&, const Context&, const Definition&, Instant now);

}  // namespace full_circle::engagement
