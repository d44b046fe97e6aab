#pragma once
/// Other people's calendars, as the settings list them.

#include "adapters/calendar/imports.hpp"
#include "config/settings.hpp"
#include "workflows/engagement/calendar/ask.hpp"

#include <memory>
#include <vector>

namespace full_circle::config {

std::vector<calendar::ImportSource> import_sources(const Settings& settings);

/// Reads the copies kept; `changed` is told of them, and later of every change. Throws std::system_error.
std::unique_ptr<calendar::Imports> make_imports(const Settings& settings, const Clock& clock,
                                                calendar::ImportsChanged changed,
                                                calendar::ImportsTold told = {});

/// What an import brings to the engagement calendar: whom the settings say it concerns. Nothing for a name
/// that is not in the settings.
engagement::CalendarPart imported_part(const Settings& settings, const std::string& name,
                                       const std::vector<calendar::ImportedEntry>& entries);

/// "12 entries, read 2027-06-14T00:00:00.000Z; the last look failed: The server does not answer."
std::string import_state_text(const calendar::ImportState& state);

}  // namespace full_circle::config
