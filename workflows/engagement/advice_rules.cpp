#include "workflows/engagement/advice_rules.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/decide.hpp"
#include "workflows/engagement/view_parts.hpp"

namespace full_circle::engagement {

namespace {

std::string command_of(std::string_view event) {
  std::string name;
  each_of<Command>([&](auto identity) {
    using One = typename decltype(identity)::type;
    if (name.empty() && event == One::event) name = One::name;
  });
  return name;
}

/// Names that the definition no longer asks for are told by their name alone.
json::array told(const std::vector<std::string>& names, const std::vector<Requirement>& known) {
  json::array all;
  std::vector<bool> used(known.size(), false);
  for (const auto& name : names) {
    std::size_t at = 0;
    while (at < known.size() && (used[at] || known[at].name != name)) ++at;
    if (at < known.size()) used[at] = true;
    all.push_back(json::object{{"name", name},
                               {"what", at < known.size() ? known[at].what : title_of(name)},
                               {"source", at < known.size() ? known[at].source : ""}});
  }
  return all;
}

json::object still_to_meet(std::string_view move, const std::vector<Requirement>& requirements) {
  json::array all;
  for (const auto& one : requirements)
    all.push_back(json::object{
        {"name", one.name}, {"what", one.what}, {"source", one.source}, {"met", one.met}, {"why", one.why}});
  return {{"move", move},
          {"title", title_of(move)},
          {"round", nullptr},
          {"met_on", nullptr},
          {"requirements", std::move(all)}};
}

bool advice_is_to_come(const Project& project, const Chart& chart) {
  const auto in = [&](std::string_view state) { return chart.is_in(project.place, state); };
  return in("plan") || in("prepare") || in("engage") || in("analysing");
}

}  // namespace

json::array rules_met(const Project& project, const Definition& definition, const Context& context,
                      Instant now) {
  json::array all;
  for (const auto& made : project.moves_made) {
    if (made.requirements_met.empty()) continue;
    const auto move = command_of(made.event);
    const auto known = requirements_of(move, project, definition, context, now);
    all.push_back(json::object{{"move", move},
                               {"title", title_of(move)},
                               {"round", made.round},
                               {"met_on", to_text(day_in(made.at, context.zone))},
                               {"requirements", told(made.requirements_met, known)}});
  }
  if (advice_is_to_come(project, context.project_chart))
    all.push_back(still_to_meet(SubmitAdvice::name,
                                requirements_of(SubmitAdvice::name, project, definition, context, now)));
  return all;
}

}  // namespace full_circle::engagement
