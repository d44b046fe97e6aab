#pragma once
/// Public pages and calendar files are made from the record. Where a folder of them is gone, as after a
/// database was restored from a backup, they are made again before anything is served.

#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "engine/ports/adapter.hpp"
#include "workflows/engagement/workflow.hpp"

#include <spdlog/logger.h>

#include <memory>
#include <vector>

namespace full_circle::config {

struct Remaking {
  const Settings& settings;
  Engine& engine;
  const engagement::EngagementWorkflow& workflow;
  Store& store;
  const Clock& clock;
  spdlog::logger& logger;
};

struct FoldersGone {
  bool calendar = false;
  bool pages = false;
};
FoldersGone folders_gone(const Settings& settings);

/// What cannot be made is logged, and made by the project's next change.
void remake(const Remaking& parts, const FoldersGone& gone,
            const std::vector<std::unique_ptr<Adapter>>& adapters);

}  // namespace full_circle::config
