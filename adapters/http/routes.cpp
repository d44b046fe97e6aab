#include "adapters/http/routes.hpp"

#include "adapters/http/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace full_circle::http {

namespace {

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}
bool is_rest(std::string_view segment) {
  return is_parameter(segment) && segment.ends_with("*}");
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : m_routes(std::move(routes)) {
  for (std::size_t index = 0; index < m_routes.size(); ++index) {
    m_routes[index].index = index;
    add(m_routes[index]);
  }
}

void RouteTable::add(const Route& route) {
  Node* node = &m_root;
  std::string_view rest = route.pattern;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the slash
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    if (is_rest(segment)) {
      node->rest.push_back(&route);
      return;
    }
    std::unique_ptr<Node>& next = is_parameter(segment) ? node->any : node->named[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  if (route_for(node->routes, route.method)) throw std::logic_error("two routes for " + route.pattern);
  node->routes.push_back(&route);
}

Match RouteTable::match(std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  const Node* node = &m_root;
  std::size_t parameters = 0;
  const Node* catching = nullptr;
  std::string_view caught;
  std::string_view rest = path;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    if (!node->rest.empty()) {
      catching = node;
      caught = rest;
    }
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    const auto named = node->named.find(segment);
    if (named != node->named.end()) {
      node = named->second.get();
    } else if (node->any && parameters < match.parameters.size()) {
      const std::optional<std::string> decoded = percent_decoded(segment, Plus::as_it_is);
      if (!decoded || decoded->empty()) {
        node = nullptr;
        break;
      }
      match.parameters.at(parameters++) = *decoded;
      node = node->any.get();
    } else {
      node = nullptr;
      break;
    }
  }
  if (node && !node->routes.empty()) {
    match.routes = &node->routes;
  } else if (catching) {
    match.routes = &catching->rest;
    match.parameters = {std::string(caught), ""};  // decoded by who opens the file
  }
  return match;
}

std::string RouteTable::allow(const std::vector<const Route*>& routes) {
  std::string text;
  for (const Route* route : routes) {
    const auto name = boost::beast::http::to_string(route->method);
    text.append(name.data(), name.size());
    text += route->method == Verb::get ? ", HEAD, " : ", ";
  }
  return text + "OPTIONS";
}

const Route* route_for(const std::vector<const Route*>& routes, Verb method) {
  const Verb wanted = method == Verb::head ? Verb::get : method;
  const auto found =
      std::find_if(routes.begin(), routes.end(), [&](const Route* route) { return route->method == wanted; });
  return found == routes.end() ? nullptr : *found;
}

}  // namespace full_circle::http
