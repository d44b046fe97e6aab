#include "adapters/store/sqlite_writer.hpp"

#include "adapters/store/rows.hpp"

#include <algorithm>

namespace full_circle::store {
namespace {

using enum Holds;

constexpr auto waiting = static_cast<std::int64_t>(DeliveryState::waiting);
constexpr auto incident = static_cast<std::int64_t>(DeliveryState::incident);
static_assert(waiting == 0 && incident == 2, "the partial indexes of migration 2 name these numbers");

namespace sql {

constexpr const char* create_project =
    "insert into projects (id, version, slug, labels, search_text, summary) values (:id, :version, "
    ":slug, :labels, :search_text, :summary) on conflict do nothing";
constexpr const char* move_project =
    "update projects set version = :version, search_text = :search_text, summary = :summary where id "
    "= :id and version = :before and slug = :slug and labels = :labels";
constexpr const char* find_project = "select version, labels from projects where id = :id";
constexpr const char* rewrite_project =
    "update projects set version = :version, slug = :slug, labels = :labels, search_text = "
    ":search_text, summary = :summary where id = :id and not exists (select 1 from projects other "
    "where other.slug = :slug_too and other.id <> :id_too)";
constexpr const char* insert_label =
    "insert into project_labels (kind, value, project) values (:kind, :value, :project)";
constexpr const char* retry_with =
    "update deliveries set state = 0, attempts = 0, due_at_utc = :due_at, note = :note, payload = :payload "
    "where "
    "id = :id and state = 2";
constexpr const char* skip = "update deliveries set state = 3, note = :note where id = :id and state = 2";
constexpr const char* add_total = "update delivery_totals set total = total + :change where state = :state";
constexpr const char* find_reply =
    "select request_hash, project, version, reply from replies where caller = :caller and "
    "idempotency_key = :idempotency_key";
constexpr const char* forget_replies = "delete from replies where created_at_utc < :before";
constexpr const char* insert_event =
    "insert into events (project, seq, type, type_version, data, recorded_at_utc, by_person, "
    "on_behalf_of, request_id, previous_hash, hash) values (:project, :seq, :type, :type_version, "
    ":data, :recorded_at, :by_person, :on_behalf_of, :request_id, :previous_hash, :hash)";
constexpr const char* delete_label =
    "delete from project_labels where kind = :kind and value = :value and project = :project";
constexpr const char* insert_delivery =
    "insert into deliveries (project, seq, adapter, name, payload, state, attempts, due_at_utc, "
    "created_at_utc, note) values (:project, :seq, :adapter, :name, :payload, 0, 0, :due_at, "
    ":created_at, '')";
constexpr const char* replace_deliveries =
    "update deliveries set state = 4 where project = :project and state = 0 and name = :name";
constexpr const char* settle =
    "update deliveries set state = :state, attempts = :attempts, due_at_utc = :due_at, note = :note "
    "where id = :id and state = 0 and attempts = :before";
constexpr const char* retry =
    "update deliveries set state = 0, attempts = 0, due_at_utc = :due_at, note = :note where id = :id and "
    "state = 2";
constexpr const char* insert_reply =
    "insert into replies (caller, idempotency_key, request_hash, project, version, reply, "
    "created_at_utc) values (:caller, :idempotency_key, :request_hash, :project, :version, :reply, "
    ":created_at)";
constexpr const char* keep_calendar =
    "insert into project_calendars (project, content) values (:project, :content) on conflict (project) do "
    "update set content = excluded.content";
constexpr const char* insert_document =
    "insert into documents (hash, content) values (:hash, :content) on conflict do nothing";

}  // namespace sql

}  // namespace

SqliteWriter::SqliteWriter(const std::filesystem::path& file, const ConnectionOptions& options,
                           LogLimits limits, std::shared_ptr<Checkpoints> checkpoints)
    : m_checkpoints(std::move(checkpoints)),
      m_limits(limits),
      m_connection(file, options),
      m_insert_event(m_connection, sql::insert_event,
                     {text, number, text, number, text, number, text, text, text, text, text}),
      m_create_project(m_connection, sql::create_project, {text, number, text, text, text, text}),
      m_move_project(m_connection, sql::move_project, {number, text, text, text, number, text, text}),
      m_find_project(m_connection, sql::find_project, {text}, {number, text}),
      m_rewrite_project(m_connection, sql::rewrite_project,
                        {number, text, text, text, text, text, text, text}),
      m_insert_label(m_connection, sql::insert_label, {text, text, text}),
      m_delete_label(m_connection, sql::delete_label, {text, text, text}),
      m_insert_delivery(m_connection, sql::insert_delivery, {text, number, text, text, text, number, number}),
      m_replace_deliveries(m_connection, sql::replace_deliveries, {text, text}),
      m_settle(m_connection, sql::settle, {number, number, number, text, number, number}),
      m_retry(m_connection, sql::retry, {number, text, number}),
      m_retry_with(m_connection, sql::retry_with, {number, text, text, number}),
      m_skip(m_connection, sql::skip, {text, number}),
      m_add_total(m_connection, sql::add_total, {number, number}),
      m_insert_reply(m_connection, sql::insert_reply, {text, text, text, text, number, text, number}),
      m_find_reply(m_connection, sql::find_reply, {text, text}, {text, text, number, text}),
      m_forget_replies(m_connection, sql::forget_replies, {number}),
      m_keep_calendar(m_connection, sql::keep_calendar, {text, text}),
      m_insert_document(m_connection, sql::insert_document, {text, text}),
      m_events_of(m_connection,
                  std::string("select ") + event_columns +
                      " from events where project = :project and seq > :after order by seq",
                  {text, number}, event_kinds),
      m_entries(m_connection),
      m_label_changes(m_connection) {
  m_connection.on_commit([this](int pages) { log_grew(pages); });
}

void SqliteWriter::log_grew(int pages) {
  if (pages < m_pages_asked_at) m_pages_asked_at = 0;  // the log started over
  if (pages - m_pages_asked_at >= m_limits.background_pages) {
    m_pages_asked_at = pages;
    m_checkpoints->ask();
  }
  m_log_is_long = pages >= m_limits.most_pages;
}

void SqliteWriter::begin() {
  // Here and not in commit(): the answers of the last group are out by now.
  if (m_log_is_long) m_connection.checkpoint();
  m_log_is_long = false;
  m_totals.fill(0);
  m_connection.begin();
}

void SqliteWriter::commit() {
  for (std::size_t state = 0; state < m_totals.size(); ++state)
    if (m_totals[state] != 0) m_add_total.run(m_totals[state], static_cast<std::int64_t>(state));
  m_totals.fill(0);
  m_connection.commit();
}

void SqliteWriter::rollback() noexcept {
  m_totals.fill(0);
  m_connection.rollback();
}

bool SqliteWriter::append(const Commit& commit) {
  const std::vector<Label> labels = in_order(commit.projection.labels);
  const std::string labels_text = joined(labels);
  // The project's row is the lock: whoever moves its version has the numbers up to there.
  if ((!commit.events.empty() || !commit.projection.slug.empty()) && !place(commit, labels, labels_text))
    return false;
  if (commit.projection.calendar) m_keep_calendar.run(commit.project, *commit.projection.calendar);
  for (const StoredEvent& event : commit.events)
    m_insert_event.run(event.project, event.seq, event.type, event.type_version, event.data,
                       to_column(event.recorded_at), event.by, event.on_behalf_of, event.request_id,
                       event.previous_hash, event.hash);
  for (const KeptDocument& document : commit.documents) keep_document(document.hash, document.text);
  add_deliveries(commit);
  if (!commit.idempotency_key.empty())
    m_insert_reply.run(commit.caller, commit.idempotency_key, commit.reply.request_hash, commit.project,
                       commit.reply.version, commit.reply.reply, to_column(commit.decided_at));
  return true;
}

bool SqliteWriter::place(const Commit& commit, const std::vector<Label>& labels,
                         const std::string& labels_text) {
  const Projection& projection = commit.projection;
  if (commit.events.empty()) {
    std::int64_t version = 0;
    {
      Rows rows = m_find_project.query(commit.project);
      if (!rows.next()) return false;
      version = rows.number(0);
    }
    return rewrite(commit, version, labels, labels_text);
  }
  if (commit.events.front().seq == 1) return create(commit, labels, labels_text);
  // Most commands change neither slug nor labels, and this one statement is all.
  if (m_move_project.run(commit.events.back().seq, projection.search_text, projection.summary, commit.project,
                         commit.events.front().seq - 1, projection.slug, labels_text) == 1)
    return true;
  return rewrite(commit, commit.events.front().seq - 1, labels, labels_text);
}

bool SqliteWriter::create(const Commit& commit, const std::vector<Label>& labels,
                          const std::string& labels_text) {
  const Projection& projection = commit.projection;
  if (m_create_project.run(commit.project, commit.events.back().seq, projection.slug, labels_text,
                           projection.search_text, projection.summary) != 1)
    return false;
  add_labels(commit.project, labels);
  return true;
}

bool SqliteWriter::rewrite(const Commit& commit, std::int64_t version, const std::vector<Label>& labels,
                           const std::string& labels_text) {
  std::vector<Label> before;
  {
    Rows rows = m_find_project.query(commit.project);
    if (!rows.next() || rows.number(0) != version) return false;
    before = split(rows.text(1));
  }
  const Projection& projection = commit.projection;
  const std::int64_t after = commit.events.empty() ? version : commit.events.back().seq;
  if (m_rewrite_project.run(after, projection.slug, labels_text, projection.search_text, projection.summary,
                            commit.project, projection.slug, commit.project) != 1)
    return false;
  std::vector<Label> gone;
  std::vector<Label> come;
  std::set_difference(before.begin(), before.end(), labels.begin(), labels.end(), std::back_inserter(gone));
  std::set_difference(labels.begin(), labels.end(), before.begin(), before.end(), std::back_inserter(come));
  for (const Label& label : gone) m_delete_label.run(label.kind, label.value, commit.project);
  add_labels(commit.project, come);
  return true;
}

void SqliteWriter::add_labels(const std::string& project, const std::vector<Label>& labels) {
  for (const Label& label : labels) m_insert_label.run(label.kind, label.value, project);
}

void SqliteWriter::add_deliveries(const Commit& commit) {
  // All replacing first: what this commit adds is never replaced by it.
  for (const NewDelivery& delivery : commit.deliveries) {
    if (delivery.replaces.empty()) continue;
    const std::int64_t replaced = m_replace_deliveries.run(commit.project, delivery.replaces);
    count(DeliveryState::waiting, -replaced);
    count(DeliveryState::replaced, replaced);
  }
  if (commit.deliveries.empty()) return;
  if (commit.events.empty()) throw std::logic_error("a delivery needs an event that calls for it");
  const std::int64_t seq = commit.events.back().seq;
  for (const NewDelivery& delivery : commit.deliveries) {
    if (delivery.adapter.empty()) continue;  // it only takes back what waited
    m_insert_delivery.run(commit.project, seq, delivery.adapter, delivery.name, delivery.payload,
                          to_column(delivery.due_at), to_column(commit.decided_at));
    count(DeliveryState::waiting, 1);
  }
}

std::vector<StoredEvent> SqliteWriter::events_of(std::string_view project, std::int64_t after_seq) {
  std::vector<StoredEvent> events;
  Rows rows = m_events_of.query(project, after_seq);
  while (rows.next()) events.push_back(read_event(rows, project));
  return events;
}

std::optional<StoredReply> SqliteWriter::reply_for(std::string_view caller,
                                                   std::string_view idempotency_key) {
  Rows rows = m_find_reply.query(caller, idempotency_key);
  if (!rows.next()) return std::nullopt;
  return StoredReply{.request_hash = rows.text(0),
                     .version = rows.number(2),
                     .reply = rows.text(3),
                     .project = rows.text(1)};
}

bool SqliteWriter::settle(std::int64_t delivery, int attempt, DeliveryState state, Instant due_at,
                          std::string_view note) {
  if (m_settle.run(static_cast<std::int64_t>(state), attempt, to_column(due_at), note, delivery,
                   attempt - 1) != 1)
    return false;
  count(DeliveryState::waiting, -1);
  count(state, 1);
  return true;
}

bool SqliteWriter::resolve(Statement& statement, DeliveryState state) {
  if (statement.run_bound() != 1) return false;
  count(DeliveryState::incident, -1);
  count(state, 1);
  return true;
}

bool SqliteWriter::retry(std::int64_t delivery, std::optional<std::string> payload, Instant now,
                         std::string_view note) {
  Statement& statement = payload ? m_retry_with : m_retry;
  std::size_t position = 0;
  statement.bind(position++, to_column(now));
  statement.bind(position++, note);
  if (payload) statement.bind(position++, *payload);
  statement.bind(position, delivery);
  return resolve(statement, DeliveryState::waiting);
}

bool SqliteWriter::skip(std::int64_t delivery, std::string_view reason) {
  m_skip.bind(0, reason);
  m_skip.bind(1, delivery);
  return resolve(m_skip, DeliveryState::skipped);
}

std::string SqliteWriter::add(const Entry& entry) {
  return m_entries.add(entry);
}

bool SqliteWriter::forget_personal(std::string_view entry) {
  return m_entries.forget_personal(entry);
}

std::optional<Entry> SqliteWriter::entry(std::string_view id) {
  return m_entries.entry(id);
}

std::vector<Entry> SqliteWriter::entries(const EntryQuery& query) {
  if (query.labels.size() > conditions_most) return {};  // nothing carries that many
  const EntryList list(query);
  Statement statement(m_connection, list.sql, list.parameters, entry_kinds);
  return list.read(statement, query);
}

void SqliteWriter::change_labels(LabelBatch& batch, const std::vector<Entry>& entries) {
  m_label_changes.change(batch, entries);
}

UndonePage SqliteWriter::undo_labels(const Undoing& undoing, std::int64_t after, int limit) {
  return m_label_changes.undo(undoing, after, limit);
}

void SqliteWriter::forget_replies_before(Instant instant) {
  m_forget_replies.run(to_column(instant));
}

void SqliteWriter::keep_document(std::string_view hash, std::string_view text_of_it) {
  m_insert_document.run(hash, text_of_it);
}

}  // namespace full_circle::store
