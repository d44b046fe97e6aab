// Other people's calendars: read, and held to what the reading promises.
#include "adapters/calendar/ics_import.hpp"

#include <cstdlib>
#include <set>
#include <utility>

using namespace full_circle;
using namespace full_circle::calendar;

namespace {

/// Ends the process, which the fuzzer reports with the input.
void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  static const Instant now = *parse_instant("2027-06-14T00:00:00Z");
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const IcsReading reading = read_ics(text, "Pacific/Auckland", now);
  require(reading.problem.empty() || reading.entries.empty());
  require(reading.entries.size() <= ics_limits::entries);
  std::set<std::pair<std::string, std::string>> seen;
  for (const ImportedEntry& entry : reading.entries) {
    require(!entry.title.empty() && !entry.uid.empty());
    require(seen.insert({entry.uid, entry.recurrence_id}).second);
    if (entry.span == ImportedEntry::Span::timed) {
      require(entry.starts_at <= entry.ends_at);
      require(entry.ends_at >= now - ics_limits::past && entry.starts_at <= now + ics_limits::future);
    } else {
      require(entry.starts_on <= entry.ends_on);
    }
  }
  return 0;
}
