#pragma once
/// What SQLite says differently from other databases. The rest of this room's SQL is the common part:
/// `on conflict do nothing`, partial indexes, bigint and text.

namespace full_circle::store::dialect {

/// A key the database counts up by itself. No row of such a table is ever deleted, so no number comes twice
/// and the bookkeeping of "autoincrement" is not needed.
inline constexpr const char* counted_key = "integer primary key";

/// Chance that nobody can guess, as text.
inline constexpr const char* fresh_id = "lower(hex(randomblob(16)))";

/// The table is kept in the order of its primary key.
inline constexpr const char* clustered = "without rowid";

/// Where the first text holds the second; placed around "haystack" and the parameter.
inline constexpr const char* contains_open = "instr(";
inline constexpr const char* contains_then = ", ";
inline constexpr const char* contains_close = ") > 0";

}  // namespace full_circle::store::dialect
