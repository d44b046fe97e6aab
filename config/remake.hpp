#pragma once
/// Public pages and calendar files are made from the record. Where a folder of them is gone, as after a
/// database was restored from a backup, they are made again before anything is served.

#include "config/settings.hpp"
#include "engine/engine.hpp"
#include "engine/ports/adapter.hpp"
#include "workflows/engagement/workflow.hpp"

#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <string>
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

/// Everything that is kept, as it is looked at.
struct Looking {
  StoreReader& reader;
  const engagement::EngagementWorkflow& workflow;
  std::function<std::shared_ptr<const Aggregate>(const std::string& project)> load;
  Instant now;
};
using TakeWork = std::function<void(const Aggregate& aggregate, Work work)>;
/// The page of every project that has one, and the notice of every one that was taken down, as the publisher
/// is given them.
void each_page(const Looking& looking, const TakeWork& take);

struct FoldersGone {
  bool calendar = false;
  bool pages = false;  ///< or a page.json among them cannot be read
};
FoldersGone folders_gone(const Settings& settings);

/// What cannot be made is logged, and made by the project's next change.
void remake(const Remaking& parts, const FoldersGone& gone,
            const std::vector<std::unique_ptr<Adapter>>& adapters);

}  // namespace full_circle::config
