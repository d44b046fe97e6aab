#pragma once
/// Runs another program as a child: no shell, no inherited environment, files or signal habits; its input is
/// a text, its output is not read, and a time-out stops it with everything it started.

#include <chrono>
#include <string>
#include <vector>

namespace full_circle::shared {

struct Program {
  std::vector<std::string> argv;              ///< an absolute path first
  std::chrono::milliseconds timeout{30'000};  ///< then it is asked to stop, and stopped a second later
  std::vector<std::string> environment{};     ///< "NAME=value", besides PATH, LANG and TZ
};

struct ProgramEnding {
  int not_started = 0;  ///< errno; 0: it ran
  int status = 0;       ///< as from waitpid
  bool timed_out = false;
  std::string errors;  ///< the beginning of what it wrote to its standard error
};

/// Waits for its end. Throws std::system_error when the machine has no room for another child.
ProgramEnding run_program(const Program& program, const std::string& input_text);

}  // namespace full_circle::shared
