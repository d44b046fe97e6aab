#pragma once
/// Entries (engine/ports/store.hpp) in their tables.

#include "adapters/store/database.hpp"
#include "engine/ports/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::store {

class EntryWriting {
 public:
  explicit EntryWriting(Connection& connection);
  std::string add(const Entry& entry);
  bool forget_personal(std::string_view entry);
  std::optional<Entry> entry(std::string_view id);

 private:
  Connection& m_connection;
  Statement m_entry, m_insert, m_by_key, m_position, m_insert_label, m_insert_people, m_forget_people;
};

/// The statement for a list of entries: its text, and what is bound to it.
struct EntryList {
  explicit EntryList(const EntryQuery& query);
  std::string sql;
  std::vector<Holds> parameters;
  std::vector<std::string> words;
  std::vector<Entry> read(Statement& statement, const EntryQuery& query) const;

 private:
  void bind(Statement& statement, const EntryQuery& query) const;
};

extern const char* const entry_columns;
extern const std::vector<Holds> entry_kinds;
std::string select_entry();  ///< by id
Entry read_entry(Rows& rows);

}  // namespace full_circle::store
