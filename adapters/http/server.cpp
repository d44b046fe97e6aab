#include "adapters/http/server.hpp"

#include "adapters/http/connection.hpp"
#include "adapters/http/hall.hpp"

#include <spdlog/spdlog.h>

#include <mutex>
#include <thread>
#include <vector>

// Every await stands alone, into a named local and with named arguments: g++ 12 miscompiles other shapes.

namespace full_circle::http {

namespace {

constexpr std::size_t turning_away_max = 64;  // beyond: closed without a word
constexpr std::chrono::milliseconds stop_look_every{10};
constexpr std::chrono::milliseconds pause_after_failed_accept{50};

}  // namespace

struct Server::Inside {
  Inside(ServerOptions the_options, Services services)
      : options(std::move(the_options)),
        hall(options, std::move(services)),
        acceptor(hall.context),
        sweep_timer(hall.context) {}

  asio::awaitable<void> accept_until_stopped();
  asio::awaitable<void> sweep_until_empty();
  void welcome(tcp::socket socket);
  void begin_stop();

  const ServerOptions options;
  Hall hall;
  tcp::acceptor acceptor;
  asio::steady_timer sweep_timer;
  Hall::TimePoint stop_deadline = Hall::TimePoint::max();
  std::uint16_t port = 0;
  std::mutex stop_mutex;
  std::thread thread;
};

asio::awaitable<void> Server::Inside::accept_until_stopped() {
  while (acceptor.is_open()) {
    boost::system::error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      welcome(std::move(socket));
    } else if (acceptor.is_open()) {
      // Out of descriptors, mostly: wait until some connection has gone.
      hall.desk.services.logger->warn("cannot take a connection: {}", error.message());
      asio::steady_timer pause(hall.context, pause_after_failed_accept);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
  }
}

void Server::Inside::welcome(tcp::socket socket) {
  const std::size_t over = options.connections_max;
  if (hall.connections.size() >= over + turning_away_max) {
    ++hall.desk.metrics->connections_turned_away;
    return;  // the socket closes itself
  }
  const bool full = hall.connections.size() >= over;
  if (full) ++hall.desk.metrics->connections_turned_away;
  const auto connection = std::make_shared<Connection>(hall, std::move(socket));
  const auto log_escape = [logger = hall.desk.services.logger](const std::exception_ptr& thrown) {
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      logger->error("a connection ended: {}", error.what());
    }
  };
  asio::co_spawn(hall.context, full ? connection->turn_away() : connection->run(), log_escape);
}

asio::awaitable<void> Server::Inside::sweep_until_empty() {
  while (!hall.stopping || !hall.connections.empty()) {
    sweep_timer.expires_after(hall.stopping ? stop_look_every : options.sweep_every);
    boost::system::error_code ignored;
    co_await sweep_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    hall.tick();
    for (Connection* connection : hall.connections) {
      connection->sweep();
      if (hall.now >= stop_deadline) connection->cut();
    }
  }
}

void Server::Inside::begin_stop() {
  hall.stopping = true;
  hall.desk.stopping = true;
  stop_deadline = std::chrono::steady_clock::now() + options.stop_time;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  for (Connection* connection : hall.connections) connection->stop();
  hall.feed->ring_all();
  sweep_timer.cancel();
}

Server::Server(ServerOptions options, Services services)
    : m_inside(std::make_unique<Inside>(std::move(options), std::move(services))) {}

Server::~Server() {
  stop();
  m_inside->hall.feed->detach();
}

void Server::start() {
  Inside& inside = *m_inside;
  const tcp::endpoint endpoint(asio::ip::make_address(inside.options.address), inside.options.port);
  inside.acceptor.open(endpoint.protocol());
  inside.acceptor.set_option(tcp::acceptor::reuse_address(true));
  inside.acceptor.bind(endpoint);
  inside.acceptor.listen();
  inside.port = inside.acceptor.local_endpoint().port();
  asio::co_spawn(inside.hall.context, inside.accept_until_stopped(), asio::detached);
  asio::co_spawn(inside.hall.context, inside.sweep_until_empty(), asio::detached);
  inside.thread = std::thread([&context = inside.hall.context] { context.run(); });
}

std::uint16_t Server::port() const {
  return m_inside->port;
}

void Server::stop() {
  const std::lock_guard lock(m_inside->stop_mutex);
  if (!m_inside->thread.joinable()) return;
  asio::post(m_inside->hall.context, [inside = m_inside.get()] { inside->begin_stop(); });
  m_inside->thread.join();
}

}  // namespace full_circle::http
