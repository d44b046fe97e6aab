#include "adapters/mirror/remote.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace full_circle::mirror {

std::string content_type_of(const std::string& path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> types{{
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".atom", "application/atom+xml; charset=utf-8"},
      {".xml", "application/xml; charset=utf-8"},
      {".json", "application/feed+json; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
  }};
  const std::string extension = std::filesystem::path(path).extension().string();
  const auto* const found =
      std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.first == extension; });
  return std::string(found == types.end() ? "application/octet-stream" : found->second);
}

std::string cache_control_of(const std::string& path) {
  return path.ends_with(".css") ? "public, max-age=31536000, immutable" : "public, max-age=60";
}

std::string encoded_path(const std::string& path) {
  constexpr auto kept = boost::urls::unreserved_chars + '/';
  return boost::urls::encode(path, kept);
}

}  // namespace full_circle::mirror
