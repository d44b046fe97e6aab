#pragma once
/// tests/support/mail_server.py as a child of the test, and the certificates it needs.

#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace full_circle {

/// A certificate for 127.0.0.1 and localhost, and the authority that signed it.
class TestCertificates {
 public:
  TestCertificates() {
    const std::string in = "cd '" + m_folder.path().string() + "' && ";
    write_file(m_folder / "san", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    for (const std::string step :
         {"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Tauira test authority' -keyout "
          "ca.key -out ca.pem",
          "openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr",
          "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san "
          "-out server.pem"}) {
      const auto result = run_program(in + step);
      if (result.code != 0) throw std::runtime_error("openssl: " + result.output);
    }
  }
  std::string authority() const { return (m_folder / "ca.pem").string(); }
  std::string certificate() const { return (m_folder / "server.pem").string(); }
  std::string key() const { return (m_folder / "server.key").string(); }

 private:
  TemporaryFolder m_folder;
};

class MailServer {
 public:
  /// `arguments` follow the folder: see mail_server.py.
  explicit MailServer(std::vector<std::string> arguments) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::vector<std::string> words = {"/usr/bin/python3",
                                      std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/support/mail_server.py",
                                      m_folder.path().string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    const std::string log = (m_folder / "server.log").string();
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int error = posix_spawn(&m_process, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string line;
    char c = 0;
    while (error == 0 && ::read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    ::close(ends[0]);
    if (line.empty()) {
      ::waitpid(m_process, nullptr, 0);
      throw std::runtime_error("the mail server of the test (python3-aiosmtpd) does not start: " +
                               read_file(log));
    }
    m_port = std::stoi(line);
  }
  ~MailServer() {
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
  }
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  int port() const { return m_port; }
  /// From now on "later" and "broken" addresses are taken.
  void open() { write_file(m_folder / "open", ""); }
  void close() { std::filesystem::remove(m_folder / "open"); }
  /// What it took, in order: paths without ".eml" and ".json".
  std::vector<std::string> messages() const {
    std::vector<std::string> out;
    for (const auto& item : std::filesystem::directory_iterator(m_folder.path())) {
      if (item.path().extension() == ".eml")
        out.push_back((item.path().parent_path() / item.path().stem()).string());
    }
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  TemporaryFolder m_folder;
  pid_t m_process = 0;
  int m_port = 0;
};

}  // namespace full_circle
