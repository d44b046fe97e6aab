#pragma once
/// People who follow, and whom each message went to, in the same SQLite file as the events, in tables of
/// their own that can be erased.

#include "adapters/store/sqlite_store.hpp"
#include "engine/ports/followers.hpp"
#include "engine/ports/ledger.hpp"

#include <filesystem>
#include <memory>

namespace full_circle::store {

/// Both open or create, and bring the schema up to date.
std::unique_ptr<Followers> open_sqlite_followers(const std::filesystem::path& file,
                                                 const SqliteOptions& options = {});

/// Its notes are not synced one by one: see DECISIONS, 41.
std::unique_ptr<Ledger> open_sqlite_ledger(const std::filesystem::path& file,
                                           const SqliteOptions& options = {});

}  // namespace full_circle::store
