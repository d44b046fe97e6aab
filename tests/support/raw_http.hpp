#pragma once
/// HTTP as bytes on a socket, so that tests can say what no well-behaved client would.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace full_circle::testing {

struct HttpAnswer {
  int status = 0;
  std::string head;                           ///< status line and headers as they came
  std::map<std::string, std::string> fields;  ///< names in lower case
  std::string body;
  std::string field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? "" : found->second;
  }
};

class RawHttp {
 public:
  explicit RawHttp(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    wait_at_most(std::chrono::seconds{30});
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(m_socket);
      throw std::runtime_error("cannot connect");
    }
  }
  ~RawHttp() { ::close(m_socket); }
  RawHttp(const RawHttp&) = delete;
  RawHttp& operator=(const RawHttp&) = delete;

  /// Reading gives up after this.
  void wait_at_most(std::chrono::milliseconds time) {
    timeval limit{};
    limit.tv_sec = time.count() / 1'000;
    limit.tv_usec = time.count() % 1'000 * 1'000;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  /// False when the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(m_socket, SHUT_WR); }

  /// Reads up to and with `mark`; what came so far when the connection ended or time was up.
  std::string read_until(std::string_view mark) {
    std::size_t found = m_read.find(mark);
    while (found == std::string::npos && fill()) found = m_read.find(mark);
    return take(found == std::string::npos ? m_read.size() : found + mark.size());
  }
  /// The next answer; nothing when the connection ended before a whole head.
  std::optional<HttpAnswer> answer(bool with_body = true) {
    HttpAnswer answer;
    answer.head = read_until("\r\n\r\n");
    if (!answer.head.ends_with("\r\n\r\n")) return std::nullopt;
    answer.status = std::atoi(answer.head.c_str() + std::min<std::size_t>(answer.head.size(), 9));
    read_fields(answer);
    if (with_body && answer.fields.contains("content-length")) {
      const auto length = static_cast<std::size_t>(std::stoul(answer.field("content-length")));
      while (m_read.size() < length && fill()) {
      }
      answer.body = take(std::min(length, m_read.size()));
    }
    return answer;
  }
  /// Whether the other side closes without another byte, before time is up.
  bool is_closed() {
    if (!m_read.empty()) return false;
    char byte = 0;
    return ::recv(m_socket, &byte, 1, 0) == 0;
  }

 private:
  bool fill() {
    char bytes[16'384];
    const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    m_read.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  std::string take(std::size_t count) {
    std::string taken = m_read.substr(0, count);
    m_read.erase(0, count);
    return taken;
  }
  static void read_fields(HttpAnswer& answer) {
    std::size_t line = answer.head.find("\r\n") + 2;
    while (line < answer.head.size() - 2) {
      const std::size_t end = answer.head.find("\r\n", line);
      const std::size_t colon = answer.head.find(": ", line);
      std::string name = answer.head.substr(line, colon - line);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      answer.fields[name] = answer.head.substr(colon + 2, end - colon - 2);
      line = end + 2;
    }
  }

  int m_socket;
  std::string m_read;
};

}  // namespace full_circle::testing
