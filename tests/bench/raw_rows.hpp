#pragma once
/// The rows that the server writes for a command, written again without a server: SQLite's own interface, the
/// statements it takes and nothing else.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace full_circle::bench {

/// What the server kept of its commands.
struct KeptRows {
  struct EventRow {
    std::string type;
    std::string data;
    std::string by_person;
    std::string request_id;
    std::string previous_hash;
    std::string hash;
    std::int64_t recorded_at = 0;
  };
  struct ProjectRow {
    std::string id;
    std::int64_t version = 0;
    std::string slug;
    std::string labels;
    std::string search_text;
    std::string summary;
  };
  std::vector<EventRow> events;
  std::vector<ProjectRow> projects;
  /// Throws when the commands wrote other rows than an event and a project each.
  static KeptRows read(const std::filesystem::path& before, const std::filesystem::path& after,
                       std::size_t commands);
};

/// How many commands' rows a second are written durably (write-ahead log, synchronous=FULL), `group` in each
/// transaction, into a copy of the database the server began with.
double raw_per_second(const std::filesystem::path& database, const KeptRows& rows, std::size_t group,
                      std::chrono::milliseconds length);

}  // namespace full_circle::bench
