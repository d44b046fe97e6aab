#pragma once
/// A real store with faults that a disk would have at the worst moment.

#include "engine/ports/store.hpp"

#include <atomic>
#include <stdexcept>

namespace full_circle {

class FaultyStore final : public Store {
 public:
  explicit FaultyStore(Store& store) : m_store(store) {}
  /// The next `count` commits of any writer throw, and are rolled back as the caller has to.
  void fail_commits(int count) { m_commits_to_fail = count; }

  std::unique_ptr<StoreWriter> writer() override { return std::make_unique<Writer>(*this, m_store.writer()); }
  std::unique_ptr<StoreReader> reader() override { return m_store.reader(); }
  bool healthy() noexcept override { return m_store.healthy(); }

 private:
  class Writer final : public StoreWriter {
   public:
    Writer(FaultyStore& owner, std::unique_ptr<StoreWriter> writer)
        : m_owner(owner), m_writer(std::move(writer)) {}
    void begin() override { m_writer->begin(); }
    void commit() override {
      if (m_owner.m_commits_to_fail > 0) {
        --m_owner.m_commits_to_fail;
        throw std::runtime_error("the disk is full");
      }
      m_writer->commit();
    }
    void rollback() noexcept override { m_writer->rollback(); }
    bool append(const Commit& commit) override { return m_writer->append(commit); }
    std::vector<StoredEvent> events_of(std::string_view project, std::int64_t after_seq) override {
      return m_writer->events_of(project, after_seq);
    }
    std::optional<StoredReply> reply_for(std::string_view caller, std::string_view key) override {
      return m_writer->reply_for(caller, key);
    }
    bool settle(std::int64_t delivery, int attempt, DeliveryState state, Instant due_at,
                std::string_view note) override {
      return m_writer->settle(delivery, attempt, state, due_at, note);
    }
    bool retry(std::int64_t delivery, std::optional<std::string> payload, Instant now,
               std::string_view note) override {
      return m_writer->retry(delivery, std::move(payload), now, note);
    }
    bool skip(std::int64_t delivery, std::string_view reason) override {
      return m_writer->skip(delivery, reason);
    }
    std::string add(const Entry& entry) override { return m_writer->add(entry); }
    bool forget_personal(std::string_view entry) override { return m_writer->forget_personal(entry); }
    std::optional<Entry> entry(std::string_view id) override { return m_writer->entry(id); }
    std::vector<Entry> entries(const EntryQuery& query) override { return m_writer->entries(query); }
    void change_labels(LabelBatch& batch, const std::vector<Entry>& entries) override {
      m_writer->change_labels(batch, entries);
    }
    UndonePage undo_labels(const Undoing& undoing, std::int64_t after, int limit) override {
      return m_writer->undo_labels(undoing, after, limit);
    }
    void forget_replies_before(Instant instant) override { m_writer->forget_replies_before(instant); }
    void keep_document(std::string_view hash, std::string_view text) override {
      m_writer->keep_document(hash, text);
    }

   private:
    FaultyStore& m_owner;
    std::unique_ptr<StoreWriter> m_writer;
  };

  Store& m_store;
  std::atomic<int> m_commits_to_fail = 0;
};

}  // namespace full_circle
