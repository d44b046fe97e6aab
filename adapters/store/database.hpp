#pragma once
/// A connection, its prepared statements and its transactions. SOCI stays behind this page (database.cpp),
/// and with it: statements left open that would pin a snapshot, transactions that take their lock too late,
/// and error texts that repeat bound values.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::store {

/// The database turned something down or is not there. `code` is its own extended result code.
class StoreError : public std::runtime_error {
 public:
  StoreError(const std::string& what, int code) : std::runtime_error(what), m_code(code) {}
  int code() const { return m_code; }

 private:
  int m_code;
};

/// What a parameter or a column holds; numbers are 64 bits.
enum class Holds { text, number };

struct ConnectionOptions {
  enum class Access { read_write, read_only } access = Access::read_write;
  enum class Durability { full, normal } durability = Durability::full;
  std::chrono::milliseconds busy_timeout{10'000};
  int cache_kibibytes = 8'192;
};

class Statement;

/// Used by one thread at a time. Every failure throws StoreError.
class Connection {
 public:
  Connection(const std::filesystem::path& file, const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// One or several statements without parameters or rows.
  void run_script(const std::string& sql);
  /// Takes the write lock at once, so that what is read inside stays true until the commit.
  void begin();
  void commit();
  void rollback() noexcept;

  /// The counted key of the row that was inserted last. Ask before anything else is inserted.
  std::int64_t last_key() const;

  /// After each commit: pages in the write-ahead log. Replaces the automatic checkpoint.
  void on_commit(std::function<void(int)> pages);
  /// Copies what it can of the write-ahead log into the database, without waiting for anybody.
  void checkpoint() noexcept;
  /// Copies all of it and leaves the log empty; false when somebody is still reading from it.
  bool empty_log() noexcept;

 private:
  friend class Statement;
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : m_connection(connection) { connection.begin(); }
  ~Transaction() {
    if (m_open) m_connection.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    m_connection.commit();
    m_open = false;
  }

 private:
  Connection& m_connection;
  bool m_open = true;
};

/// The rows of one query; closes the statement when it goes, so that no snapshot stays pinned.
class Rows {
 public:
  explicit Rows(Statement& statement) : m_statement(&statement) {}
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  /// False after the last row.
  bool next();
  std::string& text(std::size_t column);    ///< empty where there is none
  std::int64_t number(std::size_t column);  ///< 0 where there is none
  std::optional<std::int64_t> number_or_null(std::size_t column);

 private:
  Statement* m_statement;
  bool m_first = true;
};

/// Prepared once, run often. Parameters are written `:name`, each name once, in the order they are bound.
class Statement {
 public:
  Statement(Connection& connection, const std::string& sql, std::initializer_list<Holds> parameters,
            std::initializer_list<Holds> columns = {});
  Statement(Connection& connection, const std::string& sql, const std::vector<Holds>& parameters,
            const std::vector<Holds>& columns);
  ~Statement();
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) = delete;

  /// Runs it; how many rows were inserted, updated or deleted.
  template <class... Values>
  std::int64_t run(const Values&... values) {
    std::size_t position = 0;
    (bind(position++, values), ...);
    return run_bound();
  }
  /// Runs it; read all rows you need before you run it again.
  template <class... Values>
  [[nodiscard]] Rows query(const Values&... values) {
    std::size_t position = 0;
    (bind(position++, values), ...);
    return query_bound();
  }

  void bind(std::size_t position, std::string_view value);
  void bind(std::size_t position, std::int64_t value);
  void bind(std::size_t position, const std::optional<std::int64_t>& value);
  std::int64_t run_bound();
  [[nodiscard]] Rows query_bound();

 private:
  friend class Rows;
  struct Inside;
  std::unique_ptr<Inside> m_inside;
};

}  // namespace full_circle::store
