#pragma once
/// The HTTP/1.1 server: the API under /api/v1, the public site under /have-your-say, calendars under
/// /calendar. One thread serves; a few more read what takes longer than a look-up. TLS ends in front of it.

#include "adapters/http/services.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace full_circle::http {

/// Who may read /metrics.
enum class MetricsAccess { loopback, key, everyone };

/// Whether everybody may read how long answers take, or staff only.
enum class ServiceReportDoor { closed, open };

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IPv4 or IPv6 address, no name
  std::uint16_t port = 8080;          ///< 0: any free one, see Server::port()

  std::size_t connections_max = 1'000;  ///< beyond: 503 and close
  std::size_t header_bytes_max = std::size_t{16} * 1024;
  std::size_t target_bytes_max = std::size_t{4} * 1024;
  std::size_t body_bytes_max = std::size_t{1024} * 1024;
  std::int64_t requests_per_minute = 0;  ///< by one person; beyond: 429; 0: as many as they like
  std::size_t streams_max = 200;         ///< server-sent event clients; beyond: 429
  std::size_t stream_bytes_max =
      std::size_t{64} * 1024;  ///< waiting for one slow client; beyond: it is dropped

  std::chrono::milliseconds header_time{10'000};  ///< from a request's first byte to the end of its header
  std::chrono::milliseconds body_time{30'000};    ///< for the whole body
  std::chrono::milliseconds write_time{30'000};   ///< for one answer
  std::chrono::milliseconds idle_time{60'000};    ///< between requests, and before the first
  std::chrono::milliseconds stop_time{10'000};    ///< stop() cuts off what reads or writes longer than this
  std::chrono::milliseconds sweep_every{250};     ///< how exactly the times above are kept
  std::chrono::milliseconds heartbeat_every{15'000};  ///< comment to silent event clients
  std::chrono::milliseconds key_remembered_for{50};   ///< besides what the identity port remembers itself

  std::size_t reading_threads = 2;  ///< for lists, histories, metrics
  std::size_t views_kept = 4'096;   ///< rendered answers; each for at most a second
  MetricsAccess metrics_access = MetricsAccess::loopback;
  ServiceReportDoor service_report = ServiceReportDoor::closed;

  std::filesystem::path site_folder;      ///< served under /have-your-say; empty: nothing
  std::filesystem::path calendar_folder;  ///< *.ics, and staff/*.ics for holders of a key; empty: nothing
  std::string base_url = "http://127.0.0.1:8080";  ///< where people find this server; in feeds and their UIDs
  std::string council_name = "Waitauira Council";
  int calendar_refresh_hours = 6;
  std::string build_version = "0";
};

class Server {
 public:
  /// Listens to the engine's commits, so: before the engine's first command.
  Server(ServerOptions options, Services services);
  ~Server();  ///< stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and serves. Throws std::system_error when the address cannot be had.
  void start();
  /// The port it listens on; 0 before start().
  std::uint16_t port() const;
  /// Takes no more connections, finishes what is in hand, and returns. Any thread but the server's own.
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

}  // namespace full_circle::http
