#include "tests/bench/load.hpp"

#include "tests/bench/machine.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <vector>

namespace full_circle::bench {

namespace {

int connected(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::runtime_error("no socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

/// The size of the first answer in `text`, or 0 while it is not complete.
std::size_t answer_size(std::string_view text) {
  const std::size_t head_end = text.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  constexpr std::string_view name = "\r\nContent-Length: ";
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos || at > head_end) throw std::runtime_error("an answer without its length");
  std::size_t length = 0;
  const char* begin = text.data() + at + name.size();
  std::from_chars(begin, text.data() + head_end, length);
  const std::size_t whole = head_end + 4 + length;
  return text.size() < whole ? 0 : whole;
}

class Client {
 public:
  explicit Client(std::uint16_t port) : m_socket(connected(port)) { m_buffer.resize(64 * 1024); }
  ~Client() { ::close(m_socket); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int socket() const { return m_socket; }
  SteadyClock::time_point asked_at() const { return m_asked_at; }

  void ask(const std::string& request) {
    m_asked_at = SteadyClock::now();
    m_filled = 0;
    // A request is far smaller than a socket's buffer.
    if (::send(m_socket, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      throw std::runtime_error("the server hung up");
  }

  /// The whole answer, or nothing yet.
  std::string_view hear(int flags) {
    if (m_filled == m_buffer.size()) m_buffer.resize(2 * m_buffer.size());
    const ssize_t got = ::recv(m_socket, m_buffer.data() + m_filled, m_buffer.size() - m_filled, flags);
    if (got < 0 && errno == EAGAIN) return {};
    if (got <= 0) throw std::runtime_error("the server hung up");
    m_filled += static_cast<std::size_t>(got);
    return std::string_view(m_buffer).substr(0, answer_size({m_buffer.data(), m_filled}));
  }

 private:
  int m_socket;
  std::string m_buffer;
  std::size_t m_filled = 0;
  SteadyClock::time_point m_asked_at;
};

class Poll {
 public:
  Poll() : m_file(::epoll_create1(EPOLL_CLOEXEC)) {}
  ~Poll() { ::close(m_file); }
  Poll(const Poll&) = delete;
  Poll& operator=(const Poll&) = delete;
  void add(int socket, std::size_t index) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    ::epoll_ctl(m_file, EPOLL_CTL_ADD, socket, &event);
  }
  std::span<const epoll_event> wait() {
    const int count = ::epoll_wait(m_file, m_events.data(), static_cast<int>(m_events.size()), 10'000);
    if (count == 0) throw std::runtime_error("no answer for ten seconds");
    return {m_events.data(), static_cast<std::size_t>(std::max(count, 0))};
  }

 private:
  int m_file;
  std::array<epoll_event, 256> m_events{};
};

void check(std::string_view answer, std::string_view expected) {
  if (!answer.starts_with(expected))
    throw std::runtime_error("another answer than " + std::string(expected) + ":\n" +
                             std::string(answer.substr(0, 1'500)));
}

LoadResult summed_up(std::vector<float>& took, double seconds) {
  LoadResult result;
  result.answered = took.size();
  result.per_second = static_cast<double>(took.size()) / seconds;
  if (took.empty()) return result;
  const auto at = [&](double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(took.size() - 1));
    std::nth_element(took.begin(), took.begin() + static_cast<std::ptrdiff_t>(index), took.end());
    return static_cast<double>(took[index]);
  };
  result.milliseconds_half = at(0.5);
  result.milliseconds_99 = at(0.99);
  return result;
}

std::string request_head(const std::string& line, const std::string& key) {
  return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: application/json\r\n" +
         "Authorization: Bearer " + key + "\r\n";
}

}  // namespace

LoadResult run_load(const Load& load) {
  Poll poll;
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < load.connections; ++i) {
    clients.push_back(std::make_unique<Client>(load.port));
    poll.add(clients.back()->socket(), i);
  }
  std::size_t next = 0;
  const auto ask = [&](Client& client) { client.ask(load.requests[next++ % load.requests.size()]); };
  std::vector<float> took;
  took.reserve(1'000'000);
  const auto begins = SteadyClock::now() + load.warm_up;
  const auto ends = begins + load.length;
  for (const auto& client : clients) ask(*client);
  std::size_t waiting = clients.size();
  while (waiting > 0) {
    for (const epoll_event& event : poll.wait()) {
      Client& client = *clients[event.data.u64];
      const std::string_view answer = client.hear(MSG_DONTWAIT);
      if (answer.empty()) continue;
      check(answer, load.expected);
      const auto now = SteadyClock::now();
      if (now >= begins && now < ends)
        took.push_back(std::chrono::duration<float, std::milli>(now - client.asked_at()).count());
      if (now < ends) {
        ask(client);
      } else {
        --waiting;
      }
    }
  }
  return summed_up(took, std::chrono::duration<double>(load.length).count());
}

std::string whole_answer(std::uint16_t port, const std::string& request) {
  Client client(port);
  client.ask(request);
  while (true) {
    const std::string_view answer = client.hear(0);
    if (!answer.empty()) return std::string(answer);
  }
}

std::string ask_once(std::uint16_t port, const std::string& request) {
  const std::string answer = whole_answer(port, request);
  check(answer, "HTTP/1.1 200");
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

std::string get_request(const std::string& target, const std::string& key) {
  return request_head("GET " + target, key) + "\r\n";
}

std::string post_request(const std::string& target, const std::string& key, const std::string& body) {
  return request_head("POST " + target, key) +
         "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

}  // namespace full_circle::bench
