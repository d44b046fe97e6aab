#include "config/serve.hpp"

#include "config/compose.hpp"
#include "config/demo.hpp"
#include "config/failpoint.hpp"
#include "config/log.hpp"

#include <malloc.h>
#include <spdlog/logger.h>

#include <csignal>
#include <ctime>
#include <ostream>

namespace full_circle::config {
namespace {

/// SIGTERM and SIGINT are taken by the one thread that waits for them; every other thread is made after this
/// and inherits that it does not.
class StopSignals {
 public:
  StopSignals() {
    ::sigemptyset(&m_signals);
    ::sigaddset(&m_signals, SIGTERM);
    ::sigaddset(&m_signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &m_signals, &m_before);
    std::signal(SIGPIPE, SIG_IGN);
  }
  ~StopSignals() { let_through(); }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// From now on a signal ends the process at once.
  void let_through() const { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }

  /// The signal, or 0 when the time has passed.
  int wait(std::chrono::seconds at_most) const {
    const timespec time{at_most.count(), 0};
    const int signal = ::sigtimedwait(&m_signals, nullptr, &time);
    return signal > 0 ? signal : 0;
  }

 private:
  sigset_t m_signals{};
  sigset_t m_before{};
};

void tell_lag(spdlog::logger& log, const DeliveryLag& lag) {
  if (lag.overdue == 0) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lag.oldest).count();
  log.warn("{} {} overdue, the oldest by {} s overdue={} oldest_seconds={}", lag.overdue,
           lag.overdue == 1 ? "delivery was" : "deliveries were", seconds, lag.overdue, seconds);
}

/// A statement's memory at the end of a thread's heap is otherwise given back and asked for again at every
/// row, and each time stops the other processors.
void keep_freed_memory() {
  constexpr int a_megabyte = 1 << 20;
  // NOLINTBEGIN(concurrency-mt-unsafe): before there is another thread
  ::mallopt(M_TRIM_THRESHOLD, a_megabyte);
  ::mallopt(M_MMAP_THRESHOLD, a_megabyte);
  // NOLINTEND(concurrency-mt-unsafe)
}

/// Examples are for looking at: their messages and entries go to nobody, whatever the settings say.
void show_only_here(Settings& settings) {
  settings.caldav.url.clear();
  settings.mirrors.clear();
  settings.notifier.kind = NotifierKind::folder;
  settings.notifier.public_addresses = {"subscriber@waitauira.example"};
}

ApplicationParts parts_of(const ServeOptions& options, const Console& console) {
  ApplicationParts parts;
  parts.settings = options.settings;
  parts.simulated_from = options.simulated_from;
  parts.build_version = program_version();
  if (options.demo == Demo::load) show_only_here(parts.settings);
  const auto failpoint = console.environment.find("FULL_CIRCLE_FAILPOINT");
  try {
    parts.logger = make_logger(options.settings.log);
    if (failpoint != console.environment.end()) parts.failpoint = make_failpoint(failpoint->second);
  } catch (const std::exception& problem) {
    throw Unusable(problem.what());
  }
  return parts;
}

}  // namespace

Exit serve(const ServeOptions& options, const Console& console) {
  StopSignals signals;
  keep_freed_memory();
  if (options.demo == Demo::load) check_demo_directory(options.settings);
  Application application(parts_of(options, console));
  check_no_half_demo(application.settings());
  tell_lag(application.log(), application.start_deliveries());
  std::optional<DemoLoaded> demo;
  if (options.demo == Demo::load) demo = load_demo(application, console.out);
  application.start_serving();
  console.out << "listening on " << application.address() << std::endl;
  if (demo) tell_demo(application, *demo, console.out);
  application.log().info("listening address={} version={} data=\"{}\"", application.address(),
                         program_version(), options.settings.data);
  application.forget_people();
  int signal = signals.wait(std::chrono::hours(1));
  while (signal == 0) {
    application.forget_old_replies();
    application.forget_people();
    signal = signals.wait(std::chrono::hours(1));
  }
  application.log().info("stopping signal={}", signal == SIGINT ? "SIGINT" : "SIGTERM");
  signals.let_through();
  application.stop();
  application.log().info("stopped");
  application.log().flush();
  return Exit::done;
}

}  // namespace full_circle::config
