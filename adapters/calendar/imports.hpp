#pragma once
/// Other people's calendars, looked at again and again; the last good copy of each is kept.

#include "adapters/calendar/imported_entry.hpp"
#include "adapters/shared/outbound.hpp"
#include "engine/ports/clock.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace full_circle::calendar {

/// One calendar, at a web address or in a file.
struct ImportSource {
  std::string name;            ///< of letters, digits and hyphens: its file is named after it
  std::string url;             ///< http(s), may hold a secret; or empty
  std::filesystem::path file;  ///< when there is no url
  std::chrono::hours refresh{6};
};

struct ImportsOptions {
  std::filesystem::path folder;  ///< of the copies kept, for their owner only
  std::string zone;              ///< what times without a zone mean
  shared::PrivateAddresses private_addresses = shared::PrivateAddresses::refuse;
  std::chrono::milliseconds timeout{30'000};
  std::chrono::seconds backoff_first{60};  ///< after a failure; it doubles up to the time between refreshes
};

/// How one calendar stands, for people.
struct ImportState {
  std::string name;
  std::optional<Instant> tried_at;
  std::optional<Instant> read_at;  ///< when the copy in use was last known to be theirs
  std::string problem;             ///< of the last try; empty when it went well
  std::size_t entries = 0;
  std::vector<std::string> left_out;  ///< entries that do not count, each with why
};

/// Called with every entry of one calendar when they are first read and when they change; from one thread at
/// a time.
using ImportsChanged =
    std::function<void(const std::string& name, const std::vector<ImportedEntry>& entries)>;

/// Called when a look at a calendar ends with another problem than the look before, or well again; from one
/// thread at a time. A problem that was there before a restart is told once more.
using ImportsTold = std::function<void(const ImportState& state)>;

class Imports {
 public:
  /// Reads the copies kept, and hands on what is in them. `clock` must outlive it. Throws std::system_error
  /// when the folder cannot be made.
  Imports(ImportsOptions options, std::vector<ImportSource> sources, const Clock& clock,
          ImportsChanged changed, ImportsTold told = {});
  ~Imports();  ///< stops
  Imports(const Imports&) = delete;
  Imports& operator=(const Imports&) = delete;

  /// A thread of its own looks at each now, and then at its times.
  void start();
  void stop();  ///< a request under way is broken off
  /// Looks at one now. Throws std::out_of_range for a name that there is none of.
  ImportState refresh(const std::string& name);
  std::vector<ImportState> states() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

/// How each stood when it was last tried, from the folder, for a process other than the server's.
std::vector<ImportState> kept_import_states(const std::filesystem::path& folder,
                                            const std::vector<ImportSource>& sources);

}  // namespace full_circle::calendar
