#include "adapters/http/desk.hpp"

#include "adapters/http/text.hpp"

#include <spdlog/spdlog.h>

#include <iterator>

namespace full_circle::http {

Desk::Desk(const ServerOptions& the_options, Services the_services)
    : options(the_options),
      services(std::move(the_services)),
      door(services),
      views(options.views_kept),
      reader(services.store.reader()),
      file_types(services.attachments.files ? std::make_unique<const FileTypes>() : nullptr) {}

std::vector<Route> all_routes(Desk& desk) {
  std::vector<Route> all;
  for (const auto& group :
       {project_routes,    result_routes,   forecast_routes,     date_routes,       command_routes,
        calendar_routes,   feed_routes,     contribution_routes, attachment_routes, contribution_page_routes,
        coding_routes,     analysis_routes, advice_routes,       evaluation_routes, survey_page_routes,
        delivery_routes,   telling_routes,  follow_routes,       webhook_routes,    privacy_routes,
        definition_routes, service_routes,  site_routes}) {
    std::vector<Route> routes = group(desk);
    std::move(routes.begin(), routes.end(), std::back_inserter(all));
  }
  return all;
}

Response broken(const Services& services, std::exception_ptr thrown, std::string_view request_id) {
  std::string what = "something that is no std::exception";
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
  }
  const bool store_works = services.store.healthy();
  services.logger->error("request_id={} broken store_works={} what={}", request_id, store_works, what);
  return store_works
             ? problem(Fault::broken, "The details are in the log under this request id.", request_id)
             : problem(Fault::unavailable, "The store does not answer; try again shortly.", request_id);
}

Response bad_parameter(const Request& request, std::string_view name, std::string_view message) {
  return problem(Fault::bad_request, "Query parameter " + std::string(name) + ": " + std::string(message),
                 request.request_id, {{"?" + std::string(name), std::string(message)}});
}

Response bad_header(const Request& request, std::string_view name, std::string_view message) {
  return problem(Fault::bad_request, "Header " + std::string(name) + ": " + std::string(message),
                 request.request_id, {{std::string(name), std::string(message)}});
}

Response refused(const Request& request, const Refusal& refusal) {
  return problem(refusal, request.request_id);
}

Result<int> asked_limit(const Request& request) {
  const std::string* asked = request.asked("limit");
  if (!asked) return 50;
  const auto limit = read_number(*asked);
  if (!limit || *limit < 1 || *limit > 200)
    return malformed("?limit", "limit has to be a number from 1 to 200");
  return static_cast<int>(*limit);
}

boost::json::object whole_list(boost::json::object view) {
  if (!view.contains("next")) view["next"] = nullptr;
  return view;
}

}  // namespace full_circle::http
