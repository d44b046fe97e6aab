#pragma once
/// The embedded notifier: messages are written as files instead of being sent.

#include "adapters/notifier/mail_options.hpp"
#include "engine/ports/adapter.hpp"
#include "engine/ports/clock.hpp"
#include "engine/ports/identity.hpp"

#include <filesystem>
#include <memory>

namespace full_circle::notifier {

/// One `.eml` for each (key, address), named by their hash, so that a repeat changes nothing. Payload:
/// adapters/README.md, "notifier". `identity` and `clock` must outlive the adapter. Throws when the folder
/// cannot be made.
std::unique_ptr<Adapter> make_mail_folder(std::filesystem::path folder, MailOptions options,
                                          Identity& identity, const Clock& clock);

}  // namespace full_circle::notifier
