#pragma once
/// Carries what was committed from the writer's thread to the clients of server-sent events.

#include "adapters/http/asio.hpp"
#include "engine/engine.hpp"

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace full_circle::http {

/// What a client is told of an event: that it happened. What was said in it is read with the client's own
/// rights.
struct FeedItem {
  std::string project;
  std::int64_t seq = 0;
  std::string type;
  Instant recorded_at{};
};
FeedItem item_of(const StoredEvent& event);
/// As it goes over the wire.
std::string event_text(const FeedItem& item);

/// One client's waiting events. Lives in its connection; server's thread only.
class Subscriber {
 public:
  Subscriber(asio::io_context& context, std::string project, std::size_t items_max);
  bool wants(const FeedItem& item) const { return m_project.empty() || m_project == item.project; }
  void push(const FeedItem& item);
  bool overflowed() const { return m_overflowed; }
  std::deque<FeedItem>& waiting() { return m_waiting; }
  asio::steady_timer& bell() { return m_bell; }  ///< cancelled when something is waiting

 private:
  std::string m_project;
  std::size_t m_items_max;
  bool m_overflowed = false;
  std::deque<FeedItem> m_waiting;
  asio::steady_timer m_bell;
};

/// Outlives the server when the engine does: the engine keeps the listener.
class EventFeed : public std::enable_shared_from_this<EventFeed> {
 public:
  explicit EventFeed(asio::io_context& context) : m_context(&context) {}

  void committed(const Committed& committed);  ///< writer's thread
  void detach();                               ///< nothing is handed over after this

  void add(Subscriber& subscriber);  ///< server's thread
  void remove(Subscriber& subscriber);
  void ring_all();  ///< wakes everybody, to look whether the server stops
  std::size_t size() const { return m_subscribers.size(); }

 private:
  void hand_over();

  std::mutex m_mutex;
  asio::io_context* m_context;
  std::vector<FeedItem> m_arrived;
  std::atomic<std::size_t> m_listening = 0;
  std::unordered_set<Subscriber*> m_subscribers;
};

}  // namespace full_circle::http
