#pragma once
/// One connection: reads requests, has them answered in order, writes the answers. A request is not read
/// before the one before it is answered, so that what waits stays in the kernel's bounded buffer.

#include "adapters/http/hall.hpp"
#include "adapters/http/request.hpp"
#include "adapters/http/response.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace full_circle::http {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Hall& hall, tcp::socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> run();
  /// Says that there are too many connections, and closes.
  asio::awaitable<void> turn_away();

  void sweep();  ///< ends what takes longer than it may
  void stop();   ///< ends when nothing is in hand, else after what is
  void cut();    ///< ends at once, unless a command is with the engine

 private:
  /// Each with its own limit; nothing limits how long an answer is waited for.
  enum class Phase { idle, header, body, answering, writing, streaming, lingering };
  enum class Arrival {
    more,      ///< bytes are missing
    complete,  ///< a request to answer
    answered,  ///< m_response is set, and the connection can go on
    refused,   ///< m_response is set, and what follows on the wire cannot be read
    nothing,   ///< the other side left
  };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void enter(Phase phase);
  void begin_request();
  asio::awaitable<Arrival> read_request();
  Arrival parse();
  Arrival after_header();
  bool is_form() const;
  Response too_large() const;
  Response too_many_uploads() const;
  Response not_sent(std::string_view says, unsigned status) const;
  bool begin_upload(std::size_t length);
  void end_upload();
  Arrival ended(const boost::system::error_code& error);
  asio::awaitable<bool> write_continue();

  bool answer_at_once();
  asio::awaitable<void> answer_later();
  void begin_reading(const Reading& reading, const Inbox::Wake& wake);
  void begin_asking(const Asking& asking, const Inbox::Wake& wake);
  void make_response();
  Response broken_now() const;

  void prepare_head();
  asio::awaitable<bool> write_response();
  asio::awaitable<bool> write(asio::const_buffer head, asio::const_buffer body);
  asio::awaitable<void> linger();
  void close();
  void finished();

  asio::awaitable<void> stream();
  asio::awaitable<bool> replay(Subscriber& subscriber);
  bool collect(Subscriber& subscriber);
  bool still_there();

  Hall& m_hall;
  tcp::socket m_socket;
  bool m_from_loopback = false;
  boost::beast::flat_buffer m_buffer;
  std::optional<Parser> m_parser;

  Phase m_phase = Phase::idle;
  Hall::TimePoint m_deadline;
  bool m_timed_out = false;
  bool m_header_seen = false;
  bool m_uploading = false;
  bool m_in_hand = false;
  Afterwards m_afterwards = Afterwards::keep_open;
  Hall::TimePoint m_began;

  Request m_request;
  Response m_response;
  Making m_making;
  std::exception_ptr m_thrown;
  std::optional<Subscription> m_subscription;
  std::int64_t m_last_seq = 0;
  std::string m_head;
};

}  // namespace full_circle::http
