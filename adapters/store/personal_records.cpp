#include "adapters/store/personal_records.hpp"

#include "adapters/store/dialect.hpp"
#include "adapters/store/entries.hpp"
#include "adapters/store/migrations.hpp"
#include "adapters/store/rows.hpp"
#include "engine/record.hpp"

#include <algorithm>
#include <mutex>

namespace full_circle::store {
namespace {

using enum Holds;

/// How long it is remembered that a letter went to an address.
constexpr std::chrono::hours letters_remembered{24};
/// New entries that are looked through in one transaction.
constexpr std::int64_t looked_through = 500;

constexpr auto queued_state = static_cast<std::int64_t>(RecipientState::queued);
constexpr auto stopped_state = static_cast<std::int64_t>(RecipientState::stopped);
constexpr const char* forgotten = "forgotten";

std::string entries_where(const char* condition) {
  return std::string("select ") + entry_columns + condition;
}

/// Sets a recipient's row so that nobody is found through it: the id is made of the address.
std::string unnamed(const std::string& which) {
  return std::string("update recipients set id = ") + dialect::fresh_id + ", source = '" + forgotten +
         "', secret_hash = '', address_hash = '', state = case when state = " + std::to_string(queued_state) +
         " then " + std::to_string(stopped_state) + " else state end " + which;
}

struct Opened {
  Opened(const std::filesystem::path& file, const ConnectionOptions& options) : connection(file, options) {
    migrate(connection, migrations());
  }
  Connection connection;
};

class SqlitePersonalRecords final : public PersonalRecords {
 public:
  SqlitePersonalRecords(const std::filesystem::path& file, const SqliteOptions& options)
      : m_opened(file, {.busy_timeout = options.busy_timeout, .cache_kibibytes = 2'048}) {}

  std::vector<Entry> entries_with(std::string_view text, std::int64_t after, int limit) override {
    const std::lock_guard lock(m_mutex);
    return entries(m_with, folded(text), after, std::int64_t{limit});
  }
  std::vector<Entry> entries_of_people(std::string_view project, int limit) override {
    const std::lock_guard lock(m_mutex);
    return entries(m_of_people, project, std::int64_t{limit});
  }
  std::vector<std::string> projects_of_people() override {
    const std::lock_guard lock(m_mutex);
    return texts(m_projects);
  }
  std::optional<Entry> entry(std::string_view id) override {
    const std::lock_guard lock(m_mutex);
    return one(id);
  }
  bool change(std::string_view id, const std::function<void(Entry&)>& change) override;
  void when_nobody_has(std::string_view text, const std::function<void()>& act) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    if (entries(m_with, folded(text), std::int64_t{0}, std::int64_t{1}).empty()) act();
    transaction.commit();
  }
  std::int64_t forget_keys(Instant before, std::string_view kept, int limit) override {
    const std::lock_guard lock(m_mutex);
    return m_forget_keys.run(to_column(before), static_cast<std::int64_t>(kept.size()), kept,
                             std::int64_t{limit});
  }

  void look_for_letters(std::string_view mark, Instant now) override;
  std::vector<Entry> letters_due(Instant now, int limit) override {
    const std::lock_guard lock(m_mutex);
    return entries(m_letters_due, to_column(now), std::int64_t{limit});
  }
  void letter_left(std::string_view entry, std::string_view address, Instant now) override {
    const std::lock_guard lock(m_mutex);
    m_letter_left.run(to_column(now), hash_of("letter", address), entry);
  }
  void letter_put_off(std::string_view entry, Instant at) override {
    const std::lock_guard lock(m_mutex);
    m_letter_due.run(to_column(at), entry);
  }
  std::int64_t letters_left(std::string_view address, Instant since) override {
    const std::lock_guard lock(m_mutex);
    Rows rows = m_count_letters.query(hash_of("letter", address), to_column(since));
    return rows.next() ? rows.number(0) : 0;
  }

  AddressKept kept_of(std::string_view channel, std::string_view address) override;
  bool forget_follower(std::string_view id) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    m_forget_follows.run(id);
    m_forget_items.run(id);
    m_forget_question.run(id);
    const bool there = m_forget_follower.run(id) == 1;
    transaction.commit();
    return there;
  }
  std::int64_t forget_follows(std::string_view scope) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    const std::int64_t forgot = m_forget_scope.run(scope);
    m_forget_items_of_nobody.run();
    m_forget_empty.run();
    transaction.commit();
    return forgot;
  }
  std::vector<std::string> scopes(std::string_view start) override {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> all = texts(m_scopes);
    std::erase_if(all, [&](const std::string& scope) { return !scope.starts_with(start); });
    return all;
  }

  std::vector<Recipient> recipients(std::string_view source) override;
  std::int64_t forget_recipients(std::string_view source) override {
    const std::lock_guard lock(m_mutex);
    return m_forget_recipients.run(source);
  }
  std::int64_t forget_recipients_before(Instant before, int limit) override {
    const std::lock_guard lock(m_mutex);
    return m_forget_old.run(to_column(before), std::int64_t{limit});
  }

  void note(const Erasure& erasure) override {
    const std::lock_guard lock(m_mutex);
    m_note.run(to_column(erasure.at), erasure.by, erasure.reason, erasure.counts);
  }
  std::vector<Erasure> erasures(std::int64_t before, int limit) override;
  bool clear_files() noexcept override {
    const std::lock_guard lock(m_mutex);
    return m_opened.connection.empty_log();
  }

 private:
  template <class... Values>
  static std::vector<std::string> texts(Statement& statement, const Values&... values) {
    std::vector<std::string> found;
    Rows rows = statement.query(values...);
    while (rows.next()) found.push_back(rows.text(0));
    return found;
  }
  template <class... Values>
  static std::vector<Entry> entries(Statement& statement, const Values&... values) {
    std::vector<Entry> found;
    Rows rows = statement.query(values...);
    while (rows.next()) found.push_back(read_entry(rows));
    return found;
  }
  std::optional<Entry> one(std::string_view id) {
    auto found = entries(m_entry, id);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
  }
  Statement made(const std::string& sql, std::initializer_list<Holds> parameters,
                 std::initializer_list<Holds> columns = {}) {
    return {m_opened.connection, sql, parameters, columns};
  }
  Statement listed(const char* condition, const std::vector<Holds>& parameters) {
    return {m_opened.connection, entries_where(condition), parameters, entry_kinds};
  }

  std::mutex m_mutex;
  Opened m_opened;
  Statement m_entry = listed("where e.id = :id", {text});
  Statement m_with = listed(
      "where p.entry is not null and instr(lower(p.content), :text) > 0 and e.position > :after order by "
      "e.position limit :n",
      {text, number, number});
  Statement m_of_people = listed(
      "where p.entry is not null and e.project = :project order by e.position limit :n", {text, number});
  Statement m_projects = made(
      "select distinct e.project from entry_people p join entries e on e.position = p.entry order by "
      "e.project",
      {}, {text});
  Statement m_write = made(
      "update entries set data = :data, search_text = :search_text, entry_key = :entry_key where id = :id",
      {text, text, text, text});
  Statement m_forget_person = made("delete from entry_people where entry = :entry", {number});
  Statement m_keep_person = made(
      "insert into entry_people (entry, content) values (:entry, :content) on conflict (entry) do update set "
      "content = excluded.content",
      {number, text});
  Statement m_forget_keys = made(
      "update entries set entry_key = '' where position in (select position from entries where entry_key <> "
      "'' and received_at_utc < :before and substr(entry_key, 1, :length) <> :kept limit :n)",
      {number, number, text, number});

  Statement m_seen = made("select position from entry_letters_seen", {}, {number});
  Statement m_any_new = made("select max(position) from entries", {}, {number});
  Statement m_look = made(
      "insert into entry_letters (entry, due_at_utc, address_hash) select position, :now, '' from entries "
      "where position > :seen and position <= :until and instr(data, :mark) > 0 on conflict do nothing",
      {number, number, number, text});
  Statement m_keep_seen = made("update entry_letters_seen set position = :until", {number});
  Statement m_forget_letter = made("delete from entry_letters where entry = :entry", {number});
  Statement m_forget_letters = made("delete from entry_letters where left_at_utc < :before", {number});
  Statement m_letters_due = listed(
      "join entry_letters l on l.entry = e.position where l.due_at_utc <= :now order by l.due_at_utc limit "
      ":n",
      {number, number});
  Statement m_letter_left = made(
      "update entry_letters set due_at_utc = null, left_at_utc = :now, address_hash = :hash where entry = "
      "(select position from entries where id = :id)",
      {number, text, text});
  Statement m_letter_due = made(
      "update entry_letters set due_at_utc = :at where entry = (select position from entries where id = :id)",
      {number, text});
  Statement m_count_letters =
      made("select count(*) from entry_letters where address_hash = :hash and left_at_utc >= :since",
           {text, number}, {number});

  Statement m_follower =
      made("select id, address from followers where channel = :channel and address_folded = :folded",
           {text, text}, {text, text});
  Statement m_follows = made(
      "select scope, wanted, rhythm, asked_at_utc, confirmed_at_utc from follows where follower = :follower "
      "order by scope",
      {text}, {text, number, number, number, number});
  Statement m_waiting = made("select count(*) from digest_items where follower = :id", {text}, {number});
  Statement m_stop =
      made("select stopped_at_utc from stops where channel = :channel and address_hash = :hash", {text, text},
           {number});
  Statement m_forget_follows = made("delete from follows where follower = :follower", {text});
  Statement m_forget_items = made("delete from digest_items where follower = :follower", {text});
  Statement m_forget_follower = made("delete from followers where id = :id", {text});
  Statement m_forget_question = made(
      "delete from question_letters where address_hash = (select address_hash from followers where id = :id)",
      {text});
  Statement m_forget_scope = made("delete from follows where scope = :scope", {text});
  Statement m_forget_items_of_nobody = made(
      "delete from digest_items where not exists (select 1 from follows where follows.follower = "
      "digest_items.follower)",
      {});
  Statement m_forget_empty = made(
      "delete from followers where not exists (select 1 from follows where follower = followers.id)", {});
  Statement m_scopes = made("select distinct scope from follows order by scope", {}, {text});

  Statement m_recipients = made(
      "select id, delivery_key, state, noted_at_utc, bounces from recipients where source = :source order by "
      "noted_at_utc, id",
      {text}, {text, text, number, number, number});
  Statement m_forget_recipients = made(unnamed("where source = :source"), {text});
  Statement m_forget_old = made(unnamed(std::string("where id in (select id from recipients where "
                                                    "noted_at_utc < :before and source <> '") +
                                        forgotten + "' limit :n)"),
                                {number, number});

  Statement m_note =
      made("insert into erasures (at_utc, by_person, reason, counts) values (:at, :by, :reason, :counts)",
           {number, text, text, text});
  Statement m_erasures = made(
      "select id, at_utc, by_person, reason, counts from erasures where id < :before order by id desc limit "
      ":n",
      {number, number}, {number, number, text, text, text});
};

bool SqlitePersonalRecords::change(std::string_view id, const std::function<void(Entry&)>& change) {
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  auto entry = one(id);
  if (!entry) return false;
  const Entry before = *entry;
  change(*entry);
  if (entry->data != before.data || entry->search_text != before.search_text || entry->key != before.key)
    m_write.run(entry->data, entry->search_text, entry->key, id);
  if (entry->personal.empty()) {
    m_forget_person.run(before.position);
    m_forget_letter.run(before.position);
  } else if (entry->personal != before.personal) {
    m_keep_person.run(before.position, entry->personal);
  }
  transaction.commit();
  return true;
}

void SqlitePersonalRecords::look_for_letters(std::string_view mark, Instant now) {
  const std::lock_guard lock(m_mutex);
  m_forget_letters.run(to_column(now - letters_remembered));
  const auto first_number = [](Rows rows) { return rows.next() ? rows.number(0) : 0; };
  while (true) {
    const std::int64_t newest = first_number(m_any_new.query());
    if (first_number(m_seen.query()) >= newest) return;
    Transaction transaction(m_opened.connection);
    const std::int64_t seen = first_number(m_seen.query());
    const std::int64_t until = std::min(newest, seen + looked_through);
    m_look.run(to_column(now), seen, until, mark);
    m_keep_seen.run(until);
    transaction.commit();
  }
}

AddressKept SqlitePersonalRecords::kept_of(std::string_view channel, std::string_view address) {
  const std::lock_guard lock(m_mutex);
  AddressKept kept;
  {
    Rows rows = m_stop.query(channel, hash_of(channel, address));
    if (rows.next()) kept.stopped_at = to_instant(rows.number(0));
  }
  {
    Rows rows = m_follower.query(channel, folded(address));
    if (!rows.next()) return kept;
    kept.follower = Follower{.id = rows.text(0), .channel = std::string(channel), .address = rows.text(1)};
  }
  {
    Rows rows = m_waiting.query(kept.follower->id);
    if (rows.next()) kept.waiting = rows.number(0);
  }
  Rows rows = m_follows.query(kept.follower->id);
  while (rows.next()) {
    const auto follow = [&](std::size_t rhythm) {
      return Follow{rows.text(0), static_cast<Rhythm>(rows.number(rhythm))};
    };
    if (rows.number_or_null(3)) kept.follower->asked_for.push_back(follow(1));
    if (rows.number_or_null(4)) kept.follower->confirmed.push_back(follow(2));
  }
  return kept;
}

std::vector<Recipient> SqlitePersonalRecords::recipients(std::string_view source) {
  const std::lock_guard lock(m_mutex);
  std::vector<Recipient> found;
  Rows rows = m_recipients.query(source);
  while (rows.next())
    found.push_back({.id = rows.text(0),
                     .key = rows.text(1),
                     .source = std::string(source),
                     .state = static_cast<RecipientState>(rows.number(2)),
                     .noted_at = to_instant(rows.number(3)),
                     .bounces = static_cast<int>(rows.number(4))});
  return found;
}

std::vector<Erasure> SqlitePersonalRecords::erasures(std::int64_t before, int limit) {
  const std::lock_guard lock(m_mutex);
  std::vector<Erasure> found;
  Rows rows = m_erasures.query(before > 0 ? before : INT64_MAX, std::int64_t{limit});
  while (rows.next())
    found.push_back({.id = rows.number(0),
                     .at = to_instant(rows.number(1)),
                     .by = rows.text(2),
                     .reason = rows.text(3),
                     .counts = rows.text(4)});
  return found;
}

}  // namespace

std::unique_ptr<PersonalRecords> open_sqlite_personal_records(const std::filesystem::path& file,
                                                              const SqliteOptions& options) {
  return std::make_unique<SqlitePersonalRecords>(file, options);
}

}  // namespace full_circle::store
