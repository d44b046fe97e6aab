#pragma once
/// What the server counts, as Prometheus reads it. Counted on the server's thread, read on any.

#include "engine/engine.hpp"
#include "engine/ports/store.hpp"
#include "engine/result.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::http {

class Metrics {
 public:
  using Duration = std::chrono::steady_clock::duration;
  using Count = std::atomic<std::uint64_t>;

  /// One row a route, and one for what no route took.
  explicit Metrics(std::size_t routes);

  /// `route` past the last one: no route.
  void answered(std::size_t route, unsigned status, Duration took);
  void command_accepted() { ++m_accepted; }
  void command_refused(Reason reason) { ++m_refused.at(static_cast<std::size_t>(reason)); }
  void command_broken() { ++m_broken; }

  Count in_flight = 0;
  Count connections = 0;
  Count connections_total = 0;
  Count connections_turned_away = 0;
  Count streams = 0;
  Count streams_dropped = 0;
  /// Counted by the engine's listener, which outlives the server when the engine does.
  std::shared_ptr<Count> commits = std::make_shared<Count>(0);

  /// What is asked of others at the moment of reading.
  struct Moment {
    std::size_t queue = 0;
    std::vector<std::pair<DeliveryState, std::int64_t>> deliveries;
    std::size_t overdue = 0;
    std::chrono::milliseconds lag{0};
    std::string version;
  };
  /// `operations`: the name of each route, in order.
  std::string text(const std::vector<std::string>& operations, const Moment& moment) const;

 private:
  static constexpr std::array<double, 12> bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                 0.01,   0.025,   0.05,   0.1,   0.5,    2.5};
  static constexpr std::size_t classes = 5;
  struct Row {
    std::array<Count, classes> by_class{};
    std::array<Count, bounds.size() + 1> by_bound{};
    Count nanoseconds{0};
  };
  void write_requests(std::string& out, const std::vector<std::string>& operations) const;
  void write_durations(std::string& out, const std::vector<std::string>& operations) const;
  void write_commands(std::string& out) const;

  std::vector<Row> m_rows;
  Count m_accepted = 0;
  Count m_broken = 0;
  std::array<Count, 9> m_refused{};
  double m_started_at = 0;
};

/// snake_case, as it stands in JSON and metrics.
std::string_view name_of(Reason reason);
std::string_view name_of(DeliveryState state);

}  // namespace full_circle::http
