#include "config/failpoint.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <memory>
#include <stdexcept>

namespace full_circle::config {

Failpoint make_failpoint(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  int count = 1;
  if (colon != std::string::npos) {
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, count);
    if (error != std::errc{} || rest != end || count < 1) {
      throw std::invalid_argument("FULL_CIRCLE_FAILPOINT: the count after ':' is a number from 1");
    }
  }
  auto left = std::make_shared<std::atomic<int>>(count);
  return [name, left](std::string_view point) {
    if (point == name && left->fetch_sub(1) == 1) std::raise(SIGKILL);
  };
}

}  // namespace full_circle::config
