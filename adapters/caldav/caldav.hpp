#pragma once
/// The calendar on a CalDAV server (RFC 4791): entries are put there and kept right, beside what people add.

#include "adapters/shared/outbound.hpp"
#include "engine/ports/adapter.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace full_circle::caldav {

struct CalDavOptions {
  std::string url;       ///< of the calendar: "https://dav.council.example/engage/calendar"
  std::string base_url;  ///< of this site: links are made absolute with it, its host ends every UID
  enum class Audience { everyone, staff } audience = Audience::everyone;
  std::filesystem::path folder;      ///< which entries were put there, one file for each project
  shared::OutboundOptions outbound;  ///< sign-in, authorities, time-out, private addresses
};

/// One resource for each entry, named after its UID. What differs in a field that is ours is set right;
/// alarms, own fields and categories that people added there stay. What was deleted there is put back; what
/// is no longer ours to show is cancelled, never taken away. Payload: adapters/README.md, "calendar". Throws
/// std::invalid_argument for an address that is none, and when the folder cannot be made.
std::unique_ptr<Adapter> make_caldav(CalDavOptions options);

}  // namespace full_circle::caldav
