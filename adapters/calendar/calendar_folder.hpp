#pragma once
/// Calendars as files: a folder of .ics that any web server can serve and any calendar program can follow.

#include "engine/ports/adapter.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace full_circle::calendar {

struct CalendarOptions {
  std::string base_url;      ///< "https://engage.council.example"; its host is the right half of every UID
  std::string council_name;  ///< shown as the name of the feed of all projects
  int refresh_hours = 6;     ///< how often a calendar program should look again
};

/// Writes `<folder>/<slug>.ics` (public entries; from the first one on), `<folder>/staff/<slug>.ics` (every
/// entry; serve it behind a sign-in only) and rebuilds `<folder>/all.ics` (public entries of every project).
/// Files are replaced whole, and never by an older version. Payload: adapters/README.md, "calendar". Throws
/// when the folder cannot be made.
std::unique_ptr<Adapter> make_calendar_folder(std::filesystem::path folder, CalendarOptions options);

}  // namespace full_circle::calendar
