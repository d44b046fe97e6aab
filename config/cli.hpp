#pragma once
/// The command line. Exit codes: 0 done; 1 the answer is no, or problems were found; 2 the command is not
/// understood; 3 the settings or the data directory cannot be used.

#include "config/settings_read.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace full_circle::config {

enum class Exit { done = 0, answer_is_no = 1, usage = 2, unusable = 3 };

/// What a command line works with instead of globals.
struct Console {
  std::ostream& out;
  std::ostream& err;
  const Environment& environment;
};

/// `arguments` without the program's name.
Exit run_command_line(std::vector<std::string> arguments, const Console& console);

/// "0.1.0"
std::string program_version();

}  // namespace full_circle::config
