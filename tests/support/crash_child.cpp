// Runs the engine, the store and the deliveries, and ends its own process without warning at the n-th passing
// of a failpoint. What was acknowledged is written to one file, what the adapter did to another, so that the
// test can compare them with what the store remembers.

#include "adapters/store/sqlite_store.hpp"
#include "engine/deliveries.hpp"
#include "tests/support/small_workflow.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iostream>
#include <thread>

namespace {

using namespace full_circle;

/// Appends one line in one write, which outlives the process.
void append_line(const std::filesystem::path& file, const std::string& line) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const std::string text = line + "\n";
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(descriptor);
  if (!written) throw std::runtime_error("cannot write " + file.string());
}

/// Honours the key: what it did once it does not do again.
class LineAdapter final : public Adapter {
 public:
  explicit LineAdapter(std::filesystem::path file) : m_file(std::move(file)) {}
  std::string_view name() const override { return "lines"; }
  Delivered deliver(const Work& work) override {
    std::ifstream stream(m_file);
    for (std::string line; std::getline(stream, line);)
      if (line == work.key) return Delivered::done();
    append_line(m_file, work.key);
    return Delivered::done();
  }

 private:
  std::filesystem::path m_file;
};

class EndsAt {
 public:
  EndsAt(std::string point, int passings) : m_point(std::move(point)), m_left(passings) {}
  void reach(std::string_view point) {
    if (point == m_point && --m_left == 0) ::raise(SIGKILL);
  }

 private:
  std::string m_point;
  std::atomic<int> m_left;
};

/// Each project: open, then adds and deliveries in turn; every accepted command is acknowledged in the file.
void ask_all(Engine& engine, const std::filesystem::path& acknowledged, int thread, int commands) {
  const std::string project = "p" + std::to_string(thread);
  for (int i = 0; i < commands; ++i) {
    const std::string key = project + "-" + std::to_string(i);
    auto request = tickets::command(project, "add", R"({"amount":1})", key);
    if (i == 0) request.name = "open";
    if (i == 0) request.body = "{}";
    if (i % 3 == 2) {
      request.name = "ask";
      request.body =
          R"({"adapter":"lines","name":"line","payload":{"then":{"command":"add","body":{"amount":100}}}})";
    }
    const Reply reply = engine.ask(request);
    if (const auto* accepted = std::get_if<Accepted>(&reply))
      append_line(acknowledged, key + " " + std::to_string(accepted->version));
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::cerr << "usage: crash_child FOLDER POINT PASSINGS\n";
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  EndsAt ends(arguments[2], std::stoi(arguments[3]));
  const Failpoint failpoint = [&ends](std::string_view point) { ends.reach(point); };

  const tickets::TicketWorkflow workflow;
  const tickets::SetClock clock(tickets::a_morning());
  const auto store = store::open_sqlite_store(folder / "store.db");
  Engine engine(workflow, *store, clock, {.failpoint = failpoint});
  std::vector<std::unique_ptr<Adapter>> adapters;
  adapters.push_back(std::make_unique<LineAdapter>(folder / "lines.txt"));
  Deliveries deliveries(engine, workflow, *store, clock, std::move(adapters), {.failpoint = failpoint});
  deliveries.start();

  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] { ask_all(engine, folder / "acknowledged.txt", thread, 12); });
  for (std::thread& thread : threads) thread.join();
  return deliveries.settle(std::chrono::seconds(30)) ? 0 : 1;
}
