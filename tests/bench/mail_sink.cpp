#include "tests/bench/mail_sink.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace full_circle::bench {

MailSink::MailSink() : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const where = reinterpret_cast<sockaddr*>(&address);
  if (::bind(m_listener, where, size) != 0 || ::listen(m_listener, 4) != 0 ||
      ::getsockname(m_listener, where, &size) != 0)
    throw std::runtime_error("the mail sink cannot listen");
  m_port = ntohs(address.sin_port);
  m_thread = std::thread([this] { serve(); });
}

MailSink::~MailSink() {
  ::shutdown(m_listener, SHUT_RDWR);
  m_thread.join();
  ::close(m_listener);
}

/// One connection after another: whoever measures closes the first before it opens the next.
void MailSink::serve() {
  while (true) {
    const int connection = ::accept(m_listener, nullptr, nullptr);
    if (connection < 0) return;
    talk(connection);
    ::close(connection);
  }
}

void MailSink::talk(int connection) {
  const auto say = [&](std::string_view line) { return ::send(connection, line.data(), line.size(), 0) > 0; };
  if (!say("220 sink\r\n")) return;
  constexpr std::string_view end = "\r\n.\r\n";
  std::string unread;
  bool in_message = false;
  std::array<char, 65'536> some{};
  while (true) {
    const auto count = ::recv(connection, some.data(), some.size(), 0);
    if (count <= 0) return;
    unread.append(some.data(), static_cast<std::size_t>(count));
    while (true) {
      const std::size_t at = unread.find(in_message ? end : std::string_view("\r\n"));
      if (at == std::string::npos) break;
      const std::string line = unread.substr(0, at);
      unread.erase(0, at + (in_message ? end.size() : 2));
      if (in_message) ++m_taken;
      const bool begins = !in_message && line == "DATA";
      in_message = begins;
      if (!say(begins ? "354 go on\r\n" : "250 taken\r\n")) return;
      if (line == "QUIT") return;
    }
  }
}

}  // namespace full_circle::bench
