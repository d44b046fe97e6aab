#pragma once
/// Ids of new projects: "p", the time in milliseconds and eighty bits of chance, so that ids sort by time of
/// creation and nobody can guess one. Used by one thread.

#include "engine/instant.hpp"

#include <cstdint>
#include <random>
#include <string>

namespace full_circle::http {

class ProjectIds {
 public:
  std::string next(Instant now);

 private:
  std::random_device m_chance;
  std::int64_t m_last = 0;
};

}  // namespace full_circle::http
