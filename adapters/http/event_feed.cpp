#include "adapters/http/event_feed.hpp"

#include <boost/json.hpp>

namespace full_circle::http {

FeedItem item_of(const StoredEvent& event) {
  return FeedItem{event.project, event.seq, event.type, event.recorded_at};
}

std::string event_text(const FeedItem& item) {
  const boost::json::object data{{"project", item.project},
                                 {"seq", item.seq},
                                 {"type", item.type},
                                 {"recorded_at", to_text(item.recorded_at)}};
  return "event: " + item.type + "\nid: " + item.project + "/" + std::to_string(item.seq) +
         "\ndata: " + boost::json::serialize(data) + "\n\n";
}

Subscriber::Subscriber(asio::io_context& context, std::string project, std::size_t items_max)
    : m_project(std::move(project)), m_items_max(items_max), m_bell(context) {}

void Subscriber::push(const FeedItem& item) {
  if (m_waiting.size() >= m_items_max) {
    m_overflowed = true;
  } else {
    m_waiting.push_back(item);
  }
  m_bell.cancel();
}

void EventFeed::committed(const Committed& committed) {
  if (m_listening == 0) return;
  const std::lock_guard lock(m_mutex);
  if (!m_context) return;
  const bool first = m_arrived.empty();
  for (const StoredEvent& event : committed.events) m_arrived.push_back(item_of(event));
  if (first && !m_arrived.empty()) asio::post(*m_context, [feed = shared_from_this()] { feed->hand_over(); });
}

void EventFeed::detach() {
  const std::lock_guard lock(m_mutex);
  m_context = nullptr;
  m_arrived.clear();
}

void EventFeed::hand_over() {
  std::vector<FeedItem> arrived;
  {
    const std::lock_guard lock(m_mutex);
    arrived.swap(m_arrived);
  }
  for (Subscriber* subscriber : m_subscribers) {
    for (const FeedItem& item : arrived) {
      if (subscriber->wants(item)) subscriber->push(item);
    }
  }
}

void EventFeed::add(Subscriber& subscriber) {
  m_subscribers.insert(&subscriber);
  m_listening = m_subscribers.size();
}

void EventFeed::remove(Subscriber& subscriber) {
  m_subscribers.erase(&subscriber);
  m_listening = m_subscribers.size();
}

void EventFeed::ring_all() {
  for (Subscriber* subscriber : m_subscribers) subscriber->bell().cancel();
}

}  // namespace full_circle::http
