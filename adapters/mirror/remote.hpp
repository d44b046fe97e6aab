#pragma once
/// A place on somebody else's server where a copy of the public site is kept, file by file.

#include "engine/ports/adapter.hpp"

#include <memory>
#include <optional>
#include <string>

namespace full_circle::mirror {

/// What one request came to; `failure` where it could be neither done nor told to be absent.
struct RemoteAnswer {
  enum class Kind { good, absent, failed } kind = Kind::good;
  std::string content;  ///< of get
  Delivered failure;
};

/// Paths are relative, "have-your-say/x/index.html", and safe in an address once they are percent-encoded.
class Remote {
 public:
  virtual ~Remote() = default;
  virtual RemoteAnswer get(const std::string& path) = 0;
  /// Readers see the old content or the new, never half of it.
  virtual RemoteAnswer put(const std::string& path, const std::string& content) = 0;
  /// What is not there is good.
  virtual RemoteAnswer remove(const std::string& path) = 0;
};

/// What a web server has to say of a file, by its ending.
std::string content_type_of(const std::string& path);
/// How long readers may keep it: a file whose name changes with its content for a year, others a minute.
std::string cache_control_of(const std::string& path);
/// A path's segments percent-encoded.
std::string encoded_path(const std::string& path);

}  // namespace full_circle::mirror
