#include "adapters/exec/exec.hpp"

#include "adapters/shared/payload.hpp"
#include "adapters/shared/program.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/locale/encoding_utf.hpp>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace full_circle::exec {

namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr int k_exit_retry = 75;  // EX_TEMPFAIL of sysexits.h
constexpr std::size_t k_reason_max = 500;

std::string first_line(const std::string& errors) {
  std::string line = errors.substr(0, std::min(errors.find('\n'), k_reason_max));
  line = boost::locale::conv::utf_to_utf<char>(line, boost::locale::conv::skip);
  return shared::clean_line(line);
}

class Exec final : public Adapter {
 public:
  Exec(std::string name, std::vector<std::string> argv, milliseconds timeout)
      : m_name(std::move(name)), m_argv(std::move(argv)), m_timeout(timeout) {}

  std::string_view name() const override { return m_name; }

  Delivered deliver(const Work& work) override {
    shared::Payload payload(work.payload);
    if (!payload.ok()) return payload.give_up();
    const json::object delivery{{"key", work.key},
                                {"project", work.project},
                                {"adapter", work.adapter},
                                {"attempt", work.attempt},
                                {"payload", payload.fields().json()}};
    const auto ending =
        shared::run_program({.argv = m_argv, .timeout = m_timeout}, json::serialize(delivery) + "\n");
    return ending.not_started != 0 ? not_started(ending.not_started) : outcome(ending);
  }

 private:
  Delivered not_started(int error) const {
    const std::string reason = m_name + " cannot be started: " + std::generic_category().message(error) + ".";
    const bool passing = error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE;
    return passing ? Delivered::retry(reason) : Delivered::give_up(reason);
  }

  Delivered outcome(const shared::ProgramEnding& ending) const {
    const std::string said = first_line(ending.errors);
    if (ending.timed_out) {
      return Delivered::retry(m_name + " took longer than " + std::to_string(m_timeout.count()) +
                              " ms and was stopped.");
    }
    if (WIFSIGNALED(ending.status)) {
      return Delivered::retry(m_name + " was stopped by signal " + std::to_string(WTERMSIG(ending.status)) +
                              ".");
    }
    const int code = WEXITSTATUS(ending.status);
    Delivered delivered = code == 0 ? Delivered::done() : Delivered::give_up("");
    if (code == k_exit_retry) delivered = Delivered::retry("");
    delivered.reason = said;
    if (said.empty() && code != 0)
      delivered.reason = m_name + " ended with code " + std::to_string(code) + ".";
    return delivered;
  }

  std::string m_name;
  std::vector<std::string> m_argv;
  milliseconds m_timeout;
};

}  // namespace

std::unique_ptr<Adapter> make_exec(std::string name, std::vector<std::string> argv, milliseconds timeout) {
  if (argv.empty() || !argv.front().starts_with("/")) {
    throw std::invalid_argument(name + ": the program is not given by an absolute path");
  }
  if (timeout.count() <= 0) throw std::invalid_argument(name + ": the time-out is not above zero");
  return std::make_unique<Exec>(std::move(name), std::move(argv), timeout);
}

}  // namespace full_circle::exec
