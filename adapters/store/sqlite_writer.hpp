#pragma once
#include "adapters/store/checkpoints.hpp"
#include "adapters/store/database.hpp"
#include "adapters/store/entries.hpp"
#include "adapters/store/label_batches.hpp"
#include "engine/ports/store.hpp"

#include <array>
#include <memory>

namespace full_circle::store {

class SqliteWriter final : public StoreWriter {
 public:
  struct LogLimits {
    int background_pages;  ///< of growth, before the background copies
    int most_pages;        ///< before the writer copies
  };
  SqliteWriter(const std::filesystem::path& file, const ConnectionOptions& options, LogLimits limits,
               std::shared_ptr<Checkpoints> checkpoints);

  void begin() override;
  void commit() override;
  void rollback() noexcept override;
  bool append(const Commit& commit) override;
  std::vector<StoredEvent> events_of(std::string_view project, std::int64_t after_seq) override;
  std::optional<StoredReply> reply_for(std::string_view caller, std::string_view idempotency_key) override;
  bool settle(std::int64_t delivery, int attempt, DeliveryState state, Instant due_at,
              std::string_view note) override;
  bool retry(std::int64_t delivery, std::optional<std::string> payload, Instant now,
             std::string_view note) override;
  bool skip(std::int64_t delivery, std::string_view reason) override;
  std::string add(const Entry& entry) override;
  bool forget_personal(std::string_view entry) override;
  std::optional<Entry> entry(std::string_view id) override;
  std::vector<Entry> entries(const EntryQuery& query) override;
  void change_labels(LabelBatch& batch, const std::vector<Entry>& entries) override;
  UndonePage undo_labels(const Undoing& undoing, std::int64_t after, int limit) override;
  void forget_replies_before(Instant instant) override;
  void keep_document(std::string_view hash, std::string_view text) override;

 private:
  bool place(const Commit& commit, const std::vector<Label>& labels, const std::string& labels_text);
  bool create(const Commit& commit, const std::vector<Label>& labels, const std::string& labels_text);
  bool rewrite(const Commit& commit, std::int64_t version, const std::vector<Label>& labels,
               const std::string& labels_text);
  void add_labels(const std::string& project, const std::vector<Label>& labels);
  void add_deliveries(const Commit& commit);
  bool resolve(Statement& statement, DeliveryState state);
  void log_grew(int pages);
  void count(DeliveryState state, std::int64_t change) {
    m_totals[static_cast<std::size_t>(state)] += change;
  }

  std::shared_ptr<Checkpoints> m_checkpoints;
  LogLimits m_limits;
  int m_pages_asked_at = 0;
  bool m_log_is_long = false;
  Connection m_connection;
  Statement m_insert_event, m_create_project, m_move_project, m_find_project, m_rewrite_project;
  Statement m_insert_label, m_delete_label;
  Statement m_insert_delivery, m_replace_deliveries, m_settle, m_retry, m_retry_with, m_skip, m_add_total;
  Statement m_insert_reply, m_find_reply, m_forget_replies, m_keep_calendar, m_keep_findings,
      m_insert_document, m_events_of;
  EntryWriting m_entries;
  LabelChanging m_label_changes;
  std::array<std::int64_t, 5> m_totals{};  ///< by state, added to the table once a transaction
};

}  // namespace full_circle::store
