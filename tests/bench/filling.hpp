#pragma once
/// Data directories with projects in them, made through the engine as the server would.

#include "workflows/engagement/workflow.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace full_circle::bench {

struct Filled {
  std::string key;                    ///< of a lead of all projects
  std::vector<std::string> projects;  ///< ids
};

/// Makes `folder` with this many projects in Plan.
Filled fill(const std::filesystem::path& folder, std::size_t projects);

/// The same, each with dates in the calendar (tests/bench/asks.hpp, evenly spread).
Filled fill_calendar(const std::filesystem::path& folder, std::size_t projects);

/// What the workflow needs, with the definitions that come with the program.
std::shared_ptr<const engagement::Context> shipped_context();

Caller lead();
std::string project_body(std::size_t number);

}  // namespace full_circle::bench
