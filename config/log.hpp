#pragma once
/// One line for each thing that happened: `TIME LEVEL what key=value key="two words"`, or the same as one
/// JSON object a line. The parts of the program write the text form; the JSON form is made from it.

#include "config/settings.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace full_circle::config {

/// Throws std::runtime_error when the log file cannot be opened.
std::shared_ptr<spdlog::logger> make_logger(const LogSettings& settings);

/// The members of a JSON object, without braces: the whole message, and each key=value pair in it:
/// `"message":"request status=200","status":"200"`.
std::string as_json_members(std::string_view message);

}  // namespace full_circle::config
