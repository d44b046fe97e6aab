#pragma once
/// The states that released histories lead to: what the workflow really hands to adapters.

#include "tests/support/program.hpp"

#include <boost/json.hpp>

#include <vector>

namespace full_circle {

inline std::vector<boost::json::object> golden_states() {
  std::vector<boost::json::object> states;
  const std::filesystem::path folder =
      std::filesystem::path(FULL_CIRCLE_SOURCE_DIR) / "tests/golden/histories";
  for (const auto& item : std::filesystem::directory_iterator(folder)) {
    if (!item.path().string().ends_with(".state.json")) continue;
    states.push_back(boost::json::parse(read_file(item.path())).as_object());
  }
  return states;
}

}  // namespace full_circle
