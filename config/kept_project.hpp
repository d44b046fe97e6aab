#pragma once
/// A project read from the store directly, as it is or as it was; beside a running server too.

#include "config/compose.hpp"
#include "engine/envelope.hpp"
#include "workflows/engagement/project.hpp"
#include "workflows/engagement/workflow.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::config {

/// What is kept, opened for reading, with the charts and definitions to understand it.
struct Records {
  Settings settings;
  Kept kept;
  std::unique_ptr<StoreReader> reader;
  std::shared_ptr<const engagement::Context> context;
};
/// Throws Unusable when there is nothing kept there.
Records open_records(const Settings& settings);
/// With the engagement calendar of all projects, and the copies kept of others' calendars.
Records open_records_with_calendar(const Settings& settings);

struct KeptProject {
  std::vector<StoredEvent> events;
  std::shared_ptr<const Aggregate> aggregate;
  const engagement::Project& project() const { return engagement::as_project(*aggregate); }
};
/// Null when there is no such project, or it was not there yet.
std::optional<KeptProject> read_project(Records& records, std::string_view id_or_slug,
                                        std::optional<Instant> at);

/// Every event of one project.
std::vector<StoredEvent> all_events(StoreReader& reader, std::string_view project);

/// One event as one line of JSON: the record its hash is made of, and the hash.
std::string export_line(const StoredEvent& event);
/// Reads such a line; nullopt when it is not one.
std::optional<StoredEvent> read_export_line(std::string_view line);

/// What an export ends with, so that one that was cut short is seen: {"project":…,"events":N,"hash":LAST}.
struct ExportEnd {
  std::string project;
  std::int64_t events = 0;
  std::string hash;
};
std::string export_end_line(const ExportEnd& end);
std::optional<ExportEnd> read_export_end(std::string_view line);

/// "2027-06-14" (the end of that day in the council's zone) or RFC 3339; nullopt for anything else.
std::optional<Instant> instant_or_day(std::string_view text, const std::string& zone);

}  // namespace full_circle::config
