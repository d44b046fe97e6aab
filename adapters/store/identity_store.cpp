#include "adapters/store/identity_store.hpp"

#include "adapters/shared/secret.hpp"
#include "adapters/store/identity_rules.hpp"
#include "adapters/store/migrations.hpp"
#include "adapters/store/rows.hpp"

#include <chrono>
#include <mutex>
#include <unordered_map>

namespace full_circle::store {
namespace {

using enum Holds;
using std::chrono::steady_clock;

ConnectionOptions options_of(const SqliteOptions& options) {
  return {.busy_timeout = options.busy_timeout, .cache_kibibytes = 2'048};
}

Refusal no_such(const char* what, std::string_view id) {
  return {.reason = Reason::unknown, .message = std::string("there is no ") + what + " " + std::string(id)};
}

/// Opens the schema before the statements below are prepared.
struct Opened {
  Opened(const std::filesystem::path& file, const ConnectionOptions& options) : connection(file, options) {
    migrate(connection, migrations());
  }
  Connection connection;
};

class SqliteIdentity final : public Identity {
 public:
  SqliteIdentity(const std::filesystem::path& file, const ConnectionOptions& options);

  std::optional<Caller> identify(std::string_view secret) override;
  std::optional<FeedFollower> identify_feed(std::string_view secret) override;
  Result<Person> add_person(Person person) override;
  std::optional<Person> find_person(std::string_view id) override;
  std::vector<Person> list_people() override;
  Result<Person> grant(std::string_view person, RoleGrant grant) override;
  Result<Person> revoke_grant(std::string_view person, RoleGrant grant) override;
  Result<NewApiKey> add_key(std::string_view person, std::string label, Instant now) override {
    return add_feed_key(person, std::move(label), "", now);
  }
  Result<NewApiKey> add_feed_key(std::string_view person, std::string label, std::string feed,
                                 Instant now) override;
  std::vector<ApiKey> list_keys(std::string_view person) override;
  Result<ApiKey> revoke_key(std::string_view key_id, Instant now) override;
  std::vector<Address> addresses(std::string_view audience, std::string_view project) override;

 private:
  /// Reading a key and its grants is three statements; a busy server asks for the same few all the time.
  struct Remembered {
    Caller caller;
    steady_clock::time_point until;
  };
  static constexpr std::chrono::seconds remembered_for{1};
  static constexpr std::size_t remembered_most = 4'096;

  std::optional<Person> read_person(std::string_view id);
  std::vector<RoleGrant> read_grants(std::string_view person);
  std::vector<Address> read_addresses(Rows rows);

  std::mutex m_mutex;
  Opened m_opened;
  Statement m_find_key, m_insert_key, m_all_keys, m_keys_of, m_key, m_revoke_key;
  Statement m_insert_person, m_person, m_people, m_grants, m_insert_grant, m_delete_grant;
  Statement m_addresses_role, m_addresses_entity, m_address_person;
  std::unordered_map<std::string, Remembered> m_remembered;  ///< by hash of the secret
};

std::string addresses_where(const char* condition) {
  return std::string(
             "select distinct p.name, p.email from people p join grants g on g.person = p.id where ") +
         condition +
         " and (g.project = '' or g.project = :project) and p.email <> '' order by p.email, p.name";
}

std::string keys_where(const char* condition) {
  return std::string("select id, person, label, created_at_utc, revoked_at_utc, feed from api_keys ") +
         condition;
}
const std::vector<Holds> key_kinds{text, text, text, number, number, text};

SqliteIdentity::SqliteIdentity(const std::filesystem::path& file, const ConnectionOptions& options)
    : m_opened(file, options),
      m_find_key(m_opened.connection,
                 "select person, secret_hash, feed from api_keys where id = :id and revoked_at_utc is null",
                 {text}, {text, text, text}),
      m_insert_key(
          m_opened.connection,
          "insert into api_keys (id, person, label, secret_hash, created_at_utc, feed) values (:id, :person, "
          ":label, :secret_hash, :created_at, :feed)",
          {text, text, text, text, number, text}),
      m_all_keys(m_opened.connection, keys_where("order by created_at_utc, id"), {}, key_kinds),
      m_keys_of(m_opened.connection, keys_where("where person = :person order by created_at_utc, id"), {text},
                key_kinds),
      m_key(m_opened.connection, keys_where("where id = :id"), {text}, key_kinds),
      m_revoke_key(
          m_opened.connection,
          "update api_keys set revoked_at_utc = :revoked_at where id = :id and revoked_at_utc is null",
          {number, text}),
      m_insert_person(m_opened.connection,
                      "insert into people (id, kind, name, email) values (:id, :kind, :name, :email) "
                      "on conflict do nothing",
                      {text, number, text, text}),
      m_person(m_opened.connection, "select id, kind, name, email from people where id = :id", {text},
               {text, number, text, text}),
      m_people(m_opened.connection, "select id from people order by id", {}, {text}),
      m_grants(
          m_opened.connection,
          "select role, project, entity from grants where person = :person order by role, project, entity",
          {text}, {text, text, text}),
      m_insert_grant(m_opened.connection,
                     "insert into grants (person, role, project, entity) values (:person, :role, :project, "
                     ":entity) on conflict do nothing",
                     {text, text, text, text}),
      m_delete_grant(m_opened.connection,
                     "delete from grants where person = :person and role = :role and project = :project and "
                     "entity = :entity",
                     {text, text, text, text}),
      m_addresses_role(m_opened.connection, addresses_where("g.role = :role"), {text, text}, {text, text}),
      m_addresses_entity(m_opened.connection, addresses_where("g.entity = :entity and g.entity <> ''"),
                         {text, text}, {text, text}),
      m_address_person(m_opened.connection, "select name, email from people where id = :id and email <> ''",
                       {text}, {text, text}) {}

std::optional<Caller> SqliteIdentity::identify(std::string_view secret) {
  const auto id = id_inside(secret);
  if (!id) return std::nullopt;
  const std::string hash = hash_of_secret(secret);
  const auto now = steady_clock::now();
  const std::lock_guard lock(m_mutex);
  const auto known = m_remembered.find(hash);
  if (known != m_remembered.end()) {
    if (known->second.until > now) return known->second.caller;
    m_remembered.erase(known);
  }
  Caller caller;
  {
    Rows rows = m_find_key.query(*id);
    if (!rows.next() || !shared::same_text(rows.text(1), hash) || !rows.text(2).empty()) return std::nullopt;
    caller.person = rows.text(0);
  }
  caller.grants = read_grants(caller.person);
  if (m_remembered.size() >= remembered_most) m_remembered.clear();
  m_remembered.emplace(hash, Remembered{caller, now + remembered_for});
  return caller;
}

std::optional<FeedFollower> SqliteIdentity::identify_feed(std::string_view secret) {
  const auto id = id_inside(secret);
  if (!id) return std::nullopt;
  const std::lock_guard lock(m_mutex);
  FeedFollower follower;
  {
    Rows rows = m_find_key.query(*id);
    if (!rows.next() || !shared::same_text(rows.text(1), hash_of_secret(secret)) || rows.text(2).empty())
      return std::nullopt;
    follower.caller.person = rows.text(0);
    follower.feed = rows.text(2);
  }
  follower.caller.grants = read_grants(follower.caller.person);
  return follower;
}

std::optional<Person> SqliteIdentity::read_person(std::string_view id) {
  Person person;
  {
    Rows rows = m_person.query(id);
    if (!rows.next()) return std::nullopt;
    person.id = rows.text(0);
    person.kind = static_cast<Person::Kind>(rows.number(1));
    person.name = rows.text(2);
    person.email = rows.text(3);
  }
  person.grants = read_grants(id);
  return person;
}

std::vector<RoleGrant> SqliteIdentity::read_grants(std::string_view person) {
  std::vector<RoleGrant> grants;
  Rows rows = m_grants.query(person);
  while (rows.next()) grants.push_back({rows.text(0), rows.text(1), rows.text(2)});
  return grants;
}

Result<Person> SqliteIdentity::add_person(Person person) {
  if (auto problems = problems_of(person)) return std::move(*problems);
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  if (m_insert_person.run(person.id, static_cast<std::int64_t>(person.kind), person.name, person.email) != 1)
    return malformed("/id", "there is somebody with the id " + person.id + " already");
  for (const RoleGrant& each : person.grants)
    m_insert_grant.run(person.id, each.role, each.project, each.entity);
  transaction.commit();
  return read_person(person.id).value();
}

std::optional<Person> SqliteIdentity::find_person(std::string_view id) {
  const std::lock_guard lock(m_mutex);
  return read_person(id);
}

std::vector<Person> SqliteIdentity::list_people() {
  const std::lock_guard lock(m_mutex);
  std::vector<std::string> ids;
  {
    Rows rows = m_people.query();
    while (rows.next()) ids.push_back(rows.text(0));
  }
  std::vector<Person> people;
  for (const std::string& id : ids)
    if (auto person = read_person(id)) people.push_back(std::move(*person));
  return people;
}

Result<Person> SqliteIdentity::grant(std::string_view person, RoleGrant grant) {
  if (auto problems = problems_of(grant)) return std::move(*problems);
  const std::lock_guard lock(m_mutex);
  m_remembered.clear();
  Transaction transaction(m_opened.connection);
  if (!read_person(person)) return no_such("person", person);
  m_insert_grant.run(person, grant.role, grant.project, grant.entity);
  transaction.commit();
  return read_person(person).value();
}

Result<Person> SqliteIdentity::revoke_grant(std::string_view person, RoleGrant grant) {
  const std::lock_guard lock(m_mutex);
  m_remembered.clear();
  Transaction transaction(m_opened.connection);
  if (!read_person(person)) return no_such("person", person);
  if (m_delete_grant.run(person, grant.role, grant.project, grant.entity) != 1)
    return Refusal{.reason = Reason::unknown,
                   .message = std::string(person) + " does not hold the role " + grant.role + " there"};
  transaction.commit();
  return read_person(person).value();
}

Result<NewApiKey> SqliteIdentity::add_feed_key(std::string_view person, std::string label, std::string feed,
                                               Instant now) {
  if (auto problems = problems_of_label(label)) return std::move(*problems);
  FreshSecret fresh = fresh_secret();
  const std::lock_guard lock(m_mutex);
  Transaction transaction(m_opened.connection);
  if (!read_person(person)) return no_such("person", person);
  m_insert_key.run(fresh.id, person, label, hash_of_secret(fresh.secret), to_column(now), feed);
  transaction.commit();
  return NewApiKey{.key = {.id = fresh.id,
                           .person = std::string(person),
                           .label = std::move(label),
                           .created_at = now,
                           .revoked_at = std::nullopt,
                           .feed = std::move(feed)},
                   .secret = std::move(fresh.secret)};
}

ApiKey read_key(Rows& rows) {
  ApiKey key{.id = rows.text(0),
             .person = rows.text(1),
             .label = rows.text(2),
             .created_at = to_instant(rows.number(3)),
             .revoked_at = std::nullopt,
             .feed = rows.text(5)};
  if (const auto revoked_at = rows.number_or_null(4)) key.revoked_at = to_instant(*revoked_at);
  return key;
}

std::vector<ApiKey> SqliteIdentity::list_keys(std::string_view person) {
  const std::lock_guard lock(m_mutex);
  std::vector<ApiKey> keys;
  Rows rows = person.empty() ? m_all_keys.query() : m_keys_of.query(person);
  while (rows.next()) keys.push_back(read_key(rows));
  return keys;
}

Result<ApiKey> SqliteIdentity::revoke_key(std::string_view key_id, Instant now) {
  const std::lock_guard lock(m_mutex);
  m_remembered.clear();
  // Revoking twice is no error, and the first time stands.
  m_revoke_key.run(to_column(now), key_id);
  Rows rows = m_key.query(key_id);
  if (!rows.next()) return no_such("key", key_id);
  return read_key(rows);
}

std::vector<Address> SqliteIdentity::read_addresses(Rows rows) {
  std::vector<Address> found;
  while (rows.next()) {
    // One letter to an address, whoever else reads there.
    if (!found.empty() && found.back().email == rows.text(1)) continue;
    found.push_back({rows.text(0), rows.text(1)});
  }
  return found;
}

std::vector<Address> SqliteIdentity::addresses(std::string_view audience, std::string_view project) {
  const std::size_t colon = audience.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view kind = audience.substr(0, colon);
  const std::string_view who = audience.substr(colon + 1);
  const std::lock_guard lock(m_mutex);
  if (kind == "role") return read_addresses(m_addresses_role.query(who, project));
  if (kind == "entity") return read_addresses(m_addresses_entity.query(who, project));
  if (kind == "person") return read_addresses(m_address_person.query(who));
  return {};
}

}  // namespace

std::unique_ptr<Identity> open_sqlite_identity(const std::filesystem::path& file,
                                               const SqliteOptions& options) {
  return std::make_unique<SqliteIdentity>(file, options_of(options));
}

}  // namespace full_circle::store
