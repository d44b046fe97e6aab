#include "adapters/http/contributions_door.hpp"

#include "workflows/engagement/decide.hpp"

#include <algorithm>
#include <array>

namespace full_circle::http {

namespace {

constexpr std::array<std::string_view, 4> working_roles{"lead", "coordinator", "adviser", "maori_specialist"};

}  // namespace

Result<Visible> worked_on(std::optional<Visible> visible, const Request& request) {
  if (!visible) return unknown("project");
  const bool works = std::any_of(working_roles.begin(), working_roles.end(), [&](std::string_view role) {
    return engagement::holds(request.visitor->caller, role, visible->project->id);
  });
  if (!works)
    return Refusal{
        .reason = Reason::not_permitted,
        .message = "Contributions are for the project's lead, coordinators, advisers and Māori specialists."};
  return *std::move(visible);
}

Result<Visible> project_worked_on(const ProjectDoor& door, const Request& request, StoreReader& reader) {
  return worked_on(door.find(request.parameters[0], *request.visitor, reader), request);
}

Result<EntryQuery> filtered(const Request& request, const engagement::Project& project) {
  boost::json::object asked;
  for (const auto& parameter : filter_parameters())
    if (const std::string* value = request.asked(parameter.name); value && !value->empty())
      asked[parameter.name] = *value;
  auto filter = engagement::read_filter(asked);
  if (!filter.ok()) return std::move(filter).refusal();
  return engagement::entries_of(filter.value(), project);
}

std::vector<QueryParameter> filter_parameters() {
  std::vector<QueryParameter> parameters;
  for (const std::string_view name : engagement::filter_names())
    parameters.push_back(
        {name, name == "q" ? "Words that all occur, with or without macrons" : "Only those"});
  return parameters;
}

}  // namespace full_circle::http
