#pragma once
#include "adapters/store/database.hpp"

#include <string>
#include <vector>

namespace full_circle::store {

/// One step of the schema. Released steps never change; a new shape is a new number.
struct Migration {
  int number;
  std::string name;
  std::string sql;
};

const std::vector<Migration>& migrations();

/// Brings the database up to the newest of `steps`, each in a transaction of its own; safe when several
/// processes start at once. A database that knows a later step than the program is a StoreError.
void migrate(Connection& connection, const std::vector<Migration>& steps);

}  // namespace full_circle::store
