#pragma once
/// The store in one SQLite file (and its log beside it): write-ahead log, synchronous, one writer, readers
/// that never wait. The identity port stands on the same file: adapters/store/identity_store.hpp.

#include "engine/ports/store.hpp"

#include <chrono>
#include <filesystem>
#include <memory>

namespace full_circle::store {

struct SqliteOptions {
  enum class Durability {
    full,   ///< what was acknowledged survives a loss of power
    normal  ///< … survives the end of the process, not always a loss of power
  } durability = Durability::full;
  std::chrono::milliseconds busy_timeout{10'000};  ///< for another process that holds the write lock
  int checkpoint_pages = 1'000;                    ///< log pages before the background copies them
  int checkpoint_pages_most = 8'000;               ///< … before the writer stops to do it itself
};

/// Opens or creates, and brings the schema up to date. Throws StoreError (adapters/store/database.hpp) when
/// the file cannot be opened or was made by a newer program.
std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& file,
                                         const SqliteOptions& options = {});

}  // namespace full_circle::store
