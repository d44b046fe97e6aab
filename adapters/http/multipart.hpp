#pragma once
/// multipart/form-data as browsers send it (RFC 7578), taken apart by GMime. Bytes of a file stay as they
/// are.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace full_circle::http {

struct SentPart {
  std::string name;                      ///< of the form's field
  std::optional<std::string> file_name;  ///< as the sender says; absent: a field without a file
  std::string content;
};

/// Nothing when it is not one, or has more parts than any form of ours.
std::optional<std::vector<SentPart>> read_multipart(std::string_view content_type, std::string_view body);

}  // namespace full_circle::http
