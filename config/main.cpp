#include "config/cli.hpp"

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  using namespace full_circle::config;
  const Environment environment = process_environment();
  return static_cast<int>(
      run_command_line(std::vector<std::string>(argv + 1, argv + argc), {std::cout, std::cerr, environment}));
}
