#pragma once
/// Brings coroutines of the server's thread back when another thread has done what they wait for. However
/// many answers one commit gives, the server's thread is woken once.

#include "adapters/http/asio.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace full_circle::http {

class Inbox {
 public:
  explicit Inbox(asio::io_context& context) : m_context(context) {}
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  using Wake = std::function<void()>;
  /// Calls `start` with what has to be called once, from any thread, and waits for that. The io_context goes
  /// on running as long as somebody waits.
  asio::awaitable<void> wait_for(std::function<void(Wake)> start);

 private:
  struct Waiting;
  void arrived(std::shared_ptr<Waiting> waiting);
  void resume_all();

  asio::io_context& m_context;
  std::mutex m_mutex;
  std::vector<std::shared_ptr<Waiting>> m_arrived;
};

}  // namespace full_circle::http
