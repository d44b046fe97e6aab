#pragma once
/// A few readers of the store, lent to one thread at a time.

#include "engine/ports/store.hpp"

#include <exception>
#include <memory>
#include <mutex>
#include <vector>

namespace full_circle {

class Readers {
 public:
  explicit Readers(Store& store) : m_store(store) {}

  /// Gives its reader back when it goes. A reader that threw is not lent again.
  class Lent {
   public:
    Lent(Readers& owner, std::unique_ptr<StoreReader> reader) : m_owner(owner), m_reader(std::move(reader)) {}
    ~Lent() {
      if (std::uncaught_exceptions() == m_exceptions) m_owner.give_back(std::move(m_reader));
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    StoreReader* operator->() { return m_reader.get(); }

   private:
    Readers& m_owner;
    std::unique_ptr<StoreReader> m_reader;
    int m_exceptions = std::uncaught_exceptions();
  };

  Lent lend() {
    {
      const std::lock_guard lock(m_mutex);
      if (!m_idle.empty()) {
        auto reader = std::move(m_idle.back());
        m_idle.pop_back();
        return Lent(*this, std::move(reader));
      }
    }
    return Lent(*this, m_store.reader());
  }

 private:
  static constexpr std::size_t idle_most = 4;
  void give_back(std::unique_ptr<StoreReader> reader) {
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < idle_most) m_idle.push_back(std::move(reader));
  }

  Store& m_store;
  std::mutex m_mutex;
  std::vector<std::unique_ptr<StoreReader>> m_idle;
};

}  // namespace full_circle
