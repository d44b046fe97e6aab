// SOCI's header puts <sqlite3.h> inside namespace sqlite_api, so this file uses that one and includes no
// other.
#include "adapters/store/database.hpp"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace full_circle::store {
namespace {

[[noreturn]] void rethrow(const char* doing) {
  // what() would repeat the statement and its values; the database's own message names neither.
  try {
    throw;
  } catch (const soci::sqlite3_soci_error& error) {
    throw StoreError(std::string(doing) + ": " + error.get_error_message(), error.result());
  } catch (const soci::soci_error& error) {
    throw StoreError(std::string(doing) + ": " + error.get_error_message(), 0);
  }
}

/// People's details are inside: nobody but the owner reads the file, nor the log beside it. A file that is
/// there is left alone: closing any descriptor of it would drop this process's locks (POSIX), and the next
/// process to leave would take the log away from under the connections that are still open.
void create_private(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor >= 0) {
    ::close(descriptor);
  } else if (errno != EEXIST) {
    throw StoreError("cannot open " + file.string(), 0);
  }
}

std::string connect_string(const std::filesystem::path& file) {
  if (file.string().find('"') != std::string::npos)
    throw StoreError("the path of the database must not contain a quotation mark: " + file.string(), 0);
  return "dbname=\"" + file.string() + "\"";
}

struct Slot {
  Holds holds = Holds::text;
  std::string text;
  long long number = 0;
  soci::indicator indicator = soci::i_ok;
};

std::vector<Slot> slots(const std::vector<Holds>& held) {
  std::vector<Slot> result(held.size());
  for (std::size_t i = 0; i < held.size(); ++i) result[i].holds = held[i];
  return result;
}

}  // namespace

struct Connection::Inside {
  soci::session session;
  sqlite_api::sqlite3* native = nullptr;
  std::chrono::milliseconds busy_timeout{};
  std::function<void(int)> pages;
  std::optional<Statement> begin, commit, rollback;

  static int committed(void* self, sqlite_api::sqlite3*, const char*, int pages) {
    static_cast<Inside*>(self)->pages(pages);
    return 0;
  }
};

struct Statement::Inside {
  Inside(Connection::Inside& on, const std::string& sql, const std::vector<Holds>& parameter_kinds,
         const std::vector<Holds>& column_kinds)
      : connection(on),
        parameters(slots(parameter_kinds)),
        columns(slots(column_kinds)),
        statement(on.session) {
    for (Slot& slot : parameters) {
      if (slot.holds == Holds::text)
        statement.exchange(soci::use(slot.text, slot.indicator));
      else
        statement.exchange(soci::use(slot.number, slot.indicator));
    }
    for (Slot& slot : columns) {
      if (slot.holds == Holds::text)
        statement.exchange(soci::into(slot.text, slot.indicator));
      else
        statement.exchange(soci::into(slot.number, slot.indicator));
    }
    statement.alloc();
    statement.prepare(sql);
    statement.define_and_bind();
    native = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_;
  }

  /// SOCI leaves a statement that returned a row open, and an open one pins its snapshot.
  void close() noexcept { sqlite_api::sqlite3_reset(native); }

  Slot& parameter(std::size_t position, Holds holds) {
    Slot& slot = parameters.at(position);
    if (slot.holds != holds) throw std::logic_error("a statement was given a value of the wrong kind");
    return slot;
  }
  Slot& column(std::size_t position, Holds holds) {
    Slot& slot = columns.at(position);
    if (slot.holds != holds) throw std::logic_error("a column was read as the wrong kind");
    return slot;
  }

  Connection::Inside& connection;
  std::vector<Slot> parameters;
  std::vector<Slot> columns;
  soci::statement statement;
  sqlite_api::sqlite3_stmt* native = nullptr;
};

Connection::Connection(const std::filesystem::path& file, const ConnectionOptions& options)
    : m_inside(std::make_unique<Inside>()) {
  try {
    create_private(file);
    m_inside->session.open(soci::sqlite3, connect_string(file));
    m_inside->native = static_cast<soci::sqlite3_session_backend*>(m_inside->session.get_backend())->conn_;
    sqlite_api::sqlite3_extended_result_codes(m_inside->native, 1);
    m_inside->busy_timeout = options.busy_timeout;
    sqlite_api::sqlite3_busy_timeout(m_inside->native, static_cast<int>(options.busy_timeout.count()));
    const bool full = options.durability == ConnectionOptions::Durability::full;
    run_script("pragma journal_mode = wal;");
    run_script(full ? "pragma synchronous = full;" : "pragma synchronous = normal;");
    run_script("pragma secure_delete = on;");  // what is forgotten is overwritten
    run_script("pragma trusted_schema = off; pragma cache_size = -" +
               std::to_string(options.cache_kibibytes) + ";");
    if (options.access == ConnectionOptions::Access::read_only) run_script("pragma query_only = on;");
  } catch (const soci::soci_error&) {
    rethrow("opening the database");
  }
}

Connection::~Connection() = default;

void Connection::run_script(const std::string& sql) {
  // SOCI would run the first statement of several and drop the rest without a word.
  char* message = nullptr;
  const int code = sqlite_api::sqlite3_exec(m_inside->native, sql.c_str(), nullptr, nullptr, &message);
  if (code == 0) return;
  const std::string text = message ? message : "no reason given";
  sqlite_api::sqlite3_free(message);
  throw StoreError("running a script: " + text, code);
}

void Connection::begin() {
  // SOCI's own begin is deferred: a later write then fails as busy without waiting.
  if (!m_inside->begin) m_inside->begin.emplace(*this, "begin immediate", std::initializer_list<Holds>{});
  m_inside->begin->run();
}

void Connection::commit() {
  if (!m_inside->commit) m_inside->commit.emplace(*this, "commit", std::initializer_list<Holds>{});
  m_inside->commit->run();
}

void Connection::rollback() noexcept {
  // Nothing to roll back when the database already did, after a full disk for one.
  if (!m_inside->native || sqlite_api::sqlite3_get_autocommit(m_inside->native)) return;
  sqlite_api::sqlite3_exec(m_inside->native, "rollback", nullptr, nullptr, nullptr);
}

std::int64_t Connection::last_key() const {
  return sqlite_api::sqlite3_last_insert_rowid(m_inside->native);
}

void Connection::on_commit(std::function<void(int)> pages) {
  m_inside->pages = std::move(pages);
  sqlite_api::sqlite3_wal_hook(m_inside->native, &Inside::committed, m_inside.get());
}

void Connection::checkpoint() noexcept {
  constexpr int passive = 0;  // SQLITE_CHECKPOINT_PASSIVE
  sqlite_api::sqlite3_wal_checkpoint_v2(m_inside->native, nullptr, passive, nullptr, nullptr);
}

bool Connection::empty_log() noexcept {
  constexpr int truncate = 3;                 // SQLITE_CHECKPOINT_TRUNCATE
  constexpr int patience_milliseconds = 500;  // it holds the write lock while it waits for readers
  sqlite_api::sqlite3_busy_timeout(m_inside->native, patience_milliseconds);
  const int code =
      sqlite_api::sqlite3_wal_checkpoint_v2(m_inside->native, nullptr, truncate, nullptr, nullptr);
  sqlite_api::sqlite3_busy_timeout(m_inside->native, static_cast<int>(m_inside->busy_timeout.count()));
  return code == 0;
}

Statement::Statement(Connection& connection, const std::string& sql, std::initializer_list<Holds> parameters,
                     std::initializer_list<Holds> columns)
    : Statement(connection, sql, std::vector<Holds>(parameters), std::vector<Holds>(columns)) {}

Statement::Statement(Connection& connection, const std::string& sql, const std::vector<Holds>& parameters,
                     const std::vector<Holds>& columns) {
  try {
    m_inside = std::make_unique<Inside>(*connection.m_inside, sql, parameters, columns);
  } catch (const soci::soci_error&) {
    rethrow("preparing a statement");
  }
}

Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;

void Statement::bind(std::size_t position, std::string_view value) {
  Slot& slot = m_inside->parameter(position, Holds::text);
  slot.text.assign(value);
  slot.indicator = soci::i_ok;
}

void Statement::bind(std::size_t position, std::int64_t value) {
  Slot& slot = m_inside->parameter(position, Holds::number);
  slot.number = value;
  slot.indicator = soci::i_ok;
}

void Statement::bind(std::size_t position, const std::optional<std::int64_t>& value) {
  Slot& slot = m_inside->parameter(position, Holds::number);
  slot.number = value.value_or(0);
  slot.indicator = value ? soci::i_ok : soci::i_null;
}

std::int64_t Statement::run_bound() {
  try {
    m_inside->statement.execute(true);
    m_inside->close();
    return sqlite_api::sqlite3_changes(m_inside->connection.native);
  } catch (const soci::soci_error&) {
    m_inside->close();
    rethrow("writing");
  }
}

Rows Statement::query_bound() {
  return Rows(*this);
}

Rows::~Rows() {
  m_statement->m_inside->close();
}

bool Rows::next() {
  try {
    soci::statement& statement = m_statement->m_inside->statement;
    if (!m_first) return statement.fetch();
    m_first = false;
    return statement.execute(true);
  } catch (const soci::soci_error&) {
    m_statement->m_inside->close();
    rethrow("reading");
  }
}

std::string& Rows::text(std::size_t column) {
  // SOCI leaves the last row's value where this row has none.
  Slot& slot = m_statement->m_inside->column(column, Holds::text);
  if (slot.indicator == soci::i_null) slot.text.clear();
  return slot.text;
}

std::int64_t Rows::number(std::size_t column) {
  return number_or_null(column).value_or(0);
}

std::optional<std::int64_t> Rows::number_or_null(std::size_t column) {
  const Slot& slot = m_statement->m_inside->column(column, Holds::number);
  if (slot.indicator == soci::i_null) return std::nullopt;
  return slot.number;
}

}  // namespace full_circle::store
