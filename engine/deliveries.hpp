#pragma once
/// Due work to adapters: at least once, retried with backoff, then an incident a person resolves. A delivery
/// to "timer" comes back as a command; there is no second timer.

#include "engine/engine.hpp"
#include "engine/ports/adapter.hpp"

#include <chrono>
#include <memory>
#include <vector>

namespace full_circle {

struct DeliveriesOptions {
  std::chrono::milliseconds backoff_first{1'000};
  std::chrono::milliseconds backoff_most{15 * 60 * 1'000};
  int attempts_max = 10;  ///< then an incident
  Failpoint failpoint;
};

/// How far behind: what waits and is past due.
struct DeliveryLag {
  std::size_t overdue = 0;
  std::chrono::milliseconds oldest{0};
};

class Deliveries {
 public:
  Deliveries(Engine& engine, const Workflow& workflow, Store& store, const Clock& clock,
             std::vector<std::unique_ptr<Adapter>> adapters, DeliveriesOptions options);
  ~Deliveries();  ///< finishes the delivery in hand
  void start();
  void wake();  ///< something new is waiting, or the clock was moved
  /// Waits until nothing is due (true) or `limit` has passed; for examples and tests.
  bool settle(std::chrono::milliseconds limit);
  DeliveryLag lag();
  std::vector<std::string> adapter_names() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

}  // namespace full_circle
