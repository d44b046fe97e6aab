#pragma once
/// What a calendar holds for one entry: ours, and what people there have added to it.

#include "adapters/shared/icalendar.hpp"

#include <optional>
#include <string>

namespace full_circle::caldav {

/// The text to store for `ours` where `theirs` stands now; nullopt when that says the same already. Its
/// SEQUENCE is above theirs, so that other programs take it for newer.
std::optional<std::string> resource_of(const shared::CalendarEntry& ours,
                                       const std::optional<std::string>& theirs);

/// `theirs` crossed out (STATUS:CANCELLED); nullopt when it is already, or is no entry.
std::optional<std::string> cancelled(const std::string& theirs);

/// The resource's name in the collection, the same for ever: letters, digits and _ - . only.
std::string resource_name(const std::string& uid);

}  // namespace full_circle::caldav
