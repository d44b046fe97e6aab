#include "adapters/store/follower_store.hpp"

#include "adapters/shared/secret.hpp"
#include "adapters/store/migrations.hpp"
#include "adapters/store/rows.hpp"
#include "engine/record.hpp"

#include <algorithm>
#include <mutex>

namespace full_circle::store {
namespace {

using enum Holds;

/// Far more than a council's followers would ask for in a week.
constexpr std::int64_t waiting_most = 10'000;
constexpr std::chrono::hours between_letters{1};

ConnectionOptions options_of(const SqliteOptions& options) {
  return {.busy_timeout = options.busy_timeout, .cache_kibibytes = 2'048};
}

struct Opened {
  Opened(const std::filesystem::path& file, const ConnectionOptions& options) : connection(file, options) {
    migrate(connection, migrations());
  }
  Connection connection;
};

class SqliteFollowers final : public Followers {
 public:
  SqliteFollowers(const std::filesystem::path& file, const SqliteOptions& options)
      : m_opened(file, options_of(options)) {
    hash_addresses();
  }

  std::optional<Refusal> ask(std::string_view channel, std::string_view address, const Follow& follow,
                             Instant now) override;
  std::vector<Follower> to_confirm(Instant now, int limit) override {
    const std::lock_guard lock(m_mutex);
    std::vector<Follower> found;
    for (const std::string& id : ids(m_letters_due, to_column(now), std::int64_t{limit}))
      found.push_back(*read(id));
    return found;
  }
  void keep_secret(std::string_view id, std::string_view secret_hash,
                   std::span<const Follow> listed) override;
  void letter_left(std::string_view id, Instant now) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    m_remember_letter.run(to_column(now), id);
    m_letter_left.run(to_column(now + between_letters), id);
    transaction.commit();
  }
  void letter_put_off(std::string_view id, Instant at) override {
    const std::lock_guard lock(m_mutex);
    m_letter_due.run(to_column(at), id);
  }

  std::optional<Follower> find(std::string_view id) override {
    const std::lock_guard lock(m_mutex);
    return read(id);
  }
  std::optional<Follower> find_by_secret(std::string_view id, std::string_view secret_hash) override {
    const std::lock_guard lock(m_mutex);
    return opened_by(id, secret_hash) ? read(id, Asked::listed) : std::nullopt;
  }
  bool confirm(std::string_view id, std::string_view secret_hash, Instant now) override;

  void stop(std::string_view channel, std::string_view address, Instant now) override {
    stop_hashed(channel, hash_of(channel, address), now);
  }
  void stop_hashed(std::string_view channel, std::string_view address_hash, Instant now) override;
  bool stopped(std::string_view channel, std::string_view address) override {
    const std::lock_guard lock(m_mutex);
    return m_find_stop.query(channel, hash_of(channel, address)).next();
  }

  std::vector<Follower> following(std::span<const std::string> scopes, std::string_view after,
                                  int limit) override;

  void keep_for_digest(std::string_view id, const DigestItem& item, Instant due_at) override {
    const std::lock_guard lock(m_mutex);
    m_keep_item.run(id, item.key, item.text, item.url, to_column(due_at));
  }
  std::vector<Digest> digests_due(Instant now, int limit) override;
  void digest_left(std::string_view id, std::int64_t up_to) override {
    const std::lock_guard lock(m_mutex);
    m_drop_items.run(id, up_to);
  }
  void digest_put_off(std::string_view id, Instant at) override {
    const std::lock_guard lock(m_mutex);
    m_digest_after.run(to_column(at), id);
  }
  void forget_unconfirmed(Instant before) override {
    const std::lock_guard lock(m_mutex);
    Transaction transaction(m_opened.connection);
    m_forget_new.run(to_column(before));
    m_forget_changes.run(to_column(before));
    m_forget_empty.run();
    m_forget_letters.run(to_column(before));
    transaction.commit();
  }

 private:
  /// Of those who follow since before there were hashes of them.
  void hash_addresses();
  template <class... Values>
  static std::vector<std::string> ids(Statement& statement, const Values&... values) {
    std::vector<std::string> found;
    Rows rows = statement.query(values...);
    while (rows.next()) found.push_back(rows.text(0));
    return found;
  }
  /// All that was asked for, or what the last letter listed of it.
  enum class Asked { all, listed };
  std::optional<Follower> read(std::string_view id, Asked which = Asked::all);
  bool opened_by(std::string_view id, std::string_view secret_hash);
  Statement& by_scopes(std::size_t count);

  Statement made(const char* sql, std::initializer_list<Holds> parameters,
                 std::initializer_list<Holds> columns = {}) {
    return {m_opened.connection, sql, parameters, columns};
  }

  std::mutex m_mutex;
  Opened m_opened;
  Statement m_count_waiting =
      made("select count(*) from follows where asked_at_utc is not null", {}, {number});
  Statement m_insert = made(
      "insert into followers (id, channel, address, address_folded, address_hash, secret_hash, "
      "digest_after_utc) values (:id, :channel, :address, :folded, :hash, '', 0) on conflict do nothing",
      {text, text, text, text, text});
  Statement m_by_address = made(
      "select id, letter_due_at_utc from followers where channel = :channel and address_folded = :folded",
      {text, text}, {text, number});
  Statement m_by_hash = made("select id from followers where channel = :channel and address_hash = :hash",
                             {text, text}, {text});
  Statement m_ask = made(
      "insert into follows (follower, scope, wanted, rhythm, asked_at_utc) values (:follower, :scope, "
      ":wanted, :rhythm, :at) on conflict (follower, scope) do update set asked_at_utc = case when "
      "follows.asked_at_utc is not null and follows.wanted = excluded.wanted then follows.asked_at_utc "
      "else excluded.asked_at_utc end, wanted = excluded.wanted",
      {text, text, number, number, number});
  Statement m_letter_due =
      made("update followers set letter_due_at_utc = :at where id = :id", {number, text});
  Statement m_letters_due =
      made("select id from followers where letter_due_at_utc <= :now order by letter_due_at_utc limit :n",
           {number, number}, {text});
  /// Whoever asked while it was leaving waits for the next one.
  Statement m_letter_left = made(
      "update followers set letter_due_at_utc = case when exists (select 1 from follows where follower = "
      "followers.id and asked_at_utc is not null and (listed is null or listed <> wanted)) then :next end "
      "where id = :id",
      {number, text});
  Statement m_remember_letter = made(
      "insert into question_letters (address_hash, left_at_utc) select address_hash, :at from followers "
      "where "
      "id = :id on conflict (address_hash) do update set left_at_utc = excluded.left_at_utc",
      {number, text});
  Statement m_letter_remembered =
      made("select left_at_utc from question_letters where address_hash = :hash", {text}, {number});
  Statement m_forget_letters = made("delete from question_letters where left_at_utc < :before", {number});
  Statement m_keep_secret = made("update followers set secret_hash = :hash where id = :id", {text, text});
  Statement m_list_nothing = made("update follows set listed = null where follower = :follower", {text});
  Statement m_list = made("update follows set listed = :rhythm where follower = :follower and scope = :scope",
                          {number, text, text});
  Statement m_read = made("select id, channel, address, secret_hash from followers where id = :id", {text},
                          {text, text, text, text});
  Statement m_read_follows = made(
      "select scope, wanted, rhythm, asked_at_utc, confirmed_at_utc, listed = wanted from follows where "
      "follower = :follower order by scope",
      {text}, {text, number, number, number, number, number});
  Statement m_confirm = made(
      "update follows set rhythm = wanted, confirmed_at_utc = :now, asked_at_utc = null where follower = "
      ":follower and listed = wanted",
      {number, text});
  Statement m_insert_stop = made(
      "insert into stops (channel, address_hash, stopped_at_utc) values (:channel, :hash, :at) on "
      "conflict do nothing",
      {text, text, number});
  Statement m_find_stop =
      made("select stopped_at_utc from stops where channel = :channel and address_hash = :hash", {text, text},
           {number});
  Statement m_forget_follows = made("delete from follows where follower = :follower", {text});
  Statement m_forget_items = made("delete from digest_items where follower = :follower", {text});
  Statement m_forget_follower = made("delete from followers where id = :id", {text});
  Statement m_keep_item = made(
      "insert into digest_items (follower, delivery_key, content, url, due_at_utc) values (:follower, "
      ":key, :content, :url, :due) on conflict do nothing",
      {text, text, text, text, number});
  Statement m_digests_due = made(
      "select distinct f.id from digest_items i join followers f on f.id = i.follower where i.due_at_utc "
      "<= :now and f.digest_after_utc <= :now_too limit :n",
      {number, number, number}, {text});
  Statement m_items = made(
      "select position, delivery_key, content, url from digest_items where follower = :follower order by "
      "position limit 200",
      {text}, {number, text, text, text});
  Statement m_drop_items =
      made("delete from digest_items where follower = :follower and position <= :until", {text, number});
  Statement m_digest_after =
      made("update followers set digest_after_utc = :at where id = :id", {number, text});
  Statement m_forget_new =
      made("delete from follows where asked_at_utc < :before and confirmed_at_utc is null", {number});
  Statement m_forget_changes = made(
      "update follows set asked_at_utc = null, wanted = rhythm, listed = null where asked_at_utc < :before",
      {number});
  Statement m_forget_empty = made(
      "delete from followers where not exists (select 1 from follows where follower = followers.id)", {});
  std::vector<std::optional<Statement>> m_by_scopes;
};

std::optional<Refusal> SqliteFollowers::ask(std::string_view channel, std::string_view address,
                                            const Follow& follow, Instant now) {
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  {
    Rows rows = m_count_waiting.query();
    if (rows.next() && rows.number(0) >= waiting_most)
      return Refusal{.reason = Reason::too_many,
                     .message = "Too many people are asking right now. Please try again tomorrow."};
  }
  const std::string hash = hash_of(channel, address);
  std::string id;
  std::optional<std::int64_t> due;
  while (id.empty()) {
    // Nothing happens when the address is known, and when somebody else has the reference.
    m_insert.run(shared::fresh_reference(now), channel, address, folded(address), hash);
    Rows rows = m_by_address.query(channel, folded(address));
    if (!rows.next()) continue;
    id = rows.text(0);
    due = rows.number_or_null(1);
  }
  std::int64_t from = to_column(now);
  {
    Rows rows = m_letter_remembered.query(hash);
    if (rows.next()) from = std::max(from, to_column(to_instant(rows.number(0)) + between_letters));
  }
  const auto rhythm = static_cast<std::int64_t>(follow.rhythm);
  m_ask.run(id, follow.scope, rhythm, rhythm, to_column(now));
  if (!due) m_letter_due.run(from, id);
  transaction.commit();
  return std::nullopt;
}

void SqliteFollowers::keep_secret(std::string_view id, std::string_view secret_hash,
                                  std::span<const Follow> listed) {
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  m_keep_secret.run(secret_hash, id);
  m_list_nothing.run(id);
  for (const Follow& one : listed) m_list.run(static_cast<std::int64_t>(one.rhythm), id, one.scope);
  transaction.commit();
}

std::optional<Follower> SqliteFollowers::read(std::string_view id, Asked which) {
  Follower follower;
  {
    Rows rows = m_read.query(id);
    if (!rows.next()) return std::nullopt;
    follower.id = rows.text(0);
    follower.channel = rows.text(1);
    follower.address = rows.text(2);
  }
  Rows rows = m_read_follows.query(id);
  while (rows.next()) {
    const auto rhythm = [&](std::size_t column) { return static_cast<Rhythm>(rows.number(column)); };
    const bool listed = rows.number_or_null(5) == 1;
    if (rows.number_or_null(3) && (which == Asked::all || listed))
      follower.asked_for.push_back({rows.text(0), rhythm(1)});
    if (rows.number_or_null(4)) follower.confirmed.push_back({rows.text(0), rhythm(2)});
  }
  return follower;
}

bool SqliteFollowers::opened_by(std::string_view id, std::string_view secret_hash) {
  Rows rows = m_read.query(id);
  return rows.next() && !rows.text(3).empty() && shared::same_text(rows.text(3), secret_hash);
}

bool SqliteFollowers::confirm(std::string_view id, std::string_view secret_hash, Instant now) {
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  if (!opened_by(id, secret_hash) || m_confirm.run(to_column(now), id) == 0) return false;
  transaction.commit();
  return true;
}

void SqliteFollowers::stop_hashed(std::string_view channel, std::string_view address_hash, Instant now) {
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  m_insert_stop.run(channel, address_hash, to_column(now));
  for (const std::string& id : ids(m_by_hash, channel, address_hash)) {
    m_forget_follows.run(id);
    m_forget_items.run(id);
    m_forget_follower.run(id);
  }
  transaction.commit();
}

void SqliteFollowers::hash_addresses() {
  Transaction transaction(m_opened.connection);
  Statement unhashed = made("select id from followers where address_hash = ''", {}, {text});
  Statement keep = made("update followers set address_hash = :hash where id = :id", {text, text});
  for (const std::string& id : ids(unhashed)) {
    const auto follower = read(id);
    keep.run(hash_of(follower->channel, follower->address), id);
  }
  transaction.commit();
}

/// One statement for each number of scopes.
Statement& SqliteFollowers::by_scopes(std::size_t count) {
  if (m_by_scopes.size() <= count) m_by_scopes.resize(count + 1);
  auto& statement = m_by_scopes[count];
  if (statement) return *statement;
  std::string sql = "select distinct follower from follows where confirmed_at_utc is not null and scope in (";
  std::vector<Holds> parameters;
  for (std::size_t i = 0; i < count; ++i) {
    sql += (i == 0 ? ":scope" : ", :scope") + std::to_string(i);
    parameters.push_back(text);
  }
  parameters.insert(parameters.end(), {text, number});
  statement.emplace(m_opened.connection, sql + ") and follower > :after order by follower limit :n",
                    parameters, std::vector<Holds>{text});
  return *statement;
}

std::vector<Follower> SqliteFollowers::following(std::span<const std::string> scopes, std::string_view after,
                                                 int limit) {
  if (scopes.empty() || scopes.size() > conditions_most) return {};
  const std::lock_guard lock(m_mutex);
  Statement& statement = by_scopes(scopes.size());
  std::size_t position = 0;
  for (const std::string& scope : scopes) statement.bind(position++, scope);
  statement.bind(position++, after);
  statement.bind(position, std::int64_t{limit});
  std::vector<std::string> found;
  {
    Rows rows = statement.query_bound();
    while (rows.next()) found.push_back(rows.text(0));
  }
  std::vector<Follower> followers;
  followers.reserve(found.size());
  for (const std::string& id : found) followers.push_back(*read(id));
  return followers;
}

std::vector<Digest> SqliteFollowers::digests_due(Instant now, int limit) {
  const std::lock_guard lock(m_mutex);
  std::vector<Digest> due;
  for (const std::string& id : ids(m_digests_due, to_column(now), to_column(now), std::int64_t{limit})) {
    Digest& digest = due.emplace_back(Digest{*read(id), {}});
    Rows rows = m_items.query(id);
    while (rows.next()) digest.items.push_back({rows.number(0), rows.text(1), rows.text(2), rows.text(3)});
  }
  return due;
}

}  // namespace

std::unique_ptr<Followers> open_sqlite_followers(const std::filesystem::path& file,
                                                 const SqliteOptions& options) {
  return std::make_unique<SqliteFollowers>(file, options);
}

}  // namespace full_circle::store
