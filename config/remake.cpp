#include "config/remake.hpp"

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

/// One adapter's work for every project; how many were made.
int remake_all(const Remaking& parts, Adapter& adapter, const Kind& kind) {
  const auto reader = parts.store.reader();
  const auto& definitions = *parts.workflow.context().definitions;
  int made = 0;
  std::string after;
  while (true) {
    const auto rows = reader->projects({.cursor = after, .limit = page_of_projects});
    for (const ProjectRow& row : rows) {
      const auto aggregate = parts.engine.load(row.project);
      if (!aggregate) continue;
      const auto& project = engagement::as_project(*aggregate);
      const auto definition = definitions.by_hash(project.about->definition_hash);
      const bool has_page = definition && engagement::has_public_page(project, *definition);
      if (kind.adapter == "publisher" && !has_page) continue;
      const std::string adapter_name(kind.adapter);
      Work work{
          .key = row.project + "/remade/" + adapter_name, .project = row.project, .adapter = adapter_name};
      work.payload =
          parts.workflow.materialise(*aggregate, adapter_name, std::string(kind.payload), parts.clock.now());
      const auto object = boost::json::parse(work.payload).as_object();
      const auto* entries = object.if_contains("entries");
      if (entries && entries->as_array().empty()) continue;
      const Delivered delivered = adapter.deliver(work);
      if (delivered.kind == Delivered::Kind::done)
        ++made;
      else
        parts.logger.warn("remaking {} of project {} failed: {}", adapter_name, row.project,
                          delivered.reason);
    }
    if (rows.size() < static_cast<std::size_t>(page_of_projects)) return made;
    after = rows.back().project;
  }
}

}  // namespace

FoldersGone folders_gone(const Settings& settings) {
  const auto gone = [](const std::filesystem::path& folder) {
    std::error_code error;
    return !std::filesystem::exists(folder, error);
  };
  return {.calendar = gone(calendar_folder(settings)),
          .pages = gone(site_folder(settings) / "have-your-say")};
}

void remake(const Remaking& parts, const FoldersGone& gone,
            const std::vector<std::unique_ptr<Adapter>>& adapters) {
  for (const auto& adapter : adapters) {
    int made = 0;
    if (gone.calendar && adapter->name() == "calendar")
      made = remake_all(parts, *adapter, {"calendar", R"({"kind":"project_calendar"})"});
    if (gone.pages && adapter->name() == "publisher")
      made = remake_all(parts, *adapter, {"publisher", R"({"kind":"project_page"})"});
    if (made > 0) parts.logger.info("remade={} by={} its folder was gone", made, adapter->name());
  }
}

}  // namespace full_circle::config
