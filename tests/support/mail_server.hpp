#pragma once
/// tests/support/mail_server.py as a child of the test, and the certificates it needs.

#include "tests/support/child_program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

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
  explicit MailServer(const std::vector<std::string>& arguments)
      : m_program(command(m_folder.path().string(), arguments), (m_folder / "server.log").string()),
        m_port(std::stoi(m_program.first_line())) {}
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  int port() const { return m_port; }
  /// From now on "later" and "broken" addresses are taken.
  void open() { write_file(m_folder / "open", ""); }
  void close() { std::filesystem::remove(m_folder / "open"); }
  /// From now on each message takes it a second.
  void slow() { write_file(m_folder / "slow", ""); }
  void fast() { std::filesystem::remove(m_folder / "slow"); }
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
  static std::vector<std::string> command(const std::string& folder,
                                          const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {
        "/usr/bin/python3", std::string(FULL_CIRCLE_SOURCE_DIR) + "/tests/support/mail_server.py", folder};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
  }

  TemporaryFolder m_folder;
  ChildProgram m_program;
  int m_port;
};

}  // namespace full_circle
