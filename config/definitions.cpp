#include "config/adapters.hpp"
#include "config/compose.hpp"
#include "config/reference_data.hpp"
#include "engine/deliveries_command.hpp"
#include "engine/record.hpp"
#include "workflows/engagement/branch_chart.hpp"
#include "workflows/engagement/commands.hpp"
#include "workflows/engagement/definitions/shipped.hpp"
#include "workflows/engagement/lifecycle.hpp"
#include "workflows/engagement/themes.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace full_circle::config {
namespace {

struct File {
  std::string path;
  std::string text;
};

std::vector<File> files_of(const std::string& folder, std::vector<std::string>& problems) {
  std::vector<File> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) problems.push_back(entry.path().string() + ": cannot be read");
    files.push_back({entry.path().string(), text.str()});
  }
  if (error) problems.push_back("definitions.folder: " + folder + ": " + error.message());
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

void read_into(std::map<std::string, engagement::Definition>& by_name, const File& file,
               const std::vector<std::string>& adapters, std::vector<std::string>& problems) {
  engagement::DefinitionReading reading = engagement::read_definition(file.text, adapters);
  for (const auto& problem : reading.problems) {
    problems.push_back(file.path + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) +
                       ": " + problem.message);
  }
  if (!reading.definition) return;
  reading.definition->hash = sha256_hex(file.text);
  reading.definition->text = file.text;
  by_name[reading.definition->name] = std::move(*reading.definition);
}

/// Looks a store up; asked from any thread.
class KeptThings {
 public:
  explicit KeptThings(Store& store) : m_reader(store.reader()) {}
  std::optional<std::string> operator()(std::string_view hash) {
    const std::lock_guard hold(m_mutex);
    return m_reader->document(hash);
  }
  engagement::ThemeCounts counts_of(std::string_view project) {
    const std::lock_guard hold(m_mutex);
    return engagement::theme_counts(*m_reader, project);
  }
  bool telling_under_way(std::string_view project) {
    const std::lock_guard hold(m_mutex);
    for (const auto state : {DeliveryState::waiting, DeliveryState::incident}) {
      DeliveryQuery query{
          .project = std::string(project), .state = state, .adapter = "notifier", .limit = 200};
      for (auto some = m_reader->deliveries(query); !some.empty(); some = m_reader->deliveries(query)) {
        if (std::any_of(some.begin(), some.end(), tells_of_results)) return true;
        query.after_id = some.back().id;
      }
    }
    return false;
  }

 private:
  static bool tells_of_results(const Delivery& delivery) {
    const auto then = command_that_follows(delivery.payload, delivery.project, delivery.key());
    return then && then->name == engagement::RecordPeopleTold::name;
  }

  std::mutex m_mutex;
  std::unique_ptr<StoreReader> m_reader;
};

engagement::AskLevels ask_levels(const Settings& settings) {
  const auto& levels = settings.calendar.asks_at_once;
  return {static_cast<int>(levels.steady), static_cast<int>(levels.heavy), static_cast<int>(levels.too_many),
          static_cast<int>(levels.entity_too_many)};
}

}  // namespace

DefinitionsFound find_definitions(const Settings& settings) {
  DefinitionsFound found;
  const auto adapters = adapter_names(settings);
  std::map<std::string, engagement::Definition> by_name;
  for (const auto& [name, text] : engagement::shipped_definitions()) {
    read_into(by_name, {name, text}, adapters, found.problems);
  }
  if (!settings.definitions.folder.empty()) {
    for (const File& file : files_of(settings.definitions.folder, found.problems)) {
      read_into(by_name, file, adapters, found.problems);
    }
  }
  for (auto& [name, definition] : by_name) found.definitions.push_back(std::move(definition));
  return found;
}

std::shared_ptr<const engagement::Context> make_context(
    const Settings& settings, Store& store, std::shared_ptr<const engagement::EngagementCalendar> calendar) {
  DefinitionsFound found = find_definitions(settings);
  if (!found.problems.empty()) {
    std::string all = "the definitions have problems";
    for (const std::string& problem : found.problems) all += "\n  " + problem;
    throw Unusable(all);
  }
  auto kept = std::make_shared<KeptThings>(store);
  auto definitions = std::make_shared<const engagement::Definitions>(
      std::move(found.definitions), [kept](std::string_view hash) { return (*kept)(hash); },
      adapter_names(settings));
  return std::make_shared<const engagement::Context>(engagement::Context{
      .project_chart = engagement::explore_project_chart(),
      .branch_chart = engagement::explore_branch_chart(),
      .definitions = std::move(definitions),
      .zone = settings.council.zone,
      .calendar_adapters = calendar_adapters(settings),
      .event_hooks = event_hooks(settings),
      .site_mirrors = site_mirrors(settings),
      .calendar = std::move(calendar),
      .ask_levels = ask_levels(settings),
      .answer_within = {static_cast<int>(settings.council.answer_working_days),
                        settings.council.answer_calendar},
      .working_calendars = std::make_shared<const engagement::WorkingCalendars>(find_holiday_rules(settings),
                                                                                settings.council.region),
      .maramataka = find_maramataka(settings),
      .population = find_population(settings),
      .contribution_counts = [kept](std::string_view project) { return kept->counts_of(project); },
      .telling_under_way = [kept](std::string_view project) { return kept->telling_under_way(project); }});
}

}  // namespace full_circle::config
