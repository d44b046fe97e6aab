#pragma once
/// One calendar on a server: its resources, got and put (RFC 4791 s 5.3).

#include "adapters/shared/outbound.hpp"
#include "engine/ports/adapter.hpp"

#include <string>

namespace full_circle::caldav {

struct Answer {
  enum class Kind {
    good,
    absent,   ///< there is no such resource
    changed,  ///< since it was got, or since there was none
    failed,   ///< nothing more can be done now: `failure` says what becomes of the delivery
  };
  Kind kind = Kind::good;
  std::string text;
  std::string etag;
  Delivered failure;
};

class Collection {
 public:
  Collection(std::string url, shared::OutboundOptions options);
  Answer get(const std::string& name) const;
  /// Only over the state that `etag` stands for; an empty one: only where there is nothing.
  Answer put(const std::string& name, const std::string& text, const std::string& etag) const;

 private:
  Answer answered(const shared::OutboundReply& reply) const;

  std::string m_url;
  shared::OutboundOptions m_options;
};

}  // namespace full_circle::caldav
