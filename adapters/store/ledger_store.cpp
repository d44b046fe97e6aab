#include "adapters/shared/secret.hpp"
#include "adapters/store/follower_store.hpp"
#include "adapters/store/migrations.hpp"
#include "adapters/store/rows.hpp"

#include <algorithm>
#include <mutex>

namespace full_circle::store {
namespace {

using enum Holds;

constexpr auto queued_state = static_cast<std::int64_t>(RecipientState::queued);
constexpr auto sent_state = static_cast<std::int64_t>(RecipientState::sent);
constexpr auto refused_state = static_cast<std::int64_t>(RecipientState::refused);
constexpr auto bounced_state = static_cast<std::int64_t>(RecipientState::bounced);

std::string select_recipient(const char* rest) {
  return std::string(
             "select id, delivery_key, source, state, noted_at_utc, bounces, secret_hash, channel, "
             "address_hash, contributions from recipients ") +
         rest;
}
const std::vector<Holds> recipient_kinds{text, text, text, number, number, number, text, text, text, number};

Recipient read_recipient(Rows& rows) {
  return {.id = rows.text(0),
          .key = rows.text(1),
          .source = rows.text(2),
          .channel = rows.text(7),
          .address_hash = rows.text(8),
          .state = static_cast<RecipientState>(rows.number(3)),
          .noted_at = to_instant(rows.number(4)),
          .bounces = static_cast<int>(rows.number(5)),
          .contributions = rows.number(9)};
}

/// Whether one of these hashes, with a blank between, is that one.
bool holds(std::string_view kept, std::string_view hash) {
  bool found = false;
  while (!kept.empty()) {
    const std::size_t end = std::min(kept.find(' '), kept.size());
    found |= end > 0 && shared::same_text(kept.substr(0, end), hash);
    kept.remove_prefix(std::min(end + 1, kept.size()));
  }
  return found;
}

/// A note has to outlive the program, not the power: so one costs no wait for the disk.
ConnectionOptions noting(const SqliteOptions& options) {
  return {.durability = ConnectionOptions::Durability::normal,
          .busy_timeout = options.busy_timeout,
          .cache_kibibytes = 2'048};
}

struct Opened {
  Opened(const std::filesystem::path& file, const ConnectionOptions& options) : connection(file, options) {
    migrate(connection, migrations());
  }
  Connection connection;
};

class SqliteLedger final : public Ledger {
 public:
  SqliteLedger(const std::filesystem::path& file, const SqliteOptions& options)
      : m_opened(file, noting(options)) {}

  void queue(std::span<const Recipient> recipients, Instant now) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    for (const Recipient& one : recipients)
      m_insert.run(one.id, one.key, one.source, one.channel,
                   one.address.empty() ? "" : hash_of(one.channel, one.address),
                   static_cast<std::int64_t>(one.state), to_column(now), one.contributions);
    transaction.commit();
  }
  void close_list(std::string_view key, Instant now) override {
    const std::lock_guard lock(m_mutex);
    m_close.run(key, to_column(now));
  }
  bool list_closed(std::string_view key) override {
    const std::lock_guard lock(m_mutex);
    return m_closed.query(key).next();
  }
  void open_list(std::string_view key) override {
    const std::lock_guard lock(m_mutex);
    m_open.run(key);
  }
  void queue_refused(std::string_view key, Instant now) override {
    const std::lock_guard lock(m_mutex);
    m_requeue.run(queued_state, to_column(now), key, refused_state);
  }

  std::vector<Recipient> queued(std::string_view key, std::string_view after, int limit) override {
    const std::lock_guard lock(m_mutex);
    std::vector<Recipient> found;
    Rows rows = m_queued.query(key, queued_state, after, std::int64_t{limit});
    while (rows.next()) found.push_back(read_recipient(rows));
    return found;
  }
  void keep_secrets(std::span<const std::pair<std::string, std::string>> hashes) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    for (const auto& [id, hash] : hashes) m_secret.run(hash, id);
    transaction.commit();
  }
  void note(std::string_view id, RecipientState state, Instant now) override {
    const std::lock_guard lock(m_mutex);
    m_note.run(static_cast<std::int64_t>(state), to_column(now), id);
  }
  void settle() override {
    const std::lock_guard lock(m_mutex);
    m_opened.connection.checkpoint();  // syncs the log before it copies from it
  }

  std::optional<Recipient> recipient(std::string_view id) override {
    const std::lock_guard lock(m_mutex);
    Rows rows = m_one.query(id);
    if (!rows.next()) return std::nullopt;
    return read_recipient(rows);
  }
  std::optional<Recipient> recipient_by_secret(std::string_view id, std::string_view secret_hash) override {
    const std::lock_guard lock(m_mutex);
    Rows rows = m_one.query(id);
    if (!rows.next() || !holds(rows.text(6), secret_hash)) return std::nullopt;
    return read_recipient(rows);
  }
  std::optional<Recipient> bounced(std::string_view id, Instant now) override {
    const std::lock_guard lock(m_mutex);
    if (m_bounce.run(bounced_state, to_column(now), id, sent_state, bounced_state) != 1) return std::nullopt;
    Rows rows = m_one.query(id);
    if (!rows.next()) return std::nullopt;
    return read_recipient(rows);
  }
  std::int64_t sent_beside(std::string_view key, std::string_view source) override {
    const std::lock_guard lock(m_mutex);
    Rows rows = m_sent_beside.query(key, sent_state, bounced_state, source);
    return rows.next() ? rows.number(0) : 0;
  }
  SendingProgress progress(std::string_view key) override {
    const std::lock_guard lock(m_mutex);
    SendingProgress progress;
    Rows rows = m_progress.query(key);
    while (rows.next()) {
      const auto state = static_cast<RecipientState>(rows.number(0));
      progress.counts.push_back({rows.text(4), state, rows.number(1)});
      progress.contributions += rows.number(5);
      if (state == RecipientState::sent) progress.contributions_sent += rows.number(5);
      if (state != RecipientState::sent && state != RecipientState::bounced) continue;
      const Instant first = to_instant(rows.number(2));
      const Instant last = to_instant(rows.number(3));
      progress.first_at = std::min(progress.first_at.value_or(first), first);
      progress.last_at = std::max(progress.last_at.value_or(last), last);
    }
    return progress;
  }

 private:
  std::mutex m_mutex;
  Opened m_opened;
  Statement m_insert{
      m_opened.connection,
      "insert into recipients (id, delivery_key, source, channel, address_hash, state, noted_at_utc, "
      "secret_hash, bounces, contributions) values (:id, :key, :source, :channel, :address_hash, :state, "
      ":at, "
      "'', 0, :contributions) on conflict (id) do update set contributions = max(recipients.contributions, "
      "excluded.contributions)",
      {text, text, text, text, text, number, number, number}};
  Statement m_close{
      m_opened.connection,
      "insert into recipient_lists (delivery_key, closed_at_utc) values (:key, :at) on conflict do nothing",
      {text, number}};
  Statement m_closed{m_opened.connection,
                     "select closed_at_utc from recipient_lists where delivery_key = :key",
                     {text},
                     {number}};
  Statement m_open{m_opened.connection, "delete from recipient_lists where delivery_key = :key", {text}};
  Statement m_requeue{m_opened.connection,
                      "update recipients set state = :queued, noted_at_utc = :at where delivery_key = :key "
                      "and state = :refused",
                      {number, number, text, number}};
  Statement m_queued{
      m_opened.connection,
      select_recipient("where delivery_key = :key and state = :state and id > :after order by id limit :n"),
      {text, number, text, number},
      recipient_kinds};
  Statement m_secret{m_opened.connection,
                     "update recipients set secret_hash = trim(secret_hash || ' ' || :hash) where id = :id",
                     {text, text}};
  Statement m_note{m_opened.connection,
                   "update recipients set state = :state, noted_at_utc = :at where id = :id",
                   {number, number, text}};
  Statement m_one{m_opened.connection, select_recipient("where id = :id"), {text}, recipient_kinds};
  Statement m_bounce{m_opened.connection,
                     "update recipients set state = :state, noted_at_utc = :at, bounces = bounces + 1 where "
                     "id = :id and state in (:sent, :bounced)",
                     {number, number, text, number, number}};
  Statement m_sent_beside{m_opened.connection,
                          "select count(*) from recipients where delivery_key = :key and state in (:sent, "
                          ":bounced) and source <> :source",
                          {text, number, number, text},
                          {number}};
  Statement m_progress{
      m_opened.connection,
      "select state, count(*), min(noted_at_utc), max(noted_at_utc), channel, sum(contributions) from "
      "recipients where delivery_key = :key group by channel, state order by channel, state",
      {text},
      {number, number, number, number, text, number}};
};

}  // namespace

std::unique_ptr<Ledger> open_sqlite_ledger(const std::filesystem::path& file, const SqliteOptions& options) {
  return std::make_unique<SqliteLedger>(file, options);
}

}  // namespace full_circle::store
