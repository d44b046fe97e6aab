#pragma once
/// The server as people run it, on a data directory of its own.

#include "tests/bench/machine.hpp"
#include "tests/bench/measures.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace full_circle::bench {

class Served {
 public:
  /// Serves once this returns.
  Served(const Options& options, const std::filesystem::path& data,
         std::map<std::string, std::string> environment = {});

  std::uint16_t port() const { return m_port; }
  const Program& program() const { return m_program; }

  struct Counts {
    double commands = 0;
    double commits = 0;
  };
  /// As /metrics gives them.
  Counts counts() const;

 private:
  Program m_program;
  std::uint16_t m_port;
};

/// A copy of a data directory that nobody has open.
void copy_data(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace full_circle::bench
