#pragma once
/// A program that runs beside a test and ends with it.

#include "tests/support/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

extern char** environ;

namespace full_circle {

class ChildProgram {
 public:
  /// `words`: the program's path and its arguments; what it says on standard error goes to the file `log`.
  ChildProgram(std::vector<std::string> words, std::string log) : m_log(std::move(log)) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, m_log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int error = posix_spawn(&m_process, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    m_output = ends[0];
    if (error != 0) throw std::runtime_error(words.front() + " cannot be started");
  }
  ~ChildProgram() {
    ::close(m_output);
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
  }
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;

  /// Waits for the first line it prints. Throws with its log when it ends without one.
  std::string first_line() {
    std::string line;
    char c = 0;
    while (::read(m_output, &c, 1) == 1 && c != '\n') line += c;
    if (line.empty()) throw std::runtime_error("it does not start: " + read_file(m_log));
    return line;
  }

 private:
  std::string m_log;
  pid_t m_process = 0;
  int m_output = -1;
};

}  // namespace full_circle
