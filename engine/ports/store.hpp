#pragma once
/// Where events, projections, deliveries, timers and replies live. One writer, many readers.
/// tests/conformance/store.hpp holds every implementation to this page.

#include "engine/envelope.hpp"
#include "engine/workflow.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle {

enum class DeliveryState { waiting, done, incident, skipped, replaced };

struct Delivery {
  std::int64_t id = 0;
  std::string project;
  std::int64_t seq = 0;
  std::string adapter;
  std::string name;
  std::string payload;
  DeliveryState state = DeliveryState::waiting;
  int attempts = 0;
  Instant due_at{};  ///< for a retry: when next
  Instant created_at{};
  std::string note;  ///< last error, or the reason it was skipped
  std::string key() const { return project + "/" + std::to_string(seq) + "/" + name; }
};

/// A command's stored answer, given again for the same idempotency key.
struct StoredReply {
  std::string request_hash;  ///< SHA-256 of target, name and body
  std::int64_t version = 0;
  std::string reply;
  std::string project;  ///< the commit's own; filled in by reply_for()
};

/// Everything one accepted command writes. All of it or nothing. Without events it stores the reply and, when
/// the projection has a slug, writes the project's rows anew (for `rebuild`).
struct Commit {
  std::string project;
  Instant decided_at{};
  std::vector<StoredEvent> events;  ///< hashes filled in
  std::vector<NewDelivery> deliveries;
  Projection projection;
  std::string caller;           ///< person id, scope of the idempotency key
  std::string idempotency_key;  ///< empty: none
  StoredReply reply;
  std::vector<KeptDocument> documents{};
};

/// Something given to a project that does not change what the project is, and comes in numbers that a stream
/// of events should not carry (a contribution). What it says and whose it is are kept apart, so that the
/// second can be forgotten and the first stay.
struct Entry {
  std::int64_t position = 0;  ///< in the order they came in; given by the store
  std::string project;
  std::string book;  ///< which kind of entry: "contributions"
  std::string id;    ///< unique among all
  std::string key;   ///< of the sender: given twice it is one entry; empty: none
  Instant received_at{};
  std::string data;         ///< JSON object that names nobody
  std::string personal;     ///< JSON object; empty: none, or forgotten
  std::string search_text;  ///< folded, as Projection::search_text
  std::vector<Label> labels;
};

struct EntryQuery {
  std::string project;
  std::string book;
  std::vector<Label> labels;  ///< all must hold
  std::string search_text;    ///< folded by the caller; every word must occur
  std::int64_t after = 0;     ///< position to go on after
  int limit = 50;             ///< 1 … 200
};

enum class LabelStep { add, remove };

/// One label put on many entries, or taken off: kept with who did it and with what it changed, so that
/// exactly that can be taken back.
struct LabelBatch {
  std::int64_t id = 0;  ///< given by the store with the first change; 0: nothing has changed yet
  std::string project;
  std::string book;
  Label label;
  LabelStep step = LabelStep::add;
  std::string by;
  Instant at{};
  std::int64_t changed = 0;
  std::int64_t undone = 0;  ///< how many of them were taken back
  std::string undone_by;    ///< the last who did
  std::optional<Instant> undone_at;
};
struct Undoing {
  std::int64_t batch = 0;
  std::string by;
  Instant at{};
};
/// What one page of undoing did.
struct UndonePage {
  std::int64_t undone = 0;
  std::optional<std::int64_t> next;  ///< to go on after; absent: that was the last page
};

/// Used by one thread. begin … commit is one transaction that takes the write lock at once; what throws
/// inside is rolled back by the caller with rollback(). Reads inside see the writes inside.
class StoreWriter {
 public:
  virtual ~StoreWriter() = default;
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  /// False when (project, seq) is taken or the slug is another project's: nothing of this commit was written,
  /// and the transaction can go on.
  virtual bool append(const Commit& commit) = 0;
  virtual std::vector<StoredEvent> events_of(std::string_view project, std::int64_t after_seq) = 0;
  virtual std::optional<StoredReply> reply_for(std::string_view caller, std::string_view idempotency_key) = 0;

  /// Moves a waiting delivery on. False when it is no longer waiting at that attempt (someone was faster).
  virtual bool settle(std::int64_t delivery, int attempt, DeliveryState state, Instant due_at,
                      std::string_view note) = 0;
  /// A person resolves an incident: due again now (with another payload, if given), or skipped with a reason.
  /// `note` says who, and stays until something else is to be said.
  virtual bool retry(std::int64_t delivery, std::optional<std::string> payload, Instant now,
                     std::string_view note) = 0;
  virtual bool skip(std::int64_t delivery, std::string_view reason) = 0;

  /// Keeps an entry. When its key was given before in this project and book nothing is written, and the
  /// answer is the id of the first; empty when the id is another entry's.
  virtual std::string add(const Entry& entry) = 0;
  /// Forgets whose it is; false when there is no such entry.
  virtual bool forget_personal(std::string_view entry) = 0;

  virtual std::optional<Entry> entry(std::string_view id) = 0;
  /// In the order they came in.
  virtual std::vector<Entry> entries(const EntryQuery& query) = 0;
  /// Takes the batch's step on those entries of this transaction that it changes, and keeps which. The
  /// batch's id and `changed` move on, so that a long one can be made in several transactions.
  virtual void change_labels(LabelBatch& batch, const std::vector<Entry>& entries) = 0;
  /// Takes back, page by page, what the batch changed and no later batch that still stands changed again.
  virtual UndonePage undo_labels(const Undoing& undoing, std::int64_t after, int limit) = 0;

  /// Forgets idempotency replies older than this.
  virtual void forget_replies_before(Instant instant) = 0;
  /// Keeps a definition's text under its hash for as long as any project may need it.
  virtual void keep_document(std::string_view hash, std::string_view text) = 0;
};

struct ProjectQuery {
  std::vector<Label> labels;  ///< all must hold
  std::string search_text;    ///< folded by the caller; every word must occur
  std::string cursor;         ///< project id to go on after, or empty
  int limit = 50;             ///< 1 … 200
};
struct ProjectRow {
  std::string project;
  std::int64_t version = 0;
  std::string summary;
};
struct CalendarRow {
  std::string project;
  std::optional<std::string> calendar;  ///< absent: it was stored before there were such rows
};
struct DeliveryQuery {
  std::string project;  ///< empty: all
  std::optional<DeliveryState> state;
  std::string adapter;  ///< empty: all
  std::int64_t after_id = 0;
  int limit = 50;
};

struct LabelCount {
  Label label;
  std::int64_t count = 0;
};
/// How many entries carry both.
struct LabelPairCount {
  Label one;
  Label other;
  std::int64_t count = 0;
};
/// How many entries carry any label of a kind: not a sum, where an entry may carry several.
struct LabelKindCount {
  std::string kind;
  std::int64_t count = 0;
};

struct Overdue {
  std::int64_t count = 0;
  std::optional<Instant> oldest;
};

/// A consistent reader; never waits for the writer. Used by one thread at a time.
class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual std::vector<StoredEvent> events_of(std::string_view project, std::int64_t after_seq, int limit) = 0;
  /// Newest first (project ids are ordered by time of creation). next: pass the last row's id as cursor.
  virtual std::vector<ProjectRow> projects(const ProjectQuery& query) = 0;
  virtual std::optional<ProjectRow> project(std::string_view id_or_slug) = 0;
  /// Every project's part of the calendar, by project id, page by page.
  virtual std::vector<CalendarRow> calendars(std::string_view after, int limit) = 0;
  virtual std::optional<Entry> entry(std::string_view id) = 0;
  /// In the order they came in.
  virtual std::vector<Entry> entries(const EntryQuery& query) = 0;
  /// How many entries carry each label, by label.
  virtual std::vector<LabelCount> entry_counts(std::string_view project, std::string_view book) = 0;
  /// Each label of this kind with each label of another kind, in order, where any entry carries both.
  virtual std::vector<LabelPairCount> entry_pair_counts(std::string_view project, std::string_view book,
                                                        std::string_view kind) = 0;
  virtual std::vector<LabelKindCount> entry_kind_counts(std::string_view project, std::string_view book) = 0;
  /// Newest first, before this id (0: from the newest).
  virtual std::vector<LabelBatch> label_batches(std::string_view project, std::string_view book,
                                                std::int64_t before, int limit) = 0;
  virtual std::optional<LabelBatch> label_batch(std::int64_t id) = 0;
  virtual std::vector<Delivery> deliveries(const DeliveryQuery& query) = 0;
  virtual std::optional<Delivery> delivery(std::int64_t id) = 0;
  /// Waiting and due at `now`, oldest due first.
  virtual std::vector<Delivery> due(Instant now, int limit) = 0;
  /// As due(), of one adapter, and without those that have to wait behind an older delivery of the same
  /// project that failed and is being tried again.
  virtual std::vector<Delivery> due_for(std::string_view adapter, Instant now, int limit) = 0;
  /// When the next waiting delivery falls due.
  virtual std::optional<Instant> next_due() = 0;
  /// When, later than `after`, this adapter's next waiting delivery falls due.
  virtual std::optional<Instant> next_due_for(std::string_view adapter, Instant after) = 0;
  /// The adapters for which something waits, in order of name.
  virtual std::vector<std::string> waiting_adapters() = 0;
  /// What waits and was due at or before `now`.
  virtual Overdue overdue(Instant now) = 0;
  /// Counts by state, for metrics.
  virtual std::vector<std::pair<DeliveryState, std::int64_t>> delivery_counts() = 0;
  virtual std::optional<std::string> document(std::string_view hash) = 0;
  /// Every project id, oldest first, for `verify`: also of events whose project is gone.
  virtual std::vector<std::string> project_ids(std::string_view after, int limit) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<StoreWriter> writer() = 0;
  /// Each call opens its own; keep it.
  virtual std::unique_ptr<StoreReader> reader() = 0;
  virtual bool healthy() noexcept = 0;
};

}  // namespace full_circle
