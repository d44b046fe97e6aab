#include "adapters/http/project_ids.hpp"

#include <algorithm>

namespace full_circle::http {

namespace {

/// Crockford's base 32 in lower case: in ASCII order, and without letters that look like digits.
constexpr char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

void append(std::string& text, std::uint64_t number, int count) {
  for (int place = count - 1; place >= 0; --place) text += digits[(number >> (5 * place)) & 31U];
}

}  // namespace

std::string ProjectIds::next(Instant now) {
  // Never before an earlier one, even when two come in one millisecond or a clock is set back a little.
  m_last = std::max<std::int64_t>(m_last + 1, now.time_since_epoch().count());
  std::string id = "p";
  append(id, static_cast<std::uint64_t>(m_last), 10);
  for (int part = 0; part < 4; ++part) append(id, m_chance(), 4);
  return id;
}

}  // namespace full_circle::http
