#pragma once
/// openapi.yaml, from the table of routes: what is documented is what is served.

#include "adapters/http/routes.hpp"

#include <string>
#include <vector>

namespace full_circle::http {

/// OpenAPI 3.1, as YAML. The same table gives the same text.
std::string openapi_yaml(const std::vector<Route>& routes);

}  // namespace full_circle::http
