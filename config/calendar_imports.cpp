#include "config/calendar_imports.hpp"

#include "workflows/engagement/calendar/council_time.hpp"
#include "workflows/engagement/workflow.hpp"

#include <algorithm>
#include <stdexcept>

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
                                                calendar::ImportsChanged changed,
                                                calendar::ImportsTold told) {
  calendar::ImportsOptions options;
  options.folder = imports_folder(settings);
  options.zone = settings.council.zone;
  options.private_addresses = settings.calendar.private_addresses;
  return std::make_unique<calendar::Imports>(std::move(options), import_sources(settings), clock,
                                             std::move(changed), std::move(told));
}

namespace {

using engagement::Ask;
using engagement::AskKind;
using engagement::AskState;
using engagement::People;
using engagement::PeopleKind;

std::vector<People> people_of(const ImportSettings& import) {
  std::vector<People> people;
  for (const auto& id : import.local_boards) people.push_back({PeopleKind::local_board, id});
  for (const auto& id : import.communities) people.push_back({PeopleKind::community, id});
  for (const auto& id : import.topics) people.push_back({PeopleKind::topic, id});
  if (!import.body.empty()) people.push_back({PeopleKind::body, engagement::fold(import.body)});
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

Ask ask_of(const calendar::ImportedEntry& entry, const std::string& owner, const std::string& zone) {
  Ask ask{.uid = owner + "/" + entry.uid + (entry.recurrence_id.empty() ? "" : "/" + entry.recurrence_id),
          .owner = owner,
          .title = entry.title,
          .summary = entry.title,
          .location = entry.location};
  ask.sequence = entry.sequence;
  ask.updated_at = entry.updated_at.value_or(Instant{});
  if (entry.span == calendar::ImportedEntry::Span::whole_days) {
    ask.first_on = entry.starts_on;
    ask.last_on = entry.ends_on;
  } else {
    ask.starts_at = entry.starts_at;
    ask.ends_at = entry.ends_at;
    ask.first_on = engagement::day_in(entry.starts_at, zone);
    ask.last_on =
        std::max(ask.first_on, engagement::day_in(entry.ends_at - std::chrono::milliseconds{1}, zone));
  }
  // What overlaps is theirs and ours; two entries of theirs are two asks.
  return ask;
}

AskState state_of(calendar::ImportedEntry::State state) {
  switch (state) {
    case calendar::ImportedEntry::State::confirmed:
      return AskState::confirmed;
    case calendar::ImportedEntry::State::tentative:
      return AskState::proposed;
    case calendar::ImportedEntry::State::cancelled:
      return AskState::cancelled;
  }
  throw std::logic_error("a state of an imported entry without a case");
}

}  // namespace

engagement::CalendarPart imported_part(const Settings& settings, const std::string& name,
                                       const std::vector<calendar::ImportedEntry>& entries) {
  const auto& imports = settings.calendar.imports;
  const auto import = std::find_if(imports.begin(), imports.end(),
                                   [&](const ImportSettings& one) { return one.name == name; });
  engagement::CalendarPart part{.owner = "import:" + name, .title = name, .asks = {}, .settled = {}};
  if (import == imports.end()) return part;
  const auto people = people_of(*import);
  for (const auto& entry : entries) {
    Ask ask = ask_of(entry, part.owner, settings.council.zone);
    ask.kind = import->kind == ImportKind::partner ? AskKind::partner : AskKind::meeting;
    ask.state = state_of(entry.state);
    ask.people = people;
    ask.whole_district = import->whole_district;
    part.asks.push_back(std::move(ask));
  }
  return part;
}

std::string import_state_text(const calendar::ImportState& state) {
  std::string text = state.read_at
                         ? std::to_string(state.entries) + " entries, read " + to_text(*state.read_at)
                         : "not read yet";
  if (!state.problem.empty()) text += "; the last look failed: " + state.problem;
  return text;
}

}  // namespace full_circle::config
