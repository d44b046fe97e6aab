#pragma once
/// Asks an HTTP server over keep-alive connections, each asking again as soon as it is answered. One thread,
/// plain sockets: it has to cost less than what it measures.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace full_circle::bench {

struct Load {
  std::uint16_t port = 0;
  std::size_t connections = 1;
  std::span<const std::string> requests;  ///< complete, asked in turn
  std::string_view expected = "HTTP/1.1 200";
  std::chrono::milliseconds warm_up{300};
  std::chrono::milliseconds length{2'000};
};

struct LoadResult {
  std::size_t answered = 0;  ///< in the measured time
  double per_second = 0;
  double milliseconds_half = 0;  ///< half of the answers took at most this long
  double milliseconds_99 = 0;    ///< 99 of 100
};

/// Throws when an answer is not the expected one, or the server hangs up.
LoadResult run_load(const Load& load);

/// One request on a connection of its own; what came back, head and body.
std::string whole_answer(std::uint16_t port, const std::string& request);
/// The body of its 200. Throws otherwise.
std::string ask_once(std::uint16_t port, const std::string& request);

/// With the headers that a script would send.
std::string get_request(const std::string& target, const std::string& key);
std::string post_request(const std::string& target, const std::string& key, const std::string& body);

}  // namespace full_circle::bench
