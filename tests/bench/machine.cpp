#include "tests/bench/machine.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace full_circle::bench {

namespace {

double ticks_per_second() {
  return static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// Seconds that all processors together were busy, since the machine started.
double busy_seconds() {
  std::ifstream file("/proc/stat");
  std::string label;
  file >> label;
  double busy = 0;
  double ticks = 0;
  for (int column = 0; column < 8 && file >> ticks; ++column) {
    const bool idle = column == 3 || column == 4;
    if (!idle) busy += ticks;
  }
  return busy / ticks_per_second();
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double seconds_of_program(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  std::string text;
  std::getline(file, text);
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / ticks_per_second();
}

std::string end_of(const std::filesystem::path& log) {
  std::ifstream file(log);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  return all.substr(all.size() > 2'000 ? all.size() - 2'000 : 0);
}

}  // namespace

double milliseconds_since(SteadyClock::time_point began) {
  return std::chrono::duration<double, std::milli>(SteadyClock::now() - began).count();
}

OthersWatch::OthersWatch(pid_t program) : m_program(program), m_busy(busy_seconds()), m_ours(ours()) {}

double OthersWatch::ours() const {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const double mine = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  return m_program == 0 ? mine : mine + seconds_of_program(m_program);
}

double OthersWatch::share() const {
  const double seconds =
      milliseconds_since(m_began) / 1e3 * static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN));
  const double others = (busy_seconds() - m_busy) - (ours() - m_ours);
  return std::clamp(others / seconds, 0.0, 1.0);
}

Program::Program(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment, const std::filesystem::path& log)
    : m_log(log) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  m_output = ends[0];

  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  std::vector<std::string> settings;
  for (char** one = environ; *one != nullptr; ++one) settings.emplace_back(*one);
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);
  std::vector<char*> given;
  for (std::string& setting : settings) given.push_back(setting.data());
  given.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, m_log.c_str(), O_CREAT | O_WRONLY | O_TRUNC,
                                     0600);
  const int failed = ::posix_spawn(&m_id, words[0], &actions, nullptr, words.data(), given.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (failed != 0) {
    ::close(m_output);
    throw std::runtime_error("cannot start " + arguments.front());
  }
}

Program::~Program() {
  ::kill(m_id, SIGTERM);
  int status = 0;
  ::waitpid(m_id, &status, 0);
  ::close(m_output);
}

std::uint16_t Program::port() {
  const std::string mark = "listening on http://127.0.0.1:";
  std::string said;
  std::array<char, 512> block{};
  while (true) {
    const auto at = said.find(mark);
    if (at != std::string::npos && said.find('\n', at) != std::string::npos)
      return static_cast<std::uint16_t>(std::stoi(said.substr(at + mark.size())));
    const ssize_t got = ::read(m_output, block.data(), block.size());
    if (got <= 0) throw std::runtime_error("a program ended early:\n" + said + end_of(m_log));
    said.append(block.data(), static_cast<std::size_t>(got));
  }
}

double Program::resident_mebibytes() const {
  std::ifstream file("/proc/" + std::to_string(m_id) + "/status");
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  }
  throw std::runtime_error("the program's memory cannot be read");
}

Scratch::Scratch(const std::filesystem::path& parent) {
  std::string pattern = (parent / "bench-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a folder at " + pattern);
  m_path = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

}  // namespace full_circle::bench
