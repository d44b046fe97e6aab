#pragma once
/// One table of routes: dispatch, metrics, Allow headers and openapi.yaml all come from it.

#include "adapters/http/request.hpp"
#include "adapters/http/response.hpp"
#include "engine/ports/store.hpp"
#include "engine/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace full_circle::http {

/// Answers at once, on the server's thread.
using AtOnce = std::function<Response(const Request&)>;
/// Answers after a while, on a reading thread.
using Reading = std::function<Response(const Request&, StoreReader&)>;
/// How to make the answer; called on the server's thread.
using Making = std::function<Response()>;
/// Starts something that calls back once, from any thread.
using Asking = std::function<void(const Request&, std::function<void(Making)>)>;
/// What a caller of server-sent events listens to; null project: everything they may see.
struct Subscription {
  std::string project;
  std::optional<std::int64_t> after_seq;  ///< events after this one come first
};
using Streaming = std::function<Result<Subscription>(const Request&)>;
/// Answers at once when it can (nothing: it cannot), else on a reading thread.
struct AtOnceOrReading {
  std::function<std::optional<Response>(const Request&)> at_once;
  Reading reading;
};
using Handler = std::variant<AtOnce, Reading, AtOnceOrReading, Asking, Streaming>;

/// Who may knock.
enum class Door { open, key, metrics };

struct QueryParameter {
  std::string_view name;
  std::string_view summary;
  std::string_view schema = R"({"type": "string"})";  ///< JSON Schema
};

struct Route {
  Verb method = Verb::get;
  std::string pattern;    ///< "/api/v1/projects/{id}/moves"; a last "{path*}" takes the rest
  std::string operation;  ///< snake_case, unique
  std::string summary;
  Handler handler;
  Door door = Door::key;
  std::vector<QueryParameter> query{};
  std::vector<std::string_view> produces{media::json};
  std::string body_schema{};  ///< JSON Schema; empty: takes no body
  enum class Body { none, optional, required } body = Body::none;
  std::string_view consumes = media::json;  ///< "*/*": any
  std::string_view consumes_too{};          ///< another way to send the same; empty: none
  std::vector<unsigned> statuses{200};      ///< besides those that any route can give
  std::string group{};                      ///< heading in the documentation
  std::size_t body_bytes_max = 0;           ///< when it takes more than the settings say
  bool secret_path = false;                 ///< holds a key: the log shows the pattern instead
  std::size_t index = 0;                    ///< in the table, set by it
};

/// Where a path leads.
struct Match {
  const std::vector<const Route*>* routes = nullptr;  ///< by method; null: nowhere
  std::array<std::string, 3> parameters;
};

class RouteTable {
 public:
  explicit RouteTable(std::vector<Route> routes);
  RouteTable(const RouteTable&) = delete;
  RouteTable& operator=(const RouteTable&) = delete;

  /// `path` as sent, percent-encoded. A path that cannot be decoded leads nowhere.
  Match match(std::string_view path) const;
  const std::vector<Route>& routes() const { return m_routes; }
  /// "GET, HEAD, OPTIONS".
  static std::string allow(const std::vector<const Route*>& routes);

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> named;
    std::unique_ptr<Node> any;
    std::vector<const Route*> routes;
    std::vector<const Route*> rest;  ///< for a pattern that takes the rest
  };
  void add(const Route& route);

  std::vector<Route> m_routes;
  Node m_root;
};

/// The route among those of a path that takes this method; GET answers HEAD too.
const Route* route_for(const std::vector<const Route*>& routes, Verb method);

}  // namespace full_circle::http
