#pragma once
/// A folder that goes away again, the command line in this process, and the program in one of its own.

#include "config/cli.hpp"

#include <boost/json.hpp>

#include <sys/types.h>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace full_circle::config::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path path() const { return m_path; }
  std::string operator/(const std::string& name) const { return (m_path / name).string(); }

 private:
  std::filesystem::path m_path;
};

struct Answer {
  Exit exit = Exit::done;
  std::string out;
  std::string err;
  boost::json::value json() const { return boost::json::parse(out); }
};

/// The command line, in this process.
Answer command_line(std::vector<std::string> arguments, const Environment& environment = {});

void write_file(const std::filesystem::path& path, const std::string& text);
std::string read_file(const std::filesystem::path& path);

/// The program itself, with its output in files.
class Program {
 public:
  Program(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment = {});
  ~Program();  ///< ends it, if it still runs
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// The address it says it listens on. Fails the test when it ends or says nothing for `limit`.
  std::string address(std::chrono::seconds limit = std::chrono::seconds(60));
  void signal(int number) const;
  /// Its exit code; 128 and the signal's number when a signal ended it.
  int wait(std::chrono::seconds limit = std::chrono::seconds(30));
  std::string out() const { return read_file(m_out); }
  std::string err() const { return read_file(m_err); }

 private:
  std::filesystem::path m_out;
  std::filesystem::path m_err;
  pid_t m_process = -1;
};

struct HttpAnswer {
  unsigned status = 0;
  std::string body;
};
/// One request on a connection of its own.
HttpAnswer http(const std::string& method, const std::string& address, const std::string& target,
                const std::string& key = "", const std::string& body = "");

}  // namespace full_circle::config::testing
