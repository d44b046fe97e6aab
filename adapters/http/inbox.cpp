#include "adapters/http/inbox.hpp"

namespace full_circle::http {

struct Inbox::Waiting {
  asio::any_completion_handler<void()> resume;
  asio::executor_work_guard<asio::io_context::executor_type> work;
};

asio::awaitable<void> Inbox::wait_for(std::function<void(Wake)> start) {
  // Named, because g++ 12 miscompiles a capturing lambda inside the statement that awaits.
  auto begin = [this, &start](auto handler) {
    auto waiting = std::make_shared<Waiting>(Waiting{
        .resume = std::move(handler),
        .work = asio::make_work_guard(m_context),
    });
    start([this, waiting] { arrived(waiting); });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(begin, asio::use_awaitable);
}

void Inbox::arrived(std::shared_ptr<Waiting> waiting) {
  bool first = false;
  {
    const std::lock_guard lock(m_mutex);
    first = m_arrived.empty();
    m_arrived.push_back(std::move(waiting));
  }
  if (first) asio::post(m_context, [this] { resume_all(); });
}

void Inbox::resume_all() {
  std::vector<std::shared_ptr<Waiting>> arrived_now;
  {
    const std::lock_guard lock(m_mutex);
    arrived_now.swap(m_arrived);
  }
  for (const std::shared_ptr<Waiting>& waiting : arrived_now) std::move(waiting->resume)();
}

}  // namespace full_circle::http
