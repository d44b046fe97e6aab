// The part of a connection that follows events until one side leaves.
#include "adapters/http/connection.hpp"

#include <spdlog/spdlog.h>

// Every await stands alone, into a named local and with named arguments: g++ 12 miscompiles other shapes.

namespace full_circle::http {

namespace {

constexpr std::chrono::seconds look_every{1};
constexpr int replay_page = 500;
constexpr std::size_t item_bytes = 256;  // about what one takes

/// Counts a client and hears for it, as long as it lives.
class Registration {
 public:
  Registration(Hall& hall, Subscriber& subscriber) : m_hall(hall), m_subscriber(subscriber) {
    m_hall.feed->add(m_subscriber);
    m_hall.desk.metrics->streams = m_hall.feed->size();
  }
  ~Registration() {
    m_hall.feed->remove(m_subscriber);
    m_hall.desk.metrics->streams = m_hall.feed->size();
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

 private:
  Hall& m_hall;
  Subscriber& m_subscriber;
};

}  // namespace

/// Whether the other side has not closed; asked without waiting.
bool Connection::still_there() {
  char byte = 0;
  boost::system::error_code error;
  m_socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
  return !error || error == asio::error::would_block;
}

/// Puts what waits into m_head, as far as this caller may (still) see it. False: the stream ends.
bool Connection::collect(Subscriber& subscriber) {
  m_head.clear();
  if (m_hall.stopping || !still_there()) return false;
  if (subscriber.overflowed()) {
    ++m_hall.desk.metrics->streams_dropped;
    return false;
  }
  const auto visitor = m_hall.authentication.identify(
      m_request.header(boost::beast::http::field::authorization), std::chrono::steady_clock::now());
  if (!visitor) return false;
  m_request.visitor = visitor;
  for (const FeedItem& item : subscriber.waiting()) {
    const bool known = m_subscription->after_seq && item.seq <= m_last_seq;
    if (known || !m_hall.desk.door.find_by_id(item.project, *visitor)) continue;
    m_head += event_text(item);
    if (m_subscription->after_seq) m_last_seq = item.seq;
  }
  subscriber.waiting().clear();
  return true;
}

/// Sends the events after the one that the client saw last. False when it left.
asio::awaitable<bool> Connection::replay(Subscriber& subscriber) {
  m_last_seq = *m_subscription->after_seq;
  bool more = true;
  while (more && !m_hall.stopping && !subscriber.overflowed()) {
    std::vector<StoredEvent> events;
    m_thrown = nullptr;
    auto read = [this, &events](StoreReader& reader) {
      events = reader.events_of(m_subscription->project, m_last_seq, replay_page);
    };
    auto start = [this, &read](const Inbox::Wake& wake) {
      m_hall.reading_room.read(read, [this, wake](std::exception_ptr thrown) {
        m_thrown = std::move(thrown);
        wake();
      });
    };
    const std::function<void(Inbox::Wake)> starting = start;
    co_await m_hall.inbox.wait_for(starting);
    if (m_thrown) co_return false;
    m_head.clear();
    for (const StoredEvent& event : events) m_head += event_text(item_of(event));
    if (!events.empty()) m_last_seq = events.back().seq;
    more = events.size() == static_cast<std::size_t>(replay_page);
    const asio::const_buffer text(m_head.data(), m_head.size());
    const asio::const_buffer none;
    const bool written = co_await write(text, none);
    if (!written) co_return false;
  }
  co_return true;
}

asio::awaitable<void> Connection::stream() {
  if (m_request.message->method() == Verb::head) co_return;
  const std::size_t items_max = std::max<std::size_t>(m_hall.options.stream_bytes_max / item_bytes, 1);
  Subscriber subscriber(m_hall.context, m_subscription->project, items_max);
  const Registration registration(m_hall, subscriber);
  if (m_subscription->after_seq) {
    const bool replayed = co_await replay(subscriber);
    if (!replayed) co_return;
  }
  auto last_write = std::chrono::steady_clock::now();
  bool open = collect(subscriber);
  while (open) {
    enter(Phase::streaming);
    const auto now = std::chrono::steady_clock::now();
    if (m_head.empty() && now - last_write >= m_hall.options.heartbeat_every) m_head = ": still here\n\n";
    if (!m_head.empty()) {
      last_write = now;
      const asio::const_buffer text(m_head.data(), m_head.size());
      const asio::const_buffer none;
      const bool written = co_await write(text, none);
      if (!written) co_return;
    } else {
      subscriber.bell().expires_after(look_every);
      boost::system::error_code ignored;
      co_await subscriber.bell().async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    open = collect(subscriber);
  }
}

}  // namespace full_circle::http
