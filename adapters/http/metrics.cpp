#include "adapters/http/metrics.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace full_circle::http {

namespace {

constexpr std::array reasons{Reason::malformed, Reason::unidentified, Reason::not_permitted,
                             Reason::unknown,   Reason::out_of_turn,  Reason::stale,
                             Reason::not_ready, Reason::too_large,    Reason::too_many};

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

template <class Number>
void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            Number number) {
  head(out, name, type, help);
  fmt::format_to(std::back_inserter(out), "{} {}\n", name, number);
}

std::string_view operation_at(const std::vector<std::string>& operations, std::size_t index) {
  return index < operations.size() ? std::string_view(operations[index]) : "none";
}

}  // namespace

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::malformed:
      return "malformed";
    case Reason::unidentified:
      return "unidentified";
    case Reason::not_permitted:
      return "not_permitted";
    case Reason::unknown:
      return "unknown";
    case Reason::out_of_turn:
      return "out_of_turn";
    case Reason::stale:
      return "stale";
    case Reason::not_ready:
      return "not_ready";
    case Reason::too_large:
      return "too_large";
    case Reason::too_many:
      return "too_many";
  }
  throw std::logic_error("a reason without a name");
}

std::string_view name_of(DeliveryState state) {
  switch (state) {
    case DeliveryState::waiting:
      return "waiting";
    case DeliveryState::done:
      return "done";
    case DeliveryState::incident:
      return "incident";
    case DeliveryState::skipped:
      return "skipped";
    case DeliveryState::replaced:
      return "replaced";
  }
  throw std::logic_error("a delivery state without a name");
}

Metrics::Metrics(std::size_t routes) : m_rows(routes + 1) {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  m_started_at = std::chrono::duration<double>(since_epoch).count();
}

void Metrics::answered(std::size_t route, unsigned status, Duration took) {
  Row& row = m_rows.at(std::min(route, m_rows.size() - 1));
  const std::size_t status_class = std::clamp<std::size_t>(status / 100, 1, classes) - 1;
  ++row.by_class.at(status_class);
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bound = std::lower_bound(bounds.begin(), bounds.end(), seconds);
  ++row.by_bound.at(static_cast<std::size_t>(bound - bounds.begin()));
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
  row.nanoseconds += static_cast<std::uint64_t>(std::max<std::int64_t>(nanoseconds, 0));
}

void Metrics::write_requests(std::string& out, const std::vector<std::string>& operations) const {
  head(out, "fullcircle_http_requests_total", "counter", "Requests answered, by route and class of status.");
  for (std::size_t index = 0; index < m_rows.size(); ++index) {
    for (std::size_t status_class = 0; status_class < classes; ++status_class) {
      const std::uint64_t count = m_rows[index].by_class.at(status_class);
      if (count == 0) continue;
      fmt::format_to(std::back_inserter(out),
                     "fullcircle_http_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n",
                     operation_at(operations, index), status_class + 1, count);
    }
  }
}

void Metrics::write_durations(std::string& out, const std::vector<std::string>& operations) const {
  constexpr std::string_view name = "fullcircle_http_request_duration_seconds";
  head(out, name, "histogram", "From the end of a request's header to the last byte handed over.");
  auto end = std::back_inserter(out);
  for (std::size_t index = 0; index < m_rows.size(); ++index) {
    const Row& row = m_rows[index];
    std::uint64_t count = 0;
    for (const Count& bucket : row.by_bound) count += bucket;
    if (count == 0) continue;
    const std::string_view route = operation_at(operations, index);
    std::uint64_t below = 0;
    for (std::size_t bound = 0; bound < bounds.size(); ++bound) {
      below += row.by_bound.at(bound);
      fmt::format_to(end, "{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, route, bounds.at(bound), below);
    }
    const double seconds = static_cast<double>(row.nanoseconds.load()) / 1e9;
    fmt::format_to(end, "{}_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", name, route, count);
    fmt::format_to(end, "{}_sum{{route=\"{}\"}} {}\n", name, route, seconds);
    fmt::format_to(end, "{}_count{{route=\"{}\"}} {}\n", name, route, count);
  }
}

void Metrics::write_commands(std::string& out) const {
  single(out, "fullcircle_commands_accepted_total", "counter", "Commands accepted.", m_accepted.load());
  single(out, "fullcircle_commands_broken_total", "counter", "Commands that ended in an error of ours.",
         m_broken.load());
  single(out, "fullcircle_commits_total", "counter",
         "Transactions committed; a busy server puts many commands into one.", commits->load());
  head(out, "fullcircle_commands_refused_total", "counter", "Commands refused, by reason.");
  for (const Reason reason : reasons) {
    fmt::format_to(std::back_inserter(out), "fullcircle_commands_refused_total{{reason=\"{}\"}} {}\n",
                   name_of(reason), m_refused.at(static_cast<std::size_t>(reason)).load());
  }
}

std::string Metrics::text(const std::vector<std::string>& operations, const Moment& moment) const {
  std::string out;
  out.reserve(8'192);
  write_requests(out, operations);
  write_durations(out, operations);
  write_commands(out);
  single(out, "fullcircle_http_requests_in_flight", "gauge", "Requests in hand.", in_flight.load());
  single(out, "fullcircle_http_connections", "gauge", "Open connections.", connections.load());
  single(out, "fullcircle_http_connections_total", "counter", "Connections taken.", connections_total.load());
  single(out, "fullcircle_http_connections_turned_away_total", "counter", "Connections over the limit.",
         connections_turned_away.load());
  single(out, "fullcircle_event_streams", "gauge", "Clients of server-sent events.", streams.load());
  single(out, "fullcircle_event_streams_dropped_total", "counter", "Event clients that were too slow.",
         streams_dropped.load());
  single(out, "fullcircle_command_queue", "gauge", "Commands waiting for the writer.", moment.queue);
  head(out, "fullcircle_deliveries", "gauge", "Deliveries, by state.");
  for (const auto& [state, count] : moment.deliveries) {
    fmt::format_to(std::back_inserter(out), "fullcircle_deliveries{{state=\"{}\"}} {}\n", name_of(state),
                   count);
  }
  single(out, "fullcircle_deliveries_overdue", "gauge", "Deliveries past due.", moment.overdue);
  single(out, "fullcircle_delivery_lag_seconds", "gauge", "How long the oldest of them is past due.",
         static_cast<double>(moment.lag.count()) / 1e3);
  single(out, "process_start_time_seconds", "gauge", "When this process began, in Unix time.",
         fmt::format("{:.3f}", m_started_at));
  head(out, "fullcircle_build_info", "gauge", "The version that runs.");
  fmt::format_to(std::back_inserter(out), "fullcircle_build_info{{version=\"{}\"}} 1\n", moment.version);
  return out;
}

}  // namespace full_circle::http
