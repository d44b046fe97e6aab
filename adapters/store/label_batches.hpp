#pragma once
/// Labels put on many entries at once, with a journal of what each batch changed (engine/ports/store.hpp).

#include "adapters/store/database.hpp"
#include "engine/ports/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::store {

class LabelChanging {
 public:
  explicit LabelChanging(Connection& connection);
  void change(LabelBatch& batch, const std::vector<Entry>& entries);
  UndonePage undo(const Undoing& undoing, std::int64_t after, int limit);

 private:
  struct Change {
    std::int64_t position = 0;
    std::int64_t entry = 0;
    std::string labels;
    bool standing = false;  ///< no later change that still stands
  };
  void put(const LabelBatch& batch, LabelStep step, std::int64_t entry, std::string_view labels);
  std::vector<Change> page(const LabelBatch& batch, std::int64_t after, int limit);

  Statement m_open, m_grow, m_find, m_insert_label, m_delete_label, m_update_entry, m_note, m_page,
      m_take_back, m_tell_undone;
};

class LabelReading {
 public:
  explicit LabelReading(Connection& connection);
  std::vector<LabelPairCount> pair_counts(std::string_view project, std::string_view book,
                                          std::string_view kind);
  std::vector<LabelKindCount> kind_counts(std::string_view project, std::string_view book);
  std::vector<LabelBatch> batches(std::string_view project, std::string_view book, std::int64_t before,
                                  int limit);
  std::optional<LabelBatch> batch(std::int64_t id);

 private:
  /// Labels that entries carry together, and how many carry exactly these. Entries share few such sets, so
  /// that one pass over them counts any labels together; joining the table of labels with itself takes
  /// minutes.
  struct Set {
    std::vector<Label> labels;
    std::int64_t count = 0;
  };
  std::vector<Set> sets(std::string_view project, std::string_view book);

  Statement m_sets, m_batches, m_batch;
};

}  // namespace full_circle::store
