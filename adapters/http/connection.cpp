#include "adapters/http/connection.hpp"

#include "adapters/http/admission.hpp"
#include "adapters/http/pages.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/text.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <utility>

// Every await stands alone, into a named local and with named arguments: g++ 12 miscompiles other shapes.

namespace full_circle::http {

namespace {

namespace beast = boost::beast;
using HttpError = beast::http::error;

constexpr std::size_t read_bytes = std::size_t{16} * 1024;
constexpr std::chrono::milliseconds linger_time{1'000};
/// Bodies wait in memory until they are whole, so there are not many large ones at once from people unknown.
constexpr std::size_t uploads_max = 8;
/// What a telephone in the country manages; a large body has its time by this.
constexpr std::size_t upload_bytes_per_second = std::size_t{128} << 10;

Response fault_of(const boost::system::error_code& error, bool long_first_line, const std::string& id) {
  if (error == HttpError::header_limit) {
    return long_first_line ? problem(Fault::target_too_long, "", id)
                           : problem(Fault::header_too_large, "", id);
  }
  return problem(Fault::bad_request, "This is not HTTP/1.1: " + error.message() + ".", id);
}

/// A log line stays one line, whatever was sent.
std::string printable(std::string_view text) {
  std::string safe(text);
  std::replace_if(
      safe.begin(), safe.end(), [](char c) { return c < 0x21 || c > 0x7e; }, '?');
  return safe;
}

/// No key stays in it, wherever it stands and however it is written. A path in which one may hide where it
/// cannot be decoded is shown up to there.
std::string without_keys(std::string_view path) {
  constexpr std::string_view beginning = "fc_";
  const auto decoded = percent_decoded(path, Plus::as_it_is);
  std::string text(decoded ? std::string_view(*decoded) : path.substr(0, path.find('%')));
  if (decoded && text.find(beginning) == std::string::npos) return std::string(path);
  for (auto at = text.find(beginning); at != std::string::npos; at = text.find(beginning, at)) {
    at += beginning.size();
    text.replace(at, std::min(text.find('/', at), text.size()) - at, "...");
  }
  return text;
}

/// For the log. A path that takes a key is shown as its pattern; but a key is also sent where no route is.
std::string shown_path(const Request& request) {
  if (!request.message) return "-";
  return request.route && request.route->secret_path ? request.route->pattern
                                                     : printable(without_keys(request.path()));
}

}  // namespace

Connection::Connection(Hall& hall, tcp::socket socket) : m_hall(hall), m_socket(std::move(socket)) {
  m_hall.connections.insert(this);
  m_hall.desk.metrics->connections = m_hall.connections.size();
  ++m_hall.desk.metrics->connections_total;
  boost::system::error_code ignored;
  m_socket.non_blocking(true, ignored);
  m_socket.set_option(tcp::no_delay(true), ignored);
  const auto peer = m_socket.remote_endpoint(ignored);
  m_from_loopback = !ignored && peer.address().is_loopback();
}

Connection::~Connection() {
  end_upload();
  m_hall.connections.erase(this);
  m_hall.desk.metrics->connections = m_hall.connections.size();
}

// ── Time ────────────────────────────────────────────────────────────────────────────────────────────────

void Connection::enter(Phase phase) {
  m_phase = phase;
  const ServerOptions& options = m_hall.options;
  switch (phase) {
    case Phase::idle:
      m_deadline = m_hall.now + options.idle_time;
      return;
    case Phase::header:
      m_deadline = m_hall.now + options.header_time;
      return;
    case Phase::body:
      m_deadline = m_hall.now + options.body_time;
      return;
    case Phase::writing:
      m_deadline = m_hall.now + options.write_time;
      return;
    case Phase::lingering:
      m_deadline = m_hall.now + linger_time;
      return;
    case Phase::answering:
    case Phase::streaming:
      m_deadline = Hall::TimePoint::max();
      return;
  }
}

void Connection::sweep() {
  if (m_hall.now < m_deadline) return;
  if (m_phase == Phase::header || m_phase == Phase::body) {
    m_timed_out = true;
    m_deadline = Hall::TimePoint::max();
    boost::system::error_code ignored;
    m_socket.cancel(ignored);
  } else {
    close();
  }
}

void Connection::stop() {
  if (m_phase == Phase::idle && m_buffer.size() == 0) close();
}

void Connection::cut() {
  if (m_phase != Phase::answering) close();
}

void Connection::close() {
  boost::system::error_code ignored;
  m_socket.close(ignored);
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────

/// Somebody who sends a page's form is answered with a page. What is far too large is refused before it is
/// known where it goes.
bool Connection::is_form() const {
  if (!m_hall.desk.services.page) return false;
  if (m_request.route) return m_request.route->produces.front() == media::html;
  const std::string_view target = m_parser->get().target();
  const Match match = m_hall.routes.match(target.substr(0, target.find('?')));
  const Route* route = match.routes ? route_for(*match.routes, Verb::post) : nullptr;
  return route && route->produces.front() == media::html;
}

Response Connection::too_large() const {
  Response refusal = problem(Fault::body_too_large, "The body is too large.", m_request.request_id);
  return is_form() ? not_sent("What was sent is too large. Go back, and send less, or smaller files.",
                              refusal.status)
                   : refusal;
}

Response Connection::too_many_uploads() const {
  Response refusal =
      problem(Fault::unavailable, "Too many files are being sent just now; try again in a minute.",
              m_request.request_id);
  if (is_form())
    refusal = not_sent("Too many files are being sent just now. Go back, and try again in a minute.",
                       refusal.status);
  return refusal.with("Retry-After", "60");
}

Response Connection::not_sent(std::string_view says, unsigned status) const {
  return message_page(m_hall.desk, "This was not sent", says, "/have-your-say/",
                      "See what is open for feedback", status);
}

/// False when too many are on their way already.
bool Connection::begin_upload(std::size_t length) {
  if (m_request.route->door != Door::open || length <= m_hall.options.body_bytes_max) return true;
  if (m_hall.uploads >= uploads_max) return false;
  m_uploading = true;
  ++m_hall.uploads;
  m_deadline += std::chrono::seconds(length / upload_bytes_per_second);
  return true;
}

void Connection::end_upload() {
  if (std::exchange(m_uploading, false)) --m_hall.uploads;
}

void Connection::begin_request() {
  end_upload();
  m_parser.emplace();
  m_parser->eager(true);
  m_parser->header_limit(static_cast<std::uint32_t>(m_hall.options.header_bytes_max));
  m_parser->body_limit(m_hall.body_bytes_max);  // of any route; after_header() knows which
  m_header_seen = false;
  m_timed_out = false;
  m_request = Request{};
  m_request.from_loopback = m_from_loopback;
  m_response = Response{};
  m_subscription.reset();
  m_afterwards = Afterwards::keep_open;
  enter(Phase::idle);
}

asio::awaitable<Connection::Arrival> Connection::read_request() {
  while (true) {
    if (m_buffer.size() > 0) {
      const Arrival arrival = parse();
      if (arrival != Arrival::more) co_return arrival;
      const bool waits_for_continue = m_header_seen && m_buffer.size() == 0 &&
                                      m_parser->get().version() >= 11 &&
                                      !m_request.header(beast::http::field::expect).empty();
      if (waits_for_continue) {
        m_parser->get().erase(beast::http::field::expect);
        const bool written = co_await write_continue();
        if (!written) co_return Arrival::nothing;
        enter(Phase::body);
      }
    } else if (m_phase == Phase::idle && m_hall.stopping) {
      co_return Arrival::nothing;
    }
    boost::system::error_code error;
    const auto space = m_buffer.prepare(read_bytes);
    const std::size_t count =
        co_await m_socket.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return ended(error);
    m_buffer.commit(count);
  }
}

Connection::Arrival Connection::parse() {
  if (m_phase == Phase::idle) {
    enter(Phase::header);
    m_request.request_id = m_hall.next_request_id();
    m_began = std::chrono::steady_clock::now();
  }
  boost::system::error_code error;
  const std::size_t used = m_parser->put(m_buffer.cdata(), error);
  if (error == HttpError::header_limit) {
    const std::string_view seen(static_cast<const char*>(m_buffer.cdata().data()), m_buffer.size());
    const bool long_first_line = seen.find("\r\n") == std::string_view::npos;
    m_response = fault_of(error, long_first_line, m_request.request_id);
    return Arrival::refused;
  }
  m_buffer.consume(used);
  if (error == HttpError::need_more) error.clear();
  if (error) {
    m_response = error == HttpError::body_limit ? too_large() : fault_of(error, false, m_request.request_id);
    return Arrival::refused;
  }
  if (m_parser->is_header_done() && !m_header_seen) return after_header();
  if (m_parser->is_done()) return Arrival::complete;
  return m_buffer.size() > m_hall.options.header_bytes_max + read_bytes ? ended({}) : Arrival::more;
}

Connection::Arrival Connection::after_header() {
  m_header_seen = true;
  enter(Phase::body);
  if (auto response = check_framing(m_parser->get(), m_request)) {
    m_response = std::move(*response);
    return Arrival::refused;
  }
  if (auto response = admit(m_hall, m_request)) {
    m_response = std::move(*response);
    return m_parser->is_done() ? Arrival::answered : Arrival::refused;
  }
  const std::size_t most = std::max(m_hall.options.body_bytes_max, m_request.route->body_bytes_max);
  if (m_parser->content_length().value_or(0) > most || m_parser->get().body().size() > most) {
    m_response = too_large();
    return Arrival::refused;
  }
  // Of a body in chunks nobody knows how long it will be.
  const std::size_t length = m_parser->content_length().value_or(m_parser->chunked() ? most : 0);
  if (!begin_upload(length)) {
    m_response = too_many_uploads();
    return Arrival::refused;
  }
  m_parser->body_limit(most);
  return m_parser->is_done() ? Arrival::complete : Arrival::more;
}

Connection::Arrival Connection::ended(const boost::system::error_code& error) {
  if (m_timed_out) {
    m_response = problem(Fault::timed_out, "", m_request.request_id);
    return Arrival::refused;
  }
  const bool began = m_phase == Phase::header || m_phase == Phase::body;
  if (began && (!error || error == asio::error::eof)) {
    // They may have closed only their half, and still read what was wrong.
    m_response = problem(Fault::bad_request, "The request is not complete.", m_request.request_id);
    return Arrival::refused;
  }
  return Arrival::nothing;
}

asio::awaitable<bool> Connection::write_continue() {
  static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
  const asio::const_buffer head(line.data(), line.size());
  const asio::const_buffer none;
  const bool written = co_await write(head, none);
  co_return written;
}

// ── Answering ───────────────────────────────────────────────────────────────────────────────────────────

Response Connection::broken_now() const {
  return broken(m_hall.desk.services, std::current_exception(), m_request.request_id);
}

/// False when the answer takes a while.
bool Connection::answer_at_once() {
  const Handler& handler = m_request.route->handler;
  try {
    if (const auto* at_once = std::get_if<AtOnce>(&handler)) {
      m_response = (*at_once)(m_request);
      return true;
    }
    if (const auto* either = std::get_if<AtOnceOrReading>(&handler)) {
      std::optional<Response> response = either->at_once(m_request);
      if (!response) return false;
      m_response = std::move(*response);
      return true;
    }
    const auto* streaming = std::get_if<Streaming>(&handler);
    if (!streaming) return false;
    Result<Subscription> subscription = (*streaming)(m_request);
    if (!subscription.ok()) {
      m_response = problem(subscription.refusal(), m_request.request_id);
    } else if (m_hall.feed->size() >= m_hall.options.streams_max) {
      m_response = problem(Fault::too_many_streams, "Too many clients follow events.", m_request.request_id);
    } else {
      m_subscription = std::move(subscription).value();
    }
  } catch (...) {
    m_response = broken_now();
  }
  return true;
}

void Connection::begin_reading(const Reading& reading, const Inbox::Wake& wake) {
  m_hall.reading_room.read([this, &reading](StoreReader& reader) { m_response = reading(m_request, reader); },
                           [this, wake](std::exception_ptr thrown) {
                             m_thrown = std::move(thrown);
                             wake();
                           });
}

void Connection::begin_asking(const Asking& asking, const Inbox::Wake& wake) {
  try {
    asking(m_request, [this, wake](Making making) {
      m_making = std::move(making);
      wake();
    });
  } catch (...) {
    m_thrown = std::current_exception();
    wake();
  }
}

asio::awaitable<void> Connection::answer_later() {
  m_making = nullptr;
  m_thrown = nullptr;
  const Handler& handler = m_request.route->handler;
  std::function<void(Inbox::Wake)> start;
  if (const auto* asking = std::get_if<Asking>(&handler)) {
    start = [this, asking](const Inbox::Wake& wake) { begin_asking(*asking, wake); };
  } else {
    const auto* either = std::get_if<AtOnceOrReading>(&handler);
    const Reading* reading = either ? &either->reading : &std::get<Reading>(handler);
    start = [this, reading](const Inbox::Wake& wake) { begin_reading(*reading, wake); };
  }
  // While this waits, only the thread that does the work touches this connection's answer.
  co_await m_hall.inbox.wait_for(start);
  make_response();
}

void Connection::make_response() {
  try {
    if (m_thrown) std::rethrow_exception(std::exchange(m_thrown, nullptr));
    if (m_making) m_response = std::exchange(m_making, nullptr)();
  } catch (...) {
    m_response = broken_now();
  }
}

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────

void Connection::prepare_head() {
  if (m_hall.stopping || (m_header_seen && !m_parser->keep_alive())) m_afterwards = Afterwards::close;
  const HeadLines lines{.date_line = m_hall.date_line,
                        .request_id = m_request.request_id,
                        .afterwards = m_afterwards,
                        .minor_version = m_header_seen && m_parser->get().version() == 10 ? 0 : 1};
  if (m_subscription) {
    write_stream_head(m_head, lines);
  } else {
    m_response.headers += m_request.limit_lines;
    write_head(m_head, m_response, lines);
  }
}

asio::awaitable<bool> Connection::write_response() {
  prepare_head();
  const asio::const_buffer head(m_head.data(), m_head.size());
  asio::const_buffer body;
  const bool head_only = m_header_seen && m_parser->get().method() == Verb::head;
  if (m_response.body && !head_only) body = asio::const_buffer(m_response.body->data(), m_response.length());
  const bool written = co_await write(head, body);
  finished();
  co_return written;
}

asio::awaitable<bool> Connection::write(asio::const_buffer head, asio::const_buffer body) {
  // Most answers fit into the socket's buffer: one system call, no waiting.
  boost::system::error_code error;
  const std::array<asio::const_buffer, 2> both{head, body};
  std::size_t sent = m_socket.write_some(both, error);
  if (error && error != asio::error::would_block) co_return false;
  if (sent == head.size() + body.size()) co_return true;
  enter(Phase::writing);
  const std::size_t of_head = std::min(sent, head.size());
  const std::array<asio::const_buffer, 2> rest{head + of_head, body + (sent - of_head)};
  error.clear();
  co_await asio::async_write(m_socket, rest, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

void Connection::finished() {
  const auto took = std::chrono::steady_clock::now() - m_began;
  const std::size_t route = m_request.route ? m_request.route->index : m_hall.routes.routes().size();
  m_hall.desk.metrics->answered(route, m_response.status, took);
  const bool reading = m_request.route && m_request.route->method == Verb::get && m_response.status < 400;
  spdlog::level::level_enum level = reading ? spdlog::level::debug : spdlog::level::info;
  if (m_response.status >= 500) level = spdlog::level::warn;
  spdlog::logger& logger = *m_hall.desk.services.logger;
  if (!logger.should_log(level)) return;
  logger.log(level, "request_id={} method={} path={} route={} status={} microseconds={} by={}",
             m_request.request_id, m_request.message ? std::string(m_request.message->method_string()) : "-",
             shown_path(m_request), m_request.route ? m_request.route->operation : "none", m_response.status,
             std::chrono::duration_cast<std::chrono::microseconds>(took).count(),
             m_request.visitor ? m_request.visitor->caller.person : "-");
}

asio::awaitable<void> Connection::linger() {
  // Closing at once would reset the connection when bytes of theirs are still unread, and what was just
  // written could be lost on the way.
  boost::system::error_code error;
  m_socket.shutdown(tcp::socket::shutdown_send, error);
  enter(Phase::lingering);
  m_buffer.clear();
  while (!error) {
    const auto space = m_buffer.prepare(read_bytes);
    co_await m_socket.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
  }
}

// ── The whole ───────────────────────────────────────────────────────────────────────────────────────────

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  while (m_afterwards == Afterwards::keep_open) {
    begin_request();
    const Arrival arrival = co_await read_request();
    if (arrival == Arrival::nothing) co_return;
    enter(Phase::answering);
    ++m_hall.desk.metrics->in_flight;
    if (arrival == Arrival::refused) m_afterwards = Afterwards::close;
    if (arrival == Arrival::complete) {
      const bool answered = answer_at_once();
      if (!answered) co_await answer_later();
    }
    if (m_subscription) m_afterwards = Afterwards::close;
    const bool written = co_await write_response();
    --m_hall.desk.metrics->in_flight;
    if (!written) co_return;
    if (m_subscription) co_await stream();
  }
  co_await linger();
}

asio::awaitable<void> Connection::turn_away() {
  const auto self = shared_from_this();
  begin_request();
  m_request.request_id = m_hall.next_request_id();
  m_began = std::chrono::steady_clock::now();
  m_afterwards = Afterwards::close;
  m_response = problem(Fault::unavailable, "There are too many connections.", m_request.request_id);
  const bool written = co_await write_response();
  if (written) co_await linger();
}

}  // namespace full_circle::http
