#include "adapters/http/reading_room.hpp"

#include <algorithm>

namespace full_circle::http {

ReadingRoom::ReadingRoom(Store& store, std::size_t threads)
    : m_store(store), m_threads(std::max<std::size_t>(threads, 1)) {}

ReadingRoom::~ReadingRoom() {
  m_threads.join();
}

std::unique_ptr<StoreReader> ReadingRoom::lend() {
  {
    const std::lock_guard lock(m_mutex);
    if (!m_idle.empty()) {
      auto reader = std::move(m_idle.back());
      m_idle.pop_back();
      return reader;
    }
  }
  return m_store.reader();
}

void ReadingRoom::give_back(std::unique_ptr<StoreReader> reader) {
  const std::lock_guard lock(m_mutex);
  m_idle.push_back(std::move(reader));
}

void ReadingRoom::read(std::function<void(StoreReader&)> work, std::function<void(std::exception_ptr)> done) {
  asio::post(m_threads, [this, work = std::move(work), done = std::move(done)] {
    std::exception_ptr thrown;
    try {
      auto reader = lend();
      work(*reader);
      give_back(std::move(reader));
    } catch (...) {
      thrown = std::current_exception();
    }
    done(thrown);
  });
}

}  // namespace full_circle::http
