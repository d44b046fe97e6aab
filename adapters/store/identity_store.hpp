#pragma once
/// People, grants and API keys in the same SQLite file as the events, in tables of their own that can be
/// erased. May be used from any thread; another process (the command line) may change them at the same time.

#include "adapters/store/sqlite_store.hpp"
#include "engine/ports/identity.hpp"

#include <filesystem>
#include <memory>

namespace full_circle::store {

/// Opens or creates, and brings the schema up to date, as open_sqlite_store(). What another process revokes
/// is turned down here within a second.
std::unique_ptr<Identity> open_sqlite_identity(const std::filesystem::path& file,
                                               const SqliteOptions& options = {});

}  // namespace full_circle::store
