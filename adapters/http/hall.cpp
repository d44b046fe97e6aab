#include "adapters/http/hall.hpp"

#include "adapters/http/openapi.hpp"
#include "adapters/http/static_files.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <random>

namespace full_circle::http {

namespace {

std::size_t most_bytes(const std::vector<Route>& routes, std::size_t otherwise) {
  for (const Route& route : routes) otherwise = std::max(otherwise, route.body_bytes_max);
  return otherwise;
}

}  // namespace

Hall::Hall(const ServerOptions& the_options, Services services)
    : options(the_options),
      desk(the_options, std::move(services)),
      routes(all_routes(desk)),
      body_bytes_max(most_bytes(routes.routes(), the_options.body_bytes_max)),
      authentication(desk.services.identity, the_options.key_remembered_for),
      rate_limits(the_options.requests_per_minute),
      inbox(context),
      reading_room(desk.services.store, the_options.reading_threads),
      feed(std::make_shared<EventFeed>(context)) {
  desk.reading_room = &reading_room;
  desk.metrics = std::make_unique<Metrics>(routes.routes().size());
  for (const Route& route : routes.routes()) desk.operations.push_back(route.operation);
  desk.describe = [this] { return openapi_yaml(routes.routes()); };
  desk.services.engine.listen([feed = feed, commits = desk.metrics->commits](const Committed& committed) {
    ++*commits;
    feed->committed(committed);
  });
  std::random_device chance;
  m_id_prefix = fmt::format("{:08x}", chance());
  tick();
}

std::string Hall::next_request_id() {
  return fmt::format("{}-{}", m_id_prefix, ++m_id_count);
}

void Hall::tick() {
  now = std::chrono::steady_clock::now();
  const auto second = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (second.time_since_epoch().count() == m_date_second) return;
  m_date_second = second.time_since_epoch().count();
  rate_limits.sweep(now);
  date_line = "Date: " + http_date(second) + "\r\n";
}

}  // namespace full_circle::http
