#include "adapters/store/checkpoints.hpp"

namespace full_circle::store {

Checkpoints::Checkpoints(const std::filesystem::path& file, const ConnectionOptions& options)
    : m_connection(file, options), m_thread([this] { run(); }) {}

Checkpoints::~Checkpoints() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
  }
  m_asked_or_stopping.notify_one();
  m_thread.join();
}

void Checkpoints::ask() {
  {
    const std::lock_guard lock(m_mutex);
    if (m_asked) return;
    m_asked = true;
  }
  m_asked_or_stopping.notify_one();
}

void Checkpoints::run() {
  std::unique_lock lock(m_mutex);
  while (true) {
    m_asked_or_stopping.wait(lock, [this] { return m_asked || m_stopping; });
    if (m_stopping) return;
    lock.unlock();
    m_connection.checkpoint();
    lock.lock();
    m_asked = false;
  }
}

}  // namespace full_circle::store
