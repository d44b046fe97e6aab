#include "tests/bench/raw_rows.hpp"

#include "tests/bench/machine.hpp"

#include <sqlite3.h>

#include <stdexcept>
#include <string_view>

namespace full_circle::bench {

namespace {

class Database {
 public:
  explicit Database(const std::filesystem::path& file) {
    if (::sqlite3_open(file.c_str(), &m_native) != SQLITE_OK)
      throw std::runtime_error("cannot open a database");
  }
  ~Database() { ::sqlite3_close(m_native); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  void run(const char* script) {
    if (::sqlite3_exec(m_native, script, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(std::string(script) + ": " + ::sqlite3_errmsg(m_native));
  }
  sqlite3* native() { return m_native; }

 private:
  sqlite3* m_native = nullptr;
};

class Prepared {
 public:
  Prepared(Database& database, std::string_view sql) : m_database(database) {
    if (::sqlite3_prepare_v3(database.native(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &m_native, nullptr) != SQLITE_OK)
      throw std::runtime_error(std::string(sql) + ": " + ::sqlite3_errmsg(database.native()));
  }
  ~Prepared() { ::sqlite3_finalize(m_native); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  template <class... Values>
  void run(const Values&... values) {
    int column = 0;
    (bind(++column, values), ...);
    const int code = ::sqlite3_step(m_native);
    if (code != SQLITE_DONE) throw std::runtime_error(::sqlite3_errmsg(m_database.native()));
    ::sqlite3_reset(m_native);
  }
  bool next() { return ::sqlite3_step(m_native) == SQLITE_ROW; }
  std::int64_t number(int column) { return ::sqlite3_column_int64(m_native, column); }
  std::string text(int column) {
    const auto* begin = reinterpret_cast<const char*>(::sqlite3_column_text(m_native, column));
    return {begin, static_cast<std::size_t>(::sqlite3_column_bytes(m_native, column))};
  }

 private:
  void bind(int column, std::int64_t value) { ::sqlite3_bind_int64(m_native, column, value); }
  void bind(int column, std::string_view value) {
    ::sqlite3_bind_text(m_native, column, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  }
  Database& m_database;
  sqlite3_stmt* m_native = nullptr;
};

std::int64_t count(Database& database, const std::string& what) {
  Prepared statement(database, "select count(*) from " + what);
  statement.next();
  return statement.number(0);
}

constexpr std::size_t shapes_most = 20'000;

}  // namespace

KeptRows KeptRows::read(const std::filesystem::path& before_file, const std::filesystem::path& after_file,
                        std::size_t commands) {
  Database before(before_file);
  Database after(after_file);
  const auto grown = [&](const std::string& table) { return count(after, table) - count(before, table); };
  if (grown("events") != static_cast<std::int64_t>(commands))
    throw std::logic_error("the commands wrote another number of events");
  for (const std::string table : {"deliveries", "replies", "project_labels"}) {
    if (grown(table) != 0) throw std::logic_error("the commands wrote rows of " + table + " too");
  }
  KeptRows rows;
  Prepared events(
      after,
      "select type, data, by_person, request_id, previous_hash, hash, recorded_at_utc from events "
      "where position > " +
          std::to_string(count(before, "events")) + " order by position limit " +
          std::to_string(shapes_most));
  while (events.next())
    rows.events.push_back({events.text(0), events.text(1), events.text(2), events.text(3), events.text(4),
                           events.text(5), events.number(6)});
  // As the commands left them, under the version from before: the raw loop moves it on again.
  Prepared versions(before, "select id, version, labels from projects order by id");
  Prepared projects(after, "select slug, search_text, summary from projects order by id");
  while (versions.next() && projects.next())
    rows.projects.push_back({versions.text(0), versions.number(1), projects.text(0), versions.text(2),
                             projects.text(1), projects.text(2)});
  return rows;
}

double raw_per_second(const std::filesystem::path& file, const KeptRows& rows, std::size_t group,
                      std::chrono::milliseconds length) {
  Database database(file);
  // As the store sets them; the log is copied back where the store's writer would do it at the latest.
  database.run(
      "pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off;"
      "pragma cache_size = -8192; pragma wal_autocheckpoint = 8000;");
  Prepared begin(database, "begin immediate");
  Prepared commit(database, "commit");
  Prepared event(database,
                 "insert into events (project, seq, type, type_version, data, recorded_at_utc, by_person, "
                 "on_behalf_of, request_id, previous_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  Prepared project(database,
                   "update projects set version = ?, search_text = ?, summary = ? "
                   "where id = ? and version = ? and slug = ? and labels = ?");
  std::vector<std::int64_t> versions;
  for (const auto& row : rows.projects) versions.push_back(row.version);

  std::size_t written = 0;
  const auto began = SteadyClock::now();
  while (SteadyClock::now() - began < length) {
    begin.run();
    for (std::size_t i = 0; i < group; ++i, ++written) {
      const std::size_t at = written % rows.projects.size();
      const auto& of = rows.projects[at];
      const auto& one = rows.events[written % rows.events.size()];
      const std::int64_t seq = ++versions[at];
      project.run(seq, of.search_text, of.summary, of.id, seq - 1, of.slug, of.labels);
      event.run(of.id, seq, one.type, std::int64_t{1}, one.data, one.recorded_at, one.by_person, "",
                one.request_id, one.previous_hash, one.hash);
    }
    commit.run();
  }
  const double seconds = milliseconds_since(began) / 1e3;
  return static_cast<double>(written) / seconds;
}

}  // namespace full_circle::bench
