#pragma once
/// A real CalDAV server (Debian's radicale) as a child of the test, with one calendar and one person, and the
/// door (dav_door.py) through which the program under test reaches it.

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

class CalendarHouse {
 public:
  static bool can_start() { return std::filesystem::exists("/usr/bin/radicale"); }

  CalendarHouse() : m_port(free_port()) {
    write_file(m_folder / "people", "tauira:s3cret pass\n");
    write_file(m_folder / "config",
               "[server]\nhosts = 127.0.0.1:" + std::to_string(m_port) +
                   "\n[auth]\ntype = htpasswd\nhtpasswd_encryption = plain\n"
                   "htpasswd_filename = " +
                   (m_folder / "people").string() +
                   "\ndelay = 0\n[storage]\nfilesystem_folder = " + (m_folder / "kept").string() + "\n");
    const auto calendar = collection();
    std::filesystem::create_directories(calendar);
    write_file(calendar / ".Radicale.props", R"({"tag": "VCALENDAR"})");
    open();
    m_door = std::make_unique<ChildProgram>(
        std::vector<std::string>{"/usr/bin/python3",
                                 std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/support/dav_door.py",
                                 m_folder.path().string(), std::to_string(m_port)},
        (m_folder / "door.log").string());
    m_door_port = m_door->first_line();
  }

  std::string url() const { return "http://127.0.0.1:" + m_door_port + "/tauira/engagement"; }
  /// See dav_door.py; empty: it lets everything through.
  void misbehave(const std::string& mode) {
    if (mode.empty()) {
      std::filesystem::remove(m_folder / "mode");
    } else {
      write_file(m_folder / "mode", mode);
    }
  }
  /// The server itself goes away and comes back.
  void close() { m_server.reset(); }
  void open() {
    m_server =
        std::make_unique<ChildProgram>(std::vector<std::string>{"/usr/bin/python3", "/usr/bin/radicale",
                                                                "--config", (m_folder / "config").string()},
                                       (m_folder / "server.log").string());
    for (int i = 0; i < 200 && !answers(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  /// Where it keeps each resource as a file of its name: what people do there is done here.
  std::filesystem::path collection() const { return m_folder / "kept/collection-root/tauira/engagement"; }

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
  std::unique_ptr<ChildProgram> m_door;
  std::string m_door_port;
};

}  // namespace full_circle
