#pragma once
/// Who works with a project's contributions, and which of them a request asks for.

#include "adapters/http/desk.hpp"
#include "workflows/engagement/themes.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace full_circle::http {

/// The project that was found, when the caller works with its contributions: takes them in for others, and
/// reads them all with whose they are.
Result<Visible> worked_on(std::optional<Visible> visible, const Request& request);
/// As worked_on, for the project that the path names.
Result<Visible> project_worked_on(const ProjectDoor& door, const Request& request, StoreReader& reader);

/// The contributions that the query's filters leave, from the first page on.
Result<EntryQuery> filtered(const Request& request, const engagement::Project& project);
/// Those filters, for a route.
std::vector<QueryParameter> filter_parameters();

}  // namespace full_circle::http
