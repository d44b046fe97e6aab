#pragma once
/// How many requests one person may send. A bucket for each holds as many as a minute allows and fills
/// evenly; the headers are those of draft-ietf-httpapi-ratelimit-headers. Used by the server's thread alone.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace full_circle::http {

class RateLimits {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// 0: no limit, and no headers.
  explicit RateLimits(std::int64_t requests_per_minute) : m_most(requests_per_minute) {}

  struct Standing {
    bool over = false;
    std::int64_t remaining = 0;
    std::chrono::seconds until_next{};  ///< until there is one more, when none remains
  };
  bool limits() const { return m_most > 0; }
  /// One request by this person; only where limits().
  Standing take(const std::string& person, TimePoint now);
  /// "RateLimit-Policy: …\r\nRateLimit: …\r\n".
  std::string headers(const Standing& standing) const;
  /// Forgets those whose bucket is full again.
  void sweep(TimePoint now);

 private:
  struct Bucket {
    double left = 0;
    TimePoint at;
  };
  double filled(const Bucket& bucket, TimePoint now) const;

  std::int64_t m_most;
  std::unordered_map<std::string, Bucket> m_buckets;
};

}  // namespace full_circle::http
