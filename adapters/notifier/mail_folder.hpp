#pragma once
/// The embedded carrier: messages are written as files instead of being sent.

#include "adapters/notifier/carrier.hpp"

#include <filesystem>

namespace full_circle::notifier {

/// One `.eml` for each message, by its name, so that a repeat changes nothing. Throws when the folder cannot
/// be made.
OpenCarrier into_folder(std::filesystem::path folder);

}  // namespace full_circle::notifier
