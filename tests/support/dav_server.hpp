#pragma once
/// A real WebDAV server (Debian's lighttpd with mod_webdav) as a child of the test.

#include "tests/support/child_program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

namespace full_circle {

class DavServer {
 public:
  static bool can_start() { return std::filesystem::exists("/usr/lib/lighttpd/mod_webdav.so"); }

  DavServer() : m_port(free_port()) {
    std::filesystem::create_directories(root());
    write_file(m_folder / "people", "tauira:s3cret pass\n");
    write_file(
        m_folder / "config",
        "server.modules = (\"mod_auth\", \"mod_authn_file\", \"mod_webdav\")\n"
        "server.document-root = \"" +
            root().string() + "\"\nserver.bind = \"127.0.0.1\"\nserver.port = " + std::to_string(m_port) +
            "\nauth.backend = \"plain\"\nauth.backend.plain.userfile = \"" + (m_folder / "people").string() +
            "\"\nauth.require = (\"/\" => (\"method\" => \"basic\", \"realm\" => \"tauira\", "
            "\"require\" => \"valid-user\"))\n"
            "server.stat-cache-engine = \"disable\"\nwebdav.activate = \"enable\"\n");
    open();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port) + "/"; }
  /// What it serves, as files.
  std::filesystem::path root() const { return m_folder / "served"; }
  void close() { m_server.reset(); }
  void open() {
    m_server = std::make_unique<ChildProgram>(
        std::vector<std::string>{"/usr/sbin/lighttpd", "-D", "-f", (m_folder / "config").string()},
        (m_folder / "server.log").string());
    for (int i = 0; i < 200 && !answers(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }

 private:
  static sockaddr_in here(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
  }
  static int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = here(0);
    socklen_t size = sizeof address;
    ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(socket);
    return ntohs(address.sin_port);
  }
  bool answers() const {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = here(m_port);
    const bool connected =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
  }

  TemporaryFolder m_folder;
  int m_port;
  std::unique_ptr<ChildProgram> m_server;
};

}  // namespace full_circle
