#pragma once
/// Texts and columns that writer and reader share.

#include "adapters/store/database.hpp"
#include "engine/ports/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace full_circle::store {

inline std::int64_t to_column(Instant instant) {
  return instant.time_since_epoch().count();
}
inline Instant to_instant(std::int64_t column) {
  return Instant{std::chrono::milliseconds{column}};
}

extern const char* const event_columns;
extern const std::vector<Holds> event_kinds;
StoredEvent read_event(Rows& rows, std::string_view project);

extern const char* const delivery_columns;
extern const std::vector<Holds> delivery_kinds;
Delivery read_delivery(Rows& rows);

/// A database turns down expressions that are nested too deep; nobody means a search with more words.
inline constexpr std::size_t conditions_most = 64;
/// The words to look for, each once, as many as a database takes.
std::vector<std::string> words_of(const std::string& search_text);

/// An address as it is compared: letters of ASCII small.
std::string folded(std::string_view address);
/// What stands for an address where it must not stand itself.
std::string hash_of(std::string_view channel, std::string_view address);

/// Sorted, each once.
std::vector<Label> in_order(std::vector<Label> labels);
/// Labels as one text whose parts carry their length, so that any value can stand in them.
std::string joined(const std::vector<Label>& labels);
std::vector<Label> split(std::string_view text);

}  // namespace full_circle::store
