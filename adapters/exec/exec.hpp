#pragma once
/// An adapter in any language: a program that reads one delivery on standard input.

#include "engine/ports/adapter.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace full_circle::exec {

/// Runs `argv` (no shell; argv[0] is an absolute path) once for each delivery. `name` is the registered name,
/// for instance "exec:archive". The program's answer is its exit code: 0 done, 75 retry, anything else give
/// up; the first line of standard error is the reason. After `timeout` it and what it started are stopped:
/// retry. It sees PATH, LANG and TZ of its own and nothing of the server's environment. Throws
/// std::invalid_argument when argv is empty or argv[0] is not absolute.
std::unique_ptr<Adapter> make_exec(std::string name, std::vector<std::string> argv,
                                   std::chrono::milliseconds timeout);

}  // namespace full_circle::exec
