#include "config/remake.hpp"

#include "adapters/publisher/static_site.hpp"
#include "workflows/engagement/views.hpp"

#include <boost/json.hpp>

#include <filesystem>

namespace full_circle::config {

namespace {

constexpr int page_of_projects = 200;

struct Kind {
  std::string_view adapter;
  std::string_view payload;
};

/// One adapter's work for every project.
void each_work(const Looking& looking, const Kind& kind, const TakeWork& take) {
  const auto& definitions = *looking.workflow.context().definitions;
  const std::string adapter(kind.adapter);
  std::string after;
  while (true) {
    const auto rows = looking.reader.projects({.cursor = after, .limit = page_of_projects});
    for (const ProjectRow& row : rows) {
      const auto aggregate = looking.load(row.project);
      if (!aggregate) continue;
      const auto& project = engagement::as_project(*aggregate);
      const auto definition = definitions.by_hash(project.about->definition_hash);
      const bool has_address = definition && engagement::has_public_address(project, *definition);
      if (kind.adapter == "publisher" && !has_address) continue;
      Work work{.key = row.project + "/remade/" + adapter, .project = row.project, .adapter = adapter};
      work.payload =
          looking.workflow.materialise(*aggregate, adapter, std::string(kind.payload), looking.now);
      const auto object = boost::json::parse(work.payload).as_object();
      const auto* entries = object.if_contains("entries");
      if (entries && entries->as_array().empty()) continue;
      take(*aggregate, std::move(work));
    }
    if (rows.size() < static_cast<std::size_t>(page_of_projects)) return;
    after = rows.back().project;
  }
}

constexpr Kind pages{"publisher", R"({"kind":"project_page"})"};

/// How many were made.
int remake_all(const Remaking& parts, Adapter& adapter, const Kind& kind) {
  const auto reader = parts.store.reader();
  const auto load = [&](const std::string& project) { return parts.engine.load(project); };
  int made = 0;
  each_work({*reader, parts.workflow, load, parts.clock.now()}, kind,
            [&](const Aggregate&, const Work& work) {
              const Delivered delivered = adapter.deliver(work);
              if (delivered.kind == Delivered::Kind::done)
                ++made;
              else
                parts.logger.warn("remaking {} of project {} failed: {}", work.adapter, work.project,
                                  delivered.reason);
            });
  return made;
}

}  // namespace

void each_page(const Looking& looking, const TakeWork& take) {
  each_work(looking, pages, take);
}

FoldersGone folders_gone(const Settings& settings) {
  const auto gone = [](const std::filesystem::path& folder) {
    std::error_code error;
    return !std::filesystem::exists(folder, error);
  };
  return {.calendar = gone(calendar_folder(settings)),
          .pages = gone(site_folder(settings) / "have-your-say") ||
                   !publisher::unreadable_pages(site_folder(settings)).empty()};
}

void remake(const Remaking& parts, const FoldersGone& gone,
            const std::vector<std::unique_ptr<Adapter>>& adapters) {
  for (const auto& adapter : adapters) {
    int made = 0;
    if (gone.calendar && adapter->name() == "calendar")
      made = remake_all(parts, *adapter, {"calendar", R"({"kind":"project_calendar"})"});
    if (gone.pages && adapter->name() == "publisher") made = remake_all(parts, *adapter, pages);
    if (made > 0) parts.logger.info("remade={} by={} its files were gone", made, adapter->name());
  }
}

}  // namespace full_circle::config
