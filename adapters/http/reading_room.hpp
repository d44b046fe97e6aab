#pragma once
/// A few threads that read what takes longer than a look-up, so that the server's thread never waits for a
/// disk.

#include "adapters/http/asio.hpp"
#include "engine/ports/store.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace full_circle::http {

class ReadingRoom {
 public:
  ReadingRoom(Store& store, std::size_t threads);
  ~ReadingRoom();  ///< finishes what was begun
  ReadingRoom(const ReadingRoom&) = delete;
  ReadingRoom& operator=(const ReadingRoom&) = delete;

  /// Runs `work` on a thread of its own with a reader, then calls `done` there with what was thrown, or null.
  /// A reader that threw is not lent again.
  void read(std::function<void(StoreReader&)> work, std::function<void(std::exception_ptr)> done);

 private:
  std::unique_ptr<StoreReader> lend();
  void give_back(std::unique_ptr<StoreReader> reader);

  Store& m_store;
  std::mutex m_mutex;
  std::vector<std::unique_ptr<StoreReader>> m_idle;
  asio::thread_pool m_threads;
};

}  // namespace full_circle::http
