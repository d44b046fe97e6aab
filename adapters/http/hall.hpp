#pragma once
/// What every connection of a server shares. Server's thread only, where nothing else is said.

#include "adapters/http/asio.hpp"
#include "adapters/http/authentication.hpp"
#include "adapters/http/desk.hpp"
#include "adapters/http/event_feed.hpp"
#include "adapters/http/inbox.hpp"
#include "adapters/http/rate_limits.hpp"
#include "adapters/http/reading_room.hpp"
#include "adapters/http/routes.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace full_circle::http {

class Connection;

struct Hall {
  Hall(const ServerOptions& the_options, Services services);

  using TimePoint = std::chrono::steady_clock::time_point;

  const ServerOptions& options;
  asio::io_context context{1};
  Desk desk;
  RouteTable routes;
  std::size_t body_bytes_max;  ///< the most that any route takes
  Authentication authentication;
  RateLimits rate_limits;
  Inbox inbox;
  ReadingRoom reading_room;
  std::shared_ptr<EventFeed> feed;

  std::unordered_set<Connection*> connections;
  std::size_t turning_away = 0;
  std::size_t uploads = 0;  ///< large bodies that anybody may send, on their way in
  bool stopping = false;
  TimePoint now;          ///< as of the last sweep: exact enough for time-outs
  std::string date_line;  ///< "Date: …\r\n", made new every second

  std::string next_request_id();
  void tick();

 private:
  std::string m_id_prefix;
  std::uint64_t m_id_count = 0;
  std::int64_t m_date_second = 0;
};

}  // namespace full_circle::http
