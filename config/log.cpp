#include "config/log.hpp"

#include <spdlog/formatter.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "engine/instant.hpp"

namespace full_circle::config {
namespace {

struct Pair {
  std::string key;
  std::string value;
};

bool is_key(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// Takes `key=value` or `key="va lue"` off the front; false when there is none.
bool take_pair(std::string_view& rest, Pair& pair) {
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos || !is_key(rest.substr(0, equals))) return false;
  pair.key = rest.substr(0, equals);
  rest.remove_prefix(equals + 1);
  pair.value.clear();
  if (!rest.starts_with('"')) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    pair.value = rest.substr(0, end);
    rest.remove_prefix(end);
    return true;
  }
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
    pair.value += rest[at];
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return true;
}

std::string json_text(std::string_view text) {
  return boost::json::serialize(boost::json::string(text.data(), text.size()));
}

class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto at = std::chrono::floor<std::chrono::milliseconds>(message.time);
    const auto level = spdlog::level::to_string_view(message.level);
    std::string line = "{\"at\":\"" + to_text(at) + "\",\"level\":\"";
    line.append(level.data(), level.size());
    line += "\"," + as_json_members({message.payload.data(), message.payload.size()}) + "}\n";
    out.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::trace:
      return spdlog::level::trace;
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  throw std::logic_error("a log level without a case");
}

std::shared_ptr<spdlog::sinks::sink> make_sink(const LogSettings& settings) {
  if (settings.file.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  return std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file);
}

}  // namespace

std::string as_json_members(std::string_view message) {
  std::string members = "\"message\":" + json_text(message);
  std::string_view rest = message;
  while (!rest.empty()) {
    Pair pair;
    if (take_pair(rest, pair)) {
      const bool taken = pair.key == "message" || pair.key == "at" || pair.key == "level";
      if (!taken) members += "," + json_text(pair.key) + ":" + json_text(pair.value);
    }
    const std::size_t space = rest.find(' ');
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
  }
  return members;
}

std::shared_ptr<spdlog::logger> make_logger(const LogSettings& settings) {
  try {
    auto logger = std::make_shared<spdlog::logger>("full_circle", make_sink(settings));
    logger->set_level(level_of(settings.level));
    logger->flush_on(settings.file.empty() ? spdlog::level::trace : spdlog::level::warn);
    if (settings.format == LogFormat::json) {
      logger->set_formatter(std::make_unique<JsonFormatter>());
    } else {
      logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
          "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc, "\n"));
    }
    return logger;
  } catch (const spdlog::spdlog_ex& error) {
    throw std::runtime_error(error.what());
  }
}

}  // namespace full_circle::config
