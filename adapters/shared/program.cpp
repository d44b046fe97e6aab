#include "adapters/shared/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgets to say that it is C
}

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <system_error>

namespace full_circle::shared {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t k_stderr_kept_max = 4096;
constexpr milliseconds k_grace{1'000};  // between asking to stop and stopping

class Descriptor {
 public:
  explicit Descriptor(int number) : m_number(number) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), "cannot run a program");
  }
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return m_number; }
  void close() {
    if (m_number >= 0) ::close(m_number);
    m_number = -1;
  }

 private:
  int m_number;
};

void check(int error) {
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot run a program");
}

/// What the program gets as its files: its input, nothing to write to, the pipe for its reason.
class FileActions {
 public:
  FileActions(int input, int errors) {
    check(posix_spawn_file_actions_init(&m_actions));
    check(posix_spawn_file_actions_adddup2(&m_actions, input, STDIN_FILENO));
    check(posix_spawn_file_actions_addopen(&m_actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0));
    check(posix_spawn_file_actions_adddup2(&m_actions, errors, STDERR_FILENO));
    check(posix_spawn_file_actions_addclosefrom_np(&m_actions, 3));
    check(posix_spawn_file_actions_addchdir_np(&m_actions, "/"));
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&m_actions); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &m_actions; }

 private:
  posix_spawn_file_actions_t m_actions{};
};

/// A process group of its own, so that a time-out stops what the program started too; no inherited signal
/// habits.
class Attributes {
 public:
  Attributes() {
    check(posix_spawnattr_init(&m_attributes));
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    check(posix_spawnattr_setpgroup(&m_attributes, 0));
    check(posix_spawnattr_setsigmask(&m_attributes, &none));
    check(posix_spawnattr_setsigdefault(&m_attributes, &all));
    check(posix_spawnattr_setflags(&m_attributes,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  }
  ~Attributes() { posix_spawnattr_destroy(&m_attributes); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &m_attributes; }

 private:
  posix_spawnattr_t m_attributes{};
};

/// A file in memory: the program may read all of it, some or none, and nobody waits for it.
Descriptor input_file(const std::string& content) {
  const int number = memfd_create("input", MFD_CLOEXEC);
  std::size_t done = 0;
  while (number >= 0 && done < content.size()) {
    const auto written = ::write(number, content.data() + done, content.size() - done);
    if (written < 0 && errno != EINTR) {
      const int error = errno;
      ::close(number);
      check(error);
    }
    done += written > 0 ? static_cast<std::size_t>(written) : 0;
  }
  if (number >= 0) ::lseek(number, 0, SEEK_SET);
  return Descriptor(number);
}

/// Reads what is there without waiting; false when the other end is closed.
bool read_some(int number, std::string& kept) {
  char block[4096];
  const auto got = ::read(number, block, sizeof block);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const auto room = k_stderr_kept_max - kept.size();
  kept.append(block, std::min(room, static_cast<std::size_t>(got)));
  return got > 0;
}

/// Waits until the program has ended or `until` has come; reads its errors meanwhile.
bool wait_for_end(int process_file, Descriptor& errors, std::string& kept, SteadyClock::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - SteadyClock::now());
    if (left.count() <= 0) return false;
    pollfd watched[2] = {{process_file, POLLIN, 0}, {errors.number(), POLLIN, 0}};
    const int wait_ms = static_cast<int>(std::min<std::int64_t>(left.count(), 60'000));
    if (::poll(watched, 2, wait_ms) < 0 && errno != EINTR) check(errno);
    if (watched[0].revents != 0) {
      // One last look: a child left running may keep the pipe open, so nobody waits for its end.
      if (errors.number() >= 0) read_some(errors.number(), kept);
      return true;
    }
    if (watched[1].revents != 0 && !read_some(errors.number(), kept)) errors.close();
  }
}

ProgramEnding watch(pid_t process, Descriptor& errors, milliseconds timeout) {
  ProgramEnding ending;
  {
    const Descriptor process_file(pidfd_open(process, 0));
    auto until = SteadyClock::now() + timeout;
    ending.timed_out = !wait_for_end(process_file.number(), errors, ending.errors, until);
    if (ending.timed_out) {
      ::kill(-process, SIGTERM);
      until = SteadyClock::now() + k_grace;
      wait_for_end(process_file.number(), errors, ending.errors, until);
      ::kill(-process, SIGKILL);
    }
  }
  while (::waitpid(process, &ending.status, 0) < 0 && errno == EINTR) {
  }
  return ending;
}

int spawn(const Program& program, int input, int errors, pid_t& process) {
  const FileActions files(input, errors);
  const Attributes attributes;
  std::vector<char*> argv;
  argv.reserve(program.argv.size() + 1);
  for (const auto& argument : program.argv) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::vector<std::string> variables{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"};
  variables.insert(variables.end(), program.environment.begin(), program.environment.end());
  std::vector<char*> environment;
  environment.reserve(variables.size() + 1);
  for (auto& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  return posix_spawn(&process, argv[0], files.get(), attributes.get(), argv.data(), environment.data());
}

}  // namespace

ProgramEnding run_program(const Program& program, const std::string& input_text) {
  const Descriptor input = input_file(input_text);
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) check(errno);
  Descriptor errors(ends[0]);
  Descriptor errors_of_program(ends[1]);
  // The program's end must block as programs expect; the flag belongs to each end alone.
  ::fcntl(ends[1], F_SETFL, 0);
  pid_t process = 0;
  if (const int error = spawn(program, input.number(), ends[1], process); error != 0)
    return {.not_started = error};
  errors_of_program.close();
  return watch(process, errors, program.timeout);
}

}  // namespace full_circle::shared
