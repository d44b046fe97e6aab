#pragma once
/// A mail server that takes every message and keeps none, as quick as a socket allows.

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>

namespace full_circle::bench {

class MailSink {
 public:
  MailSink();
  ~MailSink();
  MailSink(const MailSink&) = delete;
  MailSink& operator=(const MailSink&) = delete;
  int port() const { return m_port; }
  std::size_t taken() const { return m_taken; }

 private:
  void serve();
  void talk(int connection);

  int m_listener = -1;
  int m_port = 0;
  std::atomic<std::size_t> m_taken{0};
  std::thread m_thread;
};

}  // namespace full_circle::bench
