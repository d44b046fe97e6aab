#pragma once
/// What every store promises (engine/ports/store.hpp). A test of an implementation calls check_store() with a
/// function that makes a fresh, empty one; adapters/store runs it for SQLite.

#include "tests/conformance/store_appending.hpp"
#include "tests/conformance/store_deliveries.hpp"
#include "tests/conformance/store_entries.hpp"
#include "tests/conformance/store_isolation.hpp"
#include "tests/conformance/store_labels.hpp"
#include "tests/conformance/store_lists.hpp"

namespace full_circle::conformance {

inline void check_store(const FreshStore& fresh) {
  check_appending(fresh);
  check_replies(fresh);
  check_lists(fresh);
  check_deliveries(fresh);
  check_entries(fresh);
  check_labels(fresh);
  check_isolation(fresh);
  check_hostile_content(fresh);
}

}  // namespace full_circle::conformance
