#include "config/calendar_imports.hpp"

namespace full_circle::config {

std::vector<calendar::ImportSource> import_sources(const Settings& settings) {
  std::vector<calendar::ImportSource> sources;
  for (const ImportSettings& import : settings.calendar.imports)
    sources.push_back({.name = import.name,
                       .url = import.url,
                       .file = import.file,
                       .refresh = std::chrono::hours(import.refresh_hours)});
  return sources;
}

std::unique_ptr<calendar::Imports> make_imports(const Settings& settings, const Clock& clock,
                                                calendar::ImportsChanged changed) {
  calendar::ImportsOptions options;
  options.folder = imports_folder(settings);
  options.zone = settings.council.zone;
  options.private_addresses = settings.calendar.private_addresses;
  return std::make_unique<calendar::Imports>(std::move(options), import_sources(settings), clock,
                                             std::move(changed));
}

std::string import_state_text(const calendar::ImportState& state) {
  std::string text = state.read_at
                         ? std::to_string(state.entries) + " entries, read " + to_text(*state.read_at)
                         : "not read yet";
  if (!state.problem.empty()) text += "; the last look failed: " + state.problem;
  return text;
}

}  // namespace full_circle::config
