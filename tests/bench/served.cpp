#include "tests/bench/served.hpp"

#include "tests/bench/load.hpp"

#include <stdexcept>

namespace full_circle::bench {

namespace {

double value_of(const std::string& metrics, const std::string& name) {
  const auto at = metrics.find("\n" + name + " ");
  if (at == std::string::npos) throw std::runtime_error("/metrics does not tell " + name);
  return std::stod(metrics.substr(at + name.size() + 2));
}

}  // namespace

Served::Served(const Options& options, const std::filesystem::path& data,
               std::map<std::string, std::string> environment)
    : m_program({options.server.string(), "serve", "--listen", "127.0.0.1:0", "--data", data.string()},
                environment, data.string() + ".log"),
      m_port(m_program.port()) {}

Served::Counts Served::counts() const {
  const std::string metrics =
      ask_once(m_port, "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  return {value_of(metrics, "fullcircle_commands_accepted_total"),
          value_of(metrics, "fullcircle_commits_total")};
}

void copy_data(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::create_directory(to);
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

}  // namespace full_circle::bench
