#pragma once
/// What is kept about people, in the same SQLite file as the events.

#include "adapters/store/sqlite_store.hpp"
#include "engine/ports/personal_records.hpp"

#include <filesystem>
#include <memory>

namespace full_circle::store {

/// Opens or creates, and brings the schema up to date.
std::unique_ptr<PersonalRecords> open_sqlite_personal_records(const std::filesystem::path& file,
                                                              const SqliteOptions& options = {});

}  // namespace full_circle::store
