#include "adapters/http/rate_limits.hpp"

#include <algorithm>
#include <cmath>

namespace full_circle::http {

double RateLimits::filled(const Bucket& bucket, TimePoint now) const {
  const double minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.at).count();
  return std::min(static_cast<double>(m_most), bucket.left + minutes * static_cast<double>(m_most));
}

RateLimits::Standing RateLimits::take(const std::string& person, TimePoint now) {
  Bucket& bucket = m_buckets.try_emplace(person, Bucket{static_cast<double>(m_most), now}).first->second;
  bucket = {filled(bucket, now), now};
  Standing standing{.over = bucket.left < 1};
  if (!standing.over) bucket.left -= 1;
  standing.remaining = static_cast<std::int64_t>(bucket.left);
  if (bucket.left < 1) {
    const double seconds = (1 - bucket.left) * 60 / static_cast<double>(m_most);
    standing.until_next = std::chrono::seconds{std::max<std::int64_t>(1, std::llround(std::ceil(seconds)))};
  }
  return standing;
}

std::string RateLimits::headers(const Standing& standing) const {
  return "RateLimit-Policy: \"person\";q=" + std::to_string(m_most) +
         ";w=60\r\nRateLimit: \"person\";r=" + std::to_string(standing.remaining) +
         ";t=" + std::to_string(standing.until_next.count()) + "\r\n";
}

void RateLimits::sweep(TimePoint now) {
  std::erase_if(m_buckets,
                [&](const auto& entry) { return filled(entry.second, now) >= static_cast<double>(m_most); });
}

}  // namespace full_circle::http
