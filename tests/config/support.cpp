#include "tests/config/support.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace full_circle::config::testing {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "full-circle-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

Answer command_line(std::vector<std::string> arguments, const Environment& environment) {
  std::ostringstream out;
  std::ostringstream err;
  Answer answer;
  answer.exit = run_command_line(std::move(arguments), {out, err, environment});
  answer.out = out.str();
  answer.err = err.str();
  return answer;
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  REQUIRE(file.good());
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Program::Program(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment) {
  static int count = 0;
  ++count;
  m_out = folder / ("out-" + std::to_string(count));
  m_err = folder / ("err-" + std::to_string(count));
  std::vector<std::string> words{FULL_CIRCLE_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<std::string> variables{"PATH=/usr/bin:/bin"};
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  for (const char* kept : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* value = std::getenv(kept)) variables.push_back(std::string(kept) + "=" + value);
  }
  std::vector<char*> envp;
  for (std::string& variable : variables) envp.push_back(variable.data());
  envp.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", 0, 0);
  ::posix_spawn_file_actions_addopen(&files, 1, m_out.c_str(), 01101, 0600);  // write, create, truncate
  ::posix_spawn_file_actions_addopen(&files, 2, m_err.c_str(), 01101, 0600);
  const int failed = ::posix_spawn(&m_process, FULL_CIRCLE_BINARY, &files, nullptr, argv.data(), envp.data());
  ::posix_spawn_file_actions_destroy(&files);
  REQUIRE(failed == 0);
}

Program::~Program() {
  if (m_process <= 0) return;
  ::kill(m_process, SIGKILL);
  ::waitpid(m_process, nullptr, 0);
}

std::string Program::address(std::chrono::seconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  const std::string says = "listening on ";
  while (std::chrono::steady_clock::now() < until) {
    const std::string text = out();
    const std::size_t at = text.find(says);
    const std::size_t end = at == std::string::npos ? at : text.find('\n', at);
    if (end != std::string::npos) return text.substr(at + says.size(), end - at - says.size());
    int status = 0;
    if (::waitpid(m_process, &status, WNOHANG) == m_process) {
      m_process = -1;
      FAIL("it ended: " << out() << err());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL("it does not listen: " << out() << err());
  return {};
}

void Program::signal(int number) const {
  REQUIRE(::kill(m_process, number) == 0);
}

int Program::wait(std::chrono::seconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < until) {
    int status = 0;
    if (::waitpid(m_process, &status, WNOHANG) == m_process) {
      m_process = -1;
      return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL("it does not end: " << out() << err());
  return -1;
}

HttpAnswer http(const std::string& method, const std::string& address, const std::string& target,
                const std::string& key, const std::string& body) {
  namespace beast = boost::beast;
  const std::string authority = address.substr(address.find("//") + 2);
  const std::size_t colon = authority.rfind(':');
  boost::asio::io_context context;
  boost::asio::ip::tcp::resolver resolver(context);
  boost::asio::ip::tcp::socket socket(context);
  boost::asio::connect(socket, resolver.resolve(authority.substr(0, colon), authority.substr(colon + 1)));
  beast::http::request<beast::http::string_body> request;
  request.method_string(method);
  request.target(target);
  request.version(11);
  request.set(beast::http::field::host, authority);
  request.set(beast::http::field::connection, "close");
  if (!key.empty()) request.set(beast::http::field::authorization, "Bearer " + key);
  if (!body.empty()) request.set(beast::http::field::content_type, "application/json");
  request.body() = body;
  request.prepare_payload();
  beast::http::write(socket, request);
  beast::flat_buffer buffer;
  beast::http::response<beast::http::string_body> response;
  beast::http::read(socket, buffer, response);
  return {response.result_int(), response.body()};
}

}  // namespace full_circle::config::testing
