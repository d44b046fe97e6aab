#pragma once
/// The machine while something is measured: how much of it others used, and programs that are started for a
/// measure.

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace full_circle::bench {

using SteadyClock = std::chrono::steady_clock;

double milliseconds_since(SteadyClock::time_point began);

/// From when it is made: the share of all processors used by processes that are neither this one nor
/// `program` (0 to 1).
class OthersWatch {
 public:
  explicit OthersWatch(pid_t program = 0);
  double share() const;

 private:
  double ours() const;
  pid_t m_program;
  double m_busy;
  double m_ours;
  SteadyClock::time_point m_began = SteadyClock::now();
};

/// A program of ours, from its start until this goes. What it says on standard error goes to a file.
class Program {
 public:
  Program(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
          const std::filesystem::path& log);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Waits for the line "listening on http://127.0.0.1:PORT". Throws with the end of the log when it ends
  /// before.
  std::uint16_t port();
  pid_t id() const { return m_id; }
  double resident_mebibytes() const;

 private:
  pid_t m_id = 0;
  int m_output = -1;
  std::filesystem::path m_log;
};

/// A folder on the disk that is measured, gone afterwards.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& parent);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

}  // namespace full_circle::bench
