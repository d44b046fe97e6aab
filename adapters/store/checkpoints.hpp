#pragma once
#include "adapters/store/database.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace full_circle::store {

/// Copies the write-ahead log into the database on a thread of its own, so that no commit waits for the
/// copying and its syncs. While commands keep coming the log cannot start over behind a background copy, so
/// the writer copies the rest itself once the log is long (SqliteOptions::checkpoint_pages_most); by then
/// most of it is done.
class Checkpoints {
 public:
  Checkpoints(const std::filesystem::path& file, const ConnectionOptions& options);
  ~Checkpoints();
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

  /// Starts one unless one is running; never waits.
  void ask();

 private:
  void run();

  Connection m_connection;
  std::mutex m_mutex;
  std::condition_variable m_asked_or_stopping;
  bool m_asked = false;
  bool m_stopping = false;
  std::thread m_thread;
};

}  // namespace full_circle::store
