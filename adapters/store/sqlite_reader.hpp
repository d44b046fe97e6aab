#pragma once
#include "adapters/store/database.hpp"
#include "adapters/store/label_batches.hpp"
#include "engine/ports/store.hpp"

#include <map>

namespace full_circle::store {

class SqliteReader final : public StoreReader {
 public:
  SqliteReader(const std::filesystem::path& file, const ConnectionOptions& options);

  std::vector<StoredEvent> events_of(std::string_view project, std::int64_t after_seq, int limit) override;
  std::vector<ProjectRow> projects(const ProjectQuery& query) override;
  std::vector<CalendarRow> calendars(std::string_view after, int limit) override;
  std::vector<FindingsRow> findings(const FindingsQuery& query) override;
  std::optional<ProjectRow> project(std::string_view id_or_slug) override;
  std::optional<Entry> entry(std::string_view id) override;
  std::vector<Entry> entries(const EntryQuery& query) override;
  std::vector<LabelCount> entry_counts(std::string_view project, std::string_view book) override;
  std::vector<LabelPairCount> entry_pair_counts(std::string_view project, std::string_view book,
                                                std::string_view kind) override;
  std::vector<LabelKindCount> entry_kind_counts(std::string_view project, std::string_view book) override;
  std::vector<LabelBatch> label_batches(std::string_view project, std::string_view book, std::int64_t before,
                                        int limit) override;
  std::optional<LabelBatch> label_batch(std::int64_t id) override;
  std::vector<Delivery> deliveries(const DeliveryQuery& query) override;
  std::optional<Delivery> delivery(std::int64_t id) override;
  std::vector<Delivery> due(Instant now, int limit) override;
  std::vector<Delivery> due_for(std::string_view adapter, Instant now, int limit) override;
  std::optional<Instant> next_due() override;
  std::optional<Instant> next_due_for(std::string_view adapter, Instant after) override;
  std::vector<std::string> waiting_adapters() override;
  Overdue overdue(Instant now) override;
  std::vector<std::pair<DeliveryState, std::int64_t>> delivery_counts() override;
  std::optional<std::string> document(std::string_view hash) override;
  std::vector<std::string> project_ids(std::string_view after, int limit) override;

 private:
  /// Prepares a statement whose text depends on the question, and keeps it for the next one like it.
  Statement& shaped(const std::string& sql, const std::vector<Holds>& parameters,
                    const std::vector<Holds>& columns);

  Connection m_connection;
  Statement m_events_of, m_project, m_project_by_slug, m_delivery, m_due, m_due_for, m_next_due_for,
      m_next_adapter, m_overdue, m_delivery_counts, m_document, m_calendars, m_entry, m_entry_counts,
      m_project_ids;
  LabelReading m_label_reading;
  std::map<std::string, Statement> m_shaped;
};

}  // namespace full_circle::store
