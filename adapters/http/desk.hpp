#pragma once
/// What the handlers share, and the groups of routes they make.

#include "adapters/http/file_types.hpp"
#include "adapters/http/metrics.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/project_door.hpp"
#include "adapters/http/routes.hpp"
#include "adapters/http/server.hpp"
#include "adapters/http/view_cache.hpp"

#include <boost/json.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::http {

class EventFeed;
class ReadingRoom;

/// Lives as long as the server. Handlers on reading threads use `services` and const members only.
struct Desk {
  Desk(const ServerOptions& the_options, Services the_services);

  const ServerOptions& options;
  Services services;
  ProjectDoor door;
  ViewCache views;
  std::unique_ptr<StoreReader> reader;    ///< the server's thread's own, for look-ups by key
  std::function<std::string()> describe;  ///< writes openapi.yaml
  std::unique_ptr<Metrics> metrics;
  std::unique_ptr<const FileTypes> file_types;  ///< null where no files are taken
  ReadingRoom* reading_room = nullptr;          ///< for what takes long before it asks the engine
  std::vector<std::string> operations;          ///< names of the routes, by index
  bool stopping = false;                        ///< server's thread only
};

std::vector<Route> project_routes(Desk& desk);
std::vector<Route> forecast_routes(Desk& desk);
std::vector<Route> result_routes(Desk& desk);
std::vector<Route> command_routes(Desk& desk);
std::vector<Route> calendar_routes(Desk& desk);
std::vector<Route> feed_routes(Desk& desk);
std::vector<Route> contribution_routes(Desk& desk);
std::vector<Route> attachment_routes(Desk& desk);
std::vector<Route> contribution_page_routes(Desk& desk);
std::vector<Route> coding_routes(Desk& desk);
std::vector<Route> analysis_routes(Desk& desk);
std::vector<Route> advice_routes(Desk& desk);
std::vector<Route> evaluation_routes(Desk& desk);
std::vector<Route> survey_page_routes(Desk& desk);
std::vector<Route> delivery_routes(Desk& desk);
std::vector<Route> telling_routes(Desk& desk);
std::vector<Route> follow_routes(Desk& desk);
std::vector<Route> webhook_routes(Desk& desk);
std::vector<Route> privacy_routes(Desk& desk);
std::vector<Route> definition_routes(Desk& desk);
std::vector<Route> service_routes(Desk& desk);
std::vector<Route> site_routes(Desk& desk);
std::vector<Route> date_routes(Desk& desk);
/// All of them, in the order of the documentation.
std::vector<Route> all_routes(Desk& desk);

/// What went wrong is logged with the request's id, and not sent.
Response broken(const Services& services, std::exception_ptr thrown, std::string_view request_id);

/// A problem of one query parameter or header: 400 that names it.
Response bad_parameter(const Request& request, std::string_view name, std::string_view message);
Response bad_header(const Request& request, std::string_view name, std::string_view message);
Response refused(const Request& request, const Refusal& refusal);

/// "limit": 1 to 200; 50 when not asked for.
Result<int> asked_limit(const Request& request);
inline constexpr QueryParameter limit_parameter{
    "limit", "How many at most", R"({"type": "integer", "minimum": 1, "maximum": 200, "default": 50})"};

/// The results are out, and nothing says yet that people were told.
bool is_being_told(const Desk& desk, const engagement::Project& project);
/// {"still_to_tell": 12, "of": 300}: recipients of the message about the results, once its list is made. Only
/// where is_being_told().
boost::json::object telling_of_results(const Desk& desk, const engagement::Project& project,
                                       StoreReader& reader);

/// {"items": […], "next": null} of a view that is a list without pages.
boost::json::object whole_list(boost::json::object view);

}  // namespace full_circle::http
