#pragma once
/// The payload "project_calendar": a project's entries, as adapters/README.md gives them.

#include "adapters/shared/icalendar.hpp"
#include "adapters/shared/payload.hpp"

#include <string>
#include <string_view>

namespace full_circle::shared {

struct ProjectCalendar {
  std::string slug;
  CalendarFile file;  ///< name, page, version and entries
};

/// Problems go into the payload that `fields` belongs to. Links are made absolute with `base_url`, whose host
/// is the right half of every UID.
ProjectCalendar read_project_calendar(Fields& fields, std::string_view base_url);

/// One entry of it; `updated_at` stands outside the entry.
CalendarEntry read_calendar_entry(Fields& fields, std::string_view base_url, Instant updated_at);

}  // namespace full_circle::shared
