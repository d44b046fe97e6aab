#include "adapters/store/sqlite_store.hpp"

#include "adapters/store/migrations.hpp"
#include "adapters/store/sqlite_reader.hpp"
#include "adapters/store/sqlite_writer.hpp"

#include <mutex>

namespace full_circle::store {
namespace {

ConnectionOptions writing(const SqliteOptions& options) {
  return {.durability = options.durability == SqliteOptions::Durability::full
                            ? ConnectionOptions::Durability::full
                            : ConnectionOptions::Durability::normal,
          .busy_timeout = options.busy_timeout};
}

ConnectionOptions reading(const SqliteOptions& options) {
  ConnectionOptions connection = writing(options);
  connection.access = ConnectionOptions::Access::read_only;
  connection.cache_kibibytes = 2'048;  // there are several, and the system caches the file as well
  return connection;
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::filesystem::path file, const SqliteOptions& options)
      : m_file(std::move(file)), m_options(options) {
    {
      Connection connection(m_file, writing(m_options));
      migrate(connection, migrations());
    }
    m_checkpoints = std::make_shared<Checkpoints>(m_file, writing(m_options));
    m_pulse = std::make_unique<SqliteReader>(m_file, reading(m_options));
  }

  std::unique_ptr<StoreWriter> writer() override {
    return std::make_unique<SqliteWriter>(
        m_file, writing(m_options),
        SqliteWriter::LogLimits{m_options.checkpoint_pages, m_options.checkpoint_pages_most}, m_checkpoints);
  }
  std::unique_ptr<StoreReader> reader() override {
    return std::make_unique<SqliteReader>(m_file, reading(m_options));
  }
  bool healthy() noexcept override {
    try {
      const std::lock_guard lock(m_pulse_mutex);
      return std::filesystem::exists(m_file) && !m_pulse->delivery_counts().empty();
    } catch (const std::exception&) {
      return false;
    }
  }

 private:
  std::filesystem::path m_file;
  SqliteOptions m_options;
  std::shared_ptr<Checkpoints> m_checkpoints;
  std::mutex m_pulse_mutex;
  std::unique_ptr<SqliteReader> m_pulse;
};

}  // namespace

std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& file, const SqliteOptions& options) {
  return std::make_unique<SqliteStore>(file, options);
}

}  // namespace full_circle::store
