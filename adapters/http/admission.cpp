#include "adapters/http/admission.hpp"

#include "adapters/http/problem.hpp"
#include "adapters/http/text.hpp"

#include <algorithm>

namespace full_circle::http {

namespace {

using boost::beast::http::field;

std::string_view target_of(const Message& message) {
  const auto target = message.target();
  return {target.data(), target.size()};
}

/// A proxy may send "http://host/path"; what counts is the path.
void strip_authority(Message& message) {
  const std::string_view target = target_of(message);
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return;
  const std::size_t slash = target.find('/', scheme + 3);
  message.target(slash == std::string_view::npos ? std::string("/") : std::string(target.substr(slash)));
}

std::optional<Response> find_route(const Hall& hall, Request& request) {
  const Message& message = *request.message;
  if (target_of(message) == "*" && message.method() == Verb::options) {
    return empty_response(204).with("Allow", "GET, HEAD, POST, OPTIONS");
  }
  Match match = hall.routes.match(request.path());
  if (!match.routes) {
    return problem(Fault::no_route, "See /openapi.yaml for what there is.", request.request_id);
  }
  const std::string allow = RouteTable::allow(*match.routes);
  if (message.method() == Verb::options) return empty_response(204).with("Allow", allow);
  request.route = route_for(*match.routes, message.method());
  if (!request.route) {
    Response response =
        problem(Fault::method_not_allowed, "This address takes " + allow + ".", request.request_id);
    return response.with("Allow", allow);
  }
  request.parameters = std::move(match.parameters);
  return std::nullopt;
}

/// By the person, not the key: a second key buys no more.
std::optional<Response> count_request(RateLimits& limits, Request& request) {
  const auto standing = limits.take(request.visitor->caller.person, std::chrono::steady_clock::now());
  request.limit_lines = limits.headers(standing);
  if (!standing.over) return std::nullopt;
  return problem(Refusal{.reason = Reason::too_many,
                         .message = "You have sent more requests than a minute allows; wait a moment."},
                 request.request_id)
      .with("Retry-After", std::to_string(standing.until_next.count()));
}

std::optional<Response> open_door(Hall& hall, Request& request) {
  const std::string_view authorization = request.header(field::authorization);
  const MetricsAccess metrics = hall.options.metrics_access;
  const bool needs_key = request.route->door == Door::key ||
                         (request.route->door == Door::metrics && metrics == MetricsAccess::key);
  if (needs_key) {
    request.visitor = hall.authentication.identify(authorization, std::chrono::steady_clock::now());
    if (!request.visitor) return unidentified(request.request_id);
    if (hall.rate_limits.limits()) {
      if (auto response = count_request(hall.rate_limits, request)) return response;
    }
  }
  if (request.route->door == Door::metrics && metrics == MetricsAccess::loopback && !request.from_loopback) {
    return problem(Refusal{.reason = Reason::not_permitted, .message = "Only from this machine."},
                   request.request_id);
  }
  return std::nullopt;
}

bool takes(const Route& route, std::string_view content_type) {
  if (route.consumes == "*/*") return !content_type.empty();
  if (route.consumes == media::json) return is_json_media_type(content_type);
  const std::string_view sent = trimmed(content_type.substr(0, content_type.find(';')));
  return equal_ignoring_case(sent, route.consumes) ||
         (!route.consumes_too.empty() && equal_ignoring_case(sent, route.consumes_too));
}

std::optional<Response> check_formats(const Request& request) {
  const Message& message = *request.message;
  const Route& route = *request.route;
  const std::string& id = request.request_id;
  if (!accepts(request.header(field::accept), route.produces) &&
      !accepts(request.header(field::accept), {media::problem})) {
    return problem(Fault::not_acceptable, "This address gives " + std::string(route.produces.front()) + ".",
                   id);
  }
  if (route.method != Verb::post) return std::nullopt;
  const std::string_view length = request.header(field::content_length);
  const bool has_body = message.chunked() || (!length.empty() && length != "0");
  const std::string_view type = request.header(field::content_type);
  if ((has_body || !type.empty()) && !takes(route, type)) {
    return problem(Fault::unsupported_media_type, "Send " + std::string(route.consumes) + ", in UTF-8.", id)
        .with("Accept-Post", route.consumes);
  }
  const std::string_view encoding = request.header(field::content_encoding);
  if (!encoding.empty() && !equal_ignoring_case(encoding, "identity")) {
    return problem(Fault::unsupported_media_type, "Send the body without a content coding.", id);
  }
  return std::nullopt;
}

std::optional<Response> read_parameters(Request& request) {
  const std::string_view target = target_of(*request.message);
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return std::nullopt;
  auto query = read_query(target.substr(mark + 1));
  if (!query) {
    return problem(Fault::bad_request, "The query is not percent-encoded UTF-8.", request.request_id);
  }
  // Files of the public site are asked for with all kinds of queries that others add.
  if (request.route->produces.front() == "*/*") return std::nullopt;
  for (const auto& asked : *query) {
    const std::string& name = asked.first;
    const auto& known = request.route->query;
    if (std::none_of(known.begin(), known.end(), [&](const auto& one) { return one.name == name; })) {
      return problem(Fault::bad_request, "There is no query parameter " + name + " here.", request.request_id,
                     {{"?" + name, "There is no such query parameter here."}});
    }
    const auto same = [&](const auto& other) { return other.first == name; };
    if (std::count_if(query->begin(), query->end(), same) > 1) {
      return problem(Fault::bad_request, "Query parameter " + name + " is given twice.", request.request_id,
                     {{"?" + name, "This query parameter is given twice."}});
    }
  }
  request.query = std::move(*query);
  return std::nullopt;
}

}  // namespace

std::optional<Response> check_framing(Message& message, Request& request) {
  strip_authority(message);
  request.message = &message;
  const std::string_view sent_id = request.header("X-Request-Id");
  if (is_plain_id(sent_id)) request.request_id = sent_id;
  const std::string& id = request.request_id;
  const auto hosts = message.count(field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) {
    return problem(Fault::bad_request, "There has to be exactly one Host header.", id);
  }
  // Which of several would count is nobody's guess to make.
  for (const std::string_view once : {"Authorization", "Idempotency-Key"}) {
    if (message.count({once.data(), once.size()}) > 1) {
      return problem(Fault::bad_request, "There may be only one " + std::string(once) + " header.", id,
                     {{std::string(once), "This header is given twice."}});
    }
  }
  const std::string_view coding = request.header(field::transfer_encoding);
  if (!coding.empty() && (!equal_ignoring_case(coding, "chunked") || message.version() < 11)) {
    return problem(Fault::not_implemented, "The only transfer coding understood is chunked.", id);
  }
  const std::string_view expect = request.header(field::expect);
  if (!expect.empty() && !equal_ignoring_case(expect, "100-continue")) {
    return problem(Fault::expectation_failed, "The only expectation understood is 100-continue.", id);
  }
  return std::nullopt;
}

std::optional<Response> admit(Hall& hall, Request& request) {
  if (target_of(*request.message).size() > hall.options.target_bytes_max) {
    return problem(Fault::target_too_long, "", request.request_id);
  }
  if (auto response = find_route(hall, request)) return response;
  if (auto response = open_door(hall, request)) return response;
  if (auto response = check_formats(request)) return response;
  return read_parameters(request);
}

}  // namespace full_circle::http
